"""A catalogue -> the message numbers that references and series need: who numbered what, when, to whom."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from sys import intern

from briefbook.model.cable import Reference, SourceKind
from briefbook.model.catalogue import Catalogue, Entry
from briefbook.text.dates import day_of
from briefbook.text.documentary_forms import is_despatch_symbol
from briefbook.text.posts import is_named_in_words, same_post
from briefbook.text.services import edition_of
from briefbook.text.stations import station

_MESSAGE_NUMBER = re.compile(
    r"(?:(?P<series>[A-Z][A-Z .&()/]*?)[\s-]*)?(?P<first>\d{1,7})(?:\s?-\s?(?P<last>\d{1,7}))?(?:\s?\(SECTION.*\))?",
    re.I,
)
SERIES_WORDS = frozenset({"NO", "TEL", "TELEGRAM", "NUMBER", "TELNO", "LETTER", "NR"})


@dataclass(frozen=True, slots=True)
class Numbered:
    """One number of one item: ``kind`` telegram, letter, ...; ``series`` a prefix such as SECTO or DL, or ""."""

    item: str
    post: str
    kind: str
    series: str
    first: int
    last: int
    day: date | None
    to: frozenset[str]
    info: frozenset[str]
    subject: str = ""
    file: str = ""
    alias: bool = False  # another identity of the text: "Paris 336" of a telegram that was repeated to Paris
    about: str = ""  # the date as far as it is known, where the day is not
    settled: bool = False  # a person set the number or the date, and a person's word is final
    read: bool = False  # the number was read from a picture by a machine: a figure may be wrong
    printed: bool = False  # the number is in a printed edition, whose editors read it
    in_words: bool = False  # the sender is a person or an office named in words, not a post


def numbers_of(entry: Entry, aliases: Mapping[str, str]) -> Iterator[Numbered]:
    """Every message number of an item: the sender's, and those under which it was repeated.

    Args:
        entry: The item.
        aliases: Codes of posts that stand for another code.
    """
    item, post = intern(entry.item), intern(same_post(entry.value("from"), aliases))
    to, info = codes_of(entry, ("to",), aliases), codes_of(entry, ("info",), aliases)
    day = day_of(entry.date)
    message_number = (entry.value("number") or "").strip()
    kind = "despatch" if is_despatch_symbol(message_number) else kind_of(entry.value("form"))
    subject, file = entry.value("subject") or "", entry.value("file") or ""
    match = _MESSAGE_NUMBER.fullmatch(message_number)
    if post and match:
        series = re.sub(r"[^A-Z]", "", (match["series"] or "").upper())
        if series in SERIES_WORDS or post in (same_post(match["series"], aliases), station(series)):
            series = ""
        if series in ("A", "CA", "CW", "CG"):
            kind, series = "airgram", "" if series == "A" else series
        first = int(match["first"])
        last = int(match["last"]) if match["last"] and int(match["last"]) >= first else first
        settled = any(
            reading.by is SourceKind.PERSON for name in ("number", "date") for reading in entry.effective_readings(name)
        )
        read = entry.scan is not None and entry.effective_readings("number")[0].by is SourceKind.MACHINE
        yield Numbered(
            item, post, kind, series, first, last, day, to, info, subject, file, about=entry.date or "",
            settled=settled, read=read, printed=bool(edition_of(entry)),
            in_words=is_named_in_words(entry.value("from") or ""),
        )  # fmt: skip
    for identifier in entry.values("identifiers"):
        other = re.fullmatch(r"([A-Z][A-Z .-]*[A-Z]) (\d{1,6})", identifier)
        if other and other[1].lower() not in ("register", "control", "film", "message centre") and other[1] != "IN":
            number = int(other[2])
            code = intern(same_post(other[1], aliases))
            yield Numbered(item, code, kind, "", number, number, day, to, info, subject, file, alias=True)


def codes_of(entry: Entry, names: Iterable[str], aliases: Mapping[str, str]) -> frozenset[str]:
    """The posts in some fields of an item; equal sets are one object, which saves memory.

    Args:
        entry: The item.
        names: The fields.
        aliases: Codes of posts that stand for another code.
    """
    return _shared(frozenset(same_post(code, aliases) for name in names for code in entry.values(name)))


@lru_cache(maxsize=10_000)
def _shared(codes: frozenset[str]) -> frozenset[str]:
    return frozenset(map(intern, codes))


def kind_of(form: str | None) -> str:
    """The kind of series that a documentary form is numbered in: telegram, letter, airgram, despatch, report."""
    word = (form or "telegram").lower()
    if "memo" in word:
        return "memorandum"
    return next((kind for kind in _SERIES_KINDS if kind in word), "telegram")


_SERIES_KINDS = ("letter", "airgram", "despatch", "saving", "circular", "report")


def kind_of_reference(reference: Reference) -> str:
    """The kind of series a reference points into."""
    return kind_of(reference.form)


def all_numbers(catalogue: Catalogue, aliases: Mapping[str, str]) -> list[Numbered]:
    """Every number of every item."""
    return [numbered for entry in catalogue for numbered in numbers_of(entry, aliases)]
