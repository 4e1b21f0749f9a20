"""What orders to override and to conceal look like, each with the words that it can begin with."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple

from promptwell.language.detectors.lazy_pattern import LazyPattern

Kind = Literal["override", "concealment", "exfiltration"]

_GAP = r"[ \t\r\n]{1,8}"
_RULES = (
    r"(?:instructions?|prompts?|rules|guidelines|directives?|directions|programming|restrictions"
    r"|training)\b"
)
_OVERRIDE = (
    rf"(?:ignore|disregard|forget|override|bypass|discard){_GAP}"
    rf"(?:(?:all|any|every|each|of|the|your|my|these|those){_GAP}){{0,3}}"
    r"(?:(?:previous|prior|above|preceding|earlier|system|safety|original|existing|initial|built-in)"
    rf"{_GAP}(?:(?!not\b)\w{{1,20}}{_GAP})?){{1,2}}{_RULES}"
    rf"|(?:ignore|disregard|forget){_GAP}(?:all|any|every){_GAP}(?:of{_GAP})?(?:the{_GAP}|your{_GAP})?"
    rf"{_RULES}{_GAP}(?:above|before|you)\b"
)
_LIMITS = (
    r"(?:rules|polic(?:y|ies)|guidelines|restrictions?|limits|limitations|boundaries|filters?|morals?"
    r"|ethics|morality|programming|censorship|constraints)\b"
)
_SORTS = r"(?:ethical|moral|legal|content|safety|morality|openai(?:['\u2019]s)?)"
_NO = rf"(?:no|without(?:{_GAP}any)?|have{_GAP}any){_GAP}"
_UNBOUND = (
    rf"do{_GAP}anything{_GAP}now\b"
    rf"|(?:(?<=not )|(?<=longer )|(?<=n't ))bound{_GAP}(?:by|to){_GAP}"
    rf"(?:(?:any|the|its|your|their|all|usual|typical|of|{_SORTS}){_GAP}){{0,3}}{_LIMITS}"
    rf"|{_NO}(?:{_SORTS}{_GAP}(?:(?:or|and){_GAP}\w{{1,20}}{_GAP})?){{1,2}}{_LIMITS}"
    rf"|{_NO}(?:rules|restrictions|limits|filters|morals|ethics){_GAP}(?:or|and){_GAP}{_LIMITS}"
    rf"|(?:(?<=has )|(?<=have )|(?<=had ))no{_GAP}{_LIMITS}"
    rf"|(?:amoral|unfiltered|uncensored|unrestricted|unrestrained)(?:,|{_GAP}and)?{_GAP}(?:\w{{1,20}}{_GAP})?"
    r"(?:ai|chatbot|bot|assistant|model|version|responses?|answers?|persona|character|entity|mode|being)\b"
    rf"|developer{_GAP}mode{_GAP}(?:outputs?|responses?)\b"
    rf"|(?:(?<=broken )|(?<=broke ))free{_GAP}(?:of|from)\b"
    rf"|free{_GAP}(?:of|from){_GAP}(?:all|any){_GAP}(?:{_SORTS}{_GAP})?{_LIMITS}"
    rf"|never{_GAP}(?:ever{_GAP})?(?:refuses?|declines?|rejects?|say{_GAP}no){_GAP}"
    r"(?:any|a|to|an|my|anything|questions?|requests?|what|the)\b"
    rf"|(?:regardless{_GAP}of|even{_GAP}if|no{_GAP}matter{_GAP}how)(?:{_GAP}\w{{1,12}}){{0,4}}?{_GAP}"
    r"(?:unethical|immoral|illegal|ethicality|morality|legality)\b"
)
_PERSON = (
    r"(?:the[ \t]+|your[ \t]+|any[ \t]+)?(?:users?|humans?|developers?|reviewers?|owners?)\b"
    r"(?!['\u2019]s\b)"
)
_CONCEALMENT = (
    rf"(?:do{_GAP}not|don['\u2019]t|never|must{_GAP}not|without){_GAP}(?:ever{_GAP})?(?:"
    rf"(?:tell(?:ing)?|inform(?:ing)?|notify(?:ing)?|alert(?:ing)?|warn(?:ing)?){_GAP}{_PERSON}"
    rf"(?!{_GAP}(?:to|how|against)\b)"
    rf"|let(?:ting)?{_GAP}{_PERSON}{_GAP}(?:know|see|notice|find)\b"
    rf"|(?:mention(?:ing)?|show(?:ing)?|admit(?:ting)?){_GAP}(?:this|that|it|these|anything){_GAP}"
    rf"(?:steps?{_GAP})?to{_GAP}{_PERSON})"
    rf"|(?:hide|conceal){_GAP}(?:this|it|that|these|your{_GAP}\w{{1,20}}){_GAP}from{_GAP}{_PERSON}"
    rf"|keep{_GAP}(?:this|it){_GAP}(?:a{_GAP})?(?:secret|hidden){_GAP}from{_GAP}{_PERSON}"
    rf"|without{_GAP}(?:the{_GAP})?users?(?:['\u2019]s?)?{_GAP}(?:knowing|noticing|knowledge)\b"
)


class Pattern(NamedTuple):
    """What one kind of phrase looks like. `told` tells an order, which can be denied, from a claim."""

    kind: Kind
    expression: LazyPattern
    told: bool = True


@cache
def patterns() -> dict[str, tuple[Pattern, ...]]:
    """The patterns by the words, in small letters, that a phrase of them begins with."""
    override = Pattern("override", LazyPattern(_OVERRIDE, re.IGNORECASE))
    unbound = Pattern("override", LazyPattern(_UNBOUND, re.IGNORECASE), told=False)
    concealment = Pattern("concealment", LazyPattern(_CONCEALMENT, re.IGNORECASE))
    starts: dict[str, tuple[Pattern, ...]] = {}
    for pattern, words in (
        (override, ("ignore ", "disregard ", "forget ", "override ", "bypass ", "discard ")),
        (
            unbound,
            ("do anything", "bound ", "no ", "without ", "have any ", "amoral", "unfiltered"),
        ),
        (unbound, ("uncensored", "unrestricted", "unrestrained", "developer mode", "free of")),
        (unbound, ("free from", "never ", "regardless of", "even if")),
        (
            concealment,
            ("do not ", "don't ", "don\u2019t ", "never ", "must not ", "without ", "hide "),
        ),
        (concealment, ("conceal ", "keep this ", "keep it ")),
    ):
        for word in words:
            starts[word] = (*starts.get(word, ()), pattern)
    return starts
