"""The heading row of a list -> which column holds which field: proposed by their names, changed by the curator.

A field that several columns claim goes to the one whose name means it most surely; what the others hold is kept as a
note, and the report says so. No column is dropped unless the curator says it (``--map "X="``).
"""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from briefbook.errors import FormatError
from briefbook.importers.archival_units import unit_rank
from briefbook.importers.id_columns import NAMES
from briefbook.model.catalogue import FIELDS, MULTIPLE
from briefbook.util.cells import visible
from briefbook.util.nearest import did_you_mean
from briefbook.util.tables import Table, TableRow

TARGETS = ("item", "text", *FIELDS)
"""What a column may hold: the item's id, its text, or a field."""

PUBLICITY = ("public", "private")
"""What else: whether the list's system shows the item, or keeps it back. Kept for those who work, never published."""

JOINED = MULTIPLE | {"note", "citation"}
"""Fields that take the values of several columns: an archival source is made of archive, box and folder."""

_CHOSEN, _ALIAS = 10.0, 5.0
"""Weights above those of names: of what the curator chose, and of names that only one kind of table has."""

_UNIT = 0.5
"""Weight of a column's name that says where in an archive a paper is kept: it may mean something else elsewhere."""

_COUNTERS = frozenset({"", "lfd nr", "sl no", "s no", "row", "row no", "zeile", "ligne", "fila"})
"""Names of columns that count the rows, if they hold 1, 2, 3 and so on."""

_MAYBE_COUNTERS = frozenset({"no", "nr", "num", "number", "numero", "nummer"})
"""Names of columns that count the rows if they do, and another column holds the number."""

_MAYBE_KEYS = frozenset({"id", "key", "record no"})
"""Names of columns that count the rows if they do, and another column names the papers: the keys of a database."""

_ARTICLES = frozenset(re.findall(r"\w+", "of the a du de la le d l des der die das del von"))
_HARMLESS = _ARTICLES | frozenset(re.findall(r"\w+", "field column cable telegram document paper item original"))
"""Words that do not change what a column's name means."""


@cache
def _names() -> dict[str, tuple[tuple[str, float], ...]]:
    """Every known name and the fields it may mean, each with its weight, the surest first."""
    table = tomllib.loads((files(__package__) / "data" / "column_names.toml").read_text(encoding="utf-8"))
    names: dict[str, list[tuple[str, float]]] = {}
    for field, weights in table.items():
        for weight, words in weights.items():
            for word in words:
                bare = " ".join(part for part in word.split() if part not in _ARTICLES)
                for name in dict.fromkeys((word, bare or word)):
                    names.setdefault(name, []).append((field, float(weight)))
    return {name: tuple(sorted(meanings, key=lambda pair: -pair[1])) for name, meanings in names.items()}


def plain_heading(heading: str) -> str:
    """A heading in small letters, without accents, stops, brackets and what they hold.

    >>> plain_heading("Tel. No."), plain_heading("Recipient(s)"), plain_heading("Empfänger")
    ('tel no', 'recipients', 'empfanger')
    >>> plain_heading("Date (dd/mm/yy)"), plain_heading("N°du télégramme"), plain_heading("N°")
    ('date', 'no du telegramme', 'no')
    """
    text = visible(heading).replace("ß", "ss").replace("#", " no ")
    text = re.sub(r"\bN[°º]\.?|\bNo\.?(?= )|№", "No ", text)
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    text = re.sub(r"\((s|en|e|n|es)\)", r"\1", text)
    text = re.sub(r"[(\[][^)\]]*[)\]]|['’]", " ", text)
    text = unicodedata.normalize("NFKD", text)
    text = "".join(letter for letter in text if not unicodedata.combining(letter)).casefold()
    return " ".join(re.sub(r"[._/\\:;,|*?!-]+", " ", text).split())


_DUBLIN_CORE = {
    "title": "subject", "creator": "from", "contributor": "from", "date": "date", "identifier": "item",
    "subject": "tags", "type": "form", "rights": "rights", "coverage": "places", "description": "note",
    "source": "citation", "created": "date", "issued": "date", "spatial": "places", "abstract": "note",
    "license": "rights",
}  # fmt: skip
"""Elements of Dublin Core in the heading of a column that says so (dc.title, dcterms:creator), and what they hold."""

_ELEMENT = re.compile(r"(?:dc|dcterms|dcq)[.:](?P<element>[a-zA-Z]+)(?:[.:](?P<qualifier>[a-zA-Z]+))?(?:\[\w*\])?")
_QUALIFIERS = {
    "contributor": {"author", "creator"}, "date": {"issued", "created"}, "identifier": {"other", "local"},
    "coverage": {"spatial"}, "rights": {"uri", "license"}, "description": {"abstract"},
}  # fmt: skip
"""Of an element with a qualifier these alone mean the paper: not when its record was made, or its address."""


def _of_dublin_core(heading: str) -> tuple[tuple[str, float], ...] | None:
    """What a heading with the name of Dublin Core's standard before it means; None of any other heading.

    >>> _of_dublin_core("dc.contributor.author[en_US]"), _of_dublin_core("dc:date"), _of_dublin_core("Date")
    ((('from', 0.95),), (('date', 0.95),), None)
    >>> _of_dublin_core("dc.date.accessioned"), _of_dublin_core("dc.identifier.uri")
    ((), ())
    """
    match = _ELEMENT.fullmatch(visible(heading).strip())
    if not match:
        return None
    element, qualifier = match["element"].lower(), (match["qualifier"] or "").lower()
    field = _DUBLIN_CORE.get(element)
    if field is None or (qualifier and qualifier not in _QUALIFIERS.get(element, ())):
        return () if element in _DUBLIN_CORE else None
    return ((field, 0.95),)


def meanings(heading: str) -> tuple[tuple[str, float], ...]:
    """The fields that a heading may mean, each with a weight up to 1, the surest first; none for an unknown name.

    >>> meanings("Tel. no."), meanings("Subject / title"), meanings("Colour")
    ((('number', 0.9),), (('subject', 1.0),), ())
    """
    if (of_standard := _of_dublin_core(heading)) is not None:
        return of_standard
    found = _meanings_of_words(heading)
    if _REMARKS.search(heading):  # Text (notes) is no text
        found = tuple((field, weight) for field, weight in found if field != "text")
    return found


_REMARKS = re.compile(
    r"[(\[][^)\]]*\b(?:notes?|comments?|remarks?|summar(?:y|ies)|abstracts?|descriptions?|notizen?|bemerkung(?:en)?|"
    r"remarques?|commentaires?|resum[eé]s?|r[eé]sum[eé]s?|notas?)\b", re.I
)  # fmt: skip
"""A remark in brackets by which a column holds what somebody says of a paper."""


def _meanings_of_words(heading: str) -> tuple[tuple[str, float], ...]:
    name = plain_heading(heading)
    without_articles = " ".join(word for word in name.split() if word not in _ARTICLES)
    if exact := _names().get(name) or _names().get(without_articles):
        return exact
    words = [word for word in name.split() if word not in _HARMLESS]
    if words and (bare := _names().get(" ".join(words))) and len(words) < len(name.split()):
        return tuple((field, weight - 0.05) for field, weight in bare)
    parts = [plain_heading(part) for part in re.split(r"[/|,;&+]|\bor\b|\band\b|\bet\b|\bund\b|\by\b", heading)]
    fields = [_names().get(part) for part in parts if part]
    if len(parts) > 1 and fields and all(fields):
        first = [meaning[0] for meaning in fields if meaning]
        if len({field for field, _ in first}) == 1:
            return ((first[0][0], max(weight for _, weight in first)),)
    return ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list.

    Attributes:
        heading: Its name as written.
        field: What it holds, of ``TARGETS``; "" if it is left out; None if its name is not known.
        rank: Its place among the columns that hold this field, 0 the first.
    """

    heading: str
    field: str | None
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a list as they are read.

    Attributes:
        columns: Every column, from left to right.
        heading_row: Index of the heading row among the table's rows.
        notes: Sentences for the report.
        problems: Sentences on what is doubtful.
    """

    columns: tuple[Column, ...]
    heading_row: int
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def title(self) -> int | None:
        """The column of titles that archivists or librarians give, in a list as their systems write it; None in others.

        In a list of telegrams a column called Title holds the subject lines.
        """
        names = [_bare_of_standard(column.heading) for column in self.columns]
        if _CREATORS.isdisjoint(names) and LEVEL_NAMES.isdisjoint(names):
            return None
        subjects = self.of("subject")
        return subjects[0] if subjects and names[subjects[0]] in TITLE_NAMES and not self.of("to") else None

    def of(self, field: str) -> list[int]:
        """The indices of the columns that hold a field, the surest first."""
        at = [index for index, column in enumerate(self.columns) if column.field == field]
        return sorted(at, key=lambda index: self.columns[index].rank)

    @property
    def as_mapping(self) -> dict[str, str]:
        """Each heading and its field, for the report: "note" for a name that is not known, "" for what is left out."""
        return {
            label: "note" if column.field is None else column.field
            for label, column in zip(self.labels, self.columns, strict=True)
            if column.heading
        }

    @property
    def unknown(self) -> list[str]:
        """The columns whose names are not known, and which nobody chose."""
        return [
            label
            for label, column in zip(self.labels, self.columns, strict=True)
            if column.heading and column.field is None
        ]

    @property
    def labels(self) -> list[str]:
        """The name of each column, with its letter where several have the same: Date#B, Date#D."""
        return _labels([column.heading for column in self.columns])


def heading_score(cells: Sequence[str], aliases: Mapping[str, str], chosen: Mapping[str, str]) -> float:
    """How much a row looks like a heading row: the weights of the fields that its cells name, each field once."""
    fields: dict[str, float] = {}
    for cell in cells:
        if cell.strip() and (options := _options(cell, aliases, chosen)):
            field, weight = options[0]
            fields[field] = max(weight, fields.get(field, 0))
    return sum(fields.values())


_ROWS_BESIDE = 3
"""Rows above and below one in which most cells of a heading do not stand again."""

_MAX_ROWS_ABOVE = 40
"""So many rows are looked at for a heading row: titles, names and dates stand above it, seldom a page of them."""


def find_heading_row(table: Table, aliases: Mapping[str, str], chosen: Mapping[str, str]) -> tuple[int, float]:
    """The row that names most fields, and how many by weight; a row that names the item is preferred."""

    def is_repeated(index: int) -> bool:
        """Do most of its cells that name a field stand in rows beside it too: a row of data (item, Creator, Person)?"""
        named = [(at, cell) for at, cell in enumerate(table.rows[index].cells) if _options(cell, aliases, chosen)]
        rows = table.rows[max(0, index - _ROWS_BESIDE) : index] + table.rows[index + 1 : index + 1 + _ROWS_BESIDE]
        again = sum(sum(at < len(row.cells) and row.cells[at] == cell for row in rows) > 1 for at, cell in named)
        return len(named) > 0 and 2 * again > len(named)

    def rank(index: int) -> tuple[bool, float, int]:
        cells = [cell for cell in table.rows[index].cells if cell.strip()]
        if is_repeated(index):
            return False, 0.0, -index
        fields = {field for cell in cells for field, _ in _options(cell, aliases, chosen)}
        names_item = "item" in fields and (len(fields) > 1 or len(cells) == 1)  # (3, item, Letter) is a row of data
        return names_item, heading_score(cells, aliases, chosen), -index

    filled_rows = [index for index, row in enumerate(table.rows) if not row.is_blank][:_MAX_ROWS_ABOVE]
    best = max(filled_rows, key=rank)
    names_item, points, _ = rank(best)
    return best, points + 0.5 * names_item


def _options(heading: str, aliases: Mapping[str, str], chosen: Mapping[str, str]) -> tuple[tuple[str, float], ...]:
    """The fields that a heading may stand for with their weights: the curator's choice, then aliases, then names."""
    name = _lowercase(heading)
    for words, field in chosen.items():
        if _lowercase(words) == name:
            return ((field, _CHOSEN),)
    if name in aliases:
        field = aliases[name]
        weaker = tuple(meaning for meaning in meanings(heading) if meaning[0] == field == "item")
        return weaker[:1] if weaker and weaker[0][1] < 0.6 else ((field, _ALIAS),)
    if aliases and name in TARGETS:
        return ((name, 1.0),)
    return meanings(heading)


def _lowercase(heading: str) -> str:
    return visible(heading).lower().replace("_", " ")


def join_heading_rows(table: Table, heading_row: int, aliases: Mapping[str, str], chosen: Mapping[str, str]) -> Table:
    """The table with a heading of two rows ("Posts" above "From" and "To") made one.

    The row below belongs to the heading if all its cells are names of columns and it names nothing under the item.
    """
    for upper in (heading_row - 1, heading_row):
        if named := _names_of_machine_rows(table, upper, aliases, chosen):
            heading = TableRow(table.rows[heading_row].number, named)
            rest = table.rows[upper + 2 :]
            return replace(table, rows=(*table.rows[:heading_row], heading, *rest))
    if heading_row + 1 >= len(table.rows):
        return table
    above, below = table.rows[heading_row].cells, table.rows[heading_row + 1].cells
    filled = [index for index, cell in enumerate(below) if cell.strip()]
    items = [index for index, cell in enumerate(above) if ("item" in dict(_options(cell, aliases, chosen)))]
    if not filled or set(items) & set(filled) or not all(_options(below[at], aliases, chosen) for at in filled):
        return table
    width = max(len(above), len(below))
    padded = [(*cells, *[""] * (width - len(cells))) for cells in (above, below)]
    joined = tuple(lower if lower.strip() else upper for upper, lower in zip(*padded, strict=True))
    heading = TableRow(table.rows[heading_row].number, joined)
    return replace(table, rows=(*table.rows[:heading_row], heading, *table.rows[heading_row + 2 :]))


def chosen_fields(headings: Sequence[str], chosen: Mapping[str, str]) -> list[str | None]:
    """What the curator chose of each column: a field, "" to leave it out, None where nothing was said.

    Args:
        headings: The names of the columns.
        chosen: Names of columns, or names with their letters, -> fields.
    """
    names = [_lowercase(heading) for heading in headings]
    by_name = {_lowercase(name): field for name, field in reversed(list(chosen.items()))}
    fields = [by_name.get(name) if name else None for name in names]
    positions = _with_positions([visible(heading) for heading in headings])
    for name, field in chosen.items():  # the choice of a column by its position is more exact than by its name alone
        if _lowercase(name) in positions and _lowercase(name) not in names:
            fields[positions[_lowercase(name)]] = field
    return fields


_OF_MACHINE = re.compile(r"[a-z0-9]+(?:[_/]+[a-z0-9]+)*")


def _names_of_machine_rows(
    table: Table, upper: int, aliases: Mapping[str, str], chosen: Mapping[str, str]
) -> tuple[str, ...]:
    """The names of columns where a row of a program's own names stands below one for people; () where none does.

    ArchivesSpace writes both: *Begin* above *dates/0/begin*. What the one does not tell the other may.
    """
    if not 0 <= upper < len(table.rows) - 1:
        return ()
    above, below = table.rows[upper].cells, table.rows[upper + 1].cells
    filled = [at for at, cell in enumerate(below) if cell.strip()]
    if not all(_OF_MACHINE.fullmatch(below[at].strip()) and at < len(above) and above[at].strip() for at in filled):
        return ()
    own = [at for at in filled if "_" in below[at] or "/" in below[at]]
    if len(own) < _MIN_OF_MACHINE or not any(_options(below[at], aliases, chosen) for at in own):
        return ()
    return tuple(
        cell if at not in filled or _options(cell, aliases, chosen) or not _options(below[at], aliases, chosen)
        else below[at]
        for at, cell in enumerate(above)
    )  # fmt: skip


_MIN_OF_MACHINE = 2
"""So many names that only a program writes: a row of data may have one such cell."""


def check_chosen(chosen: Mapping[str, str], headings: Sequence[str]) -> None:
    """Refuse a choice of a column that is not there, or of a field that does not exist.

    Raises:
        FormatError: It names the columns, or the fields, that there are.
    """
    names = {_lowercase(heading) for heading in headings} | _with_positions(headings).keys()
    for heading, field in chosen.items():
        if _lowercase(heading) not in names:
            there = ", ".join(label for label in _labels(headings) if label)
            raise FormatError(
                f"--map: there is no column {heading!r}; the columns are: {there}",
                remedy="write --map COLUMN=FIELD with a column that is there, or leave it out.",
            )
        if field and field not in (fields := (*TARGETS, *PUBLICITY)):
            raise FormatError(
                f"--map: {field!r} is not a field; {did_you_mean(field, fields)}the fields are: {', '.join(fields)}",
                remedy=f'write --map "{heading}=FIELD" with one of them; --map "{heading}=" leaves the column out.',
            )


_MAX_FIGURES = 12
"""A number of more figures counts no rows."""


class ColumnFacts:
    """What the rows of a list show of its columns, row by row: how many there are, which are filled, which count.

    Attributes:
        width: Cells of the longest row.
    """

    def __init__(self, width: int = 0) -> None:
        """No row was seen yet; the rows above have ``width`` cells at most."""
        self.width = width
        self._filled: set[int] = set()
        self._counted: dict[int, tuple[int, int]] = {}  # of columns that count: how many figures, the first
        self._counts_nothing: set[int] = set()

    def add(self, row: TableRow) -> None:
        """Take a row below the heading row into account."""
        self.width = max(self.width, len(row.cells))
        for index, cell in enumerate(row.cells):
            if index in self._filled and index in self._counts_nothing:
                continue
            text = cell.strip()
            if not text:
                continue
            self._filled.add(index)
            figures = text.removesuffix(".0").rstrip(".")
            if index in self._counts_nothing or not figures.isdecimal():
                continue
            if len(figures) > _MAX_FIGURES:
                self._counts_nothing.add(index)
                continue
            count, first = self._counted.get(index, (0, int(figures)))
            if first > 1 or int(figures) != first + count:
                self._counts_nothing.add(index)
            self._counted[index] = count + 1, first

    def is_filled(self, index: int) -> bool:
        """Is any cell of the column filled?"""
        return index in self._filled

    def counts_rows(self, index: int, at_least: int) -> bool:
        """Does a column hold 1, 2, 3 and so on?"""
        return index not in self._counts_nothing and self._counted.get(index, (0, 0))[0] >= at_least


def map_columns(
    heading_cells: Sequence[str],
    heading_row: int,
    facts: ColumnFacts,
    aliases: Mapping[str, str],
    chosen: Mapping[str, str],
    publicity: Mapping[int, str] = MappingProxyType({}),
    find_ids: Callable[[], Sequence[int]] = tuple,
) -> Columns:
    """Decide which column holds which field.

    Args:
        heading_cells: The row that names the columns.
        heading_row: Its index.
        facts: What the rows below it show.
        aliases: Names that only this kind of table has -> fields.
        chosen: What the curator chose: names -> fields, "" to leave a column out.
        publicity: Columns by which the list's system says whether it shows an item -> which of ``PUBLICITY``.
        find_ids: Finds the columns whose cells could be ids; called where no column is named so.

    Raises:
        FormatError: No column names the item, or a choice is not possible.
    """
    headings = [visible(cell) for cell in heading_cells]
    width = max(facts.width, len(headings))
    headings += [""] * (width - len(headings))
    check_chosen(chosen, headings)
    filled = [facts.is_filled(index) for index in range(width)]
    options = [_options(heading, aliases, chosen) if heading else () for heading in headings]
    for index, field in publicity.items():
        options[index] = options[index] or ((field, _CHOSEN),)
    _topics(headings, options)
    if not aliases:
        _places_in_archives(headings, filled, options)
    for index, choice in enumerate(chosen_fields(headings, chosen)):
        if choice is not None:
            options[index] = ((choice, _CHOSEN),)
    named = [index for index in range(width) if filled[index] and options[index][:1] and options[index][0][0] == "item"]
    numbers = [index for index in range(width) if options[index][:1] and options[index][0][0] == "number"]
    counters = [
        index
        for index in range(width)
        if (plain_heading(headings[index]) in _COUNTERS and facts.counts_rows(index, at_least=1))
        or (
            plain_heading(headings[index]) in _MAYBE_COUNTERS
            and (index == 0 or len(numbers) > 1)
            and facts.counts_rows(index, at_least=3)
        )
        or (plain_heading(headings[index]) in _MAYBE_KEYS and len(named) > 1 and facts.counts_rows(index, at_least=2))
    ]
    notes: list[str] = []
    for index in counters:
        if not any(weight == _CHOSEN for _, weight in options[index]):
            options[index] = (("", _CHOSEN),)
            notes.append(f"column {headings[index] or '(without a name)'!r} counts the rows; it was left out")
    claims = sorted(
        ((filled[index], weight, -index, field) for index in range(width) for field, weight in options[index]),
        reverse=True,
    )
    fields: dict[int, str] = {}
    holders: dict[str, list[int]] = {}
    for only_free in (True, False):  # a column whose field is taken may hold another; else it shares the field
        for _, _, negative, field in claims:
            if -negative in fields or (only_free and field in holders and field not in JOINED and field):
                continue
            fields[-negative] = field
            holders.setdefault(field, []).append(-negative)
    columns = []
    for index, heading in enumerate(headings):
        given = fields.get(index)
        rank = holders[given].index(index) if given else 0
        columns.append(Column(heading, given, rank))
    result = Columns(tuple(columns), heading_row)
    if not result.of("item"):
        labels = _labels(headings)
        possible = [at for at in find_ids() if labels[at] and labels[at] not in chosen]
        named = [at for at in possible if plain_heading(headings[at]) in NAMES]
        unknown = [at for at in possible if not options[at]]
        named = named or unknown[: len(unknown) == 1]
        if len(named) == 1:
            label = labels[named[0]]
            by_cells = map_columns(heading_cells, heading_row, facts, aliases, {**chosen, label: "item"}, publicity)
            note = (
                f"column {label!r} was taken for the ids: every row has one, and no two the same; where that is wrong, "
                f'name another with --map "COLUMN=item"'
            )
            return replace(by_cells, notes=(note, *by_cells.notes))
        there = ", ".join(heading or "(blank)" for heading in headings)
        ways = " or ".join(f'--map "{labels[at]}=item"' for at in (named or possible)[:_MAX_PROPOSED])
        raise FormatError(
            f"there is no column 'Item'; the columns are: {there}",
            remedy=f"say which column holds the ids: {ways or _anything(labels)}.",
        )
    return Columns(tuple(columns), heading_row, tuple(notes), tuple(_doubts(columns, filled)))


_MAX_PROPOSED = 4
"""So many columns are proposed as those of ids."""


def _anything(labels: Sequence[str]) -> str:
    """What to type where no column could be of ids by its cells."""
    first = next((label for label in labels if plain_heading(label) in NAMES), "NAME")
    return f'--map "{first}=item"'


TITLE_NAMES = frozenset({"title", "titre", "titulo", "titolo", "titel"})
"""Names of columns of titles."""

LEVEL_NAMES = frozenset({
    "level of description", "level", "otherlevel", "description level", "niveau de description", "niveau",
    "nivel de descripcion", "nivel de descricao", "nivel", "livello di descrizione", "livello", "verzeichnungsstufe",
    "stufe", "ebene", "beschrijvingsniveau", "archival level",
})  # fmt: skip
"""Names of columns that hold the level: AtoM's and ArchivesSpace's, and ISAD(G)'s element 3.1.4 in its translations."""


def _bare_of_standard(heading: str) -> str:
    """A heading in plain letters, without the name of Dublin Core's standard before it and what stands behind it."""
    match = _ELEMENT.fullmatch(visible(heading).strip())
    return match["element"].lower() if match else plain_heading(heading)


_CREATORS = frozenset(
    {"creator", "creators", "contributor", "event actors", "linked agent", "main agent", "author creator"}
)
"""Columns that libraries' systems have and lists of telegrams have not."""


def _topics(headings: Sequence[str], options: list[tuple[tuple[str, float], ...]]) -> None:
    """Where a list has a title and a creator, as libraries' systems write it, its subjects are topics."""
    names = [" ".join(word for word in plain_heading(heading).split() if word != "field") for heading in headings]
    is_contentdm = not _OF_CONTENTDM.isdisjoint(names)
    if "title" in names and (is_contentdm or not _CREATORS.isdisjoint(names)):
        for index, name in enumerate(names):
            if name in ("subject", "subjects") and all(weight <= 1 for _, weight in options[index]):
                options[index] = (("tags", 1.0),)
            if is_contentdm and name == "date created":  # when its record was made
                options[index] = ()


_OF_CONTENTDM = frozenset({"contentdm number", "contentdm file name", "contentdm file path", "conten tdm number"})
"""Columns that CONTENTdm alone writes."""


_MAX_WHOLE = 1
"""The last step down from an archive that names a whole: archive and fonds, and no box."""


def _places_in_archives(
    headings: Sequence[str], filled: Sequence[bool], options: list[tuple[tuple[str, float], ...]]
) -> None:
    """Where several columns lead from an archive or fonds down to box and folder, they are the archival source.

    One of them alone is not: a box without its archive names no place, and a collection may be one of another kind.
    """
    steps = {index: rank for index, name in enumerate(headings) if (rank := unit_rank(plain_heading(name))) is not None}
    used = {rank for index, rank in steps.items() if filled[index]}
    if len(used) > 1 and min(used) <= _MAX_WHOLE:
        for index in steps:
            options[index] = options[index] or (("citation", _UNIT),)


def _doubts(columns: Sequence[Column], filled: Sequence[bool]) -> list[str]:
    """Sentences on columns that share a field, or whose name is not known."""
    doubts = []
    labels = _labels([column.heading for column in columns])
    first = {
        column.field: label for label, column in zip(labels, columns, strict=True) if column.field and column.rank == 0
    }
    for index, column in enumerate(columns):
        label = labels[index]
        if column.rank and column.field and filled[index]:
            name = first[column.field]
            if column.field in JOINED:
                doubts.append(f"columns {name!r} and {label!r} both hold {column.field}: they were joined")
            else:
                doubts.append(
                    f"columns {name!r} and {label!r} both seem to hold {column.field}: {name!r} was taken, "
                    f"and {label!r} "
                    + (
                        "is kept as a note"
                        if column.field == "item"
                        else f"where {name!r} is blank, else kept as a note"
                    )
                    + f'; change this with --map "{label}=FIELD"'
                )
        elif column.field is None and column.heading:
            doubts.append(f"column {column.heading.lower()!r} is not a known field; kept as a note")
        elif column.field is None and filled[index]:
            doubts.append(
                f'column {_letter(index)} has no name; kept as a note; change this with --map "#{_letter(index)}=FIELD"'
            )
    return doubts


def _labels(headings: Sequence[str]) -> list[str]:
    """The names of columns, with the letter of the column where several have the same: Date#B, Date#D."""
    names = [visible(heading) for heading in headings]
    counts = Counter(_lowercase(name) for name in names if name.strip())
    return [f"{name}#{_letter(index)}" if counts[_lowercase(name)] > 1 else name for index, name in enumerate(names)]


def _with_positions(headings: Sequence[str]) -> dict[str, int]:
    """How each column can be called by its letter, in small letters: "date#b", and "#b" alone."""
    by_letter = {f"#{_letter(index)}".lower(): index for index in range(len(headings))}
    by_both = {_lowercase(f"{name}#{_letter(index)}"): index for index, name in enumerate(headings)}
    return by_letter | by_both


def _letter(index: int) -> str:
    """The letters by which spreadsheet programs name a column.

    >>> _letter(0), _letter(27)
    ('A', 'AB')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
