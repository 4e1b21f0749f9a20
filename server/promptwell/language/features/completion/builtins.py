"""The filters and tests of a file's dialect."""

from __future__ import annotations

from collections.abc import Iterator

from promptwell.language.features.completion.calls import builtin
from promptwell.language.features.completion.item import CompletionItem
from promptwell.language.features.completion.site import Site
from promptwell.language.features.data.filters import FILTERS
from promptwell.language.features.data.tests import TESTS
from promptwell.language.semantics.types import ANY, Type
from promptwell.language.text.source import Span

_SHORT_TESTS = frozenset({"==", "!=", "<", "<=", ">", ">=", "in"})
_TEXT = (
    "capitalize center e escape forceescape format indent int float length lower replace safe "
    "striptags title trim truncate upper urlencode urlize wordcount wordwrap"
)
_LIST = (
    "batch count first groupby join last length list map max min random reject rejectattr reverse "
    "select selectattr slice sort sum tojson unique"
)
_FITTING: dict[str, frozenset[str]] = {
    "string": frozenset(_TEXT.split()),
    "array": frozenset(_LIST.split()),
    "thread": frozenset(_LIST.split()),
    "object": frozenset(
        ("attr", "dictsort", "items", "length", "list", "pprint", "tojson", "xmlattr")
    ),
    "integer": frozenset(("abs", "filesizeformat", "float", "format", "round", "string")),
    "float": frozenset(("abs", "filesizeformat", "format", "int", "round", "string")),
}


def filters(site: Site, word: Span, value: Type = ANY) -> Iterator[CompletionItem]:
    """All filters of the file's dialect, those first that are made for such a value."""
    fitting = _FITTING.get(value.kind, frozenset())
    for name in sorted(site.dialect.filters):
        order = 3 if name in fitting else 5
        yield builtin(site, name, "filter", word, FILTERS.get(name), order=order)


def tests(site: Site, word: Span) -> Iterator[CompletionItem]:
    """All tests that have a name, and `not`."""
    for name in sorted(site.dialect.tests - _SHORT_TESTS):
        yield builtin(site, name, "test", word, TESTS.get(name))
    yield CompletionItem("not", "keyword", word, "not", order=6)
