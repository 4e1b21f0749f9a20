"""What one tool does with one kind of agent file, as facts that rules and features read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from promptwell.language.syntax.formats.base import KeySchema

FrontMatterReader = Literal["yaml", "claude", "vscode", "lines", "none"]
"""How a tool reads front matter; see `front_matter.py` beside this file."""

PlaceholderStyle = Literal["", "arguments", "variables"]
"""What is put in: nothing, Claude's `$ARGUMENTS` and `$1`, or VS Code's `${input:name}`."""

LinkStyle = Literal["link", "mention", "attachment", "tool", "resource"]
"""A way to name something: `[text](path)`, `@path`, `#file:path`, `#tool:name`, a bare `scripts/run.py`."""

Named = Literal["tool", "skill", "agent", "glob"]
"""What the values of a key name: tools, skills or agents, or the files that globs fit."""

Weight = Literal["error", "warning", "information", "hint"]
Shape = Literal["list", "text", "mapping", "quoted", "empty", "not boolean"]


class Need(NamedTuple):
    """A key without which the tool does less: what happens then, and how bad that is."""

    key: str
    effect: str
    severity: Weight = "warning"


class Limit(NamedTuple):
    """The most characters that a key's text may have, and what happens to a longer one."""

    key: str
    most: int
    effect: str


class Drop(NamedTuple):
    """A shape of a key's value that the tool silently passes over, and what that means.

    `instead` tells how to write the value: `bare` (without quotes), `commas` (one text with commas)
    or `spaces` (one text with blanks); "" where there is no such fix.
    """

    key: str
    shape: Shape
    effect: str
    instead: Literal["", "bare", "commas", "spaces", "boolean"] = ""
    severity: Weight = "warning"


class Portability(NamedTuple):
    """What another reader of the same file makes of it: the keys that it refuses or never sees."""

    reader: str
    keys: frozenset[str]
    effect: str


@dataclass(frozen=True)
class Profile:
    """One tool and one kind of file that it reads.

    `checked` is the day on which the facts were last compared with the `sources`. `spellings` maps
    a key as other tools spell it to the one that this tool reads. `elsewhere` names the other
    tools that read the same file. `body_lines` is the most lines that the text should have, 0 for
    no limit. `names` tells what the values of a key are names of, and `tools` which tools there are
    at least, with a sentence on each. `begins` are the keys that a new file begins with and what to
    write there, and `first_words` what to write below. With `runs_commands`, `/name` in the text
    names a command, prompt or skill. `loads` says when the text is put before
    the model; where `describes` is set, the description is there always. With `spec_name` the
    name has the form of the Agent Skills specification, and with `named_like_folder` it is that of
    the file's folder. `attached_by` are the keys of which one must say something, or the tool reads the
    file only where somebody names it; a truth value must be `true`.
    """

    name: str
    tool: str
    noun: str
    checked: str
    sources: tuple[str, ...]
    front_matter: FrontMatterReader = "yaml"
    keys: KeySchema | None = None
    placeholders: PlaceholderStyle = ""
    links: frozenset[LinkStyle] = frozenset({"link"})
    role: str = "system"
    needs: tuple[Need, ...] = ()
    limits: tuple[Limit, ...] = ()
    drops: tuple[Drop, ...] = ()
    spellings: Mapping[str, str] = field(default_factory=dict)
    elsewhere: tuple[Portability, ...] = ()
    body_lines: int = 0
    names: Mapping[str, Named] = field(default_factory=dict)
    tools: Mapping[str, str] = field(default_factory=dict)
    begins: tuple[tuple[str, str], ...] = ()
    first_words: str = ""
    runs_commands: bool = False
    loads: str = ""
    describes: bool = False
    spec_name: bool = False
    named_like_folder: bool = False
    attached_by: tuple[str, ...] = ()
