"""Questions to be answered from a text that is given, without a word on what to do if it doesn't tell."""

from __future__ import annotations

import re

from promptwell.language.detectors.lazy_pattern import LazyPattern
from promptwell.language.detectors.wording import prose_of
from promptwell.language.semantics.model import SemanticModel
from promptwell.language.text.source import Span

# Inputs that hold what answers are to be taken from, as the last words of their names.
_SOURCES = LazyPattern(
    r"(?:^|[_.-]|(?<=[a-z])(?=[A-Z]))(?:contexts?|documents?|(?:retrieved|relevant|matching)_?docs|passages?|chunks?|snippets?|excerpts?"
    r"|articles?|knowledge|sources?|search_?results?|retrieved(?:_?\w+)?)$",
    re.IGNORECASE,
)
_QUESTIONS = r"(?: (?!for\b)[\w'\u2019-]+){0,5}? (?:questions?|quer(?:y|ies)|inquir(?:y|ies))\b"
_ANSWER = LazyPattern(
    r"(?:^[\W\d_]*|[.:;,] |\b(?:to|please|will|must|should|can|and|that|you|who|assistant|agent|bot|then) )"
    rf"(?P<answer>answers?{_QUESTIONS}"
    r"|(?:provide|give|generate|create|write|formulate|find|extract)s?(?: [\w-]+){0,3}? answers? (?:for|to)"
    rf"{_QUESTIONS})",
    re.IGNORECASE | re.MULTILINE,
)
# A grader is told about questions and answers, and gives neither; a text that only makes answers more
# personal, or from which is picked what helps, is not where they come from.
_GRADES = LazyPattern(
    r"\b(?:information|relevant|useful|needed|necessary|helpful|used) to answer|personali[sz]\w+"
    r"|\b(?:evaluat\w+|grad(?:e|ing|er)|rat(?:e|ing)|scor(?:e|ing)|judg\w+|metric|analy[sz]e the (?:provided|given)"
    r"|generate (?:a |the )?questions?)\b",
    re.IGNORECASE,
)
# Any word of a way out, anywhere in the prompt: which one is enough can't be told by a pattern.
_WAY_OUT = LazyPattern(
    r"n['\u2019]t know|(?:do|does|did) not know|not (?:be )?(?:sure|certain|clear)|unsure|uncertain|unknown"
    r"|(?:can|could)(?:not|n['\u2019]t| not) (?:be )?(?:find|found|answer|determine|verif|locate|confirm)"
    r"|unable to|not (?:be )?(?:found|available|mentioned|provided|present|specified|contained|enough|covered"
    r"|included|listed|stated|supported|in the|in your|related|relevant|answer|known|verif|directly)"
    r"|(?:do|does)(?:n['\u2019]t| not) (?:contain|have|include|provide|mention|answer|exist|support)"
    r"|\bno (?:information|relevant|answer|source|such|data|result|citation|evidence|context|match)"
    r"|\b(?:none|nothing) (?:of|is|in|found)|insufficient|unanswerable|\bn/?a\b|missing|unverif|lacks?\b"
    r"|(?:never|not|n['\u2019]t|avoid|without) (?:to )?(?:invent|mak(?:e|ing) |fabricat|guess|assum|hallucinat"
    r"|speculat|try to make)|no (?:invented|made-up|fabricated|hallucinat)|hallucinat"
    r"|only (?:use|answer|if|based|from|with|refer)|(?:use|answer|rely)(?: \w+){0,3} only"
    r"|(?:if|when|where|whenever) (?:available|known|possible|applicable|relevant|needed)",
    re.IGNORECASE,
)


def question_without_way_out(model: SemanticModel) -> tuple[Span, str] | None:
    """Where a prompt asks to answer a question, and the input that the answer shall come from.

    None where the prompt says anywhere what to do when the input doesn't tell, or hands in no such input.
    """
    document = model.document
    if document.is_container or "nswer" not in document.text:
        return None
    names = (".".join((use.name, *use.path)) for use in model.free_uses if use.output)
    source = next((name for name in names if _SOURCES.search(name)), None)
    if source is None:
        return None
    prose = prose_of(document)
    asked = _ANSWER.search(prose)
    if (
        asked is None
        or _GRADES.search(prose)
        or _WAY_OUT.search(document.text, document.body.start)
    ):
        return None
    return Span(*asked.span("answer")), source
