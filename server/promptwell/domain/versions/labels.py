"""The file of labels: a line for each name that a version of a prompt has.

    prompts/summary.prompty@production 9f86d081…

Behind the prompt's path and the label stands the text identity of the version. Lines are in the order of
their names, so that Git merges what two people label; `# ` begins a comment.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass

from promptwell.domain.versions.label_file import LABEL_FILE

_HEADER = "# Versions of prompts by name. Written by `promptwell label PROMPT NAME REF`.\n"
_LINE = re.compile(r"(?P<prompt>[^\r\n]+)@(?P<label>[^@\s]+)[ \t]+(?P<text>[0-9a-f]{64})[ \t]*\Z")
_IDENTITY = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_COMMENT = re.compile(r"\s*#(?:[\s#]|\Z)")
_LABEL = re.compile(r"[A-Za-z_][\w.-]{0,99}\Z")
_BYTE_ORDER_MARK = "\ufeff"  # editors of Windows put it in front
_MARKERS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")


@dataclass(frozen=True, slots=True)
class Label:
    """A name of a version: the prompt's path, the name, and the text identity of the version."""

    prompt: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class LabelProblem:
    """A line that can't be read, counted from 1, and why."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Labels:
    """What a file of labels says, and what of it can't be read. No line of it is ever lost."""

    labels: tuple[Label, ...] = ()
    problems: tuple[LabelProblem, ...] = ()

    def of(self, prompt: str) -> dict[str, str]:
        """The text identities of a prompt's labels, by name. One that is there twice differently is none."""
        found: dict[str, str] = {}
        unclear = set()
        for each in self.labels:
            if each.prompt == prompt:
                if found.get(each.name, each.text) != each.text:
                    unclear.add(each.name)
                found[each.name] = each.text
        return {name: text for name, text in found.items() if name not in unclear}

    def problem_with(self, name: str) -> str:
        """Where and why a label of a name may not have been read, the likeliest place; "" where all lines are good."""
        about = [each for each in self.problems if f"@{name}`" in each.message]
        for each in about or self.problems:
            return f"{LABEL_FILE}, line {each.line}: {each.message}"
        return ""


def is_label(name: str) -> bool:
    """Whether a text may be the name of a label or a branch."""
    return _LABEL.match(name) is not None


def read_labels(text: str) -> Labels:
    """The labels in a text, and the lines that are none. Never raises."""
    labels: list[Label] = []
    problems: list[LabelProblem] = []
    seen: dict[tuple[str, str], tuple[int, str]] = {}
    for number, line in enumerate(_lines(text), start=1):
        if not line.strip() or _COMMENT.match(line):
            continue
        found = _LINE.match(line)
        if found is None:
            problems.append(LabelProblem(number, _why(line)))
            continue
        label = Label(found["prompt"], found["label"], found["text"])
        before = seen.setdefault((label.prompt, label.name), (number, label.text))
        if before[1] != label.text:
            problems.append(
                LabelProblem(
                    number,
                    f"`{label.prompt}@{label.name}` stands in line {before[0]} with another version; "
                    "let one of the two lines stay",
                )
            )
        labels.append(label)
    return Labels(tuple(labels), tuple(problems))


def named_texts(text: str) -> set[str]:
    """The identities of all texts that a file of labels may name, in lines that are no labels as well."""
    return set(_IDENTITY.findall(text.lower()))


def set_label(text: str, label: Label) -> str:
    """The text with a label in it, in the place of what it named before. All other lines stay as they are."""
    if text.startswith(_BYTE_ORDER_MARK):
        return _BYTE_ORDER_MARK + set_label(text.removeprefix(_BYTE_ORDER_MARK), label)
    end = "\r\n" if "\r\n" in text else "\n"
    line = f"{label.prompt}@{label.name} {label.text}"
    if not text:
        return f"{_HEADER}{line}\n"
    key = _key(label.prompt, label.name)
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    keys = [_key_of(each) for each in lines]
    places = [index for index, each in enumerate(keys) if each == key]
    if places:
        kept = [each for index, each in enumerate(lines) if index not in places[1:]]
        kept[places[0]] = line + ("\r" if end == "\r\n" else "")
        return "\n".join(kept) + "\n"
    known = [(each, index) for index, each in enumerate(keys) if each is not None]
    at = bisect_left([each for each, _ in known], key)
    place = known[at][1] if at < len(known) else len(lines)
    lines.insert(place, line + ("\r" if end == "\r\n" else ""))
    return "\n".join(lines) + "\n"


def remove_label(text: str, prompt: str, name: str) -> str:
    """The text without a label. All other lines stay as they are."""
    if text.startswith(_BYTE_ORDER_MARK):
        rest = text.removeprefix(_BYTE_ORDER_MARK)
        return _BYTE_ORDER_MARK + remove_label(rest, prompt, name)
    key = _key(prompt, name)
    return "".join(
        each for each in re.findall(r"[^\n]*\n|[^\n]+", text) if _key_of(each.rstrip("\n")) != key
    )


def move_labels(text: str, moves: Mapping[str, str]) -> str:
    """The text with the labels of prompts that are elsewhere now."""
    moved = [each for each in read_labels(text).labels if each.prompt in moves]
    for each in moved:
        text = remove_label(text, each.prompt, each.name)
    for each in moved:
        text = set_label(text, Label(moves[each.prompt], each.name, each.text))
    return text


def _lines(text: str) -> list[str]:
    return [each.removesuffix("\r") for each in text.removeprefix(_BYTE_ORDER_MARK).split("\n")]


def _key(prompt: str, name: str) -> tuple[str, str]:
    return prompt, name


def _key_of(line: str) -> tuple[str, str] | None:
    found = None if _COMMENT.match(line) else _LINE.match(line.removesuffix("\r"))
    return _key(found["prompt"], found["label"]) if found else None


def _why(line: str) -> str:
    if line.startswith(_MARKERS):
        return "a conflict of a merge is left here; choose one side"
    return "this is no label; a line is PROMPT@LABEL and the 64 digits of a version"
