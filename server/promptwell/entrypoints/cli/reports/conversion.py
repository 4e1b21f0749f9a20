"""What a conversion to managed prompts came to, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from promptwell.language.semantics.managed import Managed
from promptwell.services.managing import ManagedFile

Shown = Callable[[str], str]


def conversion_text(files: Iterable[ManagedFile], shown: Shown) -> str:
    """A line for each prompt, and under it what is lost, or why it was refused."""
    return "\n".join(
        line for file in files for prompt in file.prompts for line in _lines(file, prompt, shown)
    )


def conversion_json(files: Iterable[ManagedFile], shown: Shown, *, written: bool) -> str:
    """The same as JSON; `written` tells whether the new files were written."""
    prompts = [
        _entry(file, prompt, shown, written=written) for file in files for prompt in file.prompts
    ]
    return json.dumps({"prompts": prompts}, indent=2, ensure_ascii=False)


def _lines(file: ManagedFile, prompt: Managed, shown: Shown) -> Iterator[str]:
    source = shown(file.path) + (f" ({prompt.name})" if prompt.name else "")
    if prompt.refusals:
        yield f"{source}: refused"
        for reason, line in prompt.refusals:
            yield f"  line {line}: {reason}" if line else f"  {reason}"
        return
    same = prompt.path == file.path
    yield f"{source} -> {'version 2' if same else shown(prompt.path)}"
    for each in prompt.lost:
        yield f"  {each}" if same else f"  lost: {each}"


def _entry(file: ManagedFile, prompt: Managed, shown: Shown, *, written: bool) -> dict[str, Any]:
    result = "refused" if prompt.refusals else "converted" if written else "convertible"
    return {
        "source": shown(file.path),
        "prompt": prompt.name,
        "target": None if prompt.refusals else shown(prompt.path),
        "result": result,
        "lost": list(prompt.lost),
        "refused": [{"line": line or None, "reason": reason} for reason, line in prompt.refusals],
    }
