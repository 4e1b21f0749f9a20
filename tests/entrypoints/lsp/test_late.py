"""Modules that are put off are loaded by the first question, in whatever thread it is asked."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import sys, threading
from promptwell.entrypoints.lsp import late

late.put_off()
from promptwell.services.editor import completion, hovering

assert "promptwell.language.features.hover" not in sys.modules
seen = []
asking = [threading.Thread(target=lambda: seen.append(hovering.hover)) for _ in range(8)]
for thread in asking:
    thread.start()
for thread in asking:
    thread.join()
assert len(seen) == 8 and len(set(seen)) == 1, seen
assert "promptwell.language.features.hover" in sys.modules
assert "promptwell.language.features.completion.complete" not in sys.modules
assert completion.complete.__module__ == completion.__name__
assert type(completion) is type(sys)
"""


def test_a_module_is_loaded_once_by_its_first_question() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
