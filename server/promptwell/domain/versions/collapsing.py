"""Which saves are one version: editors save every few seconds, and nobody wants to read that."""

from __future__ import annotations

from datetime import datetime, timedelta

from promptwell.domain.versions.version import Version

WINDOW = timedelta(minutes=10)
"""Saves within this time of the first of them become one version."""


def takes_its_place(
    head: Version, *, author: str, session: str, branch: str, now: datetime, held: bool
) -> bool:
    """Whether a save takes the place of the version before it.

    It does where that is a save by the same author in the same editor on the same branch, the first
    of these saves is less than ten minutes ago, and nothing holds it.

    Args:
        head: the newest version of the branch.
        author: who saves.
        session: the editor in which that is done.
        branch: where the save goes.
        now: when it is done.
        held: whether a label, another version, another branch or a run names the version.
    """
    return (
        head.cause == "save"
        and head.author == author
        and head.session == session
        and head.branch == branch
        and not held
        and not head.metrics
        and not head.commit
        and timedelta(0) <= now - (head.begun or head.time) < WINDOW
    )
