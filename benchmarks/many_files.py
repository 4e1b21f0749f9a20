"""A workspace of thousands of prompt files, the same on every machine."""

from __future__ import annotations

import random
from pathlib import Path

from inputs import prompt

TEAMS = ("billing", "search", "support", "sales", "safety", "coding", "legal", "travel")
_TASKS = ("answer", "rank", "summarize", "translate", "classify", "extract", "review", "plan")
_MACROS = "{% macro money(amount, currency='EUR') %}{{ amount }} {{ currency }}{% endmacro %}\n"
_SIGNATURE = "Yours, {{ agent }} of {{ company }}\n"


def write_workspace(folder: Path, count: int = 5_000) -> None:
    """Write so many prompt files of 1-3 kB in folders of fifty, and the partials that they share.

    Every tenth prompt calls the shared macro once, in all `count // 10` uses of it.
    """
    choose = random.Random(7)  # noqa: S311  # no secret
    (folder / "promptwell.toml").write_text('template-roots = ["shared"]\n', encoding="utf-8")
    shared = folder / "shared"
    shared.mkdir()
    (shared / "macros.j2").write_text(_MACROS, encoding="utf-8")
    (shared / "signature.j2").write_text(_SIGNATURE, encoding="utf-8")
    for number in range(count - 2):
        team = TEAMS[number % len(TEAMS)]
        place = folder / team / f"set{number // (50 * len(TEAMS)):02}"
        place.mkdir(parents=True, exist_ok=True)
        name = f"{choose.choice(_TASKS)}_{team}_{number}"
        text = prompt(choose.randint(900, 2_700), number)
        text = text.replace("name: support", f"name: {name}", 1)
        text = text.replace("inputs:\n", "inputs:\n  - {name: agent, kind: string}\n", 1)
        text += '{% include "signature.j2" %}\n' if number % 3 == 0 else "From {{ agent }}\n"
        if number % 10 == 0:
            text += '{% from "macros.j2" import money %}{{ money(orders[0].total) }}\n'
        (place / f"{name}.prompty").write_text(text, encoding="utf-8")
