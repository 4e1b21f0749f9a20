"""Prompts as people write them, and the changes that people make to them: what merges are tried with.

Every line and every change has words of its own, so that it can be told whose words a merge holds.
"""

from __future__ import annotations

from hypothesis import strategies as st

_ROLES = ("system", "user", "assistant")
_WORDS = ("answer", "the", "question", "with", "care", "and", "briefly", "in", "two", "sentences")


@st.composite
def prompts(draw: st.DrawFn) -> str:
    """A prompt file: front matter with nested keys and lists, messages with sections, lists and blocks."""
    number = iter(range(10_000))
    lines = ["---", "# what it is for", f"name: prompt{next(number)}"]
    if draw(st.booleans()):
        lines += ["description: |", f"  About thing{next(number)}.", f"  And thing{next(number)}."]
    lines += ["inputs:"]
    for _ in range(draw(st.integers(1, 4))):
        name = f"input{next(number)}"
        lines += draw(
            st.sampled_from(
                [
                    [f"  {name}: string"],
                    [f"  {name}:", "    kind: string", f"    default: d{next(number)}"],
                ]
            )
        )
    lines += [f"tags: [tag{next(number)}, tag{next(number)}]"] if draw(st.booleans()) else []
    lines += [
        "model:",
        f"  id: model{next(number)}",
        f"  options: {{temperature: 0.{next(number)}}}",
    ]
    lines += ["---"]
    for _ in range(draw(st.integers(1, 4))):
        lines += [f"{draw(st.sampled_from(_ROLES))}:", *draw(contents(number)), ""]
    return "\n".join(lines[:-1]) + "\n"


@st.composite
def agents(draw: st.DrawFn) -> str:
    """A Markdown file for a coding agent: keys and lists above, sections below."""
    number = iter(range(10_000))
    lines = ["---", f"name: agent{next(number)}", f"description: Base{next(number)} does it."]
    lines += ["tools:", *(f"  - tool{next(number)}" for _ in range(draw(st.integers(1, 3))))]
    lines += ["---", f"# Base{next(number)}", "", _sentence(draw, number), ""]
    for _ in range(draw(st.integers(1, 4))):
        lines += [f"{draw(st.sampled_from(('#', '##', '###')))} Title{_next(number)}", ""]
        lines += [*draw(contents(number)), ""]
    return "\n".join(lines[:-1]) + "\n"


@st.composite
def dotprompts(draw: st.DrawFn) -> str:
    """A dotprompt file: a schema above, messages by Handlebars' helper below."""
    number = iter(range(10_000))
    lines = ["---", f"model: googleai/model{next(number)}", "config:", "  temperature: 0.4"]
    lines += ["input:", "  schema:"]
    lines += [f"    base{next(number)}: string" for _ in range(draw(st.integers(1, 4)))]
    lines += ["---"]
    for role in draw(
        st.lists(st.sampled_from(("system", "user", "model")), min_size=1, max_size=3)
    ):
        lines += [f'{{{{role "{role}"}}}}']
        lines += [_sentence(draw, number) for _ in range(draw(st.integers(1, 4)))]
        lines += (
            ["{{#if base1}}", _sentence(draw, number), "{{/if}}"] if draw(st.booleans()) else []
        )
    return "\n".join(lines) + "\n"


@st.composite
def maps(draw: st.DrawFn) -> str:
    """A YAML file of several prompts by their names, with comments, short texts and long ones."""
    number = iter(range(10_000))
    lines = [f"# Base{next(number)}"]
    for _ in range(draw(st.integers(2, 5))):
        name = f"base{next(number)}"
        some = [_sentence(draw, number) for _ in range(draw(st.integers(1, 5)))]
        lines += [f"# About base{next(number)}"] if draw(st.booleans()) else []
        if draw(st.booleans()):
            lines += [f"{name}: |", *(f"  {each}" for each in some)]
        else:
            lines += [f"{name}:", "  template: |", *(f"    {each}" for each in some)]
            lines += [f"  variables: [base{next(number)}, base{next(number)}]"]
    return "\n".join(lines) + "\n"


KINDS = {
    "a.prompty": prompts(),
    ".claude/agents/a.md": agents(),
    "a.prompt": dotprompts(),
    "prompts.yaml": maps(),
}
"""Prompt files of several formats, by a path that tells the format."""


@st.composite
def contents(draw: st.DrawFn, number: object) -> list[str]:
    lines: list[str] = []
    for _ in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(("words", "list", "section", "block", "code")))
        some = [_sentence(draw, number) for _ in range(draw(st.integers(1, 3)))]
        if kind == "words":
            lines += [" ".join(some), ""]
        elif kind == "list":
            lines += [f"- {each}" for each in some]
        elif kind == "section":
            lines += [f"## Title{_next(number)}", *some, ""]
        elif kind == "block":
            lines += [f"{{% if flag{_next(number)} %}}", *some, "{% endif %}"]
        else:
            lines += ["```json", *some, "```"]
    return lines


def _sentence(draw: st.DrawFn, number: object) -> str:
    words = draw(st.lists(st.sampled_from(_WORDS), min_size=2, max_size=7))
    return f"Base{_next(number)} {' '.join(words)} base{_next(number)}."


def _next(number: object) -> int:
    return next(number)  # type: ignore[call-overload, no-any-return]


@st.composite
def changed(draw: st.DrawFn, text: str, side: str) -> str:
    """The text after a few changes; new words begin with the side's name."""
    lines = text.split("\n")
    for number in range(draw(st.integers(0, 5))):
        at = draw(st.integers(0, len(lines) - 1))
        new = f"{side}{number}"
        blanks = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
        what = draw(
            st.sampled_from(
                ("word", "line", "insert", "delete", "move", "key", "message", "wrap", "section")
            )
        )
        if what == "word":
            words = lines[at].split(" ")
            words[draw(st.integers(0, len(words) - 1))] = new
            lines[at] = " ".join(words)
        elif what == "line":
            lines[at] = f"{blanks}{new} says something else."
        elif what == "insert":
            lines.insert(at, f"{blanks}{new} is put in.")
        elif what == "delete":
            del lines[at : at + draw(st.integers(1, 3))]
        elif what == "move":
            taken = lines[at : at + 2]
            del lines[at : at + 2]
            lines[at // 2 : at // 2] = taken
        elif what == "key" and "inputs:" in lines:
            lines.insert(lines.index("inputs:") + 1, f"  {new}: string")
        elif what == "section":
            lines[at:at] = ["", f"{blanks}## {new}", f"{blanks}Of {new}.", ""]
        elif what == "message":
            lines += [f"{draw(st.sampled_from(_ROLES))}:", f"{new} is said.", ""]
        else:
            lines[at:at] = [f"{{% if {new} %}}"]
            lines[at + 2 : at + 2] = ["{% endif %}"]
        lines = lines or [""]
    return "\n".join(lines)
