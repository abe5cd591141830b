"""The input of all checks: catalogue, narratives and context, with derived values computed once."""

import json
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping, Sequence, Set, ValuesView
from dataclasses import dataclass, replace
from functools import cached_property, partial
from hashlib import sha256
from itertools import chain
from typing import Any

from briefbook.checks.claim import Claim
from briefbook.checks.context import NO_TEXT, CheckContext
from briefbook.checks.near_ids import NearIds
from briefbook.checks.offices import PersonNames
from briefbook.checks.prose_dates import span
from briefbook.checks.quotations import LineScoresOf, QuotationFinder, SourceText, SourceTexts
from briefbook.checks.quotations.word_usage import NO_USAGE, WordUsage
from briefbook.checks.statements import Statement, statements_of
from briefbook.checks.word_stems import STEM_LETTERS, ItemsByStem
from briefbook.checks.word_table import WordTable
from briefbook.model.catalogue import Catalogue, Entry
from briefbook.model.finding import Finding
from briefbook.model.finding_json import finding_as_json, finding_from_json
from briefbook.model.locator import FilePosition
from briefbook.model.narrative import Citation, Narrative
from briefbook.model.page import Page
from briefbook.text.dates import Mention, Span, find_mentions
from briefbook.text.ids_alike import IdsAlike
from briefbook.text.tokens import tokens_of

MAX_ITEMS_ASKED = 5_000
"""Of a larger collection the words of all items are not looked through to read a picture."""


MAX_ENTRIES_AT_HAND = 5_000
"""Entries that the checks have asked for and that are in memory at a time."""


@dataclass
class CheckInput:
    """What the checks work on; ``claims``, the verified quotations, are empty until ``check`` sets them.

    ``indexes`` is another input of the same catalogue, whose indexes are used: what is made of the catalogue alone.
    """

    catalogue: Catalogue
    narratives: Sequence[Narrative]
    context: CheckContext
    claims: Sequence[Claim] = ()
    indexes: "CheckInput | None" = None
    _corrections: Mapping[str, Sequence[str]] | None = None

    def share_indexes(self, other: "CheckInput") -> None:
        """Use the indexes of another input of the same catalogue and the same texts, and make missing ones for both."""
        self.indexes = other.indexes or other

    @cached_property
    def statements(self) -> Sequence[Statement]:
        """Every sentence of every narrative, with the items it rests on."""
        return statements_of(self.narratives)

    @cached_property
    def items_by_word(self) -> WordTable:
        """Inverted index: for every word of the collection the items whose texts have it."""
        if self.indexes is not None:
            return self.indexes.items_by_word
        return WordTable(self._made("words of items", self._table_of_words), tuple(self.entries))

    def _table_of_words(self) -> bytes:
        """For every word the places, in the catalogue's order, of the items whose texts have it."""
        places: dict[str, list[int]] = defaultdict(list)
        for place, item in enumerate(self.entries):
            tokens = set(chain.from_iterable(map(tokens_of, set(self.plain(item).split()))))
            for at in map(places.__getitem__, tokens):
                at.append(place)
        return WordTable.written(places)

    def _made(self, name: str, make: Callable[[], bytes]) -> bytes:
        """What is made of the catalogue alone; it is stored where the context has a store for it."""
        return make() if self.context.made_of_texts is None else self.context.made_of_texts(name, make)

    def of_catalogue(self, code: str, make: Callable[[], Iterable[Finding]]) -> list[Finding]:
        """The findings of a check that the catalogue alone decides; made once for a state of the catalogue.

        Args:
            code: The code of the check.
            make: Makes the findings, without a place in the book.
        """
        rows = json.loads(self._made(f"findings {code}", lambda: _as_json(make())))
        return [finding_from_json(row) for row in rows]

    def facts(
        self, code: str, of_narrative: Callable[["CheckInput"], Sequence[Any]]
    ) -> Iterator[tuple[Narrative, Sequence[Any]]]:
        """What a check that compares narratives takes from each of them; taken anew only from those that changed.

        Args:
            code: The code of the check.
            of_narrative: Takes it from an input of one narrative: values of JSON, lists in place of tuples.
        """
        stored = self.context.facts_of_narrative
        for narrative in self.narratives:
            make = partial(self._facts_of, narrative, of_narrative)
            yield narrative, make() if stored is None else stored(code, narrative, make)

    def _facts_of(self, narrative: Narrative, of_narrative: Callable[["CheckInput"], Sequence[Any]]) -> Sequence[Any]:
        return of_narrative(self.of_one(narrative))

    def of_one(self, narrative: Narrative) -> "CheckInput":
        """The input of one of the narratives alone."""
        if narrative.path not in self._of_one:
            alone = CheckInput(self.catalogue, (narrative,), self.context)
            alone.share_indexes(self)
            alone.claims = [claim for claim in self.claims if claim.narrative is narrative]
            self._of_one[narrative.path] = alone
        return self._of_one[narrative.path]

    @cached_property
    def _of_one(self) -> dict[str, "CheckInput"]:
        return {}

    @cached_property
    def _stems(self) -> dict[str, frozenset[str]]:
        return {} if self.indexes is None else self.indexes._stems

    def stems(self, item: str) -> frozenset[str]:
        """The beginnings of the words of an item's text; ``items_by_stem`` says the same of all items at once."""
        if item not in self._stems:
            words = set(self.plain(item).split()) if item in self.entries else ()
            self._stems[item] = frozenset(token[:STEM_LETTERS] for word in words for token in tokens_of(word))
        return self._stems[item]

    def corrections(self, make: Callable[["CheckInput"], Mapping[str, Sequence[str]]]) -> Mapping[str, Sequence[str]]:
        """For every item that another corrects, those that correct it; made once for a state of the catalogue."""
        if self.indexes is not None:
            return self.indexes.corrections(make)
        if self._corrections is None:
            made: Mapping[str, Sequence[str]] = json.loads(
                self._made("corrections", lambda: json.dumps(make(self), ensure_ascii=False).encode())
            )
            self._corrections = made
        return self._corrections

    def placed(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Findings about items, each where the book cites its item first; without a place where it does not."""
        for finding in findings:
            yield replace(finding, where=self.cited.get(finding.item or ""))

    @cached_property
    def person_names(self) -> PersonNames:
        """Finds the persons of the authority list in text."""
        if self.indexes is not None and self.indexes.context.persons is self.context.persons:
            return self.indexes.person_names
        return PersonNames(self.context.persons)

    @cached_property
    def ids_alike(self) -> IdsAlike:
        """The ids that are the same as some words but for signs, zeros, capitals or a prefix."""
        return self.indexes.ids_alike if self.indexes is not None else IdsAlike(self.entries)

    @cached_property
    def near_ids(self) -> NearIds:
        """Finds the ids that are one slip from some words."""
        return NearIds(tuple(self.entries)) if self.indexes is None else self.indexes.near_ids

    @cached_property
    def items_by_stem(self) -> ItemsByStem:
        """For every beginning of a word, the items whose texts have a word that begins so."""
        if self.indexes is not None:
            return self.indexes.items_by_stem
        return ItemsByStem(self.items_by_word)

    @cached_property
    def entries(self) -> "Entries":
        """Every entry by id, in natural order."""
        return Entries(self.catalogue) if self.indexes is None else self.indexes.entries

    @cached_property
    def citations(self) -> list[tuple[Narrative, Citation]]:
        """Every citation of every narrative, in order."""
        return [(narrative, citation) for narrative in self.narratives for citation in narrative.citations]

    @cached_property
    def cited(self) -> dict[str, FilePosition]:
        """The items cited, each with the first place that cites it."""
        first: dict[str, FilePosition] = {}
        for _, citation in self.citations:
            first.setdefault(citation.item, citation.where)
        return first

    @cached_property
    def finder(self) -> QuotationFinder:
        """Finds words in the whole collection."""
        if self.indexes is not None:
            return self.indexes.finder
        known = self._pages
        items = ((item, known.get(item) or tuple(self.catalogue.pages(item))) for item in self.entries)
        return QuotationFinder(
            items,
            source_texts=self._source_texts,
            scores_of=self.scores_of,
            usage=self.usage,
            pages_of=self.pages,
        )

    def scores_of(self, item: str) -> LineScoresOf | None:
        """What the recogniser made of an item's lines, to ask its pictures; None where nothing can be asked."""
        return partial(self.context.line_scores, item) if self.context.line_scores is not None else None

    @cached_property
    def usage(self) -> WordUsage:
        """How usual words are in the collection and its language, beside what the pictures say."""
        if self.context.line_scores is None:
            return NO_USAGE
        is_large = len(self.entries) > MAX_ITEMS_ASKED
        return WordUsage(None if is_large else self._items_with, self.context.letters)

    def _items_with(self, word: str) -> int:
        return len(self.items_by_word.get(word, ()))

    @cached_property
    def _source_texts(self) -> SourceTexts:
        return SourceTexts() if self.indexes is None else self.indexes._source_texts

    @cached_property
    def _pages(self) -> dict[str, tuple[Page, ...]]:
        return {} if self.indexes is None else self.indexes._pages

    def pages(self, item: str) -> tuple[Page, ...]:
        """The pages of an item, cached."""
        if item not in self._pages:
            self._pages[item] = tuple(self.catalogue.pages(item)) if item in self.catalogue else ()
        return self._pages[item]

    @cached_property
    def _places_in_files(self) -> dict[tuple[str, int], tuple[str, int]]:
        """File and page in it -> the item and its page, where these are not the same."""
        if self.indexes is not None:
            return self.indexes._places_in_files
        return {
            (page.file, page.file_page): (item, page.number)
            for item, entry in self.entries.items()
            if entry.files
            for page in self.pages(item)
            if page.file
        }

    def place_in_file(self, name: str, page_number: int) -> tuple[str, int] | None:
        """Which item has a page of a file, and under which number.

        Args:
            name: The file's name, which may be a cited id.
            page_number: The page of the file.

        Returns:
            Item and page; None where no item has it under another id or number.
        """
        return self._places_in_files.get((name, page_number))

    def plain(self, item: str) -> str:
        """The text of an item, its pages joined by line breaks."""
        if self.context.text_of is not None:
            return self.context.text_of(item)
        return "\n".join(page.text for page in self.pages(item))

    def text(self, item: str) -> SourceText:
        """The text of an item, prepared for comparison; cached."""
        return self._source_texts.of(self.pages(item))

    def text_key(self, item: str) -> str:
        """Checksum of an item's text, a part of the key of cached comparisons; "-" if the item is not held."""
        if item not in self.entries:
            return "withdrawn" if item in self.catalogue.withdrawn else "-"
        return self.context.text_keys.get(item) or self.text(item).checksum

    @cached_property
    def texts_key(self) -> str:
        """Checksum of all texts, a part of the key of cached searches."""
        if self.indexes is not None:
            return self.indexes.texts_key
        return self._made("checksum of texts", self._checksum_of_texts).decode()

    def _checksum_of_texts(self) -> bytes:
        every = "\n".join(f"{item} {self.text_key(item)}" for item in self.entries)
        return sha256(every.encode()).hexdigest().encode()

    def has_text(self, item: str) -> bool:
        """Whether an item has any text."""
        if item in self.context.text_keys:
            return self.context.text_keys[item] != NO_TEXT
        return any(line.words for page in self.pages(item) for line in page.lines)

    def dates(self, narrative: Narrative) -> Span | None:
        """First and last day that a narrative covers, by its front matter."""
        return span(narrative.dates)

    def mentions(self, text: str) -> Iterator[Mention]:
        """The days that a piece of prose names, as the collection writes dates."""
        dates = self.context.dates
        return find_mentions(text, window=dates.window, order=dates.order)

    def day(self, item: str) -> Span | None:
        """First and last day that an item's date may mean."""
        entry = self.entries.get(item)
        return self.day_of(entry) if entry else None

    @staticmethod
    def day_of(entry: Entry) -> Span | None:
        """The same of an entry that is at hand: where all are gone through, none is read twice."""
        return span(entry.date)

    def post(self, code: str | None) -> str:
        """The canonical code of a post: EXTERNAL for EXT OTT; "" for none."""
        if not code:
            return ""
        post = self.context.post(code)
        return post.code if post else " ".join(code.upper().split())

    @cached_property
    def copies(self) -> dict[str, frozenset[str]]:
        """For every item of which there are copies, the ids of its group."""
        if self.indexes is not None:
            return self.indexes.copies
        return {item: frozenset(group) for group in self.context.network.copies for item in group}

    @cached_property
    def items_of_number(self) -> dict[str, list[str]]:
        """Items by number alone, without noughts before it; an item may have several."""
        if self.indexes is not None:
            return self.indexes.items_of_number
        items: dict[str, list[str]] = json.loads(self._made("items by number alone", self._numbers_alone))
        return items

    def _numbers_alone(self) -> bytes:
        items: dict[str, list[str]] = defaultdict(list)
        for item, entry in self.entries.items():
            for number in entry.values("number"):
                items[number.strip().upper().lstrip("0")].append(item)
        return json.dumps(items).encode()

    @cached_property
    def items_of_one_number(self) -> dict[tuple[str, str, int], list[str]]:
        """Items by sender, number and year, where several have all three in common."""
        if self.indexes is not None:
            return self.indexes.items_of_one_number
        rows = json.loads(self._made("items of one number", self._repeated_numbers))
        return {(sender, number, year): items for sender, number, year, items in rows}

    def _repeated_numbers(self) -> bytes:
        """The numbers that several items bear, with the items; nothing is kept in memory of the others.

        The catalogue is gone through twice: first a number for each item tells which are worth a second look.
        """
        hashes = array("q", (hash(key) for key, _ in self._each_number()))
        repeated = _repeated(hashes)
        items = self._numbered(lambda key: hash(key) in repeated) if repeated else {}
        return json.dumps([[*key, held] for key, held in items.items() if len(held) > 1]).encode()

    def items_numbered(self, keys: Set[tuple[str, str, int]]) -> dict[tuple[str, str, int], list[str]]:
        """The items that have some senders, numbers and years; the catalogue is gone through for them.

        Args:
            keys: Sender, number in capitals, and year.
        """
        return self._numbered(keys.__contains__) if keys else {}

    def _numbered(self, is_wanted: Callable[[tuple[str, str, int]], bool]) -> dict[tuple[str, str, int], list[str]]:
        items: dict[tuple[str, str, int], list[str]] = defaultdict(list)
        for key, item in self._each_number():
            if is_wanted(key):
                items[key].append(item)
        return items

    def _each_number(self) -> Iterator[tuple[tuple[str, str, int], str]]:
        """Sender, number and year of each item of which all three are known, with the item."""
        for item, entry in self.entries.items():
            sender, number, day = self.post(entry.value("from")), entry.value("number"), span(entry.date)
            if sender and number and day and day[0].year == day[1].year:
                yield (sender, number.strip().upper(), day[0].year), item


class Entries(Mapping[str, Entry]):
    """The entries of a catalogue by id, in natural order; each is read when it is asked for."""

    def __init__(self, catalogue: Catalogue) -> None:
        """``catalogue`` holds the entries, and does not change meanwhile."""
        self._catalogue = catalogue
        self._by_item: dict[str, Entry | None] = {}  # those asked for last

    def __getitem__(self, item: str) -> Entry:
        entry: Entry | None = self.get(item)
        if entry is None:
            raise KeyError(item)
        return entry

    def get(self, item: str, default: Any = None) -> Any:
        """The entry of an item; the default where there is no such item."""
        if item not in self._by_item:
            if len(self._by_item) >= MAX_ENTRIES_AT_HAND:
                self._by_item.clear()
            self._by_item[item] = self._catalogue.get(item)
        entry = self._by_item[item]
        return default if entry is None else entry

    def __contains__(self, item: object) -> bool:
        return self._by_item[item] is not None if item in self._by_item else item in self._catalogue

    def __iter__(self) -> Iterator[str]:
        return iter(self._catalogue.ids())

    def __len__(self) -> int:
        return len(self._catalogue)

    def items(self) -> ItemsView[str, Entry]:
        """Every id with its entry, read one after the other as they are gone through."""
        return _Items(self, self._catalogue)

    def values(self) -> ValuesView[Entry]:
        """Every entry, read one after the other as they are gone through."""
        return _Values(self, self._catalogue)


class _Items(ItemsView[str, Entry]):
    """Goes through a catalogue in one pass, where the base class would ask for each item."""

    def __init__(self, entries: Entries, catalogue: Catalogue) -> None:
        super().__init__(entries)
        self._catalogue = catalogue

    def __iter__(self) -> Iterator[tuple[str, Entry]]:
        for entry in self._catalogue:
            yield entry.item, entry


class _Values(ValuesView[Entry]):
    """The same for the entries alone."""

    def __init__(self, entries: Entries, catalogue: Catalogue) -> None:
        super().__init__(entries)
        self._catalogue = catalogue

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._catalogue)


def _repeated(numbers: "array[int]") -> set[int]:
    """The numbers that occur more than once."""
    if len(numbers) < MAX_ITEMS_ASKED:
        return {number for number, count in Counter(numbers).items() if count > 1}
    import numpy as np  # only for a large collection: beside numbers of eight bytes nothing is made of each item

    ordered = np.sort(np.frombuffer(numbers, dtype=np.int64))
    return {int(number) for number in ordered[1:][ordered[1:] == ordered[:-1]]}


def _as_json(findings: Iterable[Finding]) -> bytes:
    return json.dumps([finding_as_json(finding) for finding in findings], ensure_ascii=False).encode()
