"""The rule connection-string."""

from __future__ import annotations

from promptwell.language.detectors.secrets.secret import Secret
from promptwell.language.rules.secret_rule import SecretRule
from promptwell.language.rules.sources import GITLEAKS, KINGFISHER


class ConnectionString(SecretRule):
    """A password in what connects to a database, a queue, a mail server or a storage account.

    ## What it does

    Reports the password in addresses such as `postgresql://user:password@host/name` (PostgreSQL,
    MySQL, MongoDB, Redis, AMQP, SMTP, LDAP, MQTT and others), in JDBC addresses, in strings such as
    `Server=host;User Id=name;Password=...`, and the keys in connection strings of Azure
    (`AccountKey=`, `SharedAccessKey=`). Blanks and references are silent; a password that
    everybody tries first, such as `postgres`, is a hint.

    ## Why is this bad?

    One line has all that it takes to read the data: host, user and password. A model repeats it as
    readily as any other text.

    ## Example

    ```md path=CLAUDE.md
    The orders are in postgresql://orders:pR7vKq2ZtXm9@db.internal.acme.io:5432/orders.
    ```

    ```md path=CLAUDE.md
    The orders are in postgresql://orders:${ORDERS_PASSWORD}@db.internal.acme.io:5432/orders.
    ```

    ## Fix

    The fix puts an input or a blank in the password's place. It is unsafe, as the prompt gets the
    value from elsewhere then.
    """

    group = "secrets"
    severity = "error"
    kind = "connection"
    cwe = (798, 522)
    sources = (GITLEAKS, KINGFISHER)

    def message(self, text: str, secret: Secret) -> str:
        """What it opens."""
        kind = "key" if secret.name.startswith("Azure") else "password"
        service = secret.name.removesuffix(" password")
        return f"the {kind} of a connection ({service}), for everybody to read"
