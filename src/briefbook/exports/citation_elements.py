"""Entry -> the elements of a citation: [8 May 1963] is supplied from outside the paper, [8 May 1963?] is doubtful."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from briefbook.model.cable import Derivation, Reading
from briefbook.model.catalogue import Entry
from briefbook.text.date_display import date_in_words
from briefbook.text.safe_names import safe_name

SPECIMEN = "Specimen made for demonstration; not a historical document"


@dataclass(frozen=True, slots=True)
class CitationElements:
    """The elements of a citation. Plain fields are empty where nothing is known; ``shown_`` properties say so."""

    item: str
    sender: str
    recipients: tuple[str, ...]
    number: str
    form: str
    date: str  # EDTF
    subject: str
    location: str  # fonds, volume, file
    repository: str
    collection: str
    address: str  # the page's permanent address
    rights: str
    specimen: bool
    entry: Entry

    @property
    def shown_sender(self) -> str:
        """The sender, in square brackets if it is inferred."""
        return _shown(self.entry, "from", "[sender not known]")

    @property
    def shown_recipients(self) -> str:
        """The addressees."""
        return _shown(self.entry, "to", "[addressee not known]")

    @property
    def shown_form(self) -> str:
        """The documentary form and number: telegram 3316; telegram [no number]."""
        illegible = [
            reading for reading in self.entry.effective_readings("number") if reading.as_written and not reading.value
        ]
        number = _shown(self.entry, "number", "[no number]" if illegible else "[number not known]")
        return f"{self.form or 'cable'} {number}"

    @property
    def genre(self) -> str:
        """The form and the number, as far as known."""
        return f"{self.form or 'cable'} {self.number}".strip()

    def shown_date(self, style: str = "dmy") -> str:
        """The date in words: "dmy" 8 November 1962, "mdy" November 8, 1962 (Chicago style); "[n.d.]" if unknown."""
        if not self.date:
            return "[n.d.]"
        words = date_in_words(self.date)
        parts = words.split()
        if style == "mdy" and len(parts) == 3 and parts[0].isdigit():
            words = f"{parts[1]} {parts[0]}, {parts[2]}"
        return _bracketed(words, self.entry.effective_readings("date")[:1])

    @property
    def shown_location(self) -> str:
        """Where the paper is kept; a bracketed note where that is not known."""
        known = [part for part in (self.location, self.repository) if part]
        missing = [] if self.location else ["[fonds and file not known]"]
        return ", ".join(missing + known if not self.location else known) if known or missing else ""


def elements(entry: Entry, about: Mapping[str, str]) -> CitationElements:
    """The elements of an item's citation.

    Args:
        entry: The item's entry.
        about: The settings that pages show (``Archive.about``).
    """
    settings = {name.removeprefix("site_"): value for name, value in about.items()}
    source = entry.value("citation")
    parts = [source] if source else [part for part in (settings.get("fonds"), settings.get("series")) if part]
    base = settings.get("address", "").rstrip("/")
    return CitationElements(
        item=entry.item,
        sender=entry.value("from") or "",
        recipients=entry.values("to"),
        number=entry.value("number") or "",
        form=(entry.value("form") or "").replace("_", " "),
        date=entry.value("date") or "",
        subject=_subject(entry),
        location=", ".join(part for part in (*parts, entry.value("file") if not source else None) if part),
        repository=settings.get("repository", ""),
        collection=settings.get("title", ""),
        address=f"{base}/items/{quote(safe_name(entry.item))}.html" if base else "",
        rights=entry.value("rights") or settings.get("rights", ""),
        specimen=entry.is_specimen,
        entry=entry,
    )


def _subject(entry: Entry) -> str:
    """The subject as written, in square brackets if it was read with low confidence."""
    words = entry.value("subject") or ""
    return f"[{words}?]" if any(reading.is_unsure for reading in entry.effective_readings("subject")) else words


def _shown(entry: Entry, name: str, unknown: str) -> str:
    legible = [reading for reading in entry.effective_readings(name) if reading.value]
    return " and ".join(_bracketed(reading.value or "", [reading]) for reading in legible) if legible else unknown


def _bracketed(words: str, readings: Sequence[Reading]) -> str:
    """The words in square brackets if they are doubtful, with a question mark, or if they are supplied, without."""
    if any(reading.how is Derivation.INFERRED or reading.is_unsure for reading in readings):
        return f"[{words}?]"
    return f"[{words}]" if any(reading.how is Derivation.SUPPLIED for reading in readings) else words
