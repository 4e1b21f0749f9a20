"""One colored word, and the list of what words can be."""

from __future__ import annotations

from typing import Literal, NamedTuple

from promptwell.language.text.source import Span

TokenType = Literal[
    "parameter",  # an input, a parameter of a macro, an argument given by its name
    "variable",  # a name that the template sets, Jinja's own names, a name that nothing explains
    "property",  # an attribute, a key of the front matter
    "function",  # a filter, a function
    "method",
    "macro",
    "type",  # a test (`is string`), the type of an input
    "namespace",  # an imported file, a block
    "enumMember",  # a value that its key lists
    "decorator",  # a role
    "keyword",
    "comment",
    "string",
    "number",
    "operator",
]

Modifier = Literal[
    "declaration",
    "readonly",  # an input: the template can't change it
    "deprecated",
    "defaultLibrary",  # given by Jinja
    "unresolved",  # nothing explains it: a name of our own beside the protocol's
]


class Kind(NamedTuple):
    """What a word is."""

    type: TokenType
    modifiers: tuple[Modifier, ...] = ()


class SemanticToken(NamedTuple):
    """A word and what it is; never more than one line."""

    span: Span
    kind: Kind
