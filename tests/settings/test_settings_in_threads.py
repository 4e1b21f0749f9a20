"""Calls of an engine read settings in many threads at once."""

from __future__ import annotations

import subprocess
import sys


def test_the_first_settings_may_be_read_by_many_at_once() -> None:
    script = (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "from promptwell.settings.read import read_settings\n"
        "with ThreadPoolExecutor(8) as threads:\n"
        "    read = [threads.submit(read_settings, f'/w{n}/promptwell.toml', 'select = []') for n in range(8)]\n"
        "print([each.result() for each in read] == [({'select': ()}, ())] * 8)\n"
    )
    # What goes wrong there does so in a fresh process alone, and not each time.
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False
        )
        assert (done.stdout, done.stderr) == ("True\n", "")
