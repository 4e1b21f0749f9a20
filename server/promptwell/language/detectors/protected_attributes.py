"""Attributes of people that the law protects, where a prompt takes them into a decision about somebody."""

from __future__ import annotations

import re
from typing import NamedTuple

from promptwell.language.detectors.lazy_pattern import LazyPattern
from promptwell.language.detectors.wording import prose_of
from promptwell.language.semantics.model import SemanticModel
from promptwell.language.text.source import Span

# Words of an input's name, the last ones. Decisions may not rest on these; see the rule's sources.
_ATTRIBUTES: dict[tuple[str, ...], str] = {
    ("gender",): "gender", ("sex",): "sex", ("race",): "race", ("ethnicity",): "ethnicity",
    ("ethnic", "group"): "ethnicity", ("religion",): "religion", ("faith",): "religion",
    ("nationality",): "national origin", ("national", "origin"): "national origin",
    ("country", "of", "birth"): "national origin", ("birthplace",): "national origin",
    ("disability",): "disability", ("disabilities",): "disability", ("disability", "status"): "disability",
    ("pregnancy",): "pregnancy", ("pregnant",): "pregnancy", ("sexual", "orientation"): "sexual orientation",
    ("marital", "status"): "marital status", ("age",): "age", ("date", "of", "birth"): "age", ("dob",): "age",
    ("birthdate",): "age", ("birth", "date"): "age", ("skin", "color"): "race",
    ("political", "affiliation"): "political opinion", ("caste",): "caste",
}  # fmt: skip
# Whose attribute it is, where the name says so: these are people about whom is decided.
_OTHERS = frozenset(
    {
        "message",
        "account",
        "page",
        "cache",
        "file",
        "company",
        "domain",
        "document",
        "pet",
        "vehicle",
    }
)
# A decision of the kind that the EU's AI Act counts as high-risk (annex III, 3 to 5) and US law forbids to
# base on such attributes: whom to hire, to lend to, to insure, to admit, to let to.
_DECIDES = LazyPattern(
    r"\b(?:(?P<about>job (?:applicant|candidate|application)s?|applicants?|candidates?|r[e\u00e9]sum[e\u00e9]s?|cvs?"
    r"|loans?|mortgages?|credit (?:score|risk|limit|decision|application|worthiness|card application)s?"
    r"|creditworthiness|insurance|premiums?|underwrit\w+|admissions?|tenants?|rental applications?|hir(?:e|ing)"
    r"|recruit\w*|bail|parole|recidivism|benefits? eligibility)|"
    r"(?P<does>approv(?:e|al|ed)|reject(?:ed|ion)?|den(?:y|ied|ial)|decid(?:e|es|ing)|decision|score|rank"
    r"|(?<!interest )rate|assess|evaluat(?:e|ing|ion)|screen(?:ing)?|shortlist|select"
    r"|recommend(?:ation)?|qualif(?:y|ies|ied)|eligib(?:le|ility)"
    r"|classify|predict|determine))\b",
    re.IGNORECASE,
)
_FAIR = LazyPattern(
    r"\b(?:(?:do not|don['\u2019]t|never|not|without|must not|cannot)(?: \w+){0,4} (?:consider|use|base|factor|regard"
    r"|take into account|discriminat\w*|bias\w*)|ignor(?:e|ing)|regardless of|irrespective of|without regard|disregard"
    r"|fairness|discriminat\w*|bias(?:ed|es)?|equal opportunity|counterfactual|anonymi[sz]\w*|redact\w*)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


class ProtectedInput(NamedTuple):
    """An output of a protected attribute into a prompt that decides; `attribute` is its plain name."""

    span: Span
    name: str
    attribute: str
    subject: Span


def protected_inputs(model: SemanticModel) -> tuple[ProtectedInput, ...]:
    """The attributes that a deciding prompt is handed, each once, in the order of the text."""
    document = model.document
    found: dict[str, ProtectedInput] = {}
    places = [
        (use, attribute)
        for use in model.uses
        if use.output and (attribute := _attribute(".".join((use.name, *use.path))))
    ]
    if document.is_container or not places:
        return ()
    prose = prose_of(document)
    subject = _decides(prose)
    if subject is None or _FAIR.search(prose):
        return ()
    for use, attribute in places:
        name = ".".join((use.name, *use.path))
        end = use.path_spans[-1].end if use.path_spans else use.span.end
        found.setdefault(name, ProtectedInput(Span(use.span.start, end), name, attribute, subject))
    return tuple(found.values())


def _attribute(name: str) -> str:
    words = tuple(word.lower() for word in _WORD.findall(name))
    if not _OTHERS.isdisjoint(words):
        return ""
    return next((_ATTRIBUTES[words[-n:]] for n in (3, 2, 1) if words[-n:] in _ATTRIBUTES), "")


def _decides(prose: str) -> Span | None:
    """Where the prompt says about whom or what it decides, if it says both that and that it decides."""
    about: Span | None = None
    does = False
    for match in _DECIDES.finditer(prose):
        if match["about"]:
            about = about or Span(*match.span("about"))
        else:
            does = True
        if about and does:
            return about
    return None
