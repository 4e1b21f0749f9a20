"""Dialects of Jinja: which tags, filters, tests and globals a template's owner knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

# Tags that hold a body: their end, and the tags that may divide the body.
STANDARD_BLOCKS: Mapping[str, tuple[str, frozenset[str]]] = {
    "if": ("endif", frozenset({"elif", "else"})),
    "for": ("endfor", frozenset({"else"})),
    "macro": ("endmacro", frozenset()),
    "call": ("endcall", frozenset()),
    "filter": ("endfilter", frozenset()),
    "block": ("endblock", frozenset()),
    "set": ("endset", frozenset()),
    "with": ("endwith", frozenset()),
    "autoescape": ("endautoescape", frozenset()),
}
STANDARD_TAGS = frozenset({"include", "import", "from", "extends", "print"})
MIDDLE_TAGS = frozenset({"elif", "else", "pluralize"})

# Jinja's own extensions, which an application has to switch on.
EXTENSION_BLOCKS: Mapping[str, tuple[str, frozenset[str]]] = {
    "trans": ("endtrans", frozenset({"pluralize"})),
}
EXTENSION_TAGS = frozenset({"do", "break", "continue", "debug"})

CHAT_TEMPLATE_BLOCKS = {"generation": ("endgeneration", frozenset[str]())}
BANKS_BLOCKS = {
    "chat": ("endchat", frozenset[str]()),
    "completion": ("endcompletion", frozenset[str]()),
}
HAYSTACK_BLOCKS = {"message": ("endmessage", frozenset[str]())}
HAYSTACK_TAGS = frozenset({"insert"})
HAYSTACK_FILTERS = frozenset({"templatize_part"})
BANKS_FILTERS = frozenset(
    {"audio", "cache_control", "document", "image", "lemmatize", "to_lines", "to_xml", "tool"}
    | {"video"}
)
BANKS_NAMES = frozenset({"canary_word"})
# What libraries hand to the chat templates that models come with.
CHAT_TEMPLATE_NAMES = frozenset(
    {"messages", "tools", "documents", "add_generation_prompt", "continue_final_message"}
    | {"bos_token", "eos_token", "unk_token", "pad_token", "raise_exception", "strftime_now"}
    | {"chat_template", "controls", "builtin_tools", "custom_tools", "tools_in_user_message"}
    | {"date_string", "enable_thinking", "model_identity", "reasoning_effort"}
)

STANDARD_GLOBALS = frozenset({"range", "dict", "lipsum", "cycler", "joiner", "namespace"})
# Templates of these have none of Jinja's names: `{range}` is an input like any other.
_WITHOUT_JINJA = frozenset({"f-string", "mustache", "semantic-kernel", "github-models", "text"})
# Names that Jinja itself provides inside certain tags.
SPECIAL_NAMES = frozenset({"loop", "self", "super", "caller", "varargs", "kwargs"})


@dataclass(frozen=True)
class Dialect:
    """What one family of templates may use beyond Jinja's core.

    `closed` means the owning tool is known, so an unknown tag or filter is refused by it;
    in an open dialect an application may have registered names of its own.
    """

    name: str
    blocks: Mapping[str, tuple[str, frozenset[str]]]
    tags: frozenset[str]
    filters: frozenset[str]
    tests: frozenset[str]
    globals: frozenset[str]
    closed: bool = False

    def __hash__(self) -> int:
        # Asked for with every island; dialects that differ only in added names are few.
        return hash(self.name)

    def knows_tag(self, tag: str) -> bool:
        """Whether the tag opens, divides, ends or stands alone in this dialect."""
        return tag in self.blocks or tag in self.tags or tag in MIDDLE_TAGS or tag in self.ends

    @property
    def ends(self) -> frozenset[str]:
        """All end tags."""
        return frozenset(end for end, _ in self.blocks.values())

    def extended(
        self,
        tags: Iterable[str] = (),
        filters: Iterable[str] = (),
        tests: Iterable[str] = (),
        names: Iterable[str] = (),
    ) -> Dialect:
        """This dialect with names that the application registers itself."""
        return replace(
            self,
            tags=self.tags | frozenset(tags),
            filters=self.filters | frozenset(filters),
            tests=self.tests | frozenset(tests),
            globals=self.globals | frozenset(names),
        )


_HANDLEBARS = frozenset({"dotprompt", "handlebars", "semantic-kernel-handlebars"})


@lru_cache(maxsize=32)
def dialect(name: str) -> Dialect:
    """The dialect of a name; unknown names get `plain`, the most permissive."""
    from jinja2.filters import FILTERS
    from jinja2.tests import TESTS

    filters, tests = frozenset(FILTERS), frozenset(TESTS)
    if name in ("prompty-v1", "prompty-v2", "prompty-portable", "litellm"):
        return Dialect(
            name, STANDARD_BLOCKS, STANDARD_TAGS, filters, tests, STANDARD_GLOBALS, closed=True
        )
    if name in _HANDLEBARS:  # which has none of Jinja's names
        nothing: frozenset[str] = frozenset()
        return Dialect(name, {}, nothing, nothing, nothing, nothing)
    blocks = {**STANDARD_BLOCKS, **EXTENSION_BLOCKS}
    tags = STANDARD_TAGS | EXTENSION_TAGS
    names = STANDARD_GLOBALS | {"_", "gettext", "ngettext", "pgettext", "npgettext"}
    if name in _WITHOUT_JINJA:
        names = frozenset()
    if name == "banks":
        banks = {**blocks, **BANKS_BLOCKS}
        return Dialect(name, banks, tags, filters | BANKS_FILTERS, tests, names | BANKS_NAMES)
    if name == "haystack":
        haystack = {**blocks, **HAYSTACK_BLOCKS}
        own = filters | HAYSTACK_FILTERS
        return Dialect(name, haystack, tags | HAYSTACK_TAGS, own, tests, names)
    if name == "chat-template":
        chat = {**blocks, **CHAT_TEMPLATE_BLOCKS}
        return Dialect(name, chat, tags, filters, tests, names | CHAT_TEMPLATE_NAMES)
    every = {**blocks, **CHAT_TEMPLATE_BLOCKS, **BANKS_BLOCKS, **HAYSTACK_BLOCKS}
    return Dialect("plain", every, tags | HAYSTACK_TAGS, filters, tests, names)
