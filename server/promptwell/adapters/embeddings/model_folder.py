"""Where an embedding model lies: the folder that a user names, or the one of Hugging Face's cache."""

from __future__ import annotations

import os
from hashlib import sha256

from promptwell.errors import EngineError

# Weights in the forms of other runtimes; without them a download is a quarter of the size.
_OTHER_FORMS = [
    "*.onnx",
    "*.h5",
    "*.ot",
    "*.msgpack",
    "*.mlmodel",
    "onnx/*",
    "openvino/*",
    "coreml/*",
]
_PICKLED = ["*.bin", "*.pt", "*.pth"]
_FORMS_OF_WEIGHTS = (".safetensors", ".bin")
_FINGERPRINT = 12


def is_folder(name: str) -> bool:
    """Whether a model is named by its folder. Only an absolute path is one.

    A relative one would let a repository put its own model in the place of one that is known by name.
    """
    return os.path.isabs(name)


def identity_of(name: str) -> str:
    """What tells a model's vectors from those of others.

    A model of the hub is its name. A folder is its name and a fingerprint of the settings and sizes of
    what is in it: it may be moved, and another model in its place is another one.
    """
    if not is_folder(name):
        return name
    digest = sha256()
    for path, size in sorted(_files(name)):
        digest.update(f"{path}\0{size}\0".encode())
        if path.endswith(".json") and size < 100_000:
            with open(os.path.join(name, path), "rb") as file:
                digest.update(file.read())
    return f"{os.path.basename(os.path.normpath(name))}@{digest.hexdigest()[:_FINGERPRINT]}"


def folder_of(name: str) -> str:
    """The folder of a model; one of the hub is fetched where this machine does not have it yet.

    Raises:
        EngineError: it is neither here nor to be had.
    """
    if is_folder(name):
        return name
    folder = _cached(name)
    if folder:
        return folder
    try:
        folder = _snapshot(name, here=False, leave=[*_OTHER_FORMS, *_PICKLED])
        return folder if is_complete(folder) else _snapshot(name, here=False, leave=_OTHER_FORMS)
    except Exception as error:  # the hub's client raises what its HTTP library does
        raise EngineError(
            f"the embedding model '{name}' is not on this machine and can't be fetched from "
            f"huggingface.co ({_first_line(error)}). Connect to the network once, or give the "
            "absolute path of a folder that holds a model of sentence-transformers"
        ) from error


def is_here(name: str) -> bool:
    """Whether a model lies on this machine."""
    return is_complete(name) if is_folder(name) else bool(_cached(name))


def _cached(name: str) -> str:
    """The folder of a model of the hub that was fetched before; "" where it was not."""
    try:
        folder = _snapshot(name, here=True, leave=_OTHER_FORMS)
    except (OSError, ValueError):
        return ""
    return folder if is_complete(folder) else ""


def _snapshot(name: str, *, here: bool, leave: list[str]) -> str:
    from huggingface_hub import snapshot_download

    repository = name if "/" in name else f"sentence-transformers/{name}"
    return str(snapshot_download(repository, local_files_only=here, ignore_patterns=leave))


def is_complete(folder: str) -> bool:
    """Whether a folder holds a model's description and its weights."""
    names = [path for path, _ in _files(folder)]
    described = "modules.json" in names or "config.json" in names
    return described and any(name.endswith(_FORMS_OF_WEIGHTS) for name in names)


def _files(folder: str) -> list[tuple[str, int]]:
    """The files of a folder by their paths in it, with their sizes."""
    found = []
    for parent, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(parent, name)
            if os.path.isfile(path):
                relative = os.path.relpath(path, folder).replace(os.sep, "/")
                found.append((relative, os.path.getsize(path)))
    return found


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).split("\n")[0].rstrip(".")
