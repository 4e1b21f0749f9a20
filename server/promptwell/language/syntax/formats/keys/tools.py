"""The keys of a tool in Prompty v2."""

from __future__ import annotations

from dataclasses import replace

from promptwell.language.syntax.formats.base import KeySchema
from promptwell.language.syntax.formats.keys.connections import connection
from promptwell.language.syntax.formats.keys.properties import list_of_properties

TOOL_KINDS = ("function", "mcp", "openapi")

_BINDING = KeySchema(
    "",
    "Which input gives a parameter its value; the model does not see such a parameter.",
    ("mapping", "string"),
    shorthand="input",
    below=(
        KeySchema("name", "The parameter of the tool. In the map form the map's key is the name."),
        KeySchema("input", "The input whose value the parameter gets."),
    ),
)

_APPROVAL = KeySchema(
    "approvalMode",
    "Whether somebody has to approve a call first.",
    ("mapping", "string"),
    values=("always", "never", "specify"),
    shorthand="kind",
    when=("kind", ("mcp",)),
    below=(
        KeySchema(
            "kind",
            "`always`, `never`, or `specify` tool by tool.",
            values=("always", "never", "specify"),
            suggested=True,
        ),
        KeySchema(
            "alwaysRequireApprovalTools",
            "The server's tools that always need approval.",
            ("list",),
            when=("kind", ("specify",)),
            element=KeySchema(""),
        ),
        KeySchema(
            "neverRequireApprovalTools",
            "The server's tools that never need approval.",
            ("list",),
            when=("kind", ("specify",)),
            element=KeySchema(""),
        ),
    ),
)

_FUNCTION = ("kind", ("function",))
_MCP = ("kind", ("mcp",))

TOOL = KeySchema(
    "",
    "A tool that the model may call.",
    ("mapping", "string"),
    shorthand="kind",
    open=True,
    below=(
        KeySchema("name", "The tool's name. In the map form the map's key is the name."),
        KeySchema(
            "kind",
            "`function` runs in the application, `mcp` is a server of the Model Context Protocol, "
            "`openapi` a service with a specification. Any other kind is the application's own.",
            values=TOOL_KINDS,
            suggested=True,
        ),
        KeySchema("description", "What the tool does. The model decides by it when to call."),
        KeySchema(
            "bindings",
            "The parameters that get their values from inputs.",
            ("mapping", "list"),
            strict=True,
            element=_BINDING,
        ),
        KeySchema(
            "parameters",
            "The parameters that the model fills in.",
            ("list", "mapping"),
            strict=True,
            when=_FUNCTION,
            element=list_of_properties("", "").item,
        ),
        KeySchema(
            "strict",
            "Whether arguments must fit the parameters exactly.",
            ("boolean",),
            when=_FUNCTION,
        ),
        KeySchema("serverName", "The name of the MCP server.", when=_MCP),
        KeySchema("serverDescription", "What the MCP server offers.", when=_MCP),
        _APPROVAL,
        KeySchema(
            "allowedTools",
            "The server's tools that may be used; all of them without this list.",
            ("list",),
            when=_MCP,
            element=KeySchema(""),
        ),
        KeySchema(
            "specification",
            "The OpenAPI specification: a path or the text itself.",
            when=("kind", ("openapi",)),
        ),
        replace(connection("How the tool is reached.", required=True), unless=_FUNCTION),
        KeySchema(
            "options",
            "What else the application's own kind of tool takes.",
            ("mapping",),
            open=True,
        ),
    ),
)
