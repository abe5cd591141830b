"""A Markdown file -> Narrative: passages, sentences, citations, quotations, links, images and tables with positions."""

import bisect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from briefbook.model.finding import Finding, Severity
from briefbook.model.locator import FilePosition
from briefbook.model.narrative import Citation, Image, Link, Narrative, Passage, Quotation, Sentence, Table
from briefbook.narratives.blocks import FrontMatter, MarkdownBlock, blocks_of, front_matter
from briefbook.narratives.inline import citations_in, links_in, plain_words, quotations_in, sentences_in
from briefbook.narratives.tables import tables_in
from briefbook.settings import COLUMNS
from briefbook.text.dates import Outcome, read_date
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
    data = path.read_bytes()
    findings = []
    try:
        source = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        source = data.decode("cp1252", errors="replace")
        findings.append(
            _finding(
                "N102", FilePosition(name), "the file is not UTF-8; it was read as Windows-1252", "save it as UTF-8."
            )
        )
    return parse_narrative(
        source.replace("\r\n", "\n"),
        name,
        citation=citation,
        is_item=is_item,
        window=window,
        order=order,
        findings=findings,
    )


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
        source: The text, lines ending in a newline.
        name: The file's path in the collection.
        citation: Regular expression of the item identifiers in prose.
        is_item: Tells whether another word with a digit is an item's identifier.
        window: First year of the hundred years that years of two figures fall in.
        order: "dmy" or "mdy" for days in figures that could be either; "" if not set.
        findings: Findings to which those of the parser are added.

    Returns:
        The narrative. What cannot be parsed is among its findings, never an exception.
    """
    findings = list(findings or ())
    front = front_matter(source)
    if front.problem:
        remedy = "correct that line; the prose is read all the same, without title and dates."
        findings.append(_finding("N101", FilePosition(name, front.line), front.problem, remedy))
    values = dict(front.values)
    findings += _misspelt_keys(values, name, source)
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
    if position is not None and not (isinstance(position, int | float) and not isinstance(position, bool)):
        problem = f"order is {position!r}, not a number"
        findings.append(_finding("N101", FilePosition(name, 1), problem, "write order: 3"))
        position = None
    return Narrative(
        path=name,
        slug=Path(name).stem,
        title=title,
        source=source,
        dates=values.get("dates", ""),
        order=position,
        front_matter=values,
        passages=tuple(draft.passages),
        sentences=tuple(draft.sentences),
        citations=tuple(draft.citations),
        quotations=tuple(draft.quotations),
        links=tuple(draft.links),
        images=tuple(draft.images),
        tables=tuple(draft.tables),
        findings=tuple(findings),
    )


_DATES_REMEDY = "write it as 1962-11-08/1962-11-13, or in words as 8-13 November 1962."


def _line_of(source: str, name: str, key: str) -> FilePosition:
    """The line of the front matter that gives a value, else the first."""
    lines = enumerate(source.splitlines(), 1)
    return FilePosition(name, next((number for number, line in lines if line.startswith(f"{key}:")), 1))


class _NarrativeDraft:
    """A narrative while it is parsed."""

    def __init__(
        self,
        source: str,
        name: str,
        pattern: re.Pattern[str],
        is_item: Callable[[str], bool],
        blocks: list[MarkdownBlock],
    ) -> None:
        self.source, self.name, self.pattern, self.is_item, self.blocks = source, name, pattern, is_item, blocks
        self.starts = [0, *(match.end() for match in re.finditer("\n", source))]
        self.title = ""
        self.passages: list[Passage] = []
        self.sentences: list[Sentence] = []
        self.citations: list[Citation] = []
        self.quotations: list[Quotation] = []
        self.links: list[Link] = []
        self.images: list[Image] = []
        self.tables: list[Table] = []
        self._groups: dict[int, int] = {}

    def read(self) -> None:
        self._passages()
        for table in tables_in(self.source, self.name):
            self.tables.append(_in_passage(table, self._passage_at(table.where.line - 1)))
        table_rows = [(table.where.line - 1, table.end_line) for table in self.tables]
        for block in self.blocks:
            if not any(first <= block.first < last for first, last in table_rows):
                self._block(block)

    def _passages(self) -> None:
        headings = [block for block in self.blocks if block.kind == "heading"]
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

    def _block(self, block: MarkdownBlock) -> None:
        if block.kind in ("code", "html"):
            return
        block_start = self.starts[block.first]
        block_end = self.starts[block.last] if block.last < len(self.starts) else len(self.source)
        text = self.source[block_start:block_end]
        passage = self._passage_at(block.first)
        if block.kind != "heading":
            self._sentences(text, block_start, passage)
        first = len(self.citations)
        for span, group in citations_in(text, self.pattern, self.is_item):
            group_index = self._groups.setdefault(block_start + group, len(self._groups))
            where = self._where(block_start + span.start, block_start + span.end)
            self.citations.append(
                Citation(
                    span.text,
                    where,
                    text[span.start : span.end],
                    span.page,
                    span.lines,
                    group_index,
                    passage,
                    block_start + span.start,
                    block_start + span.end,
                )
            )
        self._links(text, block_start, passage)
        self._quotations(block, text, block_start, passage, range(first, len(self.citations)))

    def _sentences(self, text: str, begin: int, passage: int) -> None:
        for span in sentences_in(text):
            start, end = begin + span.start, begin + span.end
            self.sentences.append(Sentence(span.text, self._where(start, end), passage, start, end))

    def _links(self, text: str, begin: int, passage: int) -> None:
        for span in links_in(text):
            where = self._where(begin + span.start, begin + span.end)
            words = plain_words(span.text)
            if span.image:
                caption, _, credit = span.title.partition("|")
                self.images.append(Image(span.target, words, where, caption.strip(), credit.strip()))
            else:
                self.links.append(Link(span.target, words, where, span.title, passage))

    def _quotations(self, block: MarkdownBlock, text: str, begin: int, passage: int, cited: range) -> None:
        if block.kind == "quote":
            words = plain_words(_without_citations(text))
            self._add_quotation(
                words, begin, begin + len(text.rstrip()), "block", passage, self._belonging(cited, begin)
            )
            return
        sentences = [
            (sentence.offset, sentence.end)
            for sentence in self.sentences
            if begin <= sentence.offset < begin + len(text)
        ]
        for span, form in quotations_in(text):
            start, end = begin + span.start, begin + span.end
            if block.kind == "heading":
                form = "headline"
            words = plain_words(span.text)
            if len(words.split()) <= MAX_SCARE_QUOTE_WORDS and form != "headline":
                form = "scare"
            self._add_quotation(words, start, end, form, passage, self._belonging(cited, end, sentences, start))

    def _add_quotation(
        self, words: str, start: int, end: int, form: str, passage: int, citations: tuple[int, ...]
    ) -> None:
        if words:
            self.quotations.append(Quotation(words, self._where(start, end), citations, passage, start, end, form))

    def _belonging(
        self, cited: range, end: int, sentences: list[tuple[int, int]] | None = None, start: int = 0
    ) -> tuple[int, ...]:
        """Indices of the citations of a quotation: the next group in its paragraph, else the group before it.

        A citation earlier in the same sentence takes precedence over one in a later sentence.
        """
        after = [index for index in cited if self.citations[index].offset >= end]
        before = [index for index in cited if self.citations[index].end <= start]
        own = next(((a, b) for a, b in sentences or () if a <= start < b), None)
        if own:
            in_sentence = [index for index in before if self.citations[index].offset >= own[0]]
            next_is_later = not after or self.citations[after[0]].offset >= own[1]
            if in_sentence and next_is_later:
                return self._group_of(in_sentence[-1], cited)
        if after:
            return self._group_of(after[0], cited)
        return self._group_of(before[-1], cited) if before else ()

    def _group_of(self, index: int, cited: range) -> tuple[int, ...]:
        group_index = self.citations[index].group
        return tuple(other for other in cited if self.citations[other].group == group_index)


def slug_of(words: str, used: set[str]) -> str:
    """A URL fragment for a heading: letters, digits and hyphens, unique among ``used``, to which it is added."""
    base = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-") or "passage"
    slug, count = base, 2
    while slug in used:
        slug, count = f"{base}-{count}", count + 1
    used.add(slug)
    return slug


def _without_citations(text: str) -> str:
    text = re.sub(r"(?m)^[ \t]*(?:>[ \t]?)+", "", text)
    return re.sub(r"\s*[(\[]@?[^()\[\]]*\d[^()\[\]]*[)\]]\s*\Z", "", text.strip())


def _in_passage(table: Table, passage: int) -> Table:
    return Table(table.where, table.columns, table.rows, table.placed, passage, table.end_line)


def _unknown_columns(tables: Iterable[Table]) -> Iterator[Finding]:
    """A column of ``{{table: …}}`` that there is not would be left out, unseen."""
    for table in tables:
        for column in table.columns if table.placed else ():
            if column not in COLUMNS:
                remedy = f"{did_you_mean(column, COLUMNS)}There are {', '.join(COLUMNS)}."
                yield _finding("N105", table.where, f"a table of items has no column {column!r}", remedy)


FRONT_MATTER_KEYS = ("title", "dates", "order", "author", "updated", "formerly", "accept")
"""The keys of the front matter that the program uses; others are the author's own."""

_MISSPELT = 75.0
"""Similarity (0 to 100) from which an unknown key is taken for a misspelt one: date, titel, Title, formely."""


def _misspelt_keys(values: Mapping[str, Any], name: str, source: str) -> Iterator[Finding]:
    """Findings about keys that are probably misspelt: they would be ignored silently."""
    for key in values:
        meant = None if key in FRONT_MATTER_KEYS else nearest(key, FRONT_MATTER_KEYS, like_enough=_MISSPELT)
        if meant is not None and meant not in values:
            match = re.search(rf"^{re.escape(key)}\s*:", source, re.M)
            row_number = source.count("\n", 0, match.start()) + 1 if match else 1
            message = f"the key {key!r} in the front matter is not known and does nothing"
            yield _finding("N103", FilePosition(name, row_number), message, f"did you mean {meant!r}?")


def _text(values: dict[str, Any], name: str) -> str:
    value = values.get(name)
    return str(value).strip() if value is not None else ""


def _finding(code: str, where: FilePosition, message: str, remedy: str) -> Finding:
    return Finding(code, where, message, remedy, Severity.WARNING)


__all__ = ["FrontMatter", "parse_narrative", "read_narrative", "slug_of"]
