"""A draft as the text of a `.prompty` file, version 2."""

from __future__ import annotations

from typing import Any

import yaml

from promptwell.language.syntax.conversion.draft import Draft
from promptwell.language.syntax.yaml.quoting import has_mark, without_marks


def managed_text(draft: Draft) -> str:
    """The file: front matter without empty keys, then each message under its role line."""
    body = "\n\n".join(f"{turn.role}:\n{_content(turn.text)}" for turn in draft.turns)
    return f"{front_matter_text(draft)}{body}\n"


def front_matter_text(draft: Draft) -> str:
    """The front matter between its marks, without empty keys."""
    data: dict[str, Any] = {"name": draft.name}
    if draft.title and draft.title != draft.name:
        data["displayName"] = draft.title
    if draft.description:
        data["description"] = draft.description
    if draft.model:
        data["model"] = dict(draft.model)
    if draft.inputs:
        data["inputs"] = [dict(each) for each in draft.inputs]
    if draft.outputs:
        data["outputs"] = [dict(each) for each in draft.outputs]
    if draft.tools:
        data["tools"] = [dict(each) for each in draft.tools]
    if draft.engine != "jinja2":
        data["template"] = {"format": {"kind": draft.engine}, "parser": {"kind": "prompty"}}
    if draft.metadata:
        data["metadata"] = dict(draft.metadata)
    written = yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
    return f"---\n{without_marks(written)}---\n"


def _content(text: str) -> str:
    """A message without the line ends around it, which Prompty takes away."""
    return text.replace("\r\n", "\n").strip("\n")


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as people do, and never an alias."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  # PyYAML asks for each value
        return True


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text.strip("\n") else None
    if has_mark(text):
        style = '"'  # the only ones in which a mark can be written in another way
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)
