"""Whatever is typed in a long map of prompts or a long skill, each answer is that of a first look at it."""

from __future__ import annotations

from collections.abc import Iterable

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.language.features.in_memory import ROOT, MemoryFiles

from promptwell.language.detectors.personal_data import find as personal_data
from promptwell.language.detectors.secrets import find as secrets
from promptwell.language.features.completion.complete import complete
from promptwell.language.features.in_files import file_symbols, items_in_file
from promptwell.language.features.outline import OutlineItem
from promptwell.language.rules import kept
from promptwell.language.rules.base import Diagnostic, RuleContext, RuleSettings
from promptwell.language.rules.run import check_file
from promptwell.language.semantics.containers import dependencies_of, model_at
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.yaml.build import build_tree
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

_TOKEN = "ghp_" + "Zk3vQ9xLm2Rt7Yw5Bn8Cd4Fg6Hj1Ks0Pq8Uv"
ENTRIES = (
    "answer_{n}: |\n  Reply in the tone of the shop.\n\n  Question: {{question}}\n  Orders: {{orders_{n}}}\n",
    (
        "talk_{n}:\n  description: How to sum up, at some length, so that all know what it is for.\n"
        "  system: |\n    Be brief, name the product.\n  user: |\n    Sum up {{text_{n}}} in {{count}} words.\n"
    ),
    "listed_{n}:\n  template: >-\n    Tell {{name}} about {{topic}}, not more.\n  input_variables: [name, topic]\n",
    "chat_{n}:\n- role: system\n  content: Be kind to {{name}}.\n- {{role: user, content: 'It''s {{text}}!'}}\n",
    'title_{n}: "Write a title of {{text_{n}}}, and no \\"quotes\\"."\n',
    "parts_{n}: |\n  {{% include 'a.j2' %}}\n  {{% for x in xs %}}{{{{ x.y }}}}{{% endfor %}}\n",
    "nested_{n}:\n  deeper:\n    ask: Say {{word}} in the words of a pirate, please.\n    model: gpt-4o\n",
    "system: |\n  Answer {{question}} as a pirate would.\n",
    "user: |\n  Answer {{question}} as a sailor would.\n",
    "login_{n}: |\n  Log in for {{name}} with these.\n  password: admin1\nhost: db7.example\n",
)
REMARK = (
    "# Whoever changes this tells the others, and says in a word or two what has changed.\n" * 9
)
PIECES = (
    *(
        "x",
        " ",
        "\n",
        "\n\n",
        "{",
        "}",
        "{name}",
        "{{ name }}",
        "{% if a %}",
        ": ",
        "- ",
        "#",
        '"',
        "'",
    ),
    *(
        "  a: b\n",
        "k: |\n  Say {x} to them.\n",
        "  ",
        "key_9: Say {x} to all.\n",
        "|\n",
        "system: Be {a}.\n",
    ),
    *(
        _TOKEN,
        "password: hunter22x\n",
        "ann.smith@contoso.com",
        "# promptwell: ignore[all]\n",
        "&a ",
        "*a",
    ),
    *(
        "\u2028",
        "é",
        "\r\n",
        "\t",
        "template_format: jinja2\n",
        "st: db\n",
        "input_variables: [name]\n",
        "Phone: ",
    ),
)
SKILL = "---\nname: desk\ndescription: How orders are handled.\n---\n\n# Desk\n\n"
BLOCKS = (
    "Answer in plain words, and quote the policy of the shop where it applies.\n\n",
    "Run `scripts/check.py` with $ARGUMENTS, or $1. See [it](references/a.md).\n\n",
    "```bash\ncurl https://shop.example -u ann:Zk3vQ9xLm2Rt7Yw5\n```\n\n",
    "<!-- promptwell: ignore[all] -->\n\nPhone: 030 23125 417\n\n",
)


@st.composite
def edits(draw: st.DrawFn) -> list[tuple[float, int, str]]:
    """Where, as a part of the text, how much goes and what comes."""
    some = st.lists(st.sampled_from(PIECES), max_size=3).map("".join)
    edit = st.tuples(st.floats(0, 1), st.sampled_from((0, 0, 0, 1, 3, 60)), some)
    return draw(st.lists(edit, min_size=1, max_size=5))


@given(st.lists(st.sampled_from(ENTRIES), min_size=1, max_size=8), edits(), st.booleans())
@settings(max_examples=50, deadline=None)
def test_a_map_answers_as_at_first_sight(
    entries: list[str], typed: list[tuple[float, int, str]], nested: bool
) -> None:
    around = [f"{REMARK}{ENTRIES[n % 7].format(n=n)}" for n in range(24)]
    middle = "".join(each.format(n=n) for n, each in enumerate(entries, 500))
    text = "".join([*around[:12], middle, *around[12:]])
    if nested:
        below = "".join(f"  {line}\n" if line else "\n" for line in text.split("\n"))
        text = f"{ENTRIES[0].format(n=999)}all:\n{below}"
    project, path = Project(MemoryFiles({"prompts.yaml": text})), f"{ROOT}/prompts.yaml"
    at = text.index(middle.split("\n")[0])
    answers = []
    for where, gone, written in [(0.0, 0, ""), *typed]:
        here = at + int(where * len(middle))
        text = text[:here] + written + text[here + gone :]
        project = project.after((path,), MemoryFiles({"prompts.yaml": text}))
        here += len(written)
        answers.append((text, here, _answers(project, path, here)))
    for text, here, answer in answers:
        assert len(text) > 16 * 1024  # a shorter one is read as a whole
        # Behind the mark of a document's beginning a long one is, too.
        if _is_loadable(text):
            kept.forget()
            alone = Project(MemoryFiles({"prompts.yaml": f"---\n{text}"}))
            assert answer == _answers(alone, path, here + 4, by=-4)


@given(st.lists(st.sampled_from((*BLOCKS, *PIECES)), max_size=6), edits())
@settings(max_examples=30, deadline=None)
def test_a_skill_answers_as_at_first_sight(
    blocks: list[str], typed: list[tuple[float, int, str]]
) -> None:
    middle = "".join(blocks)
    text = SKILL + BLOCKS[0] * 60 + middle + (BLOCKS[0] + BLOCKS[1]) * 90
    project, path = Project(MemoryFiles({"desk/SKILL.md": text})), f"{ROOT}/desk/SKILL.md"
    answers = []
    for where, gone, written in [(0.0, 0, ""), *typed]:
        here = len(SKILL) + 60 * len(BLOCKS[0]) + int(where * len(middle))
        text = text[:here] + written + text[here + gone :]
        project = project.after((path,), MemoryFiles({"desk/SKILL.md": text}))
        here += len(written)
        answers.append((text, here, _answers(project, path, here)))
    for text, here, answer in answers:
        assert len(text) > 16 * 1024
        secrets.forget()
        personal_data.forget()
        alone = Project(MemoryFiles({"desk/SKILL.md": text}))
        assert answer == _answers(alone, path, here)


def _answers(project: Project, path: str, offset: int, by: int = 0) -> list[object]:
    """What an editor shows of a file, as if all of it stood `by` further on."""
    found = check_file(path, RuleContext(RuleSettings(), project))
    model = model_at(project, path, offset, names=False)
    assert model is not None
    items = items_in_file(project, model, complete(project, model, offset))
    outer = project.document(path)
    assert outer is not None
    return [
        [_moved(each, by) for each in found],
        [
            (each.label, each.new_text, each.span.shift(by), each.detail, each.text)
            for each in items
        ],
        _outline(file_symbols(project, path), by),
        dependencies_of(project, path),
        [
            (each.path, [place.shift(by) for place in each.embedding.places], each.reach.shift(by))
            for each in outer.embedded
        ],
        outer.root.shifted(by),
        model.document.dialect,
        [(use.name, use.span.shift(by)) for use in model.uses],
    ]


def _moved(found: Diagnostic, by: int) -> Diagnostic:
    fixes = tuple(
        fix._replace(
            edits=tuple(TextEdit(edit.span.shift(by), edit.new_text) for edit in fix.edits)
        )
        for fix in found.fixes
    )
    related = tuple(each._replace(span=each.span.shift(by)) for each in found.related)
    return found._replace(span=found.span.shift(by), fixes=fixes, related=related)


def _outline(items: Iterable[OutlineItem], by: int) -> list[tuple[str, Span, Span, object]]:
    return [
        (each.name, each.span.shift(by), each.name_span.shift(by), _outline(each.children, by))
        for each in items
    ]


def _is_loadable(text: str) -> bool:
    try:
        built = build_tree(text)
    except yaml.YAMLError:
        return False
    return not built.refusals


def test_what_stands_beside_a_prompt_counts_as_soon_as_it_is_written() -> None:
    path = f"{ROOT}/prompts.yaml"
    around = "".join(f"{REMARK}{ENTRIES[0].format(n=n)}" for n in range(24))
    login = f"{around}signing_in: |\n  Sign in for {{name}}.\n  password: admin1\n"
    rules = []
    for beside in ("other: db7\n", "host: db7\n", "best: db7\n"):
        project = Project(MemoryFiles({"prompts.yaml": f"{login}{beside}{around}"}))
        found = check_file(path, RuleContext(RuleSettings(), project))
        rules.append({each.rule for each in found if "password" in each.message})
    assert rules == [set(), {"hard-coded-credential"}, set()]


def test_a_value_is_hidden_everywhere_as_soon_as_it_is_a_secret_anywhere() -> None:
    path, value = f"{ROOT}/prompts.yaml", "Zk3vQ9xLm2Rt7Yw5Bn8C"
    prompts = (
        "greeting: |\n  Welcome {name} to the shop.\n"
        f"asking:\n  template: Say {{{value}}} and {{name}} to all of them, please.\n"
        "  input_variables: [name]\n"
    )
    told = []
    for beside in ("", f"password: {value}\n", ""):
        project = Project(MemoryFiles({"prompts.yaml": f"{prompts}{beside}"}))
        found = check_file(path, RuleContext(RuleSettings(), project))
        told.append([each.message[:22] for each in found if each.rule == "undefined-variable"])
    assert told == [[f"`{value}`"], ["`***` is not declared:"], [f"`{value}`"]]
