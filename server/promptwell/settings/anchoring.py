"""Globs and folders of a settings file, made absolute, so that they mean the same everywhere."""

from __future__ import annotations

from typing import Any

from promptwell.language.text.globs import anchored


def anchor_globs(values: dict[str, Any], folder: str) -> dict[str, Any]:
    """The values with their globs and folders as absolute paths, read from a folder."""
    found = dict(values)
    for name in ("include", "exclude"):
        if name in found:
            found[name] = tuple(anchored(glob, folder) for glob in found[name])
    for name in ("per_file_ignores", "formats", "dialects"):
        if name in found:
            found[name] = {anchored(glob, folder): each for glob, each in found[name].items()}
    if "datasets" in found.get("security", {}):
        globs = tuple(anchored(glob, folder) for glob in found["security"]["datasets"])
        found["security"] = {**found["security"], "datasets": globs}
    if "template_roots" in found:
        base = folder.rstrip("/")
        roots = (each.removeprefix("./").strip("/") for each in found["template_roots"])
        found["template_roots"] = tuple(f"{base}/{each}".rstrip("/.") or "/" for each in roots)
    return found
