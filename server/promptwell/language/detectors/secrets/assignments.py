"""Secrets that a name gives away: settings, environment variables, flags, headers, sentences."""

from __future__ import annotations

import re
from typing import NamedTuple

from promptwell.language.detectors.secrets.secret import NEAR, Secret
from promptwell.language.detectors.secrets.secret_names import is_setting, what_it_holds
from promptwell.language.detectors.secrets.values import is_password, is_random
from promptwell.language.text.source import Span

# A name may be this long to the left of its word; a value this long.
_REACH_BACK = 60
_LONGEST = 400
_NAME_BACK = re.compile(r"[A-Za-z0-9_.-]{1,60}\Z")
_AFTER = re.compile(
    r"(?P<rest>[A-Za-z0-9_-]{0,30})(?:"
    r"(?P<close>\\?[\"'`]|\*{1,2})?[ \t]{0,8}(?P<index>\]|\))?[ \t]{0,40}(?P<sign>:=|=>|==|=|:(?!:))(?P<bold>\*{1,2})?"
    r"|\\?[\"']?\s{0,3},?\s{0,20}\\?[\"']?(?i:value)\\?[\"']?\s{0,3}(?P<pair>[:=])"
    r"|(?P<tag>>)|(?i:[ \t](?P<said>is)):?(?=[ \t])|(?P<flag>[ \t]))"
)
_VALUE = re.compile(
    r"[ \t]{0,40}(?:(?P<opening>\\?(?:\"|'|`))(?P<quoted>[^\n]{0,400}?)(?P=opening)"
    r"|(?P<bare>[^\s\"'`<>,;(){}\[\]|\\][^\s\"'`<>;\\]{0,400}))"
)
_SIBLING = re.compile(
    r"(?i:user(?:name)?|login|host(?:name)?|url|uri|port|database|db(?:name)?|email|account|driver|server|client_?id)"
    r"\\?[\"'`]?[ \t]{0,10}[:=]"
)
_SCHEME = re.compile(r"(?i)^(?:bearer|basic|token|apikey)[ \t]+")
_PART = re.compile(
    r"(?i)(?:;|^|[\"'`=])[ \t]{0,3}(?:server|data source|host|driver|uid|user id|user|database"
    r"|initial catalog|endpoint|account ?name|sharedaccesskeyname|defaultendpointsprotocol|dsn|port)"
    r"[ \t]{0,3}="
)
_TRIED_FIRST = frozenset({"password", "secret", "rootpassword", "rootpass", "mysecretpassword"})
_MORE_WORDS = re.compile(r"[ \t]{1,40}(?!#|//|;|-|\\|&&|\|)[A-Za-z(]")


class _Assigned(NamedTuple):
    """A name and what is given to it, and how that is written."""

    name: str
    start: int
    value: Span
    quoted: bool
    sign: str


def assigned_at(text: str, start: int, keyword: str) -> Secret | None:
    """The secret that is given to the name in which a keyword stands."""
    found = _assignment(text, start, keyword)
    if found is None:
        return None
    holds = what_it_holds(found.name)
    if not holds:
        return None
    value = text[found.value.start : found.value.end]
    scheme = _SCHEME.match(value)
    if scheme and found.quoted:
        found = found._replace(value=Span(found.value.start + scheme.end(), found.value.end))
        value = value[scheme.end() :]
    if not found.quoted and (value.startswith("-") or _is_sentence(text, found, value)):
        return None
    connection = _connection(text, found)
    if holds == "password":
        strength = is_password(value, found.name, quoted=found.quoted, code=_is_code(found))
        if not strength and is_setting(found.name) and value.lower() in _TRIED_FIRST:
            strength = "weak"  # a variable is set to it, and the service takes it
        if strength == "weak" and not (connection or _is_configuration(text, found)):
            return None
        if not strength:
            return None
        if strength == "weak" and (found.sign in ("is", "flag") or found.name.lower() == "pass"):
            return None
        kind = "a password"
    else:
        if not is_random(value, found.name, quoted=found.quoted):
            return None
        strength, kind = "strong", "a secret"
    name = f"{connection} password" if connection else kind
    return Secret(
        found.value,
        "connection" if connection else "assignment",
        name,
        key=found.name,
        certain=bool(connection),
        weak=strength == "weak",
    )


def _assignment(text: str, start: int, keyword: str) -> _Assigned | None:
    end = start + len(keyword)
    after = _AFTER.match(text, end - (keyword[-1] in '=:"'), end + 110)
    if after is None:
        return None
    back = _NAME_BACK.search(text, max(0, start - _REACH_BACK), start)
    begin = back.start() if back else start
    name = text[begin:end].rstrip('=:"') + after["rest"]
    name = name.lstrip("-.")
    if name[:1] in "nrt" and text[begin - 1 : begin] == "\\":
        name = name[1:]  # the letter of an escape such as `\n`
    sign = _sign(text, begin, after)
    if not sign:
        return None
    value = _VALUE.match(text, after.end(), after.end() + _LONGEST + 60)
    if value is None:
        return None
    if text.startswith(("...", "\u2026"), value.end()) or (
        value["bare"] and "..." in value["bare"]
    ):
        return None  # cut short, so that it can be shown
    quoted = value["quoted"] is not None
    first, last = value.span("quoted" if quoted else "bare")
    if not quoted:
        last = first + len(_trimmed(text[first:last], text[begin - 1 : begin] in ("?", "&"), sign))
    if sign == "tag" and not text.startswith("</", last):
        return None
    if name.lower() == "pass" and not quoted:
        return None  # the word has other meanings
    if after["index"] and not quoted:
        sign = "index"
    return _Assigned(name, begin, Span(first, last), quoted, sign) if last > first else None


def _sign(text: str, begin: int, after: re.Match[str]) -> str:
    """How a value is given to the name that begins at an offset; "" where none is."""
    before = text[begin - 1 : begin] if begin else ""
    if before == "{" and text[begin - 2 : begin - 1] in ("$", "{", "#"):
        return ""  # a variable and what it is when nothing else is said
    if after["tag"]:
        return "tag" if before == "<" else ""
    if after["flag"]:
        return "flag" if text.startswith("--", begin) else ""
    if after["said"]:
        return "is"
    if after["pair"]:
        return "pair" if before in "\"' " else ""
    return after["sign"] or ""


def _trimmed(value: str, in_query: bool, sign: str) -> str:
    """A value without the marks that end a sentence, a list or a query."""
    if in_query:
        value = value.partition("&")[0].partition("#")[0]
    if sign == "tag":
        value = value.partition("<")[0]
    return value.rstrip(",.:!?)]}*")


def _connection(text: str, found: _Assigned) -> str:
    """What a string of settings in one line connects to; "" where the value stands in none."""
    line = text.rfind("\n", max(0, found.start - NEAR), found.start) + 1 or max(
        0, found.start - NEAR
    )
    before = text[line : found.start]
    following = text[found.value.end : found.value.end + NEAR].partition("\n")[0]
    if "jdbc:" in before:
        return "JDBC"
    if found.sign != "=":
        return ""
    if not (before.rstrip().endswith(";") or following.lstrip().startswith(";")):
        return ""
    if not _PART.search(before + ";" + following):
        return ""
    name = found.name.lower()
    if name in ("accountkey", "sharedaccesskey"):
        return "Azure"
    return "database"


def _is_code(found: _Assigned) -> bool:
    """Whether a program may give the value: what stands there without quotes is then a name in it."""
    return (
        not found.quoted
        and found.sign in ("=", ":=", "=>", "==", ":")
        and not is_setting(found.name)
    )


def _is_configuration(text: str, found: _Assigned) -> bool:
    """Whether a weak password stands where real ones are set, not where one is spoken of."""
    if found.sign not in (":", "=", "tag", "pair"):
        return False
    if found.sign == "=" and text.startswith("--", found.start):
        return True
    if is_setting(found.name) and len(found.name) > 8:
        return True
    if not found.quoted and _goes_on(text, found.value.end):
        return False
    near = text[max(0, found.start - NEAR) : found.value.end + NEAR]
    return _SIBLING.search(near) is not None and _stands_alone(text, found)


def _goes_on(text: str, end: int) -> bool:
    """Whether a sentence goes on behind a bare word."""
    return _MORE_WORDS.match(text, end) is not None


def _is_sentence(text: str, found: _Assigned, value: str) -> bool:
    """Whether a bare value is the first word of a sentence."""
    return not any(each.isdigit() for each in value) and _goes_on(text, found.value.end)


def _stands_alone(text: str, found: _Assigned) -> bool:
    near = max(0, found.start - NEAR)
    line = text.rfind("\n", near, found.start) + 1 or near
    before = text[line : found.start].strip(" \t-#*/\"'|>`\\!")
    return not before or before[-1:] in "{,;([" or found.quoted
