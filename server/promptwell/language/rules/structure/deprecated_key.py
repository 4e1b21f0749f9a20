"""The rule deprecated-key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.detectors.front_matter_keys import described_keys
from promptwell.language.detectors.loader_refusals import Refusal, loader_refusals
from promptwell.language.detectors.old_keys import replacement_of
from promptwell.language.rules.base import Finding, Fix, Rule, RuleContext
from promptwell.language.syntax.yaml.node import YamlEntry, YamlNode
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel

# Names of types that people wrote in version 1, and what version 2 calls them.
_KINDS = {
    "str": "string",
    "text": "string",
    "int": "integer",
    "number": "float",
    "double": "float",
    "bool": "boolean",
    "list": "array",
    "dict": "object",
}
# Keys whose value means the same under the new name; `configuration` and others change shape.
_SAME_VALUE = frozenset(
    {
        "api", "frequency_penalty", "max_completion_tokens", "max_tokens", "parameters",
        "parallel_tool_calls", "presence_penalty", "top_k", "top_p",
    }
)  # fmt: skip
_KEY = re.compile(r"`([A-Za-z][\w-]*)`")


class DeprecatedKey(Rule):
    """A key that the format has left behind.

    ## What it does

    Reports keys that an earlier version of the format had and that the file's own version replaced.
    It is information where the reader ignores the key, and an **error** where the reader refuses
    the file because of it: in a Prompty v2 file those are `type` in place of `kind`, and
    `template: jinja2`. A file that is v1 throughout gets one report, at its first such key.

    ## Why is this bad?

    A value under an old name is not used. The file looks configured and isn't.

    ## Example

    ```prompty
    ---
    name: joke
    inputs:
      - {name: topic, type: string}
    ---
    Tell a joke about {{ topic }}.
    ```

    ```prompty
    ---
    name: joke
    inputs:
      - {name: topic, kind: string}
    ---
    Tell a joke about {{ topic }}.
    ```

    ## Fix

    Where the key only has another name now, the fix renames it. *Convert to Prompty v2* and
    `promptwell convert` change a whole v1 file.
    """

    group = "structure"
    severity = "information"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield each key of an earlier version."""
        document = model.document
        refused: set[Span] = set()
        if (
            document.dialect == "prompty-v2"
            and document.front_matter
            and document.front_matter.strict
        ):
            for refusal in loader_refusals(document.root):
                finding = _refused(refusal, document.text)
                if finding:
                    refused.add(finding.span)
                    yield finding
        described = described_keys(document)
        if document.dialect == "prompty-v1":
            old = [
                value.entry for value in described.values if value.schema.deprecated and value.entry
            ]
            if old:
                yield _old_file(old)
            return
        for value in described.values:
            if value.schema.deprecated and value.entry:
                yield _deprecated(value.entry, value.schema.deprecated)
        for strange in described.strange:
            instead = replacement_of(strange, document.dialect)
            if instead and strange.entry.key.span not in refused:
                yield _deprecated(strange.entry, instead, strange.holder)


def _refused(refusal: Refusal, text: str) -> Finding | None:
    entry = refusal.old_kind
    if entry is not None:
        message = "`type` is `kind` in Prompty v2, which refuses a file without it"
        edits = [TextEdit(entry.key.span, "kind")]
        kind = _KINDS.get(str(entry.value.value))
        if kind and entry.value.kind == "scalar":
            edits.append(TextEdit(entry.value.span, kind))
        return Finding(
            entry.key.span, message, (Fix("Rename to `kind`", tuple(edits)),), severity="error"
        )
    if refusal.is_old_template:
        message = "Prompty v2 refuses a template's bare name; leave it out for Jinja"
        fixes: tuple[Fix, ...] = ()
        if refusal.node.value == "jinja2":
            fixes = (Fix("Remove `template`", (TextEdit(_line_of(refusal.span, text), ""),)),)
        return Finding(refusal.span, message, fixes, severity="error")
    return None


def _line_of(span: Span, text: str) -> Span:
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    return Span(start, len(text) if end < 0 else end + 1)


def _old_file(old: list[YamlEntry]) -> Finding:
    more = len(old) - 1
    others = f" and {more} more key{'s' if more > 1 else ''}" if more else ""
    verb = "belong" if more else "belongs"
    message = (
        f"`{old[0].name}`{others} {verb} to Prompty v1, which prompty 2 refuses or ignores: "
        "convert the file to v2"
    )
    return Finding(old[0].key.span, message)


def _deprecated(entry: YamlEntry, instead: str, holder: YamlNode | None = None) -> Finding:
    message = f"`{entry.name}` is an old key; now it is {instead}"
    if instead.startswith("nothing"):
        message = f"`{entry.name}` is an old key with no successor"
    fixes: tuple[Fix, ...] = ()
    named = _KEY.fullmatch(instead)
    taken = holder is not None and named is not None and holder.entry(named[1]) is not None
    if named and not taken and entry.key.style == "plain" and entry.name in _SAME_VALUE:
        fixes = (Fix(f"Rename to `{named[1]}`", (TextEdit(entry.key.span, named[1]),)),)
    return Finding(entry.key.span, message, fixes, tags=("deprecated",))
