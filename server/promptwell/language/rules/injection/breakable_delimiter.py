"""The rule breakable-delimiter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from promptwell.language.detectors.delimiters import Delimiter
from promptwell.language.detectors.taint.landings import MODEL_ROLES, Landing
from promptwell.language.detectors.taint.sources import place_of
from promptwell.language.rules.base import Finding, Fix, Related, Rule, RuleContext
from promptwell.language.rules.outside_text import severity_of, taint, way_of, what
from promptwell.language.rules.provenance import Measurement
from promptwell.language.rules.sources import OWASP_LLM01
from promptwell.language.semantics.setting_apart import escaped

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel

# What escaping takes from a value: it still may hold back-ticks, and lines of dashes.
_ESCAPED = frozenset({"</", '"', "'"})
_WITH_FILTERS = frozenset({"jinja2", "handlebars"})


class BreakableDelimiter(Rule):
    """Text from outside can end what sets it apart.

    ## What it does

    Reports an output of untrusted text between tags, quotes, fences or lines that begin and end it, where
    the value may hold the very text that closes them and no filter takes it away.

    - An input that is declared untrusted is a **warning**, any other a **hint**.
    - `| e` and `| escape` are enough for tags and quotes, `| tojson` and `{{json x}}` for
      everything. Mustache's `{{x}}` and Semantic Kernel's variables escape tags and quotes by themselves.
      No filter keeps back-ticks or a line of dashes out of a value: use tags there.
    - Engines without filters (f-strings, GitHub Models) are reported only for inputs that are
      declared untrusted: there the application has to escape the value.

    ## Why is this bad?

    Whoever writes `</email>` into the mail stands outside the tags from then on: what follows
    reads like your own instructions (CWE-116). The tags then give a safety that they don't have.

    ## Example

    ```prompty
    ---
    inputs:
      - {name: email, kind: string}
    metadata:
      trust: {email: untrusted}
    ---
    user:
    Sort this mail. <email>{{ email }}</email>
    ```

    ```prompty
    ---
    inputs:
      - {name: email, kind: string}
    metadata:
      trust: {email: untrusted}
    ---
    user:
    Sort this mail. <email>{{ email | e }}</email>
    ```

    ## Fix

    Adds the filter. It is unsafe: the model reads `&lt;` where the value has `<`.
    """

    group = "injection"
    severity = "warning"
    cwe = (116, 1427)
    owasp = ("LLM01",)
    sources = (OWASP_LLM01,)
    measured = (
        Measurement(
            "27 findings in 969 prompt files of ten projects, each read; one value is no outside text",
            0.96,
            None,
            date(2026, 11, 29),
        ),
    )

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield one finding per output whose value can close what is around it."""
        engine = model.document.engine
        for landing in taint(model, context).landings:
            delimiter = landing.delimiter
            if delimiter is None or landing.role in MODEL_ROLES:
                continue
            if landing.escaped and delimiter.closing.startswith(tuple(_ESCAPED)):
                continue
            if landing.distrust.declared or engine in _WITH_FILTERS:
                yield _finding(model, landing, delimiter)


def _finding(model: SemanticModel, landing: Landing, delimiter: Delimiter) -> Finding:
    helps = delimiter.closing.startswith(tuple(_ESCAPED)) or model.document.engine == "handlebars"
    edits = escaped(model.document, landing.island) if helps else ()
    how = "`json`" if model.document.engine == "handlebars" else "`| e`"
    opening = Related(delimiter.opening, f"`{delimiter.closing}` in the value ends what opens here")
    return Finding(
        place_of(landing.use),
        f"{what(landing)} {landing.distrust.why} and can end the delimiter around it "
        f"with `{delimiter.closing}`",
        (Fix(f"Escape it with {how}", edits, safe=False),) if edits else (),
        (*way_of(landing), opening),
        severity_of(landing, "warning"),
    )
