"""A backup that is restored in an empty folder: every operation that reads answers as before."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from promptwell.bootstrap.calling import Caller, root_of
from promptwell.services.operations import OPERATIONS

REPLY = """---
name: reply
description: Answers customers
metadata:
  tags: [mail, support]
  status: approved
inputs:
  question: {kind: string}
---
system:
You answer customers of the shop about refunds.

user:
{{question}}
"""
AGAIN = REPLY.replace("name: reply", "name: reply-again").replace("approved", "draft")

# What is asked of each operation that reads.
ASKED: dict[str, tuple[dict[str, Any], ...]] = {
    "db.check": ({},),
    "diff": (
        {"prompt": "reply", "refs": ["1", "2"]},
        {"prompt": "reply", "refs": ["production"]},
        {"prompt": "reply"},
    ),
    "history": ({"prompt": "reply"}, {"prompt": "old"}),
    "project.list": ({},),
    "project.show": ({"name": "web"},),
    "prompt.complete": ({"typed": "re"},),
    "prompt.export": ({},),
    "prompt.folders": ({},),
    "prompt.inputs": ({"prompts": ["reply"]},),
    "prompt.lint": ({"prompt": "reply"},),
    "prompt.list": ({}, {"show": "deleted"}, {"show": "archived"}, {"project": "web"}),
    "prompt.offered": ({}, {"everything": True}),
    "prompt.render": ({"prompt": "reply", "variables": {"question": "Where is it?"}},),
    "prompt.show": ({"prompt": "reply"}, {"prompt": "lists.yaml#greet"}),
    "search": ({"query": "refunds"}, {"query": "tag:mail"}, {"query": "custom* -again"}),
    "similar": ({"prompt": "reply"},),
    "token.list": ({},),
    "version.show": (
        {"prompt": "reply", "ref": "1"},
        {"prompt": "reply", "ref": "production"},
    ),
}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A workspace in which all kinds of things happened."""
    root = tmp_path / "shop"
    (root / "prompts").mkdir(parents=True)
    (root / "promptwell.toml").write_text('[formats]\n"lists.yaml" = "prompt-map"\n')
    (root / "prompts/reply.prompty").write_text(REPLY)
    (root / "prompts/again.prompty").write_bytes(AGAIN.replace("\n", "\r\n").encode())
    (root / "prompts/old.prompty").write_text(AGAIN.replace("reply-again", "old"))
    (root / "prompts/gone.prompty").write_text(AGAIN.replace("reply-again", "gone"))
    (root / "card.jinja").write_text("Write a card for {{ name }}.\n")
    (root / "lists.yaml").write_text("greet: Greet {{name}} kindly.\nleave: Say goodbye.\n")
    for name, asked in (
        ("index", {}),
        ("project.new", {"name": "web", "check": ["secrets"]}),
        ("project.add", {"name": "web", "prompts": ["reply", "card.jinja"]}),
        ("project.grant", {"name": "web", "who": "ci", "role": "viewer"}),
        ("prompt.tag", {"prompts": ["card.jinja"], "add": ["kept"]}),
        ("prompt.archive", {"prompts": ["old"]}),
        ("prompt.delete", {"prompts": ["gone"]}),
        ("prompt.move", {"prompt": "card.jinja", "target": "cards/card.jinja"}),
        ("label", {"prompt": "reply", "name": "production"}),
        ("token.create", {"name": "bob", "role": "editor"}),
        ("version.record", {"prompt": "reply", "message": "the first"}),
    ):
        call(root, name, asked)
    (root / "prompts/reply.prompty").write_text(REPLY.replace("refunds", "refunds and returns"))
    call(root, "version.record", {"prompt": "reply", "message": "the second"})
    return root


def call(root: Path, name: str, asked: dict[str, Any]) -> Any:
    return json.loads(json.dumps(Caller(root_of(str(root)), "a test").call(name, asked)))


def answers(root: Path) -> dict[str, list[str]]:
    def answer(name: str, asked: dict[str, Any]) -> str:
        return json.dumps(call(root, name, asked), indent=1).replace(str(root), "ROOT")

    return {name: [answer(name, each) for each in asked] for name, asked in ASKED.items()}


def test_every_operation_that_reads_the_store_is_asked() -> None:
    reading = {each.name for each in OPERATIONS.values() if each.reads and not each.storeless}
    assert set(ASKED) == reading


def test_a_backup_restored_in_an_empty_folder_answers_every_operation_as_before(
    shop: Path, tmp_path: Path
) -> None:
    call(shop, "backup", {"destination": str(tmp_path / "shop.zip")})
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    restored = call(elsewhere, "restore", {"source": str(tmp_path / "shop.zip")})
    assert restored["files"] == 5
    before = answers(shop)
    assert answers(elsewhere) == before
    assert '"name": "gone"' in before["prompt.list"][1]  # the answers have something to say
    assert (elsewhere / "prompts/again.prompty").read_bytes() == AGAIN.replace(
        "\n", "\r\n"
    ).encode()
    assert not (elsewhere / "prompts/gone.prompty").exists()


def test_a_restored_store_writes_no_file_beside_others(shop: Path, tmp_path: Path) -> None:
    call(shop, "backup", {"destination": str(tmp_path / "shop.zip")})
    (shop / "prompts/again.prompty").unlink()
    assert call(shop, "restore", {"source": str(tmp_path / "shop.zip")})["files"] == 0
    assert not (shop / "prompts/again.prompty").exists()
