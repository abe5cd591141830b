"""A Markdown file -> Narrative: passages, sentences, citations, quotations, links, images and tables with positions."""

import bisect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Any

from briefbook.model.finding import Finding, Severity
from briefbook.model.locator import FilePosition
from briefbook.model.narrative import (
    PARTS,
    Citation,
    Image,
    Link,
    Narrative,
    NoteMark,
    Passage,
    Quotation,
    Sentence,
    Table,
)
from briefbook.narratives.blocks import FrontMatter, MarkdownBlock, MarkdownBlocks, blocks_of, front_matter
from briefbook.narratives.inline import (
    InlineSpan,
    citations_in,
    emphasised_in,
    links_in,
    note_marks_in,
    plain_words,
    quotations_in,
    sentences_in,
    without_hidden,
)
from briefbook.narratives.tables import tables_in
from briefbook.settings import SITE_COLUMNS
from briefbook.text.dates import Outcome, read_date
from briefbook.text.link_targets import LinkTarget, heading_slug, item_of_target
from briefbook.text.quotation_marks import prefers_single
from briefbook.util.encodings import decode
from briefbook.util.nearest import did_you_mean, nearest

MAX_SCARE_QUOTE_WORDS = 2
"""Up to this many words in quotation marks are taken for scare quotes or a title, and not checked as a quotation."""


def read_narrative(
    path: Path, root: Path, *, citation: str, is_item: Callable[[str], bool], window: int = 1900, order: str = ""
) -> Narrative:
    """Read and parse a Markdown file.

    Args:
        path: The file.
        root: The collection's folder, to which positions in findings are relative.
        citation: Regular expression of the item identifiers in prose.
        is_item: Tells whether another word with a digit is an item's identifier.
        window: First year of the hundred years that years of two figures fall in.
        order: "dmy" or "mdy" for days in figures that could be either; "" if not set.

    Returns:
        The narrative. What cannot be parsed is among its findings, never an exception.

    Raises:
        OSError: The file cannot be read.
    """
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    source, remarks = read_source(path)
    findings = [_finding("N102", FilePosition(name), remark, "save it as UTF-8.") for remark in remarks]
    return parse_narrative(
        source,
        name,
        citation=citation,
        is_item=is_item,
        window=window,
        order=order,
        findings=findings,
    )


def read_source(path: Path) -> tuple[str, list[str]]:
    """The text of a Markdown file as a narrative's ``source`` has it, without parsing it.

    Args:
        path: The file.

    Returns:
        The text, and what is to be said about its bytes: that they are not UTF-8.

    Raises:
        OSError: The file cannot be read.
    """
    source, remarks = decode(path.read_bytes())
    return _plain(source), list(remarks)


def _plain(source: str) -> str:
    return _NO_CHARACTER.sub("\ufffd", source.replace("\r\n", "\n").replace("\r", "\n"))


def parse_narrative(
    source: str,
    name: str,
    *,
    citation: str,
    is_item: Callable[[str], bool],
    window: int = 1900,
    order: str = "",
    findings: list[Finding] | None = None,
) -> Narrative:
    """Parse the Markdown text of a narrative.

    Args:
        source: The text; ends of lines of any kind become newlines, what is no character U+FFFD.
        name: The file's path in the collection.
        citation: Regular expression of the item identifiers in prose.
        is_item: Tells whether another word with a digit is an item's identifier.
        window: First year of the hundred years that years of two figures fall in.
        order: "dmy" or "mdy" for days in figures that could be either; "" if not set.
        findings: Findings to which those of the parser are added.

    Returns:
        The narrative. What cannot be parsed is among its findings, never an exception.
    """
    source = _plain(source)
    findings = list(findings or ())
    front = front_matter(source)
    if front.problem:
        remedy = "correct that line; the prose is read all the same, without title and dates."
        findings.append(_finding("N101", FilePosition(name, front.line), front.problem, remedy))
    values: dict[str, Any] = _with_characters_only(front.values)
    findings += _draft_mark(values, front, name, source)
    findings += _misspelt_keys(values, name, source)
    findings += _values_of_no_use(values, name, source)
    findings += _unknown_part(values, name, source)
    first_line = source.count("\n", 0, front.body)
    blocks = blocks_of(source[front.body :], first_line)
    draft = _NarrativeDraft(source, name, re.compile(citation), is_item, blocks)
    draft.read()
    findings += _unknown_columns(draft.tables)
    title = _text(values, "title") or draft.title or Path(name).stem
    for key in ("dates", "updated"):
        reading = read_date(_text(values, key), window=window, order=order)
        if reading.edtf is None and reading.outcome not in (Outcome.BLANK, Outcome.UNDATED):
            problem = f"`{key}` is not understood: {reading.as_written!r}" + (
                f"; {reading.note}" if reading.note else ""
            )
            findings.append(_finding("N101", _line_of(source, name, key), problem, _DATES_REMEDY))
        if key in values:
            values[key] = reading.edtf or ""
    position = values.get("order")
    if position is not None and not (
        isinstance(position, int | float) and not isinstance(position, bool) and position == position
    ):
        problem = f"order is {position!r}, not a number"
        findings.append(_finding("N101", _line_of(source, name, "order"), problem, "write order: 3"))
        position = None
    return Narrative(
        path=name,
        slug=Path(name).stem,
        title=title,
        source=source,
        dates=_text(values, "dates"),
        order=position,
        front_matter=values,
        passages=tuple(draft.passages),
        sentences=tuple(draft.sentences),
        citations=tuple(draft.citations),
        quotations=tuple(draft.quotations),
        links=tuple(draft.links),
        images=tuple(draft.images),
        tables=tuple(draft.tables),
        note_marks=tuple(draft.note_marks),
        findings=tuple(findings),
    )


_NO_CHARACTER = re.compile("[\ud800-\udfff\x00]")
"""Half a surrogate pair, NUL: what no file can be written with, nor HTML cleaned."""

_DATES_REMEDY = "write it as 1962-11-08/1962-11-13, or in words as 8-13 November 1962."


def _line_of(source: str, name: str, key: str) -> FilePosition:
    """The line of the front matter with a value, else its first line."""
    lines = enumerate(source.splitlines(), 1)
    return FilePosition(name, next((number for number, line in lines if line.startswith(f"{key}:")), 1))


_NOT_SHOWN = re.compile(r"\s*<(?:script|style|textarea|template)\b", re.I)
"""HTML whose content no reader sees, for it is left out of the page."""

_HTML_QUOTE = re.compile(r"\s*<blockquote\b[^<>]*>(?P<words>.*)</blockquote>\s*\Z", re.I | re.S)
_TAG = re.compile(r"<[^<>]*>")

_OPENING_MARKS = ("“", '"', "„", "«", "»", "‘", "'", "「", "『")


class _NarrativeDraft:
    """A narrative while it is parsed."""

    def __init__(
        self,
        source: str,
        name: str,
        pattern: re.Pattern[str],
        is_item: Callable[[str], bool],
        parsed: MarkdownBlocks,
    ) -> None:
        self.source, self.name, self.pattern, self.is_item, self.parsed = source, name, pattern, is_item, parsed
        self.starts = [0, *(match.end() for match in re.finditer("\n", source))]
        self.title = ""
        self.passages: list[Passage] = []
        self.sentences: list[Sentence] = []
        self.citations: list[Citation] = []
        self.quotations: list[Quotation] = []
        self.links: list[Link] = []
        self.images: list[Image] = []
        self.tables: list[Table] = []
        self.note_marks: list[NoteMark] = []
        self._groups: dict[int, int] = {}
        self._sentence_order: list[Sentence] | None = None
        self._sentence_starts: list[int] = []
        self._passage_of_note: dict[str, int] = {}

    def read(self) -> None:
        self._passages()
        for table in tables_in(self.source, self.name):
            self.tables.append(_in_passage(table, self._passage_at(table.where.line - 1)))
        prose = [block for block in map(self._read_block, self._rows_once()) if block is not None]
        self._join_notes(prose)
        single = prefers_single(without_hidden(block.text) for block in prose)
        for index, block in enumerate(prose):
            self._quotations(block, prose[index + 1] if index + 1 < len(prose) else None, single=single)

    def _rows_once(self) -> Iterator[MarkdownBlock]:
        """The blocks, a row of a table as a single block: its cells belong together, and each has the row's lines."""
        row: tuple[int, int] | None = None
        for block in self.parsed.blocks:
            lines = (block.first, block.last) if block.kind == "cell" else None
            if lines is None or lines != row:
                yield block
            row = lines

    def _read_block(self, block: MarkdownBlock) -> "_ProseBlock | None":
        tables = (table for table in self.tables if table.where.line - 1 <= block.first < table.end_line)
        table = next(tables, None)
        return self._block(block) if table is None else self._row_of_items(block, table)

    def _row_of_items(self, block: MarkdownBlock, table: Table) -> "_ProseBlock | None":
        """A row of an author's table of items: what it quotes is the words of the row's item, and so cites it."""
        row_number = block.first - table.where.line - 1
        if block.kind != "cell" or not 0 <= row_number < len(table.rows):
            return None
        start = self.starts[block.first]
        end = self.starts[block.last] if block.last < len(self.starts) else len(self.source)
        prose = _ProseBlock(block, self.source[start:end], start, self._passage_at(block.first))
        text, item = prose.text, table.rows[row_number].get("item", "")
        spans = [span for single in (False, True) for span, _ in quotations_in(text, single=single)]
        if not any(len(plain_words(span.text).split()) > MAX_SCARE_QUOTE_WORDS for span in spans):
            return prose
        group = self._groups.setdefault(start, len(self._groups))
        for span, _ in citations_in(text, self.pattern, self.is_item, self.parsed.references):
            self._cite(prose, span, group, span.text)
        is_cited = any(self.citations[index].item == item for index in prose.cited)
        if item and not is_cited and (self.pattern.fullmatch(item) or self.is_item(item)):
            place = re.search(rf"(?<!\w){re.escape(item)}(?!\w)", text)
            if place is not None:
                self._cite(prose, InlineSpan(place.start(), place.end(), item), group, item)
        return prose

    def _passages(self) -> None:
        headings = [block for block in self.parsed.blocks if block.kind == "heading" and not block.is_nested]
        if headings and headings[0].level == 1 and sum(block.level == 1 for block in headings) == 1:
            self.title = plain_words(headings[0].text)
            headings = [block for block in headings if block.level > 1] if headings[0].level == 1 else headings
        last = len(self.starts)
        first = headings[0].first if headings else last
        self.passages.append(Passage("", 0, "introduction", 1, max(first, 1)))
        used: set[str] = {"introduction"}
        for block, following in zip(headings, [*headings[1:], None][: len(headings)], strict=True):
            words = plain_words(block.text)
            slug = slug_of(words, used)
            self.passages.append(
                Passage(words, block.level, slug, block.first + 1, following.first if following else last)
            )

    def _passage_at(self, line: int) -> int:
        return max(0, bisect.bisect_right([passage.first_line - 1 for passage in self.passages], line) - 1)

    def _where(self, start: int, end: int) -> FilePosition:
        line = bisect.bisect_right(self.starts, start)
        column = start - self.starts[line - 1] + 1
        return FilePosition(self.name, line, column, column + end - start)

    def _block(self, block: MarkdownBlock) -> "_ProseBlock | None":
        """Read a block's sentences, citations and links; its quotations wait until the notes are known."""
        block_start = self.starts[block.first]
        block_end = self.starts[block.last] if block.last < len(self.starts) else len(self.source)
        text = self.source[block_start:block_end]
        passage = self._passage_of_note.get(block.note, 0) if block.note else self._passage_at(block.first)
        if block.kind == "code" or (block.kind == "html" and _NOT_SHOWN.match(text)):
            return None
        if block.kind not in ("heading", "html"):
            self._sentences(text, block_start, passage)
        prose = _ProseBlock(block, text, block_start, passage)
        for span, group in citations_in(text, self.pattern, self.is_item, self.parsed.references):
            group_index = self._groups.setdefault(block_start + group, len(self._groups))
            self._cite(prose, span, group_index, span.text)
        for mark in note_marks_in(text):
            self._passage_of_note.setdefault(mark.text, passage)
            prose.marks.append(NoteMark(mark.text, block_start + mark.start, block_start + mark.end))
        self._links(text, block_start, passage, prose)
        return prose

    def _cite(self, prose: "_ProseBlock", span: InlineSpan, group: int, item: str) -> None:
        start, end = prose.start + span.start, prose.start + span.end
        written = prose.text[span.start : span.end]
        prose.cited.append(len(self.citations))
        self.citations.append(
            Citation(item, self._where(start, end), written, span.page, span.lines, group, prose.passage, start, end)
        )

    def _join_notes(self, prose: "list[_ProseBlock]") -> None:
        """Give every mark the citations of its note; a note that says "ibid." means those of the note before."""
        cited: dict[str, list[int]] = {}
        words: dict[str, str] = {}
        for block in prose:
            if block.block.note:
                cited.setdefault(block.block.note, []).extend(block.cited)
                words.setdefault(block.block.note, plain_words(block.text).lower())
        previous: tuple[int, ...] = ()
        resolved: dict[str, tuple[int, ...]] = {}
        marks = sorted((mark for block in prose for mark in block.marks), key=lambda mark: mark.offset)
        for label in dict.fromkeys(mark.label for mark in marks):  # notes in the order of their numbers
            indices = tuple(dict.fromkeys(cited.get(label, ())))
            if not indices and label in words:
                earlier = [(words.get(other, ""), resolved[other]) for other in resolved if resolved[other]]
                indices = previous if _SAME_AS_BEFORE.match(words[label]) else _cited_before(words[label], earlier)
            resolved[label] = previous = indices
        for block in prose:
            block.marks = [
                NoteMark(mark.label, mark.offset, mark.end, resolved.get(mark.label, ())) for mark in block.marks
            ]
            self.note_marks += block.marks
        self.note_marks.sort(key=lambda mark: mark.offset)

    def _sentences(self, text: str, begin: int, passage: int) -> None:
        for span in sentences_in(text):
            start, end = begin + span.start, begin + span.end
            self.sentences.append(Sentence(span.text, self._where(start, end), passage, start, end))

    def _links(self, text: str, begin: int, passage: int, prose: "_ProseBlock") -> None:
        for span in links_in(text, self.parsed.references):
            start, end = begin + span.start, begin + span.end
            words = plain_words(span.text)
            if span.image:
                caption, _, credit = span.title.partition("|")
                self._cite_in_caption(prose, span)
                self.images.append(Image(span.target, words, self._where(start, end), caption.strip(), credit.strip()))
                continue
            self.links.append(Link(span.target, words, self._where(start, end), span.title, passage))
            item = item_of_target(LinkTarget.parse(span.target), self.is_item)
            is_cited = any(
                self.citations[index].offset < end and start < self.citations[index].end for index in prose.cited
            )
            if item is not None and not is_cited and text[span.start] == "[":
                group = self._groups.setdefault(start, len(self._groups))
                self._cite(prose, span, group, item)  # a link to an item cites it

    def _quotations(self, prose: "_ProseBlock", following: "_ProseBlock | None", *, single: bool) -> None:
        text, begin, passage = prose.text, prose.start, prose.passage
        if prose.block.kind == "quote":
            belonging = self._belonging(prose, begin, begin + len(text))
            if not belonging and following is not None and _is_attribution_line(following):
                groups = self._citation_groups(following)
                belonging = groups[0].indices if groups else ()
            quoted = _without_attribution(self._without_bracketed_citations(prose, text))
            words = plain_words(_without_citations(self._without_bare_citation(prose, quoted)))
            self._add_quotation(words, begin, begin + len(text.rstrip()), "block", passage, belonging)
            return
        if prose.block.kind == "html" and _HTML_QUOTE.match(text):
            quote = _HTML_QUOTE.match(self._without_bracketed_citations(prose, text))
            words = plain_words(_without_citations(_TAG.sub(" ", quote["words"] if quote else "")))
            groups = self._citation_groups(prose)
            belonging = groups[0].indices if groups else ()
            self._add_quotation(words, begin, begin + len(text.rstrip()), "block", passage, belonging)
            return
        for span, form in quotations_in(text, single=single):
            start, end = begin + span.start, begin + span.end
            if prose.block.kind == "heading":
                form = "headline"
            words = plain_words(span.text)
            if len(words.split()) <= MAX_SCARE_QUOTE_WORDS and form != "headline":
                form = "scare"
            belonging = self._belonging(prose, start, end)
            goes_on = following is not None and following.text.lstrip().startswith(_OPENING_MARKS)
            if not belonging and following is not None and goes_on and not text[span.end :].strip():
                groups = self._citation_groups(following)  # a quotation of several paragraphs, cited at its end
                belonging = groups[0].indices if groups else ()
            self._add_quotation(words, start, end, form, passage, belonging)
        self._emphasised(prose, following)
        self._quoted_in_captions(prose, single=single)
        self.quotations.sort(key=lambda quotation: quotation.offset)

    def _without_bracketed_citations(self, prose: "_ProseBlock", text: str) -> str:
        """The text of a block quotation with citations in brackets, which are the author's, blanked out.

        The text keeps its length, and a stop after the brackets ends the words before them.
        """
        for index in prose.cited:
            start, end = self.citations[index].offset - prose.start, self.citations[index].end - prose.start
            opening, closing = _OPENED.search(text[:end]), _CLOSED.match(text, end)
            if opening is not None and closing is not None and opening.start() <= start:
                text = text[: opening.start()] + " " * (closing.end() - opening.start()) + text[closing.end() :]
            elif text[start : start + 1] in ("[", "("):
                text = text[:start] + " " * (end - start) + text[end:]
        return re.sub(r"(\S)([ \t]{2,})([.,;:!?…])", r"\1\3\2", text)

    def _without_bare_citation(self, prose: "_ProseBlock", text: str) -> str:
        """The text of a block quotation without an id that stands at its end, outside brackets."""
        if not prose.cited:
            return text
        last = self.citations[prose.cited[-1]]
        start, end = last.offset - prose.start, last.end - prose.start
        ends = re.search(r"[.!?”\"*_][*_”\"]*[\s—–-]+\Z", text[:start])
        return text[:start].rstrip(" \t—–-") if ends and not re.search(r"\w", text[end:]) else text

    def _cite_in_caption(self, prose: "_ProseBlock", image: InlineSpan) -> None:
        """Cite what the caption of a picture cites, which stands in its title."""
        begin = prose.text.find(image.title, image.start) if image.title else -1
        if begin < 0:
            return
        for span, group in citations_in(image.title, self.pattern, self.is_item, self.parsed.references):
            index = self._groups.setdefault(prose.start + begin + group, len(self._groups))
            moved = InlineSpan(begin + span.start, begin + span.end, span.text, span.page, span.lines)
            self._cite(prose, moved, index, span.text)

    def _quoted_in_captions(self, prose: "_ProseBlock", *, single: bool) -> None:
        for image in links_in(prose.text, self.parsed.references):
            begin = prose.text.find(image.title, image.start) if image.image and image.title else -1
            if begin < 0:
                continue
            first, last = prose.start + begin, prose.start + begin + len(image.title)
            cited = tuple(index for index in prose.cited if first <= self.citations[index].offset < last)
            for span, form in quotations_in(image.title, single=single):
                words = plain_words(span.text)
                form = "scare" if len(words.split()) <= MAX_SCARE_QUOTE_WORDS else form
                self._add_quotation(words, first + span.start, first + span.end, form, prose.passage, cited)

    def _emphasised(self, prose: "_ProseBlock", following: "_ProseBlock | None") -> None:
        """Words in italics or bold with a citation at once after them, or before them in their sentence."""
        if prose.block.kind not in ("prose", "quote"):
            return
        taken = sorted((quotation.offset, quotation.end) for quotation in self.quotations)
        firsts, furthest = [first for first, _ in taken], list(accumulate((last for _, last in taken), max))
        for span in emphasised_in(prose.text):
            start, end = prose.start + span.start, prose.start + span.end
            words = plain_words(span.text)
            begun = bisect.bisect_left(firsts, end)  # so many quotations begin before it ends
            if (begun and start < furthest[begun - 1]) or not _may_be_quoted(words):
                continue
            belonging = self._cited_with_emphasis(prose, span, following)
            if belonging:
                self._add_quotation(words, start, end, "emphasis", prose.passage, belonging)

    def _cited_with_emphasis(
        self, prose: "_ProseBlock", span: InlineSpan, following: "_ProseBlock | None"
    ) -> tuple[int, ...]:
        start, end = prose.start + span.start, prose.start + span.end
        places = self._citation_places(prose)
        after = places.after(end)
        if after is not None and _CITED_AT_ONCE.fullmatch(self.source, end, after.start):
            return after.indices
        if not (_WORD.search(prose.text, 0, span.start) or _WORD.search(prose.text, span.end)):  # all: an epigraph
            groups = (
                self._citation_groups(following) if following is not None and _is_attribution_line(following) else []
            )
            return groups[0].indices if groups else ()
        before = places.before(start)
        if before is not None and _INTRODUCED.search(prose.text[max(0, span.start - 80) : span.start]):
            return before.indices if not _END_OF_SENTENCE.search(self.source, before.end, start) else ()
        return ()

    def _add_quotation(
        self, words: str, start: int, end: int, form: str, passage: int, citations: tuple[int, ...]
    ) -> None:
        if words:
            self.quotations.append(Quotation(words, self._where(start, end), citations, passage, start, end, form))

    def _belonging(self, prose: "_ProseBlock", start: int, end: int) -> tuple[int, ...]:
        """Indices of the citations of a quotation: the next group in its paragraph, else the preceding one.

        A citation earlier in the same sentence takes precedence over one in a later sentence; the mark of a note that
        cites counts as a citation where it stands; a link around the quotation comes first.
        """
        places = self._citation_places(prose)
        around = places.around(start, end)
        if around is not None:
            return around.indices
        if prose.block.kind == "quote":
            return places.groups[0].indices if places.groups else ()
        own_mark = _OWN_MARK.match(self.source, end)
        if own_mark is not None and places.has_bare_mark(end, own_mark.end()):
            return ()  # its own note cites no id: what other sentences cite is not meant
        after, before = places.after(end), places.before(start)
        own = self._sentence_at(prose, start)
        is_in_sentence = own is not None and before is not None and before.start >= own.offset
        if before is not None and own is not None and is_in_sentence and (after is None or after.start >= own.end):
            return before.indices
        last = after or before
        return last.indices if last is not None else ()

    def _sentence_at(self, prose: "_ProseBlock", start: int) -> Sentence | None:
        """The first sentence of a block that has a place of the source."""
        if prose.sentences is None:  # all are read before the first quotation is
            if self._sentence_order is None:
                self._sentence_order = sorted(self.sentences, key=lambda sentence: sentence.offset)
                self._sentence_starts = [sentence.offset for sentence in self._sentence_order]
            low = bisect.bisect_left(self._sentence_starts, prose.start)
            high = bisect.bisect_left(self._sentence_starts, prose.start + len(prose.text))
            inside = self._sentence_order[low:high]
            prose.sentences = inside, list(accumulate((sentence.end for sentence in inside), max))
        sentences, furthest = prose.sentences
        place = bisect.bisect_right(furthest, start)
        return sentences[place] if place < len(sentences) and sentences[place].offset <= start else None

    def _citation_groups(self, prose: "_ProseBlock") -> "list[_CitationGroup]":
        """The places of a block that cite, in order, each with the citations given together there."""
        return self._citation_places(prose).groups

    def _citation_places(self, prose: "_ProseBlock") -> "_CitationPlaces":
        state = len(prose.cited), len(prose.marks), sum(len(mark.citations) for mark in prose.marks)
        if prose.places is not None and prose.places[0] == state:  # else every quotation would go through all again
            return prose.places[1]
        groups = [_CitationGroup(mark.offset, mark.end, mark.citations) for mark in prose.marks if mark.citations]
        together: dict[int, list[int]] = {}
        for index in prose.cited:
            together.setdefault(self.citations[index].group, []).append(index)
        for index in prose.cited:
            citation = self.citations[index]
            groups.append(_CitationGroup(citation.offset, citation.end, tuple(together[citation.group])))
        groups.sort(key=lambda group: group.start)
        places = _CitationPlaces(groups, [mark.offset for mark in prose.marks if not mark.citations])
        prose.places = state, places
        return places


_OPENED = re.compile(r"[ \t]*[(\[][^()\[\]]*\Z")
_CLOSED = re.compile(r"[^()\[\]]*[)\]]")
_WORD = re.compile(r"\w")
_END_OF_SENTENCE = re.compile(r"[.!?]\s")
_OWN_MARK = re.compile(r"[\s”\"’'»“.,;:]*")
_CITED_AT_ONCE = re.compile(r"[\s.,;:]*(?:[(\[][^()\[\]]{0,80})?")
_INTRODUCED = re.compile(
    r"(?:\baccording to\b|\b(?:said|says|wrote|writes|reads?|has(?: it)?|words (?:are|were))\b|[:,])[^.]*\Z", re.I
)
MIN_EMPHASISED_WORDS = 3
"""Fewer words in italics or bold are stressed, or a name."""


def _may_be_quoted(words: str) -> bool:
    """Whether emphasised words may be quoted: several, and not set as a title is."""
    long = [word for word in re.findall(r"[^\W\d_]+", words) if len(word) > 3]
    lower = sum(word[0].islower() for word in long)
    return len(words.split()) >= MIN_EMPHASISED_WORDS and 2 * lower >= len(long) > 0


def _is_attribution_line(prose: "_ProseBlock") -> bool:
    """Whether a block is the line below a quotation that says whose words they are."""
    return _ATTRIBUTION.match(prose.text.rstrip()) is not None


@dataclass(slots=True)
class _ProseBlock:
    """A block with its text, the offset where it begins, and what it cites: itself, and by marks of notes."""

    block: MarkdownBlock
    text: str
    start: int
    passage: int
    cited: list[int] = field(default_factory=list)
    marks: list[NoteMark] = field(default_factory=list)
    places: "tuple[tuple[int, int, int], _CitationPlaces] | None" = None  # for so many citations and marks
    sentences: tuple[Sequence[Sentence], Sequence[int]] | None = None  # in order, each with the furthest end until it


@dataclass(frozen=True, slots=True)
class _CitationGroup:
    start: int
    end: int
    indices: tuple[int, ...]


class _CitationPlaces:
    """The places of a block that cite, in order of where they start, and which of them is next to a quotation.

    Every quotation of a paragraph asks; each answer is found by halving, so that thousands do not take the square.
    """

    def __init__(self, groups: list[_CitationGroup], bare_marks: Iterable[int]) -> None:
        self.groups = groups
        self._starts = [group.start for group in groups]
        self._furthest = list(accumulate((group.end for group in groups), max))
        self._bare_marks = sorted(bare_marks)

    def around(self, start: int, end: int) -> _CitationGroup | None:
        """The first place that contains a span."""
        place = bisect.bisect_left(self._furthest, end)
        return self.groups[place] if place < len(self.groups) and self._starts[place] <= start else None

    def after(self, end: int) -> _CitationGroup | None:
        """The first place that starts at or after an offset."""
        place = bisect.bisect_left(self._starts, end)
        return self.groups[place] if place < len(self.groups) else None

    def before(self, start: int) -> _CitationGroup | None:
        """Of the places that end at or before an offset, the one that starts last."""
        place = bisect.bisect_right(self._starts, start) - 1
        while place >= 0 and self.groups[place].end > start:
            place -= 1
        return self.groups[place] if place >= 0 else None

    def has_bare_mark(self, first: int, last: int) -> bool:
        """Whether the mark of a note that cites nothing stands from the first offset to the last."""
        place = bisect.bisect_left(self._bare_marks, first)
        return place < len(self._bare_marks) and self._bare_marks[place] <= last


def slug_of(words: str, used: set[str]) -> str:
    """A URL fragment for a heading: letters, digits and hyphens, unique among ``used``, to which it is added."""
    base = heading_slug(words)
    slug, count = base, 2
    while slug in used:
        slug, count = f"{base}-{count}", count + 1
    used.add(slug)
    return slug


_SAME_AS_BEFORE = re.compile(r"\W*(?:see\s+)?(?:ibid|loc\.?\s*cit|idem\b|eodem\b|ebd\b|ebenda\b)", re.I)
_CITED_BEFORE = re.compile(
    r"\b(?:op\.?\s*cit|cited\s+(?:above|in\s+n)|(?:as\s+)?above,?\s+n|supra|a\.\s*a\.\s*o|(?:see\s+)?n(?:ote|\.)\s*\d+)",
    re.I,
)
_SMALL_WORDS = frozenset(("op", "cit", "cited", "above", "supra", "see", "note", "also", "cf", "pp", "para", "paras"))


def _cited_before(note: str, earlier: Sequence[tuple[str, tuple[int, ...]]]) -> tuple[int, ...]:
    """What a note cites that names a source by its short title, with "op. cit." or the like; nothing if none fits."""
    if not _CITED_BEFORE.search(note):
        return ()
    short = re.sub(r"\bpp?\.\s*\d+\S*|\bnote\s+\d+|\bn\.\s*\d+", " ", note)
    wanted = {word for word in re.findall(r"\w+", short) if len(word) > 1 or word.isdigit()} - _SMALL_WORDS
    for words, indices in reversed(earlier):
        if wanted and wanted <= set(re.findall(r"\w+", words)):
            return indices
    return ()


_ATTRIBUTION = re.compile(r"^[ \t>]*(?:—|–|---?)[ \t]*(?![\s—–-]).{2,160}\Z", re.M)
"""The last line of a block quotation, or a block of its own, that says whose words they are: — London, 13 November."""


def _without_attribution(text: str) -> str:
    """The words of a block quotation without the line that says whose they are."""
    return _ATTRIBUTION.sub("", text.rstrip())


def _without_citations(text: str) -> str:
    text = re.sub(r"(?m)^[ \t]*(?:>[ \t]?)+", "", text)
    return re.sub(r"\s*[(\[]@?(?!\s*[\d.,]+\s+[a-z])[^()\[\]]*\d[^()\[\]]*[)\]]\s*\Z", "", text.strip())


def _in_passage(table: Table, passage: int) -> Table:
    return Table(table.where, table.columns, table.rows, table.placed, passage, table.end_line)


def _unknown_columns(tables: Iterable[Table]) -> Iterator[Finding]:
    """A column of ``{{table: …}}`` that there is not would be left out, unseen."""
    for table in tables:
        for column in table.columns if table.placed else ():
            if column not in SITE_COLUMNS:
                remedy = f"{did_you_mean(column, SITE_COLUMNS)}There are {', '.join(SITE_COLUMNS)}."
                yield _finding("N105", table.where, f"a table of items has no column {column!r}", remedy)


FRONT_MATTER_KEYS = ("title", "dates", "order", "author", "updated", "formerly", "accept", "draft", "part", "language")
"""The keys of the front matter that the program uses; others are the author's own."""

_DRAFT_LINE = re.compile(r"^[ \t]*[\"']?draft[\"']?[ \t]*:(?![ \t]*[\"']?(?:false|no|off)\b)", re.I | re.M)
_OTHER_MARKS_OF_DRAFTS = {"published": False, "publish": False, "status": "draft", "state": "draft"}
"""What other programs write for a draft, and what an author may expect to work here."""


def _draft_mark(values: dict[str, Any], front: FrontMatter, name: str, source: str) -> Iterator[Finding]:
    """Set ``draft`` to True or False, in doubt to True: what was not meant for the public must not get there."""
    if front.problem and _DRAFT_LINE.search(source[: front.body] or source.partition("\n\n")[0]):
        values["draft"] = True
        return
    for key in [key for key in values if key.strip().lower() == "draft"]:
        value = values.pop(key)
        if isinstance(value, str) and value.strip().lower() in ("true", "yes", "on", "false", "no", "off"):
            value = value.strip().lower() in ("true", "yes", "on")
        values["draft"] = value is not False
        if not isinstance(value, bool):
            problem = f"`draft` is {value!r}, neither true nor false; the page is taken for a draft"
            yield _finding("N101", _line_of(source, name, key), problem, "write draft: true, or take the line away.")
    for key, mark in _OTHER_MARKS_OF_DRAFTS.items():
        value = values.get(key)
        if "draft" not in values and (value is mark or (isinstance(value, str) and value.strip().lower() == mark)):
            message = f"`{key}: {value}` in the front matter does nothing here; the page is published"
            yield _finding("N103", _line_of(source, name, key), message, "write draft: true to keep it back.")


_MISSPELT = 75.0
"""Similarity (0 to 100) from which an unknown key is taken for a misspelt one: date, titel, Title, formely."""


def _misspelt_keys(values: Mapping[str, Any], name: str, source: str) -> Iterator[Finding]:
    """Findings about keys that are probably misspelt: they would be ignored silently."""
    for key in values:
        meant = None if key in FRONT_MATTER_KEYS else nearest(key, FRONT_MATTER_KEYS, min_similarity=_MISSPELT)
        if meant is not None:
            match = re.search(rf"^{re.escape(key)}\s*:", source, re.M)
            row_number = source.count("\n", 0, match.start()) + 1 if match else 1
            message = f"the key {key!r} in the front matter is not known and does nothing"
            yield _finding(
                "N103",
                FilePosition(name, row_number),
                message,
                f"did you mean {meant!r}, which is there too?" if meant in values else f"did you mean {meant!r}?",
            )


def _unknown_part(values: dict[str, Any], name: str, source: str) -> Iterator[Finding]:
    part = values.get("part")
    if part is not None and part not in PARTS:
        del values["part"]
        message = f"`part` is {part!r}, which is no part of a book; the page is taken for a chapter"
        yield _finding("N101", _line_of(source, name, "part"), message, f"write one of {', '.join(PARTS)}.")


_SINGLE_VALUES = frozenset({"title", "dates", "updated"})
"""Keys of the front matter whose value is no list."""


def _values_of_no_use(values: dict[str, Any], name: str, source: str) -> Iterator[Finding]:
    """Findings about values that are neither text nor a list of texts; they are taken out of ``values``."""
    for key in ("title", "dates", "updated", "author", "formerly"):
        value = values.get(key)
        elements = value if isinstance(value, list) else [value]
        if all(element is None or isinstance(element, str | int | float | bool) for element in elements):
            if key in _SINGLE_VALUES and isinstance(value, list):
                del values[key]
                problem = f"`{key}` is a list; a page has a single {key}"
                yield _finding("N101", _line_of(source, name, key), problem, f"write it behind the colon: {key}: ….")
                continue
            if key == "author" and isinstance(value, list):
                values[key] = _text(values, key)
            if key == "formerly" and value is not None:
                texts = (_scalar_text(element) for element in elements if element is not None)
                values[key] = [text for text in texts if text]
            continue
        del values[key]
        problem = f"`{key}` is neither text nor a list of texts"
        remedy = "write the text behind the colon, in quotation marks if it holds a colon itself."
        yield _finding("N101", _line_of(source, name, key), problem, remedy)


def _text(values: dict[str, Any], name: str) -> str:
    """A value of the front matter as text; the names of a list are joined by commas."""
    value = values.get(name)
    if isinstance(value, list):
        return ", ".join(_scalar_text(element) for element in value if element is not None)
    return _scalar_text(value) if value is not None else ""


def _with_characters_only(value: Any) -> Any:
    """A value of the front matter, in whose texts what is no character is replaced."""
    if isinstance(value, str):
        return _NO_CHARACTER.sub("\ufffd", value)
    if isinstance(value, list | tuple):
        return [_with_characters_only(element) for element in value]
    if isinstance(value, dict):
        return {_with_characters_only(key): _with_characters_only(element) for key, element in value.items()}
    return value


def _scalar_text(value: Any) -> str:
    return _NO_CHARACTER.sub("\ufffd", str(value)).strip()


def _finding(code: str, where: FilePosition, message: str, remedy: str) -> Finding:
    return Finding(code, where, message, remedy, Severity.WARNING)


__all__ = ["FrontMatter", "parse_narrative", "read_narrative", "slug_of"]
