"""Entry -> the elements of a citation, with what is unknown said to be unknown and what is inferred in brackets."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from briefbook.model.cable import Derivation, Reading
from briefbook.model.catalogue import Entry
from briefbook.text.date_display import date_in_words
from briefbook.text.safe_names import safe_name

SPECIMEN = "Specimen made for demonstration; not a historical document"
BRACKETED = frozenset({Derivation.INFERRED, Derivation.SUPPLIED})


@dataclass(frozen=True, slots=True)
class Elements:
    """What a citation is made of. ``known`` parts are empty where nothing is known; ``shown`` ones say so."""

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
        """The sender, bracketed where it is inferred."""
        return _shown(self.entry, "from", "[sender not known]")

    @property
    def shown_recipients(self) -> str:
        """The addressees."""
        return _shown(self.entry, "to", "[addressee not known]")

    @property
    def shown_form(self) -> str:
        """The documentary form and number: telegram 3316; telegram [no number]."""
        written = [one for one in self.entry.effective_readings("number") if one.as_written and not one.value]
        number = _shown(self.entry, "number", "[no number]" if written else "[number not known]")
        return f"{self.form or 'cable'} {number}"

    @property
    def genre(self) -> str:
        """The form and the number, only as far as known."""
        return f"{self.form or 'cable'} {self.number}".strip()

    def shown_date(self, style: str = "dmy") -> str:
        """The date in words; "mdy" puts the month first, as Chicago does."""
        if not self.date:
            return "[n.d.]"
        words = date_in_words(self.date)
        parts = words.split()
        if style == "mdy" and len(parts) == 3 and parts[0].isdigit():
            words = f"{parts[1]} {parts[0]}, {parts[2]}"
        return _bracketed(words, self.entry.effective_readings("date")[:1])

    @property
    def shown_location(self) -> str:
        """Where the paper is kept; a blank that says so where that is not known."""
        known = [part for part in (self.location, self.repository) if part]
        missing = [] if self.location else ["[fonds and file not known]"]
        return ", ".join(missing + known if not self.location else known) if known or missing else ""


def elements(entry: Entry, about: Mapping[str, str]) -> Elements:
    """The elements of an item's citation."""
    told = {name.removeprefix("site_"): value for name, value in about.items()}
    home = entry.value("citation")
    parts = [home] if home else [part for part in (told.get("fonds"), told.get("series")) if part]
    base = told.get("address", "").rstrip("/")
    return Elements(
        item=entry.item,
        sender=entry.value("from") or "",
        recipients=entry.values("to"),
        number=entry.value("number") or "",
        form=(entry.value("form") or "").replace("_", " "),
        date=entry.value("date") or "",
        subject=_subject(entry),
        location=", ".join(part for part in (*parts, entry.value("file") if not home else None) if part),
        repository=told.get("repository", ""),
        collection=told.get("title", ""),
        address=f"{base}/items/{quote(safe_name(entry.item))}.html" if base else "",
        rights=entry.value("rights") or told.get("rights", ""),
        specimen=entry.is_specimen,
        entry=entry,
    )


def _subject(entry: Entry) -> str:
    """As written, in brackets where it was hard to read; a person's words stand as they are."""
    words = entry.value("subject") or ""
    return f"[{words}?]" if any(one.is_unsure for one in entry.effective_readings("subject")) else words


def _shown(entry: Entry, name: str, unknown: str) -> str:
    held = [one for one in entry.effective_readings(name) if one.value]
    return " and ".join(_bracketed(one.value or "", [one]) for one in held) if held else unknown


def _bracketed(words: str, readings: "list[Reading] | tuple[Reading, ...]") -> str:
    return f"[{words}?]" if any(one.how in BRACKETED or one.is_unsure for one in readings) else words
