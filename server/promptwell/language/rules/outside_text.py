"""What the rules about outside text have in common: its words, its severity, its way, its fixes."""

from __future__ import annotations

from promptwell.language.detectors.taint.landings import Landing, Taint, taint_of
from promptwell.language.rules.base import Fix, Related, RuleContext
from promptwell.language.rules.severity import Severity
from promptwell.language.semantics.model import SemanticModel
from promptwell.language.semantics.setting_apart import (
    escaped,
    line_end,
    tag_for,
    to_user_message,
    with_edits,
    wrapped,
)

_MOST_PLACES = 12


def taint(model: SemanticModel, context: RuleContext) -> Taint:
    """What a file writes, and the outside text in it."""
    return taint_of(model, context.project, context.settings.trust)


def what(landing: Landing) -> str:
    """The output as a message names it: `` `mail` (from `emails`) ``."""
    name = landing.source.input or landing.use.name
    if landing.use.target is None and landing.use.path and landing.distrust.basis == "field":
        name = ".".join((landing.use.name, *landing.use.path))
    shown = landing.use.name if landing.use.target is not None else name
    origin = landing.distrust.origin or f"`{landing.source.input}`"
    if shown == landing.source.input and not landing.distrust.origin:
        return f"`{shown}`"
    if landing.distrust.basis == "field" and landing.use.target is None:
        return f"`{shown}`"
    return f"`{shown}` (from {origin})" if landing.use.name != "this" else origin


def severity_of(landing: Landing, declared: Severity, strong: Severity = "hint") -> Severity:
    """The severity by how sure it is that the text comes from outside."""
    if landing.distrust.declared:
        return declared
    return strong if landing.distrust.strong else "hint"


def way_of(landing: Landing) -> tuple[Related, ...]:
    """The places that the text passes, from where it enters to where it lands."""
    last: dict[tuple[str | None, int], Related] = {}
    for step in landing.way:
        last.setdefault((step.path, step.span.start), Related(step.span, step.text, step.path))
        if step.path is not None:
            # Handed on and brought in stand at one place; the later one says in whose message.
            last[(step.path, step.span.start)] = Related(step.span, step.text, step.path)
    return tuple(last.values())[:_MOST_PLACES]


def message_of(landing: Landing) -> str:
    """Where it lands: "the system message"."""
    return f"the {landing.role} message" if landing.role else "the text"


def fixes_of(model: SemanticModel, landing: Landing) -> tuple[Fix, ...]:
    """Put tags around the output, with a filter so that the value can't end them; move it to the user."""
    document, island = model.document, landing.island
    if island.kind != "output" or not island.closed:
        return ()
    tag = tag_for(landing.use.name if landing.use.name != "this" else landing.source.input)
    inner = () if landing.escaped else escaped(document, island)
    edits = (*wrapped(document, island.span, tag), *inner)
    fixes = [Fix(f"Set it apart with <{tag}>", edits, safe=False)]
    message = landing.use.message
    # What stands inside a loop or a condition can't leave it, and a name set there means nothing elsewhere.
    on_top = any(node is island for node in document.template.children)
    if on_top and message is not None and message.role == landing.role and landing.speaks_as_system:
        if landing.use.target is None:
            eol = line_end(document.text)
            output = with_edits(document.text, island.span, inner)
            block = eol.join((f"<{tag}>", output, f"</{tag}>"))
            moved = to_user_message(document, message, island.span, block)
            if moved:
                fixes.append(Fix("Move it to a user message", moved, safe=False))
    return tuple(fixes)
