"""The rule include-not-found."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, Fix, Related, Rule, RuleContext
from promptwell.language.semantics.model import Reference
from promptwell.language.semantics.partial_loader import prompt_folder
from promptwell.language.semantics.partials import (
    is_partial_file,
    partial_files,
    partial_name,
)
from promptwell.language.semantics.paths import (
    ancestors,
    folder_of,
    is_within,
    join,
    relative_to,
)
from promptwell.language.text.edit import TextEdit

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel
    from promptwell.language.syntax.templates.jinja.tree import Island
    from promptwell.language.text.source import Span

_TEMPLATE_KINDS = frozenset({"include", "import", "from", "extends", "partial"})
_VERBS = {
    "include": "included",
    "partial": "brought in as a partial",
    "import": "imported",
    "from": "imported",
    "extends": "extended",
    "file": "read in",
    "sample": "read as the sample",
    "dataset": "read as the dataset",
}


class IncludeNotFound(Rule):
    """A file that the prompt names and that isn't there.

    ## What it does

    Reports the paths of `{% include %}`, `{% import %}`, `{% from %}` and `{% extends %}`, of
    `${file:...}`, of a v1 `sample: data.json` and of a dataset under `metadata`, where no such file
    exists in the workspace. Templates are looked up beside the file, in the folders above it, and
    in the folders of the setting `template-roots`.

    It also reports a name that `{% from "x" import name %}` takes, or that is read from
    `{% import "x" as module %}` as `module.name`, and that the file doesn't have.

    A partial of Dotprompt, `{{>card}}`, is the file `_card.prompt`: at its path from a folder above, as
    Dotprompt's own store reads it, or anywhere below the prompt folder, as Genkit does.

    Paths that are computed, lists of choices and `ignore missing` stay silent.

    ## Why is this bad?

    A missing template stops the rendering. A missing sample or dataset means that a test runs
    with nothing, or not at all.

    ## In real files

    Of 386 files in three whole repositories with `.prompty` files, 1 has such a warning, and its sample is
    indeed missing. Where prompts are copied out of their repository without their data, there are many:
    21 of 369.

    ## Example

    ```jinja
    {% include "partials/greting.j2" %}
    ```

    ```jinja
    {% include "partials/greeting.j2" %}
    ```

    ## Fix

    Where an existing file has nearly that name, the fix writes its path. It is unsafe: it is a guess,
    and `footer_de.j2` is not what was meant by `footer_en.j2`.

    ## Options

    `template-roots`: folders in which your application looks templates up. `globals`: partials that
    your application defines in its code.
    """

    group = "structure"
    severity = "warning"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield each reference to a file that doesn't exist, and each missing imported name."""
        path = model.document.path
        for reference in model.references:
            if reference.kind not in _VERBS or reference.dynamic or reference.optional:
                continue
            if not reference.target or "{" in reference.target or "://" in reference.target:
                continue
            if reference.kind == "partial" and reference.target in context.settings.globals:
                continue
            target = context.project.resolve(path, reference)
            if target is not None:
                yield from _missing_names(model, reference, target, context)
            elif folder_of(path):
                yield _not_found(path, reference, context)


def _not_found(path: str, reference: Reference, context: RuleContext) -> Finding:
    project = context.project
    verb = _VERBS[reference.kind]
    if not project.candidates(path, reference):
        message = f"`{reference.target}` lies outside the workspace and is not {verb}"
        return Finding(reference.span, message)
    near = _nearest(path, reference, context)
    is_partial = reference.kind == "partial"
    named = partial_files(reference.target)[0] if is_partial else reference.target
    if near is None:
        return Finding(reference.span, f"there is no file `{named}` to be {verb}")
    message = f"there is no file `{named}` to be {verb}; did you mean `{near}`?"
    fix = Fix(f"Change to `{near}`", (TextEdit(reference.span, near),), safe=False)
    return Finding(reference.span, message, (fix,))


def _nearest(path: str, reference: Reference, context: RuleContext) -> str | None:
    """How an existing file of nearly that name is written from here, or None."""
    root = context.project.files.root(path)
    by_name: dict[str, list[str]] = {}
    for each in context.project.files.list(root):
        if each != path:
            by_name.setdefault(each.rpartition("/")[2], []).append(each)
    is_partial = reference.kind == "partial"
    named = partial_files(reference.target)[0] if is_partial else reference.target
    names = get_close_matches(named.rpartition("/")[2], by_name, 3, 0.75)
    folders = [folder_of(path)]
    if reference.kind in _TEMPLATE_KINDS:
        folders += [*ancestors(path, root)]
        folders += [join(root, each) for each in context.project.template_roots]
    # A template's path never climbs: Jinja's loaders refuse `..`.
    written = [
        partial_name(relative_to(each, folder)) if is_partial else relative_to(each, folder)
        for name in names
        for each in by_name[name]
        for folder in dict.fromkeys(folders)
        if is_within(each, folder)
    ]
    if is_partial:
        written += _loaded_names(path, names, by_name, context)
    found = get_close_matches(reference.target, written, 1, 0.4)
    return found[0] if found else None


def _loaded_names(
    path: str, names: list[str], by_name: dict[str, list[str]], context: RuleContext
) -> list[str]:
    """The names of nearly the same partials under which Genkit knows them."""
    project = context.project
    folder = prompt_folder(path, project.files.root(path), project.exists)
    return [
        partial_name(name)
        for name in names
        if is_partial_file(name) and any(is_within(each, folder) for each in by_name[name])
    ]


def _missing_names(
    model: SemanticModel, reference: Reference, target: str, context: RuleContext
) -> Iterator[Finding]:
    """The names that this file takes from another one, and that aren't there."""
    if reference.kind not in ("from", "import") or reference.island is None:
        return
    other = context.project.model(target)
    if other is None or other.document.problems or other.document.engine != "jinja2":
        return
    exported = {
        local.name: local
        for local in other.locals
        if local.kind in ("macro", "set", "import")
        and local.scope.end == other.document.template.span.end
    }
    island = reference.island
    if reference.kind == "from":
        taken = [(each.name, island.absolute(each.span)) for each, _ in island.parsed.aliases]
    else:
        taken = sorted(_members(model, island), key=lambda each: each[1])
    for name, span in taken:
        if name in exported:
            continue
        message = f"`{reference.target}` has no `{name}` to import"
        near = get_close_matches(name, exported, 1, 0.6)
        if not near:
            yield Finding(span, message)
            continue
        edits = (TextEdit(span, near[0]),)
        related = (Related(exported[near[0]].span, f"`{near[0]}` is defined here", target),)
        yield Finding(
            span,
            f"{message}; did you mean `{near[0]}`?",
            (Fix(f"Change to `{near[0]}`", edits, safe=False),),
            related,
        )


def _members(model: SemanticModel, island: Island) -> Iterator[tuple[str, Span]]:
    """What is read from or called on the module that an `import` makes, as `module.name`."""
    text = model.document.text
    guarded = {use.path[0] for use in model.uses if use.guarded and use.path}
    places = [(use.target, use.path[0], use.path_spans[0]) for use in model.uses if use.path]
    places += [(call.target, call.name, call.span) for call in model.calls]
    for target, name, span in places:
        if target is None or target.kind != "import" or target.island.span != island.span:
            continue
        # `module["name"]` and `module()` are left alone, and names with `_` are Jinja's own.
        is_member = span.start > 0 and text[span.start - 1] == "."
        if is_member and name not in guarded and not name.startswith("_"):
            yield name, span
