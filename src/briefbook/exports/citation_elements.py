"""Entry -> the elements of a citation: [8 May 1963] is supplied from outside the paper, [8 May 1963?] is doubtful."""

import functools
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from briefbook.exports.parties import Party, joined, parties_of
from briefbook.model.archive import CONFIRMED_OFFICES, OWN_PERSONS
from briefbook.model.cable import Derivation, Reading
from briefbook.model.catalogue import Entry
from briefbook.model.post import Post
from briefbook.text.date_display import date_in_words
from briefbook.text.documentary_forms import has_number, kind_and_number, kind_word, parties
from briefbook.text.imprint import in_a_row
from briefbook.text.safe_names import safe_name
from briefbook.text.services import confirmed, words_of_source
from briefbook.text.titles import LookUp, edition_title, office_of_code, title_of
from briefbook.util.last_call import remembers_last
from briefbook.util.translation import N_, SOURCE_LANGUAGE, gettext, language, pgettext

NO_SENDER = N_("[sender not known]")
NO_ADDRESSEE = N_("[addressee not known]")
SPECIMEN = N_("Specimen made for demonstration; not a historical document")


@dataclass(frozen=True, slots=True)
class CitationElements:
    """The elements of a citation. Plain fields are empty where nothing is known; ``shown_`` properties say so."""

    item: str
    sender: str  # in the words of the source, else the code on the paper
    recipients: tuple[str, ...]
    authors: tuple[Party, ...]  # the senders one by one, with the office that a code stands for, in square brackets
    addressees: tuple[Party, ...]  # the recipients, likewise
    number: str
    form: str
    date: str  # EDTF
    subject: str
    location: str  # fonds, volume, file
    in_file: str  # "pages 3-4 of BOX7" where the item is a part of a scan's file
    repository: str
    collection: str
    address: str  # the page's permanent address
    rights: str
    specimen: bool
    entry: Entry
    confirmed_offices: str = ""  # names of codes that a person gave, as ``Archive.about`` has them

    @property
    def author(self) -> str:
        """The senders as one value, with their offices."""
        return joined(self.authors)

    @property
    def shown_sender(self) -> str:
        """The sender, in square brackets if it is inferred."""
        return _shown(self.entry, "from") or gettext(NO_SENDER)

    @property
    def shown_recipients(self) -> str:
        """The addressees."""
        return _shown(self.entry, "to") or gettext(NO_ADDRESSEE)

    @property
    def _shown_parties(self) -> tuple[str, str]:
        return parties(
            _shown(self.entry, "from"), _shown(self.entry, "to"), self.form,
            no_sender=gettext(NO_SENDER), no_addressee=gettext(NO_ADDRESSEE),
        )  # fmt: skip

    @property
    def shown_route_and_form(self) -> tuple[str, str]:
        """From whom to whom, and the form; an addressee alone stands behind the form: memorandum 158 to the Secretary.

        A note cannot begin with him.
        """
        sender, to = self._shown_parties
        if to and not sender:
            return "", f"{self.shown_form} {self.shown_route}"
        return self.shown_route, self.shown_form

    @property
    def shown_route(self) -> str:
        """From whom to whom; what is not known is said only of kinds of paper that are sent to somebody."""
        sender, to = self._shown_parties
        if sender and to:
            return pgettext("citation", "{sender} to {addressee}").format(sender=sender, addressee=to)
        return sender or (pgettext("citation", "to {addressee}").format(addressee=to) if to else "")

    @property
    def shown_form(self) -> str:
        """The documentary form and number: telegram 3316; telegram [no number]; letter, which has none."""
        illegible = [
            reading for reading in self.entry.effective_readings("number") if reading.as_written and not reading.value
        ]
        number = _shown(self.entry, "number") or (
            gettext("[no number]")
            if any(_NO_NUMBER.fullmatch(reading.written_words) for reading in illegible)
            else (gettext("[number not legible]") if illegible else gettext("[number not known]"))
            if has_number(self.form)
            else ""
        )
        return kind_and_number(self.form, number) if not number.startswith("[") else f"{kind_word(self.form)} {number}"

    @property
    def title(self) -> str:
        """The title for people; what is not sure is left out of it."""
        return title_of(self.entry, office_look_up(self.confirmed_offices))

    @property
    def short_title(self) -> str:
        """What stands as title beside author and date: the edition's own title, the subject, or kind and number."""
        return edition_title(self.entry) or self.subject or f"{self.genre[:1].upper()}{self.genre[1:]}"

    @property
    def subject_line(self) -> str:
        """The edition's own title, or the subject; "" of a subject that is not sure."""
        is_unsure = any(reading.is_unsure for reading in self.entry.effective_readings("subject"))
        return edition_title(self.entry) or ("" if is_unsure else self.subject)

    @property
    def genre(self) -> str:
        """The form and the number, as far as known."""
        return kind_and_number(self.form, self.number)

    def shown_date(self, style: str = "dmy") -> str:
        """The date in words: "dmy" 8 November 1962, "mdy" November 8, 1962 (Chicago style); "[n.d.]" if unknown."""
        if not self.date:
            return gettext("[n.d.]")
        words = date_in_words(self.date)
        parts = words.split()
        if style == "mdy" and language() == SOURCE_LANGUAGE and len(parts) == 3 and parts[0].isdigit():
            words = f"{parts[1]} {parts[0]}, {parts[2]}"
        return _bracketed(words, self.entry.effective_readings("date")[:1])

    @property
    def shown_address(self) -> str:
        """The page's address, as a citation in the language that is being written introduces it."""
        return pgettext("citation", "{address}").format(address=self.address) if self.address else ""

    @property
    def place(self) -> str:
        """Where in which file of which fonds the paper is, without the repository."""
        return ", ".join(part for part in (self.location, self.in_file) if part)

    @property
    def shown_location(self) -> str:
        """Where the paper is kept; a bracketed note where that is not known."""
        known = [part for part in (self.in_file, self.location, self.repository) if part]
        missing = [] if self.location else [gettext("[fonds and file not known]")]
        return ", ".join(missing + known if not self.location else known) if known or missing else ""


_NO_NUMBER = re.compile(r"\W*(?:no (?:number|no|nr)|un-?numbered|none|n/a|s/n)\W*", re.I)
"""What a paper or a list says that has no number, in place of one."""


def _without(repository: str, location: str) -> str:
    """Where a paper is, without the repository at its beginning, which is said beside it."""
    return location.removeprefix(f"{repository}, ") if repository else location


def _sure_file(entry: Entry) -> str:
    """The file unit that an item is in; "" where it was hard to read: nobody could ask an archive for it."""
    readings = entry.effective_readings("file")
    return "" if any(reading.is_unsure for reading in readings) else entry.value("file") or ""


@remembers_last
def elements(entry: Entry, about: Mapping[str, str]) -> CitationElements:
    """The elements of an item's citation.

    Args:
        entry: The item's entry.
        about: The settings that pages show (``Archive.about``).
    """
    settings = {name.removeprefix("site_"): value for name, value in about.items()}
    source = entry.value("citation")
    parts = [source] if source else [part for part in (settings.get("fonds"), settings.get("series")) if part]
    parts += [] if source else [_sure_file(entry)]
    base = settings.get("address", "").rstrip("/")
    confirmed_offices = about.get(CONFIRMED_OFFICES, "")
    look_up, own = office_look_up(confirmed_offices), _own_persons(about.get(OWN_PERSONS, ""))
    return CitationElements(
        item=entry.item,
        sender=words_of_source(entry, "from") or entry.value("from") or "",
        recipients=_recipients(entry),
        authors=parties_of(entry, "from", look_up, own),
        addressees=parties_of(entry, "to", look_up, own),
        number=entry.value("number") or "",
        form=(entry.value("form") or "").replace("_", " "),
        date=entry.value("date") or "",
        subject=_subject(entry),
        location=_without(settings.get("repository", ""), ", ".join(filter(None, parts))),
        in_file=in_a_row([str(files) for files in entry.files]),
        repository=settings.get("repository", ""),
        collection=settings.get("title", ""),
        address=f"{base}/items/{quote(safe_name(entry.item))}.html" if base else "",
        rights=entry.value("rights") or settings.get("rights", ""),
        specimen=entry.is_specimen,
        entry=entry,
        confirmed_offices=confirmed_offices,
    )


@functools.lru_cache(4)
def _own_persons(listed: str) -> dict[str, str]:
    names: dict[str, str] = json.loads(listed) if listed else {}
    return names


@functools.lru_cache(4)
def office_look_up(confirmed_offices: str) -> LookUp:
    """What a code stands for: by the names that a person confirmed, then by the shipped lists.

    Args:
        confirmed_offices: Those names, as ``Archive.about`` has them; "" where there are none.
    """
    if not confirmed_offices:
        return office_of_code
    names: dict[str, str] = json.loads(confirmed_offices)

    def look_up(code: str, service: str, day: str) -> Post | None:
        return confirmed(office_of_code(code, service, day), code, names)

    return look_up


def _subject(entry: Entry) -> str:
    """The subject as written, in square brackets if it was read with low confidence."""
    words = entry.value("subject") or ""
    return f"[{words}?]" if any(reading.is_unsure for reading in entry.effective_readings("subject")) else words


def _recipients(entry: Entry) -> tuple[str, ...]:
    """The addressees in the words of the source, else their codes."""
    if words := words_of_source(entry, "to"):
        return tuple(part.strip() for part in words.split(";") if part.strip())
    return entry.values("to")


def _shown(entry: Entry, name: str) -> str:
    """The values of a field, in the words of the source; "" where none is known."""
    if name in ("from", "to") and (words := words_of_source(entry, name)):
        return _all_of([part.strip() for part in words.split(";") if part.strip()])
    legible = [reading for reading in entry.effective_readings(name) if reading.value]
    return _all_of([_bracketed(reading.value or "", [reading]) for reading in legible])


def _all_of(names: Sequence[str]) -> str:
    """Names as a sentence has them: A and B and C."""
    words = names[0] if names else ""
    for name in names[1:]:
        words = pgettext("citation", "{names} and {name}").format(names=words, name=name)
    return words


def _bracketed(words: str, readings: Sequence[Reading]) -> str:
    """The words in square brackets if they are doubtful, with a question mark, or if they are supplied, without."""
    if any(reading.how is Derivation.INFERRED or reading.is_unsure for reading in readings):
        return f"[{words}?]"
    return f"[{words}]" if any(reading.how is Derivation.SUPPLIED for reading in readings) else words
