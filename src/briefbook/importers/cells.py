"""A row of a published table -> item, date, from, to, number: each as written and as interpreted."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from briefbook.text.dates import FIRST_LETTERS, DateReading, read_by, read_date
from briefbook.text.posts import code_or_words
from briefbook.util.file_endings import has_file_ending, without_file_ending

COLUMNS = ("item", "date", "from", "to", "number")
_MONTH = rf"(?:{'|'.join(FIRST_LETTERS)})[a-z]*\.?"
_CELL_DATE = re.compile(rf"(\d{{1,2}})[\s./-]*({_MONTH})[\s,./-]*(\d{{4}}|\d{{2}})(?!\d)", re.I)
_NUMBER_CELL = re.compile(r"\(no number\)|\[[^\]]+\]|[A-Z]{0,3}-?\d[\d/,.-]*|\(none\)|n\.?n\.?|-+", re.I)
_DAY = r"(?P<{0}day>\d{{1,2}})(?:st|nd|rd|th)?"
UNSEPARATED = "\N{REPLACEMENT CHARACTER}"
"""In place of the addressee of a row whose sender and addressee could not be separated."""
_NOTES_BY_WORDS = {"no number": "the source says that it has no number"}


@dataclass(slots=True)
class Cells:
    """The cells of a row as written; values are computed on request.

    ``how`` says where the identifier comes from: observed, inferred or provisional.
    """

    item: str
    date: str
    sender: str
    to: str
    number: str
    window: int = 1900
    order: str = ""
    how: str = "observed"
    posts_unseparated: bool = False
    """Sender and addressee are both in ``sender``, because they could not be separated."""

    @property
    def date_value(self) -> str | None:
        """The date as EDTF; None if it cannot be read."""
        return self.date_reading.without_clock

    @property
    def date_reading(self) -> DateReading:
        """The reading of the date's cell."""
        return read_by(self.date, window=self.window, order=self.order)

    @property
    def sender_value(self) -> str | None:
        """The post that sent it."""
        return self.cell("from")[1]

    @property
    def number_value(self) -> str | None:
        """The number, without marks."""
        return self.cell("number")[1]

    def cell(self, name: str) -> tuple[str, str | None, str]:
        """A cell as written, its value, and a note."""
        if name == "date":
            return self.date, self.date_value, self.date_reading.note
        written = {"from": self.sender, "to": self.to, "number": self.number}[name]
        if name == "from" and self.posts_unseparated:
            return written, None, "sender and addressee could not be separated"
        return self._interpret(name, written)

    def addressees(self) -> list[tuple[str, str | None, str]]:
        """The addressees of the cell ``to``, each as written, its value, and a note: "LDN, WASHDC" names two."""
        return [
            self._interpret("to", part) for addressee in re.split(r"[,;\n]", self.to) if (part := addressee.strip())
        ]

    def _interpret(self, name: str, cell: str) -> tuple[str, str | None, str]:
        """A cell as written, to the blank, and what it is taken for."""
        value, note = self._meaning(name, " ".join(cell.split()))
        return cell, value, note

    def _meaning(self, name: str, written: str) -> tuple[str | None, str]:
        bare_text = written.strip("()[]").strip().lower()
        if bare_text in _NOTES_BY_WORDS:
            return None, _NOTES_BY_WORDS[bare_text]
        if written.startswith("[") or bare_text in ("sanitized", "sanitised", "redacted", "deleted", "excised"):
            return None, "withheld in the released copy"
        if not re.search(r"\w", written):
            return None, ""
        return (code_or_words(written) if name != "number" else written), ""

    def as_row(self) -> str:
        """The row as text, for a report."""
        parts = (" ".join(part.split()) for part in (self.date, self.sender, self.to, self.number))
        return " ".join(filter(None, parts)) or "(empty)"


def cells_of_row(cells: Sequence[str], pattern: re.Pattern[str], window: int, order: str = "") -> Cells:
    """Assign the cells of a row by their content: an identifier, a date, then from, to and number in this order.

    Args:
        cells: The cells as written.
        pattern: Matches item identifiers as a whole.
        window: First year of the hundred years that years of two digits fall in.
        order: Order of day and month in figures, "dmy" or "mdy"; "" if not set.
    """
    item = date_cell = ""
    rest = []
    for cell in cells:
        text = " ".join(cell.split())
        name = without_file_ending(text)
        if not item and not date_cell and name and (pattern.fullmatch(name) or has_file_ending(text)):
            item = name
        elif not date_cell and _is_date(text):
            date_cell = cell
        elif text or date_cell:
            rest.append(cell if text else "")
    if not date_cell and rest and re.search(r"\d{2,4}$|^n\.?d\.?$", rest[0].strip()) and len(rest) > 3:
        date_cell = rest.pop(0)
    sender, to, number_cell = [*rest, "", "", ""][:3]
    if len(rest) > 3:
        number_cell = " ".join(rest[2:])
    if to == UNSEPARATED:
        return Cells(item, date_cell, sender, "", number_cell, window, order, posts_unseparated=True)
    return Cells(item, date_cell, sender, to, number_cell, window, order)


def split_row(row_text: str, pattern: re.Pattern[str], window: int, is_post: Callable[[str], bool]) -> list[str] | None:
    """Split a row given as text with blanks between its cells; None if the text is not such a row."""
    text = row_text.replace("\u00a0", " ").strip()
    match = re.match(rf"(?:(?P<item>\S+)\s+)?(?P<date>{_CELL_DATE.pattern})\s+(?P<rest>.+)$", text, re.I)
    if not match:
        return None
    item = match["item"] or ""
    if item and not (pattern.fullmatch(without_file_ending(item)) or has_file_ending(item)):
        return None
    rest = match["rest"].strip()
    number_cell = ""
    number_match = re.search(rf"\s+({_NUMBER_CELL.pattern})$", rest, re.I)
    posts_text = rest
    if number_match and (not number_match[1].startswith("[") or rest.count("[") > 2 or not rest.startswith("[")):
        number_cell, posts_text = number_match[1], rest[: number_match.start()].strip()
    posts = _two_posts(posts_text, is_post)
    if posts is None and item and not re.search(r"[a-z]{3,}\s+[a-z]{3,}", posts_text):
        # it has an identifier and a date, so it is a row all the same
        return [item, match["date"], posts_text, UNSEPARATED, number_cell]
    return [item, match["date"], *posts, number_cell] if posts else None


def _two_posts(text: str, is_post: Callable[[str], bool]) -> tuple[str, str] | None:
    """Separate from and to: by wide blanks, by brackets, if there are two words, else by the split with known posts."""
    parts = [part for part in re.split(r"\s{2,}|\t", text) if part]
    if len(parts) == 2:
        return parts[0], parts[1]
    words = re.findall(r"\[[^\]]*\]|(?:[^\s,]+,\s*)*\S+", text)  # "LDN, WASHDC" is one word: they share a side
    if len(words) == 2:
        return words[0], words[1]
    splits = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    both_known = [pair for pair in splits if is_post(pair[0]) and is_post(pair[1])]
    either_known = [pair for pair in splits if is_post(pair[0]) or is_post(pair[1])]
    if len(both_known) == 1:
        return both_known[0]
    return either_known[0] if len(either_known) == 1 else None


def _is_date(text: str) -> bool:
    """Is a cell a date, and not a number that could be one?"""
    if not re.search(r"\d\D+\d|[A-Za-z]\D*\d", text):
        return False
    first, last = read_date(text).bounds or (None, None)
    return bool(first and last and 1800 <= first.year <= 2100 and (last - first).days <= 366)


_RUN = re.compile(
    rf"(?:{_MONTH}|\b\d{{1,4}}(?:st|nd|rd|th)?\b)(?:\s*(?:,|\.|-|to\b|and\b|of\b|\s)\s*(?:{_MONTH}|\d{{1,4}}(?:st|nd|rd|th)?\b))*",
    re.I,
)
"""Months and figures that follow each other in a title."""


def dates_of_title(title: str, window: int, order: str = "") -> str:
    """The EDTF date or interval in a title; "" if it has none, or none to the month at least.

    >>> dates_of_title("November 8 - November 13, 1962", 1900), dates_of_title("October 30, 1962", 1900)
    ('1962-11-08/1962-11-13', '1962-10-30')
    """
    text = re.sub(r"[\u2010-\u2015]", "-", " ".join(title.replace("\u00a0", " ").split()))
    readings = [read_date(run[0], window=window, order=order) for run in _RUN.finditer(text)]
    dates = [reading.edtf for reading in readings if reading.edtf and "-" in reading.edtf]
    return dates[0] if len(dates) == 1 else ""
