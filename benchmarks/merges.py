"""How long a merge takes, and how many pairs of changes conflict by structure and by lines.

The changes are those that people make to prompts: an input or tag more, another model, a sentence
reworded, a rule added or changed, a section, an example, a block around lines. Each side makes a few.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from functools import partial
from typing import NamedTuple

from differences import edited
from inputs import prompt
from timing import cpu_times, p95

from promptwell.domain.versions.merging.merge import merge
from promptwell.domain.versions.merging.result import MergeConflict, Merged
from promptwell.services.versions.merging import merge_texts

SIZE = 20_000
PAIRS = 400

_WORDS = (
    "answer",
    "summarize",
    "question",
    "customer",
    "order",
    "always",
    "never",
    "politely",
    "short",
    "sources",
    "table",
)


class Taken(NamedTuple):
    """Milliseconds of CPU, and how many of `PAIRS` conflict: by lines as Git sees them, and by structure."""

    time: float
    by_lines: int
    by_structure: int
    marked_by_lines: int
    marked_by_structure: int


def measure() -> Taken:
    """The p95 of a merge of 20 kB, and the conflicts of generated changes."""
    base = prompt(SIZE)
    pairs = [
        (edited(base, seed, n), edited(base, seed + 100, n)) for seed in range(6) for n in (5, 30)
    ]
    merge_texts(base, *pairs[0], "bench.prompty")  # modules and tables are loaded once
    times = [
        time
        for ours, theirs in pairs
        for time in cpu_times(partial(_merged, base, ours, theirs), 3)
    ]
    lines = structure = marked_lines = marked_structure = 0
    for seed in range(PAIRS):
        base, ours, theirs = pair(seed)
        plain, found = merge(base, ours, theirs), merge_texts(base, ours, theirs, "a.prompty")
        lines += not plain.clean
        structure += not found.clean
        marked_lines += _marked(plain.conflicts)
        marked_structure += _marked(found.conflicts)
    return Taken(p95(times), lines, structure, marked_lines, marked_structure)


def _merged(base: str, ours: str, theirs: str) -> Merged:
    return merge_texts(base, ours, theirs, "bench.prompty")


def _marked(conflicts: Iterable[MergeConflict]) -> int:
    return sum(each.ours.count("\n") + each.theirs.count("\n") for each in conflicts)


def pair(seed: int) -> tuple[str, str, str]:
    """A prompt and what two people made of it, each by one to three changes."""
    source = random.Random(seed)  # noqa: S311  # no secret
    base = _prompt(source)
    sides = []
    for name in ("ann", "bob"):
        text = base
        for number in range(source.randint(1, 3)):
            text = _Author(source, f"{name}{number}").change(text)
        sides.append(text)
    return base, sides[0], sides[1]


def _prompt(source: random.Random) -> str:
    rules = "\n".join(f"- {_sentence(source)}" for _ in range(5))
    return (
        "---\nname: reply\ndescription: Answers a customer.\ninputs:\n  topic: string\n  customer: string\n"
        "metadata:\n  tags: [support, mail]\nmodel:\n  id: gpt-4o\n  options:\n    temperature: 0.2\n---\n"
        f"system:\nYou help customers. {_sentence(source)} {_sentence(source)}\n\n## Rules\n{rules}\n\n"
        f"## Style\n{_sentence(source)} {_sentence(source)}\n\n"
        "{% if customer %}\nGreet {{ customer }}.\n{% endif %}\n\nuser:\n{{ topic }}\n"
    )


def _sentence(source: random.Random) -> str:
    return " ".join(source.choices(_WORDS, k=source.randint(4, 9))).capitalize() + "."


class _Author:
    """Somebody who makes one change; what is new has the name."""

    def __init__(self, source: random.Random, name: str) -> None:
        self.source = source
        self.name = name

    def change(self, text: str) -> str:
        return self.source.choice(
            (
                self.add_input,
                self.add_tag,
                self.set_option,
                self.change_model,
                self.reword,
                self.reword,
                self.add_rule,
                self.add_section,
                self.add_sentence,
                self.wrap,
                self.add_message,
            )
        )(text)

    def add_input(self, text: str) -> str:
        return text.replace("  customer: string\n", f"  customer: string\n  {self.name}: string\n")

    def add_tag(self, text: str) -> str:
        return text.replace("mail]", f"mail, {self.name}]")

    def set_option(self, text: str) -> str:
        seed = f"seed: {self.source.randint(1, 9)}"
        option = self.source.choice(("maxOutputTokens: 500", "topP: 0.9", seed))
        if option[:4] in text:
            return text
        return text.replace("  options:\n", f"  options:\n    {option}\n")

    def change_model(self, text: str) -> str:
        return text.replace("gpt-4o", self.source.choice(("gpt-5", "gpt-4.1")))

    def reword(self, text: str) -> str:
        """One word of one sentence."""
        lines = text.split("\n")
        at = self._line(lines, lambda line: line.endswith(".") and " " in line[2:])
        words = lines[at].split(" ")
        words[self.source.randrange(1, len(words))] = self.name
        lines[at] = " ".join(words)
        return "\n".join(lines)

    def add_rule(self, text: str) -> str:
        lines = text.split("\n")
        at = self._line(lines, lambda line: line.startswith("- "))
        lines.insert(at + 1, f"- {self.name}: {_sentence(self.source)}")
        return "\n".join(lines)

    def add_section(self, text: str) -> str:
        section = f"## {self.name}\n{_sentence(self.source)}\n\n"
        return text.replace("{% if customer", section + "{% if customer", 1)

    def add_sentence(self, text: str) -> str:
        first = "You help customers."
        return text.replace(first, f"{first} {self.name} {_sentence(self.source)}", 1)

    def wrap(self, text: str) -> str:
        lines = text.split("\n")
        at = self._line(lines, lambda line: line.startswith("- "))
        lines[at : at + 1] = [f"{{% if {self.name} %}}", lines[at], "{% endif %}"]
        return "\n".join(lines)

    def add_message(self, text: str) -> str:
        example = f"user:\n{self.name}\nassistant:\n{_sentence(self.source)}\n"
        return text.replace("\nuser:\n{{", f"\n{example}user:\n{{{{", 1)

    def _line(self, lines: list[str], fits: Callable[[str], bool]) -> int:
        return self.source.choice([number for number, line in enumerate(lines) if fits(line)])


if __name__ == "__main__":
    print(measure())
