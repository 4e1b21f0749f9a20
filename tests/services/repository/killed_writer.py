"""A process that changes prompts without an end, and says what it has done. Killed by its test."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

from tests.services.repository.workspace import Place

from promptwell.adapters.storage.opening import open_store
from promptwell.services.prompts import keeping, placing, tagging, writing


def main(folder: str, begin: str) -> None:
    """Make, change, move and delete prompts; a line for each is written once it is acknowledged."""
    place = Place(Path(folder, "work"), open_store(f"{folder}/store"))
    for number in itertools.count(int(begin)):
        name = f"p{number}"
        made = writing.new(place.context, writing.NewRequest(name=name))
        print("made", name, made.id, flush=True)
        tagging.tag(place.context, tagging.TagRequest(prompts=(made.path,), add=("kept",)))
        print("tagged", name, flush=True)
        placing.move(place.context, placing.MoveRequest(prompt=made.path, target="moved"))
        print("moved", name, flush=True)
        if number % 3 == 0:
            keeping.delete(place.context, keeping.PromptsRequest(prompts=(name,)))
            print("deleted", name, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
