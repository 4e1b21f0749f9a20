"""The rule credential-in-url."""

from __future__ import annotations

from promptwell.language.detectors.secrets.secret import Secret
from promptwell.language.rules.secret_rule import SecretRule
from promptwell.language.rules.sources import GITLEAKS, KINGFISHER


class CredentialInUrl(SecretRule):
    """A password in an address: `https://user:password@host`.

    ## What it does

    Reports the password in addresses of the web, FTP, SSH, Git, proxies and other services. Those of
    databases, queues and mail are told by `connection-string`. Names that stand for a password
    (`password`, `token`, `secret`), blanks, references and example hosts are silent; a password
    that everybody tries first, such as the user's own name, is a hint.

    ## Why is this bad?

    Addresses end up in logs, in the history of browsers and in what a model repeats, and here the
    password goes with them. Everybody who reads the file can use it.

    ## Example

    ```md path=CLAUDE.md
    Take the data from https://reporter:kV8tqZ2mXw4Lr@stats.internal.acme.io/export.
    ```

    ```md path=CLAUDE.md
    Take the data from https://stats.internal.acme.io/export, with the login in `$STATS_LOGIN`.
    ```

    ## Fix

    The fix puts an input or a blank in the password's place. It is unsafe, as the prompt gets the
    value from elsewhere then.
    """

    group = "secrets"
    severity = "error"
    kind = "url"
    cwe = (798, 522)
    sources = (GITLEAKS, KINGFISHER)

    def message(self, text: str, secret: Secret) -> str:
        """Where the password stands."""
        return "a password in an address, for everybody to read"
