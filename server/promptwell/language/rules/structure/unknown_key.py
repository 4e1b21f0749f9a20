"""The rule unknown-key."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING

from promptwell.language.detectors.agent_keys import other_spelling
from promptwell.language.detectors.front_matter_keys import StrangeKey, described_keys
from promptwell.language.detectors.old_keys import replacement_of
from promptwell.language.rules.base import Finding, Fix, Rule, RuleContext
from promptwell.language.syntax.formats.base import KeySchema
from promptwell.language.syntax.yaml.node import YamlEntry
from promptwell.language.text.edit import TextEdit

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel

# A file with more misspellings is another tool's, and each one takes a tenth of a millisecond.
_MOST_SOUGHT = 100


class UnknownKey(Rule):
    """A key of the front matter that the format doesn't have.

    ## What it does

    Reports keys that the file's format doesn't list at their place, and keys that mean nothing
    beside the others, such as `items` of an input whose kind is `string`. What lies under
    `metadata`, `additionalProperties`, `sample` and other free-form keys is yours and stays silent.

    ## Why is this bad?

    Readers ignore a key that they don't know, without a word. A misspelled `temprature` is a
    temperature that is never set. But keys that another tool reads are fine: so this is a hint.

    ## Example

    ```prompty
    ---
    name: reply
    model:
      id: gpt-4o
      options: {temprature: 0.2}
    ---
    Reply to {{ name }}.
    ```

    ```prompty
    ---
    name: reply
    model:
      id: gpt-4o
      options: {temperature: 0.2}
    ---
    Reply to {{ name }}.
    ```

    ## Fix

    Where a key of the format has nearly that name, the fix renames it. It is unsafe: from then on
    the key counts.

    ## Options

    `keys`: names of keys that your own tools read.
    """

    group = "structure"
    severity = "hint"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield each key that its schema doesn't list."""
        names = _Names()
        unreadable = _first_unreadable(model)
        for strange in described_keys(model.document).strange:
            name = strange.entry.name
            if strange.entry.key.span.start >= unreadable:
                break  # it may be part of a text that lost its indentation
            if name in context.settings.keys or name.startswith("x-"):
                continue
            if model.document.format == "dotprompt" and "." in name:
                continue  # `namespace.key`: an extension's
            if strange.holder is model.document.root and other_spelling(model.document, name):
                continue  # the rule foreign-key tells it
            if strange.idle is None:
                # What an earlier version calls so is another rule's.
                if replacement_of(strange, model.document.dialect) is None:
                    yield _unknown(strange, names)
            elif _is_known_choice(strange, strange.idle):
                yield _idle(strange, strange.idle)


class _Names:
    """The keys that may still be written into a mapping, each mapping looked at once."""

    def __init__(self) -> None:
        self._known: dict[int, dict[str, str]] = {}
        self._sought = 0

    def nearest(self, strange: StrangeKey) -> str | None:
        """The key that a misspelling means; `max_tokens` and `maxTokens` count as the same."""
        name = _folded(strange.entry.name)
        names = self._of(strange)
        if name in names:
            return names[name]
        self._sought += 1
        if self._sought > _MOST_SOUGHT:
            return None
        found = get_close_matches(name, names, 1, 0.75)
        return names[found[0]] if found else None

    def _of(self, strange: StrangeKey) -> dict[str, str]:
        holder = strange.holder
        known = self._known.get(id(holder))
        if known is None:
            present = {each.name for each in holder.entries}
            known = self._known[id(holder)] = {
                _folded(child.name): child.name
                for child in strange.schema.children
                if child.name not in present and not child.deprecated and child.applies(holder)
            }
        return known


def _first_unreadable(model: SemanticModel) -> int:
    """Where the front matter has a line that is neither key nor value; its end where there is none."""
    faults = (
        each.span.start
        for each in model.document.problems
        if each.rule == "invalid-front-matter" and each.fix is None and not each.accepted
    )
    return min(faults, default=len(model.document.text))


def _unknown(strange: StrangeKey, names: _Names) -> Finding:
    entry, schema = strange.entry, strange.schema
    place = f" in `{schema.name}`" if schema.name else ""
    near = names.nearest(strange)
    if near is None:
        message = f"`{entry.name}` is no key of this format{place}; add it to `keys` if your tools read it"
        return Finding(entry.key.span, message)
    fix = Fix(f"Rename to `{near}`", (TextEdit(entry.key.span, near),), safe=False)
    message = f"`{entry.name}` is no key of this format{place}; did you mean `{near}`?"
    return Finding(entry.key.span, message, (fix,) if _is_plain(entry) else ())


def _is_known_choice(strange: StrangeKey, idle: KeySchema) -> bool:
    """Whether the other key's value is one of its own; beside an unknown one, anything may mean something."""
    key = (idle.when or idle.unless or ("", ()))[0]
    written = strange.holder.get(key)
    schema = strange.schema.child(key)
    return written is not None and (
        schema is None or not schema.values or written.value in schema.values
    )


def _idle(strange: StrangeKey, idle: KeySchema) -> Finding:
    entry = strange.entry
    key, values = idle.when or idle.unless or ("kind", ())
    listed = " or ".join(f"`{value}`" for value in values)
    written = strange.holder.get(key)
    if idle.when:
        actual = f", and it is `{written.value}`" if written and written.value is not None else ""
        message = f"`{entry.name}` means something only where `{key}` is {listed}{actual}"
    else:
        message = f"`{entry.name}` means nothing where `{key}` is {listed}"
    return Finding(entry.key.span, message)


def _folded(name: str) -> str:
    return name.replace("_", "").replace("-", "").lower()


def _is_plain(entry: YamlEntry) -> bool:
    return entry.key.kind == "scalar" and entry.key.style == "plain"
