"""What the arguments of Jinja's filters and functions mean, for those that can be given by name."""

from __future__ import annotations

_SHARED = {
    "attribute": "The attribute, or key, of each item that counts; a path such as `address.city` leads deeper.",
    "case_sensitive": "Whether capital and small letters are different.",
    "default": "What stands where there is no value.",
    "fill_with": "What fills the places that are left over.",
    "width": "How many characters wide the text becomes.",
    "test": "The name of the test that each item is asked.",
}
_OWN = {
    "batch": {"linecount": "How many items each list holds."},
    "d": {
        "default_value": "What stands where the value is undefined.",
        "boolean": "Whether empty and false values are replaced as well.",
    },
    "default": {
        "default_value": "What stands where the value is undefined.",
        "boolean": "Whether empty and false values are replaced as well.",
    },
    "dictsort": {
        "by": "Whether the order is that of the keys (`'key'`) or of the values (`'value'`).",
        "reverse": "Whether the largest comes first.",
    },
    "filesizeformat": {"binary": "Whether a kilobyte has 1024 bytes."},
    "float": {"default": "What stands where the value is no number."},
    "indent": {
        "width": "How many spaces each line is moved by, or the text to put before it.",
        "first": "Whether the first line is indented, too.",
        "blank": "Whether empty lines are indented, too.",
    },
    "int": {
        "default": "What stands where the value is no number.",
        "base": "The base of the number that the text is written in.",
    },
    "join": {"d": "The text between two items."},
    "joiner": {"sep": "The text that every call but the first gives."},
    "lipsum": {
        "n": "How many paragraphs.",
        "html": "Whether they stand in HTML tags.",
        "min": "The fewest words of a paragraph.",
        "max": "The most words of a paragraph.",
    },
    "replace": {
        "old": "The text to look for.",
        "new": "What stands in its place.",
        "count": "How often at most it is replaced; else wherever it occurs.",
    },
    "round": {
        "precision": "How many decimals are kept.",
        "method": "`common` rounds to the nearest, `ceil` up and `floor` down.",
    },
    "slice": {"slices": "How many lists there are."},
    "sort": {"reverse": "Whether the largest comes first."},
    "sum": {"start": "What the sum begins with."},
    "tojson": {"indent": "By how many spaces each level is indented; without it all is one line."},
    "trim": {"chars": "The characters to remove; else white space."},
    "truncate": {
        "length": "How many characters the text may have, `end` included.",
        "killwords": "Whether the cut may go through a word; else the word that is cut is left out.",
        "end": "What is put where the text was cut.",
        "leeway": "By how many characters a text may be longer and still stay whole.",
    },
    "urlize": {
        "trim_url_limit": "How many characters of an address are shown.",
        "nofollow": "Whether search engines are told not to follow the links.",
        "target": "Where the links open, such as `_blank`.",
        "rel": "The relation that the links state.",
        "extra_schemes": "Further schemes, such as `ftp:`, that make a text an address.",
    },
    "wordwrap": {
        "width": "How many characters a line may have.",
        "break_long_words": "Whether words that are longer than a line are broken.",
        "wrapstring": "What stands between two lines; else a line end.",
        "break_on_hyphens": "Whether a line may end behind a hyphen of a word.",
    },
    "xmlattr": {"autospace": "Whether a space is put before the first attribute."},
}  # fmt: skip


def argument_meaning(called: str, name: str) -> str:
    """What an argument of a filter or function means; "" where nothing is known of it."""
    return _OWN.get(called, {}).get(name) or _SHARED.get(name, "")
