"""Everything that an editor can do about a place of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from promptwell.language.features.actions.action import ActionKind, CodeAction, Question
from promptwell.language.features.actions.allow_key import allow_key
from promptwell.language.features.actions.convert import convert
from promptwell.language.features.actions.declare_inputs import declare_all, declare_here
from promptwell.language.features.actions.declare_trust import declare_trust
from promptwell.language.features.actions.extract_partial import extract_partial
from promptwell.language.features.actions.fixes import fix_all, fixes, fixes_of_rule
from promptwell.language.features.actions.ignore import ignores
from promptwell.language.features.actions.inline_partial import inline_partial
from promptwell.language.features.actions.manage import manage
from promptwell.language.features.actions.move_to_user import move_to_user
from promptwell.language.features.actions.nearest_path import name_nearest_path
from promptwell.language.features.actions.remove_unused import remove_unused, remove_unused_here
from promptwell.language.features.actions.settle_conflicts import settle_conflicts
from promptwell.language.features.actions.sort_keys import sort_keys, sort_keys_here
from promptwell.language.features.actions.wrap_input import wrap_input

_OFFERS: tuple[tuple[ActionKind, Callable[[Question], Iterator[CodeAction]]], ...] = (
    ("quickfix", settle_conflicts),
    ("quickfix", fixes),
    ("quickfix", declare_here),
    ("quickfix", remove_unused_here),
    ("quickfix", fixes_of_rule),
    ("quickfix", name_nearest_path),
    ("quickfix", allow_key),
    ("quickfix", declare_trust),
    ("quickfix", ignores),
    ("refactor.extract", extract_partial),
    ("refactor.inline", inline_partial),
    ("refactor.rewrite", wrap_input),
    ("refactor.rewrite", move_to_user),
    ("refactor.rewrite", convert),
    ("refactor.rewrite", manage),
    ("refactor.rewrite", sort_keys_here),
    ("source.fixAll.promptwell", fix_all),
    ("source.addMissingInputs.promptwell", declare_all),
    ("source.removeUnusedInputs.promptwell", remove_unused),
    ("source.sortKeys.promptwell", sort_keys),
)


def code_actions(question: Question) -> list[CodeAction]:
    """What to offer, the usual first.

    What can't be done here is among it, with the reason, where its kind was asked for by name.
    """
    found: dict[tuple[str, ActionKind], CodeAction] = {}
    for kind, offer in _OFFERS:
        if question.wants(kind):
            for action in offer(question):
                if not action.refusal or question.names(kind):
                    found.setdefault((action.title, action.kind), action)
    return list(found.values())
