"""Which data files a prompt names."""

from __future__ import annotations

import pytest

from promptwell.services.datasets import data_files_of


@pytest.mark.parametrize(
    ("path", "text", "names"),
    [
        ("/w/a.prompty", "sample: ${file:chat.json}\n", ["/w/chat.json"]),
        ("/w/p/a.prompty", "sample: ${file:../data/x.jsonl}\n", ["/w/data/x.jsonl"]),
        ("/w/a.prompty", "metadata:\n  tests: cases.csv\n", ["/w/cases.csv"]),
        ("/w/a.yaml", "tests: file://rows/t.yaml\n", ["/w/rows/t.yaml"]),
        ("/w/a.json", '{"tests": "t.csv"}', ["/w/t.csv"]),
        ("/w/a.prompty", "sample: ${file:picture.png}\n", []),
        ("/w/README.md", "sample: ${file:chat.json}\n", []),
        ("/w/a.prompty", "See package.json for the rest.\n", []),
    ],
)
def test_what_is_named_is_found(path: str, text: str, names: list[str]) -> None:
    assert list(data_files_of(path, text)) == names
