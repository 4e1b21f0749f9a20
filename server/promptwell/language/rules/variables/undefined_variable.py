"""The rule undefined-variable."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, Fix, Related, Rule, RuleContext
from promptwell.language.rules.severity import Severity
from promptwell.language.semantics.dotprompt import input_schema, takes_any_input
from promptwell.language.semantics.input_edits import declare_input
from promptwell.language.semantics.promptfoo.variables import given_by_tests
from promptwell.language.semantics.supply import Supply, inherited_names
from promptwell.language.syntax.document import Engine
from promptwell.language.syntax.templates.jinja.dialects import SPECIAL_NAMES, dialect
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.nearest import nearest

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel, Use

# Formats whose prompts need not declare anything: there a name without a declaration tells nothing.
_UNDECLARED = frozenset({"github-models", "langchain", "plain", "prompt-map", "semantic-kernel"})
_NOTHING = "nothing is written in its place"
_EFFECTS: dict[Engine, str] = {
    "f-string": "filling the prompt in fails",
    "github-models": "the placeholder stays in the text",
}


class UndefinedVariable(Rule):
    """A variable that nobody declares.

    ## What it does

    Reports a variable that is neither an input of the file, nor introduced by the template itself
    (`for`, `set`, `macro`, `with`, `import`), nor known to the template's dialect or to the
    setting `globals`.

    How sure the report is depends on what the file says about its inputs:

    | the file | severity |
    |---|---|
    | declares inputs, and this is none of them | warning |
    | is included by a prompt that declares inputs, and this is none of them | warning |
    | declares inputs in a sample file that can't be read | hint |
    | declares nothing | hint, once per name |

    A partial is judged with the inputs of the files that include it. Where a use copes with a
    missing value (`{{ tone | default("calm") }}`, `{% if tone is defined %}`), it is only
    reported, as a hint, when the name looks like a slip for a name that exists.

    ## Why is this bad?

    Jinja writes nothing in place of an unknown name, and says nothing. The model gets
    "Explain  to a child." and answers something.

    ## In real files

    As a warning it is rare: 7 of 555 files in six whole repositories, and right in each. Two of them loop
    over `history` where the sample has `chat_history`, so that the conversation never reaches the model.
    As a hint it is frequent where files declare nothing: in 219 of 280 files of one library.

    ## Example

    ```prompty
    ---
    inputs:
      topic: {kind: string}
    ---
    Explain {{ topik }} to a child.
    ```

    ```prompty
    ---
    inputs:
      topic: {kind: string}
    ---
    Explain {{ topic }} to a child.
    ```

    ## Fix

    Where a known name comes near, the first fix writes that name. Another one declares the name
    as an input. Both are unsafe: only you know which one was meant.

    ## Options

    `globals`: names that your application gives to all its templates. Where a file declares no inputs,
    what its tests in promptfoo's settings supply counts as well.
    """

    group = "variables"
    severity = "warning"
    large_files = True

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the uses of names that nothing explains."""
        unknown = _unknown(model, context)
        if not unknown:
            return
        inherited = inherited_names(context.project, model)
        if inherited:
            unknown = [use for use in unknown if use.name not in inherited]
        unread = _unread_declarations(model, context)
        sure = model.declares_inputs and inherited is not None and unread is None
        supply = Supply(context.project, model.document.path)
        coping = {use.name for use in unknown if use.guarded}
        told: set[str] = set()
        for use in unknown:
            if use.name in coping:
                finding = _slip(model, use, supply)
            elif supply.passages and not model.declares_inputs:
                finding = None if use.name in told else _in_partial(model, use, supply)
                told.add(use.name)
            elif sure:
                finding = _undeclared(model, use)
            else:
                finding = None if use.name in told else _undeclared(model, use, "hint", unread)
                told.add(use.name)
            if finding:
                yield finding


def _unknown(model: SemanticModel, context: RuleContext) -> list[Use]:
    document = model.document
    if document.engine == "none":
        return []
    if document.format in _UNDECLARED and not model.declares_inputs:
        return []
    # A schema that only has a name stands in the application's code, and says there what is given.
    if takes_any_input(document) and (model.declares_inputs or input_schema(document)):
        return []
    declared = model.declared
    given = dialect(model.document.dialect).globals | context.settings.globals
    if model.document.dialect.startswith("prompty"):
        given |= {
            "null"
        }  # Prompty's own word for `none`; Jinja finds nothing there, which is the same
    unknown = [
        use
        for use in model.free_uses
        if use.name not in declared and use.name not in given and use.name not in SPECIAL_NAMES
    ]
    if unknown and not model.declares_inputs:
        tested = given_by_tests(context.project, document.path)
        unknown = [use for use in unknown if use.name not in tested]
    return unknown


def _unread_declarations(model: SemanticModel, context: RuleContext) -> str | None:
    """A file that may declare inputs and that could not be read; None where there is none."""
    if model.document.engine == "markdown":
        return None  # agent files name no samples, and to find what else they name takes long
    inputs = model.document.root.get("inputs")
    if inputs is not None and inputs.kind == "scalar" and inputs.text():
        return inputs.text()
    return next(
        (
            reference.target
            for reference in model.references
            if reference.kind in ("sample", "dataset")
            and context.project.data(model.document.path, reference) is None
        ),
        None,
    )


def _undeclared(
    model: SemanticModel, use: Use, severity: Severity | None = None, unread: str | None = None
) -> Finding:
    near = _near(model, use)
    message = f"`{use.name}` is not declared"
    if near:
        message += f"; did you mean `{near}`?"
    elif unread is not None:
        message += f" here, and `{unread}`, which may declare it, is not read"
    elif not model.declares_inputs:
        message += ": the file declares no inputs"
    elif use.path and model.document.engine != "handlebars":
        message += ": rendering fails when it is not given"
    elif use.output:
        message += f": {_EFFECTS.get(model.document.engine, _NOTHING)} when it is not given"
    return Finding(use.span, message, _fixes(model, use, near), severity=severity)


def _slip(model: SemanticModel, use: Use, supply: Supply) -> Finding | None:
    """A use that copes with a missing value: only a likely slip is worth a word."""
    if not model.declares_inputs or supply.arrives(use.name):
        return None
    near = _near(model, use)
    if near is None or near in {other.name for other in model.free_uses}:
        return None
    message = f"`{use.name}` is not declared; did you mean `{near}`?"
    return Finding(use.span, message, _fixes(model, use, near), severity="hint")


def _in_partial(model: SemanticModel, use: Use, supply: Supply) -> Finding | None:
    if supply.arrives(use.name):
        return None
    lacks = supply.lacks(use.name)
    if not lacks:
        return _undeclared(model, use, "hint")
    passage = lacks[0].passage
    user = passage.path.rpartition("/")[2]
    others = f" and {len(lacks) - 1} more" if len(lacks) > 1 else ""
    how = "includes" if passage.reference.kind in ("include", "extends", "partial") else "imports"
    message = f"`{use.name}` is not given by `{user}`{others}, which {how} this file"
    if not passage.reference.with_context:
        message += " without context"
    related = tuple(
        Related(lack.passage.reference.span, f"brought in without `{use.name}`", lack.passage.path)
        for lack in lacks[:5]
    )
    offered = _offered(model, use)
    if passage.reference.with_context:
        offered |= set(passage.user.declared)
    near = nearest(use.name, offered)
    fixes = (_rename(use, near),) if near else ()
    return Finding(use.span, message, fixes, related)


def _near(model: SemanticModel, use: Use) -> str | None:
    if use.name == "null":
        return "none"
    return nearest(use.name, _offered(model, use))


def _offered(model: SemanticModel, use: Use) -> set[str]:
    names = set(model.declared)
    if use.island is not None:
        names.update(
            name
            for name, local in model.visible_locals(use.span.start).items()
            if local.island.span != use.island.span  # `for item in items`: not each other's slip
        )
    return names


def _fixes(model: SemanticModel, use: Use, near: str | None) -> tuple[Fix, ...]:
    fixes = [_rename(use, near)] if near else []
    declaration = declare_input(model.document, use.name, model.type_of_input(use.name))
    if declaration:
        fixes.append(Fix(f"Declare `{use.name}` as an input", (declaration,), safe=False))
    return tuple(fixes)


def _rename(use: Use, near: str) -> Fix:
    return Fix(f"Change to `{near}`", (TextEdit(use.span, near),), safe=False)
