"""The rule malformed-name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.detectors.agent_keys import reader_of
from promptwell.language.rules.base import Finding, Fix, Rule, RuleContext
from promptwell.language.rules.severity import Severity
from promptwell.language.text.edit import TextEdit

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel


class MalformedName(Rule):
    """A name that isn't made of lower-case letters, digits and single hyphens.

    ## What it does

    Reports the `name` of a skill or of an agent of Claude Code with capitals, blanks, underlines or
    other signs, with a hyphen at its beginning or end, or with two in a row. Letters of any script
    are fine. For Claude Code, which takes such names all the same, it is information.

    ## Why is this bad?

    The Agent Skills specification allows no other names, and validators refuse the skill. The name is
    also what people type behind `/`.

    ## Example

    ```md path=skills/pdf-forms/SKILL.md
    ---
    name: PDF Forms
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

    Writes the name in that form. It is unsafe: others may call it by the old one.
    """

    group = "agents"
    severity = "warning"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the name where it hasn't the form of the specification."""
        profile = reader_of(model.document, context.project)
        value = model.document.root.get("name")
        if profile is None or not profile.spec_name or value is None:
            return
        name = unicodedata.normalize("NFKC", str(value.value or "").strip())
        fault = _fault(name) if value.kind == "scalar" and name else None
        if fault is None:
            return
        better = "-".join(re.findall(r"[^\W_]+", name.lower()))
        fixes: tuple[Fix, ...] = ()
        if better:
            edit = TextEdit(value.span, better)
            fixes = (Fix(f"Change to `{better}`", (edit,), safe=False),)
        severity: Severity = "warning" if profile.named_like_folder else "information"
        yield Finding(value.span, f"the name `{name}` {fault}", fixes, severity=severity)


def _fault(name: str) -> str | None:
    if name != name.lower():
        return "has capitals: a name is written in lower case"
    if not all(character.isalnum() or character == "-" for character in name):
        return "has other signs than letters, digits and hyphens"
    if name.startswith("-") or name.endswith("-"):
        return "has a hyphen at its edge"
    if "--" in name:
        return "has two hyphens in a row"
    return None
