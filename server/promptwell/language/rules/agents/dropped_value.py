"""The rule dropped-value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.detectors import agent_keys
from promptwell.language.rules.base import Finding, Fix, Rule, RuleContext
from promptwell.language.syntax.yaml.node import YamlEntry, YamlNode
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel

_SHAPES = {
    "list": "a list",
    "text": "a text",
    "mapping": "a mapping",
    "quoted": "in quotes",
    "empty": "empty",
    "not boolean": "neither `true` nor `false`",
}
_BOOLEANS = {
    "true": "true",
    "yes": "true",
    "on": "true",
    "false": "false",
    "no": "false",
    "off": "false",
}


class DroppedValue(Rule):
    """A value that the tool of an agent file passes over without a word.

    ## What it does

    Reports values of a shape that the file's own tool doesn't read: Cursor's `globs` in quotes or as
    a list, `hooks` as a list in an agent of Claude Code, `applyTo` as a list in instructions for
    VS Code, a text where only `true` and `false` count. Which shapes these are is known for each
    tool, with sources. It is information where only some versions of the tool are affected.

    ## Why is this bad?

    The file looks configured. The tool says nothing, and the rule never attaches, the agent isn't
    there, or the setting keeps its default.

    ## Example

    ```md path=.cursor/rules/style.mdc
    ---
    description: How we write TypeScript
    globs: "**/*.ts"
    alwaysApply: false
    ---
    Prefer `type` to `interface`.
    ```

    Cursor doesn't read YAML here: the quotes would be part of the glob.

    ```md path=.cursor/rules/style.mdc
    ---
    description: How we write TypeScript
    globs: **/*.ts
    alwaysApply: false
    ---
    Prefer `type` to `interface`.
    ```

    ## Fix

    Writes the value in the shape that this tool reads.
    """

    group = "agents"
    severity = "warning"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the values that have a shape the tool doesn't read."""
        for entry, drop in agent_keys.dropped_values(model.document):
            message = f"`{entry.name}` is {_SHAPES[drop.shape]}: {drop.effect}"
            written = _rewritten(entry.value, drop.instead)
            fixes: tuple[Fix, ...] = ()
            if written is not None:
                fixes = (Fix(f"Write `{_short(written)}`", (_edit(entry, written),)),)
            yield Finding(entry.value.span, message, fixes, severity=drop.severity)


def _rewritten(node: YamlNode, instead: str) -> str | None:
    if instead == "bare":
        text = node.text()
        return text if text and "\n" not in text else None
    if instead == "boolean":
        return _BOOLEANS.get((node.text() or "").strip().lower())
    if instead in ("commas", "spaces") and node.items:
        texts = [item.text() for item in node.items]
        words = [text for text in texts if text and not set(text) & set(",\n#")]
        if len(words) < len(texts) or (instead == "spaces" and any(" " in each for each in words)):
            return None
        return (", " if instead == "commas" else " ").join(words)
    return None


def _edit(entry: YamlEntry, written: str) -> TextEdit:
    # A list may begin on a line of its own; what stands between it and its key goes with it.
    if entry.value.kind == "sequence":
        return TextEdit(Span(entry.key.span.end, entry.value.span.end), f": {written}")
    return TextEdit(entry.value.span, written)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "..."
