"""The language server: an editor's questions -> ``answers``, in the protocol's values."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from lsprotocol import types
from pygls import uris
from pygls.lsp.server import LanguageServer

from briefbook import __version__
from briefbook.errors import BriefbookError
from briefbook.lsp import features
from briefbook.lsp.item_completion import Items, card
from briefbook.model.finding import Finding, Severity
from briefbook.model.finding_json import finding_as_json
from briefbook.model.locator import FilePosition
from briefbook.model.narrative import Narrative
from briefbook.model.verdict import Verification
from briefbook.project.collection import Collection
from briefbook.project.live_check import LiveChecker

PAUSE = 0.3
"""Seconds without a keystroke after which the pages are checked."""

_SEVERITY = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.NOTE: types.DiagnosticSeverity.Information,
}
Made = TypeVar("Made")


class Server(LanguageServer):
    """A collection in an editor. All that reads the collection happens on one thread, apart from the protocol's."""

    def __init__(self, collection: Collection) -> None:
        """Serve a collection; nothing is read before the editor asks."""
        super().__init__("briefbook", __version__)
        self.proofs = LiveChecker(collection)
        self.findings: tuple[Finding, ...] = ()
        self.verifications: tuple[Verification, ...] = ()
        self._items: Items | None = None
        self._told: set[str] = set()
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="proofs")
        self._waiting: asyncio.Task[None] | None = None

    # Places: ours count lines and characters from 1, the protocol's from 0 and in the editor's units

    def path_of(self, uri: str) -> str:
        """A document's path in the collection."""
        path = Path(uris.to_fs_path(uri) or "").resolve()
        root = self.proofs.collection.root.resolve()
        return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()

    def uri_of(self, path: str) -> str:
        """The address of a file of the collection."""
        return uris.from_fs_path(str((self.proofs.collection.root / path).resolve())) or ""

    def range_of(self, where: FilePosition, lines: Sequence[str]) -> types.Range:
        """A place in a file as a range of the editor."""
        row = max(where.line - 1, 0)
        start = types.Position(row, max(where.column - 1, 0))
        whole = len(lines[row].rstrip("\r\n")) if row < len(lines) and not where.column else start.character + 1
        end = types.Position(row, max(where.end - 1, 0) if where.end else whole)
        codec = self.workspace.position_codec
        return codec.range_to_client_units(lines, types.Range(start, end))

    def offset_of(self, uri: str, position: types.Position) -> int:
        """A place of the editor as an offset in the document's text."""
        document = self.workspace.get_text_document(uri)
        at = self.workspace.position_codec.position_from_client_units(document.lines, position)
        return sum(len(line) for line in document.lines[: at.line]) + at.character

    # What is read from the collection

    async def read(self, make: Callable[[], Made]) -> Made:
        """Do something with the collection on its own thread."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, make)

    def narrative(self, uri: str) -> Narrative | None:
        """The page that a document is."""
        path = self.path_of(uri)
        return next((one for one in self.proofs.narratives() if one.path == path), None)

    def items(self) -> Items:
        """The items, to be found by words."""
        if self._items is None:
            catalogue = self.proofs.workspace.catalogue
            self._items = Items(catalogue, {entry.item: catalogue.text(entry.item) for entry in catalogue})
        return self._items

    def changed(self, uri: str, *, at_once: bool = False) -> None:
        """A document changed: check after a pause, unless it changes again before."""
        if self._waiting:
            self._waiting.cancel()
        self.proofs.open_texts[self.path_of(uri)] = self.workspace.get_text_document(uri).source
        self._waiting = asyncio.get_running_loop().create_task(self._check(0.0 if at_once else PAUSE))

    def forget(self) -> None:
        """Other files than pages changed."""
        self._items = None
        self.proofs.forget()

    async def _check(self, pause: float) -> None:
        await asyncio.sleep(pause)
        try:
            self.findings, self.verifications = await self.read(self.proofs.check)
        except (BriefbookError, OSError) as error:
            self.window_show_message(types.ShowMessageParams(types.MessageType.Warning, f"briefbook: {error}"))
            return
        self._tell()

    def _tell(self) -> None:
        by_path: dict[str, list[Finding]] = {}
        for finding in self.findings:
            if finding.where and finding.where.path.endswith(".md") and finding.accepted is None:
                by_path.setdefault(finding.where.path, []).append(finding)
        for path in self._told - by_path.keys():
            by_path[path] = []
        for path, found in by_path.items():
            uri = self.uri_of(path)
            lines = self.workspace.get_text_document(uri).lines
            diagnostics = [self._diagnostic(finding, lines) for finding in found]
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, diagnostics))
        self._told = {path for path, found in by_path.items() if found}

    def _diagnostic(self, finding: Finding, lines: Sequence[str]) -> types.Diagnostic:
        message = finding.message + (f"\nWhat to do: {finding.remedy}" if finding.remedy else "")
        assert finding.where is not None
        return types.Diagnostic(
            range=self.range_of(finding.where, lines),
            message=message,
            severity=_SEVERITY[finding.severity],
            code=finding.code,
            source="briefbook",
            data=finding_as_json(finding),
        )


def serve(collection: Collection) -> None:
    """Speak the protocol on standard input and output until the editor ends."""
    make(collection).start_io()


def make(collection: Collection) -> Server:
    """A server with everything it answers to."""
    server = Server(collection)
    _documents(server)
    _questions(server)
    return server


def _documents(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(ls: Server, params: types.DidOpenTextDocumentParams) -> None:
        ls.changed(params.text_document.uri, at_once=True)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(ls: Server, params: types.DidChangeTextDocumentParams) -> None:
        ls.changed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    async def saved(ls: Server, params: types.DidSaveTextDocumentParams) -> None:
        await ls.read(ls.forget)
        ls.changed(params.text_document.uri, at_once=True)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(ls: Server, params: types.DidCloseTextDocumentParams) -> None:
        ls.proofs.open_texts.pop(ls.path_of(params.text_document.uri), None)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    async def elsewhere(ls: Server, params: types.DidChangeWatchedFilesParams) -> None:
        await ls.read(ls.forget)


def _questions(server: Server) -> None:
    @server.feature(
        types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=["(", "[", "@", ",", " "])
    )
    async def completion(ls: Server, params: types.CompletionParams) -> types.CompletionList:
        return await ls.read(lambda: _completions(ls, params))

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(ls: Server, params: types.HoverParams) -> types.Hover | None:
        return await ls.read(lambda: _hover(ls, params))

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    async def definition(ls: Server, params: types.DefinitionParams) -> types.Location | None:
        return await ls.read(lambda: _definition(ls, params))

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])
    )
    def actions(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
        return _actions(ls, params)


def _completions(ls: Server, params: types.CompletionParams) -> types.CompletionList:
    document = ls.workspace.get_text_document(params.text_document.uri)
    at = ls.workspace.position_codec.position_from_client_units(document.lines, params.position)
    row = document.lines[at.line] if at.line < len(document.lines) else ""
    asked = features.asked_for(row[: at.character])
    if asked is None:
        return types.CompletionList(is_incomplete=True, items=[])
    start, words = asked
    place = ls.range_of(FilePosition("", at.line + 1, start + 1, at.character + 1), document.lines)
    found = [
        types.CompletionItem(
            label=offer.item,
            detail=offer.detail,
            kind=types.CompletionItemKind.Reference,
            filter_text=words,
            sort_text=f"{rank:04d}",
            text_edit=types.TextEdit(place, offer.item),
        )
        for rank, offer in enumerate(ls.items().offers(words))
    ]
    return types.CompletionList(is_incomplete=True, items=found)


def _hover(ls: Server, params: types.HoverParams) -> types.Hover | None:
    narrative = ls.narrative(params.text_document.uri)
    if narrative is None:
        return None
    offset = ls.offset_of(params.text_document.uri, params.position)
    said = ""
    if citation := features.citation_at(narrative, offset):
        entry = ls.proofs.workspace.catalogue.get(citation.item)
        text = ls.proofs.workspace.catalogue.text(citation.item)
        said = card(entry, text) if entry else f"**{citation.item}** is not in the collection."
    elif quotation := features.quotation_at(narrative, offset):
        made = [v for v in ls.verifications if (v.narrative, v.quotation) == (narrative.path, quotation[0])]
        said = features.told(made[0]) if made else ""
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, said)) if said else None


def _definition(ls: Server, params: types.DefinitionParams) -> types.Location | None:
    narrative = ls.narrative(params.text_document.uri)
    if narrative is None:
        return None
    offset = ls.offset_of(params.text_document.uri, params.position)
    collection = ls.proofs.collection
    if citation := features.citation_at(narrative, offset):
        scans = ls.proofs.workspace.originals(citation.item)
        found = features.where_item_stands(collection, citation.item, scans)
        return _location(*found) if found else None
    line = narrative.source.count("\n", 0, offset)
    column = offset - (narrative.source.rfind("\n", 0, offset) + 1)
    link = features.link_at(narrative, FilePosition(narrative.path, line + 1, column + 1))
    if link and link.target:
        beside = (collection.root / narrative.path).parent / link.target.partition("#")[0]
        return _location(beside, 1) if beside.is_file() else None
    return None


def _location(path: Path, line: int) -> types.Location:
    at = types.Position(line - 1, 0)
    return types.Location(uris.from_fs_path(str(path.resolve())) or "", types.Range(at, at))


def _actions(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    uri = params.text_document.uri
    path = ls.path_of(uri)
    document = ls.workspace.get_text_document(uri)
    asked: list[Any] = []
    for finding in ls.findings:
        if not finding.where or finding.where.path != path or finding.accepted is not None:
            continue
        place = ls.range_of(finding.where, document.lines)
        if place.end < params.range.start or params.range.end < place.start:
            continue
        diagnostic = ls._diagnostic(finding, document.lines)
        for repair in features.repairs(finding, document.source):
            edit = types.TextEdit(ls.range_of(repair.where, document.lines), repair.text)
            asked.append(
                types.CodeAction(
                    title=repair.title,
                    kind=types.CodeActionKind.QuickFix,
                    diagnostics=[diagnostic],
                    is_preferred=repair.certain,
                    edit=types.WorkspaceEdit(changes={uri: [edit]}),
                )
            )
    return asked
