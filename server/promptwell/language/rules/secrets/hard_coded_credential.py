"""The rule hard-coded-credential."""

from __future__ import annotations

from datetime import date

from promptwell.language.detectors.secrets.secret import Secret, digest
from promptwell.language.rules.provenance import Measurement
from promptwell.language.rules.secret_rule import SecretRule
from promptwell.language.rules.sources import CREDDATA, GITLEAKS


class HardCodedCredential(SecretRule):
    """A value that its name or its header gives away as a password, a key or a token.

    ## What it does

    Reports what is given to a name such as `db_password`, `CLIENT_SECRET` or `apiKey`, in settings,
    environment variables, JSON, YAML, XML, code, flags (`--password`), queries, sentences, and in the
    headers `Authorization: Bearer` and `Authorization: Basic`. A key or token counts if it looks
    drawn by a machine; a password if it mixes letters, digits and signs. A plain word or number
    counts only where settings are written, beside a user or a host or as an environment variable,
    and is a hint: everybody tries it first.

    Blanks, references, types (`password: string`), names, paths, hashes, UUIDs and file names are silent.

    ## Why is this bad?

    Everybody who reads the file can use it, and a model repeats it as readily as any other text.

    ## Example

    ```md path=CLAUDE.md
    Log in to the staging system as `robot`, password: `qT9#vLm2Zx!k`.
    ```

    ```md path=CLAUDE.md
    Log in to the staging system as `robot`, password: `$STAGING_PASSWORD`.
    ```

    ## Fix

    The fix puts an input in its place and declares it where the format has inputs; in Prompty's
    front matter `${env:NAME}`; in code, and where the format has no variables, a blank to fill in.
    All are unsafe, as the prompt gets the value from elsewhere then.
    """

    group = "secrets"
    severity = "warning"
    kind = "assignment"
    cwe = (798, 522)
    sources = (GITLEAKS, CREDDATA)
    measured = (
        Measurement(
            "454 files with 1,722 labelled lines of CredData in 12 repositories whose lines were not "
            "read, though their totals guided the rules; all rules of the group together",
            0.94,
            0.40,
            date(2026, 11, 29),
        ),
        Measurement(
            "1,003 files of the corpus of prompt files, read by hand: 2 reported, both for a password "
            "that everybody tries",
            1.0,
            None,
            date(2026, 11, 29),
        ),
    )

    def message(self, text: str, secret: Secret) -> str:
        """Which name has it."""
        kind = secret.name
        weak = ", and one that everybody tries first" if secret.weak else ""
        seen = digest(text, secret)
        known = f" (sha256 {seen})" if seen else ""
        return f"`{secret.key}` has {kind} written here{weak}{known}"
