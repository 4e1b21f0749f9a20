"""What an argument of a Handlebars helper or partial may be: names, roles, the values of a choice."""

from __future__ import annotations

from collections.abc import Iterator

from promptwell.language.features.completion.item import CompletionItem
from promptwell.language.features.completion.site import Site
from promptwell.language.features.helper_signature import HelperCall, helper_call, partial_inputs
from promptwell.language.semantics.dotprompt import field_at
from promptwell.language.semantics.handlebars.vocabulary import vocabulary_of
from promptwell.language.syntax.formats.prompt_files.messages import ROLES
from promptwell.language.text.source import Span

ROLE_TEXTS = {
    "user": "What a person says; what stands before the first role is the user's.",
    "model": "What the model answered before.",
    "system": "What the model is to be and do.",
    "tool": "What a called tool returned.",
}
_COMPARE = frozenset({"ifEquals", "unlessEquals"})


def named_arguments(site: Site, span: Span) -> Iterator[CompletionItem]:
    """The arguments of the helper or partial around the cursor that are given by name."""
    call = helper_call(site.model, site.offset)
    if call is None or call.keyword:
        return
    if call.is_partial:
        names = partial_inputs(site.project, site.document.path, call.name)
    else:
        helper = vocabulary_of(site.document).helpers.get(call.name)
        names = helper.arguments if helper else ()
    for name in names:
        if name not in call.given:
            yield CompletionItem(f"{name}=", "local", span, f"{name}=", "argument", order=0)


def texts(site: Site, span: Span, *, quoted: bool) -> Iterator[CompletionItem]:
    """The texts that an argument may be, in quotes of their own where the cursor is in none."""
    call = helper_call(site.model, site.offset)
    if call is None:
        return
    mark = "" if quoted else '"'
    for order, (value, detail, text) in enumerate(_fitting(site, call)):
        written = f"{mark}{value}{mark}"
        yield CompletionItem(written, "value", span, written, detail, text, order=order - 10)


def _fitting(site: Site, call: HelperCall) -> Iterator[tuple[str, str, str]]:
    if call.name == "role" and call.position == 0:
        for role in ROLES:
            yield role, "role", ROLE_TEXTS[role]
    elif call.name in _COMPARE and call.position == 1:
        field = field_at(site.document, _path(site, call.first))
        for value in field.schema.values if field is not None else ():
            if isinstance(value, str):
                yield value, f"value of {field.name}" if field else "", ""


def _path(site: Site, written: str) -> tuple[str, ...]:
    """The path of an input as it is written at the cursor; empty where it is read from an item."""
    if written.startswith("@root."):
        return tuple(written.removeprefix("@root.").split("."))
    climbs = written.count("../")
    around = [
        local
        for local in site.model.locals
        if local.name == "this" and local.kind != "block"
        if local.scope.start <= site.offset <= local.scope.end
    ]
    steps = tuple(written.rpartition("../")[2].removeprefix("this.").split("."))
    return steps if climbs >= len(around) else ()
