"""The rule unvalidated-output."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.detectors.output_sinks import output_sinks
from promptwell.language.detectors.taint.sources import place_of
from promptwell.language.rules.base import Finding, Related, Rule, RuleContext
from promptwell.language.rules.outside_text import taint
from promptwell.language.rules.severity import Severity
from promptwell.language.rules.sources import NO_FINDING, OWASP_LLM05

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel


class UnvalidatedOutput(Rule):
    """What a model writes goes into SQL, a shell, code or a page, and no schema bounds it.

    ## What it does

    Reports, where the file itself declares it:

    - a field of the answer (`outputs`, `output.schema`) that by its name is SQL, a shell command, code or
      HTML (`sql_query`, `shell_command`, `code`, `html`), or whose description says that one is run,
    - the free text that a declared tool takes whose name says that it runs one: `execute_sql`, `run_python`.

    It is a **hint**. Where text that is declared untrusted reaches the same prompt, it is a **warning**:
    whoever writes that text then writes the code. A field with `enum`, `pattern` or `format`, and one of
    another type than a text, stays silent. So do `sql_explanation`, `country_code` and their like.

    ## Why is this bad?

    The model's answer is as trustworthy as the least trustworthy text that it has read. Run as it is,
    an injection in a mail becomes one into your database (CWE-94, OWASP LLM05). Let the model choose among
    statements that you wrote, or fill the parameters of one.

    ## Example

    ```prompty
    ---
    inputs:
      - {name: question, kind: string}
    outputs:
      - {name: sql, kind: string, description: "The SQL that is executed"}
    ---
    user:
    {{ question }}
    ```

    ```prompty
    ---
    inputs:
      - {name: question, kind: string}
    outputs:
      - {name: report, kind: string, enumValues: [orders, returns]}
    ---
    user:
    {{ question }}
    ```
    """

    group = "injection"
    severity = "hint"
    cwe = (94, 116)
    owasp = ("LLM05", "ASI05")
    sources = (OWASP_LLM05,)
    measured = NO_FINDING

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield one finding per field or argument that runs."""
        if model.document.front_matter is None and model.document.embedding is None:
            return
        for sink in output_sinks(model.document):
            landing = next(
                (each for each in taint(model, context).landings if each.distrust.declared), None
            )
            severity: Severity = "warning" if landing is not None else "hint"
            text = f"{sink.where} `{sink.name}` takes {sink.kind} as the model writes it"
            related: tuple[Related, ...] = ()
            if landing is not None:
                text += f", and `{landing.source.input}` {landing.distrust.why}"
                related = (Related(place_of(landing.use), f"`{landing.source.input}` lands here"),)
            yield Finding(sink.span, text, (), related, severity)
