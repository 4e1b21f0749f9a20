"""The keys that describe an input, an output or a tool's parameter in Prompty v2."""

from __future__ import annotations

from promptwell.language.syntax.formats.base import KeySchema

KINDS = (
    *("string", "integer", "float", "boolean", "array", "object"),
    *("union", "thread", "image", "file", "audio"),
)


def property_keys() -> tuple[KeySchema, ...]:
    """The keys of one property."""
    return _KEYS


def list_of_properties(name: str, doc: str) -> KeySchema:
    """A key that takes properties, as a list of them or as a map from their names."""
    return KeySchema(name, doc, ("list", "mapping"), strict=True, element=PROPERTY)


def _property() -> KeySchema:
    return PROPERTY


_KEYS = (
    KeySchema(
        "name",
        "The name by which the template and the caller know this value. In the map form the "
        "map's key is the name.",
    ),
    KeySchema(
        "kind",
        "What type of value this is. `thread` takes earlier messages, `image`, `file` and `audio` "
        "take media. Prompty does not load a property without a kind.",
        values=KINDS,
        suggested=True,
        required=True,
        strict=True,
    ),
    KeySchema("description", "What the value means, for the people and models that supply it."),
    KeySchema(
        "required",
        "Whether the caller must give a value. Without it a missing value renders as nothing.",
        ("boolean",),
        default="false",
    ),
    KeySchema("nullable", "Whether the value may be null as well.", ("boolean",), default="false"),
    KeySchema("default", "The value that is used when the caller gives none.", ("any",)),
    KeySchema(
        "example",
        "A value to show what is meant. It is never used when the prompt runs.",
        ("any",),
    ),
    KeySchema(
        "enumValues",
        "The values that are allowed.",
        ("list",),
        element=KeySchema("", types=("any",)),
    ),
    KeySchema(
        "items",
        "What the items of the array are. Prompty does not load an array without it.",
        ("mapping", "string"),
        required=True,
        strict=True,
        when=("kind", ("array",)),
        below=property_keys,
    ),
    KeySchema(
        "properties",
        "What the fields of the object are, as a list or as a map from their names.",
        ("list", "mapping"),
        strict=True,
        when=("kind", ("object",)),
        element=_property,
    ),
    KeySchema(
        "oneOf",
        "The types of which exactly one must fit.",
        ("list", "mapping"),
        strict=True,
        when=("kind", ("union",)),
        element=_property,
    ),
    KeySchema(
        "anyOf",
        "The types of which at least one must fit.",
        ("list", "mapping"),
        strict=True,
        when=("kind", ("union",)),
        element=_property,
    ),
)

PROPERTY = KeySchema(
    "",
    "One value: its name, what kind it is, whether it is needed.",
    ("mapping",),
    strict=True,
    below=_KEYS,
)
