"""The rule unsafe-filter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, Related, Rule, RuleContext
from promptwell.language.rules.outside_text import taint
from promptwell.language.rules.provenance import Source
from promptwell.language.rules.severity import Severity
from promptwell.language.syntax.templates.jinja.tree import Expression
from promptwell.language.text.source import Span

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel

_REASONS = {
    "attr": "`attr` reads an attribute by a name that an input gives",
    "format": "`format` lets the input be the pattern, which can ask for more than you pass",
    "xmlattr": "`xmlattr` writes the input's keys as attribute names",
}
_METHODS = frozenset({"format", "format_map"})


class UnsafeFilter(Rule):
    """A filter or attribute that lets an input decide more than a text.

    ## What it does

    Reports, where an input reaches it:

    - `| attr(name)` whose name comes from an input,
    - an input as the pattern of `| format` or `.format()`,
    - `| xmlattr` on an input,
    - attributes that begin with two underscores, such as `.__class__`.

    Constants and names that the template sets itself stay silent; a name that is set from an input is
    followed to it. It is a hint, and a warning where the input is declared untrusted. Paths, `| safe` and
    templates that come from an input are told by `template-from-input`.

    ## Why is this bad?

    An input is a text from outside. As a pattern or an attribute's name it becomes an
    instruction to the template engine: `{0.__class__}` in a pattern reads what was never passed
    (CVE-2016-10745, CVE-2024-56326, CVE-2025-27516).

    ## Example

    ```jinja
    {{ greeting | format(name) }}
    {{ user | attr(field) }}
    ```

    ```jinja
    {{ "Hello %s" | format(name) }}
    {{ user | attr("name") }}
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
        found = None
        for island in document.template.islands:
            for expression in island.parsed.expressions:
                for span, part, message in _risks(expression):
                    found = found or taint(model, context)
                    source = next(iter(found.flow.sources.of(part, island)), None)
                    if source is None or source.parameter is not None:
                        continue
                    distrust = found.flow.distrust(source)
                    declared = distrust is not None and distrust.declared
                    severity: Severity = "warning" if declared else "hint"
                    related = tuple(
                        Related(each.span, each.text, each.path) for each in source.steps
                    )
                    span = island.absolute(span)
                    yield Finding(span, message, related=related, severity=severity)


def _risks(expression: Expression) -> Iterator[tuple[Span, Expression, str]]:
    """The places at risk in an expression, each with the part that an input must not reach."""
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
