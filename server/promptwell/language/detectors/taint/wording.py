"""What the description or the sample of an input says about who writes its value."""

from __future__ import annotations

import re
from typing import Any

_OWN = re.compile(
    r"(?<!un)(?<!not )\btrusted\b|\b(?:set|chosen|written|maintained) by (?:the |our |an? )?"
    r"(?:operator|developer|administrator|admin|team|author|application)\b",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"\buntrusted\b|\bthird[- ]party\b|\bscraped\b|\bcrawled\b|\battacker\b"
    r"|\buser[- ](?:supplied|provided|generated|submitted|controlled)\b"
    r"|\b(?:supplied|provided|written|typed|entered|sent|submitted) by (?:an? |the |our )?(?:end[- ])?"
    r"(?:user|customer|visitor|client|sender|stranger)s?\b"
    r"|\b(?:from|on) the (?:web|internet)\b|\bweb ?pages?\b|\bpublic (?:issue|forum|comment)s?\b",
    re.IGNORECASE,
)
_WEAK = re.compile(
    r"\b(?:user|customer|visitor|client|caller|sender|human)(?:'s|\u2019s|s')? (?:own )?(?:chat )?"
    r"(?:question|message|input|query|request|prompt|text|words|comment|reply|feedback|e-?mail)s?\b"
    r"|\b(?:retrieved|fetched|pasted|uploaded|submitted)\b|\b(?:conversation|chat) history\b"
    r"|\b(?:text|document|article|passage|code|e-?mail|page|content|transcript|message)s? to (?:be )?"
    r"(?:summari[sz]e|translate|review|classify|analy[sz]e|rewrite|check|correct|process|extract)d?\b"
    r"|\b(?:text|contents?|body) of (?:the|an?|each) (?:e-?mail|message|document|page|article|ticket|issue)\b"
    r"|\btool (?:result|output)s?\b|\bsearch results?\b",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\b(?:I|I'm|I\u2019m|my|me|you|your|please)\b", re.IGNORECASE)
_ORDERS = re.compile(
    r"(?:please |help me |I want you to )?(?:write|create|generate|give|tell|find|make|explain|summari[sz]e|list"
    r"|show|suggest|describe|compare|plan|recommend|translate)(?: \S+){3,}",
    re.IGNORECASE,
)
_LONG = 400


def description_says(description: str) -> tuple[str, bool] | None:
    """The words of a description that tell of outside text, and whether they leave no doubt.

    ("", False) where it says that the value is trusted; None where it says nothing.
    """
    if not description:
        return None
    if _OWN.search(description):
        return "", False
    for pattern, sure in ((_STRONG, True), (_WEAK, False)):
        found = pattern.search(description)
        if found:
            return found[0], sure
    return None


def sample_asks(value: Any) -> bool:
    """Whether a sample value reads like what somebody asks or says: a question, a request of one's own."""
    if not isinstance(value, str) or len(value) > _LONG or " " not in value.strip():
        return False
    text = value.strip()
    if text.endswith("?") and _ASKS.search(text) is not None:
        return True
    return _ORDERS.match(text) is not None
