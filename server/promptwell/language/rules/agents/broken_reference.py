"""The rule broken-reference."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, Rule, RuleContext
from promptwell.language.rules.severity import Severity
from promptwell.language.semantics.paths import folder_of
from promptwell.language.semantics.summary import AGENT_LINKS

if TYPE_CHECKING:
    from promptwell.language.semantics.model import Reference, SemanticModel
    from promptwell.language.semantics.project import Project

# What stands behind the last dot of a file's name, and not behind that of a host or a member.
_FILES = frozenset({
    "bash", "bat", "bicep", "c", "cfg", "conf", "cpp", "cs", "css", "csv", "docx", "gif", "go",
    "h", "htm", "html", "ico", "ini", "ipynb", "java", "jpeg", "jpg", "js", "json", "jsonc",
    "jsonl", "jsx", "kt", "lock", "log", "lua", "md", "mdc", "mdx", "mjs", "mmd", "mp3", "mp4",
    "pdf", "php", "pl", "png", "pptx", "prompty", "proto", "ps1", "psm1", "py", "r", "rb", "rs",
    "rst", "scss", "sh", "sql", "svelte", "svg", "swift", "tex", "tf", "toml", "ts", "tsv",
    "tsx", "ttf", "txt", "vue", "wasm", "webp", "woff", "xlsx", "xml", "yaml", "yml", "zip",
})  # fmt: skip
# `@Next.js` and its like: what a person calls a library, and Cursor its documentation.
_LIBRARY = re.compile(r"[A-Z]\w*\.js")
# `@setup.py or @go.mod (if there is one)`: what the user's project may have or not.
_PERHAPS = re.compile(
    r"\bor\b|\bif (?:it |they |there |any|one|present|available|exist)", re.IGNORECASE
)
# Dialects that are installed into other projects, unless they lie in a project's own folder.
_INSTALLED = frozenset({"claude-command", "claude-agent"})
# Signs of a path that stands for any path.
_PLACEHOLDER = frozenset("{}<>$*|")
_EFFECTS = {
    "link": "the link leads nowhere",
    "mention": "nothing is read in its place",
    "attachment": "nothing is attached",
    "resource": "the agent looks for it in vain",
}


class BrokenReference(Rule):
    """A file that an agent file names and that isn't there.

    ## What it does

    Reports the targets of Markdown links, of `@path` and of `#file:path` that exist neither beside the
    file nor at that place in the workspace, each only in files whose tool follows it. A bare path
    in a skill (`scripts/fill.py`) is a hint, for it may speak of the user's own files; so is a link to
    a folder of the workspace (`/plans/`), which the agent may have to make. What stands in code is no
    reference, and `@Next.js` is a library. Silent stay mentions that the file itself calls possible
    (`@setup.py or @go.mod`, `@Makefile (if present)`), and those in commands and agents of a plugin:
    they mean the project in which it is used.

    ## Why is this bad?

    Files move, and instructions don't move with them. The tool puts nothing in and says nothing; the
    agent searches, guesses, or goes on without.

    ## In real files

    Of 841 agent files in a whole collection, 1 has such a warning; of the 385 that were copied from it
    without the other files of their folders, 36 have. All 36 are right: no agent will find what they
    name. So it is a warning. Of the 121 mentions in 1,652 files of another collection that lead nowhere,
    101 stand beside an "or" or an "if", and all in commands that are made for other projects.

    ## Example

    ```md path=CLAUDE.md
    Our conventions: @docs/convention.md
    ```

    ```md path=CLAUDE.md
    Our conventions: @docs/conventions.md
    ```
    """

    group = "agents"
    severity = "warning"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield each reference to a file or folder that doesn't exist."""
        path = model.document.path
        if not folder_of(path):
            return
        missing: dict[str, bool] = {}
        for reference in model.references:
            if reference.kind not in AGENT_LINKS or not _can_be_looked_for(reference):
                continue
            if reference.kind == "mention" and _is_of_the_users_project(model, reference):
                continue
            if reference.target not in missing:
                missing[reference.target] = _is_missing(context.project, path, reference)
            if missing[reference.target]:
                kind = "folder" if reference.target.endswith("/") else "file"
                message = f"there is no {kind} `{reference.target}`: {_EFFECTS[reference.kind]}"
                yield Finding(reference.span, message, severity=_severity(reference))


def _is_of_the_users_project(model: SemanticModel, reference: Reference) -> bool:
    """Whether a mention names what the project may have in which the file is used."""
    document = model.document
    if document.dialect in _INSTALLED and "/.claude/" not in f"/{document.path}":
        return True
    line = document.source.line_span(document.source.line_number(reference.span.start))
    return _PERHAPS.search(document.text, line.start, line.end) is not None


def _severity(reference: Reference) -> Severity | None:
    # A folder of the workspace may be one that the agent is to make.
    to_make = reference.target.startswith("/") and reference.target.endswith("/")
    return "hint" if to_make or reference.kind == "resource" else None


def _is_missing(project: Project, path: str, reference: Reference) -> bool:
    # Out of the workspace, where this server doesn't look, the tool may find a file.
    return bool(project.candidates(path, reference)) and project.resolve(path, reference) is None


def _can_be_looked_for(reference: Reference) -> bool:
    name = reference.target.rpartition("/")[2]
    if reference.kind == "mention" and _LIBRARY.fullmatch(reference.target):
        return False
    looks_real = not name or name.rpartition(".")[2].lower() in _FILES
    return looks_real and not _PLACEHOLDER & set(reference.target)
