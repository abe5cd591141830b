"""The language server (LSP over pygls): an editor's requests -> answers made by ``features``."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from lsprotocol import types
from pygls import uris
from pygls.lsp.server import LanguageServer

from briefbook import __version__
from briefbook.catalogue.item_completion import ItemIndex, card
from briefbook.checks.quick_fixes import repairs
from briefbook.errors import BriefbookError
from briefbook.lsp import features
from briefbook.model.finding import Finding, Severity
from briefbook.model.finding_json import finding_as_json
from briefbook.model.locator import FilePosition
from briefbook.model.narrative import Narrative
from briefbook.model.verdict import Verification
from briefbook.project.collection import Collection
from briefbook.project.live_check import LiveChecker
from briefbook.util.logs import get_logger, log_place

log = get_logger(__name__)

PAUSE = 0.3
"""Seconds without a change after which the narratives are checked."""

_SEVERITY = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.NOTE: types.DiagnosticSeverity.Information,
}
Result = TypeVar("Result")


class Server(LanguageServer):
    """Language server of a collection. Everything that reads the collection runs on one worker thread."""

    def __init__(self, collection: Collection) -> None:
        """Prepare to serve a collection; nothing is read before the first request."""
        super().__init__("briefbook", __version__)
        self.checker = LiveChecker(collection)
        self.findings: tuple[Finding, ...] = ()
        self.verifications: tuple[Verification, ...] = ()
        self._items: ItemIndex | None = None
        self._published: set[str] = set()
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="proofs")
        self._pending_check: asyncio.Task[None] | None = None

    # Positions: ours count rows and characters from 1, the protocol's from 0 and in the client's units

    def path_of(self, uri: str) -> str:
        """A document's path in the collection."""
        path = Path(uris.to_fs_path(uri) or "").resolve()
        root = self.checker.collection.root.resolve()
        return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()

    def uri_of(self, path: str) -> str:
        """The URI of a file of the collection."""
        return uris.from_fs_path(str((self.checker.collection.root / path).resolve())) or ""

    def range_of(self, where: FilePosition, lines: Sequence[str]) -> types.Range:
        """A position in a file as a range of the protocol."""
        row = max(where.line - 1, 0)
        start = types.Position(row, max(where.column - 1, 0))
        whole = len(lines[row].rstrip("\r\n")) if row < len(lines) and not where.column else start.character + 1
        end = types.Position(row, max(where.end - 1, 0) if where.end else whole)
        codec = self.workspace.position_codec
        return codec.range_to_client_units(lines, types.Range(start, end))

    def offset_of(self, uri: str, position: types.Position) -> int:
        """A position of the protocol as a character offset in the document's text."""
        document = self.workspace.get_text_document(uri)
        place = self.workspace.position_codec.position_from_client_units(document.lines, position)
        return sum(len(line) for line in document.lines[: place.line]) + place.character

    # Reading the collection

    async def read(self, make_server: Callable[[], Result]) -> Result:
        """Run a function that reads the collection on the worker thread."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, make_server)

    def narrative(self, uri: str) -> Narrative | None:
        """The narrative of a document."""
        path = self.path_of(uri)
        return next((narrative for narrative in self.checker.narratives() if narrative.path == path), None)

    def items(self) -> ItemIndex:
        """The index of items for completion."""
        if self._items is None:
            catalogue = self.checker.workspace.catalogue
            self._items = ItemIndex(catalogue, {entry.item: catalogue.text(entry.item) for entry in catalogue})
        return self._items

    def changed(self, uri: str, *, at_once: bool = False) -> None:
        """Schedule a check after a document's change; a later change replaces it."""
        if self._pending_check:
            self._pending_check.cancel()
        self.checker.open_texts[self.path_of(uri)] = self.workspace.get_text_document(uri).source
        self._pending_check = asyncio.get_running_loop().create_task(self._check(0.0 if at_once else PAUSE))

    def forget(self) -> None:
        """Discard cached data, because files other than narratives changed."""
        self._items = None
        self.checker.forget()

    async def _check(self, pause: float) -> None:
        await asyncio.sleep(pause)
        try:
            self.findings, self.verifications = await self.read(self.checker.check)
        except (BriefbookError, OSError) as error:
            self.window_show_message(types.ShowMessageParams(types.MessageType.Warning, f"briefbook: {error}"))
            return
        except Exception as error:
            log.exception("the pages were not checked, by a fault of the program")
            said = f"briefbook: the pages were not checked, by a fault of Briefbook itself ({type(error).__name__}); "
            said += f"please report it, with the end of {log_place() or 'what --log-file FILE writes'}."
            self.window_show_message(types.ShowMessageParams(types.MessageType.Error, said))
            return
        self._publish()

    def _publish(self) -> None:
        by_path: dict[str, list[Finding]] = {}
        for finding in self.findings:
            if finding.where and finding.where.path.endswith(".md") and finding.accepted is None:
                by_path.setdefault(finding.where.path, []).append(finding)
        for path in self._published - by_path.keys():
            by_path[path] = []
        for path, findings in by_path.items():
            uri = self.uri_of(path)
            lines = self.workspace.get_text_document(uri).lines
            diagnostics = [self._diagnostic(finding, lines) for finding in findings]
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, diagnostics))
        self._published = {path for path, findings in by_path.items() if findings}

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
    """Run the language server on standard input and output until the client exits.

    Args:
        collection: The collection that the client edits.
    """
    make_server(collection).start_io()


def make_server(collection: Collection) -> Server:
    """A server with all its request handlers registered."""
    server = Server(collection)
    _register_document_events(server)
    _register_requests(server)
    return server


def _register_document_events(server: Server) -> None:
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
        ls.checker.open_texts.pop(ls.path_of(params.text_document.uri), None)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    async def elsewhere(ls: Server, params: types.DidChangeWatchedFilesParams) -> None:
        await ls.read(ls.forget)


def _register_requests(server: Server) -> None:
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
    cursor = ls.workspace.position_codec.position_from_client_units(document.lines, params.position)
    row = document.lines[cursor.line] if cursor.line < len(document.lines) else ""
    words_and_start = features.words_before_cursor(row[: cursor.character])
    if words_and_start is None:
        return types.CompletionList(is_incomplete=True, items=[])
    start, words = words_and_start
    edit_range = ls.range_of(FilePosition("", cursor.line + 1, start + 1, cursor.character + 1), document.lines)
    completions = [
        types.CompletionItem(
            label=offer.item,
            detail=offer.detail,
            kind=types.CompletionItemKind.Reference,
            filter_text=words,
            sort_text=f"{rank:04d}",
            text_edit=types.TextEdit(edit_range, offer.item),
        )
        for rank, offer in enumerate(ls.items().suggest(words))
    ]
    return types.CompletionList(is_incomplete=True, items=completions)


def _hover(ls: Server, params: types.HoverParams) -> types.Hover | None:
    narrative = ls.narrative(params.text_document.uri)
    if narrative is None:
        return None
    offset = ls.offset_of(params.text_document.uri, params.position)
    markdown = ""
    if citation := features.citation_at(narrative, offset):
        entry = ls.checker.workspace.catalogue.get(citation.item)
        text = ls.checker.workspace.catalogue.text(citation.item)
        markdown = card(entry, text) if entry else f"**{citation.item}** is not in the collection."
    elif quotation := features.quotation_at(narrative, offset):
        matching = [
            verification
            for verification in ls.verifications
            if (verification.narrative, verification.quotation) == (narrative.path, quotation[0])
        ]
        markdown = features.verification_markdown(matching[0]) if matching else ""
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, markdown)) if markdown else None


def _definition(ls: Server, params: types.DefinitionParams) -> types.Location | None:
    narrative = ls.narrative(params.text_document.uri)
    if narrative is None:
        return None
    offset = ls.offset_of(params.text_document.uri, params.position)
    collection = ls.checker.collection
    if citation := features.citation_at(narrative, offset):
        scans = ls.checker.workspace.originals(citation.item)
        source = features.find_item_source(collection, citation.item, scans)
        return _location(*source) if source else None
    line = narrative.source.count("\n", 0, offset)
    column = offset - (narrative.source.rfind("\n", 0, offset) + 1)
    link = features.link_at(narrative, FilePosition(narrative.path, line + 1, column + 1))
    if link and link.target:
        beside = (collection.root / narrative.path).parent / link.target.partition("#")[0]
        return _location(beside, 1) if beside.is_file() else None
    return None


def _location(path: Path, row_number: int) -> types.Location:
    start = types.Position(row_number - 1, 0)
    return types.Location(uris.from_fs_path(str(path.resolve())) or "", types.Range(start, start))


def _actions(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    uri = params.text_document.uri
    path = ls.path_of(uri)
    document = ls.workspace.get_text_document(uri)
    actions: list[Any] = []
    for finding in ls.findings:
        if not finding.where or finding.where.path != path or finding.accepted is not None:
            continue
        finding_range = ls.range_of(finding.where, document.lines)
        if finding_range.end < params.range.start or params.range.end < finding_range.start:
            continue
        diagnostic = ls._diagnostic(finding, document.lines)
        for repair in repairs(finding, document.source):
            edit = types.TextEdit(ls.range_of(repair.where, document.lines), repair.text)
            actions.append(
                types.CodeAction(
                    title=repair.title,
                    kind=types.CodeActionKind.QuickFix,
                    diagnostics=[diagnostic],
                    is_preferred=repair.certain,
                    edit=types.WorkspaceEdit(changes={uri: [edit]}),
                )
            )
    return actions
