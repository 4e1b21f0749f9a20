"""The rule name-not-folder."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.detectors.agent_keys import reader_of
from promptwell.language.rules.base import Finding, Fix, Rule, RuleContext
from promptwell.language.semantics.paths import folder_of
from promptwell.language.text.edit import TextEdit

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel


class NameNotFolder(Rule):
    """A skill whose name isn't that of its folder.

    ## What it does

    Reports the `name` of a SKILL.md that differs from the name of the folder it lies in. In
    `.claude/skills` the two may differ, so there it stays silent, and in a plugin that is for Claude
    Code alone: it has a `.claude-plugin/plugin.json`, or its collection a `marketplace.json`, and no
    other agent's file beside it.

    ## Why is this bad?

    The Agent Skills specification wants them equal. Validators refuse the skill otherwise, and VS Code
    doesn't load it.

    ## In real files

    Of 715 skills in several collections, 26 have another name than their folder; the specification's own
    validator refuses the same 26. A collection that puts a prefix before its folders adds 167 of 897: who
    uses these with Claude Code alone says so in the settings (`dialects`).

    ## Example

    ```md path=skills/pdf-forms/SKILL.md
    ---
    name: pdf
    description: Fills in PDF forms
    ---
    ```

    ```md path=skills/pdf-forms/SKILL.md
    ---
    name: pdf-forms
    description: Fills in PDF forms
    ---
    ```

    ## Fix

    Writes the folder's name. It is unsafe: others may call the skill by the old one.
    """

    group = "agents"
    severity = "warning"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the name where its folder has another one."""
        profile = reader_of(model.document, context.project)
        value = model.document.root.get("name")
        folder = unicodedata.normalize("NFKC", folder_of(model.document.path).rpartition("/")[2])
        if profile is None or not profile.named_like_folder or value is None or not folder:
            return
        name = unicodedata.normalize("NFKC", str(value.value or "").strip())
        if value.kind != "scalar" or not name or name == folder:
            return
        edit = TextEdit(value.span, folder)
        fixes = (Fix(f"Change to `{folder}`", (edit,), safe=False),)
        yield Finding(value.span, f"the name is `{name}`, and the folder is `{folder}`", fixes)
