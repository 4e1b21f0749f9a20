"""Declarations of inputs from their use: in the body, and as entries of the front matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from promptwell.language.features.available import Available
from promptwell.language.features.completion.item import CompletionItem, snippet_text
from promptwell.language.features.completion.site import Site
from promptwell.language.features.completion.yaml_cursor import YamlCursor
from promptwell.language.semantics.input_edits import declare_input
from promptwell.language.semantics.prompt_edits import pico_type
from promptwell.language.semantics.supply import parents_of
from promptwell.language.semantics.types import ANY, Type
from promptwell.language.syntax.templates.jinja.dialects import SPECIAL_NAMES
from promptwell.language.text.source import Span

_WORDS = "used, not declared"
_V1_KINDS = {"integer": "number", "float": "number", "thread": "array"}
_KEYWORDS = frozenset({"true", "false", "none", "not", "True", "False", "None"})


def declaring(
    site: Site, word: Span, prefix: str, available: Mapping[str, Available]
) -> Iterator[CompletionItem]:
    """Names that the template uses and nobody declares, and the one being typed, with an edit that declares them.

    Nothing where the file declares no inputs: there a name needs no declaration.
    """
    model = site.model
    if not model.declares_inputs:
        return
    wanted = undeclared(site, word)
    for parent in parents_of(site.project, model):
        uses = parent.free_uses if parent is not None else ()
        wanted.update({use.name: None for use in uses if not _known(site, use.name)})
    known = available.keys() | site.dialect.globals | SPECIAL_NAMES | _KEYWORDS
    whole = site.document.source.slice(word)
    if prefix.isidentifier() and not any(name.startswith(prefix) for name in {*known, *wanted}):
        wanted.setdefault(whole if whole.isidentifier() else prefix)
    for name in wanted:
        edit = declare_input(site.document, name, model.type_of_input(name))
        if name not in available and edit is not None:
            kind = model.type_of_input(name)
            yield CompletionItem(
                f"{name} (declare as input)",
                "variable",
                word,
                name,
                f"writes `{name}` into the front matter's inputs",
                order=4,
                beside=f": {kind}" if kind != ANY else "",
                origin="new input",
                edits=(edit,),
                filter_text=name,
            )


def fields_to_declare(site: Site, cursor: YamlCursor) -> Iterator[CompletionItem]:
    """Lines of Picoschema for what a `.prompt` file uses and nobody declares."""
    for name in undeclared(site):
        if name not in cursor.siblings:
            kind = pico_type(site.model.type_of_input(name))
            text = name if cursor.has_colon else f"{name}: {kind}"
            yield CompletionItem(name, "variable", cursor.span, text, f"{_WORDS}, {kind}", order=0)


def declarations(site: Site, cursor: YamlCursor) -> Iterator[CompletionItem]:
    """Whole declarations of what the template and its partials use and nobody declares.

    At a new line under `inputs`, or behind the dash of a new item.
    """
    names = undeclared(site)
    for name in site.project.inherited_uses(site.document.path):
        if not _known(site, name):
            names.setdefault(name)
    for name in names:
        if name not in cursor.siblings:
            yield _declaration(site, cursor, name)


def undeclared(site: Site, word: Span | None = None) -> dict[str, None]:
    """The names that the body uses as inputs and the file does not declare, save for one being typed."""
    return {
        use.name: None
        for use in site.model.free_uses
        if not _known(site, use.name) and (word is None or not use.span.overlaps(word))
    }


def _declaration(site: Site, cursor: YamlCursor, name: str) -> CompletionItem:
    kind = site.model.type_of_input(name)
    fields = _fields(site, kind)
    detail = _WORDS + (f", {kind}" if kind != ANY else "")
    compact = ", ".join(f"{key}: {value}" for key, value in fields)
    nested = "".join(
        f"\n  {key}: ${{{number}:{snippet_text(value)}}}"
        for number, (key, value) in enumerate(fields, 1)
    )
    inputs = site.document.root.get("inputs")
    in_list = cursor.path == ("inputs", 0)
    dash = ""
    if not in_list and inputs is not None and inputs.kind == "sequence":
        in_list, dash = True, "- "
    if cursor.has_colon:
        text, snippet = name, ""
    elif in_list:
        text, snippet = f"{dash}{{name: {name}, {compact}}}", f"{dash}name: {name}{nested}"
    else:
        text, snippet = f"{name}: {{{compact}}}", f"{name}:{nested}"
    if cursor.in_flow or _written_flow(site):
        snippet = ""
    if cursor.in_flow and in_list:
        text = f"name: {name}, {compact}"
    return CompletionItem(
        name, "variable", cursor.span, text, detail, _lines(text), snippet, 0, origin=_WORDS
    )


def _fields(site: Site, known: Type) -> list[tuple[str, str]]:
    """The keys that tell an input's type as the file's version writes them, with their values."""
    kind = _kind(known)
    if site.document.dialect == "prompty-v1":
        return [("type", _V1_KINDS.get(kind, kind))]
    if kind != "array":
        return [("kind", kind)]
    # Prompty loads no array without its items.
    return [("kind", kind), ("items", f"{{kind: {_kind(known.item or ANY)}}}")]


def _kind(known: Type) -> str:
    return "string" if known.kind in ("any", "null") else known.kind


def _lines(text: str) -> str:
    return f"```yaml\n{text}\n```"


def _written_flow(site: Site) -> bool:
    """Whether the file writes its inputs in braces."""
    inputs = site.document.root.get("inputs")
    values = [entry.value for entry in inputs.entries] if inputs else []
    values += inputs.items if inputs else ()
    return bool(values) and values[-1].kind == "mapping" and values[-1].style == "flow"


def _known(site: Site, name: str) -> bool:
    known = site.dialect.globals | SPECIAL_NAMES
    return name in site.model.declared or name in known or not name.isidentifier()
