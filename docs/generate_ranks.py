"""Write the packed rank files of `adapters/tokenizers/ranks` from tiktoken's published ones.

    python docs/generate_ranks.py --from FOLDER

FOLDER holds the files that tiktoken caches, under the names it gives them (the SHA-1 of their
address): set `TIKTOKEN_CACHE_DIR` to it and ask tiktoken for an encoding once, or take them from
a package that carries them (litellm: `litellm/litellm_core_utils/tokenizers`). Every file is
checked against the SHA-256 that tiktoken itself expects, so it does not matter who carried it.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from unittest.mock import patch

import tiktoken.load
from tiktoken_ext import openai_public  # type: ignore[import-untyped]  # it carries no types

from promptwell.adapters.tokenizers.rank_file import RANK_FILES, pack

RANKS = Path(__file__).parents[1] / "server/promptwell/adapters/tokenizers/ranks"


def main() -> int:
    """Write every rank file and say how large it is."""
    parser = argparse.ArgumentParser(description="Write the packed rank files.")
    parser.add_argument("--from", dest="folder", type=Path, required=True, help="the cache folder")
    os.environ["TIKTOKEN_CACHE_DIR"] = str(parser.parse_args().folder)
    for name in sorted(set(RANK_FILES.values())):
        packed = packed_ranks(name)
        path = RANKS / f"{name}.ranks"
        path.write_bytes(packed)
        sys.stdout.write(f"{path.name}: {len(packed):,} bytes\n")
    return 0


def packed_ranks(name: str) -> bytes:
    """The packed file of an encoding; tiktoken refuses a source whose hash is wrong."""
    seen: dict[str, str] = {}
    load = tiktoken.load.load_tiktoken_bpe

    def load_and_note(address: str, expected_hash: str) -> dict[bytes, int]:
        seen["sha256"] = expected_hash
        return load(address, expected_hash)

    with patch.object(openai_public, "load_tiktoken_bpe", load_and_note):
        constructor = openai_public.ENCODING_CONSTRUCTORS[name]()
    tokens = sorted(constructor["mergeable_ranks"], key=constructor["mergeable_ranks"].__getitem__)
    if [constructor["mergeable_ranks"][token] for token in tokens] != list(range(len(tokens))):
        sys.exit(f"{name}: its ranks have gaps, which the packed form cannot say")
    return pack(name, constructor["pat_str"], seen["sha256"], tokens)


if __name__ == "__main__":
    raise SystemExit(main())
