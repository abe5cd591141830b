"""A row of a published table -> item, date, from, to, number: as written and as understood."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

COLUMNS = ("item", "date", "from", "to", "number")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
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
    how: str = "observed"
    posts_untold: bool = False
    """From and to stand together in ``sender``, for they could not be told apart."""

    @property
    def date_value(self) -> str | None:
        """The date as EDTF; None if it is none."""
        return date_of(self.date, self.window)

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
            return self.date, self.date_value, ""
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


def cells_of_row(
    cells: Sequence[str], pattern: re.Pattern[str], window: int, known_post: Callable[[str], bool]
) -> Cells:
    """The cells of a row told apart by what they hold: an id, a date, then from, to and number in their order."""
    item = when = ""
    rest = []
    for cell in cells:
        text = " ".join(cell.split())
        plain = _FILE.sub("", text)
        if not item and not when and plain and (pattern.fullmatch(plain) or _FILE.search(text)):
            item = plain
        elif not when and _CELL_DATE.fullmatch(text):
            when = text
        elif text or when:
            rest.append(text)
    if not when and rest and re.search(r"\d{2,4}$|^n\.?d\.?$", rest[0]) and len(rest) > 3:
        when = rest.pop(0)
    sender, to, number = [*rest, "", "", ""][:3]
    if len(rest) > 3:
        number = " ".join(rest[2:])
    if to == UNTOLD:
        return Cells(item, when, sender, "", number, window, posts_untold=True)
    return Cells(item, when, sender, to, number, window)


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


def date_of(text: str, window: int) -> str | None:
    """A cell's date as EDTF: 8-Nov-62 or November 8, 1962; None if it is none, or has no year.

    >>> date_of("8-Nov-62", 1900), date_of("31-Nov-62", 1900)
    ('1962-11-08', None)
    """
    text = " ".join(text.replace("\u00a0", " ").split())
    if found := _CELL_DATE.fullmatch(text):
        return _iso(found[3], found[2], found[1], window)
    if found := re.fullmatch(rf"({_MONTH})\s*(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})", text, re.I):
        return _iso(found[3], found[1], found[2], window)
    return None


def _iso(year: str, month: str, day: str, window: int) -> str | None:
    full = int(year) if len(year) == 4 else window + (int(year) - window) % 100
    try:
        return date(full, _MONTHS.index(month[:3].lower()) + 1, int(day)).isoformat()
    except ValueError:
        return None


def dates_of_title(title: str, window: int) -> str:
    """The EDTF date or interval a title names; "" if it names none, or none whole.

    >>> dates_of_title("November 8 - November 13, 1962", 1900), dates_of_title("October 30, 1962", 1900)
    ('1962-11-08/1962-11-13', '1962-10-30')
    """
    text = re.sub(r"[\u2010-\u2015]", "-", " ".join(title.replace("\u00a0", " ").split()))
    text = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", text)
    found = _dates_in(text)
    if not found or len(found) > 2:
        return ""
    first, last = found[0], found[-1]
    year = last[0]
    if year is None:
        return ""
    start = _part(first[0] or _year_before(first, last, year), first[1] or last[1], first[2])
    end = _part(year, last[1] or first[1], last[2])
    if start is None or end is None:
        return ""
    return start if len(found) == 1 or start == end else f"{start}/{end}"


_PIECE = re.compile(
    rf"(?P<md>(?P<m1>{_MONTH})\s+(?P<d1>\d{{1,2}})(?!\d)(?:,?\s+(?P<y1>\d{{4}}))?)"
    rf"|(?P<dm>(?P<d2>\d{{1,2}})\s+(?P<m2>{_MONTH})(?:,?\s+(?P<y2>\d{{4}}))?)"
    rf"|(?P<my>(?P<m3>{_MONTH})\s+(?P<y3>\d{{4}}))"
    rf"|(?P<d>(?<!\d)(?P<d4>\d{{1,2}})(?!\d)(?:,?\s+(?P<y4>\d{{4}}))?)"
    rf"|(?P<m>\b(?P<m5>{_MONTH})(?=\s*(?:-|to|and)))",
    re.I,
)
Piece = tuple[int | None, int | None, int | None]


def _dates_in(text: str) -> list[Piece]:
    pieces = []
    for found in _PIECE.finditer(text):
        groups = found.groupdict()
        year = next((groups[key] for key in ("y1", "y2", "y3", "y4") if groups[key]), None)
        month = next((groups[key] for key in ("m1", "m2", "m3", "m5") if groups[key]), None)
        day = next((groups[key] for key in ("d1", "d2", "d4") if groups[key]), None)
        pieces.append(
            (
                int(year) if year else None,
                _MONTHS.index(month[:3].lower()) + 1 if month else None,
                int(day) if day else None,
            )
        )
    return pieces


def _year_before(first: Piece, last: Piece, year: int) -> int:
    """The first date's year where only the last names one: the same, or the one before if its month is later."""
    return year - 1 if first[1] and last[1] and first[1] > last[1] else year


def _part(year: int, month: int | None, day: int | None) -> str | None:
    if month is None:
        return None
    if day is None:
        return f"{year:04d}-{month:02d}"
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
