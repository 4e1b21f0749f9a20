"""The rule provider-token."""

from __future__ import annotations

from datetime import date

from promptwell.language.detectors.secrets.secret import Secret
from promptwell.language.rules.provenance import Measurement
from promptwell.language.rules.secret_rule import SecretRule
from promptwell.language.rules.severity import Severity
from promptwell.language.rules.sources import BETTERLEAKS, GITHUB_TOKENS, GITLEAKS, KINGFISHER


class ProviderToken(SecretRule):
    """A key or token of a service, written into the file.

    ## What it does

    Reports tokens of some 380 formats: of those who serve models (OpenAI, Anthropic, Google, Mistral,
    Groq, xAI, Hugging Face and others), clouds, code hosts, package indexes, chat, mail, payments,
    monitoring and databases. Where a format has a checksum, only a token that fits it is reported.
    A message names the format and the length, and never shows the token.

    Documented examples, blanks (`sk-...`, `YOUR_KEY`), values that count up or repeat themselves,
    and references (`${KEY}`, `{{ key }}`) are silent. A format without marks of its own, such as 32
    hexadecimal digits beside the provider's name, and a JSON Web Token are warnings.

    ## Why is this bad?

    A prompt file is read by everybody who has the repository, and its text goes to the model, into
    logs and to whoever makes the model repeat it. Whoever has the token acts in your name and at
    your cost. It has to be taken back, not only deleted: history keeps it.

    ## Example

    ```md path=CLAUDE.md
    Call the search with `curl -H "X-Key: lin_api_Zu8gRk2mVtQ9bXw4LsYh7NcPd3JfEa6TqWiKoMr1"`.
    ```

    ```md path=CLAUDE.md
    Call the search with `curl -H "X-Key: $LINEAR_API_KEY"`.
    ```

    ## Fix

    The fix puts an input in its place and declares it where the format has inputs; in Prompty's
    front matter `${env:NAME}`; in code, and where the format has no variables, a blank to fill in.
    All are unsafe, as the prompt gets the value from elsewhere then.
    """

    group = "secrets"
    severity = "error"
    kind = "token"
    cwe = (798, 522)
    sources = (GITLEAKS, BETTERLEAKS, KINGFISHER, GITHUB_TOKENS)
    measured = (
        Measurement(
            "1,003 files of the corpus of prompt files, read by hand: none reported",
            None,
            None,
            date(2026, 11, 29),
        ),
    )

    def severity_of(self, secret: Secret) -> Severity:
        """An error where the token itself tells what it is."""
        return "error" if secret.certain else "warning"
