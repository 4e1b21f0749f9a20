"""A rule about one kind of personal data that the shared pass over a text has found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from promptwell.language.detectors.example_places import in_example
from promptwell.language.detectors.kept import kept_per_document
from promptwell.language.detectors.personal_data.find import find_personal_data
from promptwell.language.detectors.personal_data.found import Kind, PersonalData
from promptwell.language.detectors.personal_data.masking import masked
from promptwell.language.detectors.personal_data.placeholders import as_written, placeholders
from promptwell.language.rules.base import Finding, Fix, Rule, RuleContext
from promptwell.language.rules.provenance import Source
from promptwell.language.rules.severity import Severity
from promptwell.language.rules.sources import OWASP_LLM02
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.formats.data import FORMAT_NAME as DATA
from promptwell.language.text.edit import TextEdit

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel

SET = "the 1,500 synthetic documents of presidio-research"
MEASURED = date(2026, 11, 29)

# Who wrote a file may say so in it.
_ATTRIBUTION = re.compile(
    r"(?:copyright|\u00a9|\(c\)|\bauthors?\b|authored[- ]by|signed-off-by|maintain(?:er|ed)|\bowners?\b|created by"
    r"|written by|contributors?|credits?)[^\n]{0,120}\Z",
    re.IGNORECASE,
)
_ATTRIBUTION_KEYS = frozenset(
    {"author", "authors", "maintainer", "maintainers", "owner", "owners", "contact", "contributors"}
)
_NEAR = 160
# A prompt full of data needs no ten thousand reports. Data files are told whole.
LIMIT = 1000
_MOST_PLACES = 50
_KINDS: dict[Kind, str] = {
    "email": "email",
    "phone": "phone",
    "card": "payment card",
    "iban": "bank account",
    "national": "national number",
    "ip": "ip address",
}


class PersonalDataRule(Rule):
    """Reports one kind of personal data; a subclass says which.

    `in_examples` is the severity where the value stands in an example, a sample or test data: that
    is where real people's data lands. Elsewhere it is the rule's own.
    """

    group = "privacy"
    severity: ClassVar[Severity] = "warning"
    cwe = (359,)
    owasp = ("LLM02",)
    sources: ClassVar[tuple[Source, ...]] = (OWASP_LLM02,)
    kind: ClassVar[Kind]
    in_examples: ClassVar[Severity] = "warning"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield each value of the rule's kind."""
        document = model.document
        if document.embedding is not None:
            return  # a prompt in another file is looked at with that file, its samples included
        told = 0
        for each in find_personal_data(document.text):
            if each.kind != self.kind or self.excused(document, each):
                continue
            told += 1
            if told > LIMIT and document.format != DATA:
                return
            example = in_example(document, each.span)
            severity = self.in_examples if example else self.severity
            written = document.source.slice(each.span)
            where = ", in an example" if example and document.format != DATA else ""
            message = f"`{masked(each.kind, written)}` looks like a real {each.name}{where}"
            fixes = (_fix(document, each),)
            yield Finding(each.span, message, fixes, severity=severity, kind=_KINDS[each.kind])

    def excused(self, document: PromptDocument, found: PersonalData) -> bool:
        """Whether the value stands where an honest file may name it."""
        return False


def says_who_wrote_it(document: PromptDocument, found: PersonalData) -> bool:
    """Whether a value stands in a file's own notice of its authors: a copyright, a key such as `author`."""
    start = found.span.start
    before = document.text[max(0, start - _NEAR) : start].rpartition("\n")[2]
    if _ATTRIBUTION.search(before):
        return True
    return any(
        entry.name.lower() in _ATTRIBUTION_KEYS and entry.value.span.covers(found.span)
        for top in document.root.entries
        for entry in (top, *(top.value.entries if top.name == "metadata" else ()))
    )


@kept_per_document
def _placeholders(document: PromptDocument) -> dict[tuple[str, str], str]:
    return placeholders(document.text, find_personal_data(document.text))


@kept_per_document
def _places(document: PromptDocument) -> dict[tuple[str, str], list[PersonalData]]:
    places: dict[tuple[str, str], list[PersonalData]] = {}
    for each in find_personal_data(document.text):
        places.setdefault((each.kind, each.value), []).append(each)
    return places


def _fix(document: PromptDocument, found: PersonalData) -> Fix:
    """Write a value that is set aside for examples, wherever the file holds this one."""
    key = (found.kind, found.value)
    placeholder = _placeholders(document)[key]
    places = _places(document)[key]
    if len(places) > _MOST_PLACES:
        places = [found]  # the others have a fix of their own, to the same placeholder
    everywhere = " everywhere" if len(places) > 1 else ""
    edits = tuple(
        TextEdit(each.span, as_written(each, placeholder, document.source.slice(each.span)))
        for each in places
    )
    return Fix(f"Write `{placeholder}` instead{everywhere}", edits, safe=False)
