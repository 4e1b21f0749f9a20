"""A PostgreSQL server for tests: on loopback, in a folder of its own, as a user without rights."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

USERS = ("postgres", "nobody")


def folder_of_programs() -> Path | None:
    """The folder with `initdb` and `postgres`: Debian has one for each version."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name)
    found = shutil.which("initdb")
    candidates = [*reversed(folders), *([Path(found).resolve().parent] if found else [])]
    return next((each for each in candidates if (each / "initdb").exists()), None)


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def postgres_server() -> Iterator[str]:
    """The address of a running server, up to the name of a database; the test is skipped without one."""
    programs = folder_of_programs()
    if programs is None:
        pytest.skip("no PostgreSQL here; on Debian: apt-get install postgresql")
    user = next(each for each in USERS if is_user(each)) if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="promptwell-postgres-"))
    data, port = folder / "data", a_free_port()

    def run(*command: str | Path) -> None:
        # The server inherits what it is given: no pipe that would never end.
        with (folder / "output.txt").open("w+", encoding="utf-8") as output:
            done = subprocess.run(
                command,
                user=user,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                timeout=100,
                check=False,
            )
            output.seek(0)
            assert done.returncode == 0, output.read()

    try:
        if user:
            shutil.chown(folder, user)
        run(programs / "initdb", "-D", data, "-U", "tester", "--auth=trust", "-E", "UTF8", "-N")
        settings = f"-h 127.0.0.1 -p {port} -k {folder} -F"
        run(programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", settings, "start")
        try:
            yield f"postgresql://tester@127.0.0.1:{port}/"
        finally:
            run(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def is_user(name: str) -> bool:
    import pwd  # POSIX's alone

    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
