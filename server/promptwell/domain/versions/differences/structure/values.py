"""What changed in the model, its settings, tools, outputs, partials, metadata and other keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from promptwell.domain.versions.differences.structure.change import Part, StructuralChange, Value
from promptwell.domain.versions.differences.structure.facts import Path, PromptFacts
from promptwell.domain.versions.differences.structure.renamed_keys import is_below, renamed_keys
from promptwell.domain.versions.differences.structure.words import code, from_to, listed, shown

_ABSENT: Value = object()
# Below these keys stand named things; the name follows.
_LISTS_OF_TOOLS = ("tools", "functions", "mcpServers", "mcp-servers")
_LISTS_OF_OUTPUTS = (("outputs",), ("output", "schema"), ("jsonSchema", "schema", "properties"))


def compare_model(old: PromptFacts, new: PromptFacts) -> Iterator[StructuralChange]:
    """Another model, and other settings of it."""
    before, after = _model(old, new.model_key), _model(new, old.model_key)
    if before != after:
        if before is None:
            yield StructuralChange(
                "model", "added", str(after), f"model {after} named", after=after
            )
        elif after is None:
            yield StructuralChange(
                "model", "removed", before, f"model {before} no longer named", before=before
            )
        else:
            sentence = f"model {before} -> {after}"
            yield StructuralChange("model", "changed", after, sentence, "", before, after)
    keys = (old.model_key, new.model_key)
    yield from _values("setting", old, new, "", skipped=lambda path: path in keys)


def _model(facts: PromptFacts, key: Path | None) -> str | None:
    """The model that is named, or what stands where the other side names one: a variable of the environment."""
    if facts.named_model is not None:
        return facts.named_model.name
    written = facts.values.get("setting", {}).get(key) if key is not None else None
    return written if isinstance(written, str) else None


def compare_tools(old: PromptFacts, new: PromptFacts) -> Iterator[StructuralChange]:
    """Tools that came, went or changed."""
    return _things("tool", "tool", _named_tools(old), _named_tools(new))


def compare_outputs(old: PromptFacts, new: PromptFacts) -> Iterator[StructuralChange]:
    """What is asked of the answer: its fields, its format."""
    before, after = _named_outputs(old), _named_outputs(new)
    yield from _things("output", "output", before, after)
    yield from _values("output", old, new, "", skipped=_under_outputs)


def compare_partials(old: PromptFacts, new: PromptFacts) -> Iterator[StructuralChange]:
    """Files that are brought in, or no longer."""
    for each in new.partials:
        if each not in old.partials:
            yield StructuralChange("partial", "added", each, f"partial {code(each)} included")
    for each in old.partials:
        if each not in new.partials:
            sentence = f"partial {code(each)} no longer included"
            yield StructuralChange("partial", "removed", each, sentence)


def compare_keys(old: PromptFacts, new: PromptFacts) -> Iterator[StructuralChange]:
    """The rest of the front matter, metadata last."""
    yield from _renamed_and_others("key", old, new, "")
    yield from _renamed_and_others("metadata", old, new, "metadata ")


def _renamed_and_others(
    part: Part, old: PromptFacts, new: PromptFacts, lead: str
) -> Iterator[StructuralChange]:
    renamed = renamed_keys(old.values.get(part, {}), new.values.get(part, {}))
    for before, after in renamed.items():
        was, name = _dotted(before, part), _dotted(after, part)
        sentence = f"{lead}{code(was)} renamed to {code(name)}"
        yield StructuralChange(part, "renamed", name, sentence, "", was, name)
    both = {*renamed, *renamed.values()}
    yield from _values(part, old, new, lead, skipped=lambda path: is_below(path, both))


def _values(
    part: Part,
    old: PromptFacts,
    new: PromptFacts,
    lead: str,
    skipped: Callable[[Path], bool] | None = None,
) -> Iterator[StructuralChange]:
    before, after = old.values.get(part, {}), new.values.get(part, {})
    if skipped is not None:
        before = {path: value for path, value in before.items() if not skipped(path)}
        after = {path: value for path, value in after.items() if not skipped(path)}
    paths = [path for path in {**before, **after} if _differs(before, after, path)]
    for path in paths:
        name = _short(path, {**before, **after}) if part == "setting" else _dotted(path, part)
        yield _value(
            part, f"{lead}{name if part == 'setting' else code(name)}", name, before, after, path
        )


def _value(
    part: Part,
    title: str,
    name: str,
    before: Mapping[Path, Value],
    after: Mapping[Path, Value],
    path: Path,
) -> StructuralChange:
    old, new = before.get(path, _ABSENT), after.get(path, _ABSENT)
    if old is _ABSENT:
        written = shown(new)
        sentence = (
            f"{title} added" if written is None or part != "setting" else f"{title} {written} set"
        )
        return StructuralChange(part, "added", name, sentence, after=new)
    if new is _ABSENT:
        written = shown(old)
        how = (
            "removed" if written is None or part != "setting" else f"no longer set (was {written})"
        )
        return StructuralChange(part, "removed", name, f"{title} {how}", before=old)
    written = from_to(old, new)
    sentence = f"{title} changed" if written is None else f"{title} {written}"
    return StructuralChange(part, "changed", name, sentence, "", old, new)


def _differs(before: Mapping[Path, Value], after: Mapping[Path, Value], path: Path) -> bool:
    old, new = before.get(path, _ABSENT), after.get(path, _ABSENT)
    # In Python 1 equals True and 1.0; in a settings file they are not the same.
    return type(old) is not type(new) or old != new


def _things(
    part: Part, word: str, before: Mapping[str, Value], after: Mapping[str, Value]
) -> Iterator[StructuralChange]:
    """Named things that came, went or changed; of a change the keys are told."""
    for name, new in after.items():
        if name not in before:
            yield StructuralChange(part, "added", name, f"{word} {code(name)} added", after=new)
        elif before[name] != new:
            sentence = f"{word} {code(name)} changed{_in_keys(before[name], new)}"
            yield StructuralChange(part, "changed", name, sentence, "", before[name], new)
    for name, old in before.items():
        if name not in after:
            yield StructuralChange(
                part, "removed", name, f"{word} {code(name)} removed", before=old
            )


def _in_keys(old: Value, new: Value) -> str:
    if not isinstance(old, dict) or not isinstance(new, dict):
        written = from_to(old, new)
        return f": {written}" if written is not None else ""
    keys = [key for key in {**old, **new} if old.get(key, _ABSENT) != new.get(key, _ABSENT)]
    if len(keys) == 1:
        written = from_to(old.get(keys[0]), new.get(keys[0]))
        if written is not None and keys[0] in old and keys[0] in new:
            return f": {keys[0]} {written}"
    return f": {listed(keys)}" if 0 < len(keys) <= 4 else ""


def _named_tools(facts: PromptFacts) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for path, value in facts.values.get("tool", {}).items():
        at = next((index for index, key in enumerate(path) if key in _LISTS_OF_TOOLS), None)
        if at is not None and len(path) > at + 1:
            _put(found, path[at + 1], path[at + 2 :], value)
        elif isinstance(value, list) and all(isinstance(each, str) for each in value):
            found.update({str(each): {} for each in value})
        elif isinstance(value, str) and path[-1] in ("tools", "allowed-tools", "disallowedTools"):
            lead = "" if path[-1] != "disallowedTools" else "not "
            found.update({f"{lead}{each}": {} for each in _separated(value)})
        else:
            found[".".join(path)] = value
    return found


def _separated(text: str) -> list[str]:
    """`Read, Bash(git log:*)` as names; a comma in brackets does not separate."""
    names, depth, name = [], 0, ""
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth <= 0:
            names.append(name.strip())
            name = ""
        else:
            name += letter
    return [each for each in (*names, name.strip()) if each]


def _named_outputs(facts: PromptFacts) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for path, value in facts.values.get("output", {}).items():
        for above in _LISTS_OF_OUTPUTS:
            if _below(path, above):
                _put(found, path[len(above)], path[len(above) + 1 :], value)
                break
    return found


def _under_outputs(path: Path) -> bool:
    return any(_below(path, above) for above in _LISTS_OF_OUTPUTS)


def _below(path: Path, above: Path) -> bool:
    return path[: len(above)] == above and len(path) > len(above)


def _put(found: dict[str, Value], name: str, below: Path, value: Value) -> None:
    if below:
        kept = found.setdefault(name, {})
        if isinstance(kept, dict):
            kept[".".join(below)] = value
    else:
        found[name] = value


def _short(path: Path, every: Mapping[Path, Value]) -> str:
    """A setting's own name; its whole path where another one has the same name."""
    alone = sum(other[-1] == path[-1] for other in every) == 1
    return path[-1] if alone else ".".join(path)


def _dotted(path: Path, part: Part) -> str:
    return ".".join(path[1:] if part == "metadata" and len(path) > 1 else path)
