"""The rule control-token."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from promptwell.language.detectors.control_token_families import FAMILIES
from promptwell.language.detectors.control_tokens import TokenInText, find_control_tokens
from promptwell.language.detectors.own_text import own_text
from promptwell.language.rules.base import Finding, Fix, Rule, RuleContext
from promptwell.language.rules.provenance import Measurement, Source
from promptwell.language.rules.sources import OWASP_LLM01
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.text.edit import TextEdit

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel

_TODAY = date(2026, 11, 29)


class ControlToken(Rule):
    """A control token of a chat template in the text of a prompt.

    ## What it does

    Reports tokens with which chat templates set turns apart, such as `<|im_end|>`, `[INST]` or
    `<|eot_id|>`, where they stand in a prompt's own text. The message names the models that read
    them as such.

    | where | severity |
    |---|---|
    | in a prompt that has roles, in an agent file, or the end of a turn alone | warning |
    | in a prompt without roles that is written turn by turn for a family of models | information, once |
    | in a chat template, in code blocks and between backticks | silent |

    It is never an error, for the file does not tell what will run it. Tokenizers of open models
    take such a text for the token itself, and so the rest of the message for another speaker's;
    the runner of Llama 2 refuses such a message; hosted services read the letters.

    ## Why is this bad?

    Whatever follows `<|im_end|><|im_start|>system` in a user message speaks with the system's
    voice. A token that was left over from another format ends the message before its time.

    ## Example

    ```prompty
    ---
    name: helper
    ---
    system:
    You answer in one sentence.<|im_end|>
    user:
    {{ question }}
    ```

    ```prompty
    ---
    name: helper
    ---
    system:
    You answer in one sentence.
    user:
    {{ question }}
    ```

    ## Fix

    Removes the token. It is unsafe: a model that knows it reads another conversation then.
    """

    group = "hidden"
    severity = "warning"
    cwe = (1427,)
    owasp = ("LLM01", "ASI01")
    sources = (
        OWASP_LLM01,
        *(
            Source(f"Control tokens of {each.name}", each.source, _TODAY if each.read else None)
            for each in FAMILIES
        ),
    )
    measured = (
        Measurement(
            "11,761 prompts, agent files and their documents, all 10 findings in 6 files read: two "
            "documents that explain templates outside code are told as information",
            0.80,
            None,
            date(2026, 11, 29),
        ),
    )
    large_files = True

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the tokens, or one finding for a prompt that is written for a family."""
        document = model.document
        if document.dialect == "chat-template" or document.is_container:
            return
        start, text = own_text(document)
        found = [each._replace(span=each.span.shift(start)) for each in find_control_tokens(text)]
        opening = next((each for each in found if each.opens), None)
        if opening is not None and _is_written_out(document):
            rest = f" ({len(found) - 1} more in this file)" if len(found) > 1 else ""
            message = f"the prompt is written for {opening.family.name} by hand: `{opening.token}`"
            yield Finding(opening.span, message + rest, severity="information")
            return
        for each in found:
            yield Finding(each.span, _message(each), (_fix(each),))


def _is_written_out(document: PromptDocument) -> bool:
    """Whether a file leaves it to its own text to say who speaks."""
    if document.format == "agent-file":
        return False
    return all(message.implicit or not message.role for message in document.messages)


def _message(found: TokenInText) -> str:
    does = "begins a turn" if found.opens else "marks or ends a turn"
    return f"`{found.token}` is a control token: for models of {found.family.name} it {does} here"


def _fix(found: TokenInText) -> Fix:
    return Fix(f"Remove `{found.token}`", (TextEdit(found.span, ""),), safe=False)
