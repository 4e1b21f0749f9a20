"""The rule unsafe-filter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, Rule, RuleContext, Severity
from promptwell.language.rules.provenance import Source
from promptwell.language.syntax.templates.jinja.tree import Expression, Island
from promptwell.language.text.source import Span

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel

_REASONS = {
    "safe": "`safe` marks the value as harmless markup, so that nothing escapes it later",
    "attr": "`attr` reads an attribute by a name that an input gives",
    "format": "`format` lets the input be the pattern, which can ask for more than you pass",
    "xmlattr": "`xmlattr` writes the input's keys as attribute names",
}
_METHODS = frozenset({"format", "format_map"})
_PATHS = frozenset({"include", "import", "from", "extends"})


class UnsafeFilter(Rule):
    """A filter or tag that lets an input decide more than a text.

    ## What it does

    Reports, where an input reaches it:

    - `| safe` on an input, and `{% autoescape false %}` around one,
    - `| attr(name)` whose name comes from an input,
    - an input as the pattern of `| format` or `.format()`,
    - `| xmlattr` on an input,
    - `{% include %}`, `{% import %}` or `{% extends %}` of a path that comes from an input,
    - attributes that begin with two underscores, such as `.__class__`.

    Constants and names that the template sets itself stay silent. It is a hint, and a warning where
    the input is declared untrusted.

    ## Why is this bad?

    An input is a text from outside. As a pattern, an attribute's name or a path it
    becomes an instruction to the template engine: `{0.__class__}` in a pattern reads what was
    never passed (CVE-2016-10745, CVE-2024-56326, CVE-2025-27516), and a path reads any file that
    the loader reaches.

    ## Example

    ```jinja
    {% include tone ~ ".j2" %}
    {{ greeting | format(name) }}
    ```

    ```jinja
    {% if tone == "formal" %}{% include "formal.j2" %}{% else %}{% include "casual.j2" %}{% endif %}
    {{ "Hello %s" | format(name) }}
    ```
    """

    group = "injection"
    severity = "hint"
    cwe = (1336,)
    owasp = ("LLM05", "ASI05")
    sources = (
        Source(
            "Jinja's change log: 2.10.1, `format_map` in the sandbox",
            "https://github.com/pallets/jinja/blob/005064bcc2cd75348b3a8616f3056d4398ea1f87/CHANGES.rst",
            date(2026, 11, 29),
        ),
    )

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield each place where an input reaches such a filter or tag."""
        document = model.document
        if document.engine != "jinja2" or not document.template.islands:
            return
        inputs = {use.span.start: use.name for use in model.free_uses}
        for island in document.template.islands:
            for expression in island.parsed.expressions:
                for span, part, message in _risks(island, expression):
                    name = _input_in(part, island, inputs)
                    if name is not None:
                        declared = model.declared.get(name)
                        severity: Severity = "hint"
                        if declared and declared.trust == "untrusted":
                            severity = "warning"
                        yield Finding(island.absolute(span), message, severity=severity)
        yield from _switched_off(model)


def _risks(island: Island, expression: Expression) -> Iterator[tuple[Span, Expression, str]]:
    """The places at risk in an expression, each with the part that an input must not reach."""
    tag = island.parsed.tag
    if tag in _PATHS and expression.kind != "constant":
        yield expression.span, expression, f"an input decides which file `{tag}` reads"
    for part in expression.walk():
        if part.kind == "filter" and part.value in _REASONS:
            guarded = part.children[1:2] if part.value == "attr" else part.children[:1]
            for each in guarded:
                yield part.name_span, each, _REASONS[str(part.value)]
        elif part.kind == "attribute":
            name = str(part.value)
            if name.startswith("__"):
                message = f"`{name}` reaches into Python; a sandbox refuses it"
                yield part.name_span, part.children[0], message
        elif part.kind == "call" and part.children[0].kind == "attribute":
            callee = part.children[0]
            if callee.value in _METHODS:
                yield callee.name_span, callee.children[0], _REASONS["format"]


def _input_in(part: Expression, island: Island, inputs: dict[int, str]) -> str | None:
    for each in part.walk():
        if each.kind == "name":
            name = inputs.get(island.absolute(each.name_span).start)
            if name is not None:
                return name
    return None


def _switched_off(model: SemanticModel) -> Iterator[Finding]:
    for block in model.document.template.blocks():
        if block.tag != "autoescape":
            continue
        island = block.branches[0].island
        value = island.parsed.expressions[0] if island.parsed.expressions else None
        if value is None or value.kind != "constant" or value.value:
            continue
        if any(use.output and block.span.covers(use.span) for use in model.free_uses):
            span = island.absolute(island.parsed.tag_span)
            yield Finding(span, "escaping is switched off around an input")
