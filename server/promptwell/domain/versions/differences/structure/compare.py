"""Two versions of a prompt file to what differs in structure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from promptwell.domain.prompts.search.chunks import prompts_in
from promptwell.domain.versions.differences.structure.change import (
    Amounts,
    PromptDiff,
    StructuralChange,
    StructureDiff,
)
from promptwell.domain.versions.differences.structure.facts import PromptFacts
from promptwell.domain.versions.differences.structure.inputs import compare_inputs
from promptwell.domain.versions.differences.structure.line_ends import compare_line_ends
from promptwell.domain.versions.differences.structure.messages import compare_messages
from promptwell.domain.versions.differences.structure.values import (
    compare_keys,
    compare_model,
    compare_outputs,
    compare_partials,
    compare_tools,
)
from promptwell.language.semantics.models.cost import estimate_cost
from promptwell.language.semantics.models.table import find_model
from promptwell.language.semantics.tokens.counting import ESTIMATE, ESTIMATES_ONLY, Tokenizers
from promptwell.language.semantics.tokens.prompt import count_prompt
from promptwell.language.syntax.conflict_markers import unsettled_line
from promptwell.language.syntax.document import PromptDocument

LAYOUT = "only comments and layout changed"


def compare_documents(
    old: PromptDocument,
    new: PromptDocument,
    tokenizers: Tokenizers = ESTIMATES_ONLY,
    *,
    default_model: str = "",
) -> StructureDiff:
    """What differs between two versions of a file, prompt by prompt. Never raises on any text.

    What a prompt that names no model costs is told for `default_model`.
    """
    if old.text == new.text and old.format == new.format:
        return StructureDiff()
    unsettled = _unsettled(old.text, new.text)
    if unsettled is not None:
        return StructureDiff((PromptDiff("", (unsettled,)),))
    before, after = _Prompts(old), _Prompts(new)
    amounts_of = partial(_amounts, tokenizers=tokenizers, default_model=default_model)
    names = before.partners(after)
    found = list(_outside(before, after))
    for name, facts in after.by_name.items():
        partner = names.get(name)
        if partner is None:
            change = StructuralChange("prompt", "added", name, "prompt added")
            found.append(PromptDiff(name, (change,), amounts_of(None, facts)))
            continue
        changes = list(compare_prompts(before.by_name[partner], facts))
        if partner != name:
            sentence = f"prompt `{partner}` renamed to `{name}`"
            changes.insert(
                0, StructuralChange("prompt", "renamed", name, sentence, "", partner, name)
            )
        if changes:
            amounts = amounts_of(before.by_name[partner], facts)
            found.append(PromptDiff(name, tuple(changes), amounts))
    for name, facts in before.by_name.items():
        if name not in names.values():
            change = StructuralChange("prompt", "removed", name, "prompt removed")
            found.append(PromptDiff(name, (change,), amounts_of(facts, None)))
    beside = []
    if not found and not _same_lines(old.text, new.text):
        beside.append(StructuralChange("key", "changed", "", LAYOUT, "layout"))
    ends = compare_line_ends(old.text, new.text)
    if ends is not None:
        beside.append(ends)
    return StructureDiff(_with(found, tuple(beside)))


def _unsettled(old: str, new: str) -> StructuralChange | None:
    """That a text says two things at once, so that nobody can tell what changed in what it means."""
    for text, which in ((new, "the new text"), (old, "the old text")):
        line = unsettled_line(text)
        if line is not None:
            sentence = (
                f"line {line} of {which} has a conflict of a merge that nobody settled, "
                "so only lines are compared"
            )
            return StructuralChange("key", "changed", "", sentence, "conflict")
    return None


def _same_lines(old: str, new: str) -> bool:
    """Whether two texts differ in their line ends alone."""
    return old != new and old.replace("\r\n", "\n") == new.replace("\r\n", "\n")


def _with(found: list[PromptDiff], beside: tuple[StructuralChange, ...]) -> tuple[PromptDiff, ...]:
    """What was found, and what is said of the file itself."""
    if not beside:
        return tuple(found)
    if not any(each.name == "" for each in found):
        return (*found, PromptDiff("", beside))
    return tuple(
        replace(each, changes=(*each.changes, *beside)) if each.name == "" else each
        for each in found
    )


def compare_prompts(old: PromptFacts, new: PromptFacts) -> Iterator[StructuralChange]:
    """What differs between two versions of one prompt, what matters most first."""
    yield from compare_inputs(old, new)
    yield from compare_model(old, new)
    yield from compare_messages(old.messages, new.messages)
    yield from compare_tools(old, new)
    yield from compare_outputs(old, new)
    yield from compare_partials(old, new)
    yield from compare_keys(old, new)


class _Prompts:
    """The prompts of a file by name, the one that is the whole file's as ""; and the file's other keys."""

    def __init__(self, document: PromptDocument) -> None:
        texts = [each.span for one in document.embedded for each in one.embedding.scalars]
        self.by_name: dict[str, PromptFacts] = {}
        for each in prompts_in(document):
            embedding = each.embedding
            name = ""
            if embedding is not None and embedding.name_span.start < embedding.name_span.end:
                name = each.path.rpartition("#")[2]
            # What stands beside the prompts of a map is nobody's own.
            own = not name or each.header is not document.root
            self.by_name[name] = PromptFacts(each, texts, has_keys=own)
        self.outside = PromptFacts(document, texts)

    def partners(self, later: _Prompts) -> dict[str, str]:
        """For each prompt of a later version of the file what it was called; one that is new is left out."""
        found = {name: name for name in later.by_name if name in self.by_name}
        gone = {
            _said(facts): name for name, facts in self.by_name.items() if name not in later.by_name
        }
        for name, facts in later.by_name.items():
            if name not in found and _said(facts) in gone:
                found[name] = gone.pop(_said(facts))
        return found


def _said(facts: PromptFacts) -> tuple[tuple[str, str], ...]:
    return tuple((each.role, each.text) for each in facts.messages)


def _outside(old: _Prompts, new: _Prompts) -> Iterator[PromptDiff]:
    """What differs in a file beside its prompts; of one that is a prompt, that is told with it."""
    if "" in old.by_name or "" in new.by_name:
        return
    changes = (
        *compare_model(old.outside, new.outside),
        *compare_tools(old.outside, new.outside),
        *compare_outputs(old.outside, new.outside),
        *compare_keys(old.outside, new.outside),
    )
    if changes:
        yield PromptDiff("", changes)


def _amounts(
    old: PromptFacts | None, new: PromptFacts | None, *, tokenizers: Tokenizers, default_model: str
) -> Amounts | None:
    """What both versions come to; None where nothing changed in it."""
    before = _amount(old, tokenizers, default_model)
    after = _amount(new, tokenizers, default_model)
    if before[0] == after[0] and before[2] == after[2]:
        return None
    costs = (
        (before[2], after[2]) if before[2] is not None and after[2] is not None else (None, None)
    )
    return Amounts(before[0], after[0], before[1] and after[1], *costs)


def _amount(
    facts: PromptFacts | None, tokenizers: Tokenizers, default_model: str
) -> tuple[int, bool, float | None]:
    """Tokens as written, whether they are counted exactly, and dollars to read them."""
    if facts is None:
        return 0, True, 0.0
    named = facts.named_model
    name, provider = (named.name, named.provider) if named else (default_model or None, None)
    tokens = count_prompt(facts.document, name, tokenizers).total
    info = find_model(name, provider) if name else None
    cost = estimate_cost(tokens, None, info) if info else None
    # Values come to both versions alike: what is written is counted.
    return tokens.count, tokens.tokenizer != ESTIMATE, cost.amount if cost else None
