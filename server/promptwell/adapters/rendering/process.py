"""One worker process: started, asked, and killed when it does not answer in time."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from contextlib import suppress

from promptwell.adapters.python_process import start_python
from promptwell.adapters.rendering.limits import ProcessLimits
from promptwell.adapters.rendering.worker import READY
from promptwell.errors import RenderError

_MODULE = "promptwell.adapters.rendering.worker"
_NEEDS = ("jinja2", "markupsafe", "chevron", "yaml")

_LONGEST_ANSWER = 256 * 1024 * 1024


class Died(Exception):  # noqa: N818  # what happened to the process, not an error of its caller
    """The worker ended instead of answering. `why` is `timeout`, `killed` (not by us) or `crash`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class WorkerProcess:
    """A running worker. Used by one thread at a time."""

    def __init__(self, limits: ProcessLimits) -> None:
        """Start the process; it comes up while the caller goes on.

        Raises:
            RenderError: no process can be started.
        """
        self._limits = limits
        self._ready = False
        self._overdue = False
        try:
            self._process = start_python(_MODULE, str(limits.memory), str(limits.cpu), needs=_NEEDS)
        except OSError as error:
            raise RenderError(
                f"no process for rendering can be started: {error.strerror or error}",
                reason="crash",
            ) from error

    @property
    def process_id(self) -> int:
        """The operating system's number of the process."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process runs and may be asked."""
        return not self._overdue and self._process.poll() is None

    def ask(self, line: bytes) -> bytes:
        """Send a request and wait for the answer's line.

        Raises:
            Died: the process ended, or took too long and was killed.
        """
        if not self._ready:
            if self._exchange(b"", self._limits.start) != READY:
                self.kill()
                raise Died("crash")
            self._ready = True
        answer = self._exchange(line, self._limits.wall)
        if not answer.endswith(b"\n"):
            raise Died(self._why())
        return answer

    def kill(self) -> None:
        """End the process, whatever it does, and take back what it holds."""
        with suppress(OSError):
            self._process.kill()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()

    def _exchange(self, line: bytes, seconds: float) -> bytes:
        assert self._process.stdin
        assert self._process.stdout
        # Killing the process ends both the write and the read, so neither can block for longer.
        timer = threading.Timer(seconds, self._expire)
        timer.daemon = True
        timer.start()
        try:
            if line:
                self._process.stdin.write(line)
                self._process.stdin.flush()
            return self._process.stdout.readline(_LONGEST_ANSWER)
        except (OSError, ValueError):
            return b""
        finally:
            timer.cancel()

    def _expire(self) -> None:
        self._overdue = True
        with suppress(OSError):
            self._process.kill()

    def _why(self) -> str:
        try:
            code = self._process.wait(5)
        except subprocess.TimeoutExpired:
            code = None
        if self._overdue:
            return "timeout"
        if sys.platform != "win32" and code in (-signal.SIGPROF, -signal.SIGXCPU):
            return "timeout"
        if sys.platform == "win32" and code == 0x718:  # ERROR_NOT_ENOUGH_QUOTA, by the job's clock
            return "timeout"
        if sys.platform != "win32" and code == -signal.SIGKILL:
            return "killed"
        return "crash"
