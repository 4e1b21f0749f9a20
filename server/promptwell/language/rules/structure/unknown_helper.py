"""The rule unknown-helper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, Fix, Rule, RuleContext
from promptwell.language.rules.severity import Severity
from promptwell.language.semantics.handlebars.vocabulary import vocabulary_of
from promptwell.language.semantics.handlebars.words import Vocabulary
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.nearest import nearest

if TYPE_CHECKING:
    from promptwell.language.semantics.model import Call, SemanticModel


class UnknownHelper(Rule):
    """A Handlebars helper that the tool which renders the prompt does not bring along.

    ## What it does

    Reports a helper that is neither one of Handlebars (`if`, `each`, `with` ...), nor one of Dotprompt
    (`role`, `json`, `media` ...) or of Semantic Kernel (`message`, `set`, `concat` ...), nor named in the
    setting `globals`. It is information where the name looks like a slip, else a hint: the application may
    define the helper in its code. In Semantic Kernel a name such as `Mail-send` is a function of a plugin.

    ## Why is this bad?

    Dotprompt and Semantic Kernel do not render a prompt with a helper that nobody defines.

    ## Example

    ```yaml path=report.prompt
    ---
    input:
      schema: {report: any}
    ---
    {{jsn report}}
    ```

    ```yaml path=report.prompt
    ---
    input:
      schema: {report: any}
    ---
    {{json report}}
    ```

    ## Fix

    Where a known helper comes near, the fix writes that one. It is unsafe: it is a guess.

    ## Options

    `globals`: helpers that your application defines.
    """

    group = "structure"
    severity = "hint"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the calls of helpers that nobody knows."""
        if model.document.engine != "handlebars":
            return
        vocabulary = vocabulary_of(model.document)
        known = vocabulary.helpers.keys() | context.settings.globals
        for call in model.calls:
            if call.kind == "function" and call.name not in known:
                if not vocabulary.is_function(call.name):
                    yield _finding(call, known, vocabulary)


def _finding(call: Call, known: set[str], vocabulary: Vocabulary) -> Finding:
    owner = vocabulary.owner
    near = nearest(call.name, known)
    severity: Severity | None = "information" if near else None
    if near is None:
        message = f"`{call.name}` is no helper of {owner}: your application has to define it"
        return Finding(call.span, message, severity=severity)
    message = f"`{call.name}` is no helper of {owner}; did you mean `{near}`?"
    fix = Fix(f"Change to `{near}`", (TextEdit(call.span, near),), safe=False)
    return Finding(call.span, message, (fix,), severity=severity)
