"""A caller and a server of two versions of Promptwell: which one to upgrade, in words."""

from __future__ import annotations

from promptwell import __version__
from promptwell.adapters.engine.version_order import is_newer


def is_other(theirs: str) -> bool:
    """Whether a server is of another version; of one that does not say its version nothing is known."""
    return bool(theirs) and (is_newer(theirs, __version__) or is_newer(__version__, theirs))


def way_out_of(theirs: str, server: str) -> str:
    """What to do where a server of another version has no answer that this one can use.

    Args:
        theirs: the version of the server.
        server: its address.
    """
    if is_newer(theirs, __version__):
        return (
            f"{server} is Promptwell {theirs} and this is the older {__version__}. "
            "Upgrade it: pip install --upgrade promptwell"
        )
    return (
        f"{server} is Promptwell {theirs} and this is {__version__}. Upgrade the server and start it anew, "
        f"or call it with its version: pip install 'promptwell=={theirs}'"
    )
