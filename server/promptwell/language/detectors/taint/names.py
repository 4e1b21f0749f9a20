"""What the name of an input says: a text that somebody else wrote, or a fact, a choice, a setting."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Literal

Verdict = Literal["text", "open", "own", ""]
"""`text`: outside text, wherever it stands. `open`: one where it stands as a text of its own, not as a
word in a sentence. `own`: certainly none. "": nothing is said."""

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")

_TEXT = frozenset(
    {
        "answer", "answers", "article", "articles", "body", "chat", "chunk", "chunks", "comment",
        "comments", "conversation", "conversations", "contexts", "doc", "docs", "document",
        "documentation", "documents", "email", "emails", "essay", "feedback", "history", "html",
        "mail", "mails", "message", "messages", "observation", "passage", "passages", "queries",
        "query", "question", "questions", "reply", "resume", "response", "responses", "review",
        "reviews", "submission", "submissions", "summary", "transcript", "transcripts", "tweet",
        "tweets", "utterance", "webpage",
    }
)  # fmt: skip
_TEXT_PAIRS = frozenset(
    {
        ("code", "diff"), ("git", "diff"), ("issue", "description"), ("issue", "text"),
        ("issue", "title"), ("mr", "description"), ("mr", "title"), ("page", "content"),
        ("page", "text"), ("page", "title"), ("pr", "description"), ("pr", "title"),
        ("problem", "statement"), ("search", "result"), ("search", "results"),
        ("ticket", "description"), ("ticket", "text"), ("ticket", "title"), ("tool", "output"),
        ("tool", "outputs"), ("tool", "result"), ("tool", "results"), ("user", "input"),
        ("user", "inputs"), ("user", "prompt"), ("user", "request"), ("user", "text"),
        ("web", "page"), ("web", "pages"), ("web", "results"),
    }
)  # fmt: skip
# These name a text as often as a choice: `{{ text }}` on a line of its own is one, "a {{ text }} program" is none.
_OPEN = frozenset(
    {
        "code", "content", "contents", "context", "diff", "input", "inputs", "log", "logs", "notes",
        "findings", "output", "outputs", "patch", "problem", "prompt", "request", "research", "result",
        "results", "snippet", "snippets", "statements", "text", "texts",
    }
)  # fmt: skip
# `document_count` or `email_address` is a fact about the text, and `answer_style` a choice.
_FACTS = frozenset(
    {
        "address", "addresses", "amount", "author", "avatar", "category", "color", "count", "created", "criteria",
        "currency", "date", "dates", "deadline", "domain", "enabled", "env", "field", "fields",
        "file", "filename", "filter", "filters", "format", "formats", "guidelines", "header", "id",
        "ids", "index", "instruction", "instructions", "key", "kind", "label", "labels", "lang",
        "language", "length", "level", "limit", "link", "locale", "location", "max", "mode", "model",
        "name", "names", "num", "number", "option", "options", "parameters", "params", "path",
        "paths", "percent", "phone", "policy", "prefix", "priority", "quality", "rating", "required",
        "role", "rubric", "rules", "schema", "score", "scores", "sentiment", "settings", "sender", "severity",
        "size", "slug", "source", "speaker", "status", "style", "suffix", "syntax", "tag", "tags", "template",
        "threshold", "time", "timestamp", "tone", "type", "types", "uri", "url", "urls", "user",
        "username", "version",
    }
)  # fmt: skip
# Whoever wrote the prompt wrote these, too.
_OWN_FIRST = frozenset(
    {
        "allow", "allowed", "assistant", "base", "can", "correct", "default", "demo", "developer",
        "disable", "enable", "error", "example", "examples", "expected", "few", "fewshot", "gold",
        "greeting", "ground", "has", "include", "instruction", "instructions", "is", "max", "min",
        "num", "persona", "reference", "rubric", "sample", "samples", "shot", "should", "show", "sys",
        "system", "use", "welcome", "with",
    }
)  # fmt: skip
_OWN_PAIRS = frozenset(
    {("ground", "truth"), ("few", "shot"), ("commit", "message"), ("shot", "examples")}
)
# Whose e-mail it is, not what stands in it.
_ADDRESS_PAIRS = frozenset(
    (owner, word)
    for owner in (
        "account",
        "author",
        "contact",
        "customer",
        "from",
        "owner",
        "sender",
        "to",
        "user",
    )
    for word in ("email", "mail")
)
# A function of the application that goes and gets something.
_FETCHES = frozenset(
    {"browse", "crawl", "download", "fetch", "retrieve", "scrape", "search", "websearch"}
)


def words_of(name: str) -> tuple[str, ...]:
    """The words of an identifier in any case style, in lower case."""
    return tuple(word.lower() for word in _WORD.findall(name))


@lru_cache(maxsize=4096)
def verdict_on(name: str) -> Verdict:
    """What a name says of its value."""
    words = words_of(name)
    if not words:
        return ""
    pairs = set(pairwise(words))
    if words[-1] in _FACTS or words[0] in _OWN_FIRST or not _OWN_PAIRS.isdisjoint(pairs):
        return "own"
    if words[-1] in ("examples", "persona") or pairs & _ADDRESS_PAIRS:
        return "own"
    if not _TEXT.isdisjoint(words) or not _TEXT_PAIRS.isdisjoint(pairs):
        return "text"
    return "" if _OPEN.isdisjoint(words) else "open"


@lru_cache(maxsize=4096)
def is_fact(field: str) -> bool:
    """Whether a field of a value is a fact about it: `comment.author`, `document.id`."""
    words = words_of(field)
    return bool(words) and words[-1] in _FACTS


@lru_cache(maxsize=1024)
def fetches(function: str) -> bool:
    """Whether a function's name says that it brings something from outside: `web_search`, `fetch_page`."""
    return not _FETCHES.isdisjoint(words_of(function))
