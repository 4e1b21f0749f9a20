"""Write everything in the repository that is generated from the code, or check that it is fresh.

make generate             # or: python docs/generate.py
python docs/generate.py --check
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from generators import (
    command_fields,
    commands,
    front_matter,
    mcp,
    openapi,
    protocol,
    rules,
    secret_formats,
    settings,
    vscode,
)

ROOT = Path(__file__).parents[1]
GENERATORS = (
    rules,
    command_fields,
    commands,
    settings,
    front_matter,
    vscode,
    openapi,
    protocol,
    mcp,
    secret_formats,
)
# Whole folders are generated: a page of a rule that is gone has to go as well.
FOLDERS = ("docs/reference/rules", "schemas")


def main() -> int:
    """Write or check; 1 when something is stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail when something is stale"
    )
    only_check = parser.parse_args().check
    contents: dict[str, str] = {}
    for generator in GENERATORS:
        contents |= generator.generate()
    stale = [path for path, text in contents.items() if _read(path) != text]
    stale += _left_over(contents)
    if not only_check:
        for path in stale:
            _write(path, contents.get(path))
            print(f"{'wrote' if path in contents else 'removed'} {path}")
        return 0
    if stale:
        print("\n".join(stale), file=sys.stderr)
        print("documentation is stale. Run: make generate", file=sys.stderr)
        return 1
    return 0


def _read(path: str) -> str | None:
    file = ROOT / path
    return file.read_text(encoding="utf-8") if file.is_file() else None


def _left_over(contents: dict[str, str]) -> list[str]:
    found = [path for folder in FOLDERS for path in (ROOT / folder).glob("*") if path.is_file()]
    return [
        name
        for name in (path.relative_to(ROOT).as_posix() for path in sorted(found))
        if name not in contents
    ]


def _write(path: str, text: str | None) -> None:
    file = ROOT / path
    if text is None:
        file.unlink()
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main())
