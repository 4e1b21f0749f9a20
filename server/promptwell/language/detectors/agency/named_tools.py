"""What a tool of a server or of an application can do, by the words of its name.

Such tools come without a list: `mcp__gmail__send_message`, `github/create_issue`, `refundPayment`. A
name says what it is about (mail, issues, records, the web) and what is done with it (read, send,
delete). A name that says neither can do nothing as far as is known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from promptwell.language.detectors.agency.capability import NONE, Capabilities, Capability, can

CHECKED = "2026-11-29"
SOURCES = (
    "names of tools and servers in github/awesome-copilot@ab7544d0",
    "names of tools in wshobson/agents@367cb6a4",
    "names of tools in davila7/claude-code-templates@c2b584d4",
)


class Subject(NamedTuple):
    """What tools can be about: what reading there brings, and what writing there does."""

    reading: Capabilities
    writing: Capabilities


_MAIL = Subject(can("untrusted", "private"), can("send"))
_ISSUES = Subject(can("untrusted"), can("send"))
_WEB = Subject(can("untrusted", "request"), can("send"))
_RECORDS = Subject(can("private"), NONE)
_SHELL = Subject(can("run"), can("run"))
_MONEY = Subject(can("private"), can("spend"))
_OUT = Subject(can("send"), can("send"))

SUBJECTS: Mapping[str, Subject] = {
    word: subject
    for subject, words in (
        (_MAIL, "mail email emails gmail outlook inbox imap slack discord telegram whatsapp"),
        (_ISSUES, "issue issues pull pr github gitlab jira linear ticket tickets zendesk comment"),
        (_ISSUES, "comments"),
        (_WEB, "web url urls browser browse webpage website playwright puppeteer firecrawl tavily"),
        (_WEB, "crawl crawler scrape scraper internet apify navigate http"),
        (_RECORDS, "database db sql postgres postgresql pgsql mysql mongodb bigquery snowflake"),
        (_RECORDS, "supabase customer customers patient patients crm salesforce hubspot gdrive"),
        (_RECORDS, "sharepoint dropbox onedrive calendar contacts secret secrets vault keychain"),
        (_RECORDS, "password passwords credential credentials"),
        (_SHELL, "shell terminal bash powershell"),
        (_MONEY, "payment payments stripe paypal invoice invoices wallet"),
        (_OUT, "notification notify webhook sms tweet"),
    )
    for word in words.split()
}  # fmt: skip
_READING = frozenset({
    "get", "list", "read", "search", "fetch", "query", "find", "view", "lookup", "look", "check",
    "show", "load", "describe", "browse", "crawl", "scrape", "navigate", "count", "retrieve",
})  # fmt: skip
_WRITING = frozenset({
    "send", "post", "create", "reply", "forward", "upload", "publish", "push", "share", "add",
    "update", "write", "submit", "merge", "make", "notify",
})  # fmt: skip
_DESTROYING = frozenset({"delete", "drop", "destroy", "purge", "wipe", "truncate", "terminate"})
_SPENDING = frozenset({"refund", "pay", "withdraw", "purchase", "buy"})
# These move money only where the name speaks of some: `transfer_to_agent` moves none.
_MOVING = frozenset({"transfer", "charge", "wire", "place", "checkout"})
_OF_MONEY = frozenset({
    "money", "fund", "funds", "payment", "payments", "cash", "balance", "card", "invoice", "order", "stripe",
    "paypal", "wallet",
})  # fmt: skip
# What of a code host is private rather than written by strangers.
_SOURCE = frozenset({"file", "files", "contents", "code", "repo", "repository", "repositories"})
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
ALL = "*"


@lru_cache(maxsize=1024)
def capabilities_of_name(name: str, server: str = "") -> Capabilities:
    """What a tool can do by its name and that of its server; `*` as a name means all of the server's."""
    about = _words(server)
    words = _words(name)
    subjects = [SUBJECTS[word] for word in (*about, *words) if word in SUBJECTS]
    found: set[Capability] = set()
    if name == ALL:
        for subject in subjects:
            found |= subject.reading | subject.writing
        if {"github", "gitlab"} & set(about):
            found.add("private")
        return frozenset(found)
    verbs = set(words)
    if verbs & _SPENDING or (verbs & _MOVING and {*about, *words} & _OF_MONEY):
        found.add("spend")
    if verbs & _DESTROYING:
        found.add("destroy")
    if len(words) > 1 and {"run", "execute", "exec"} & verbs and {"command", "code"} & verbs:
        found.add("run")
    writes = bool(verbs & (_WRITING | _DESTROYING)) or words[:1] == ("comment",)
    reads = bool(verbs & _READING) or not writes
    code = {"github", "gitlab"} & {*about, *words} and verbs & _SOURCE
    for subject in subjects:
        if subject is _WEB and "search" in verbs:
            # What is looked for goes to one search engine, not to an address of the model's choice.
            found |= can("untrusted")
            continue
        if code:
            found |= can("private") if reads else can("send")
            continue
        found |= (subject.writing if writes else NONE) | (subject.reading if reads else NONE)
    if subjects and "send" in verbs:
        found.add("send")
    return frozenset(found)


def words_of(name: str) -> tuple[str, ...]:
    """The words that a tool's name is made of, in lower case: `getOpenIssues` is get, open, issues."""
    return _words(name)


@lru_cache(maxsize=2048)
def _words(name: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _WORDS.findall(name))
