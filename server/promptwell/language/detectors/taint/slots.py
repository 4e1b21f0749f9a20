"""How an output stands in its message: between delimiters, as all of it, as a text, or as a word."""

from __future__ import annotations

import re
from functools import cached_property

from promptwell.language.detectors.delimiters import DelimitedText, Delimiter
from promptwell.language.detectors.taint.blocks import Around, outward
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.text.source import Span

_FAR = 160
_MANY = 200
# What may stand between a value and the words around it: quotes, bullets, brackets.
_DECORATION = " \t\r\"'`*#>([{-\u201c\u2022"
_ENDS_LABEL = ":=.!?>"
_VERB = re.compile(
    r"\b(?:sum up|summari[sz]e|translate|rewrite|paraphrase|proofread|classify|analy[sz]e|review|correct"
    r"|explain|answer|following|(?:extract|infer|taken) [\w ]{0,40}from)[ \t]*\Z",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\b(?:my|your|his|her|their|user'?s?|customer'?s?) e-?mail(?: address)?(?: is)?[ \t]*:?[ \t]*\Z",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:\A|[\n.!?>*#-])[ \t]*(?:the |this |here is the |user'?s? |customer'?s? |e-?mail |chat |web )?"
    r"(?P<label>question|query|message|user input|input text|document|article|passage|transcript"
    r"|conversation|history|review|comment|e-?mail body|page content|user|customer)s?"
    r"(?: is| said| says| text)?[ \t]*[:=][ \t]*[\r\n]{0,2}[ \t]*\Z",
    re.IGNORECASE,
)
# `{{ item.role }}:` on a line of its own, or in a message's tag: what follows is that message.
_ROLE_LINE = re.compile(
    r"(?:\A|\n)[ \t]*#?[ \t]*\{\{[^{}\n]*\brole\b[^{}\n]*\}\}[ \t]*:[ \t]*\r?\n\s*\Z"
    r"|<message\s[^<>{}\n]*\brole\s*=\s*[\"']\{\{[^{}\n]*\}\}[\"'][^<>\n]*>[^<]*\Z"
)
_WORDS = re.compile(r"\w")
_PICTURE = re.compile(r"!\[[^\]\n]{0,200}\]\([ \t]*\Z")


class MessageText:
    """One message's content, and what stands in it besides its outputs."""

    def __init__(self, document: PromptDocument, content: Span) -> None:
        self._document = document
        self._content = content

    def delimiter(self, output: Span) -> Delimiter | None:
        """What sets an output apart from the words around it."""
        return self._delimited.around(output)

    def is_whole(self, around: Around | None) -> bool:
        """Whether the message says nothing beside an output with these blocks around it."""
        if len(self._words) > _MANY:
            return False
        return not any(_counts(span, around) for span in self._words)

    def is_text(self, output: Span) -> bool:
        """Whether an output stands as a text of its own, not as a word in a sentence."""
        before = self._before(output)
        after = self._document.text[output.end : min(output.end + _FAR, self._content.end)]
        return _is_text(before, after)

    def is_address(self, output: Span) -> bool:
        """Whether the words before an output say that it is an address: `My email is`."""
        return _ADDRESS.search(self._before(output)) is not None

    def label(self, output: Span) -> str:
        """What the words before an output call it: `Question:`; "" where they tell of no text."""
        before = self._before(output)
        if not before.rstrip().endswith((":", "=")):
            return ""
        found = _LABEL.search(before)
        return " ".join(found["label"].split()) if found else ""

    def has_role_line(self, output: Span) -> bool:
        """Whether the template writes a role line before an output, so that it is a message of its own."""
        # A tag may begin the message, and then stands before its content.
        before = self._document.text[max(0, output.start - _FAR) : output.start]
        return "role" in before and _ROLE_LINE.search(before) is not None

    @cached_property
    def _delimited(self) -> DelimitedText:
        return DelimitedText(self._document, self._content)

    @cached_property
    def _words(self) -> list[Span]:
        return _words(self._document, self._content)

    def _before(self, output: Span) -> str:
        start = max(self._content.start, output.start - _FAR)
        return self._document.text[start : output.start]


def _is_text(before: str, after: str) -> bool:
    if _VERB.search(before):
        return True
    line = before.rpartition("\n")[2].strip(_DECORATION)
    following = after.lstrip(" \t\"'`*")[:1]
    if not line:
        return not following.isalnum()
    return line[-1] in _ENDS_LABEL and (line[-1] in ":=" or not following.isalnum())


def _words(document: PromptDocument, content: Span) -> list[Span]:
    """The stretches of a message, between its tags and outputs, that say something."""
    found: list[Span] = []
    position = content.start
    for island in document.template.islands_in(content):
        if island.kind == "raw":
            continue
        _add_words(document.text, Span(position, island.span.start), found)
        position = island.span.end
    _add_words(document.text, Span(position, content.end), found)
    return found


def _add_words(text: str, span: Span, found: list[Span]) -> None:
    words = text[span.start : span.end]
    if _WORDS.search(_PICTURE.sub("", words)):
        found.append(span)


def _counts(words: Span, around: Around | None) -> bool:
    """Whether words can stand beside an output: they do not in another branch of the same condition."""
    for block, number in outward(around):
        if block.tag != "if" or not block.span.covers(words):
            continue
        start = block.branches[number].island.span.start
        later = block.branches[number + 1 :]
        end = later[0].island.span.start if later else block.span.end
        if not (start <= words.start and words.end <= end):
            return False
    return True
