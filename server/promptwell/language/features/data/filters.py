"""Jinja's built-in filters: how each is written and what it does."""

from __future__ import annotations

from typing import NamedTuple


class BuiltinDoc(NamedTuple):
    """A built-in name as it is written with its arguments, and one sentence about it."""

    signature: str
    text: str


FILTERS: dict[str, BuiltinDoc] = {
    name: BuiltinDoc(signature, text)
    for name, signature, text in (
        ("abs", "abs", "The number without its sign."),
        ("attr", "attr(name)", "The attribute of that name, never an item of a mapping."),
        (
            "batch",
            "batch(linecount, fill_with=None)",
            "Cuts a list into lists of `linecount` items each; the last is filled up when `fill_with` is given.",
        ),
        ("capitalize", "capitalize", "First letter in upper case, all others in lower case."),
        ("center", "center(width=80)", "Centers the text in a field of that many characters."),
        (
            "count",
            "count",
            "How many items the list or mapping has, or characters the text. Same as `length`.",
        ),
        (
            "d",
            "d(default_value='', boolean=false)",
            "The value, or another one where it is undefined. Same as `default`.",
        ),
        (
            "default",
            "default(default_value='', boolean=false)",
            "The value, or `default_value` where it is undefined; with `boolean` also where it is empty or false.",
        ),
        (
            "dictsort",
            "dictsort(case_sensitive=false, by='key', reverse=false)",
            "The pairs of a mapping in the order of their keys, or of their values with `by='value'`.",
        ),
        ("e", "e", "Writes `&`, `<`, `>` and quotes as HTML entities. Same as `escape`."),
        (
            "escape",
            "escape",
            "Writes `&`, `<`, `>` and quotes as HTML entities, so that the text is safe in HTML.",
        ),
        (
            "filesizeformat",
            "filesizeformat(binary=false)",
            "A number of bytes as people read it, such as `13.2 kB`; `binary` counts in steps of 1024.",
        ),
        ("first", "first", "The first item; undefined for an empty list."),
        (
            "float",
            "float(default=0.0)",
            "The value as a floating-point number, or `default` where it is none.",
        ),
        (
            "forceescape",
            "forceescape",
            "Escapes for HTML even where the text is already marked as safe.",
        ),
        (
            "format",
            "format(*args, **kwargs)",
            "Fills the `%s` and `%(name)s` places of the text with the arguments.",
        ),
        (
            "groupby",
            "groupby(attribute, default=None, case_sensitive=false)",
            "Groups objects by an attribute; each group has a `grouper` and a `list`.",
        ),
        (
            "indent",
            "indent(width=4, first=false, blank=false)",
            "Indents every line but the first; `first` and `blank` include the first line and empty lines.",
        ),
        (
            "int",
            "int(default=0, base=10)",
            "The value as a whole number, or `default` where it is none.",
        ),
        (
            "items",
            "items",
            "The pairs of key and value of a mapping; nothing for an undefined value.",
        ),
        (
            "join",
            "join(d='', attribute=None)",
            "One text of all items, with `d` between them; `attribute` takes that attribute of each.",
        ),
        ("last", "last", "The last item; undefined for an empty list."),
        ("length", "length", "How many items the list or mapping has, or characters the text."),
        ("list", "list", "The value as a list; a text becomes a list of its characters."),
        ("lower", "lower", "The text in lower case."),
        (
            "map",
            "map(attribute=... | filter, *args)",
            "Takes one attribute of every item, or applies a filter to every item.",
        ),
        (
            "max",
            "max(case_sensitive=false, attribute=None)",
            "The largest item, if wanted by one of its attributes.",
        ),
        (
            "min",
            "min(case_sensitive=false, attribute=None)",
            "The smallest item, if wanted by one of its attributes.",
        ),
        (
            "pprint",
            "pprint",
            "The value as Python would print it, over several lines. Meant for debugging.",
        ),
        (
            "random",
            "random",
            "An item chosen at random: the prompt is then different each time it is rendered.",
        ),
        (
            "reject",
            "reject(test=None, *args)",
            "The items for which the test fails; without a test, the false ones.",
        ),
        (
            "rejectattr",
            "rejectattr(attribute, test=None, *args)",
            "The items whose attribute fails the test.",
        ),
        (
            "replace",
            "replace(old, new, count=None)",
            "Replaces a piece of text wherever it occurs, or only the first `count` times.",
        ),
        ("reverse", "reverse", "The items, or the characters of a text, from last to first."),
        (
            "round",
            "round(precision=0, method='common')",
            "Rounds to that many decimals; `method` is `common`, `ceil` or `floor`. The result stays a float.",
        ),
        ("safe", "safe", "Marks the text as safe, so that automatic escaping leaves it alone."),
        (
            "select",
            "select(test=None, *args)",
            "The items for which the test holds; without a test, the true ones.",
        ),
        (
            "selectattr",
            "selectattr(attribute, test=None, *args)",
            "The items whose attribute passes the test.",
        ),
        (
            "slice",
            "slice(slices, fill_with=None)",
            "Deals the items out into that many lists of nearly equal length.",
        ),
        (
            "sort",
            "sort(reverse=false, case_sensitive=false, attribute=None)",
            "The items in order, if wanted by one or several attributes (`attribute='age,name'`).",
        ),
        ("string", "string", "The value as text."),
        ("striptags", "striptags", "Removes HTML and XML tags and runs of white space."),
        (
            "sum",
            "sum(attribute=None, start=0)",
            "The sum of the items, or of one attribute of each.",
        ),
        ("title", "title", "Every word with its first letter in upper case."),
        (
            "tojson",
            "tojson(indent=None)",
            "The value as JSON. `<`, `>`, `&` and `'` are written as `\\u` escapes, which models read as well.",
        ),
        (
            "trim",
            "trim(chars=None)",
            "Removes white space, or the given characters, from both ends.",
        ),
        (
            "truncate",
            "truncate(length=255, killwords=false, end='...', leeway=None)",
            "Cuts a long text at a word, or in mid-word with `killwords`, and adds `end`.",
        ),
        (
            "unique",
            "unique(case_sensitive=false, attribute=None)",
            "Each different item once, in the order of first sight.",
        ),
        ("upper", "upper", "The text in upper case."),
        ("urlencode", "urlencode", "Escapes text for a URL; a mapping becomes a query string."),
        (
            "urlize",
            "urlize(trim_url_limit=None, nofollow=false, target=None, rel=None, extra_schemes=None)",
            "Turns web addresses in the text into HTML links.",
        ),
        ("wordcount", "wordcount", "How many words the text has."),
        (
            "wordwrap",
            "wordwrap(width=79, break_long_words=true, wrapstring=None, break_on_hyphens=true)",
            "Breaks the text into lines of at most that width.",
        ),
        (
            "xmlattr",
            "xmlattr(autospace=true)",
            "A mapping as XML attributes; undefined and `none` values are left out.",
        ),
    )
}
