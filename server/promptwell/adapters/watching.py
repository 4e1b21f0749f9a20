"""Waiting for changes of files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def changes(folders: Iterable[str]) -> Iterator[frozenset[str]]:
    """The paths that changed in or below the folders, one set after the other, until Ctrl-C.

    The first set is empty: it says that the watch has begun and will miss nothing from now on.
    """
    from watchfiles import watch  # costs start-up time

    begun = False
    watched = watch(
        *folders,
        raise_interrupt=True,
        step=100,
        debounce=400,
        rust_timeout=300,
        yield_on_timeout=True,
    )
    for changed in watched:
        if changed or not begun:
            begun = True
            yield frozenset(path.replace("\\", "/") for _, path in changed)
