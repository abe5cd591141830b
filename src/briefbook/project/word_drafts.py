"""A draft in Word's format, checked as a chapter is; nothing of it is kept in the collection."""

import datetime
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from briefbook.importers.word_draft import DraftComment, DraftParagraph, DraftPiece, read_draft, with_words
from briefbook.model.finding import Finding
from briefbook.model.locator import FilePosition
from briefbook.model.verdict import Verification
from briefbook.narratives.inline import citations_in
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.project import pipeline
from briefbook.project.workspace import Workspace
from briefbook.text.months import ENGLISH
from briefbook.util.moment import day_of_making

if TYPE_CHECKING:
    from briefbook.checks.check_input import CheckInput

_CITED_FIELDS = ("archive_location", "call-number", "URL", "id", "citation-key", "note", "number", "title", "source")
"""Where a reference manager's citation may name the item's id, the likeliest first."""

_PARENTHESIS = re.compile(r"\((?P<words>[^()]{4,400})\)")
_CLAUSE = re.compile(r"[^;]+")
_PARTICLE = r"(?:(?:[dv]an|de|der|den|von|la|le)\s+)"
_NAME = rf"{_PARTICLE}*[A-ZÀ-Ý][\w’'.-]*(?: {_PARTICLE}*[A-ZÀ-Ý][\w’'.-]*)?"
_AUTHOR_AND_YEAR = re.compile(
    rf"(?:[Ss]ee(?: also)?|[Cc]f\.?|e\.g\.,?|[Cc]ompare|[Qq]uoted in)?\s*(?!(?:{'|'.join(ENGLISH)})\b)"
    rf"{_NAME}(?:(?:,| and| &|, and) {_NAME}| et al\.)*,? (?:1[5-9]|20)\d\d[a-z]?(?:[,:].*)?\.?"
)
"""Literature as it is cited in plain words: Smith 1999; Smith and Jones, 1999a, p. 3."""
_MARKDOWN = re.compile(r"[\\`*<]")
_BEGINS_BLOCK = re.compile(r"(?:#{1,6}(?=\s)|>|[-+](?=\s)|=+$|-{3,}$|\||~~~|:(?=\s))")
_FRONT_MATTER = "---\ntitle: Draft\n---\n\n"


@dataclass(frozen=True, slots=True)
class CheckedDraft:
    """What a check says of a draft.

    Attributes:
        text: Its paragraphs as plain text, a line each; findings are placed in these lines.
        findings: The findings; the line of a place is a paragraph, counted from 1, notes after the body.
        verifications: How each quotation compares with its source.
        comments: A comment for each finding that is not accepted.
        cited: The items that the draft cites, once each, in the order of its prose.
        places: Where each of the lines stands, as an author who has no numbers of lines finds it: its number and kind,
            and its first words.
        unknown: The citations of a reference manager, or of an author and a year in plain words, that name no item, as
            they stand in the draft.
    """

    text: str
    findings: tuple[Finding, ...]
    verifications: tuple[Verification, ...]
    comments: tuple[DraftComment, ...]
    cited: tuple[str, ...]
    unknown: tuple[str, ...]
    places: tuple[str, ...] = ()


def check_word_draft(workspace: Workspace, name: str, data: bytes, today: datetime.date | None = None) -> CheckedDraft:
    """Check a draft: its citations by id, number and date, or a reference manager, and the quotations they are for.

    Args:
        workspace: The collection.
        name: The draft's path, for the places of findings.
        data: The .docx file.
        today: The day, for acceptances that expire; today if not given.

    Raises:
        FormatError: The file cannot be read as a draft.
    """
    from briefbook.checks.one_narrative import NarrativeChecks

    paragraphs = read_draft(data)
    settings = workspace.collection.settings
    is_item = workspace.catalogue.__contains__
    inputs = pipeline.input_for_quotations(workspace)
    writer = _MarkdownWriter(re.compile(workspace.citation), is_item, inputs)
    source = writer.write(paragraphs)
    narrative = parse_narrative(
        source,
        name,
        citation=workspace.citation,
        is_item=is_item,
        window=settings.dates.window,
        order=settings.dates.order,
    )
    context = pipeline.check_context(workspace, today or day_of_making())
    findings, verifications = NarrativeChecks(workspace.catalogue).check((narrative,), name, context=context)
    placed = [(finding, place) for finding in findings if (place := writer.place(finding.where)) is not None]
    return CheckedDraft(
        "\n".join(paragraph.text.replace("\n", " ") for paragraph in paragraphs),
        tuple(
            replace(finding, where=FilePosition(name, number + 1, start + 1, end + 1), fix=None)
            for finding, (number, start, end) in placed
        ),
        tuple(verifications),
        tuple(
            DraftComment(number, start, end, _comment(finding))
            for finding, (number, start, end) in placed
            if finding.accepted is None
        ),
        tuple(filter(is_item, dict.fromkeys(citation.item for citation in narrative.citations))),
        tuple(dict.fromkeys(writer.unknown)),
        tuple(_places_in_words(paragraphs)),
    )


WORDS_OF_PLACE = 6
"""Words with which a paragraph is named."""


def _places_in_words(paragraphs: Sequence[DraftParagraph]) -> Iterator[str]:
    """Each paragraph as its author finds it: paragraph 12, “On 8 November the …”; or footnote 3.

    Notes have the numbers that Word shows: those of the order of their marks.
    """
    marks = list(dict.fromkeys(piece.note for paragraph in paragraphs for piece in paragraph.pieces if piece.note))
    for number, paragraph in enumerate(paragraphs, 1):
        kind = paragraph.note.rstrip("0123456789")
        same = [mark for mark in marks if mark.rstrip("0123456789") == kind]
        name = f"{kind} {same.index(paragraph.note) + 1}" if paragraph.note in same else f"paragraph {number}"
        words = paragraph.text.split()
        shown = " ".join(words[:WORDS_OF_PLACE]) + (" …" if len(words) > WORDS_OF_PLACE else "")
        yield f"{name}, “{shown}”" if shown else name


def _comment(finding: Finding) -> str:
    remedy = f" {finding.remedy[:1].upper()}{finding.remedy[1:]}" if finding.remedy else ""
    stop = "" if finding.message.endswith((".", "?", "!")) else "."
    return f"{finding.code}: {finding.message}{stop}{remedy}"


class _MarkdownWriter:
    """Writes a draft as a chapter's Markdown, a line for each paragraph, and knows which character came from where."""

    def __init__(self, pattern: re.Pattern[str], is_item: Callable[[str], bool], inputs: "CheckInput") -> None:
        self.unknown: list[str] = []
        self._pattern = pattern
        self._is_item = is_item
        self._inputs = inputs
        # line -> its paragraph, and for each character the stretch of the paragraph that it stands for
        self._lines: dict[int, tuple[int, list[tuple[int, int]]]] = {}

    def write(self, paragraphs: Sequence[DraftParagraph]) -> str:
        source = _FRONT_MATTER
        last_note = ""
        for number, paragraph in enumerate(paragraphs):
            if not paragraph.text.strip() and not any(piece.note for piece in paragraph.pieces):
                continue
            start = self._beginning(paragraph, last_note)
            words, origins = self._words(paragraph)
            last_note = paragraph.note
            before = [(0, 0)] * len(start)
            self._lines[source.count("\n") + 1] = (number, [*before, *origins, (0, len(paragraph.text))])
            source += f"{start}{words}\n\n"
        return source

    def place(self, where: FilePosition | None) -> tuple[int, int, int] | None:
        """Paragraph, start and end in the draft of a place in the Markdown; None for the page as a whole."""
        if where is None or where.line not in self._lines:
            return None
        number, origins = self._lines[where.line]
        first = where.column - 1 if where.column else 0
        last = max(where.end - 1, first + 1) if where.column else len(origins)
        spans = origins[first:last] or origins[-1:]
        return number, min(start for start, _ in spans), max(end for _, end in spans)

    @staticmethod
    def _beginning(paragraph: DraftParagraph, last_note: str) -> str:
        if paragraph.note:
            return "    " if paragraph.note == last_note else f"[^{paragraph.note}]: "
        if paragraph.kind == "heading":
            return "#" * min(max(paragraph.level, 2), 6) + " "
        return "> " if paragraph.kind == "quote" else ""

    def _words(self, paragraph: DraftParagraph) -> tuple[str, list[tuple[int, int]]]:
        """The Markdown of a paragraph, and for each of its characters the stretch of the paragraph it stands for."""
        pieces = [(piece, self._of_piece(piece)) for piece in paragraph.pieces]
        inserted = self._named_by_number(pieces, is_note=bool(paragraph.note))
        words, origins, offset = "", [], 0

        def add(markdown: str, start: int, end: int) -> None:
            nonlocal words
            words += markdown
            origins.extend([(start, end)] * len(markdown))

        for piece, markdown in pieces:
            if piece.cited:
                by_number = sum(offset < at <= offset + len(piece.text) for at in inserted)
                self._note_unknown(piece, bool(markdown), by_number)
            if markdown:
                add(markdown, offset, offset + len(piece.text))
                offset += len(piece.text)
                continue
            for character in piece.text:
                if offset in inserted:
                    add(*inserted[offset])
                shown = " " if character.isspace() else character
                begins = not words and bool(_BEGINS_BLOCK.match(paragraph.text[offset:]))
                if words or shown != " ":
                    add(f"\\{shown}" if begins or _MARKDOWN.match(shown) else shown, offset, offset + 1)
                offset += 1
        if offset in inserted:
            add(*inserted[offset])
        return words, origins

    def _of_piece(self, piece: DraftPiece) -> str:
        """The Markdown of a reference manager's citation or a note's mark; "" where its words stand for themselves."""
        return self._citation(piece) if piece.cited else f"[^{piece.note}]" if piece.note else ""

    def _named_by_number(
        self, pieces: Sequence[tuple[DraftPiece, str]], *, is_note: bool
    ) -> dict[int, tuple[str, int, int]]:
        """Where post, number and date name an item: the offset after them -> its id as it is cited, and their place."""
        from briefbook.checks.cited_by_number import items_of_words

        text = "".join("\0" * len(piece.text) if markdown else piece.text for piece, markdown in pieces)
        spans = [(0, len(text))] if is_note else [match.span("words") for match in _PARENTHESIS.finditer(text)]
        inserted = {}
        for begin, finish in spans:
            for match in _CLAUSE.finditer(text, begin, finish):
                if "\0" in match[0] or any(citations_in(match[0], self._pattern, self._is_item, {})):
                    continue
                items = items_of_words(self._inputs, match[0], needs_more=True)
                if not items and _AUTHOR_AND_YEAR.fullmatch(match[0].strip()):
                    self.unknown.append(match[0].strip() if is_note else f"({match[0].strip()})")
                if items:
                    end = match.start() + len(match[0].rstrip(" ."))
                    start = match.end() - len(match[0].lstrip())
                    inserted[end] = (f" [@{items[0]}]", start, end)
        return inserted

    def _citation(self, piece: DraftPiece) -> str:
        """A reference manager's citation in Markdown; "" where it names no item, so that its words stand."""
        return _citation_of(piece, self._item)

    def _note_unknown(self, piece: DraftPiece, by_data: bool, by_number: int) -> None:
        """Remember a citation if something in it names no item, neither by its data nor by its words."""
        unnamed = sum(self._item(cited.get("itemData")) is None for cited in piece.cited)
        ids = 0 if by_data else sum(1 for _ in citations_in(piece.text, self._pattern, self._is_item, {}))
        if unnamed > ids + by_number:
            self.unknown.append(" ".join(piece.text.split()))

    def _item(self, data: Any) -> str | None:
        return _item_of(data, self._pattern, self._is_item)


def with_cited_items(
    data: bytes, pattern: re.Pattern[str], is_item: Callable[[str], bool]
) -> tuple[bytes, tuple[str, ...]]:
    """A draft in which the items cited by a reference manager are written out after its citations, as in chapters.

    Args:
        data: The .docx file.
        pattern: Matches identifiers of items as a whole.
        is_item: Tells whether words are an item's identifier.

    Returns:
        The .docx file of a copy, or the same file where nothing is to be written; and the citations that name no item.

    Raises:
        FormatError: The file cannot be read as a draft.
    """
    added: list[tuple[int, int, str]] = []
    unknown: list[str] = []
    for number, paragraph in enumerate(read_draft(data)):
        offset = 0
        for piece in paragraph.pieces:
            offset += len(piece.text)
            if not piece.cited:
                continue
            citation = _citation_of(piece, lambda cited: _item_of(cited, pattern, is_item))
            if citation:
                added.append((number, offset, f" {citation}"))
            elif not any(citations_in(piece.text, pattern, is_item, {})):
                unknown.append(" ".join(piece.text.split()))
    return with_words(data, added) if added else data, tuple(dict.fromkeys(unknown))


def _citation_of(piece: DraftPiece, item_of: Callable[[Any], str | None]) -> str:
    citations = []
    for cited in piece.cited:
        item = item_of(cited.get("itemData"))
        if item is not None:
            locator = str(cited.get("locator") or "")
            is_page = cited.get("label", "page") == "page" and re.fullmatch(r"[0-9]{1,6}", locator)
            citations.append(f"@{item}, p. {locator}" if is_page else f"@{item}")
    return f"[{'; '.join(citations)}]" if citations else ""


def _item_of(data: Any, pattern: re.Pattern[str], is_item: Callable[[str], bool]) -> str | None:
    """The item that a reference manager's entry names; None where it names none."""
    if not isinstance(data, dict):
        return None
    for name in _CITED_FIELDS:
        value = data.get(name)
        if not isinstance(value, str):
            continue
        if name == "URL":
            value = value.rstrip("/").rpartition("/")[2].removesuffix(".html")
        if is_item(value):
            return value
        for span, _ in citations_in(value, pattern, is_item, {}):
            return span.text
    return None
