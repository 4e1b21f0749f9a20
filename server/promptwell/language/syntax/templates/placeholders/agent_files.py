"""The holes of agent files: `$ARGUMENTS`, `$1`, `$name` of Claude Code, `${input:name}` of VS Code.

Both tools put values in wherever the mark stands, in code as well. All other `$` and all braces are text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from promptwell.language.syntax.templates.jinja.tree import Expression, Island, Parsed, Template
from promptwell.language.text.source import Span

CLAUDE_VALUES = {
    "ARGUMENTS": "All that was written behind the command's name.",
    "CLAUDE_SESSION_ID": "The id of the session.",
    "CLAUDE_EFFORT": "How much the model is told to think.",
    "CLAUDE_SKILL_DIR": "The folder of the skill's SKILL.md.",
    "CLAUDE_PLUGIN_ROOT": "The folder of the plugin that the file belongs to.",
    "CLAUDE_PROJECT_DIR": "The folder of the project.",
}
"""What Claude Code puts in by name, and what that is."""

VSCODE_VALUES = {
    "selection": "The text that is selected in the editor.",
    "selectedText": "The text that is selected in the editor.",
    "file": "The path of the file in the editor.",
    "fileBasename": "The name of the file in the editor.",
    "fileDirname": "The folder of the file in the editor.",
    "fileBasenameNoExtension": "The name of the file in the editor without its suffix.",
    "workspaceFolder": "The path of the workspace.",
    "workspaceFolderBasename": "The name of the workspace's folder.",
}
"""What VS Code puts in by name, and what that is."""

_VARIABLE = re.compile(r"\$\{(?:input:(?P<input>[^\s:${}]+)(?::[^{}\r\n]*)?|(?P<name>\w+))\}")
_COMMENT = re.compile(r"<!--[ \t]*promptwell:.*?-->", re.DOTALL)


def parse_arguments(text: str, span: Span, names: Iterable[str] = ()) -> Template:
    """Claude's holes between two offsets; `names` are those that the front matter gives to arguments."""
    declared = [re.escape(name) for name in names if re.fullmatch(r"[A-Za-z_][\w-]*", name)]
    either = "|".join(sorted(declared, key=len, reverse=True)) or r"(?!)"
    pattern = re.compile(
        rf"\$(?:(?P<declared>(?:{either}))(?![\w-])|(?P<all>ARGUMENTS)(?:\[\d+\])?(?!\w)"
        r"|(?P<position>\d{1,2})(?![\w.,]\d|[\d%]|\w)"
        rf"|\{{(?P<given>{'|'.join(CLAUDE_VALUES)})\}})"
    )
    holes = [
        _hole(match, match.lastgroup or "all", asked=match["declared"] is None)
        for match in pattern.finditer(text, span.start, span.end)
    ]
    return _template(text, span, holes)


def parse_variables(text: str, span: Span) -> Template:
    """VS Code's holes between two offsets; `${x}` with a name that it doesn't know is text."""
    holes = [
        _hole(match, match.lastgroup or "name", asked=True)
        for match in _VARIABLE.finditer(text, span.start, span.end)
        if match["input"] or match["name"] in VSCODE_VALUES
    ]
    return _template(text, span, holes)


def without_holes(text: str, span: Span) -> Template:
    """A text in which nothing is put in; only comments to Promptwell are set apart."""
    return _template(text, span, [])


def _hole(match: re.Match[str], group: str, *, asked: bool) -> Island:
    span = Span(*match.span())
    parsed = _parsed(match[group], match.start(group) - span.start, asked)
    return Island("output", span, parsed)


# Long files have hundreds of holes, and most are alike.
@lru_cache(maxsize=1024)
def _parsed(name: str, start: int, asked: bool) -> Parsed:
    place = Span(start, start + len(name))
    expression = Expression("name", place, name, (), place)
    if asked:
        # The tool knows the value or asks for it: nobody has to declare it.
        after = Span(place.end, place.end)
        expression = Expression("filter", place, "default", (expression,), after)
    return Parsed(expressions=(expression,))


def _template(text: str, span: Span, holes: list[Island]) -> Template:
    islands = holes
    if "promptwell:" in text:
        comments = [
            Island("comment", Span(*match.span()), Parsed())
            for match in _COMMENT.finditer(text, span.start, span.end)
        ]
        free = [each for each in holes if not any(c.span.overlaps(each.span) for c in comments)]
        islands = sorted([*free, *comments], key=lambda island: island.span)
    return Template(span, tuple(islands), tuple(islands))
