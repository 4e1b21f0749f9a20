"""URIs as clients write them, and the paths they mean."""

from __future__ import annotations

import pytest

from promptwell.entrypoints.lsp.uris import is_file, path_of, uri_of


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///repo/a.prompty", "/repo/a.prompty"),
        ("file:///repo/with%20blank/%C3%A9.prompty", "/repo/with blank/é.prompty"),
        ("file:///repo/a%23b%3Fc.prompty", "/repo/a#b?c.prompty"),
        ("file:///c%3A/repo/a.prompty", "C:/repo/a.prompty"),
        ("file:///C:/repo/a.prompty", "C:/repo/a.prompty"),
        ("file:///c%3a/Repo", "C:/Repo"),
        ("file://localhost/repo/a.prompty", "/repo/a.prompty"),
        ("file://server/share/a.prompty", "//server/share/a.prompty"),
        ("file:/repo/a.prompty", "/repo/a.prompty"),
        ("FILE:///repo/a.prompty", "/repo/a.prompty"),
        ("untitled:Untitled-1", "untitled:Untitled-1"),
        ("vscode-notebook-cell:/a.ipynb#x", "vscode-notebook-cell:/a.ipynb#x"),
        ("http://[broken", "http://[broken"),
        ("", ""),
    ],
)
def test_a_uri_means_a_path(uri: str, path: str) -> None:
    assert path_of(uri) == path


@pytest.mark.parametrize(
    "path",
    [
        "/repo/a.prompty",
        "/repo/with blank/é#?%.prompty",
        "C:/repo/a.prompty",
        "//server/share/a.prompty",
        "untitled:Untitled-1",
    ],
)
def test_a_path_comes_back_from_its_uri(path: str) -> None:
    assert path_of(uri_of(path)) == path


def test_documents_without_a_file_are_told_from_files() -> None:
    assert is_file("/repo/a")
    assert is_file("C:/repo/a")
    assert not is_file("untitled:Untitled-1")
