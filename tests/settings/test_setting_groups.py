"""Groups of settings, such as `inlay-hints`: each file and the editor give the keys they want to."""

from __future__ import annotations

from typing import Any

from promptwell.settings import InlayHintSettings, Settings, WorkspaceSettings


def settings(files: dict[str, str], editor: dict[str, Any] | None = None) -> Settings:
    workspace = WorkspaceSettings("/w", read=files.get, editor=editor)
    found = workspace.at("/w/prompts/a.prompty")
    assert workspace.problems() == ()
    return found


def test_a_group_is_put_together_key_by_key_from_the_root_down() -> None:
    found = settings(
        {
            "/w/promptwell.toml": "[inlay-hints]\nmessage-tokens = false\ndefault-values = false",
            "/w/prompts/promptwell.toml": "[inlay-hints]\ndefault-values = true",
        }
    )
    assert found.inlay_hints == InlayHintSettings(message_tokens=False)


def test_the_editor_changes_what_it_names_in_a_group_and_leaves_the_rest() -> None:
    found = settings(
        {"/w/promptwell.toml": "[inlay-hints]\nmessage-tokens = false\n[log]\nlevel = 'debug'"},
        {"inlayHints": {"inferredTypes": False, "messageTokens": None}, "log": {"file": "/tmp/x"}},
    )
    assert found.inlay_hints == InlayHintSettings(message_tokens=False, inferred_types=False)
    assert (found.log.level, found.log.file) == ("debug", "/tmp/x")


def test_a_wrong_key_of_a_group_is_reported_and_the_others_count() -> None:
    text = "[inlay-hints]\nmessage-token = false\ninferred-types = false\ndefault-values = 1"
    workspace = WorkspaceSettings("/w", read={"/w/promptwell.toml": text}.get)
    assert workspace.at("/w/a.prompty").inlay_hints == InlayHintSettings(inferred_types=False)
    assert [problem.message for problem in workspace.problems()] == [
        "unknown setting `message-token`; did you mean `message-tokens`?",
        "`inlay-hints.default-values`: `true` or `false` is wanted",
    ]
