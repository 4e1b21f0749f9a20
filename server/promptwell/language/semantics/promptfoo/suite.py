"""What promptfoo's settings say: the prompts under test, the tests, and where their values come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from promptwell.language.semantics.model import Reference, Use
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.formats.promptfoo import FORMAT_NAME
from promptwell.language.text.source import Span


class TestVariable(NamedTuple):
    """A variable that a test gives a value; `span` covers its name, without quotes."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class TestCase:
    """One test as written in the settings themselves; `title` is its description, or ""."""

    span: Span
    title: str = ""
    variables: tuple[TestVariable, ...] = ()


@dataclass(frozen=True, slots=True)
class TestedPrompt:
    """One entry of `prompts`.

    A `file` names one file and a `glob` several, from the folder of the settings. An `inline`
    prompt stands here itself: `uses` are the variables in it. What is `unknown` comes from a
    program or a service.
    """

    kind: Literal["file", "glob", "inline", "unknown"]
    target: str
    span: Span
    uses: tuple[Use, ...] = ()


@dataclass(frozen=True, slots=True)
class Suite:
    """The settings of one file.

    Args:
        prompts: the entries of `prompts`.
        tests: the tests that stand here.
        shared: variables that every test gets: `defaultTest`, and those of scenarios.
        data: the files that hold further tests (`tests`), variables by name (`values`), or what all
            tests share (`default`).
        texts: the files whose text is a value, such as `vars: {article: file://a.txt}`.
        unknown: whether tests or variables come from where they can't be read: a program, a table
            on the web.
        combined: how many tests scenarios and lists of values make beyond those written.
        filters: names of `nunjucksFilters`.
        words: all other texts of the settings, in which assertions may name variables.
        mentions: the variables in templates of those texts, where they stand.
        others: files that may name variables as well: assertions, transforms, providers.
        stored: the names under which answers are kept for the tests that follow.
        computed: whether a program may give further variables: `transformVars`, an extension.
    """

    prompts: tuple[TestedPrompt, ...] = ()
    tests: tuple[TestCase, ...] = ()
    shared: tuple[TestVariable, ...] = ()
    data: tuple[Reference, ...] = ()
    texts: tuple[Reference, ...] = ()
    unknown: bool = False
    combined: int = 0
    filters: tuple[str, ...] = ()
    words: str = ""
    mentions: tuple[Use, ...] = ()
    others: tuple[str, ...] = ()
    stored: tuple[TestVariable, ...] = ()
    computed: bool = False

    @property
    def variables(self) -> tuple[TestVariable, ...]:
        """Every place that gives a variable a value here, in the order of the text."""
        own = [each for test in self.tests for each in test.variables]
        # What an alias stands for is one place, however often it is meant.
        return tuple(sorted({*self.shared, *own}, key=lambda each: each.span))

    @property
    def uses(self) -> tuple[Use, ...]:
        """Every place that uses a variable here: in prompts, assertions and other values."""
        inline = [use for each in self.prompts for use in each.uses]
        return tuple(sorted((*inline, *self.mentions), key=lambda use: use.span))


def is_suite(document: PromptDocument) -> bool:
    """Whether a document holds promptfoo's settings."""
    return document.format == FORMAT_NAME


def suite_references(suite: Suite) -> tuple[Reference, ...]:
    """The files that settings name, in the order of the text."""
    prompts = (
        Reference("tested", each.target, each.span) for each in suite.prompts if each.kind == "file"
    )
    return tuple(sorted((*prompts, *suite.data, *suite.texts), key=lambda each: each.span))
