"""Other processes of this machine."""

from __future__ import annotations

import os
import sys


def is_running(pid: int) -> bool:
    """Whether there is a process of this number, as far as can be seen from here."""
    if pid <= 0:
        return False
    if sys.platform == "win32":
        return _is_running_on_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    except (OSError, OverflowError):
        return False
    return True


def _is_running_on_windows(pid: int) -> bool:
    import ctypes

    # `os.kill` would end the process there.
    synchronize, still_waiting = 0x00100000, 0x00000102
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined, unused-ignore]  # Windows alone
    handle = kernel.OpenProcess(synchronize, False, pid)
    if not handle:
        return False
    waited = kernel.WaitForSingleObject(handle, 0)
    kernel.CloseHandle(handle)
    return bool(waited == still_waiting)
