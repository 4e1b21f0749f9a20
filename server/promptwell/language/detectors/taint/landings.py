"""Where text from outside lands: each output of it, in whose message, and what sets it apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from promptwell.language.detectors.delimiters import Delimiter
from promptwell.language.detectors.taint.blocks import Around, Placed, outward, placed_outputs
from promptwell.language.detectors.taint.flow import Flow
from promptwell.language.detectors.taint.names import verdict_on
from promptwell.language.detectors.taint.sources import Source
from promptwell.language.detectors.taint.trust import Distrust, Step, TrustSettings
from promptwell.language.detectors.taint.ways_in import SYSTEM_ROLES
from promptwell.language.semantics.model import SemanticModel, Use
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.templates.jinja.tree import Island
from promptwell.language.syntax.yaml.node import YamlNode

MODEL_ROLES = frozenset({"assistant", "function", "model", "tool"})
"""Roles in whose messages nobody gives orders: what the model or a tool said stands there."""

_ENCODERS = frozenset({"json", "tojson"})
# Mustache and Handlebars as they are; as Dotprompt sets it up, Handlebars escapes nothing.
_ESCAPES_MARKUP = frozenset({"mustache", "handlebars"})
_CAPTURING = ("macro", "set")
_AT_ONCE = frozenset({">", "#>"})


class Landing(NamedTuple):
    """One output of outside text.

    `use` is the name in the output and `source` what it comes from; `distrust` tells why that counts as
    outside text. `role` is that of the message, "" where the application decides it. `delimiter` sets it
    apart in this file, `apart` in any; `escaped` tells that no tag and no quote in the value works.
    `whole`: the message says nothing else. `way` are the places that it passes before it lands.
    """

    use: Use
    island: Island
    source: Source
    distrust: Distrust
    role: str
    delimiter: Delimiter | None
    apart: bool
    whole: bool
    escaped: bool
    way: tuple[Step, ...]

    @property
    def speaks_as_system(self) -> bool:
        """Whether it lands in a message that the model obeys first."""
        return self.role in SYSTEM_ROLES


class Taint(NamedTuple):
    """What a file writes: the outputs with what each is made of, and those of outside text among them."""

    flow: Flow
    outputs: tuple[tuple[Placed, Source], ...]
    landings: tuple[Landing, ...]


def taint_of(model: SemanticModel, project: Project, settings: TrustSettings) -> Taint:
    """The outputs of a file and the outside text in them, in the order of the text."""
    return _Kept.of(model, project, settings)


class _Kept:
    """What was found in the file that was asked about last: several rules ask one after the other."""

    last: tuple[SemanticModel, Project, TrustSettings, Taint] | None = None

    @classmethod
    def of(cls, model: SemanticModel, project: Project, settings: TrustSettings) -> Taint:
        last = cls.last
        if last and last[0] is model and last[1] is project and last[2] is settings:
            return last[3]
        flow = Flow(model, project, settings)
        outputs = tuple(_outputs(flow))
        found = Taint(flow, outputs, tuple(_landings(flow, outputs)))
        cls.last = (model, project, settings, found)
        return found


def _outputs(flow: Flow) -> Iterator[tuple[Placed, Source]]:
    document = flow.model.document
    if document.dialect != "chat-template" and document.template.islands:
        yield from _jinja(flow) if document.engine == "jinja2" else _others(flow)


def _landings(flow: Flow, outputs: tuple[tuple[Placed, Source], ...]) -> Iterator[Landing]:
    seen: set[tuple[int, str]] = set()
    for placed, source in outputs:
        if source.use is None or source.parameter is not None or source.encoded:
            continue
        key = (placed.island.span.start, source.input)
        if key in seen:
            continue
        landing = _landing(flow, placed, source, source.use)
        if landing is not None:
            seen.add(key)
            yield landing


def _landing(flow: Flow, placed: Placed, source: Source, use: Use) -> Landing | None:
    island = placed.island
    document = flow.model.document
    distrust = flow.distrust(source)
    if distrust is None and (flow.trust.is_own(source.input) or any(map(_is_own, source.fields))):
        return None
    text = flow.text_of(document.message_at(island.span.start))
    if distrust is None:
        label = text.label(island.span)
        if not label or not text.is_text(island.span):
            return None
        distrust = Distrust("label", f"stands behind the word \u201c{label}\u201d")
    elif distrust.block_only and not text.is_text(island.span):
        return None
    named_mail = distrust.basis == "name" and "mail" in source.input.lower()
    if named_mail and text.is_address(island.span):
        return None
    standing = flow.standings(island, placed.around)[0]
    if text.has_role_line(island.span):
        return None  # a message of its own
    entry = (distrust.entry,) if distrust.entry else ()
    return Landing(
        use,
        island,
        source,
        distrust,
        standing.role,
        text.delimiter(island.span),
        standing.apart,
        standing.whole,
        source.escaped or _escapes_itself(document, island, source.input),
        (*entry, *distrust.steps, *source.steps, *standing.steps),
    )


def _jinja(flow: Flow) -> Iterator[tuple[Placed, Source]]:
    """The outputs of a Jinja template that are written where they stand, with what they are made of."""
    for placed in placed_outputs(flow.model.document.template):
        if placed.around and placed.inside(*_CAPTURING) is not None:
            continue
        escaped, encoded = _by_blocks(flow, placed.around)
        for expression in placed.island.parsed.expressions:
            for source in flow.sources.of(expression, placed.island):
                if escaped or encoded:
                    source = source._replace(
                        escaped=source.escaped or escaped,
                        encoded=source.encoded or encoded,
                    )
                yield placed, source


def _others(flow: Flow) -> Iterator[tuple[Placed, Source]]:
    """The outputs of the other engines, where a name stands for itself."""
    around = {
        placed.island.span.start: placed.around
        for placed in placed_outputs(flow.model.document.template)
    }
    for use in flow.model.uses:
        island = use.island
        if not use.output or island is None or island.parsed.tag in _AT_ONCE:
            continue
        encoded = any(
            each.kind == "call" and each.children[0].value in _ENCODERS
            for each in island.parsed.expressions
        )
        placed = Placed(island, around.get(island.span.start))
        for source in flow.sources.of_use(use):
            yield placed, source._replace(encoded=source.encoded or encoded)


def _by_blocks(flow: Flow, around: Around | None) -> tuple[bool, bool]:
    """Whether blocks around an output escape or encode it: `filter`, `autoescape`, `call`."""
    escaped = encoded = False
    for block, _ in outward(around):
        island = block.branches[0].island
        expressions = island.parsed.expressions
        if block.tag == "filter":
            filtered = flow.sources.through(expressions)
            escaped, encoded = escaped or filtered[0], encoded or filtered[1]
        elif block.tag == "autoescape":
            escaped = escaped or (bool(expressions) and expressions[0].value is True)
        elif block.tag == "call" and expressions and expressions[-1].kind == "call":
            encoded = encoded or flow.macros.sets_caller_apart(expressions[-1], island)
    return escaped, encoded


def _is_own(field: str) -> bool:
    return verdict_on(field) == "own"


def _escapes_itself(document: PromptDocument, island: Island, name: str) -> bool:
    """Whether the engine escapes what an output writes, unless it is told not to."""
    if document.dialect in _ESCAPES_MARKUP:
        return not document.text.startswith(("{{{", "{{&"), island.span.start)
    if document.format != "semantic-kernel":
        return False
    listed = document.header.get("input_variables")
    own = [each for each in (listed.items if listed else ()) if _text(each, "name") == name]
    free = (each.get("allow_dangerously_set_content") for each in (document.header, *own))
    return not any(each is not None and each.value is True for each in free)


def _text(node: YamlNode, key: str) -> str:
    value = node.get(key)
    return (value.text() or "") if value is not None else ""
