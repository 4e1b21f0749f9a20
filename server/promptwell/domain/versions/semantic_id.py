"""What a prompt means to a model, as one name: two texts of the same one give the same requests."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256

from promptwell.domain.versions.identity import text_id
from promptwell.language.semantics.project import Project
from promptwell.language.semantics.summary import DATA, LINKS
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.exact_text import exact_text
from promptwell.language.syntax.yaml.anchors import Anchors
from promptwell.language.syntax.yaml.read import read_yaml
from promptwell.language.text.source import Span

SCHEME = "s1"
"""Which things the name is made of, and how; another choice gets another number."""

UNKNOWN = ""

UNKNOWABLE = f"{SCHEME}:"
"""Stands in the store for what was looked at and can't be known. Nobody is shown it, and it equals nothing."""

# What people and tools know a prompt by; no model ever sees it.
_ABOUT = frozenset(
    {"$schema", "authors", "author", "description", "name", "metadata", "tags", "title", "version"}
)
_MOST_FILES = 500
_DEEPEST = 40


def semantic_id(project: Project, path: str, *, alone: bool = False) -> str:
    """The name of what a prompt means; "" where it can't be known without running it.

    It is made of the messages, all that is brought into them, the model with its settings, tools,
    inputs and schemas. Layout, comments and order of the front matter don't matter; every blank of
    a message does. A file that is chosen while it runs makes it unknown, and so does one that is missing.
    With `alone` nothing is known of other files, so that every one that is brought in makes it unknown.
    """
    document = project.document(path)
    if document is None:
        return UNKNOWN
    parts: list[object] = [document.engine, document.dialect, _settings(document)]
    parts.append([[*_spoken(document)]])
    files = _brought_in(project, path, alone=alone)
    if files is None:
        return UNKNOWN
    parts.append(files)
    parts += _stood_for(document)
    said = json.dumps(parts, sort_keys=True, ensure_ascii=True, default=str, separators=(",", ":"))
    return f"{SCHEME}:{sha256(said.encode('ascii')).hexdigest()}"


def is_known(meaning: str) -> bool:
    """Whether a name of what a prompt means says anything."""
    return meaning not in (UNKNOWN, UNKNOWABLE)


def same_meaning(one: str, other: str) -> bool | None:
    """Whether two prompts give a model the same; None where that is not known."""
    return one == other if is_known(one) and is_known(other) else None


def _settings(document: PromptDocument) -> object:
    """The front matter as plain data, without what no model sees."""
    plain = document.header.plain()
    if not isinstance(plain, dict):
        return None
    return {str(name): value for name, value in plain.items() if name not in _ABOUT}


def _stood_for(document: PromptDocument) -> list[object]:
    """What the aliases in the front matter stand for, which may be where nothing else counts; none without any."""
    text = document.file.text
    if "*" not in text:
        return []
    counts = [each.value for each in document.header.entries if each.name not in _ABOUT]
    root = read_yaml(text).root if document.embedding else document.root
    found = Anchors(text, root).behind(counts) if root is not None else {}
    return [found] if found else []


def _spoken(document: PromptDocument) -> Iterator[object]:
    if not document.messages:
        yield ["", [], exact_text(document, document.body)]
    for each in document.messages:
        attributes = [[name, str(value)] for name, value in each.attributes]
        yield [each.role, attributes, exact_text(document, Span(*each.content))]


def _brought_in(project: Project, path: str, *, alone: bool) -> list[list[str]] | None:
    """What the files say that come into a prompt, as they are named; None where that is not known."""
    found: list[list[str]] = []
    waiting: list[tuple[str, int]] = [(path, 0)]
    seen: set[str] = set()
    while waiting:
        current, depth = waiting.pop(0)
        model = project.model(current)
        for reference in model.references if model else ():
            if reference.kind not in LINKS and reference.kind not in DATA | {"file"}:
                continue
            if alone or reference.dynamic or depth >= _DEEPEST or len(found) >= _MOST_FILES:
                return None
            target = project.resolve(current, reference)
            if target is None:
                if reference.optional:
                    found.append([reference.kind, reference.target, ""])
                    continue
                return None
            text = project.text(target)
            if text is None:
                return None
            found.append([reference.kind, reference.target, text_id(text)])
            if target not in seen and reference.kind in LINKS:
                seen.add(target)
                waiting.append((target, depth + 1))
    return found
