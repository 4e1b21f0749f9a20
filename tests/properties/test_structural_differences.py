"""What is said of two versions of a prompt: something for every difference, nothing for none, and never an error."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from promptwell.services.versions.comparing import compare

PATHS = st.sampled_from(
    [
        *(
            "a.prompty",
            "a.prompt",
            "a.j2",
            "a.prompt.yml",
            "prompts.yaml",
            "chat.yaml",
            "prompt.json",
        ),
        *(
            "skprompt.txt",
            ".claude/agents/a.md",
            ".cursor/rules/a.mdc",
            "promptfooconfig.yaml",
            "a.hbs",
        ),
    ]
)
LINES = st.sampled_from(
    [
        *(
            "---",
            "name: x",
            "model: gpt-4o",
            "model:",
            "  id: gpt-4o",
            "  options: {temperature: 0.2}",
        ),
        *(
            "inputs:",
            "  tone: {kind: string, required: true}",
            "  lang: string",
            "  - name: a",
            "input:",
        ),
        *(
            "  schema:",
            "    a?: string, of it",
            "tools:",
            "  - search",
            "tools: Read, Grep",
            "outputs: [a, b]",
        ),
        *(
            "system:",
            "user:",
            "assistant:",
            "Hello {{ name }}",
            "{% include 'a.j2' %}",
            "{{>card}}",
        ),
        *(
            "messages:",
            "- role: user",
            "  content: Hi {{x}}",
            "template: |",
            "metadata: {a: [1, {b: ~}]}",
        ),
        *(
            "a: &x {b: 1}",
            "c: *x",
            "<<: *x",
            "? [1]",
            ": 2",
            "t: !!x [",
            '{"template": "Hi {a}",',
            "}",
            "",
        ),
    ]
)
TEXTS = st.lists(LINES, max_size=14).map("\n".join) | st.text(max_size=80)


@given(TEXTS, TEXTS, PATHS)
@settings(max_examples=500, deadline=None)
def test_any_two_texts_can_be_compared(old: str, new: str, path: str) -> None:
    found = compare(old, new, path)
    assert bool(found.structure.prompts) == (old != new)
    for prompt in found.structure.prompts:
        assert prompt.changes
        assert all("\n" not in sentence and sentence for sentence in prompt.sentences)


@given(TEXTS, TEXTS, PATHS)
@settings(max_examples=200, deadline=None)
def test_the_way_back_says_as_much(old: str, new: str, path: str) -> None:
    there, back = compare(old, new, path).structure, compare(new, old, path).structure
    assert _counts(there.prompts) == _counts(back.prompts)


def _counts(prompts: object) -> dict[str, int]:
    found: dict[str, int] = {}
    for prompt in prompts:  # type: ignore[attr-defined]
        for change in prompt.changes:
            if change.part not in ("prompt", "message"):
                found[change.part] = found.get(change.part, 0) + 1
    return found
