"""The rule duplicate-name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, Related, Rule, RuleContext
from promptwell.language.rules.severity import Severity
from promptwell.language.semantics.declarations import name_place
from promptwell.language.semantics.name_scopes import SKILLS
from promptwell.language.semantics.namesakes import Namesake, name_of, name_span
from promptwell.language.semantics.paths import folder_of, relative_to
from promptwell.language.text.source import Span

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel
    from promptwell.language.syntax.document import PromptDocument

_EFFECTS = {
    "agent": "{tool} finds only one of them by it",
    "skill": "{tool} finds only one of them by it",
    "prompt": "{tool} finds only one of them by it",
    "/": "Claude Code runs only one of them as `/{name}`",
    "copy": "VS Code reads one of them and passes over the other, and they differ",
}


class DuplicateName(Rule):
    """Two files that one tool finds under the same name, so that one hides the other.

    ## What it does

    Reports a file whose name another one has that the same tool reads with it: agents of one
    `.claude/agents`, skills side by side in one folder `skills`, a command that a skill hides, agents
    and prompts of one `.github`. A name is what the front matter says, or else the folder of a
    skill and the file's own name of the others, as the tool has it.

    What lies in another plugin, in the `.claude` of a folder further down, in `tests` or in
    `fixtures` is read apart and stays silent. A skill that VS Code reads from two folders, such as
    `.github/skills` and `.claude/skills`, is information, and only where the texts differ. Managed
    prompts of one name are a hint, for they are found by it in all of the workspace.

    ## Why is this bad?

    No tool says which one it takes. The other file looks alive, is edited and reviewed, and never
    reaches a model.

    ## Example

    ```md path=.claude/agents/reviewer.md
    ---
    name: reviewer
    description: Reviews code
    ---
    Look for faults.
    ```

    ```md path=.claude/agents/security.md
    ---
    name: reviewer
    description: Looks for holes
    ---
    Look for holes.
    ```

    Give one of them another name:

    ```md path=.claude/agents/security.md
    ---
    name: security-reviewer
    description: Looks for holes
    ---
    Look for holes.
    ```
    """

    group = "agents"
    severity = "warning"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the name where another file has it as well."""
        document, project = model.document, context.project
        others = [
            each for each in project.namesakes(document.path) if _hides(document, each, context)
        ]
        if not others:
            return
        first = others[0]
        span, name = _name(document)
        folder = folder_of(document.path)
        shown = f"`{relative_to(first.path, folder)}`"
        if len(others) > 1:
            shown += f" and {len(others) - 1} more"
        if _goes_before(document, first):
            effect = f"Claude Code runs the skill as `/{name}`, and never this command"
        else:
            effect = _EFFECTS[first.scope.names].format(tool=first.scope.tool, name=name)
        related = tuple(
            Related(
                name_span(project.source(each.path), each.summary), f"`{name}` as well", each.path
            )
            for each in others
        )
        verb = "have" if len(others) > 1 else "has"
        message = f"{shown} {verb} the name `{name}` too: {effect}"
        yield Finding(span, message, related=related, severity=_severity(first))


def _hides(document: PromptDocument, other: Namesake, context: RuleContext) -> bool:
    kind = other.scope.names
    if kind == "/":
        # A skill goes before the command that has its name.
        return document.dialect not in SKILLS or other.summary.dialect in SKILLS
    if kind == "copy":
        return context.project.text(other.path) != document.text
    return True


def _goes_before(document: PromptDocument, other: Namesake) -> bool:
    both = document.dialect in SKILLS, other.summary.dialect in SKILLS
    return other.scope.names == "/" and both == (False, True)


def _severity(other: Namesake) -> Severity:
    if other.scope.names == "copy":
        return "information"
    return "hint" if other.scope.tool == "Promptwell" else "warning"


def _name(document: PromptDocument) -> tuple[Span, str]:
    node = document.root.get("name")
    written = (node.text() if node is not None else None) or ""
    name = name_of(document.path, document.dialect, written)
    if node is None or name != written:
        return document.source.line_span(0), name
    return name_place(document, node), name
