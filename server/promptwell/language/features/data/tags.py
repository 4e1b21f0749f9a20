"""Jinja's tags: what each does and what an editor inserts for it."""

from __future__ import annotations

from typing import NamedTuple


class TagDoc(NamedTuple):
    """A tag as it is written, one sentence about it, and what stands in it (`${1:...}` are its holes)."""

    signature: str
    text: str
    snippet: str = ""


TAGS: dict[str, TagDoc] = {
    name: TagDoc(signature, text, snippet)
    for name, signature, text, snippet in (
        (
            "if",
            "if condition",
            "Writes its body only where the condition holds.",
            "if ${1:condition}",
        ),
        (
            "elif",
            "elif condition",
            "A further condition, tried where those before it fail.",
            "elif ${1:condition}",
        ),
        (
            "else",
            "else",
            "What is written where no condition holds, or the loop has no items.",
            "else",
        ),
        ("endif", "endif", "Ends `if`.", "endif"),
        (
            "for",
            "for item in items [if condition] [recursive]",
            "Writes its body once for every item.",
            "for ${1:item} in ${2:items}",
        ),
        ("endfor", "endfor", "Ends `for`.", "endfor"),
        (
            "set",
            "set name = value",
            "Gives a name a value, or without `=` the text of its body.",
            "set ${1:name} = ${2:value}",
        ),
        ("endset", "endset", "Ends a `set` that takes its body's text.", "endset"),
        (
            "macro",
            "macro name(arguments)",
            "Defines a piece of template that is used like a function.",
            "macro ${1:name}(${2})",
        ),
        ("endmacro", "endmacro", "Ends `macro`.", "endmacro"),
        (
            "call",
            "call macro(arguments)",
            "Calls a macro and hands it the body as `caller()`.",
            "call ${1:macro}()",
        ),
        ("endcall", "endcall", "Ends `call`.", "endcall"),
        ("filter", "filter name", "Applies a filter to the text of its body.", "filter ${1:name}"),
        ("endfilter", "endfilter", "Ends `filter`.", "endfilter"),
        (
            "block",
            "block name",
            "A part that templates extending this one can replace.",
            "block ${1:name}",
        ),
        ("endblock", "endblock [name]", "Ends `block`.", "endblock"),
        (
            "with",
            "with name = value",
            "Names that exist only inside its body.",
            "with ${1:name} = ${2:value}",
        ),
        ("endwith", "endwith", "Ends `with`.", "endwith"),
        (
            "raw",
            "raw",
            "Writes its body as it stands, with nothing in it read as a template.",
            "raw",
        ),
        ("endraw", "endraw", "Ends `raw`.", "endraw"),
        (
            "autoescape",
            "autoescape true|false",
            "Turns HTML escaping on or off inside its body.",
            "autoescape ${1:false}",
        ),
        ("endautoescape", "endautoescape", "Ends `autoescape`.", "endautoescape"),
        (
            "include",
            'include "file" [ignore missing] [with context|without context]',
            "Puts in another template, rendered with the same variables.",
            'include "${1:file}"',
        ),
        (
            "import",
            'import "file" as name',
            "Makes another template's macros available under a name.",
            'import "${1:file}" as ${2:name}',
        ),
        (
            "from",
            'from "file" import name',
            "Takes macros from another template by their names.",
            'from "${1:file}" import ${2:name}',
        ),
        (
            "extends",
            'extends "file"',
            "Takes another template as the frame and replaces its blocks.",
            'extends "${1:file}"',
        ),
        ("print", "print value", "Writes a value, as `{{ }}` does.", "print ${1:value}"),
        (
            "do",
            "do expression",
            "Evaluates an expression and writes nothing.",
            "do ${1:expression}",
        ),
        ("break", "break", "Leaves the loop.", "break"),
        ("continue", "continue", "Goes on with the next round of the loop.", "continue"),
        ("debug", "debug", "Writes the variables, filters and tests there are.", "debug"),
        ("trans", "trans name=value", "Marks its body for translation.", "trans"),
        ("pluralize", "pluralize [name]", "What `trans` says for more than one.", "pluralize"),
        ("endtrans", "endtrans", "Ends `trans`.", "endtrans"),
        (
            "generation",
            "generation",
            "Marks what the model itself wrote, in chat templates used for training.",
            "generation",
        ),
        ("endgeneration", "endgeneration", "Ends `generation`.", "endgeneration"),
        (
            "chat",
            'chat role="user"',
            "A message of that role, in Banks templates.",
            'chat role="${1:user}"',
        ),
        ("endchat", "endchat", "Ends `chat`.", "endchat"),
        (
            "completion",
            'completion model="name"',
            "Has a model answer its body, in Banks templates.",
            'completion model="${1:name}"',
        ),
        ("endcompletion", "endcompletion", "Ends `completion`.", "endcompletion"),
        (
            "message",
            'message role="user"',
            "A message of that role, in Haystack templates.",
            'message role="${1:user}"',
        ),
        (
            "insert",
            "insert messages",
            "Puts in a list of messages, in Haystack templates.",
            "insert ${1:messages}",
        ),
        ("endmessage", "endmessage", "Ends `message`.", "endmessage"),
    )
}
