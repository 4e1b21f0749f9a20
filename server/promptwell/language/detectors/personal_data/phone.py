"""Phone numbers, international and national.

An international number says itself what it is. A national one looks like many other numbers, so it
counts only in a form that little else has, or beside a word such as *phone*, *fax* or *mobile*.
"""

from __future__ import annotations

import re

from promptwell.language.detectors.lazy_pattern import LazyPattern
from promptwell.language.detectors.personal_data.calling_codes import plans

_WORDS = (
    r"phones?|(?:tele|mobile|cell|contact)[ _-]?(?:phone|number|nr|no)s?\b|phone[ _-]?(?:number|no)|tel(?:ef[oó]n\w*|"
    r"[eé]phone|\.|:)?\b|mobiles?|mobil\w*|m[oó]vil|m[oó]bil|cell(?:ular\w*)?|fax|telefax|whats-?app|viber|"
    r"sms|voice-?mails?|hotline|helpline|landline|dial(?:ing)?|phoned|handy(?:nummer)?|rufnummer|"
    r"(?:call|ring|reach|text|contact|message)(?:ed|ing|s)?"
    r"(?: (?:me|us|him|her|them|back|you|at|on|to|via|under)){1,3}|"
    r"(?:answer(?:ing|ed|s)?|messages?) (?:at|to|on)|"
    r"portable|t[eé]l\b|puhelin\w*|telefono|cellulare|recapito|telefonn\w*|"
    r"тел(?:ефон\w*)?\.?|моб(?:ильн\w*)?\.?|τηλ\w*|電話\w*|电话\w*|手机\w*|携帯\w*|전화\w*|휴대\w*|هاتف|جوال|טלפון|फ़ोन|फोन|मोबाइल|โทร\w*"
)
# At most a few short words may stand between the word and the number: "phone number is ".
_SAID_BEFORE = LazyPattern(
    rf"(?:(?<![^\W_])|(?<=_))(?:{_WORDS})[^\w\n]{{0,4}}(?:(?:numbers?|no|nr|is|are|was|on|at|to|under|registered|new|old|me|us|to|office|home|work|"
    r"private|business|direct|the|my|his|her|your|our|value|or|and|ext|number is|nummer|num[eé]ro|n[uú]mero)"
    r"[^\w\n]{1,4}){0,4}[^\w\n]{0,6}\Z",
    re.IGNORECASE,
)
_SAID_AFTER = LazyPattern(
    r"[ \t]{0,2}[-\u2013(,:/]?[ \t]{0,2}(?:(?:my|the|her|his|our)[ \t])?(?:office|fax|mobile|mobil|cell|phone|"
    r"tel|home|work|landline|direct|handy|m[oó]vil|portable|whatsapp)\b",
    re.IGNORECASE,
)
# What counts something else is no phone number, however it is grouped.
_SOMETHING_ELSE = LazyPattern(
    r"(?:order|ticket|isbn|issn|doi|orcid|invoice|tracking|account|acct|serial|version|part|sku|case|ref(?:erence)?|"
    r"model|zip|plz|postal|postcode|uuid|guid|hash|commit|time(?:stamp)?|port|pin|code|imei|ean|upc|vat|tax|claim|policy|"
    r"batch|lot|patent|range|years?|dates?|pages?|id|ids|mod|size|score|line|lines|rgb|seed|ein|iban|bic|coordinates?|"
    r"lat(?:itude)?|lon(?:g(?:itude)?)?|lng)s?\b[^\w\n]{0,4}(?:(?:number|no|nr|is|of|for)\b[^\w\n]{1,4})?[^\w\n]{0,4}\Z"
    r"|[$\u20ac\u00a3\u00a5#=*^~<>]\s?\Z|\b(?:usd|eur|gbp|nok|sek|rs)\s?\Z",
    re.IGNORECASE,
)
_UNIT_AFTER = LazyPattern(
    r"@|\s?(?:%|\u20ac|\u00b0|\*|=|(?:px|ms|kb|mb|gb|eur|usd|km|kg|tokens?|bytes?|rows?)\b)",
    re.IGNORECASE,
)
_NORTH_AMERICAN = LazyPattern(
    r"(?:1[ .-]?)?(?:\(([2-9]\d\d)\)[ .-]?|([2-9]\d\d)[.-])([2-9]\d\d)[ .-]?(\d{4})", re.ASCII
)
_TRUNK = LazyPattern(
    r"\(?0[1-9]\d{0,3}\)?(?:[ .-]\d{2,4}){2,4}|\(0[1-9]\d{0,4}\)[ -]?\d{3,4}[ -]?\d{3,4}"
    r"|0[1-9]\d{1,4} ?/ ?\d{5,8}|0[1-9]\d{3} \d{5,6}"
    r"|0[1-9]\d{3} \d{3} ?\d{3}",
    re.ASCII,
)
DATE = LazyPattern(
    r"(?:19|20)\d\d[-./ ][01]?\d[-./ ][0-3]?\d|[0-3]?\d[-./ ][0-3]?\d[-./ ](?:19|20)?\d\d"
    r"|(?:19|20)\d\d ?[-/\u2013] ?(?:19|20)\d\d|(?:19|20)\d\d(?:0\d|1[0-2])[0-3]\d(?:[ -]?[0-2]\d[0-5]\d(?:[0-5]\d)?)?",
    re.ASCII,
)
_DECIMAL = re.compile(r"\d+\.\d{1,3}", re.ASCII)
_WEAK = LazyPattern(r"\(?\d{1,5}(?:[ -]\d{1,4})?\)?(?:[ .-]?\(?\d{1,8}\)?){1,5}|\d{7,12}", re.ASCII)
_BREAKS = re.compile(r"\d+")


def is_phone_number(written: str, sign: str, before: str, after: str) -> bool:
    """Whether a run of digits, brackets and separators is a phone number.

    Args:
        written: the run, without what introduces it.
        sign: `+` or `00` where the number is introduced as an international one, else "".
        before: what stands before it on its line.
        after: what follows it on its line.
    """
    digits = "".join(_BREAKS.findall(written))
    if is_fictional(digits, international=bool(sign)):
        return False
    if sign == "+":
        return _fits_a_plan(written, digits) and not _SOMETHING_ELSE.search(before)
    said = bool(_SAID_BEFORE.search(before) or _SAID_AFTER.match(after))
    if (
        DATE.fullmatch(written.lstrip("("))
        or _DECIMAL.fullmatch(written)
        or _UNIT_AFTER.match(after)
    ):
        return False
    if not said and _SOMETHING_ELSE.search(before):
        return False
    if sign == "00":
        return (said or digits != written) and _fits_a_plan(written, digits)
    if _NORTH_AMERICAN.fullmatch(written):
        return True
    if 9 <= len(digits) <= 11 and digits != written and _TRUNK.fullmatch(written):
        return said or _evenly_written(written)
    return said and 7 <= len(digits) <= 12 and bool(_WEAK.fullmatch(written))


def is_fictional(digits: str, *, international: bool) -> bool:
    """Whether a number is of a range that no one is given: 555 in North America, Ofcom's for drama."""
    national = digits[1:] if digits.startswith("1") and len(digits) == 11 else digits
    if len(national) == 10 and (national[3:6] == "555" or national[:3] == "555"):
        return True
    if len(national) == 7 and national.startswith("555"):
        return True
    uk = "0" + digits[2:].lstrip("0") if international and digits.startswith("44") else digits
    return uk.startswith(("07700900", "01632960", "0207946", "02079460", "08081570", "03069990"))


def _fits_a_plan(written: str, digits: str) -> bool:
    """Whether a calling code begins the number and the right number of digits follows it."""
    trunk = written.count("(0)")
    for size in (1, 2, 3):
        lengths = plans().get(digits[:size])
        if lengths:
            rest = len(digits) - size - trunk
            # A trunk zero is often left in by mistake.
            zero = not trunk and digits[size : size + 1] == "0"
            return lengths[0] <= rest <= lengths[1] + zero and rest >= 5
    return False


def _evenly_written(written: str) -> bool:
    """Whether one kind of separator divides the number, as people write it, and not a list of numbers."""
    return len(set(re.sub(r"[\d()]", "", written.replace(" / ", "/")))) == 1
