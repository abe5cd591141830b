"""A row of a published table -> item, date, from, to, number: as written and as understood."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from briefbook.text.dates import FIRST_LETTERS, DateReading, read_by, read_date

COLUMNS = ("item", "date", "from", "to", "number")
_MONTH = rf"(?:{'|'.join(FIRST_LETTERS)})[a-z]*\.?"
_CELL_DATE = re.compile(rf"(\d{{1,2}})[\s./-]*({_MONTH})[\s,./-]*(\d{{4}}|\d{{2}})(?!\d)", re.I)
_NUMBER = re.compile(r"\(no number\)|\[[^\]]+\]|[A-Z]{0,3}-?\d[\d/,.-]*|\(none\)|n\.?n\.?|-+", re.I)
_FILE = re.compile(r"\.(?:pdf|tiff?|png|jpe?g)$", re.I)
_DAY = r"(?P<{0}day>\d{{1,2}})(?:st|nd|rd|th)?"
UNTOLD = "\N{REPLACEMENT CHARACTER}"
"""Stands for the addressee of a row whose posts could not be told apart."""
_WORDS = {"no number": "the source says that it has no number"}


@dataclass(slots=True)
class Cells:
    """A row's cells as written; values are made on asking. ``how``: observed, inferred or provisional (the id)."""

    item: str
    date: str
    sender: str
    to: str
    number: str
    window: int = 1900
    order: str = ""
    how: str = "observed"
    posts_untold: bool = False
    """From and to stand together in ``sender``, for they could not be told apart."""

    @property
    def date_value(self) -> str | None:
        """The date as EDTF; None if it is none."""
        return self.date_reading.without_clock

    @property
    def date_reading(self) -> DateReading:
        """What the cell of the date means."""
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
        """A cell as written, as understood, and a note."""
        if name == "date":
            return self.date, self.date_value, self.date_reading.note
        written = {"from": self.sender, "to": self.to, "number": self.number}[name].strip()
        if name == "from" and self.posts_untold:
            return written, None, "sender and addressee could not be told apart"
        return self._understood(name, written)

    def addressees(self) -> list[tuple[str, str | None, str]]:
        """The cell ``to``, an entry an addressee: "LDN, WASHDC" names two."""
        return [self._understood("to", one.strip()) for one in re.split(r"[,;]", self.to) if one.strip()]

    def _understood(self, name: str, written: str) -> tuple[str, str | None, str]:
        bare = written.strip("()[]").strip().lower()
        if bare in _WORDS:
            return written, None, _WORDS[bare]
        if written.startswith("[") or bare in ("sanitized", "sanitised", "redacted", "deleted", "excised"):
            return written, None, "withheld in the released copy"
        if not re.search(r"\w", written):
            return written, None, ""
        return written, (written.upper() if name != "number" else written), ""

    def as_line(self) -> str:
        """The row in words, for a report."""
        return " ".join(part for part in (self.date, self.sender, self.to, self.number) if part) or "(empty)"


def cells_of_row(cells: Sequence[str], pattern: re.Pattern[str], window: int, order: str = "") -> Cells:
    """The cells of a row told apart by what they hold: an id, a date, then from, to and number in their order."""
    item = when = ""
    rest = []
    for cell in cells:
        text = " ".join(cell.split())
        plain = _FILE.sub("", text)
        if not item and not when and plain and (pattern.fullmatch(plain) or _FILE.search(text)):
            item = plain
        elif not when and _is_date(text):
            when = text
        elif text or when:
            rest.append(text)
    if not when and rest and re.search(r"\d{2,4}$|^n\.?d\.?$", rest[0]) and len(rest) > 3:
        when = rest.pop(0)
    sender, to, number = [*rest, "", "", ""][:3]
    if len(rest) > 3:
        number = " ".join(rest[2:])
    if to == UNTOLD:
        return Cells(item, when, sender, "", number, window, order, posts_untold=True)
    return Cells(item, when, sender, to, number, window, order)


def split_row(line: str, pattern: re.Pattern[str], window: int, known_post: Callable[[str], bool]) -> list[str] | None:
    """The cells of a row that is one line of words, blanks between; None if the line is no such row."""
    text = line.replace("\u00a0", " ").strip()
    found = re.match(rf"(?:(?P<item>\S+)\s+)?(?P<date>{_CELL_DATE.pattern})\s+(?P<rest>.+)$", text, re.I)
    if not found:
        return None
    item = found["item"] or ""
    if item and not (pattern.fullmatch(_FILE.sub("", item)) or _FILE.search(item)):
        return None
    rest = found["rest"].strip()
    number = ""
    tail = re.search(rf"\s+({_NUMBER.pattern})$", rest, re.I)
    between = rest
    if tail and (not tail[1].startswith("[") or rest.count("[") > 2 or not rest.startswith("[")):
        number, between = tail[1], rest[: tail.start()].strip()
    posts = _two_posts(between, known_post)
    if posts is None and item and not re.search(r"[a-z]{3,}\s+[a-z]{3,}", between):
        return [item, found["date"], between, UNTOLD, number]  # it has an id and a date: a row all the same
    return [item, found["date"], *posts, number] if posts else None


def _two_posts(text: str, known_post: Callable[[str], bool]) -> tuple[str, str] | None:
    """From and to: by wide blanks, by brackets, by being two words, else by which split gives known posts."""
    parts = [part for part in re.split(r"\s{2,}|\t", text) if part]
    if len(parts) == 2:
        return parts[0], parts[1]
    words = re.findall(r"\[[^\]]*\]|(?:[^\s,]+,\s*)*\S+", text)  # "LDN, WASHDC" is one word: they share a side
    if len(words) == 2:
        return words[0], words[1]
    splits = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    both = [pair for pair in splits if known_post(pair[0]) and known_post(pair[1])]
    one = [pair for pair in splits if known_post(pair[0]) or known_post(pair[1])]
    if len(both) == 1:
        return both[0]
    return one[0] if len(one) == 1 else None


def _is_date(text: str) -> bool:
    """Is a cell a date, not a number that could be one?"""
    if not re.search(r"\d\D+\d|[A-Za-z]\D*\d", text):
        return False
    first, last = read_date(text).bounds or (None, None)
    return bool(first and last and 1800 <= first.year <= 2100 and (last - first).days <= 366)


_RUN = re.compile(
    rf"(?:{_MONTH}|\b\d{{1,4}}(?:st|nd|rd|th)?\b)(?:\s*(?:,|\.|-|to\b|and\b|of\b|\s)\s*(?:{_MONTH}|\d{{1,4}}(?:st|nd|rd|th)?\b))*",
    re.I,
)
"""Months and figures that stand together in a title."""


def dates_of_title(title: str, window: int, order: str = "") -> str:
    """The EDTF date or interval a title names; "" if it names none, or none whole.

    >>> dates_of_title("November 8 - November 13, 1962", 1900), dates_of_title("October 30, 1962", 1900)
    ('1962-11-08/1962-11-13', '1962-10-30')
    """
    text = re.sub(r"[\u2010-\u2015]", "-", " ".join(title.replace("\u00a0", " ").split()))
    readings = [read_date(run[0], window=window, order=order) for run in _RUN.finditer(text)]
    dates = [reading.edtf for reading in readings if reading.edtf and "-" in reading.edtf]
    return dates[0] if len(dates) == 1 else ""
