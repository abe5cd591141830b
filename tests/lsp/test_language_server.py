"""The language server, driven as an editor drives it: another process, the protocol over standard streams."""

import asyncio
import sys

import pytest
from lsprotocol import types
from pygls.lsp.client import LanguageClient

pytestmark = pytest.mark.slow  # every test starts the server in a process of its own

PAGE = """---
title: The talks
---

He said that Castro “looked satisfied with everything” (CDNW12630).

On the 9th the missiles were leaving (CDNW12639). See (
"""
ITEMS = """\
{"item": "CDNW12630", "fields": {"from": [{"as_written": "LDN", "value": "LDN"}], \
"to": [{"as_written": "EXTERNAL", "value": "EXTERNAL"}], "number": [{"as_written": "4028", "value": "4028"}], \
"date": [{"as_written": "13-Nov-62", "value": "1962-11-13"}]}, \
"pages": ["CASTRO LOOKED DISSATISFIED WITH EVERYTHING AND WAS NOT CALM."]}
{"item": "CDNW12638", "fields": {"from": [{"as_written": "WASHDC", "value": "WASHDC"}], \
"number": [{"as_written": "3326", "value": "3326"}], \
"date": [{"as_written": "9-Nov-62", "value": "1962-11-09"}]}, \
"pages": ["THE MISSILES WERE LEAVING CUBA UNDER TARPAULINS."]}
"""


@pytest.fixture
def folder(tmp_path):
    """A collection of two items with texts, and one page."""
    (tmp_path / "briefbook.toml").write_text(
        "[items]\npattern = 'CDNW[0-9]{5}'\ncitation = 'CDNW[0-9]{5}'\n", encoding="utf-8"
    )
    for name, text in {"narratives/talks.md": PAGE, "received/list/descriptions.jsonl": ITEMS}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


class Editor:
    """A client that records the published diagnostics."""

    def __init__(self, folder):
        self.uri = (folder / "narratives" / "talks.md").as_uri()
        self.client = LanguageClient("test", "1")
        self.published = asyncio.Queue()
        self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(lambda params: self.published.put_nowait(params))
        self.folder = folder

    async def start(self):
        """Start the server, open the page, and wait for its findings."""
        await self.client.start_io(sys.executable, "-m", "briefbook", "-C", str(self.folder), "lsp")
        await self.client.initialize_async(
            types.InitializeParams(capabilities=types.ClientCapabilities(), root_uri=self.folder.as_uri())
        )
        self.client.initialized(types.InitializedParams())
        document = types.TextDocumentItem(self.uri, "markdown", 1, PAGE)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(document))
        return await self.findings()

    async def findings(self):
        """The next findings published for the page, by code."""
        params = await asyncio.wait_for(self.published.get(), 60)
        assert params.uri == self.uri
        return {diagnostic.code: diagnostic for diagnostic in params.diagnostics}

    def at(self, words, *, end=False):
        """The place of some words in the page."""
        offset = PAGE.index(words) + (len(words) if end else 1)
        row = PAGE.count("\n", 0, offset)
        return types.Position(row, offset - (PAGE.rfind("\n", 0, offset) + 1))

    def page(self):
        """The page, as requests name it."""
        return types.TextDocumentIdentifier(self.uri)

    async def stop(self):
        """End the server as editors do."""
        await self.client.shutdown_async(None)
        self.client.exit(None)
        await self.client.stop()


def talk_to_server(folder, talk):
    """Run a conversation with the server."""

    async def run():
        editor = Editor(folder)
        first = await editor.start()
        try:
            await talk(editor, first)
        finally:
            await asyncio.wait_for(editor.stop(), 30)

    asyncio.run(run())


def test_findings_come_when_a_page_is_opened_and_go_when_it_is_mended(folder):
    async def talk(editor, first):
        wrong = first["C201"]
        assert "“satisfied” where the paper has DISSATISFIED" in wrong.message
        assert (wrong.range.start.line, wrong.range.start.character) == (4, 21)
        assert "CDNW12639 is cited but not in the collection" in first["C101"].message

        mended = PAGE.replace("looked satisfied", "looked dissatisfied").replace("12639", "12638")
        editor.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(uri=editor.uri, version=2),
                [types.TextDocumentContentChangeWholeDocument(mended)],
            )
        )
        assert not {"C201", "C101"} & set(await editor.findings())

    talk_to_server(folder, talk)


def test_an_id_is_offered_by_number_post_date_and_words(folder):
    async def talk(editor, first):
        async def offered(words):
            text = PAGE.rstrip("\n") + words + "\n"
            editor.client.text_document_did_change(
                types.DidChangeTextDocumentParams(
                    types.VersionedTextDocumentIdentifier(uri=editor.uri, version=2),
                    [types.TextDocumentContentChangeWholeDocument(text)],
                )
            )
            row = text.splitlines()[-1]
            position = types.Position(text.count("\n") - 1, len(row))
            answer = await editor.client.text_document_completion_async(
                types.CompletionParams(text_document=editor.page(), position=position)
            )
            return [(item.label, item.detail) for item in answer.items]

        assert await offered("3326") == [("CDNW12638", "WASHDC 3326, 9 November 1962")]
        assert await offered("LDN 13 Nov") == [("CDNW12630", "LDN to EXTERNAL 4028, 13 November 1962")]
        assert [item for item, _ in await offered("tarpaulins")] == ["CDNW12638"]
        assert [item for item, _ in await offered("CDNW126")] == ["CDNW12630", "CDNW12638"]

    talk_to_server(folder, talk)


def test_hovering_shows_the_item_and_what_became_of_the_quotation(folder):
    async def talk(editor, first):
        async def hovered(words):
            answer = await editor.client.text_document_hover_async(
                types.HoverParams(text_document=editor.page(), position=editor.at(words))
            )
            return answer.contents.value

        item = await hovered("CDNW12630")
        assert "13 November 1962" in item
        assert "CASTRO LOOKED DISSATISFIED" in item
        quotation = await hovered("looked satisfied")
        assert quotation.startswith("**Altered: a word differs.**")
        assert "LOOKED DISSATISFIED WITH EVERYTHING" in quotation

    talk_to_server(folder, talk)


def test_going_to_an_item_opens_where_it_stands(folder):
    async def talk(editor, first):
        answer = await editor.client.text_document_definition_async(
            types.DefinitionParams(text_document=editor.page(), position=editor.at("CDNW12630"))
        )
        assert answer.uri == (folder / "received" / "list" / "descriptions.jsonl").as_uri()
        assert answer.range.start.line == 0

    talk_to_server(folder, talk)


def test_a_near_id_and_an_acceptance_are_offered_as_quick_fixes(folder):
    async def talk(editor, first):
        answer = await editor.client.text_document_code_action_async(
            types.CodeActionParams(
                text_document=editor.page(),
                range=first["C101"].range,
                context=types.CodeActionContext(diagnostics=[first["C101"]]),
            )
        )
        offered = {item.title: item.edit.changes[editor.uri][0] for item in answer}
        assert offered["Cite CDNW12638"].new_text == "CDNW12638"
        assert offered["Cite CDNW12638"].range == first["C101"].range
        assert offered["Accept C101 here"].new_text == " <!-- accept C101: why -->"

    talk_to_server(folder, talk)
