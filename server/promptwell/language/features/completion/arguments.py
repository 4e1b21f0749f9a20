"""The names of arguments, where one begins in the parentheses of a call."""

from __future__ import annotations

from collections.abc import Iterator

from promptwell.language.features.completion.cursor import IslandCursor
from promptwell.language.features.completion.item import CompletionItem
from promptwell.language.features.completion.site import Site
from promptwell.language.features.signature import nameable


def arguments(site: Site, cursor: IslandCursor) -> Iterator[CompletionItem]:
    """The parameters of what is called that no argument gives yet, as `name=`, in their order."""
    if cursor.last not in ("(", ","):
        return
    called, parameters = nameable(site.project, site.model, site.offset)
    for number, parameter in enumerate(parameters):
        label = f"{parameter}="
        order = number - len(parameters)  # before every variable
        yield CompletionItem(label, "local", cursor.word, label, f"of {called}", order=order)
