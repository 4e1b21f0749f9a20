"""Data files that a prompt names: its samples, its tests, the rows of its evaluation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptwell.language.semantics.paths import folder_of, join
from promptwell.language.syntax.formats.data import DATA_SUFFIXES

# What an agent file mentions is documentation; these name what they load.
_LOADS = (".prompty", ".prompt", ".j2", ".jinja", ".jinja2", ".yaml", ".yml", ".json")
_SUFFIX = "|".join(suffix[1:] for suffix in DATA_SUFFIXES)
_NAMED = re.compile(
    r"\$\{file:\s{0,9}(?P<front>[^}\r\n]{1,500})\}"
    r"|file://(?P<url>[^\s\"'`<>,]{1,500})"
    r"|\b(?:samples?|tests?|testData|datasets?|vars)[\"']?[ \t]{0,9}:[ \t]{0,9}[\[\"']{0,3}(?!file:)"
    rf"(?P<key>[^\s\"'`{{}}\[\],#]{{1,500}}\.(?:{_SUFFIX}))\b",
    re.IGNORECASE,
)


def data_files_of(path: str, text: str) -> Iterator[str]:
    """The paths that a prompt file's text gives to data, whether there are such files or not."""
    if not path.lower().endswith(_LOADS):
        return
    for match in _NAMED.finditer(text):
        name = (match["front"] or match["url"] or match["key"] or "").strip()
        if name.lower().endswith(DATA_SUFFIXES):
            yield join(folder_of(path), name)
