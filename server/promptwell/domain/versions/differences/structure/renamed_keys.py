"""Keys of the front matter that only have another name now."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from promptwell.domain.versions.differences.structure.change import Value
from promptwell.domain.versions.differences.structure.facts import Path

# So common that two keys have them by chance.
_SAYS_NOTHING = ("", "0", "1", "True", "False", "None", "[]", "{}")


def renamed_keys(before: Mapping[Path, Value], after: Mapping[Path, Value]) -> dict[Path, Path]:
    """What each key that is called otherwise now was called, with all that stands below it; only clear cases."""
    gone = list(_only_there(before, after))
    come = list(_only_there(after, before))
    found: dict[Path, Path] = {}
    for old in gone:
        said = _below(before, old)
        alike = [new for new in come if new[:-1] == old[:-1] and _below(after, new) == said]
        others = [other for other in gone if _below(before, other) == said]
        if len(alike) == len(others) == 1 and any(map(_says_something, said.values())):
            found[old] = alike[0]
    return found


def _only_there(there: Mapping[Path, Value], not_here: Mapping[Path, Value]) -> Iterator[Path]:
    """The topmost keys of which the other side has nothing."""
    known = {path[:length] for path in not_here for length in range(len(path) + 1)}
    yield from dict.fromkeys(
        next(path[:length] for length in range(1, len(path) + 1) if path[:length] not in known)
        for path in there
        if path not in known
    )


def _below(values: Mapping[Path, Value], key: Path) -> dict[Path, Value]:
    """What stands at a key and below it, by the rest of the path."""
    return {path[len(key) :]: value for path, value in values.items() if path[: len(key)] == key}


def _says_something(value: Value) -> bool:
    return str(value) not in _SAYS_NOTHING


def is_below(path: Path, keys: Collection[Path]) -> bool:
    """Whether a path is one of some keys or stands below one."""
    return any(path[: len(each)] == each for each in keys)
