"""The main requests of the clients that most people use, with the capabilities that these recorded."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest
from lsprotocol import types
from pytest_lsp import LanguageClient, client_capabilities, make_test_lsp_client

TEXT = (
    "---\nname: a\ninputs: {agent: {kind: string, required: true}}\n---\n"
    "system:\n🌿 é {{ agent }} {{ agnet }}\n{% if agent %}x{% endif %}\n"
)
CLIENTS = ("visual-studio-code", "neovim@v0.11", "neovim@v0.10", "neovim@v0.6", "emacs")


@pytest.mark.parametrize("name", CLIENTS)
def test_the_main_requests_are_answered(name: str, folder: Path) -> None:
    # A loop of our own: a fixture of another scope than its test waits for ever.
    asyncio.run(asyncio.wait_for(session(name.replace("-", "_"), folder), 60))


async def session(name: str, folder: Path) -> None:
    client = make_test_lsp_client()
    await client.start_io(sys.executable, "-m", "promptwell", "lsp", "--stdio", cwd=str(folder))
    uri = (folder / "a.prompty").as_uri()
    answer = await client.initialize_session(
        types.InitializeParams(
            capabilities=client_capabilities(name),
            workspace_folders=[types.WorkspaceFolder(folder.as_uri(), "case")],
        )
    )
    encoding = answer.capabilities.position_encoding or "utf-16"
    document = types.TextDocumentIdentifier(uri)
    item = types.TextDocumentItem(uri, "prompty", 1, TEXT)
    client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    found = client.diagnostics[uri]
    wrong = next(each for each in found if each.code == "undefined-variable")
    assert wrong.range.start == types.Position(5, column(encoding, "agnet"))

    at = types.Position(5, column(encoding, "agent"))
    hover = await client.text_document_hover_async(types.HoverParams(document, at))
    assert "agent" in str(hover)
    items = await client.text_document_completion_async(types.CompletionParams(document, at))
    assert "agent" in str(items)
    places = await client.text_document_definition_async(types.DefinitionParams(document, at))
    assert "a.prompty" in str(places)
    symbols = await client.text_document_document_symbol_async(types.DocumentSymbolParams(document))
    assert "system" in str(symbols)
    folds = await client.text_document_folding_range_async(types.FoldingRangeParams(document))
    assert folds
    renamed = await client.text_document_rename_async(types.RenameParams(document, at, "clerk"))
    assert str(renamed).count("clerk") == 3
    context = types.CodeActionContext([wrong])
    fixes = await client.text_document_code_action_async(
        types.CodeActionParams(document, wrong.range, context)
    )
    assert "agent" in str(fixes)
    tokens = await client.text_document_semantic_tokens_full_async(
        types.SemanticTokensParams(document)
    )
    assert tokens
    assert tokens.data
    await closed(client)


async def closed(client: LanguageClient) -> None:
    await client.shutdown_session()
    await client.stop()


def column(encoding: str, wanted: str) -> int:
    line = TEXT.split("\n")[5]
    before = line[: line.index(wanted)]
    encoding = str(getattr(encoding, "value", encoding))
    width = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
    return len(before.encode(f"{encoding}-le" if width > 1 else encoding)) // width
