"""Measure the detector of secrets on files that people have labelled: Samsung's CredData.

python benchmarks/secrets_quality.py CHECKOUT [REPOSITORY ...]

CHECKOUT is a folder that CredData's own `download_data.py` has filled: `meta/*.csv` beside
`data/REPOSITORY/...`. Only files such as prompts stand in count (.md .txt .yml .yaml .json .toml .rst). A line is
right or wrong as a whole; lines labelled X are left out. Without names of repositories the twelve are
measured that the detector was never tuned on; `others` means all but these.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from promptwell.language.detectors.secrets.find import find_secrets

HELD_OUT = frozenset(
    {
        "a0cd6261", "93ff401b", "28728ab4", "86050693", "f008dd40", "73ae7ce6",
        "255bae6f", "50b38ef0", "7f0408de", "4a099ada", "5aefaef8", "a15774b8",
    }
)  # fmt: skip
ENDINGS = (".md", ".txt", ".yml", ".yaml", ".json", ".toml", ".rst")


class Labels(NamedTuple):
    """The lines of one file by their label."""

    right: frozenset[int]
    wrong: frozenset[int]
    left_out: frozenset[int]


def main(arguments: list[str]) -> int:
    """Print the counts and what they come to."""
    if not arguments:
        print(__doc__)
        return 2
    checkout, chosen = Path(arguments[0]), set(arguments[1:])
    counts: Counter[str] = Counter()
    for meta in sorted((checkout / "meta").glob("*.csv")):
        held_out = meta.stem in HELD_OUT
        if meta.stem in chosen or (not held_out if "others" in chosen else held_out and not chosen):
            for path, labels in _labelled(checkout, meta):
                counts["files"] += 1
                counts += _judged(path, labels)
    found, missed = counts["found"], counts["missed"]
    print(
        f"{counts['files']} files: {found} found, {missed} missed, "
        f"{counts['labelled false']} false by label, {counts['unlabelled']} on lines without a label"
    )
    for name, false in (
        ("labelled lines", counts["labelled false"]),
        ("all lines", counts["labelled false"] + counts["unlabelled"]),
    ):
        precision, recall = _share(found, false), _share(found, missed)
        both = 2 * precision * recall / (precision + recall) if found else 0.0
        print(f"{name}: precision {precision:.3f}, recall {recall:.3f}, F1 {both:.3f}")
    return 0


def _share(part: int, rest: int) -> float:
    return part / (part + rest) if part + rest else 0.0


def _labelled(checkout: Path, meta: Path) -> Iterator[tuple[Path, Labels]]:
    rows: dict[str, list[dict[str, str]]] = {}
    with meta.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if row["FilePath"].endswith(ENDINGS):
                rows.setdefault(row["FilePath"], []).append(row)
    for name, labels in rows.items():
        path = checkout / name
        if path.exists():
            yield path, _labels(labels)


def _labels(rows: list[dict[str, str]]) -> Labels:
    right: set[int] = set()
    wrong: set[int] = set()
    left_out: set[int] = set()
    for row in rows:
        first, last = int(row["LineStart"]), int(row["LineEnd"])
        if row["GroundTruth"] == "T":
            right.add(first)
            left_out.update(range(first + 1, last + 1))
        else:
            (wrong if row["GroundTruth"] == "F" else left_out).update(range(first, last + 1))
    return Labels(frozenset(right), frozenset(wrong - right), frozenset(left_out - right))


def _judged(path: Path, labels: Labels) -> Counter[str]:
    text = path.read_text(encoding="utf-8", errors="replace")
    reported: set[int] = set()
    inside: set[int] = set()
    for secret in find_secrets(text):
        first = text.count("\n", 0, secret.span.start) + 1
        reported.add(first)
        inside.update(range(first + 1, text.count("\n", 0, secret.span.end) + 2))
    false = reported - labels.right - labels.left_out - inside
    return Counter(
        {
            "found": len(reported & labels.right),
            "missed": len(labels.right - reported),
            "labelled false": len(false & labels.wrong),
            "unlabelled": len(false - labels.wrong),
        }
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
