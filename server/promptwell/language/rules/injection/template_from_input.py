"""The rule template-from-input."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from promptwell.language.detectors.taint.landings import Taint
from promptwell.language.detectors.taint.sources import Source
from promptwell.language.rules.base import Finding, Related, Rule, RuleContext
from promptwell.language.rules.outside_text import taint
from promptwell.language.rules.provenance import Source as Document
from promptwell.language.rules.severity import Severity
from promptwell.language.syntax.templates.jinja.tree import Expression, Island
from promptwell.language.text.source import Span

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel

_PATHS = frozenset({"include", "import", "from", "extends"})
_MAKERS = frozenset(
    {
        "compile_template", "from_string", "render_from_string", "render_string", "render_template",
        "render_template_string", "Template",
    }
)  # fmt: skip
_SAFE = "`safe` marks the value as harmless markup, so that nothing escapes it later"


class TemplateFromInput(Rule):
    """An input decides what the template is, not only what it says.

    ## What it does

    Reports, where an input reaches it, also through `set`, loops and macros:

    - `{% include %}`, `{% import %}` or `{% extends %}` of a path that comes from an input, and a partial
      of Handlebars whose name is computed,
    - a template that is made from an input: `from_string(text)`, `| render_template_string`,
    - `| safe` on an input, and `{% autoescape false %}` around one.

    Constants, and names that the template sets itself, stay silent. It is a **hint**, and a **warning** where
    the input is declared untrusted.

    ## Why is this bad?

    A path from outside reads any file that the loader reaches, and a template from outside runs: `{{ ... }}`
    in the value is an expression then, not a text (CWE-1336). `safe` switches off for this value what
    protects every other one.

    ## Example

    ```jinja
    {% include tone ~ ".j2" ignore missing %}
    ```

    ```jinja
    {% if tone == "formal" %}Be formal.{% else %}Be brief.{% endif %}
    ```
    """

    group = "injection"
    severity = "hint"
    cwe = (1336,)
    owasp = ("LLM05", "ASI05")
    sources = (
        Document(
            "Jinja's change log: 2.10.1, `format_map` in the sandbox",
            "https://github.com/pallets/jinja/blob/005064bcc2cd75348b3a8616f3056d4398ea1f87/CHANGES.rst",
            date(2026, 11, 29),
        ),
    )

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield each place where an input decides about the template."""
        document = model.document
        if document.engine == "handlebars":
            yield from _partials(model, context)
        if document.engine != "jinja2" or not document.template.islands:
            return
        found = None
        for island in document.template.islands:
            for expression in island.parsed.expressions:
                for span, parts, message in _risks(island, expression):
                    found = found or taint(model, context)
                    source = next(
                        (each for part in parts for each in found.flow.sources.of(part, island)),
                        None,
                    )
                    if source is not None and source.parameter is None:
                        yield _finding(found, island.absolute(span), message, source)
        yield from _switched_off(model, context)


def _risks(
    island: Island, expression: Expression
) -> Iterator[tuple[Span, tuple[Expression, ...], str]]:
    """The places at risk in an expression, each with the parts that an input must not reach."""
    tag = island.parsed.tag
    if tag in _PATHS and expression.kind != "constant":
        yield expression.span, _choices(expression), f"decides which file `{tag}` reads"
    for part in expression.walk():
        if part.kind == "filter" and part.value == "safe":
            yield part.name_span, part.children[:1], _SAFE
        elif part.kind == "filter" and part.value in _MAKERS:
            yield part.name_span, part.children[:1], "is made into a template"
        elif part.kind == "call" and part.children[0].value in _MAKERS:
            yield part.children[0].name_span, part.children[1:], "is made into a template"


def _choices(path: Expression) -> tuple[Expression, ...]:
    """The paths that a tag may read; the condition that chooses between them is none."""
    if path.kind == "conditional":
        return (path.children[0], *path.children[2:])
    return (path,)


def _finding(found: Taint, span: Span, message: str, source: Source) -> Finding:
    distrust = found.flow.distrust(source)
    declared = distrust is not None and distrust.declared
    severity: Severity = "warning" if declared else "hint"
    steps = source.steps
    if distrust is not None and distrust.declared:
        steps = (*((distrust.entry,) if distrust.entry else ()), *distrust.steps, *steps)
    related = tuple(Related(each.span, each.text, each.path) for each in steps)
    name = f"`{source.input}`"
    text = f"{message}: {name}" if message is _SAFE else f"{name} {message}"
    return Finding(span, text, (), related, severity)


def _partials(model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
    for reference in model.references:
        island = reference.island
        if reference.kind != "partial" or not reference.dynamic or island is None:
            continue
        found = taint(model, context)
        for expression in island.parsed.expressions:
            nested = expression.kind == "call" and expression.children[0].kind == "call"
            name = expression.children[0] if nested else expression
            sources = found.flow.sources.of(name, island)
            if sources:
                span = island.absolute(name.span)
                yield _finding(found, span, "decides which partial is read", sources[0])


def _switched_off(model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
    for block in model.document.template.blocks():
        if block.tag != "autoescape":
            continue
        island = block.branches[0].island
        value = island.parsed.expressions[0] if island.parsed.expressions else None
        if value is None or value.kind != "constant" or value.value:
            continue
        found = taint(model, context)
        for placed, source in found.outputs:
            if block.span.covers(placed.island.span) and source.parameter is None:
                span = island.absolute(island.parsed.tag_span)
                message = "is written where escaping is switched off"
                yield _finding(found, span, message, source)
                break
