"""The keys of a connection in Prompty v2: how a model or a tool is reached."""

from __future__ import annotations

from promptwell.language.syntax.formats.base import KeySchema

CONNECTION_KINDS = ("key", "reference", "remote", "anonymous", "oauth", "foundry")

_WITH_ENDPOINT = ("key", "remote", "anonymous", "oauth", "foundry")


def _key(name: str, doc: str, *kinds: str) -> KeySchema:
    return KeySchema(name, doc, when=("kind", kinds))


def connection(doc: str, *, required: bool = False) -> KeySchema:
    """The key `connection`, with what it means where it stands."""
    return KeySchema(
        "connection", doc, ("mapping",), required=required, strict=True, below=CONNECTION_KEYS
    )


CONNECTION_KEYS = (
    KeySchema(
        "kind",
        "How the service is reached: with a `key`, by a `reference` to a connection that the "
        "application has registered, at a `remote` address, `anonymous`ly, with `oauth` or "
        "through a `foundry` project.",
        values=CONNECTION_KINDS,
        suggested=True,
        required=True,
        strict=True,
    ),
    _key(
        "endpoint",
        "The address of the service. `${env:NAME}` keeps it out of the file.",
        *_WITH_ENDPOINT,
    ),
    _key("apiKey", "The key. Write `${env:NAME}`: a key in a file is a leak.", "key"),
    _key(
        "name",
        "The name under which the connection is registered.",
        "reference",
        "remote",
        "foundry",
    ),
    _key("target", "What the registered connection leads to.", "reference"),
    _key("connectionType", "The type of the connection within the Foundry project.", "foundry"),
    _key("clientId", "The id of the OAuth client.", "oauth"),
    _key("clientSecret", "The secret of the OAuth client. Write `${env:NAME}`.", "oauth"),
    _key("tokenUrl", "The address that hands out OAuth tokens.", "oauth"),
    KeySchema(
        "scopes",
        "The OAuth scopes that are asked for.",
        ("list",),
        when=("kind", ("oauth",)),
        element=KeySchema(""),
    ),
    KeySchema(
        "authenticationMode",
        "On whose authority the connection acts.",
        values=("user", "agent", "system"),
        suggested=True,
    ),
    KeySchema("usageDescription", "What the connection is used for."),
)
