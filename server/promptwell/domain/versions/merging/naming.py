"""Where in a prompt something stands, in words."""

from __future__ import annotations

from promptwell.domain.versions.merging.segments import Where

_NAMED = {
    "message": "the {} message",
    "messages": "the messages",
    "section": "the section `{}`",
    "block": "the block `{}`",
    "branch": "the branch `{}`",
    "code": "the code `{}`",
}


def said(where: Where) -> str:
    """A place by the innermost thing that has a name; keys with those above them: "`model.id`"."""
    keys: list[str] = []
    innermost = ""
    for kind, key in where:
        if kind in ("entry", "item") and key:
            keys.append(key)
        elif kind in _NAMED and key:
            innermost = _NAMED[kind].format(key)
    if keys:
        return f"`{'.'.join(keys)}`"
    return innermost
