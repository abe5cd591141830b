"""A page's words and layout -> what kind of page it is: a cover sheet, a message, a continuation, a blank.

The kinds, their printed words and weights are data (``data/page_kinds.toml``).
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from rapidfuzz import fuzz, process

from briefbook.model.page import Kind, Page
from briefbook.text.folding import fold
from briefbook.text.ocr_confusion import distance_within
from briefbook.text.phrase_index import MIN_ALIKE, MIN_DAMAGED, PhraseIndex
from briefbook.text.release_markings import is_page_line, is_release_marking, may_be_markings

OTHER = "other"
"""The kind of a page that no entry fits."""

MAX_LINES = 70
"""How many of a page's lines are looked at; a printed form has fewer."""

_MAX_HEAD = 12
"""Among how many of a page's first lines a page line is looked for."""

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

    def __hash__(self) -> int:
        """By what tells forms apart, for a form is asked for its hash once a page."""
        return hash((self.name, self.threshold, self.origin))


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
    """The kinds of cover sheet alone, for callers that need no other kinds."""
    return tuple(form for form in page_forms() if form.is_cover)


@cache
def first_page_forms() -> tuple[PageForm, ...]:
    """The printed forms that a paper's first page is on, as ``data/first_pages.toml`` has them."""
    data = tomllib.loads((files(__package__) / "data" / "first_pages.toml").read_text(encoding="utf-8"))
    return tuple(page_form(row) for row in data["kind"])


@cache
def unfilled() -> frozenset[str]:
    """What stands after a label of a form that is not filled in, in capitals: NOT GIVEN, N/A."""
    data = tomllib.loads((files(__package__) / "data" / "page_kinds.toml").read_text(encoding="utf-8"))
    return frozenset(data["nothing"])


def page_kinds(pages: Sequence[Page], forms: Sequence[PageForm] | None = None) -> tuple[PageKind, ...]:
    """What kind of page each page of an item is; the page after a cover sheet is a first page.

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
        position: Its position from 1 after the last cover sheet; the page's number if None.

    Returns:
        The kind that has most weight for its threshold, cover sheets before others; "other" where none reaches its own.
    """
    lines = tuple(line.text for line in page.lines if line.kind is not Kind.HANDWRITING)[:MAX_LINES]
    wanted = tuple(forms) if forms is not None else page_forms()
    measures = _Measures(page, position)
    best = PageKind(OTHER)
    best_share = 1.0
    for form, words in zip(wanted, _word_signs(lines, wanted), strict=True):
        if words is None or (best.is_cover and not form.is_cover):
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


def _layout_weight(form: PageForm) -> float:
    """The most that the layout may add to a form's words."""
    return sum(rule.weight for rule in form.layout if rule.weight > 0)


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


_Signs = tuple[tuple[str, float], ...]
"""Phrases and labels on a page, each with what it weighs."""


@lru_cache(maxsize=4096)
def _word_signs(
    lines: tuple[str, ...], forms: tuple[PageForm, ...]
) -> tuple[tuple[tuple[str, float], ...] | None, ...]:
    """The signs of each form in the words of a page, its phrases and its labels; None where they cannot be enough."""
    index = _form_index(forms)
    letters = _letters_of_lines(lines)
    at_label = index.lines_with_labels(lines, letters)
    at_phrase = index.lines_with_phrases(letters, at_label)
    return tuple(
        _signs_of_form(form, at_phrase, at_label[place]) if index.may_reach(form, at_phrase, at_label[place]) else None
        for place, form in enumerate(forms)
    )


def _signs_of_form(
    form: PageForm, at_phrase: Mapping[str, Sequence[tuple[int, str]]], at_label: Mapping[str, int]
) -> _Signs | None:
    named = dict(form.labels).items()
    labels = [(f"{label}:", weight) for label, weight in named if at_label.get(label, MAX_LINES) < form.head]
    signs = (*_phrase_signs(form, at_phrase), *labels)
    return signs if sum(weight for _, weight in signs) + _layout_weight(form) >= form.threshold - 1e-9 else None


def label_at(line: str, labels: Sequence[str]) -> tuple[str, str] | None:
    """The label that a line begins with, and what stands after it.

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
    read = _letters(before)
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
    return label if near and share <= (0.2 if len(letters_of[label]) >= MIN_DAMAGED else 0.12) else ""


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
    letters = _letters_of_lines([line.text for line in page.lines[:MAX_LINES]])
    for at, phrase in _form_index((form,)).possible_phrases(letters):
        if _likeness_of_phrase(letters[at], phrase):
            return at
    return 0


_DENIAL = re.compile(r"NOT(?![AEHI])|NON(?=DIV|COMM)")
"""The first letters of a stamp that says that something was not done: it is on a page that is here."""


def _phrase_signs(form: PageForm, at_phrase: Mapping[str, Sequence[tuple[int, str]]]) -> list[tuple[str, float]]:
    signs = []
    for phrase, weight in form.phrases:
        lines = [letters for at, letters in at_phrase.get(phrase, ()) if at < form.head]
        alike = max((_likeness_of_phrase(letters, phrase) for letters in lines), default=0.0)
        if alike == 100.0:
            signs.append((phrase, weight))
        elif alike:
            signs.append((phrase, weight * _DAMAGED_WEIGHT))
    return signs


class _FormIndex:
    """What the words of a page are compared with: the phrases and labels of some forms.

    Attributes:
        forms: The forms.
    """

    def __init__(self, forms: Sequence[PageForm]) -> None:
        names = list(dict.fromkeys(phrase for form in forms for phrase, _ in form.phrases))
        self.forms = tuple(forms)
        self._names = names
        self._layout_weights = {form: _layout_weight(form) for form in forms}
        self._phrases = PhraseIndex([_letters(name) for name in names])
        self._labels = [tuple(sorted(dict(form.labels), key=len, reverse=True)) for form in forms]
        letters_of_labels = {_letters(label) for labels in self._labels for label in labels}
        self._letters_of_labels = letters_of_labels
        self._longest_label = 1.2 * max(map(len, letters_of_labels), default=0)
        self._known_labels: dict[tuple[str, bool], tuple[str, ...]] = {}

    def possible_phrases(self, letters: Sequence[str]) -> Iterator[tuple[int, str]]:
        """The lines, by their letters, that may hold a phrase, each with the phrase, in the order of the lines."""
        return ((at, self._names[phrase]) for at, phrase in self._phrases.possible(letters))

    def lines_with_phrases(
        self, letters: Sequence[str], at_label: Sequence[Mapping[str, int]]
    ) -> dict[str, list[tuple[int, str]]]:
        """For each phrase the lines that may hold it, and their letters; broken over two lines, the second and both.

        Only phrases of forms that could be reached if all phrases stood on the page that may: comparing is slow.

        Args:
            letters: The letters of each line.
            at_label: For each form its labels on the page.
        """
        single, double = self._phrases.possible_over_two(letters)
        long = [pair for pair in double if len(self._phrases.phrases[pair[1]]) >= _MIN_BROKEN]
        if not single and not long:
            return {}
        may_stand = {self._names[phrase]: () for _, phrase in (*single, *long)}
        wanted_names = {
            name
            for form, labels in zip(self.forms, at_label, strict=True)
            if self.may_reach(form, may_stand, labels)
            for name, _ in form.phrases
        }
        if not wanted_names:
            return {}
        single = [pair for pair in single if self._names[pair[1]] in wanted_names]
        long = [pair for pair in long if self._names[pair[1]] in wanted_names]
        at_line = [*(at for at, _ in single), *(at + 1 for at, _ in long)]
        read = [*(letters[at] for at, _ in single), *(letters[at] + letters[at + 1] for at, _ in long)]
        phrases = [phrase for _, phrase in (*single, *long)]
        if not phrases:
            return {}
        wanted = [self._phrases.phrases[phrase] for phrase in phrases]
        lines: dict[str, list[tuple[int, str]]] = {}
        alike = process.cpdist(wanted, read, scorer=fuzz.partial_ratio, score_cutoff=MIN_ALIKE - 1)
        for candidate in alike.nonzero()[0].tolist():
            lines.setdefault(self._names[phrases[candidate]], []).append((at_line[candidate], read[candidate]))
        return lines

    def lines_with_labels(self, lines: Sequence[str], letters: Sequence[str]) -> list[dict[str, int]]:
        """For each form its labels on a page, each with the first line that begins with it.

        Args:
            lines: The lines as read.
            letters: The letters of each.
        """
        at_label: list[dict[str, int]] = [{} for _ in self.forms]
        for at, (line, read) in enumerate(zip(lines, letters, strict=True)):
            before, colon, _ = line.partition(":")
            if not colon and read not in self._letters_of_labels:
                continue
            for of_form, label in zip(at_label, self._labels_of(before, bool(colon)), strict=True):
                if label:
                    of_form.setdefault(label, at)
        return at_label

    def _labels_of(self, before: str, has_colon: bool) -> tuple[str, ...]:
        """For each form the label that words are, "" where they are none."""
        labels = self._known_labels.get((before, has_colon))
        if labels is None:
            if len(self._known_labels) >= _MAX_KNOWN_LABELS:
                self._known_labels.clear()
            is_short = len(_letters(before)) <= self._longest_label
            labels = tuple(_label_of(before, has_colon, names) if is_short else "" for names in self._labels)
            self._known_labels[before, has_colon] = labels
        return labels

    def may_reach(
        self, form: PageForm, at_phrase: Mapping[str, Sequence[tuple[int, str]]], at_label: Mapping[str, int]
    ) -> bool:
        """May a form's words reach its threshold, with all that the layout may add?"""
        most = self._layout_weights[form]
        if not at_phrase and not at_label:
            return most >= form.threshold - 1e-6
        most += sum(weight for phrase, weight in form.phrases if weight > 0 and phrase in at_phrase)
        most += sum(weight for label, weight in form.labels if weight > 0 and label in at_label)
        return most >= form.threshold - 1e-6


_MAX_KNOWN_LABELS = 20_000
"""Beginnings of lines whose labels are remembered: they recur from paper to paper."""


@lru_cache(maxsize=256)
def _form_index(forms: tuple[PageForm, ...]) -> _FormIndex:
    return _FormIndex(forms)


def _likeness_of_phrase(line: str, phrase: str) -> float:
    """How alike a line's letters are to a phrase's, 0 to 100; 0 where it is not the phrase, whole or damaged."""
    wanted = _letters(phrase)
    alike = _likeness(line, wanted)
    return alike if alike == 100.0 or (alike >= MIN_ALIKE and len(wanted) >= MIN_DAMAGED) else 0.0


def _likeness(line: str, wanted: str) -> float:
    """How alike a phrase and a line are, 0 to 100; NOT CLOSED and DISCLOSED are not CLOSED."""
    if _denied(line, wanted):
        return 0.0
    if wanted in line:
        if any(f"{denial}{wanted}" in line for denial in _DENIALS):
            return 0.0
        return 100.0 if len(wanted) >= MIN_DAMAGED or len(line) <= len(wanted) + 3 else 0.0
    return min(99.0, fuzz.partial_ratio(wanted, line, score_cutoff=MIN_ALIKE))


_DENIALS = ("NOT", "DIS", "UN")
"""What stands before a phrase, in one word with it, and denies it."""


def _denied(line: str, wanted: str) -> bool:
    """Does a line deny, in its first letters, what a phrase says, the phrase being read with errors?"""
    return bool(_DENIAL.match(line)) and not _DENIAL.match(wanted)


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
_WITH_TWO_LETTERS = re.compile(r"[^ ]*?\w\w[^ ]*")
"""The same word by word of a plain line, whose words need not be made for it."""


def _word_count(page: Page) -> int:
    """The number of words of two letters or more on the page, without release markings."""
    lines = [line for line in page.lines if line.kind not in (Kind.STAMP, Kind.HANDWRITING)]
    texts = [line.text for line in lines]
    return sum(
        len(_WITH_TWO_LETTERS.findall(text))
        if line.is_plain
        else sum(bool(_TWO_LETTERS.search(word.text)) for word in line.words)
        for line, text, may_be_marking in zip(lines, texts, may_be_markings(texts), strict=True)
        if not (may_be_marking and is_release_marking(text))
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


_NO_LETTERS = bytes(sorted(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")))
_NO_LETTERS_OF_LINES = _NO_LETTERS.replace(b"\n", b"")


def _letters(text: str) -> str:
    """The letters A to Z and the figures of a text, in capitals and without accents."""
    capitals = (text if text.isascii() else fold(text)).upper()
    return capitals.encode("ascii", "ignore").translate(None, _NO_LETTERS).decode("ascii")


def _letters_of_lines(lines: Sequence[str]) -> list[str]:
    """The letters of each line, all lines at once."""
    text = "\n".join(lines)
    capitals = (text if text.isascii() else fold(text)).upper()
    letters = capitals.encode("ascii", "ignore").translate(None, _NO_LETTERS_OF_LINES).decode("ascii").split("\n")
    return letters if len(letters) == len(lines) else [_letters(line) for line in lines]
