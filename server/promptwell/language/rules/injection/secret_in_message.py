"""The rule secret-in-message."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.detectors.secret_variables import names_secret
from promptwell.language.detectors.taint.names import words_of
from promptwell.language.detectors.taint.sources import Source, place_of
from promptwell.language.detectors.taint.trust import makes_another_file
from promptwell.language.rules.base import Finding, Related, Rule, RuleContext
from promptwell.language.rules.outside_text import taint
from promptwell.language.rules.severity import Severity
from promptwell.language.rules.sources import NO_FINDING, OWASP_LLM02, OWASP_LLM07

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel


class SecretInMessage(Rule):
    """A value whose name says that it is secret is written into a message.

    ## What it does

    Reports an output of an input, or of a field of one, that is named as a key, a password, a token
    or a credential is: `api_key`, `user.password`, `accessToken`, `connection_string`. The value is
    followed through `set`, loops and macros.

    - In a message it is a **warning**; in a template whose role the application decides a **hint**,
      since other files than prompts are made of such templates, too.
    - `max_tokens`, `token_count`, `eos_token`, `password_policy` and `secret_name` are no secrets; numbers and
      booleans aren't, either. A `token` that a loop goes through is a part of a text.

    ## Why is this bad?

    What stands in a prompt is sent to the provider, kept in its logs and yours, and can be drawn out of
    the model by whoever talks to it (OWASP LLM02 and LLM07). A model doesn't need the key: the tool that
    it calls does.

    ## Example

    ```prompty
    ---
    inputs:
      - {name: api_key, kind: string}
      - {name: question, kind: string}
    ---
    system:
    Call the weather service with the key {{ api_key }}.
    user:
    {{ question }}
    ```

    ```prompty
    ---
    inputs:
      - {name: question, kind: string}
    ---
    system:
    Call the weather tool; it has its own key.
    user:
    {{ question }}
    ```
    """

    group = "injection"
    severity = "warning"
    cwe = (200,)
    owasp = ("LLM02", "LLM07")
    sources = (OWASP_LLM02, OWASP_LLM07)
    measured = NO_FINDING

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield one finding per output of a value that is named as a secret."""
        document = model.document
        if makes_another_file(document):
            return
        seen: set[tuple[int, str]] = set()
        for placed, source in taint(model, context).outputs:
            name = _secret(model, source)
            use = source.use
            if not name or use is None or (placed.island.span.start, name) in seen:
                continue
            seen.add((placed.island.span.start, name))
            message = document.message_at(placed.island.span.start)
            role = message.role if message else ""
            where = f"the {role} message" if role else "the text"
            severity: Severity = "warning" if role else "hint"
            related = tuple(Related(each.span, each.text, each.path) for each in source.steps)
            text = f"`{name}` is a secret by its name and is written into {where}"
            yield Finding(place_of(use), text, (), related, severity)


def _secret(model: SemanticModel, source: Source) -> str:
    """The name of the secret that a value is; "" where it is none."""
    fields = [each for each in source.fields if each != "[]"]
    name = fields[-1] if fields else source.input
    if source.parameter is not None or source.fetched or not names_secret(name):
        return ""
    if not fields and model.type_of_input(name).kind in ("integer", "float", "boolean"):
        return ""
    if words_of(name) == ("token",) and source.steps:
        return ""
    return name
