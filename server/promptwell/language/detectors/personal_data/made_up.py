"""Values that stand for a value: test cards, numbers in a row, names of nobody at reserved domains."""

from __future__ import annotations

import re

from promptwell.language.detectors.lazy_pattern import LazyPattern
from promptwell.language.detectors.personal_data.published import PUBLISHED

# Six digits that count up or down, or that are all the same, are nobody's.
_ROWS = frozenset(
    row[start : start + 6] for row in ("012345678901234", "987654321098765") for start in range(10)
)
_SAME = re.compile(r"([0-9])\1{5}")

_RESERVED_ENDS = (
    *(".example", ".test", ".invalid", ".localhost", ".local", ".internal", ".lan", ".localdomain"),
    *("example.com", "example.org", "example.net", "example.edu", "example.gov", "example.io"),
    *("example.co", "example.co.uk", "example.dev", "example.de", "example.fr", "example.jp"),
)
# Microsoft's fictitious companies, and words that stand where a company's name would.
_NO_COMPANY = LazyPattern(
    r"(?:[\w-]+\.)*(?:(?:your|my|our|some|the|any|other|another|client|customer)[\w-]*"
    r"|[\w-]*(?:example|domain|company|placeholder|sample|dummy|acme|contoso|fabrikam|northwind"
    r"|adventure-?works|wingtip|tailspin|foobar|whatever|yourorg|yourteam|fake|testing|mycorp)[\w-]*"
    r"|test\d*|co|corp|corporation|org|organi[sz]ation|business|enterprise|firm|mail|email|site|website|host|server"
    r"|foo|bar|baz|qux|abc|xyz|x+|y+|z+|[a-z]|provider|smtp|hostname|address|demo|app|saas|startup|inc"
    r"|school|university|college|shop|store|bank|clinic|hospital|hotel|restaurant)\.[a-z.]{2,12}",
    re.IGNORECASE,
)
_NOBODY = LazyPattern(
    r"(?:your|my|our|some|any|the|to|from|e?mail)?[._+-]?(?:user|username|name|e-?mail|email-?address|"
    r"first(?:[._-]?name)?(?:[._-]?last(?:[._-]?name)?)?|last(?:[._-]?name)?|full[._-]?name|you|me|"
    r"someone|somebody|anyone|nobody|person|people|address|recipient|sender|receiver|"
    r"customer|client|member|employee|colleague|friend|login|account|id|handle|"
    r"j(?:ohn|ane)?[._-]?(?:doe|smith|public)|john|jane|alice|bob|foo|bar|baz|foobar|abc|xyz|x+|y+|z+|[a-z]|"
    r"test(?:[._-]?\w{0,12})?|example|sample|dummy|fake|placeholder|demo|git|hg|svn|ssh|root)\d{0,4}",
    re.IGNORECASE,
)
# A mailbox of an office or a machine is no person's.
_OFFICE = LazyPattern(
    r"(?:[\w-]+[._+-])?(?:no-?reply|do-?not-?reply|donotreply|bounces?|mailer-daemon|postmaster|hostmaster|"
    r"webmaster|abuse|info|information|contact|contacts|contact-?us|kontakt|contacto|support|help|helpdesk|"
    r"service|services|sales|marketing|press|media|pr|admin|administrator|office|team|hello|hi|hey|"
    r"feedback|security|secure|psirt|cert|privacy|dpo|gdpr|legal|compliance|conduct|opensource|oss|opencode|"
    r"billing|invoices?|accounts?|accounting|finance|payments?|orders?|returns?|shipping|jobs|careers?|hr|"
    r"hiring|recruit(?:ing|ment)?|notifications?|notify|alerts?|news|newsletter|updates?|subscribe|"
    r"unsubscribe|bot|robot|ci|build|builds|dev|devs|devops|ops|sre|oncall|engineering|research|community|"
    r"partners?|partnerships?|enterprise|api|docs|documentation|github|actions|maintainers?|owners?|"
    r"users?|list|lists|group|all|everyone|staff|reception|booking|bookings|reservations?|emergency|"
    r"complaints?|customer-?(?:care|service|support)|care|general|inquiries|enquiries|registration|"
    r"events?|system|daemon|server|service-?account|licen[sc]ing|copyright|trademarks?|dmca)"
    r"(?:[._+-][\w.-]+)?\d{0,3}",
    re.IGNORECASE,
)


def is_made_up_number(value: str) -> bool:
    """Whether a number, without separators, is a published example or digits in a row."""
    if value.upper() in PUBLISHED:
        return True
    digits = "".join(filter(str.isdigit, value))
    if len(set(digits)) <= 2 or _SAME.search(digits):
        return True
    return any(digits[start : start + 6] in _ROWS for start in range(len(digits) - 5))


def is_made_up_mailbox(local: str, domain: str) -> bool:
    """Whether an e-mail address belongs to nobody: a reserved domain, a word for a name, an office."""
    lower = domain.lower()
    if "noreply" in lower or lower.endswith(_RESERVED_ENDS) or _NO_COMPANY.fullmatch(lower):
        return True
    if local.lower() in (lower, *lower.split(".")):
        return True  # a company's own mailbox, or a package of a market place
    return bool(_NOBODY.fullmatch(local) or _OFFICE.fullmatch(local))
