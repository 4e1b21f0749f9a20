"""Public IP addresses: those that may be somebody's line or server."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptwell.language.detectors.personal_data.found import PersonalData
from promptwell.language.text.source import Span

_V4 = re.compile(r"(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.|(?![\w.]*\w))){4}", re.ASCII)
_V6 = re.compile(r"(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![\w:])", re.ASCII)
_V6_MIDDLE = re.compile(r":[0-9A-Fa-f]{0,4}:", re.ASCII)
# One address of a network's size is that network's, and nobody's.
_NETWORK = re.compile(r"/(?!32(?!\d)|128)\d{1,3}(?!\d)", re.ASCII)
_SPEAKS_OF_ADDRESSES = re.compile(
    r"(?:\bip|ipv4|address|host|server|client|remote|login|logged in|ping|subnet|gateway|proxy|firewall"
    r"|traceroute|dns|ssh|from|peer|listen|x-forwarded-for)\W*(?:\w{1,12}\W{1,3}){0,3}\Z"
    r"|(?:://|@)\Z",
    re.IGNORECASE,
)
_SPEAKS_OF_VERSIONS = re.compile(
    r"(?:\bv|version|release|build|sdk|firmware|chrome|safari|edge|firefox|driver|runtime|section|chapter"
    r"|clause|rfc|iso|oid|package|==|>=|<=|~=|\^|~)\W{0,6}\Z",
    re.IGNORECASE,
)
# Resolvers that everybody is told to use.
_WELL_KNOWN_TEXT = """
1.1.1.1 1.0.0.1 1.1.1.2 1.1.1.3 8.8.8.8 8.8.4.4 9.9.9.9 149.112.112.112 208.67.222.222
208.67.220.220 4.2.2.1 4.2.2.2 64.6.64.6 94.140.14.14 168.63.129.16 1.2.3.4 2.3.4.5 5.6.7.8
4.3.2.1 1.2.3.5 1.2.3.6 11.22.33.44 12.34.56.78 11.11.11.11 22.22.22.22 123.123.123.123
123.45.67.89 123.45.67.8 123.45.6.7 123.4.5.6 12.34.56.789 99.99.99.99 111.111.111.111
"""
_WELL_KNOWN = frozenset(_WELL_KNOWN_TEXT.split())


def v4_at(text: str, start: int, end: int) -> PersonalData | None:
    """The public IPv4 address that a run of digits and dots is; None for another."""
    address = text[start:end]
    if address.count(".") != 3 or not _V4.fullmatch(address):
        return None
    if (start and text[start - 1] in "./") and not text.startswith("//", start - 2):
        return None
    before, after = text[max(0, start - 40) : start].rpartition("\n")[2], text[end : end + 5]
    if _NETWORK.match(after) or re.match(r"\.\d|-\w", after):
        return None  # a network, or a longer dotted number
    if _SPEAKS_OF_VERSIONS.search(before) or address in _WELL_KNOWN or not _is_public_v4(address):
        return None
    small = all(int(part) < 40 for part in address.split("."))
    if small and not _SPEAKS_OF_ADDRESSES.search(before) and not re.match(r":\d", after):
        return None  # a version or a section
    return PersonalData(Span(start, end), "ip", address, "IP address")


def find_v6(text: str, begin: int, end: int) -> Iterator[PersonalData]:
    """Public IPv6 addresses between two offsets, in order."""
    position = begin
    while middle := _V6_MIDDLE.search(text, position, end):
        start = colon = middle.start()
        position = colon + 1
        while start > max(0, colon - 4) and text[start - 1] in "0123456789abcdefABCDEF":
            start -= 1
        match = _V6.match(text, start)
        if match is None or match[0].count(":") < 2:
            continue
        position = match.end()
        if start and (text[start - 1].isalnum() or text[start - 1] in "_:."):
            continue
        address = (
            match[0].rstrip(":")
            if match[0].endswith(":") and not match[0].endswith("::")
            else match[0]
        )
        # Times and pairs of numbers hold colons, too; no public address is so short.
        network = _NETWORK.match(text, start + len(address))
        if network or len(address) < 8 or not _is_public_v6(address):
            continue
        yield PersonalData(Span(start, start + len(address)), "ip", address.lower(), "IP address")


def _is_public_v4(address: str) -> bool:
    first, second, third, last = map(int, address.split("."))
    if first in (0, 10, 127) or first >= 224 or last in (0, 255):
        return False
    return (first, second) not in {(192, 168), (169, 254), (198, 18), (198, 19)} and not (
        (first == 172 and 16 <= second <= 31)
        or (first == 100 and 64 <= second <= 127)
        # 192.0.2.0/24, 198.51.100.0/24 and 203.0.113.0/24 are for documentation (RFC 5737).
        or (first, second, third) in {(192, 0, 0), (192, 0, 2), (198, 51, 100), (203, 0, 113)}
        or (first, second, third) == (192, 88, 99)
    )


def _is_public_v6(address: str) -> bool:
    left, gap, right = address.partition("::")
    groups = [part for part in (left.split(":") + right.split(":")) if part]
    if "::" in right or (len(groups) != 8 if not gap else len(groups) > 7) or len(groups) < 3:
        return False
    first = int(groups[0], 16) if left else 0
    if first == 0x3FFF or (first == 0x2001 and groups[1].lower() in ("db8", "0db8")):
        return False  # 2001:db8::/32 and 3fff::/20 are for documentation (RFC 3849, RFC 9637)
    public_dns = address.lower().startswith(("2001:4860:4860:", "2606:4700:4700:", "2620:fe:"))
    # 2000::/3 is all that was given out. What is left is written in examples now and then.
    return not public_dns and (first >> 13 == 1 or (not gap and 0x4000 <= first < 0xFC00))
