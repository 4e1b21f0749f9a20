"""Limits on Windows, by a job object. The sibling of `posix_limits`.

Windows counts a job's processor time over the whole life of the process, so each
request moves the limit on by what has been used.
"""

from __future__ import annotations

import ctypes
import sys
import time

_EXTENDED_LIMITS = 9
_LIMIT_PROCESS_TIME = 0x2
_LIMIT_PROCESS_MEMORY = 0x100
_LIMIT_DIE_ON_UNHANDLED_EXCEPTION = 0x400
_NO_LIMIT = 2**62


class _BasicLimits(ctypes.Structure):
    _fields_ = (
        ("per_process_user_time", ctypes.c_int64),
        ("per_job_user_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("minimum_working_set", ctypes.c_size_t),
        ("maximum_working_set", ctypes.c_size_t),
        ("active_processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority", ctypes.c_uint32),
        ("scheduling", ctypes.c_uint32),
    )


class _ExtendedLimits(ctypes.Structure):
    _fields_ = (
        ("basic", _BasicLimits),
        ("io_counters", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process_memory", ctypes.c_size_t),
        ("peak_job_memory", ctypes.c_size_t),
    )


class _Job:
    """This process's job, once it could be made."""

    def __init__(self) -> None:
        self.handle: int | None = None
        self.memory = 0

    def set(self, user_time: int) -> None:
        """Set the limits on memory and on user time, in units of 100 nanoseconds."""
        limits = _ExtendedLimits()
        limits.basic.flags = (
            _LIMIT_PROCESS_TIME | _LIMIT_PROCESS_MEMORY | _LIMIT_DIE_ON_UNHANDLED_EXCEPTION
        )
        limits.basic.per_process_user_time = user_time
        limits.process_memory = self.memory
        if sys.platform == "win32" and self.handle is not None:
            ctypes.windll.kernel32.SetInformationJobObject(
                ctypes.c_void_p(self.handle),
                _EXTENDED_LIMITS,
                ctypes.byref(limits),
                ctypes.sizeof(limits),
            )


_JOB = _Job()

# Python with Jinja commits less than this before the first template.
_PYTHON_TAKES = 96 * 1024 * 1024


def limit_memory(extra: int) -> None:
    """Allow this process so many bytes beyond what Python takes."""
    if sys.platform == "win32":
        kernel = ctypes.windll.kernel32
        kernel.CreateJobObjectW.restype = ctypes.c_void_p
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        handle = kernel.CreateJobObjectW(None, None)
        process = ctypes.c_void_p(kernel.GetCurrentProcess())
        if handle and kernel.AssignProcessToJobObject(ctypes.c_void_p(handle), process):
            _JOB.handle = handle
            _JOB.memory = _PYTHON_TAKES + extra
            _JOB.set(_NO_LIMIT)


def start_clock(seconds: float) -> None:
    """End this process when it has used so much processor time from now."""
    _JOB.set(int((time.process_time() + seconds) * 10_000_000))


def stop_clock() -> None:
    """The work is done: no longer count."""
    _JOB.set(_NO_LIMIT)
