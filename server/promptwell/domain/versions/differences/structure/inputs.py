"""What changed in the inputs of a prompt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from promptwell.domain.versions.differences.structure.change import StructuralChange, Value
from promptwell.domain.versions.differences.structure.facts import PromptFacts
from promptwell.domain.versions.differences.structure.words import code, from_to, shown
from promptwell.language.semantics.model import Declaration


def compare_inputs(old: PromptFacts, new: PromptFacts) -> Iterator[StructuralChange]:
    """Inputs that came, went, got another name or another meaning, in the order of the new text."""
    renamed = _renamed(old, new)
    for before, after in renamed.items():
        yield StructuralChange(
            "input",
            "renamed",
            after,
            f"input {code(before)} renamed to {code(after)}",
            "",
            before,
            after,
        )
    became = set(renamed.values())
    told = bool(renamed)
    for name, declaration in new.inputs.items():
        if name in old.inputs:
            changes = list(_changed(old.inputs[name], declaration))
            told = told or bool(changes)
            yield from changes
        elif name not in became:
            told = True
            yield _added(declaration)
    for name in old.inputs:
        if name not in new.inputs and name not in renamed:
            told = True
            yield StructuralChange("input", "removed", name, f"input {code(name)} removed")
    yield from _variables(old, new, renamed)
    if not told and old.values.get("input", {}) != new.values.get("input", {}):
        yield StructuralChange("input", "changed", "", "the declaration of the inputs changed")


def _added(declaration: Declaration) -> StructuralChange:
    sentence = f"input {code(declaration.name)} added"
    default = _default(declaration)
    if declaration.has_default:
        written = shown(default)
        sentence += f", {written} by default" if written is not None else ", with a default"
    elif declaration.required:
        sentence += ", now required"
    return StructuralChange("input", "added", declaration.name, sentence, after=default)


def _changed(old: Declaration, new: Declaration) -> Iterator[StructuralChange]:
    name = code(new.name)

    def change(aspect: str, sentence: str, before: Value, after: Value) -> StructuralChange:
        return StructuralChange("input", "changed", new.name, sentence, aspect, before, after)

    if old.required != new.required:
        how = "now required" if new.required else "no longer required"
        yield change("required", f"input {name} {how}", old.required, new.required)
    before, after = str(old.type), str(new.type)
    if before != after:
        yield change("type", f"input {name}: type {before} -> {after}", before, after)
    elif old.type != new.type or old.kind_text != new.kind_text:
        yield change("type", f"input {name}: type changed", old.kind_text, new.kind_text)
    if old.has_default != new.has_default or _default(old) != _default(new):
        yield change(
            "default", f"input {name}: {_of_default(old, new)}", _default(old), _default(new)
        )
    if old.description != new.description:
        yield change(
            "description", f"input {name}: description changed", old.description, new.description
        )
    if old.trust != new.trust:
        sentence = f"input {name}: trust {old.trust or 'unsaid'} -> {new.trust or 'unsaid'}"
        yield change("trust", sentence, old.trust, new.trust)


def _of_default(old: Declaration, new: Declaration) -> str:
    if not old.has_default:
        written = shown(_default(new))
        return "has a default now" if written is None else f"{written} by default now"
    if not new.has_default:
        return "no default any more"
    written = from_to(_default(old), _default(new))
    return "default changed" if written is None else f"default {written}"


def _default(declaration: Declaration) -> Value:
    return declaration.default if declaration.has_default else None


def _renamed(old: PromptFacts, new: PromptFacts) -> dict[str, str]:
    """Inputs that are the same but for their names: declared alike and used in as many places."""
    gone = [each for name, each in old.inputs.items() if name not in new.inputs]
    come = [each for name, each in new.inputs.items() if name not in old.inputs]
    before, after = _uses(old), _uses(new)
    found: dict[str, str] = {}
    for one in gone:
        alike = [
            other
            for other in come
            if other.name not in found.values()
            and _likeness(one) == _likeness(other)
            and before[one.name] == after[other.name] > 0
            and before[other.name] == after[one.name] == 0
        ]
        # Where two may be meant, a guess would hide what came and what went.
        if len(alike) == 1 and sum(_likeness(each) == _likeness(one) for each in gone) == 1:
            found[one.name] = alike[0].name
    return found


def _likeness(declaration: Declaration) -> tuple[object, ...]:
    default = repr(_default(declaration))
    return declaration.kind_text, declaration.required, declaration.has_default, default


def _uses(facts: PromptFacts) -> Counter[str]:
    return Counter(each.name for each in facts.model.free_uses)


def _variables(
    old: PromptFacts, new: PromptFacts, renamed: dict[str, str]
) -> Iterator[StructuralChange]:
    """Names used without a declaration; one that is declared on the other side was told there."""
    come = [name for name in new.variables if name not in old.variables and name not in old.inputs]
    gone = [
        name
        for name in old.variables
        if name not in new.variables and name not in new.inputs and name not in renamed
    ]
    before, after = _uses(old), _uses(new)
    if len(come) == len(gone) == 1 and before[gone[0]] == after[come[0]]:
        sentence = f"variable {code(gone[0])} renamed to {code(come[0])}"
        yield StructuralChange("input", "renamed", come[0], sentence, "", gone[0], come[0])
        return
    for name in come:
        yield StructuralChange("input", "added", name, f"variable {code(name)} added")
    for name in gone:
        yield StructuralChange("input", "removed", name, f"variable {code(name)} removed")
