"""The language server with pytest-lsp, as VS Code and as Neovim. GOALPOST is the program, ROOT the folder of goals."""

import os
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

ROOT = Path(os.environ["ROOT"]).resolve()
PATH = ROOT / "bread.yaml"


@pytest_lsp.fixture(
    params=["visual-studio-code", "neovim"],
    config=ClientServerConfig(server_command=[os.environ["GOALPOST"], "lsp"]),
)
async def client(request, lsp_client: LanguageClient):
    folder = types.WorkspaceFolder(uri=ROOT.as_uri(), name="goals")
    capabilities = client_capabilities(request.param)
    # The editors take these requests of the server; the client of the tests has to be told to.
    for method in ("client/registerCapability", "workspace/inlayHint/refresh", "workspace/codeLens/refresh"):
        lsp_client.feature(method)(lambda *_: None)
    params = types.InitializeParams(capabilities=capabilities, root_uri=ROOT.as_uri(), workspace_folders=[folder])
    await lsp_client.initialize_session(params)
    yield
    await lsp_client.shutdown_session()


def document(text: str) -> types.DidOpenTextDocumentParams:
    item = types.TextDocumentItem(uri=PATH.as_uri(), language_id="yaml", version=1, text=text)
    return types.DidOpenTextDocumentParams(text_document=item)


@pytest.mark.asyncio
async def test_findings_and_answers(client: LanguageClient):
    client.text_document_did_open(document(PATH.read_text()))
    uri = PATH.as_uri()
    while not any(it.code == "dangling-link" for it in client.diagnostics.get(uri, [])):
        await client.wait_for_notification("textDocument/publishDiagnostics")
    this = types.TextDocumentIdentifier(uri=uri)
    found = await client.text_document_completion_async(
        types.CompletionParams(text_document=this, position=types.Position(line=3, character=11))
    )
    assert [item.label for item in found.items][:1] == ["mission"]
    symbols = await client.workspace_symbol_async(types.WorkspaceSymbolParams(query="bread"))
    assert {it.name for it in symbols} == {"bread", "mission"}
    lens = await client.text_document_code_lens_async(types.CodeLensParams(text_document=this))
    assert lens[0].command.title.startswith("nothing serves it yet")
    hints = await client.text_document_inlay_hint_async(
        types.InlayHintParams(
            text_document=types.TextDocumentIdentifier(uri=(ROOT / "wait.yaml").as_uri()),
            range=types.Range(start=types.Position(0, 0), end=types.Position(20, 0)),
        )
    )
    assert [hint.label for hint in hints] == ["40 % · at risk"]
    item = (
        await client.text_document_prepare_call_hierarchy_async(
            types.CallHierarchyPrepareParams(text_document=this, position=types.Position(0, 0))
        )
    )[0]
    assert item.name == "Bread is fresh"
