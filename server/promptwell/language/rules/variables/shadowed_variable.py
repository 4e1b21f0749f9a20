"""The rule shadowed-variable."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, Related, Rule, RuleContext
from promptwell.language.text.source import Span

if TYPE_CHECKING:
    from promptwell.language.semantics.model import Local, SemanticModel

_HIDING = frozenset({"loop", "set", "macro", "parameter", "import", "with", "call"})
# No template nests scopes of one name deeper; beyond, the search would only cost time.
_DEEPEST = 50
_WORDS = {
    "loop": "loop variable",
    "set": "variable",
    "macro": "macro",
    "parameter": "parameter",
    "import": "import",
    "with": "variable",
    "call": "parameter",
}
# Blocks with a scope of their own; `if` has none.
_SCOPES = frozenset({"for", "macro", "call", "with", "block", "filter", "set"})


class ShadowedVariable(Rule):
    """A name that hides an input or an outer variable.

    ## What it does

    Reports a loop variable, `set`, `with` name, parameter, macro or import whose name an outer
    variable or an input already has. That is a hint: Jinja does what is written, but a reader may
    take one for the other.

    One form is a warning, because it doesn't do what it seems to: `{% set %}` inside a loop, where the
    outer variable is read after the loop or the new value is made from the old one. Jinja's loops have
    a scope of their own: the outer variable keeps its value, and every turn starts with it again.

    Giving an input a value made from itself (`{% set name = name | trim %}`), or only when it is
    missing (inside an `if`), is a common idiom and stays silent.

    ## Why is this bad?

    A running total stays zero, a flag that a loop sets stays false, and nothing says so.

    ## Example

    ```jinja
    {% set total = 0 %}
    {% for line in lines %}{% set total = total + line.price %}{% endfor %}
    Total: {{ total }}
    ```

    ```jinja
    {% set sum = namespace(total=0) %}
    {% for line in lines %}{% set sum.total = sum.total + line.price %}{% endfor %}
    Total: {{ sum.total }}
    ```
    """

    group = "variables"
    severity = "hint"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the local names that hide another one."""
        if not model.locals or model.document.engine in ("handlebars", "mustache"):
            return  # there every block has a `this`, and `../` leads out
        by_name: dict[str, list[Local]] = {}
        for local in model.locals:
            if local.kind in _HIDING:
                by_name.setdefault(local.name, []).append(local)
        found: list[Finding] = []
        for name, locals_ in by_name.items():
            declared = name in model.declared
            if declared or len(locals_) > 1:
                fresh = [each for each in locals_ if not _made_from_itself(each)]
                found += (
                    finding
                    for local, outer in _with_outer(locals_)
                    if (finding := _judge(model, local, outer, fresh)) is not None
                )
        yield from sorted(found, key=lambda each: each.span)


def _judge(
    model: SemanticModel, local: Local, outer: Local | None, fresh: list[Local]
) -> Finding | None:
    declaration = model.declared.get(local.name)
    if outer is None and declaration is None:
        return None
    hidden = outer.span if outer else declaration.name_span if declaration else local.span
    related = (Related(hidden, f"the outer `{local.name}`"),)
    loop = _loop_around(model, local) if local.kind == "set" else None
    from_itself = _made_from_itself(local)
    if local.kind == "set":
        running_total = from_itself and not _given_in_turn(model, local, fresh)
        if loop and _lost(model, local, loop, outer, running_total):
            message = f"this `set` does not change the outer `{local.name}`: it ends with the loop"
            return Finding(local.span, message, (), related, "warning")
        if outer is None and (from_itself or _in_if(model, local)):
            return None
        if from_itself:
            return None
    what = "input" if outer is None else _WORDS[outer.kind]
    message = f"`{local.name}` hides the {what} of the same name"
    return Finding(local.span, message, (), related)


def _with_outer(same_name: list[Local]) -> Iterator[tuple[Local, Local | None]]:
    """Each local with the innermost one of the same name whose scope reaches beyond its own."""
    open_: list[Local] = []
    for local in sorted(same_name, key=lambda each: each.span):
        start = local.span.start
        open_ = [each for each in open_[-_DEEPEST:] if each.scope.end > start]
        outer = next(
            (
                each
                for each in reversed(open_)
                if each.span.end <= start
                and each.scope.contains(start)
                and each.scope.end > local.scope.end
            ),
            None,
        )
        yield local, outer
        open_.append(local)


def _loop_around(model: SemanticModel, local: Local) -> Span | None:
    """The loop whose turn a `set` belongs to: with the turn its value is lost."""
    found = None
    for block in model.document.template.blocks():
        own = block.branches[0].island.span == local.island.span
        if block.tag in _SCOPES and block.span.covers(local.span) and not own:
            found = block
    return found.span if found is not None and found.tag == "for" else None


def _lost(
    model: SemanticModel, local: Local, loop: Span, outer: Local | None, running_total: bool
) -> bool:
    """Whether the template shows that the value was meant to outlive its loop turn."""
    if outer is not None and loop.covers(outer.span):
        return False  # the loop's own variable, given anew in each turn
    if running_total and outer is not None:
        return True
    later = (
        use
        for use in model.uses
        if use.name == local.name and use.span.start >= loop.end and use.target is outer
    )
    return any(True for _ in later)


def _given_in_turn(model: SemanticModel, local: Local, fresh: list[Local]) -> bool:
    """Whether the old value is of the same loop turn: the turn sets it first in any case."""
    branches: set[Span] | None = None
    for each in fresh:
        if each.span.start < local.span.start and each.scope.end == local.scope.end:
            branches = _if_branches(model, local.span) if branches is None else branches
            if _if_branches(model, each.span) <= branches:
                return True
    return False


def _if_branches(model: SemanticModel, place: Span) -> set[Span]:
    """The opening tags of the branches of `if` that hold a place."""
    found = set()
    for block in model.document.template.blocks():
        if block.tag == "if" and block.span.covers(place):
            tags = [branch.island.span for branch in block.branches]
            found.add(max(tag for tag in tags if tag.start <= place.start))
    return found


def _made_from_itself(local: Local) -> bool:
    if local.value is None:
        return False
    return any(part.kind == "name" and part.value == local.name for part in local.value.walk())


def _in_if(model: SemanticModel, local: Local) -> bool:
    return any(
        block.tag == "if" and block.span.covers(local.span)
        for block in model.document.template.blocks()
    )
