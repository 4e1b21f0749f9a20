"""YAML events become a tree with exact spans, without recursion."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Literal, NamedTuple

import yaml

from promptwell.language.syntax.problem import Problem
from promptwell.language.syntax.yaml.node import Style, YamlEntry, YamlNode
from promptwell.language.syntax.yaml.scalars import SAFE_TAGS, plain_value, tagged_value
from promptwell.language.text.source import Span

DEEPEST = 100
# More of one kind tell nothing new, and a text of nothing else would take long.
MOST_PROBLEMS = 50
# PyYAML's own reader is some twenty times slower than libyaml.
_LONG = 32 * 1024

# Where Python was installed without libyaml, PyYAML's own parser reads the same language, slower.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

RefusalKind = Literal["alias", "anchor", "tag", "key", "document", "merge"]

_STYLES: dict[str | None, Style] = {"'": "single", '"': "double", "|": "literal", ">": "folded"}
_BLOCK_HEADER = re.compile(r"(?:[!&][^\s]*[ \t]+)*[|>][-+0-9]*")
# JSON writes a character beyond U+FFFF as two escapes, and YAML is to read JSON; libyaml refuses them.
_PAIR = re.compile(
    r"(?<!\\)\\u(?P<high>[dD][89abAB][0-9a-fA-F]{2})\\u(?P<low>[dD][c-fC-F][0-9a-fA-F]{2})"
)
_LINE_BREAKS = "\r\n\x85\u2028\u2029"


class Refusal(NamedTuple):
    """Something that YAML's grammar allows and loaders refuse, such as an alias to nowhere."""

    kind: RefusalKind
    span: Span
    detail: str = ""


class Built(NamedTuple):
    """A tree and its faults.

    `complete` is False where reading stopped early because it nests too deep; `anchored` tells whether
    anchors or aliases tie its parts together.
    """

    root: YamlNode | None
    problems: tuple[Problem, ...]
    refusals: tuple[Refusal, ...]
    complete: bool
    anchored: bool


def build_tree(
    text: str, overrides: dict[int, str] | None = None, *, own_tags: bool = False
) -> Built:
    """Read a YAML text.

    `overrides` maps offsets of scalars to the text they stand for, whatever is written there. With `own_tags`, tags
    such as `!Template` are those of a program that knows them.

    Raises:
        yaml.YAMLError: the text is not YAML.
    """
    return _Builder(text, overrides or {}, own_tags=own_tags).build()


@dataclass(slots=True)
class _Open:
    """A collection whose end has not come yet."""

    kind: Literal["mapping", "sequence"]
    start: int
    style: Style
    end: int
    entries: list[YamlEntry] = field(default_factory=list)
    items: list[YamlNode] = field(default_factory=list)
    key: YamlNode | None = None


class _Builder:
    def __init__(self, text: str, overrides: dict[int, str], *, own_tags: bool) -> None:
        self.text = text
        self.own_tags = own_tags
        self.has_pairs = "\\u" in text and _PAIR.search(text) is not None
        self.overrides = overrides
        self.open: list[_Open] = []
        self.root: YamlNode | None = None
        self.problems: list[Problem] = []
        self.refusals: list[Refusal] = []
        self.anchors: dict[str, str] = {}
        self.complete = True
        self.aliased = False

    def build(self) -> Built:
        documents = 0
        for event in self._events():
            start, end = event.start_mark.index, event.end_mark.index
            if isinstance(event, yaml.ScalarEvent):
                self._anchor(event, start, end)
                self._add(self._scalar(event, start, end))
            elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                if len(self.open) >= DEEPEST:
                    self.problems.append(_too_deep(start, end))
                    self.complete = False
                    break
                self._anchor(event, start, end)
                self._check_tag(event.tag, start, end)
                mapping = isinstance(event, yaml.MappingStartEvent)
                style: Style = "flow" if event.flow_style else "block"
                self.open.append(_Open("mapping" if mapping else "sequence", start, style, end))
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                self._close(end)
            elif isinstance(event, yaml.AliasEvent):
                anchor = str(event.anchor)
                self.aliased = True
                if anchor not in self.anchors:
                    self.refusals.append(Refusal("alias", Span(start, end), anchor))
                self._add(YamlNode("alias", Span(start, end), anchor))
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents == 2:
                    self.refusals.append(Refusal("document", Span(start, max(end, start + 1))))
                    break
        while self.open:
            self._close(self.open[-1].end)
        refusals = tuple(self.refusals[:MOST_PROBLEMS])
        anchored = self.aliased or bool(self.anchors)
        return Built(self.root, tuple(self.problems), refusals, self.complete, anchored)

    def _events(self) -> Iterator[Any]:
        # libyaml takes tabs for blanks where PyYAML's own reader, which prompty uses, refuses them.
        exact = "\t" in self.text and len(self.text) < _LONG
        text = _PAIR.sub(r"\\ufffd\\ufffd", self.text) if self.has_pairs else self.text
        try:
            yield from yaml.parse(text, Loader=yaml.SafeLoader if exact else LOADER)
        except yaml.MarkedYAMLError as error:
            # Newer libyaml looks ahead and gives up at 1,000 levels before we see the first of them.
            if "nesting depth" not in f"{error.problem}":
                raise
            at = error.problem_mark.index if error.problem_mark else 0
            self.problems.append(_too_deep(min(at, len(self.text)), at))
            self.complete = False

    def _scalar(self, event: Any, start: int, end: int) -> YamlNode:
        style = _STYLES.get(event.style, "plain")
        value: str = event.value
        if style == "double" and self.has_pairs:
            value = _with_pairs(value, self.text[start:end])
        if start in self.overrides:
            return YamlNode("scalar", Span(start, end), self.overrides[start])
        if style == "plain" and not value and start == end:
            return YamlNode("missing", Span(start, end))
        if style in ("literal", "folded"):
            end = self._block_end(start, end, value)
        if event.tag is not None and event.tag != "!":
            self._check_tag(event.tag, start, end)
            return YamlNode("scalar", Span(start, end), tagged_value(value, event.tag), style)
        if style == "plain" and event.implicit[0]:
            return YamlNode("scalar", Span(start, end), plain_value(value), style)
        return YamlNode("scalar", Span(start, end), value, style)

    def _block_end(self, start: int, end: int, value: str) -> int:
        """The end of a block scalar's last line that holds something; the reader stops at the next key."""
        header = _BLOCK_HEADER.match(self.text, start)
        if header and not value.strip(_LINE_BREAKS):
            return header.end()
        while end > start:
            line = end
            while line > start and self.text[line - 1] in " \t":
                line -= 1
            if line == start or self.text[line - 1] not in _LINE_BREAKS:
                break
            end = line
            while end > start and self.text[end - 1] in _LINE_BREAKS:
                end -= 1
        return end

    def _anchor(self, event: Any, start: int, end: int) -> None:
        if event.anchor is None:
            return
        if event.anchor in self.anchors:
            self.refusals.append(Refusal("anchor", Span(start, end), event.anchor))
        self.anchors[event.anchor] = type(event).__name__

    def _check_tag(self, tag: str | None, start: int, end: int) -> None:
        if self.own_tags and tag is not None and tag.startswith("!"):
            return
        if tag is not None and tag != "!" and tag not in SAFE_TAGS:
            self.refusals.append(Refusal("tag", Span(start, end), tag))

    def _add(self, node: YamlNode) -> None:
        if not self.open:
            if self.root is None:
                self.root = node
            return
        parent = self.open[-1]
        parent.end = max(parent.end, node.span.end)
        is_value = parent.kind == "sequence" or parent.key is not None
        if (
            is_value
            and node.value in ("<<", "=")
            and node.kind == "scalar"
            and node.style == "plain"
        ):
            # YAML 1.1 gives these two a meaning of their own, which no loader knows for a value.
            self.refusals.append(Refusal("tag", node.span, str(node.value)))
        if parent.kind == "sequence":
            parent.items.append(node)
        elif parent.key is None:
            if node.kind in ("mapping", "sequence"):
                self.refusals.append(Refusal("key", node.span))
            parent.key = node
        else:
            if _merges(parent.key) and not self._mergeable(node):
                self.refusals.append(Refusal("merge", node.span if node.value else parent.key.span))
            parent.entries.append(YamlEntry(self._name(parent.key), parent.key, node))
            parent.key = None

    def _mergeable(self, node: YamlNode) -> bool:
        """Whether `<<` can take the value: a mapping, a list of mappings, or aliases of such."""
        if node.kind == "alias":
            return self.anchors.get(str(node.value)) != "ScalarEvent"
        if node.kind == "sequence":
            return all(item.kind != "sequence" and self._mergeable(item) for item in node.items)
        return node.kind == "mapping"

    def _name(self, key: YamlNode) -> str:
        if key.kind != "scalar":
            return "" if key.kind == "missing" else self.text[key.span.start : key.span.end]
        if isinstance(key.value, str):
            return key.value
        return self.text[key.span.start : key.span.end]

    def _close(self, end: int) -> None:
        closed = self.open.pop()
        if closed.key is not None:
            after = Span(closed.key.span.end, closed.key.span.end)
            closed.entries.append(
                YamlEntry(self._name(closed.key), closed.key, YamlNode("missing", after))
            )
        if closed.style != "flow":
            # The end of a block collection is announced only where the next thing begins.
            end = closed.end
        if len(self.problems) < MOST_PROBLEMS:
            room = MOST_PROBLEMS - len(self.problems)
            self.problems += islice(duplicates(closed.entries), room)
        span = Span(closed.start, max(end, closed.start))
        entries, items = tuple(closed.entries), tuple(closed.items)
        self._add(YamlNode(closed.kind, span, None, closed.style, entries, items))


def _with_pairs(value: str, written: str) -> str:
    """A value in which each pair of surrogates is the character that it stands for."""
    for pair in _PAIR.finditer(written):
        said = bytes.fromhex(pair["high"] + pair["low"]).decode("utf-16-be")
        value = value.replace("\ufffd\ufffd", said, 1)
    return value


def _merges(key: YamlNode) -> bool:
    return key.value == "<<" and key.kind == "scalar" and key.style == "plain"


def duplicates(entries: Sequence[YamlEntry]) -> Iterator[Problem]:
    """The keys that are set a second time."""
    if len({entry.name for entry in entries}) == len(entries):
        return
    first: dict[tuple[type, str], YamlEntry] = {}
    for entry in entries:
        key = entry.base.key
        if key.kind != "scalar" or entry.name == "<<":
            continue
        identity = (type(key.value), entry.name)
        earlier = first.setdefault(identity, entry)
        if earlier is not entry:
            message = f"`{entry.name}` is set twice here; only the last value counts"
            related = ((earlier.key.span, f"`{entry.name}` is first set here"),)
            yield Problem("duplicate-key", entry.key.span, message, related)


def _too_deep(start: int, end: int) -> Problem:
    message = f"this nests more than {DEEPEST} levels deep; what lies deeper is not read"
    return Problem("nesting-too-deep", Span(start, max(end, start + 1)), message)
