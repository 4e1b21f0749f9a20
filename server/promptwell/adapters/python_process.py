"""A second Python of ours: a process that runs one of our modules and sees nothing it does not need."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec

# No site, no environment, no current folder: the process sees Promptwell and what it needs.
_BOOT = "import sys, json; sys.path.extend(json.loads(sys.argv[1])); from {module} import serve; serve(*sys.argv[2:])"
# What Python itself may need to start; nothing of it is a secret.
_KEPT = (
    "SYSTEMROOT",
    "WINDIR",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "DYLD_FALLBACK_LIBRARY_PATH",
)
_BELOW_NORMAL_PRIORITY = 0x4000


def start_python(
    module: str, *arguments: str, needs: Sequence[str], low_priority: bool = False
) -> subprocess.Popen[bytes]:
    """Start the `serve` of a module in a process of its own, with pipes to and from it.

    It comes up while the caller goes on.

    Args:
        module: the module's full name.
        arguments: what `serve` gets, as texts.
        needs: the packages that it imports, Promptwell's own besides.
        low_priority: whether everything else goes first on this machine.

    Raises:
        OSError: no process can be started.
    """
    if not sys.executable:
        raise OSError("this Python can't start a second one")
    boot = _BOOT.format(module=module)
    windows = sys.platform == "win32"
    return subprocess.Popen(  # noqa: S603  # our own interpreter and module
        [sys.executable, "-I", "-S", "-c", boot, json.dumps(_folders(needs)), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in _KEPT if name in os.environ},
        cwd=os.path.dirname(sys.executable) or None,  # pathlib costs start-up time
        # Ctrl-C is for the command, which then ends the process itself.
        start_new_session=not windows,
        creationflags=_BELOW_NORMAL_PRIORITY if windows and low_priority else 0,
    )


def _folders(needs: Sequence[str]) -> list[str]:
    folders: dict[str, None] = {}
    for name in ("promptwell", *needs):
        found = find_spec(name)
        if found and found.origin:
            folders[os.path.dirname(os.path.dirname(found.origin))] = None
    return list(folders)
