"""A page's words and layout -> what kind of page it is: a cover sheet, a message, a continuation, a blank.

The kinds, their printed words and weights are data (``data/page_kinds.toml``).
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain, pairwise
from typing import Any

from rapidfuzz import fuzz

from briefbook.model.page import Kind, Page
from briefbook.text.folding import fold
from briefbook.text.ocr_confusion import distance_within
from briefbook.text.release_markings import is_page_line, is_release_marking

OTHER = "other"
"""The kind of a page that no entry fits."""

MAX_LINES = 70
"""How many of a page's lines are looked at; a printed form has fewer."""

_MAX_HEAD = 12
"""Among how many of a page's first lines a page line is looked for."""

_MIN_ALIKE = 85.0
"""From which likeness, 0 to 100, letters are a printed phrase that was damaged: a letter in seven wrong."""

_MIN_DAMAGED = 8
"""A phrase or label of fewer letters must be read whole: with one letter wrong it is another word."""

_MIN_BROKEN = 20
"""A phrase of so many letters or more may be broken over two lines."""

_FURTHER_PAGE = re.compile(
    r"\W{0,3}(?:PAGE (?:[2-9]|[1-9]\d|TWO|THREE|FOUR|FIVE|SIX)(?: [A-Z0-9/]+){0,6}\W{0,3}|-\s?[2-9]\s?-)$"
)
"""A line that numbers a further page."""

_INCOMING_PAGE = re.compile(r".*\bIN (?:[A-Z/]{0,3}\d[\d/]*[A-Z]? ?)?PAGE ?(?:[2-9]|[1-9]\d)?\W*$")
"""The strip at the head of an incoming message's further page: IN, its number, and PAGE, with its figure or without."""

_DAMAGED_WEIGHT = 0.8
"""What a damaged phrase weighs, beside one read whole."""


@dataclass(frozen=True, slots=True)
class LayoutWeight:
    """What a measure of a page weighs where it is below or above a limit."""

    feature: str
    weight: float
    below: float | None = None
    above: float | None = None


@dataclass(frozen=True, slots=True)
class PageForm:
    """A kind of page as the data describe it, or one of its layouts; see the head of ``data/page_kinds.toml``."""

    name: str
    threshold: float
    is_cover: bool = False
    phrases: tuple[tuple[str, float], ...] = ()
    head: int = MAX_LINES
    labels: tuple[tuple[str, float], ...] = ()
    layout: tuple[LayoutWeight, ...] = ()
    order: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    forms: tuple[tuple[str, str], ...] = ()
    origin: str = ""
    standing: str = ""


@dataclass(frozen=True, slots=True)
class PageKind:
    """What kind of page a page is.

    Attributes:
        name: The kind, such as "message" or "record identification form"; "other" where none fits.
        is_cover: Was the page put before the paper by those who keep, pass on or release it?
        confidence: 0 to 1: a half where the weight just reaches the kind's threshold; 0 for "other".
        signs: The phrases, labels and measures that speak for it.
        form: The entry of the data that fits; None for "other".
    """

    name: str
    is_cover: bool = False
    confidence: float = 0.0
    signs: tuple[str, ...] = ()
    form: PageForm | None = None

    def __str__(self) -> str:
        if not self.form:
            return self.name
        return f"{self.name}{' (cover sheet)' if self.is_cover else ''}, confidence {self.confidence:.2f}"

    def as_json(self) -> dict[str, Any]:
        """The kind for JSON: name, whether it is a cover, confidence, signs."""
        return {
            "name": self.name,
            "cover": self.is_cover,
            "confidence": round(self.confidence, 2),
            "signs": list(self.signs),
        }


@cache
def page_forms() -> tuple[PageForm, ...]:
    """Every kind of page that the data describe, in their order."""
    data = tomllib.loads((files(__package__) / "data" / "page_kinds.toml").read_text(encoding="utf-8"))
    return tuple(page_form(row) for row in data["kind"])


def page_form(row: Mapping[str, Any]) -> PageForm:
    """An entry of the data as a value.

    Args:
        row: The entry, as the head of ``data/page_kinds.toml`` describes it.

    Raises:
        KeyError: The entry has no name or no threshold.
    """
    return PageForm(
        name=row["name"],
        threshold=float(row["threshold"]),
        is_cover=bool(row.get("cover")),
        phrases=tuple((words, float(weight)) for words, weight in row.get("phrases", ())),
        head=int(row.get("head", MAX_LINES)),
        labels=tuple((label, float(weight)) for label, weight in row.get("labels", ())),
        layout=tuple(LayoutWeight(**rule) for rule in row.get("layout", ())),
        order=row.get("order", ""),
        fields=tuple(row.get("fields", {}).items()),
        forms=tuple(row.get("forms", {}).items()),
        origin=row.get("origin", ""),
        standing=row.get("standing", ""),
    )


@cache
def cover_forms() -> tuple[PageForm, ...]:
    """The kinds of cover sheet alone: whoever asks for nothing else need not weigh the others."""
    return tuple(form for form in page_forms() if form.is_cover)


@cache
def unfilled() -> frozenset[str]:
    """What stands behind a label of a form that is not filled in, in capitals: NOT GIVEN, N/A."""
    data = tomllib.loads((files(__package__) / "data" / "page_kinds.toml").read_text(encoding="utf-8"))
    return frozenset(data["nothing"])


def page_kinds(pages: Sequence[Page], forms: Sequence[PageForm] | None = None) -> tuple[PageKind, ...]:
    """What kind of page each page of an item is; the page behind a cover sheet is a first page.

    Args:
        pages: The item's pages in order.
        forms: The kinds to choose from; those of the data if None.
    """
    kinds: list[PageKind] = []
    position = 1
    for page in pages:
        kinds.append(page_kind(page, forms, position=position))
        position = 1 if kinds[-1].is_cover else position + 1
    return tuple(kinds)


def page_kind(page: Page, forms: Sequence[PageForm] | None = None, *, position: int | None = None) -> PageKind:
    """What kind of page a page is, by its words, damaged or not, and its layout.

    Args:
        page: The page as read or typed; words need no boxes.
        forms: The kinds to choose from; those of the data if None.
        position: Its position from 1 behind the last cover sheet; the page's number if None.

    Returns:
        The kind that has most weight for its threshold, cover sheets before others; "other" where none reaches its own.
    """
    lines = tuple(line.text for line in page.lines if line.kind is not Kind.HANDWRITING)[:MAX_LINES]
    wanted = tuple(forms) if forms is not None else page_forms()
    measures = _Measures(page, position)
    best = PageKind(OTHER)
    best_share = 1.0
    for form, words in zip(wanted, _word_signs(lines, wanted), strict=True):
        if (best.is_cover and not form.is_cover) or not _may_reach(form, words):
            continue  # a cover has a message's labels, FROM and TO, beside its own
        signs = [*words, *_layout_signs(form, measures)]
        share = sum(weight for _, weight in signs) / form.threshold
        if share < 1:
            continue
        if best.form is None or share > best_share or (form.is_cover and not best.is_cover):
            best_share = share
            positive = tuple(sign for sign, weight in signs if weight > 0)
            best = PageKind(form.name, form.is_cover, 1 - 0.5**share, positive, form)
    return best


def _may_reach(form: PageForm, words: Sequence[tuple[str, float]]) -> bool:
    """Do a form's words reach its threshold, with all that the layout may add?"""
    most = sum(rule.weight for rule in form.layout if rule.weight > 0)
    return sum(weight for _, weight in words) + most >= form.threshold - 1e-9


class _Measures:
    """What a page's layout measures, each reckoned when a form first asks for it."""

    def __init__(self, page: Page, position: int | None) -> None:
        self._page, self._position = page, position
        self._measured: dict[str, float] = {}

    def __getitem__(self, feature: str) -> float:
        if feature not in self._measured:
            self._measured[feature] = self._measure(feature)
        return self._measured[feature]

    def _measure(self, feature: str) -> float:
        page = self._page
        if feature == "words":
            return float(_word_count(page))
        if feature == "lines":
            return float(len(page.lines))
        if feature == "page":
            return float(page.number if self._position is None else self._position)
        if feature == "page_line":
            return float(_has_page_line(page))
        if feature == "confidence":
            return page.confidence if page.confidence is not None else 1.0
        raise KeyError(feature)


@lru_cache(maxsize=4096)
def _word_signs(lines: tuple[str, ...], forms: tuple[PageForm, ...]) -> tuple[tuple[tuple[str, float], ...], ...]:
    """The signs of each form in the words of a page: its phrases and its labels."""
    capitals = [fold(line).upper() for line in lines]
    likenesses = _likenesses([_letters(line) for line in capitals], forms)
    return tuple((*_phrase_signs(form, likenesses), *_label_signs(form, capitals)) for form in forms)


def label_at(line: str, labels: Sequence[str]) -> tuple[str, str] | None:
    """The label that a line begins with, and what stands behind it.

    Args:
        line: A line as read.
        labels: Labels in capitals.

    Returns:
        The label as it is printed, damaged or not in the line, and the rest of the line after the colon, "" where
        nothing stands there; None if the line begins with none of them.

    >>> label_at("RECORO NUMBER : 999-1", ("RECORD NUMBER", "NUMBER")), label_at("TO BE OR NOT", ("TO",))
    (('RECORD NUMBER', '999-1'), None)
    """
    before, colon, rest = line.partition(":")
    label = _label_of(before, bool(colon), tuple(labels))
    return (label, rest.strip()) if label else None


@lru_cache(maxsize=100_000)
def _label_of(before: str, has_colon: bool, labels: tuple[str, ...]) -> str:
    """The label that words are, damaged or not where a colon follows; "" where they are none."""
    read = _letters(fold(before).upper())
    if not read:
        return ""
    letters_of, label_of = _letters_of_labels(labels)
    if read in label_of:
        return label_of[read]
    if not has_colon:
        return ""
    near = []
    for label, letters in letters_of.items():
        cost = distance_within(read, letters, len(letters) * 0.2 + 1e-9)
        if cost is not None:
            near.append((cost / len(letters), label))
    share, label = min(near, default=(1.0, ""))
    return label if near and share <= (0.2 if len(letters_of[label]) >= _MIN_DAMAGED else 0.12) else ""


@lru_cache(maxsize=256)
def _letters_of_labels(labels: tuple[str, ...]) -> tuple[dict[str, str], dict[str, str]]:
    """The letters of each label, and for letters the first label that has them."""
    letters_of = {label: _letters(label) for label in labels}
    return letters_of, {letters: label for label, letters in reversed(letters_of.items())}


def title_line(page: Page, form: PageForm) -> int:
    """The index of the first line of a page that holds a phrase of a form; 0 where none does.

    Args:
        page: The page as read or typed.
        form: The form that the page is on.
    """
    for at, line in enumerate(page.lines[:MAX_LINES]):
        if _phrase_signs(form, _likenesses([_letters(fold(line.text).upper())], (form,))):
            return at
    return 0


_DENIAL = re.compile(r"NOT(?![AEHI])|NON(?=DIV|COMM)")
"""The first letters of a stamp that says that something was not done: it is on a page that is here."""


def _phrase_signs(form: PageForm, likenesses: Sequence[Mapping[str, float]]) -> list[tuple[str, float]]:
    head = likenesses[: form.head]
    signs = []
    for phrase, weight in form.phrases:
        alike = max((of_line[phrase] for of_line in head if phrase in of_line), default=0.0)
        if alike == 100.0:
            signs.append((phrase, weight))
        elif alike:
            signs.append((phrase, weight * _DAMAGED_WEIGHT))
    return signs


def _likenesses(letters: Sequence[str], forms: Sequence[PageForm]) -> list[dict[str, float]]:
    """For each line, how alike it is to the phrases that it holds; what is broken over two lines counts in the second.

    Args:
        letters: The letters of each line.
        forms: The forms whose phrases are looked for.
    """
    whole, long = _phrase_indices(tuple(form.phrases for form in forms))
    likenesses = [dict(whole.phrases_like(line)) for line in letters]
    for (above, below), of_line in zip(pairwise(letters), likenesses[1:], strict=False):
        for phrase, alike in long.phrases_like(above + below):
            of_line[phrase] = max(alike, of_line.get(phrase, 0.0))
    return likenesses


class _PhraseIndex:
    """Phrases by their pairs of letters, so that a line is compared with few of them letter by letter.

    What is alike to ``_MIN_ALIKE`` of 100 shares pairs of neighbouring letters: of a phrase of n letters, .38 n - 1 at
    least, for in twice as many letters no more than 15 in a hundred are put in or left out, and each of these breaks
    two pairs at most.
    """

    def __init__(self, phrases: Sequence[str]) -> None:
        self._letters_of = {phrase: _letters(phrase) for phrase in phrases}
        self._needed = {phrase: max(1, int(0.38 * len(letters)) - 1) for phrase, letters in self._letters_of.items()}
        self._phrases_with_of_length: dict[int, dict[str, list[str]]] = {}
        self._known: dict[str, tuple[tuple[str, float], ...]] = {}

    def phrases_like(self, line: str) -> tuple[tuple[str, float], ...]:
        """The phrases that a line holds, damaged or not, with how alike it is to each: ``_MIN_ALIKE`` or more.

        Args:
            line: The letters of a line, or of two.
        """
        alike = self._known.get(line)
        if alike is None:
            if len(self._known) >= _MAX_KNOWN_LINES:
                self._known.clear()
            alike = self._known[line] = tuple(self._search(line))
        return alike

    def _search(self, line: str) -> Iterator[tuple[str, float]]:
        phrases_with = self._phrases_with(len(line))
        if not phrases_with:
            return
        pairs = phrases_with.keys() & {line[at : at + 2] for at in range(len(line) - 1)}
        for phrase, count in Counter(chain.from_iterable(map(phrases_with.__getitem__, pairs))).items():
            if count >= self._needed[phrase]:
                wanted = self._letters_of[phrase]
                alike = _likeness(line, wanted)
                if alike == 100.0 or (alike >= _MIN_ALIKE and len(wanted) >= _MIN_DAMAGED):
                    yield phrase, alike

    def _phrases_with(self, length: int) -> dict[str, list[str]]:
        """For pairs of letters the phrases that have them, of those that a line of so many letters may be."""
        phrases_with = self._phrases_with_of_length.get(length)
        if phrases_with is None:
            phrases_with = self._phrases_with_of_length[length] = {}
            for phrase, letters in self._letters_of.items():
                if len(letters) * 0.8 <= length <= 2 * len(letters) + 16:
                    for pair in map("".join, pairwise(letters)):
                        phrases_with.setdefault(pair, []).append(phrase)
        return phrases_with


_MAX_KNOWN_LINES = 20_000
"""Lines whose phrases are remembered: stamps and headings recur from paper to paper."""


@lru_cache(maxsize=256)
def _phrase_indices(phrases: tuple[tuple[tuple[str, float], ...], ...]) -> tuple[_PhraseIndex, _PhraseIndex]:
    """The index of all phrases, and of those that may be broken over two lines."""
    names = list(dict.fromkeys(phrase for of_form in phrases for phrase, _ in of_form))
    return _PhraseIndex(names), _PhraseIndex([name for name in names if len(_letters(name)) >= _MIN_BROKEN])


def _likeness(line: str, wanted: str) -> float:
    """How alike a phrase and a line are, 0 to 100; NOT CLOSED and DISCLOSED are not CLOSED."""
    if _denied(line, wanted):
        return 0.0
    if wanted in line:
        if any(f"{denial}{wanted}" in line for denial in _DENIALS):
            return 0.0
        return 100.0 if len(wanted) >= _MIN_DAMAGED or len(line) <= len(wanted) + 3 else 0.0
    return min(99.0, fuzz.partial_ratio(wanted, line, score_cutoff=_MIN_ALIKE))


_DENIALS = ("NOT", "DIS", "UN")
"""What stands before a phrase, in one word with it, and denies it."""


def _denied(line: str, wanted: str) -> bool:
    """Does a line deny, in its first letters, what a phrase says, the phrase being read with errors?"""
    return bool(_DENIAL.match(line)) and not _DENIAL.match(wanted)


def _label_signs(form: PageForm, capitals: Sequence[str]) -> list[tuple[str, float]]:
    if not form.labels:
        return []
    weights = dict(form.labels)
    names = tuple(sorted(weights, key=len, reverse=True))
    present = {label[0] for line in capitals[: form.head] if (label := label_at(line, names))}
    return [(f"{label}:", weights[label]) for label in weights if label in present]


def _layout_signs(form: PageForm, measures: _Measures) -> list[tuple[str, float]]:
    signs = []
    for rule in form.layout:
        value = measures[rule.feature]
        if rule.below is not None and value < rule.below:
            signs.append((f"{rule.feature} below {rule.below:g}", rule.weight))
        elif rule.above is not None and value > rule.above:
            signs.append((f"{rule.feature} above {rule.above:g}", rule.weight))
    return signs


_TWO_LETTERS = re.compile(r"\w\w")


def _word_count(page: Page) -> int:
    """How many words of two letters or more stand on the page, beside what its release stamped on it."""
    return sum(
        bool(_TWO_LETTERS.search(word.text))
        for line in page.lines
        if line.kind not in (Kind.STAMP, Kind.HANDWRITING) and not is_release_marking(line.text)
        for word in line.words
    )


def _has_page_line(page: Page) -> bool:
    head = page.lines[:_MAX_HEAD]
    return any(
        line.kind is Kind.PAGE_LINE
        or is_page_line(line.text)
        or _FURTHER_PAGE.match(line.text)
        or _INCOMING_PAGE.match(line.text)
        for line in head
    ) and not any(_is_first(line.text) for line in head)


def _is_first(text: str) -> bool:
    return re.match(r"\W*PAGE\s+(?:1|01|ONE)\b", text.upper()) is not None


_NO_LETTER = re.compile(r"[^A-Z0-9]")


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", text)
