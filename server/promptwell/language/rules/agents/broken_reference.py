"""The rule broken-reference."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, Rule, RuleContext, Severity
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
    in a skill (`scripts/fill.py`) is a hint, for it may speak of the user's own files. What stands in
    code is no reference.

    ## Why is this bad?

    Files move, and instructions don't move with them. The tool puts nothing in and says nothing; the
    agent searches, guesses, or goes on without.

    It is a warning although collections of skills show many: a `SKILL.md` that was copied without the
    files of its folder names what no agent will find.

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
            if reference.target not in missing:
                missing[reference.target] = _is_missing(context.project, path, reference)
            if missing[reference.target]:
                kind = "folder" if reference.target.endswith("/") else "file"
                message = f"there is no {kind} `{reference.target}`: {_EFFECTS[reference.kind]}"
                severity: Severity | None = "hint" if reference.kind == "resource" else None
                yield Finding(reference.span, message, severity=severity)


def _is_missing(project: Project, path: str, reference: Reference) -> bool:
    # Out of the workspace, where this server doesn't look, the tool may find a file.
    return bool(project.candidates(path, reference)) and project.resolve(path, reference) is None


def _can_be_looked_for(reference: Reference) -> bool:
    name = reference.target.rpartition("/")[2]
    looks_real = not name or name.rpartition(".")[2].lower() in _FILES
    return looks_real and not _PLACEHOLDER & set(reference.target)
