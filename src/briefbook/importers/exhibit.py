"""A published page (pasted text, HTML, .docx) -> a narrative and the descriptions in its tables."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from briefbook.importers.blocks import Heading, Paragraph, Rows, blocks_of_docx, blocks_of_html, blocks_of_text
from briefbook.importers.cells import COLUMNS, Cells, cells_of_row, dates_of_title
from briefbook.importers.date_cells import flags_of, problem_of
from briefbook.model.cable import Derivation, Reading, SourceKind
from briefbook.model.received import Description, Received
from briefbook.text.dates import read_by

_FILE = re.compile(r"\.(?:pdf|tiff?|png|jpe?g)$", re.I)
_SENTENCE = re.compile(r"^(?P<from>\S[^,]*?)\s+to\s+(?P<to>[^,]+?),\s*(?P<date>.+)$")


def read_exhibit(
    source: str | bytes,
    kind: str,
    name: str,
    *,
    window: int = 1900,
    order: str = "",
    citation: str = "[A-Z]{2,}[0-9]{3,}",
    known_post: Callable[[str], bool] = lambda code: False,
) -> Received:
    """What a published page says: a narrative in Markdown, received descriptions, and a report.

    ``kind`` is "text", "html" or "docx"; ``name`` becomes the narrative's file name. Nothing of the page vanishes:
    what is not understood stands in the narrative, marked. ``ValueError`` if a .docx cannot be opened.
    """
    if kind == "docx":
        blocks = blocks_of_docx(source if isinstance(source, bytes) else source.encode())
    else:
        text = source if isinstance(source, str) else _decoded(source)
        pattern = re.compile(citation)
        blocks = blocks_of_html(text) if kind == "html" else blocks_of_text(text, pattern, window, known_post)
    page = _Page(name, re.compile(citation), window, order, known_post)
    page.take(blocks)
    return page.result()


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


@dataclass(slots=True)
class _Section:
    """A section while it is put together: its heading, its prose in Markdown, its tables' rows."""

    heading: str = ""
    level: int = 2
    parts: list[str] = field(default_factory=list)
    rows: list[Cells] = field(default_factory=list)
    cited: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Page:
    """A published page while it is understood."""

    name: str
    pattern: re.Pattern[str]
    window: int
    order: str
    known_post: Callable[[str], bool]
    title: str = ""
    sections: list[_Section] = field(default_factory=lambda: [_Section()])
    descriptions: dict[str, Description] = field(default_factory=dict)
    understood: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    viewed: str = ""
    rows_in_all: int = 0
    used: set[str] = field(default_factory=set)

    def take(self, blocks: Sequence[Heading | Paragraph | Rows]) -> None:
        for block in blocks:
            section = self.sections[-1]
            if isinstance(block, Heading) and not self.title:
                self.title = block.text
            elif isinstance(block, Heading):
                self.sections.append(_Section(block.text, block.level))
            elif isinstance(block, Paragraph):
                self._paragraph(section, block)
            else:
                section.rows += [cells_of_row(row, self.pattern, self.window, self.order) for row in block.rows]
                section.parts += [f"<!-- not understood: a row of the table -->\n\n{one}" for one in block.left_over]
                self.problems += [
                    f"a row of a table was not understood and stands in the prose: {one}" for one in block.left_over
                ]
        self.used |= {row.item for section in self.sections for row in section.rows if row.item}
        for section in self.sections:
            self._tables(section)

    def _paragraph(self, section: _Section, block: Paragraph) -> None:
        section.parts.append(block.markdown)
        for found in re.findall(r"[A-Za-z0-9]+", re.sub(r"\]\([^)]*\)", "] ", block.markdown)):
            if self.pattern.fullmatch(found) and found not in section.cited:
                section.cited.append(found)
        if block.viewed:
            self.viewed = block.viewed
        if block.archival and self.viewed:
            self._leaf(block.archival)

    # Tables

    def _tables(self, section: _Section) -> None:
        if not section.rows:
            return
        self.rows_in_all += len(section.rows)
        self._name_rows(section)
        rows_differ = []
        for number, row in enumerate(section.rows, self.rows_in_all - len(section.rows) + 1):
            rows_differ += self._describe(row, number, section)
        listed = list(dict.fromkeys(row.item for row in section.rows))
        missing = [item for item in listed if item not in section.cited]
        unlisted = [item for item in section.cited if item not in listed and item in self.used]
        what = f'the table under "{section.heading or self.title}"'
        if missing:
            self.problems.append(f"{what} lists {', '.join(missing)}, which the section does not cite; kept as written")
        if unlisted:
            self.problems.append(f"{what} lacks {', '.join(unlisted)}, which the section cites; kept as written")
        self.problems += rows_differ
        if missing or unlisted or rows_differ:
            section.parts.append(_as_written(section.rows))
        else:
            self.understood.append(f"{what}: {len(section.rows)} rows, replaced by the generated table")

    def _name_rows(self, section: _Section) -> None:
        """Give rows without an id the one they must have, or a provisional one."""
        nameless = [row for row in section.rows if not row.item]
        named = {row.item for row in section.rows if row.item}
        free = [item for item in section.cited if item not in named]
        sound = len(nameless) == len(free) and not any(item in self.used for item in free)
        for position, row in enumerate(nameless):
            if sound:
                row.item, row.how = free[position], "inferred"
                self.problems.append(
                    f"row {row.as_line()} has no item; {row.item} is proposed from the order of citations in "
                    f'"{section.heading or self.title}": confirm it'
                )
            else:
                row.item, row.how = self._provisional(row), "provisional"
                self.problems.append(f"row {row.as_line()} has no item; it is kept under the provisional id {row.item}")
            self.used.add(row.item)

    def _provisional(self, row: Cells) -> str:
        year = (row.date_value or "nd")[:4]
        base = "-".join(part for part in (row.sender_value or "UNKNOWN", row.number_value, year) if part)
        if not row.number_value and row.date_value:
            base = f"{row.sender_value or 'UNKNOWN'}-{row.date_value}"
        base = re.sub(r"[^A-Za-z0-9.-]+", "", base.replace(" ", ""))
        name, count = base, 2
        while name in self.used:
            name, count = f"{base}-{count}", count + 1
        return name

    def _describe(self, row: Cells, number: int, section: _Section) -> list[str]:
        note = ""
        if row.how == "inferred":
            note = f'the id was proposed from the order of citations in "{section.heading or self.title}"'
        readings = {}
        for name in COLUMNS[1:]:
            how = Derivation.INFERRED if row.how == "inferred" else Derivation.OBSERVED
            cells = [row.cell(name)] if name != "to" else row.addressees()
            if made := tuple(
                Reading(
                    written,
                    value,
                    SourceKind.RECEIVED,
                    how,
                    source=self.name,
                    note="; ".join(filter(None, (said, note))),
                )
                for written, value, said in cells
                if written
            ):
                readings[name] = made
        flags = {"inferred": ("id_inferred",), "provisional": ("provisional_id",)}.get(row.how, ())
        flags = (*flags, *flags_of([row.date_reading]))
        if problem := problem_of(row.date_reading):
            self.problems.append(f"{row.item}: {problem}")
        if row.posts_untold:
            self.problems.append(f"{row.item}: {row.sender!r} could not be parted into sender and addressee")
        new = Description(row.item, readings, provisional=row.how == "provisional", row=number, flags=flags)
        old = self.descriptions.get(row.item)
        if old is None:
            self.descriptions[row.item] = new
            return []
        return self._again(old, new)

    def _again(self, old: Description, new: Description) -> list[str]:
        """A row that repeats an item: what it says otherwise is kept beside the first."""
        merged, differ = dict(old.readings), []
        for name, readings in new.readings.items():
            held = merged.get(name, ())
            if not held:
                merged[name] = readings
            elif readings[0].value != held[0].value and readings[0] not in held:
                merged[name] = (*held, *readings)
                differ.append(
                    f"rows for {new.item} disagree: {name} is {held[0].as_written!r} and {readings[0].as_written!r}"
                )
        self.descriptions[new.item] = Description(
            new.item, merged, provisional=old.provisional, row=old.row, flags=old.flags
        )
        return differ

    def _leaf(self, archival: str) -> None:
        """A page about one item: the document viewer names the file, the line below it its archival home."""
        item = _FILE.sub("", self.viewed.rsplit("/", 1)[-1])
        readings = {"citation": (Reading(archival, archival, SourceKind.RECEIVED, source=self.name),)}
        if found := _SENTENCE.match(self.title):
            for name in ("from", "to"):
                value = found[name].strip()
                readings[name] = (
                    Reading(
                        value,
                        value.upper(),
                        SourceKind.RECEIVED,
                        Derivation.INFERRED,
                        source=self.name,
                        note="from the page's title",
                    ),
                )
            written = found["date"].strip()
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
        self.understood.append(f"a page about one item, {item}, with its archival home")

    # The result

    def result(self) -> Received:
        dates = dates_of_title(self.title, self.window, self.order)
        if dates:
            self.understood.insert(0, f"the dates {dates}, from the title")
        elif not self.viewed:
            self.problems.insert(0, f"the title {self.title!r} gives no dates; write them into the front matter")
        self.understood.insert(0, f"the title: {self.title}" if self.title else "no title")
        sections = list(self.sections[1:])
        if any(section.parts for section in self.sections[:1]):
            self.understood.append("an introduction")
        if sections:
            self.understood.append(f"{len(sections)} sections: " + "; ".join(one.heading for one in sections))
        cited = {item for section in self.sections for item in section.cited}
        not_held = sorted(cited - self.used)
        if not_held:
            self.problems.append(f"cited but in no table of this page: {', '.join(not_held)}")
        inferred = sum("id_inferred" in one.flags for one in self.descriptions.values())
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
                "ids_provisional": sum(one.provisional for one in self.descriptions.values()),
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


def _yaml(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _as_written(rows: Sequence[Cells]) -> str:
    lines = ["<!-- the table as it was published; it differs from the generated one -->", ""]
    lines += ["| Item | Date | From | To | Number |", "| --- | --- | --- | --- | --- |"]
    for row in rows:
        cells = [row.item, *(row.cell(name)[0].replace("|", "\\|") for name in COLUMNS[1:])]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)
