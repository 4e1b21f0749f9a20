"""The rule unfilled-placeholder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.detectors.agent_keys import profile_of
from promptwell.language.rules.base import Finding, Fix, Rule, RuleContext
from promptwell.language.syntax.markdown.code import code_spans, in_code
from promptwell.language.syntax.templates.placeholders.agent_files import VSCODE_VALUES
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel
    from promptwell.language.syntax.document import PromptDocument

_SETTING = re.compile(r"(?<!\\)\$\{(?P<name>[A-Za-z_]\w*)[ \t]*=(?!=)[ \t]*(?P<value>[^{}\r\n]*)\}")
_PLAIN = re.compile(r"(?<!\\)\$\{(?P<name>[A-Za-z_]\w*)\}")
_QUESTION = re.compile(r"\$\{(?P<name>[A-Za-z_]\w*)[ \t]*(?:[=!]=|\?)")
# What was surely meant as VS Code's own: another case, blanks, no name behind `input`.
_SLIP = re.compile(
    r"(?<!\\)\$\{[ \t]*(?P<word>[A-Za-z]+)[ \t]*(?::[ \t]*(?P<rest>[^{}\r\n]*?)[ \t]*)?\}"
)
_OWN = {name.lower(): name for name in (*VSCODE_VALUES, "input")}


class UnfilledPlaceholder(Rule):
    """A `${...}` in a prompt of VS Code that VS Code doesn't fill in.

    ## What it does

    Reports in `*.prompt.md`:

    - what was meant for VS Code and isn't read by it: `${input}` without a name, `${ selection }`,
      `${Input:name}`; a warning, for the model gets the sign instead of the value;
    - settings such as `${PROJECT_TYPE="Java|Python"}`, once for all of a file, and other names such
      as `${PROJECT_NAME}`, once for each; a hint, for many people write them for the model to read.

    In code only settings with alternatives (`|`) count: `${name}` belongs to the language there.

    ## Why is this bad?

    VS Code puts in `${input:name}` and what it knows by name, such as `${selection}`. All else reaches
    the model as it stands, and nobody is asked for it.

    ## Example

    ```md path=.github/prompts/blueprint.prompt.md
    ---
    description: Describes the project
    ---
    Describe this ${PROJECT_TYPE="Java|Python"} project, beginning with ${ selection }.
    ```

    ```md path=.github/prompts/blueprint.prompt.md
    ---
    description: Describes the project
    ---
    Describe this ${input:PROJECT_TYPE:Java|Python} project, beginning with ${selection}.
    ```

    ## Fix

    Writes it as VS Code reads it. It is unsafe: from then on VS Code asks. A name that is also used in a
    question (`${X == "a" ? ...}`) has no fix, for the question would stay.
    """

    group = "agents"
    severity = "hint"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the placeholders that reach the model as they stand."""
        document = model.document
        profile = profile_of(document)
        if profile is None or profile.placeholders != "variables" or "${" not in document.text:
            return
        code = code_spans(document.text, document.body.start)
        settings = [
            match
            for match in _SETTING.finditer(document.text, *document.body)
            if "|" in match["value"] or not in_code(code, match.start())
        ]
        if settings:
            yield _settings(document, settings)
        told = {match["name"] for match in settings}
        for match in _SLIP.finditer(document.text, *document.body):
            if not in_code(code, match.start()):
                yield from _slip(match)
        for match in _PLAIN.finditer(document.text, *document.body):
            name = match["name"]
            if name.lower() not in _OWN and name not in told and not in_code(code, match.start()):
                told.add(name)
                yield _unknown(match)


def _settings(document: PromptDocument, settings: list[re.Match[str]]) -> Finding:
    first = settings[0]
    more = f" and {len(settings) - 1} more" if len(settings) > 1 else ""
    message = f"VS Code puts nothing in for `${{{first['name']}=...}}`{more}: the model reads it as it stands"
    asked = {match["name"] for match in _QUESTION.finditer(document.text, *document.body)}
    edits = {
        Span(*match.span()): f"${{input:{match['name']}:{_hint_of(match['value'])}}}"
        for match in settings
        if match["name"] not in asked
    }
    names = {match["name"] for match in settings} - asked
    for match in _PLAIN.finditer(document.text, *document.body):
        if match["name"] in names:
            edits[Span(*match.span())] = f"${{input:{match['name']}}}"
    fixes: tuple[Fix, ...] = ()
    if edits:
        changes = tuple(TextEdit(span, text) for span, text in sorted(edits.items()))
        fixes = (Fix("Have VS Code ask, with `${input:...}`", changes, safe=False),)
    return Finding(Span(*first.span()), message, fixes)


def _hint_of(value: str) -> str:
    return value.strip().strip("\"'").replace(":", "").strip()


def _slip(match: re.Match[str]) -> Iterator[Finding]:
    own, written, span = _OWN.get(match["word"].lower()), match.group(), Span(*match.span())
    if own is None:
        return
    right = _written(own, match["rest"])
    if right is None:
        message = f"`{written}` asks for nothing: give the input a name, as in `${{input:name}}`"
        yield Finding(span, message, severity="warning")
    elif not written.startswith((f"${{{own}}}", f"${{{own}:")):
        message = f"VS Code doesn't read `{written}`: the model gets it as it stands"
        fix = Fix(f"Change to `{right}`", (TextEdit(span, right),), safe=False)
        yield Finding(span, message, (fix,), severity="warning")


def _unknown(match: re.Match[str]) -> Finding:
    span, right = Span(*match.span()), f"${{input:{match['name']}}}"
    message = f"VS Code puts nothing in for `{match.group()}`: the model reads it as it stands"
    fix = Fix(f"Change to `{right}`", (TextEdit(span, right),), safe=False)
    return Finding(span, message, (fix,))


def _written(own: str, rest: str | None) -> str | None:
    if own != "input":
        return f"${{{own}}}" if rest is None else f"${{{own}:{rest}}}"
    if not rest or rest.startswith(":"):
        return None
    return f"${{input:{rest}}}"
