"""Names of variables that hold secrets: keys, passwords, tokens.

Here the name is all there is to go by. What a text gives to a name is judged with the value, and by more
generous names: `secrets/secret_names.py`.
"""

from __future__ import annotations

from functools import lru_cache

from promptwell.language.detectors.taint.names import words_of

_SECRET = frozenset(
    {
        "apikey", "apitoken", "authtoken", "credential", "credentials", "jwt", "passphrase", "passwd",
        "password", "passwords", "privatekey", "pwd", "secret", "secrets",
    }
)  # fmt: skip
_KEYS = frozenset(
    {
        "access", "account", "api", "auth", "client", "deploy", "encryption", "hmac", "master",
        "private", "secret", "service", "shared", "signing", "ssh", "storage", "subscription", "webhook",
    }
)  # fmt: skip
_TOKENS = frozenset(
    {
        "access", "api", "app", "auth", "bearer", "bot", "csrf", "deploy", "gh", "github", "gitlab",
        "hf", "id", "oauth", "oauth2", "pat", "personal", "refresh", "secret", "security", "session",
        "slack", "sso",
    }
)  # fmt: skip
# Questions about a secret, and what is done with one, are none.
_ABOUT = frozenset(
    {"has", "is", "needs", "no", "requires", "use", "uses", "forgot", "reset", "invalid"}
)


@lru_cache(maxsize=4096)
def names_secret(name: str) -> bool:
    """Whether a name says that its value is a secret: `api_key`, `dbPassword`, `accessToken`.

    Names of amounts (`max_tokens`, `token_count`), of facts about a secret (`password_policy`,
    `secret_name`) and of special tokens (`eos_token`) say nothing.
    """
    words = words_of(name)
    if not words or words[0] in _ABOUT:
        return False
    last, before = words[-1], words[-2] if len(words) > 1 else ""
    if last in _SECRET:
        return True
    if last in ("key", "keys"):
        return before in _KEYS
    if last == "token":
        return not before or before in _TOKENS
    return last == "string" and before == "connection"
