"""Archive -> SiteData: the archive with the indexes that pages need: cited in, neighbours, references, posts."""

import copy
import re
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from markupsafe import Markup

from briefbook.model.abbreviation import Abbreviation
from briefbook.model.archive import HEAD_NOTE, Archive, ChangeTimes
from briefbook.model.cable import SourceKind
from briefbook.model.catalogue import Entry, Withdrawal, natural
from briefbook.model.narrative import Narrative
from briefbook.model.network import ResolvedReference, SeriesReport
from briefbook.model.page import Page
from briefbook.model.persons import Person
from briefbook.model.post import Post
from briefbook.model.rendering import ExportFile, ManifestRow
from briefbook.model.verdict import Verification
from briefbook.site import urls
from briefbook.text.abbreviations import abbreviations_in
from briefbook.text.authorities import families
from briefbook.text.book_order import book_order
from briefbook.text.date_display import date_in_words, sort_key, year_label
from briefbook.text.documentary_forms import from_and_to, has_number, is_sent, kind_and_number, kind_word
from briefbook.text.folding import fold
from briefbook.text.imprint import in_a_row
from briefbook.text.office_names import office_name
from briefbook.text.services import CodeUse, Service, combined_office, named, office_words, service_of, words_of_source
from briefbook.text.titles import TitleParts, common_name, edition_title, is_titled, office_in_title, title
from briefbook.util.translation import SOURCE_LANGUAGE, gettext, has_catalogue, language, using

PICTURE_CACHE_SIZE = 16

MAX_SHARING = 40
"""Of how many items a subject, a name or a date of event may be, to relate them."""

K = TypeVar("K")
V = TypeVar("V")


ROW_FIELDS = ("date", "from", "to", "info", "number", "classification", "precedence", "subject")


def is_unsure(entry: Entry, name: str) -> bool:
    """Was the effective value of a field hard to read?"""
    return any(reading.is_unsure for reading in entry.effective_readings(name) if reading.value)


class ItemRow(NamedTuple):
    """The values of an item that tables, neighbours and filters need."""

    item: str
    date: str = ""
    sender: str = ""
    to: tuple[str, ...] = ()
    info: tuple[str, ...] = ()
    number: str = ""
    classification: str = ""
    precedence: str = ""
    subject: str = ""
    form: str = ""
    persons: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    pages: int = 0
    checksum: str = ""
    specimen: bool = False
    provisional: bool = False
    unsure: tuple[str, ...] = ()  # the fields whose value was hard to read
    service: str = ""  # the service that wrote the paper, if it is known
    sender_words: str = ""  # the sender in the words of its source, where they say more than the code
    to_words: str = ""
    edition_title: str = ""
    event: str = ""  # the date of the event that the paper tells of
    is_titled: bool = False  # is the subject the title that the paper has where it comes from?
    by_cover: tuple[str, ...] = ()  # the fields of senders and addressees that only a cover sheet gives

    @classmethod
    def of(cls, entry: Entry) -> "ItemRow":
        """The row of an entry."""
        value = entry.value
        return cls(
            item=entry.item,
            date=value("date") or "",
            sender=value("from") or "",
            to=entry.values("to"),
            info=entry.values("info"),
            number=value("number") or "",
            classification=value("classification") or "",
            precedence=value("precedence") or "",
            subject=value("subject") or "",
            form=value("form") or "",
            persons=entry.values("persons"),
            places=entry.values("places"),
            pages=entry.page_count,
            checksum=entry.checksum or "",
            specimen=entry.is_specimen,
            provisional=entry.provisional,
            unsure=tuple(name for name in ROW_FIELDS if is_unsure(entry, name)),
            service=str(service_of(entry)),
            sender_words=words_of_source(entry, "from"),
            to_words=words_of_source(entry, "to"),
            edition_title=edition_title(entry),
            event=value("event") or "",
            is_titled=is_titled(entry),
            by_cover=tuple(
                name
                for name in ("from", "to", "info")
                if any(reading.by is SourceKind.COVER for reading in entry.effective_readings(name)[:1])
            ),
        )

    @property
    def date_words(self) -> str:
        """The date as a reader reads it; empty if there is none."""
        return date_in_words(self.date, unknown="")

    @property
    def designation(self) -> str:
        """What the item is by its kind, number and codes: Telegram 3316, WASHDC to EXTERNAL."""
        kind = kind_and_number(self.form, self.number)
        words = kind[:1].upper() + kind[1:]
        if not self.number and has_number(self.form):
            words = gettext("{kind}, number not known").format(kind=words)
        sender, to = self.sender_words or self.sender, self.to_words or in_a_row(self.to)
        return f"{words}, {self._from_and_to(sender, to)}" if sender or to else words

    @property
    def number_words(self) -> str:
        """The beginning of the designation, its kind and number: Telegram 3316."""
        return self.designation.removesuffix(self.codes_words)

    @property
    def codes_words(self) -> str:
        """The end of the designation where it is codes of offices, and no words of the source: WASHDC to EXTERNAL."""
        if self.sender_words or self.to_words or not (self.sender or self.to):
            return ""
        return f", {self._from_and_to(self.sender, in_a_row(self.to))}"

    @property
    def parties_words(self) -> str:
        """The end of the designation that says from whom to whom, in codes or words: , WASHDC to EXTERNAL."""
        sender, to = self.sender_words or self.sender, self.to_words or in_a_row(self.to)
        return f", {self._from_and_to(sender, to)}" if sender or to else ""

    @property
    def kind_words(self) -> str:
        """The designation without from whom to whom: Telegram 3316."""
        return self.designation.removesuffix(self.parties_words)

    @property
    def has_sure_parties(self) -> bool:
        """Does the title of the item surely say from whom or to whom it went?"""
        return bool(self.edition_title or self.sender or self.to) and not {"from", "to"} & set(self.unsure)

    @property
    def card_words(self) -> str:
        """Sender, addressee and number as shown on a citation card: LDN → EXTERNAL, no. 4028."""
        sender, to = self.sender_words or self.sender, self.to_words or ", ".join(self.to)
        if is_sent(self.form, sender, to):
            sender, to = sender or gettext("sender not known"), to or gettext("addressee not known")
        number = gettext("number not known") if has_number(self.form) else ""
        if self.number:
            number = gettext("no. {number}").format(number=self.number)
        return ", ".join(
            part for part in (f"{sender} → {to}".strip() if to else sender, number or kind_word(self.form)) if part
        )

    def _from_and_to(self, sender: str, to: str) -> str:
        return from_and_to(
            sender,
            to,
            self.form,
            no_sender=gettext("sender not known"),
            no_addressee=gettext("addressee not known"),
        )

    def route(self, names: Mapping[str, str]) -> str:
        """Sender and addressee: in the words of the source, else with the offices' names."""
        to = self.to_words or in_a_row([names.get(code, code) for code in self.to])
        return self._from_and_to(self.sender_words or names.get(self.sender, self.sender), to)


@dataclass(frozen=True, slots=True)
class CitingPassage:
    """A place in the book where an item is cited: the narrative, the passage, the quotations compared with it."""

    narrative: Narrative
    passage: int
    quotations: tuple[Verification, ...] = ()

    @property
    def heading(self) -> str:
        """The heading it stands under; empty in the introduction."""
        return self.narrative.passages[self.passage].heading if self.narrative.passages else ""


def site_languages(about: Mapping[str, str], locales: Path | None = None) -> list[str]:
    """The languages of the pages: those of the settings, else the narratives' if there is a catalogue for it."""
    chosen = [language for language in about.get("site_languages", "").split("\n") if language]
    own = about.get("language", "")
    return chosen or [own if own and has_catalogue(own, locales) else SOURCE_LANGUAGE]


class SiteData:
    """An archive and its indexes, each computed on first use."""

    def __init__(self, archive: Archive, rows: Iterable[ItemRow] | None = None) -> None:
        """``rows`` may hand in the rows of all items, in the catalogue's order, where they are known already."""
        self.of_all_languages = archive
        self.languages = site_languages(archive.about, archive.locales)
        self.language = archive.about.get("page_language") or self.languages[0]
        self.folder = "" if self.language == self.languages[0] else f"{self.language}/"
        if len(self.languages) > 1 and not archive.about.get("page_language"):
            archive = archive.in_language(self.language, self.languages)
        self.archive = archive
        self.paper_language = archive.about.get("paper_language") or archive.about.get("language") or SOURCE_LANGUAGE
        self.about = {name.removeprefix("site_"): value for name, value in archive.about.items()}
        self.site_address = self.about.get("address", "")
        if self.folder and self.site_address:
            self.about["address"] = f"{self.site_address.rstrip('/')}/{self.language}"
        self._last_item: tuple[Entry, tuple[Page, ...]] | None = None
        self.last_files: tuple[Entry, list[ExportFile]] | None = None
        self.search_files: dict[str, bytes] | None = None
        self.book_search_files: dict[str, bytes] | None = None
        self.quote_cards: dict[str, Verification] | None = None
        self.frame: dict[str, Any] | None = None
        self.picture_types: dict[tuple[str, int], str | None] = {}
        self._pictures: OrderedDict[tuple[str, int], tuple[bytes, str] | None] = OrderedDict()
        self._rows = tuple(rows) if rows is not None else None

    @property
    def narrative_language(self) -> str:
        """The language of the narratives that do not say theirs."""
        return self.about.get("language") or SOURCE_LANGUAGE

    def about_item(self, item: str) -> dict[str, str]:
        """The settings that pages show, with the item's head note where it has one."""
        head_note = self.archive.head_notes.get(item)
        return {**self.about, HEAD_NOTE: head_note} if head_note else self.about

    def language_of(self, narrative: Narrative) -> str:
        """The language of a page of the book."""
        return narrative.language or self.narrative_language

    @cached_property
    def others(self) -> dict[str, "SiteData"]:
        """The same site in its other languages, each by its folder; the main one has the empty name."""
        others: dict[str, SiteData] = {}
        for tag in self.languages:
            if tag != self.language:
                other = SiteData(self.of_all_languages.in_language(tag, self.languages), self.rows)
                other.of_all_languages = self.of_all_languages
                other.picture_types = self.picture_types
                others[other.folder] = other
        return others

    def in_its_language(self) -> AbstractContextManager[None]:
        """Write in the language of the pages until the end of the block."""
        return using(self.language, self.archive.locales)

    def with_book(self, narratives: tuple[Narrative, ...], verifications: tuple[Verification, ...]) -> "SiteData":
        """The same items with another book, for previewing a chapter; data on items is shared."""
        _ = self.row_of  # worked out once, and not for each
        other = copy.copy(self)
        for name in (
            "narratives",
            "narrative_of",
            "narrative_at",
            "mentions",
            "verifications",
            "cited_not_held",
            "abbreviations",
        ):
            other.__dict__.pop(name, None)
        other.__dict__.pop("others", None)
        other.book_search_files = None
        other.quote_cards = None
        other.archive = replace(self.archive, narratives=narratives, verifications=verifications, drafts=())
        return other

    def completed(self, archive: Archive) -> "SiteData":
        """The same items and chapters with what was not known of them before: findings, verifications, downloads."""
        other = self.with_book(archive.narratives, archive.verifications)
        other.archive = other.of_all_languages = archive
        other.frame = None
        for name in ("change_times", "iiif_files"):
            other.__dict__.pop(name, None)
        return other

    def warm_caches(self) -> None:
        """Find now what every item's page needs, so that no process that this is sent to has to find it again."""
        for name in ("row_of", "_position", "_series_position", "mentions", "narrative_of"):
            getattr(self, name)
        for name in ("references_out", "references_in", "copies_of", "sharing", "names_on_covers"):
            getattr(self, name)

    # Items

    @property
    def rows(self) -> tuple[ItemRow, ...]:
        """Every item, in natural order of the ids."""
        if self._rows is None:
            self._rows = tuple(ItemRow.of(entry) for entry in self.archive.catalogue)
        return self._rows

    @cached_property
    def has_scans(self) -> bool:
        """Is a scan of any item held? Editions and lists have none."""
        return any(row.checksum for row in self.rows)

    @cached_property
    def row_of(self) -> dict[str, ItemRow]:
        """The row of each item."""
        return {row.item: row for row in self.rows}

    @property
    def withdrawn(self) -> Mapping[str, Withdrawal]:
        """The withdrawn items; each has only a page that says so."""
        return self.archive.catalogue.withdrawn

    def has_item(self, item: str) -> bool:
        """Is there a page for this item?"""
        return item in self.archive.catalogue if self._rows is None else item in self.row_of

    def item(self, item: str) -> tuple[Entry, tuple[Page, ...]] | None:
        """An item's entry and pages; the last one's are kept, for its page and its files are made together."""
        if self._last_item is None or self._last_item[0].item != item:
            entry = self.archive.catalogue.get(item)
            if entry is None:
                return None
            self._last_item = (entry, tuple(self.archive.catalogue.pages(item)))
        return self._last_item

    def pages_to_show(self, entry: Entry, pages: Sequence[Page]) -> list[Page]:
        """The pages of an item, with text or with only a picture; none if the item is not held.

        Args:
            entry: The item.
            pages: Its pages with text.
        """
        by_number = {page.number: page for page in pages}
        for number in range(1, entry.page_count + 1):
            by_number.setdefault(number, Page(entry.item, number))
        if not by_number and self.picture_address(entry.item, 1):
            by_number[1] = Page(entry.item, 1)
        return [by_number[number] for number in sorted(by_number)]

    def has_pages(self, item: str) -> bool:
        """Is there a text or a picture of an item, not only its description?"""
        entry = self.archive.catalogue.get(item)
        return entry is not None and bool(self.pages_to_show(entry, tuple(self.archive.catalogue.pages(item))))

    @cached_property
    def by_date(self) -> tuple[str, ...]:
        """The dated items, earliest first."""
        dated = [row for row in self.rows if row.date]
        return tuple(row.item for row in sorted(dated, key=lambda row: (sort_key(row.date), natural(row.item))))

    @cached_property
    def by_series(self) -> dict[str, tuple[str, ...]]:
        """The items of each run of a series, in order of their numbers.

        A number whose date contradicts it has no sure place, and an undated item only where one run can hold it. Where
        no rule of the numbering is known, each year counts as a run.
        """
        runs: dict[str, list[ItemRow]] = defaultdict(list)
        for report in self.series_reports:
            suspects = {suspect.item for suspect in report.suspects}
            dated = [estimate.item for estimate in report.estimates if estimate.date_sent]
            for item in (*report.items, *dated):
                row = self.row_of.get(item)
                if row and item not in suspects and _message_number(row) and (row.date or item in dated):
                    run = "" if _is_settled(report) else year_label(row.date)
                    runs[f"{report.key} {run}"].append(row)
        return {
            key: tuple(row.item for row in sorted(rows, key=lambda row: (_message_number(row), natural(row.item))))
            for key, rows in runs.items()
        }

    @cached_property
    def _position(self) -> dict[str, int]:
        return {item: index for index, item in enumerate(self.by_date)}

    @cached_property
    def _series_position(self) -> dict[str, tuple[tuple[str, ...], int]]:
        return {item: (items, index) for items in self.by_series.values() for index, item in enumerate(items)}

    def neighbours_by_date(self, item: str) -> tuple[str | None, str | None]:
        """The items before and after it in time."""
        return _beside(self.by_date, self._position.get(item))

    def neighbours_by_number(self, item: str) -> tuple[str | None, str | None]:
        """The items before and after it in its run of the post's series, where number and date are in one order."""
        items, index = self._series_position.get(item, ((), None))
        before, after = _beside(items, index)
        return (
            before if before and self._is_before(before, item) else None,
            after if after and self._is_before(item, after) else None,
        )

    def _is_before(self, earlier: str, later: str) -> bool:
        """Do the dates of two items not contradict this order?"""
        first, second = self.row_of[earlier].date, self.row_of[later].date
        return not (first and second) or sort_key(first)[:10] <= sort_key(second)[:10]

    # Pictures

    def picture(self, item: str, number: int) -> tuple[bytes, str] | None:
        """The image of a page; the last few are cached, since a page and its image are requested together."""
        if (item, number) not in self._pictures:
            while len(self._pictures) >= PICTURE_CACHE_SIZE:
                self._pictures.popitem(last=False)
            scan = self.archive.picture(item, number)
            self._pictures[item, number] = scan
            self.picture_types[item, number] = scan[1] if scan else None
        return self._pictures[item, number]

    def picture_address(self, item: str, number: int) -> str | None:
        """Where the picture of a page stands; None where there is none."""
        if (item, number) not in self.picture_types:
            self.picture(item, number)
        media_type = self.picture_types[item, number]
        return urls.picture_url(item, number, media_type) if media_type else None

    @cached_property
    def change_times(self) -> ChangeTimes:
        """When items and narratives last changed."""
        return self.archive.change_times()

    def manifest_rows(self) -> list[ManifestRow]:
        """The items that have an IIIF manifest, that is, scanned pages."""
        times = self.change_times.items
        return [
            ManifestRow(row.item, self.title(row), row.date, row.specimen, times.get(row.item, ""))
            for row in self.rows
            if row.checksum and row.pages
        ]

    @cached_property
    def iiif_files(self) -> Mapping[str, str]:
        """The IIIF collections and the list of changes, by their addresses in the site."""
        return self.archive.collection_files(self.manifest_rows(), self.about)

    # The book's pages

    @cached_property
    def narratives(self) -> tuple[Narrative, ...]:
        """The pages of the book in their order: by part, then the author's, the menu's, then by date, then by name."""
        menu = self.about.get("menu", "").split("\n")
        return tuple(sorted(self.archive.narratives, key=lambda narrative: book_order(narrative, menu)))

    def narratives_in(self, part: str) -> tuple[Narrative, ...]:
        """The pages of a part of the book, in their order."""
        return tuple(narrative for narrative in self.narratives if narrative.part == part)

    @cached_property
    def chapters(self) -> tuple[Narrative, ...]:
        """The chapters of the book, without its front and back matter."""
        return self.narratives_in("chapter")

    def shows(self, name: str) -> bool:
        """Does the site have a page or figure that the settings may hide?"""
        return name not in self.about.get("hide", "").split("\n")

    @cached_property
    def narrative_of(self) -> dict[str, Narrative]:
        """Narratives by slug."""
        return {narrative.slug: narrative for narrative in self.narratives}

    @cached_property
    def narrative_at(self) -> dict[str, Narrative]:
        """Narratives by path; by that of one in another language, the one that stands at its address here."""
        by_slug = {narrative.slug: narrative for narrative in self.archive.narratives}
        by_path = {
            narrative.path: by_slug[narrative.slug]
            for narrative in self.of_all_languages.narratives
            if narrative.slug in by_slug
        }
        return by_path | {narrative.path: narrative for narrative in self.narratives}

    @cached_property
    def mentions(self) -> dict[str, tuple[CitingPassage, ...]]:
        """Where the book cites each item."""
        by_item: dict[str, dict[tuple[str, int], CitingPassage]] = defaultdict(dict)
        for narrative in self.narratives:
            for citation in narrative.citations:
                key = (narrative.path, citation.passage)
                if key not in by_item[citation.item]:
                    quoted = self._quoted(narrative, citation.passage, citation.item)
                    by_item[citation.item][key] = CitingPassage(narrative, citation.passage, quoted)
        return {item: tuple(mentions.values()) for item, mentions in by_item.items()}

    def _quoted(self, narrative: Narrative, passage: int, item: str) -> tuple[Verification, ...]:
        return tuple(
            verification
            for verification in self.verifications.get(narrative.path, ())
            if verification.item == item and narrative.quotations[verification.quotation].passage == passage
        )

    @cached_property
    def verifications(self) -> dict[str, tuple[Verification, ...]]:
        """The quotations compared, by the narrative's path."""
        by_path: dict[str, list[Verification]] = defaultdict(list)
        counts = {narrative.path: len(narrative.quotations) for narrative in self.narratives}
        for verification in self.archive.verifications:
            if 0 <= verification.quotation < counts.get(verification.narrative, 0):
                by_path[verification.narrative].append(verification)
        return {path: tuple(many) for path, many in by_path.items()}

    # References and series

    @cached_property
    def references_out(self) -> dict[str, tuple[ResolvedReference, ...]]:
        """What each item refers to."""
        return _grouped(
            (reference.item, reference)
            for reference in self.archive.network.references
            if reference.status != "none" or reference.is_doubtful
        )

    @cached_property
    def references_in(self) -> dict[str, tuple[ResolvedReference, ...]]:
        """What refers to each item, held or not."""
        leading = (reference for reference in self.archive.network.references if reference.target)
        return _grouped((reference.target or "", reference) for reference in leading)

    @cached_property
    def not_held(self) -> dict[str, tuple[ResolvedReference, ...]]:
        """The cables referred to but not held, and what refers to them."""
        stubs = (
            reference
            for reference in self.archive.network.references
            if reference.status == "stub" and reference.target
        )
        by_target = _grouped((reference.target or "", reference) for reference in stubs)
        return dict(sorted(by_target.items(), key=lambda pair: natural(pair[0])))

    @cached_property
    def doubtful(self) -> tuple[ResolvedReference, ...]:
        """The references that were too hard to read to count, in natural order of the items that make them."""
        references = (reference for reference in self.archive.network.references if reference.is_doubtful)
        return tuple(sorted(references, key=lambda reference: (natural(reference.item), reference.mention)))

    @cached_property
    def cited_not_held(self) -> dict[str, tuple[CitingPassage, ...]]:
        """Items that the book cites and the collection does not hold."""
        missing = {
            item: mentions
            for item, mentions in self.mentions.items()
            if not self.has_item(item) and item not in self.withdrawn
        }
        return dict(sorted(missing.items(), key=lambda pair: natural(pair[0])))

    @cached_property
    def copies_of(self) -> dict[str, tuple[str, ...]]:
        """The other items that hold the same text."""
        groups = self.archive.network.copies
        return {item: tuple(copy for copy in group if copy != item) for group in groups for item in group}

    @staticmethod
    def features(row: ItemRow) -> tuple[tuple[str, str], ...]:
        """What can relate an item to others, each with its kind: the date of its event, its subject, whom it names."""
        features = [("event", row.event)] if row.event else []
        if row.subject and "subject" not in row.unsure:
            features.append(("subject", fold(row.subject)))
        return (*features, *(("name", name) for name in (*row.persons, *row.places)))

    @cached_property
    def sharing(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """The items that share a feature, for each that several and not too many have."""
        by_feature = _grouped((feature, row.item) for row in self.rows for feature in self.features(row))
        return {feature: items for feature, items in by_feature.items() if 1 < len(items) <= MAX_SHARING}

    @cached_property
    def series_reports(self) -> tuple[SeriesReport, ...]:
        """All series, in order of their keys."""
        return tuple(sorted(self.archive.network.series, key=lambda report: natural(report.key)))

    # Posts, people, places

    @cached_property
    def post_items(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """For each post's code the items it sent, received, and was informed of."""
        by_code: dict[str, dict[str, list[str]]] = defaultdict(lambda: {"sent": [], "received": [], "informed": []})
        for row in self.rows:
            if row.sender:
                by_code[row.sender]["sent"].append(row.item)
            for code in row.to:
                by_code[code]["received"].append(row.item)
            for code in row.info:
                by_code[code]["informed"].append(row.item)
        return {code: {kind: tuple(items) for kind, items in kinds.items()} for code, kinds in sorted(by_code.items())}

    @cached_property
    def numbers_sent(self) -> dict[tuple[str, str], list[tuple[int, str]]]:
        """For each office and year, and for "" as the year in all years, the numbers that it used, with the items."""
        numbers: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
        for row in self.rows:
            if row.sender and row.number.isdigit():
                for year in {"", row.date[:4]}:
                    numbers[row.sender, year].append((int(row.number), row.item))
        return {key: sorted(pairs) for key, pairs in numbers.items()}

    @cached_property
    def names_on_covers(self) -> frozenset[str]:
        """The senders and addressees that only cover sheets name: surnames and offices, and no codes of a heading."""
        covers: set[str] = set()
        others: set[str] = set()
        for row in self.rows:
            for field, codes in (("from", (row.sender,)), ("to", row.to), ("info", row.info)):
                (covers if field in row.by_cover else others).update(filter(None, codes))
        return frozenset(covers - others)

    @cached_property
    def _uses(self) -> dict[str, frozenset[CodeUse]]:
        """For each post's code the services on whose papers it is, with the year."""
        uses: dict[str, set[CodeUse]] = defaultdict(set)
        for row in self.rows:
            use = CodeUse(named(row.service), row.date[:4] if row.date[:4].isdigit() else "")
            for code in (row.sender, *row.to, *row.info):
                uses[code].add(use)
        return {code: frozenset(papers) for code, papers in uses.items()}

    def post(self, code: str) -> Post | None:
        """What a code stands for on the papers it is on; all that it stands for, where their services differ."""
        return self._in_language(self._post_of(code))

    def _in_language(self, post: Post | None) -> Post | None:
        """A post with its name in the language of the pages; a name that the curator gave stays."""
        if post is None or self.language == SOURCE_LANGUAGE or post.standing == "confirmed":
            return post
        return replace(post, name=office_name(post.name))

    def _post_of(self, code: str) -> Post | None:
        if self.archive.office is None:
            return self.archive.post(code)
        return combined_office(code, self._uses.get(code, frozenset({CodeUse(Service.UNKNOWN)})), self.archive.post_on)

    def days_of_office(self, code: str) -> list[str]:
        """The days of the papers that an office sent, received or was sent a copy of; "" for a paper without one."""
        return [self.row_of[item].date for items in self.post_items[code].values() for item in items]

    def services_of(self, code: str) -> frozenset[Service]:
        """The services on whose papers a code is."""
        return frozenset(use.service for use in self._uses.get(code, ()))

    def office(self, row: ItemRow, code: str) -> Post | None:
        """What a code stands for on the paper of an item."""
        return self._in_language(self.archive.post_on(code, row.service, row.date))

    def office_on(self, row: ItemRow, code: str) -> str:
        """The name of an office on the paper of an item, in the words of its title; the code where it is not known."""
        use = (code, row.service, row.date)
        if use not in self._office_names:
            self._office_names[use] = office_in_title(*use, self.archive.post_on)
        return self._office_names[use]

    @cached_property
    def _office_names(self) -> dict[tuple[str, str, str], str]:
        return {}

    def office_name(self, code: str) -> str:
        """The name of an office on all papers that it is on; what its names have in common where they differ."""
        key = language(), code  # a book's second language may be asked for while the first is written
        if key not in self._names_of_codes:
            uses = self._uses.get(code, frozenset({CodeUse(Service.UNKNOWN)}))
            names = {office_in_title(code, str(use.service), use.day, self.archive.post_on) for use in uses}
            self._names_of_codes[key] = common_name(code, names)
        return self._names_of_codes[key]

    @cached_property
    def _names_of_codes(self) -> dict[tuple[str, str], str]:
        return {}

    @cached_property
    def office_links(self) -> dict[tuple[str, str, str], Markup]:
        """The links to the pages of offices made so far: by code, way to the site's root, and name."""
        return {}

    def title(self, row: ItemRow) -> str:
        """The title of an item for people; what was hard to read is left out of it."""
        made = self._titles.get(row.item)
        if made is None or made[0] is not row:
            made = self._titles[row.item] = (row, self._new_title(row))
        return made[1]

    def title_without_subject(self, row: ItemRow) -> str:
        """The title of an item whose subject has words that were hard to read, which stands below it then."""
        return self._new_title(row._replace(subject="", is_titled=False))

    @cached_property
    def _titles(self) -> dict[str, tuple[ItemRow, str]]:
        """The titles made so far, each with its row: tables, neighbours and references ask some twenty times."""
        return {}

    def _new_title(self, row: ItemRow) -> str:
        unsure = row.unsure
        parts = TitleParts(
            edition_title=row.edition_title,
            sender="" if "from" in unsure else row.sender,
            addressees=() if "to" in unsure else row.to,
            sender_words="" if "from" in unsure else row.sender_words,
            addressee_words="" if "to" in unsure else row.to_words,
            date="" if "date" in unsure else row.date,
            form=row.form.replace("_", " "),
            message_number="" if "number" in unsure else row.number,
            subject="" if "subject" in unsure else row.subject,
            service=row.service,
            is_titled=row.is_titled,
        )
        return title(parts, self.archive.post_on)

    def route(self, row: ItemRow) -> str:
        """From whom to whom, the codes decoded; empty where the title says it already or no code is known."""
        names = {
            code: office_words(post)
            for code in (row.sender, *row.to)
            if code and (post := self.office(row, code)) and post.name
        }
        route = row.route(names) if names or row.sender_words or row.to_words else ""
        return "" if route and row.designation.endswith(route) else route

    @cached_property
    def people(self) -> dict[str, tuple[str, ...]]:
        """The items in which each person is named."""
        named = _grouped((person, row.item) for row in self.rows for person in row.persons)
        return dict(sorted(named.items(), key=lambda pair: pair[0].casefold()))

    @cached_property
    def families(self) -> frozenset[str]:
        """The names among the persons' that are a family's."""
        return families(self.people)

    @cached_property
    def person_of(self) -> dict[str, Person]:
        """The persons of the list of persons, by name."""
        return {person.name: person for person in self.archive.persons}

    @cached_property
    def places(self) -> dict[str, tuple[str, ...]]:
        """The items in which each place is named."""
        named = _grouped((place, row.item) for row in self.rows for place in row.places)
        return dict(sorted(named.items(), key=lambda pair: pair[0].casefold()))

    @cached_property
    def abbreviations(self) -> tuple[Abbreviation, ...]:
        """The abbreviations that occur in the book and have a meaning, in order."""
        return abbreviations_in(self.narratives, self.archive.abbreviations).entries

    @cached_property
    def has_specimens(self) -> bool:
        """Does it hold imitations made for demonstration?"""
        return any(row.specimen for row in self.rows)

    def span(self) -> tuple[str, str]:
        """The first and the last date held; empty strings if none is."""
        return self._span

    @cached_property
    def _span(self) -> tuple[str, str]:
        places = [(sort_key(row.date), row) for row in self.rows if row.date]
        if not places:
            return "", ""
        days = [day for day, _ in places]
        first, last = (
            choose((row for day, row in places if day == end), key=lambda row: natural(row.item))
            for choose, end in ((min, min(days)), (max, max(days)))
        )
        return first.date, last.date


def _message_number(row: ItemRow) -> int:
    """The figures of a message's number, 0 where it has none."""
    match = re.search(r"\d+", row.number)
    return int(match[0]) if match else 0


def _is_settled(report: SeriesReport) -> bool:
    """Is it known when the numbers of this series begin anew?"""
    return report.rule.startswith("begins anew")


def _beside(items: tuple[str, ...], index: int | None) -> tuple[str | None, str | None]:
    if index is None:
        return None, None
    return (items[index - 1] if index else None), (items[index + 1] if index + 1 < len(items) else None)


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    groups: dict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(dict.fromkeys(values)) for key, values in groups.items()}
