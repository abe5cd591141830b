"""A published web page (pasted text, HTML, .docx) -> a narrative and the descriptions in its tables."""

import contextlib
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from briefbook.errors import FormatError
from briefbook.importers.blocks import (
    Heading,
    Paragraph,
    TableRows,
    blocks_of_html,
    blocks_of_text,
    open_docx,
)
from briefbook.importers.cells import COLUMNS, Cells, cells_of_row, dates_of_title
from briefbook.importers.date_cells import DateCells, date_problem
from briefbook.model.cable import Derivation, Reading, SourceKind
from briefbook.model.received import OF_ROW, Description, Received
from briefbook.progress import first_few, pluralise
from briefbook.text.dates import read_by
from briefbook.text.posts import code_or_words
from briefbook.util.encodings import decode_text
from briefbook.util.file_endings import without_file_ending

_GROUP = re.compile(r"\[(@[^\]\n]+)\]")
_IN_GROUP = re.compile(r"@([^;,\]]+)")
"""Citations as a chapter has them: ``[@CDNW12452, p. 2; @CDNW12453]``."""
_SENTENCE = re.compile(r"^(?P<from>\S[^,]*?)\s+to\s+(?P<to>[^,]+?),\s*(?P<date>.+)$")


def read_exhibit(
    source: str | bytes,
    kind: str,
    name: str,
    *,
    window: int = 1900,
    order: str = "",
    citation: str = "[A-Z]{2,}[0-9]{3,}",
    is_post: Callable[[str], bool] = lambda code: False,
    is_item: Callable[[str], bool] = lambda item: False,
    paper_of: Callable[[str], str] = lambda item: item,
    remarks: Sequence[str] = (),
) -> Received:
    """Read a published web page: its narrative in Markdown, descriptions from its tables, and a report.

    Nothing is lost: what cannot be interpreted is in the narrative, marked.

    Args:
        source: The page.
        kind: "text", "html" or "docx".
        name: File name of the narrative, and the source of every reading.
        window: First year of the hundred years that years of two digits fall in.
        order: Order of day and month in figures, "dmy" or "mdy"; "" if not set.
        citation: Regular expression of the item identifiers in prose.
        is_post: Tells whether a code or name is a post's.
        is_item: Tells whether words are the id of an item that the collection has, whatever its form.
        paper_of: Gives the paper that a row describes by its id; "" where it is nearly that of a paper that is here,
            and a person is to decide.
        remarks: Sentences on the source for the report, on what its citations name.

    Raises:
        FormatError: A .docx file cannot be opened, or what should be text is none.
    """
    problems: list[str] = []
    notes: tuple[str, ...] = ()
    if kind == "docx":
        blocks, problems = open_docx(source if isinstance(source, bytes) else source.encode())
    else:
        text, notes = (source, ()) if isinstance(source, str) else _decode(source, kind)
        pattern = re.compile(citation)
        blocks = blocks_of_html(text) if kind == "html" else blocks_of_text(text, pattern, window, is_post)
    draft = _ExhibitDraft(name, re.compile(citation), window, order, is_post, is_item, paper_of)
    draft.problems += [*problems, *notes, *remarks]
    draft.add_blocks(blocks)
    return draft.result()


_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]+)", re.I)


def _decode(data: bytes, kind: str) -> tuple[str, tuple[str, ...]]:
    """The text of a page, and a sentence on its encoding where that had to be guessed."""
    try:
        text, notes = decode_text(data)
    except FormatError as error:
        raise FormatError("this is not text; an exhibit is pasted text, .html or .docx") from error
    if kind == "html" and notes and (declared := _CHARSET.search(data[:4096])):
        with contextlib.suppress(LookupError, UnicodeDecodeError):
            return data.decode(declared[1].decode("ascii")), ()
    return text, notes


_WORD = re.compile(r"[^\W_](?:[\w./-]*[^\W_])?")
_LINKS = re.compile(r"\]\(<?([^)<>\s]+)>?\)")
_PAGE = re.compile(r"(?!\w+:)(?:\./)?[\w-]+\.html?(?:#[\w-]*)?")
"""The address of a page beside this one."""
_BETWEEN = r"(?<![\w-])(?:{})(?![\w-])"


def _ids_in(text: str, pattern: re.Pattern[str], is_item: Callable[[str], bool]) -> Iterator[str]:
    """The ids that a text names: by the pattern, alone or in a word such as H101-H103, and those of items there are."""
    found: list[tuple[int, str]] = []
    for word in _WORD.finditer(text):
        is_known = any(letter.isdigit() for letter in word[0]) and len(word[0]) > 2 and is_item(word[0])
        if pattern.fullmatch(word[0]) or is_known:
            found.append((word.start(), word[0]))
        else:
            parts = re.finditer(r"[A-Za-z0-9]+", word[0])
            found += [(word.start() + part.start(), part[0]) for part in parts if pattern.fullmatch(part[0])]
    found += [(match.start(), match[0]) for match in re.finditer(_BETWEEN.format(pattern.pattern), text)]
    yield from (item for _, item in sorted(found))


@dataclass(slots=True)
class _Section:
    """A section under construction: its heading, its prose in Markdown, the rows of its tables."""

    heading: str = ""
    level: int = 2
    parts: list[str] = field(default_factory=list)
    rows: list[Cells] = field(default_factory=list)
    typed: list[Cells] = field(default_factory=list)  # of tables that stand in the prose as they were typed
    cited: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _ExhibitDraft:
    """A published web page while it is interpreted."""

    name: str
    pattern: re.Pattern[str]
    window: int
    order: str
    is_post: Callable[[str], bool]
    is_item: Callable[[str], bool]
    paper_of: Callable[[str], str]
    title: str = ""
    sections: list[_Section] = field(default_factory=lambda: [_Section()])
    descriptions: dict[str, Description] = field(default_factory=dict)
    understood: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    viewed: str = ""
    rows_in_all: int = 0
    used: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    provisional: Counter[str] = field(default_factory=Counter)  # rows without an id, by what would be their ids

    def add_blocks(self, blocks: Sequence[Heading | Paragraph | TableRows]) -> None:
        for block in blocks:
            section = self.sections[-1]
            if isinstance(block, Heading) and not self.title:
                self.title = block.text
            elif isinstance(block, Heading):
                self.sections.append(_Section(block.text, block.level))
            elif isinstance(block, Paragraph):
                self._paragraph(section, block)
            else:
                rows_of_table = section.typed if block.is_typed else section.rows
                rows_of_table += [self._cells(row, in_order=block.in_order) for row in block.rows]
                section.parts += [
                    f"<!-- a row of the table that could not be read -->\n\n{text}" for text in block.left_over
                ]
                self.problems += [
                    f"a row of a table could not be read and is kept in the prose: {text}" for text in block.left_over
                ]
        rows = [row for section in self.sections for row in (*section.rows, *section.typed)]
        dates = DateCells.of([row.date for row in rows], self.window, self.order)
        self.order = dates.order
        self.understood += dates.understood
        self.problems += dates.problems
        for row in rows:
            row.order = dates.order
            if row.item and not (item := self.paper_of(row.item)):
                row.how = "undecided"
            elif row.item:
                row.item = item
        self.used |= {row.item for row in rows if row.item}
        listed = [row for section in self.sections for row in section.rows]
        self.provisional.update(self._provisional_identifier(row) for row in listed if not row.item)
        for section in self.sections:
            self._tables(section)
            self._typed_tables(section)

    def _cells(self, row: Sequence[str], *, in_order: bool) -> Cells:
        if not in_order:
            return cells_of_row(row, self.pattern, self.window, self.order)
        item, date, sender, to, number = row
        return Cells(without_file_ending(" ".join(item.split())), date, sender, to, number, self.window, self.order)

    def _paragraph(self, section: _Section, block: Paragraph) -> None:
        section.parts.append(block.markdown)
        self._report_table(section, block)
        self.links += _LINKS.findall(block.markdown)
        cited = list(_ids_in(re.sub(r"\]\([^)]*\)", "] ", block.markdown), self.pattern, self.is_item))
        cited += (item for group in _GROUP.findall(block.markdown) for item in _IN_GROUP.findall(group))
        section.cited += (item for item in dict.fromkeys(cited) if item not in section.cited)
        if block.viewed:
            self.viewed = block.viewed
        if block.archival and self.viewed:
            self._describe_single_item(block.archival)

    def _report_table(self, section: _Section, block: Paragraph) -> None:
        """Say that a table names items and is kept as it was typed, since its columns are others."""
        lines = block.markdown.splitlines()
        if len(lines) < 3 or not (lines[0].startswith("| ") and set(lines[1]) <= set("|- :")):
            return
        names = ", ".join(cell.strip() for cell in lines[0].strip("| ").split("|"))
        if block.is_described:
            self.understood.append(
                f'the table under "{section.heading or self.title}" ({names}) describes its papers, and is kept as it '
                "was typed, since it has other columns too"
            )
        elif items := list(dict.fromkeys(_ids_in("\n".join(lines), self.pattern, self.is_item))):
            self.problems.append(
                f'the table under "{section.heading or self.title}" ({names}) names '
                f"{pluralise(len(items), 'item')} and is kept as it was typed: "
                "only a table with a column of ids and two of Date, From, To, Number is taken for a list of papers"
            )

    def _report_links(self) -> None:
        """Say which links lead to other pages of the exhibit, and how many lead outside, which nobody tried."""
        targets = dict.fromkeys(self.links)
        pages = [target for target in targets if _PAGE.fullmatch(target)]
        outside = [target for target in targets if re.match(r"(?:https?:)?//", target)]
        if pages:
            self.problems.append(
                f"{pluralise(len(pages), 'link')} to {'another page' if len(pages) == 1 else 'other pages'} of the "
                f"exhibit: {', '.join(pages)}; {'it leads' if len(pages) == 1 else 'they lead'} there "
                "once the page is imported under this name"
            )
        if outside:
            many = len(outside) > 1
            self.problems.append(
                f"{pluralise(len(outside), 'link')} {'lead' if many else 'leads'} outside, and "
                f"{'were' if many else 'was'} not tried: {first_few(outside, 3)}"
            )

    # Tables

    def _tables(self, section: _Section) -> None:
        if not section.rows:
            return
        self.rows_in_all += len(section.rows)
        self._name_rows(section)
        rows_differ = []
        for row_number, row in enumerate(section.rows, self.rows_in_all - len(section.rows) + 1):
            rows_differ += self._describe(row, row_number, section)
        listed = list(dict.fromkeys(row.item for row in section.rows))
        missing = [item for item in listed if item not in section.cited]
        unlisted = [item for item in section.cited if item not in listed and item in self.used]
        table_name = f'the table under "{section.heading or self.title}"'
        if missing:
            self.problems.append(
                f"{table_name} lists {', '.join(missing)}, which the section does not cite; kept as written"
            )
        if unlisted:
            self.problems.append(f"{table_name} lacks {', '.join(unlisted)}, which the section cites; kept as written")
        self.problems += rows_differ
        if missing or unlisted or rows_differ:
            section.parts.append(_published_table(section.rows))
        else:
            self.understood.append(
                f"{table_name}: {pluralise(len(section.rows), 'row')}, replaced by the generated table"
            )

    def _typed_tables(self, section: _Section) -> None:
        """Describe the papers of tables that stand in the prose as they were typed."""
        named = [row for row in section.typed if row.item]
        for row in named:
            self.rows_in_all += 1
            self.problems += self._describe(row, self.rows_in_all, section)
        if without := len(section.typed) - len(named):
            self.problems.append(
                f'{pluralise(without, "row")} of the table under "{section.heading or self.title}" without an id '
                f"{'describes' if without == 1 else 'describe'} no paper"
            )

    def _name_rows(self, section: _Section) -> None:
        """Give rows without an identifier the one that they must have, or a provisional one."""
        without_item = [row for row in section.rows if not row.item]
        listed = {row.item for row in section.rows if row.item}
        cited_without_row = [item for item in section.cited if item not in listed]
        one_to_one = len(without_item) == len(cited_without_row) and not any(
            item in self.used for item in cited_without_row
        )
        for position, row in enumerate(without_item):
            if one_to_one:
                row.item, row.how = cited_without_row[position], "inferred"
                self.problems.append(
                    f"row {row.as_row()} has no item; {row.item} is proposed from the order of citations in "
                    f'"{section.heading or self.title}": confirm it'
                )
            else:
                row.item, row.how = self._provisional_identifier(row), "provisional"
                self.problems.append(f"row {row.as_row()} has no item; its provisional identifier is {row.item}")
            self.used.add(row.item)

    def _provisional_identifier(self, row: Cells) -> str:
        year = (row.date_value or "nd")[:4]
        base = "-".join(part for part in (row.sender_value or "UNKNOWN", row.number_value, year) if part)
        if not row.number_value and row.date_value:
            base = f"{row.sender_value or 'UNKNOWN'}-{row.date_value}"
        base = re.sub(r"[^A-Za-z0-9.-]+", "", base.replace(" ", ""))
        if self.provisional[base] > 1 or base in self.used:  # told apart by what they say, in whatever order they come
            base = f"{base}-{hashlib.sha256(' '.join(row.as_row().split()).encode()).hexdigest()[:6]}"
        identifier, count = base, 2
        while identifier in self.used:
            identifier, count = f"{base}-{count}", count + 1
        return identifier

    def _describe(self, row: Cells, row_number: int, section: _Section) -> list[str]:
        if row.how == "undecided":
            return [f"row {row_number} ({row.item}) is kept as written, and describes no paper yet"]
        note = ""
        if row.how == "inferred":
            note = f'the identifier was proposed from the order of citations in "{section.heading or self.title}"'
        readings = {}
        for name in COLUMNS[1:]:
            derivation = Derivation.INFERRED if row.how == "inferred" else Derivation.OBSERVED
            cells = [row.cell(name)] if name != "to" else row.addressees()
            if field_readings := tuple(
                Reading(
                    written,
                    value,
                    SourceKind.RECEIVED,
                    derivation,
                    source=self.name,
                    note="; ".join(filter(None, (cell_note, note))),
                )
                for written, value, cell_note in cells
                if written.strip()
            ):
                readings[name] = field_readings
        flags = {"inferred": ("id_inferred",), "provisional": ("provisional_id",)}.get(row.how, ())
        flags = (*flags, *DateCells(self.window, self.order).flags([row.date]))
        if problem := date_problem(row.date_reading):
            self.problems.append(f"{row.item}: {problem}")
        if row.posts_unseparated:
            self.problems.append(
                f"{row.item}: {' '.join(row.sender.split())!r} could not be separated into sender and addressee"
            )
        new = Description(row.item, readings, provisional=row.how == "provisional", row=row_number, flags=flags)
        old = self.descriptions.get(row.item)
        if old is None:
            self.descriptions[row.item] = new
            return []
        return self._merge(old, new)

    def _merge(self, first_description: Description, second_description: Description) -> list[str]:
        """Merge a row that repeats an item: values that differ are kept beside the first."""
        merged, differences = dict(first_description.readings), []
        for name, readings in second_description.readings.items():
            earlier = merged.get(name, ())
            if not earlier:
                merged[name] = readings
            elif readings[0].value != earlier[0].value and readings[0] not in earlier:
                merged[name] = (
                    *(_of_row(reading, first_description.row) for reading in earlier),
                    *(_of_row(reading, second_description.row) for reading in readings),
                )
                differences.append(
                    f"rows {first_description.row} and {second_description.row} for {second_description.item} "
                    f"disagree: {name} is {earlier[0].written_words!r} "
                    f"and {readings[0].written_words!r}"
                )
        self.descriptions[second_description.item] = Description(
            second_description.item,
            merged,
            provisional=first_description.provisional,
            row=first_description.row,
            flags=first_description.flags,
        )
        return differences

    def _describe_single_item(self, archival: str) -> None:
        """Describe the item of a page about one item: the viewer names its file, the text below it the source."""
        item = without_file_ending(self.viewed.rsplit("/", 1)[-1])
        readings = {"citation": (Reading(archival, archival, SourceKind.RECEIVED, source=self.name),)}
        if match := _SENTENCE.match(self.title):
            for name in ("from", "to"):
                value = match[name].strip()
                readings[name] = (
                    Reading(
                        value,
                        code_or_words(value),
                        SourceKind.RECEIVED,
                        Derivation.INFERRED,
                        source=self.name,
                        note="from the page's title",
                    ),
                )
            written = match["date"].strip()
            readings["date"] = (
                Reading(
                    written,
                    read_by(written, window=self.window, order=self.order).without_clock,
                    SourceKind.RECEIVED,
                    Derivation.INFERRED,
                    source=self.name,
                    note="from the page's title",
                ),
            )
        self.descriptions.setdefault(item, Description(item, readings))
        self.used.add(item)
        self.understood.append(f"a page about one item, {item}, with its archival source")

    # The result

    def result(self) -> Received:
        dates = dates_of_title(self.title, self.window, self.order)
        if dates:
            self.understood.insert(0, f"the dates {dates}, from the title")
        elif not self.viewed:
            self.problems.insert(0, f"the title {self.title!r} gives no dates; add them to the front matter")
        self.understood.insert(0, f"the title: {self.title}" if self.title else "no title")
        sections = list(self.sections[1:])
        if any(section.parts for section in self.sections[:1]):
            self.understood.append("an introduction")
        if sections:
            self.understood.append(
                f"{pluralise(len(sections), 'section')}: " + "; ".join(section.heading for section in sections)
            )
        cited = {item for section in self.sections for item in section.cited}
        not_held = sorted(cited - self.used)
        if not_held:
            self.problems.append(f"cited but in no table of this page: {', '.join(not_held)}")
        self._report_links()
        inferred = sum("id_inferred" in section.flags for section in self.descriptions.values())
        return Received(
            name=self.name,
            descriptions=tuple(self.descriptions.values()),
            narratives=((self.name, self._markdown(dates)),),
            understood=tuple(self.understood),
            not_understood=tuple(self.problems),
            counts={
                "sections": len(sections),
                "rows": self.rows_in_all,
                "items": len(self.descriptions),
                "citations": len(cited),
                "cited_not_listed": len(not_held),
                "ids_inferred": inferred,
                "ids_provisional": sum(section.provisional for section in self.descriptions.values()),
            },
        )

    def _markdown(self, dates: str) -> str:
        front = ["---", f"title: {_yaml(self.title)}"]
        if dates:
            front.append(f"dates: {dates}")
        front += ["---", ""]
        parts = []
        highest = min((section.level for section in self.sections if section.heading), default=2)
        for section in self.sections:
            if section.heading:
                parts.append(f"{'#' * (2 + section.level - highest)} {section.heading}")
            parts += section.parts
            if section.rows and not section.heading and len(self.sections) > 1:
                parts.append("{{table}}")
        return "\n".join(front) + "\n\n".join(parts) + "\n"


def _of_row(reading: Reading, row: int) -> Reading:
    """A reading whose note says the row, where other rows contradict it."""
    if OF_ROW.search(reading.note):
        return reading
    return replace(reading, note="; ".join(filter(None, (reading.note, f"row {row}"))))


def _yaml(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _published_table(rows: Sequence[Cells]) -> str:
    lines = ["<!-- the table as it was published; it differs from the generated one -->", ""]
    lines += ["| Item | Date | From | To | Number |", "| --- | --- | --- | --- | --- |"]
    for row in rows:
        written = (" ".join(row.cell(name)[0].split()) for name in COLUMNS[1:])
        cells = [row.item, *(words.replace("|", "\\|") for words in written)]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)
