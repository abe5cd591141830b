"""Everything a web page or an export is made from."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from briefbook.model.abbreviation import Abbreviation
from briefbook.model.catalogue import Catalogue, Entry
from briefbook.model.finding import Finding
from briefbook.model.item_notes import PlacedNotes
from briefbook.model.narrative import Narrative
from briefbook.model.network import Network, ResolvedReference
from briefbook.model.page import Page
from briefbook.model.persons import Person
from briefbook.model.post import Post
from briefbook.model.rendering import Addresses, CiteForm, ExportFile, ManifestRow, RenderedPassage
from briefbook.model.sample import SampleResult
from briefbook.model.verdict import Verification


def _rank(narrative: Narrative, order: Sequence[str]) -> int:
    return order.index(narrative.language) if narrative.language in order else len(order)


# Defaults of an archive's functions; named functions, so that an archive can be pickled.


def no_post(code: str) -> Post | None:
    """No code is known."""
    return None


def no_picture(item: str, page: int) -> tuple[bytes, str] | None:
    """There are no pictures."""
    return None


def no_picture_type(item: str, page: int) -> str | None:
    """It is known only from the picture."""
    return None


def no_scan(item: str) -> tuple[Path, ...]:
    """There are no scans."""
    return ()


def no_scan_elsewhere(item: str) -> tuple[tuple[str, Path], ...]:
    """No scan is published under another item."""
    return ()


def no_passages(narrative: Narrative, addresses: Addresses) -> Sequence[RenderedPassage]:
    """No passage is rendered."""
    return ()


def no_forms(entry: Entry, about: Mapping[str, str]) -> Sequence[CiteForm]:
    """There are no ways to cite an item."""
    return ()


def no_files(
    entry: Entry,
    pages: Sequence[Page],
    about: Mapping[str, str],
    pictures: Mapping[int, tuple[str, str]],
    references: Sequence[ResolvedReference] = (),
) -> Sequence[ExportFile]:
    """There are no files."""
    return ()


def no_pdf(entry: Entry, pages: Sequence[Page], picture: Callable[[int], tuple[bytes, str] | None]) -> bytes:
    """There is no PDF."""
    return b""


def no_collection_files(rows: Sequence[ManifestRow], about: Mapping[str, str]) -> Mapping[str, str]:
    """There are no IIIF collections."""
    return {}


@dataclass(frozen=True, slots=True)
class ChangeTimes:
    """When what is published last changed: ISO 8601 in UTC, by the second (``1999-05-04T12:00:00Z``).

    Attributes:
        items: Item -> when its description, text or scan last changed.
        removed: Former item -> when it was removed.
        narratives: Path of a narrative's file -> when it last changed.
    """

    items: Mapping[str, str] = field(default_factory=dict)
    removed: Mapping[str, str] = field(default_factory=dict)
    narratives: Mapping[str, str] = field(default_factory=dict)


def no_change_times() -> ChangeTimes:
    """It is not known when anything changed."""
    return ChangeTimes()


def no_annotations(archive: "Archive") -> str:
    """There are no annotations."""
    return ""


CONFIRMED_OFFICES = "confirmed_offices"
"""The name in ``Archive.about`` of the names that a person gave to codes of offices, as a JSON object by their keys."""

OWN_PERSONS = "own_persons"
"""The name in ``Archive.about`` of the collection's own persons: spellings, folded, and the names that an index has."""

HEAD_NOTE = "head_note"
"""The name in what is shown beside an item (``Archive.about_item``) of its editor's head note, as plain text."""


@dataclass(frozen=True, slots=True)
class Archive:
    """A collection as read: catalogue, narratives, findings, and functions that give what pages and exports need.

    ``about`` holds the settings that pages show: title, description, repository, fonds, rights, contact, ...; and
    under ``CONFIRMED_OFFICES`` the names of offices that citations and titles take before the shipped ones, under
    ``OWN_PERSONS`` the collection's own list of persons.
    ``each_finding`` gives the findings one after the other, where they are too many to be held; None where
    ``findings`` has them.
    ``each_reference`` gives the resolved references one after the other, in the catalogue's order; None where
    ``network`` has them.
    ``post`` gives the post of a code, None if the code is unknown; ``office`` what a code stands for on a paper of a
    service (by its name, "" if unknown) at a date (EDTF), if that is known to differ; use ``post_on``.
    ``picture`` gives a page's picture as (bytes, media type), or None; ``picture_type`` the media type that it would
    have without making it, None where that cannot be known; ``whole_picture`` the picture in the size of the scan.
    ``scan`` gives the files published under an item; ``scan_elsewhere`` those that it has pages of and that are
    published under another item, with that item.
    ``media`` and ``prose`` are the collection's folders media/ and narratives/, for pictures and files beside pages.
    ``theme`` is its folder of templates and media that replace the site's own; None if it has none.
    ``locales`` is its folder of catalogues of messages, in languages that Briefbook has not.
    ``moved`` maps former item identifiers to present ones, so that old URLs redirect.
    ``with_drafts`` is the same with the pages that are drafts, for those who may see them; None if there are none.
    ``drafts`` are the pages that were left out because they are drafts.
    ``persons`` are those of the list of persons, a collection's own and the shipped ones.
    ``downloads`` are files that the site offers whole: the book as PDF, packages.
    ``render`` renders the passages of a narrative as HTML; ``cite`` gives the ways to cite an item;
    ``item_files`` an item's files in standard forms (ALTO, TEI, IIIF, RIS, ...), given the URLs in the site and
    media types of its pages' pictures; ``searchable_pdf`` its pictures with their words as one PDF, empty if there is
    nothing to search. ``annotations`` gives the verified quotations as web annotations, the text of a JSON file.
    ``covers`` says of each page of an item whether it is a cover sheet, as it was kept; None: it is looked at anew.
    ``collection_files`` gives the IIIF collections of the items as JSON by their addresses in the site, none without
    the site's address; ``change_times`` says when items and narratives last changed.
    ``abbreviations`` are those of the collection's own list.
    ``item_notes`` are the editor's notes on items, by item; ``head_notes`` the head notes among them as plain text.
    ``samples`` say how often the catalogue's fields are wrong, by samples that people read again.
    """

    catalogue: Catalogue
    narratives: tuple[Narrative, ...]
    about: Mapping[str, str]
    findings: tuple[Finding, ...] = ()
    each_finding: Callable[[], Iterator[Finding]] | None = None
    each_reference: Callable[[], Iterator[ResolvedReference]] | None = None
    verifications: tuple[Verification, ...] = ()
    network: Network = field(default_factory=Network)
    post: Callable[[str], Post | None] = no_post
    office: Callable[[str, str, str], Post | None] | None = None
    picture: Callable[[str, int], tuple[bytes, str] | None] = no_picture
    picture_type: Callable[[str, int], str | None] = no_picture_type
    whole_picture: Callable[[str, int], tuple[bytes, str] | None] = no_picture
    scan: Callable[[str], tuple[Path, ...]] = no_scan
    scan_elsewhere: Callable[[str], tuple[tuple[str, Path], ...]] = no_scan_elsewhere
    media: Path | None = None
    prose: Path | None = None
    locales: Path | None = None
    theme: Path | None = None
    columns: tuple[str, ...] = ("item", "date", "from", "to", "number")
    downloads: tuple[Path, ...] = ()
    moved: Mapping[str, str] = field(default_factory=dict)
    render: Callable[[Narrative, Addresses], Sequence[RenderedPassage]] = no_passages
    cite: Callable[[Entry, Mapping[str, str]], Sequence[CiteForm]] = no_forms
    item_files: Callable[
        [Entry, Sequence[Page], Mapping[str, str], Mapping[int, tuple[str, str]], Sequence[ResolvedReference]],
        Sequence[ExportFile],
    ] = no_files
    searchable_pdf: Callable[[Entry, Sequence[Page], Callable[[int], tuple[bytes, str] | None]], bytes] = no_pdf
    annotations: Callable[["Archive"], str] = no_annotations
    covers: Callable[[str, Sequence[Page]], Sequence[bool]] | None = None
    collection_files: Callable[[Sequence[ManifestRow], Mapping[str, str]], Mapping[str, str]] = no_collection_files
    change_times: Callable[[], ChangeTimes] = no_change_times
    with_drafts: "Archive | None" = None
    drafts: tuple[Narrative, ...] = ()
    persons: tuple[Person, ...] = ()
    samples: tuple[SampleResult, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()
    item_notes: Mapping[str, PlacedNotes] = field(default_factory=dict)
    head_notes: Mapping[str, str] = field(default_factory=dict)

    def about_item(self, item: str) -> Mapping[str, str]:
        """``about``, with the item's head note under ``HEAD_NOTE`` where it has one."""
        head_note = self.head_notes.get(item)
        return {**self.about, HEAD_NOTE: head_note} if head_note else self.about

    def references(self) -> Iterator[ResolvedReference]:
        """The resolved references in the order of the catalogue's items, each time that they are asked for."""
        return iter(self.network.references) if self.each_reference is None else self.each_reference()

    @property
    def languages(self) -> list[str]:
        """The languages that the settings give the site, its main one first; empty where they say nothing."""
        return [language for language in self.about.get("site_languages", "").split("\n") if language]

    def in_main_language(self) -> "Archive":
        """The book in the main language of the site, each page once."""
        return self.in_language(self.languages[0], self.languages) if len(self.languages) > 1 else self

    def in_language(self, language: str, languages: Sequence[str]) -> "Archive":
        """The book as a reader of a language has it.

        Args:
            language: The language, one of ``languages``.
            languages: Those of the site, its main one first.

        Returns:
            The same archive: each page of the book in this language, or where it is not translated the original: that
            in the main language or the first there is; the texts of the settings in this language. What is not of the
            site's languages stays.
        """
        order = [language, "", *languages]
        best: dict[str, Narrative] = {}
        for narrative in self.narratives:
            kept = best.get(narrative.slug)
            if kept is None or _rank(narrative, order) < _rank(kept, order):
                best[narrative.slug] = narrative
        chosen = {narrative.path for narrative in best.values()}
        translated = {
            name.removeprefix(f"{language}."): text
            for name, text in self.about.items()
            if name.startswith(f"{language}.")
        }
        return replace(
            self,
            narratives=tuple(narrative for narrative in self.narratives if narrative.path in chosen),
            about={**self.about, **translated, "page_language": language},
        )

    def post_on(self, code: str, service: str, date_sent: str = "") -> Post | None:
        """What a code stands for on a paper of a service, at a date in EDTF; None if it is unknown."""
        return self.office(code, service, date_sent) if self.office else self.post(code)
