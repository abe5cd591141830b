"""An entry and its pages -> the document that the index stores; and the schema of the index."""

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import tantivy

from briefbook.model.cable import SourceKind
from briefbook.model.catalogue import FIELDS, Entry
from briefbook.model.page import Page, PageText
from briefbook.search.common_words import ENGLISH, CommonWords, pairs, words_of
from briefbook.search.query_dates import Days, day_label, edtf_days, month_label, units_of
from briefbook.text.compounds import rewritings, windows
from briefbook.text.folding import composed

if TYPE_CHECKING:
    from briefbook.text.probable_words import ProbableWord

VERSION = 13
"""Version of the fields below; an index of another version is rebuilt."""

LONG = "long"
BREAK = "\f"
"""Separates two pages in a text."""

NO_DAY = 1 << 22
"""Sort key of items without a date: after all that have one."""

FACETS = ("post", "addressee", "month", "classification", "precedence", "person", "chapter")
"""What hits are counted by."""

COLUMNS = {"post": 1, "addressee": 4, "month": 1, "classification": 1, "precedence": 1}
"""How many single-valued columns a facet has; every document fills them, with "" where it has no value. Counting a
single-valued column takes a tenth of the time of a multi-valued one. Further values go into a multi-valued column, as
do all persons and chapters, of whose many names only the most frequent are shown."""

SCORED = "|"
"""The term in ``probable`` of every item whose pictures were asked for probable words."""

HARD_TO_READ = 0.6
"""Mean confidence (0 to 1) below which a page counts as hard to read."""

MAX_WORD_LENGTH = 60

WORDS_AROUND = 8
"""How many words on each side of a word that is divided or has a hyphen a phrase may reach, in the other spelling."""

_LISTED = (SourceKind.PERSON, SourceKind.RECEIVED)
_POST_FIELDS = ("from", "to", "info")
_KEY_FIELDS = (*_POST_FIELDS, "classification", "precedence", "form")
_TEXT_FIELDS = tuple(name for name in FIELDS if name not in (*_KEY_FIELDS, "date"))
_ABOUT_FIELDS = (
    "subject",
    "persons",
    "places",
    "tags",
    "signer",
    "note",
    "identifiers",
    "from",
    "to",
    "number",
    "file",
)
ValuesByField = dict[str, tuple[str, ...]]
_FIGURES = re.compile(r"\d{1,9}")


def analyser() -> Any:
    """The tantivy analyser of texts: words of letters and digits, lower case, without accents."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (tantivy.Filter.remove_long(MAX_WORD_LENGTH), tantivy.Filter.lowercase(), tantivy.Filter.ascii_fold()):
        builder = builder.filter(step)
    return builder.build()


_analyser = analyser()


def blanks_analyser() -> Any:
    """The tantivy analyser of ``pairs`` and ``near``, whose terms are separated by blanks."""
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()


def schema() -> Any:
    """The fields of the index.

    ``text`` is the text of the pages, which is indexed and not stored: the catalogue has it; ``joined`` its words
    that are written in parts, written together,
    ``joined_phrases`` these with the words around them; ``pairs`` has every two very common words that stand beside
    each other in the text, and is as long as the text, ``more_pairs`` has those of ``about`` and ``joined_phrases``,
    ``near`` how near the commonest of them come to each other;
    ``probable`` has "WORD|READ|PERCENT" for a word that is likely
    on the picture where another was read, ``SCORED`` where pictures were asked; ``about`` is the description's text;
    ``k_NAME`` a value as a whole, ``t_NAME`` its words; ``c_NAME_1`` and so on a facet's columns, ``c_NAME_more`` its
    further values, ``c_day`` the day or month; ``days`` are the days, months and years that the date may mean, ``LONG``
    if they are too many; ``unseen`` is 1 for an item without scan and text,
    of which there is no page; ``day_first`` and ``day_last`` bound it, ``sort`` orders by date and number.
    """
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("item", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("text", tokenizer_name="cable")
    builder.add_text_field("joined", tokenizer_name="cable", index_option="basic")
    builder.add_text_field("joined_phrases", tokenizer_name="cable")
    builder.add_text_field("pairs", tokenizer_name="blanks", index_option="freq")
    builder.add_text_field("more_pairs", tokenizer_name="blanks", index_option="basic")
    builder.add_text_field("near", tokenizer_name="blanks", index_option="basic")
    builder.add_text_field("probable", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("about", tokenizer_name="cable")
    for name in _KEY_FIELDS:
        builder.add_text_field(f"k_{name}", tokenizer_name="raw", index_option="basic")
    for name in _TEXT_FIELDS:
        builder.add_text_field(f"t_{name}", tokenizer_name="cable")
    for name in ("has", "days"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("person", "chapter"):
        builder.add_text_field(f"k_{name}", tokenizer_name="raw", index_option="basic")
    for name in columns():
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("day_first", "day_last", "serial"):
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in ("sort", "position", "pages", "blank", "hard", "unseen"):
        builder.add_integer_field(name, indexed=name == "position", fast=True)
    builder.add_text_field("boxed", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def columns() -> list[str]:
    """The names of all facet columns."""
    names = ["c_day"]
    for name in FACETS:
        names += [f"c_{name}_{index}" for index in range(1, COLUMNS.get(name, 0) + 1)] + [f"c_{name}_more"]
    return names


def document_of(
    entry: Entry,
    pages: Sequence[Page | PageText],
    position: int,
    chapters: Sequence[str] = (),
    probable: "Iterable[ProbableWord] | None" = None,
    common: CommonWords = ENGLISH,
) -> tantivy.Document:
    """An entry as a tantivy document.

    Args:
        entry: The entry.
        pages: Its pages.
        position: Its place in the catalogue, from 0.
        chapters: The titles of the narratives that cite it.
        probable: The words that are likely on its pictures; None where they cannot be asked.
        common: The very common words of the index.
    """
    document = tantivy.Document()
    add, add_number = document.add_text, document.add_integer
    page_texts = [page if isinstance(page, PageText) else PageText.of(page) for page in pages]
    values_by_field = {name: entry.values(name) for name in entry.readings}
    add("item", entry.item)
    as_listed = {name: _as_listed(entry, name) for name in _POST_FIELDS if name in values_by_field}
    about = [value for name in _ABOUT_FIELDS if name in values_by_field for value in values_by_field[name]]
    about += [words for name in ("from", "to") for words in as_listed.get(name, ())]
    add_text(document, [page_text.text for page_text in page_texts], "\n".join((entry.item, *about)), common)
    if probable is not None:
        for term in probable_terms(probable):
            add("probable", term)
    for name in _KEY_FIELDS:
        for value in (*values_by_field.get(name, ()), *as_listed.get(name, ())):
            add(f"k_{name}", key(value))
    for name in _TEXT_FIELDS:
        for value in values_by_field.get(name, ()):
            for spelling in spellings(composed(value)):
                add(f"t_{name}", spelling)
    days = edtf_days(entry.date)
    for value in _has_values(entry, values_by_field, page_texts):
        add("has", value)
    _add_facets(add, values_by_field, days, chapters)
    serial = serial_of(entry.value("number"))
    if serial is not None:
        add_number("serial", serial)
    if days:
        for unit in units_of(days) or (LONG,):
            add("days", unit)
        add_number("day_first", days[0])
        add_number("day_last", days[1])
    add_number("sort", sort_of(days, serial))
    add_number("position", position)
    is_unseen = not page_texts and not entry.page_count and entry.scan is None  # a row of a list, and no more
    page_count = 0 if is_unseen else max(len(page_texts), entry.page_count, 1)
    add_number("unseen", int(is_unseen))
    add_number("pages", page_count)
    blank = sum(1 for page_text in page_texts if not page_text.text.strip())
    add_number("blank", blank + max(0, page_count - len(page_texts)))
    hard = sum(
        1 for page_text in page_texts if page_text.confidence is not None and page_text.confidence < HARD_TO_READ
    )
    add_number("hard", hard)
    if any(page_text.boxed for page_text in page_texts):
        add("boxed", "yes")
    return document


def add_text(document: tantivy.Document, parts: Sequence[str], about: str, common: CommonWords = ENGLISH) -> None:
    """Add the text of pages, or of an essay's paragraphs, in all spelling variants, and of its description.

    Args:
        document: What it is added to.
        parts: The pages or paragraphs; ``BREAK`` separates them.
        about: The description's text, or the essay's title.
        common: The very common words of the index.
    """
    text = composed(BREAK.join(parts))
    document.add_text("text", text)
    in_text = _add_common_words(document, text, common)
    other_texts = []
    for rewriting in rewritings(text, with_places=False):
        joined = dict.fromkeys(rewriting.text[start:end] for start, end in rewriting.changes)
        document.add_text("joined", " ".join(joined))
        for part in windows(rewriting, WORDS_AROUND):
            document.add_text("joined_phrases", part)
            other_texts.append(part)
    for spelling in _spellings(composed(about)):  # long, and its own: not remembered
        document.add_text("about", spelling)
        other_texts.append(spelling)
    more = {pair for other in other_texts for pair in pairs(common.places(words_of(other)))}.difference(in_text)
    if more:
        document.add_text("more_pairs", " ".join(sorted(more)))


def _add_common_words(document: tantivy.Document, text: str, common: CommonWords) -> list[str]:
    """Add the pairs of adjacent very common words, and how near the commonest words are to each other.

    ``pairs`` is filled up to the text's number of words: a pair then scores as the phrase of its two words does.

    Returns:
        The pairs, each as often as it stands in the text.
    """
    words = words_of(text)
    if not words:
        return []
    places = common.places(words)
    in_text = pairs(places)
    longest = len(max(words, key=len))
    length = len(words) if longest < MAX_WORD_LENGTH // 4 else len(_analyser.analyze(text))  # without overlong ones
    document.add_text("pairs", " ".join(in_text) + " ." * (length - len(in_text)))
    if near := common.nearest(places):
        document.add_text("near", " ".join(near))
    return in_text


def probable_terms(probable: "Iterable[ProbableWord]") -> Iterator[str]:
    """What ``probable`` has of an item: each word with the reading in whose place it is likeliest.

    >>> from briefbook.text.probable_words import ProbableWord
    >>> list(probable_terms([ProbableWord("bonn", "bomn", 0.3, 1, 4), ProbableWord("bonn", "bomn", 0.25, 7, 0)]))
    ['|', 'bonn|bomn|30']
    """
    yield SCORED
    best: dict[tuple[str, str], float] = {}
    for likely in probable:
        pair = likely.word, likely.read
        best[pair] = max(best.get(pair, 0.0), likely.probability)
    for (word, read), probability in best.items():
        yield f"{word}|{read}|{round(100 * probability):02d}"


@functools.lru_cache(4_096)
def spellings(text: str) -> tuple[str, ...]:
    """A text as written, and with words that are written in parts joined.

    >>> spellings("Under-Secretary"), spellings("harbour")
    (('Under-Secretary', 'UnderSecretary'), ('harbour',))
    """
    return _spellings(text)


def _spellings(text: str) -> tuple[str, ...]:
    return (text, *(rewriting.text for rewriting in rewritings(text, with_places=False)))


def key(value: str) -> str:
    """A value normalised for comparison: in capitals, with single blanks.

    >>> key("Top  secret")
    'TOP SECRET'
    """
    return " ".join(value.upper().split())


def serial_of(message_number: str | None) -> int | None:
    """The figure of a message number: A-312 is 312; None if it has none or several.

    >>> serial_of("3316"), serial_of("A-312"), serial_of("1 and 2"), serial_of(None)
    (3316, 312, None, None)
    """
    figures = _FIGURES.findall(message_number or "")
    return int(figures[0]) if len(figures) == 1 else None


def sort_of(days: Days | None, serial: int | None) -> int:
    """Sort key: first day, then message number; undated items last."""
    return ((days[0] if days else NO_DAY) << 32) | min(serial if serial is not None else 2**31, 2**31)


def _as_listed(entry: Entry, name: str) -> list[str]:
    """Words of a list or a person that a field has under another name: the list's "Moskau" is MOSCOW in the catalogue.

    A machine's words are not among them: they are what it read, with its misreadings.
    """
    return [
        reading.as_written
        for reading in entry.effective_readings(name)
        if reading.by in _LISTED
        and reading.value
        and reading.as_written
        and key(reading.as_written) != key(reading.value)
    ]


def _has_values(entry: Entry, values_by_field: ValuesByField, page_texts: Sequence[PageText]) -> list[str]:
    names = [name for name, values in values_by_field.items() if values]
    read = [bool(page_text.text.strip()) for page_text in page_texts]
    features = (
        ("scan", entry.scan is not None),
        ("pages", bool(page_texts)),
        ("text", any(read)),
        ("gap", not page_texts or not all(read)),
        ("references", bool(entry.references)),
        ("provisional", entry.provisional),
        ("transcript", any(page_text.by == "person" for page_text in page_texts)),
        ("boxes", any(page_text.boxed for page_text in page_texts)),
        ("flag", bool(entry.flags)),
    )
    return names + [name for name, is_true in features if is_true and name not in names]


def _add_facets(add: Any, values_by_field: ValuesByField, days: Days | None, chapters: Sequence[str]) -> None:
    month = month_label(days)
    persons = values_by_field.get("persons", ())
    values: dict[str, Sequence[str]] = {
        "post": values_by_field.get("from", ()),
        "addressee": values_by_field.get("to", ()) + values_by_field.get("info", ()),
        "month": (month,) if month else (),
        "classification": values_by_field.get("classification", ()),
        "precedence": values_by_field.get("precedence", ()),
        "person": persons,
        "chapter": chapters,
    }
    for name, facet_values in values.items():
        facet_values = tuple(dict.fromkeys(facet_values)) if len(facet_values) > 1 else facet_values
        single_columns = COLUMNS.get(name, 0)
        for index in range(single_columns):
            add(f"c_{name}_{index + 1}", facet_values[index] if index < len(facet_values) else "")
        for value in facet_values[single_columns:]:
            add(f"c_{name}_more", value)
    for value in persons:
        add("k_person", value)
    for value in chapters:
        add("k_chapter", value)
    add("c_day", day_label(days[0]) if days and days[0] == days[1] else month)
