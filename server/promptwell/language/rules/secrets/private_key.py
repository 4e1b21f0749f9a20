"""The rule private-key."""

from __future__ import annotations

from promptwell.language.rules.secret_rule import SecretRule
from promptwell.language.rules.sources import GITLEAKS, KINGFISHER


class PrivateKey(SecretRule):
    r"""A private key, written into the file.

    ## What it does

    Reports private keys in PEM (RSA, EC, DSA, PKCS #8, encrypted ones too), of OpenSSH, PGP and
    PuTTY, also in one line with `\n` for its line ends, and in base 64. A frame with nothing in it
    but dots or a few letters is an example and silent, and so are public keys and certificates.

    ## Why is this bad?

    Whoever has the key can sign, decrypt and log in as its owner. Text of a prompt goes to the
    model and into logs as well. A key that was in a repository has to be replaced.

    ## Example

    ```md path=CLAUDE.md
    Sign with this key:

    -----BEGIN EC PRIVATE KEY-----
    MHcCAQEEIKx0Zt8vQm3nR5bYw7LdJfUgXc2oPi9HsEaVkTqNl6MzoAoGCCqGSM49
    AwEHoUQDQgAEu4Wd1RyJk8TbQm5XnZs0LfGv7HcPo3EiKa9VtUqYx2MwNr6DjBhl
    Szg1FpCe8OkTyIuWvA0b7XdRm5LqZhJn3Q==
    -----END EC PRIVATE KEY-----
    ```

    ```md path=CLAUDE.md
    Sign with the key in `$SIGNING_KEY_FILE`. It begins with this line:

    -----BEGIN EC PRIVATE KEY-----
    ...
    -----END EC PRIVATE KEY-----
    ```

    ## Fix

    The fix puts an input or a blank in its place. It is unsafe, as the prompt gets the key from
    elsewhere then.
    """

    group = "secrets"
    severity = "error"
    kind = "private-key"
    cwe = (321, 798)
    sources = (GITLEAKS, KINGFISHER)
