"""Lines of a paper -> the parts of its heading, each with the role it likely has: a conditional random field.

Beside what each word may be (``words.py``), a part as a whole says what it is: a day, a number, a level or somebody's
name by its grammar, its place on the paper, the labels before, above and below it, what stands beside it, and what the
parts before it were. Its weights (``role_weights.json``) are fitted on made-up headings by ``tools/fit_roles.py``.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from briefbook.cables.evidence.addresses import read_address
from briefbook.cables.evidence.paper import ACCENTS, Paper, PaperLine
from briefbook.cables.evidence.stamps import is_stamp
from briefbook.cables.evidence.word_candidates import mended_day, names_a_paper
from briefbook.cables.evidence.words import word_lists
from briefbook.text import posts
from briefbook.text.dates import find_days, find_group
from briefbook.text.lexicon import is_listed
from briefbook.text.months import heading_months
from briefbook.text.ocr_confusion import nearest
from briefbook.text.vocabulary import damaged_level, find_level, precedences

ROLES = ("date", "from", "info", "none", "number", "precedence", "security", "subject", "text", "to")
"""What a part of a heading may be; "none" is print, stamps and what belongs to no field."""

MAX_HEAD_LINES = 30
"""Lines at the head of a paper whose parts are weighed, at most."""

FOOT_LINES = 6
"""The same at its foot."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a line between labels and wide gaps."""

    line: int
    start: int
    end: int
    text: str
    label: str  # the kind of the label before it; "none" without any, "?" for an unknown word with a colon
    label_stop: str
    at: int  # which part of its line it is
    is_last: bool
    indent: int  # how far it stands from the line's beginning, as the paper was read


_GAP = re.compile(r" {2,}")


def parts_of(paper: Paper) -> list[Part]:
    """The parts of a paper's head and foot.

    Args:
        paper: The paper's lines with their labels.
    """
    last = max((line.index for line in paper.lines if line.text), default=-1)
    parts: list[Part] = []
    for line in paper.lines:
        if not line.text or MAX_HEAD_LINES <= line.index <= last - FOOT_LINES:
            continue
        parts += _parts_of_line(line, paper.raws[line.index])
    return parts


def _parts_of_line(line: PaperLine, raw: str) -> list[Part]:
    stretches = []
    for segment in line.segments or ():
        kind, stop = (segment.label.kind, segment.label.stop) if segment.label else ("none", "")
        first = True
        for start, end in _stretches(segment.text):
            words = segment.text[start:end]
            if kind == "none" and first and (colon := re.match(r"([^:]{1,30}): *(?=\S)", words)):
                kind, start, words = "?", start + colon.end(), words[colon.end() :]
            stretches.append((segment.start + start, segment.start + end, words, kind if first else f"+{kind}", stop))
            first = False
        if first and kind != "none":
            stretches.append((segment.start, segment.start, "", kind, stop))
    out = []
    for at, (start, end, words, kind, stop) in enumerate(stretches):
        indent = raw.find(words[:8]) if words else 0
        out.append(Part(line.index, start, end, words, kind, stop, at, at + 1 == len(stretches), max(indent, 0)))
    return out


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for gap in [*_GAP.finditer(text), None]:
        end = gap.start() if gap else len(text)
        words = text[at:end]
        plain = words.strip(" .,:;-_*|")
        if plain:
            start = at + words.index(plain)
            yield start, start + len(plain)
        at = gap.end() if gap else end


@cache
def _vocabulary() -> dict[str, frozenset[str]]:
    table: dict[str, list[str]] = tomllib.loads((files(__package__) / "roles.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in table.items()}


@cache
def _long_words() -> dict[str, str]:
    """Long words of offices, by which damaged ones are known, each with what it is of."""
    return {word: kind for kind, words in _vocabulary().items() for word in words if len(word) >= _MIN_DAMAGED}


@cache
def _names_of_long_words() -> tuple[str, ...]:
    return tuple(_long_words())


_MIN_DAMAGED = 7
_WORD = re.compile(r"[^\W_][\w'.-]*")
_PERSON = re.compile(
    r"(?:[A-ZÀ-Þ]\.[ -]?){1,3}(?:(?:de|von|van|di|du|le|O'|Mc)[ ]?)?[A-ZÀ-Þ][\w'-]+(?: [A-ZÀ-Þ][\w'-]+)?"
    r"(?:,? (?:Jr|JR|Esq|ESQ)\.?)?"
    r"|[A-ZÀ-Þ][a-zà-ÿ]+ (?:[A-Z]\. )?[A-ZÀ-Þ][a-zà-ÿ'-]+"
)
_FIGURES = re.compile(r"\d+(?:[.,]\d{3})*")
_SYMBOL = re.compile(r"(?=.*\d)[A-Z0-9][A-Za-z0-9]*(?:[ ./()-]{1,2}[A-Za-z0-9]+)*\)?")
_CLOCK = re.compile(r"\d{1,2}[.:]?\d{0,2} ?(?:[AaPp]\.? ?[Mm]\b|hrs|hours|h\b|Uhr|Z\b)")


@lru_cache(maxsize=30_000)
def _of_text(text: str) -> tuple[str, ...]:
    """What a part is by itself, by the grammars of the values and the words that it holds."""
    if not text:
        return ("empty",)
    upper = text.upper().translate(ACCENTS)
    words = _WORD.findall(upper)
    names = [f"size={len(words) if len(words) < 9 else 9}"]
    plain = upper.strip(" .,:;-")
    letters = [letter for letter in text if letter.isalpha()]
    share = sum(letter.isupper() for letter in letters) / len(letters) if letters else 0
    names.append(f"case={'no' if not letters else 'up' if share > 0.9 else 'title' if text[:1].isupper() else 'small'}")
    figures = sum(map(str.isdigit, text))
    names.append(f"figures={min(figures, 7)}{'+' if letters else ''}")
    if len(text) <= _MAX_DAY:
        mended = mended_day(upper) if figures else upper
        days = list(find_days(mended)) if figures else []
        if any(day.year and day.month and day.day for day in days):
            names.append("day")
            left = len(re.sub(r"[\d\W]", "", mended)) - 10
            names.append("day-alone" if left <= 0 else "day-and-more")
        elif any(day.month and day.day for day in days):
            names.append("day-without-year")
    if figures >= _MIN_GROUP and (group := find_group(upper)) and group.utc:
        names.append("group")
    if any(word in heading_months() for word in words):
        names.append("month")
    if level := find_level(upper):
        names.append("level" if len(plain) <= level[2] - level[1] + 3 else "has-level")
    elif len(words) < 4 and len(plain) > 4 and damaged_level(re.sub(r"[^A-Z0-9]", "", plain)):
        names.append("level")
    if plain in precedences() and len(plain) > 2:
        names.append("degree")
    if _FIGURES.fullmatch(plain):
        names.append(f"number={min(len(plain), 7)}")
    elif len(words) < 5 and _SYMBOL.fullmatch(text.strip(" .,")):
        names.append(f"symbol={re.sub('[A-Z]+', 'A', re.sub('[0-9]+', '9', plain))[:9]}")
    if _CLOCK.search(text):
        names.append("clock")
    names += _names_in(text, upper, words)
    if words:
        first = words[0].rstrip(".")
        if first in word_lists()["keywords"]:
            names.append(f"first={first}")
        if words[-1].rstrip(".") in word_lists()["keywords"]:
            names.append(f"last={words[-1].rstrip('.')}")
        if first in word_lists()["salutations"] and len(words) < _SHORT:
            names.append("salutation")
    if names_a_paper(upper):
        names.append("names-a-paper")
    if is_stamp(text):
        names.append("stamp")
    if text.endswith(","):
        names.append("comma-at-end")
    return tuple(names)


_MAX_DAY = 60
_MIN_GROUP = 6
_SHORT = 5


def _names_in(text: str, upper: str, words: Sequence[str]) -> list[str]:
    """What a part is as a name: on which list, of a person's shape, with which words of offices, which place."""
    names = []
    if len(words) <= _MAX_NAME_WORDS:
        address = read_address(text)
        names.append(f"who={address.quality if address else 'nobody'}")
    if _PERSON.fullmatch(text.strip(" ()")):
        names.append("person")
    if words and words[0].rstrip(".") in word_lists()["honorifics"]:
        names.append("honorific")
    vocabulary = _vocabulary()
    for kind, listed in vocabulary.items():
        if any(word in listed for word in words):
            names.append(f"has={kind}")
            if words[0] in listed:
                names.append(f"begins={kind}")
    for word in words:
        if len(word) >= _MIN_DAMAGED and word not in _long_words() and not is_listed(word.lower()):
            near = nearest(word, _names_of_long_words(), limit=0.2)
            if near:
                names.append(f"has={_long_words()[near[0]]}")
    if words and _is_place(upper.strip(" .,:;()").rsplit(", ", 1)[-1], words):
        names.append("ends-in-place")
    if any(_is_city(word) for word in words[:1]):
        names.append("begins-in-place")
    unknown = sum(len(word) > 3 and word.isalpha() and not is_listed(word.lower()) for word in words)
    names.append(f"unlisted={min(unknown, 3)}")
    return names


_MAX_NAME_WORDS = 12


@lru_cache(maxsize=20_000)
def _is_city(words: str) -> bool:
    return posts.city_in_any_tongue(words) is not None or (len(words) > 2 and words in posts.known_codes())


def _is_place(end: str, words: Sequence[str]) -> bool:
    return _is_city(end) or _is_city(words[-1].rstrip(".")) or _is_city(" ".join(words[-2:]))


_KINDS = (
    "level", "group", "day", "day-without-year", "salutation", "degree", "person", "stamp", "number", "symbol",
    "who=post", "who=office", "who=station", "who=title", "who=unit", "who=person", "names-a-paper", "who=capitals",
    "who=words", "clock", "empty",
)  # fmt: skip
"""What a part may be in a word, the more telling first."""


@lru_cache(maxsize=30_000)
def _kind(text: str) -> str:
    """What a part is, in a word, for the parts beside it."""
    names = {name.split("=")[0] if name.startswith(("number=", "symbol=")) else name for name in _of_text(text)}
    return next((kind for kind in _KINDS if kind in names), "words")


def role_features(paper: Paper, parts: Sequence[Part]) -> list[list[str]]:
    """The features of each part, by the names that ``role_weights.json`` has."""
    last = max((line.index for line in paper.lines if line.text), default=0)
    lacking = [f"lacks={kind}" for kind in ("from", "to", "date", "number") if kind not in paper.kinds]
    heads = [_kind(part.text) if part.text else f"label-{part.label}" for part in parts]
    heads = ["text" if paper.lines[part.line].is_prose else head for part, head in zip(parts, heads, strict=True)]
    salutation = next((at for at, head in enumerate(heads) if head == "salutation"), None)
    is_letter = f"letter={salutation is not None}"
    first_text = next((part.line for part, head in zip(parts, heads, strict=True) if head == "text"), last + 1)
    rows = []
    for at, part in enumerate(parts):
        line, own = paper.lines[part.line], heads[at]
        above = line.above[0].kind if line.above and part.label == "none" else ""
        before, after = heads[at - 1] if at else "edge", heads[at + 1] if at + 1 < len(parts) else "edge"
        before2, after2 = heads[at - 2] if at > 1 else "edge", heads[at + 2] if at + 2 < len(parts) else "edge"
        from_end = last - part.line
        place = "after" if part.line >= first_text else "foot" if from_end < 3 else str(_step(part.line))
        names = [
            *_of_text(part.text), *lacking, is_letter, f"kind={own}",
            f"label={part.label}", f"label={part.label}|{own}", f"stop={part.label_stop}|{part.label}",
            f"above={above}", f"above={above}|{own}",
            f"before={before}", f"after={after}", f"before2={before2}", f"after2={after2}",
            f"before={before}|{own}", f"after={after}|{own}", f"between={before}|{own}|{after}",
            f"place={place}", f"place={place}|{own}", f"at={min(part.at, 3)}{'e' if part.is_last else ''}",
            f"indent={_indent(part.indent)}", f"indent={_indent(part.indent)}|{own}|{place}",
            f"{is_letter}|{place}|{own}",
            *(f"{name}|{own}" for name in lacking),
        ]  # fmt: skip
        if line.is_prose:
            names.append("prose")
        if line.in_body:
            names.append("body")
        if salutation is not None:
            names.append(f"salutation={'above' if at > salutation else 'below'}|{own}")
        if part.line and paper.lines[part.line - 1].text.endswith(","):
            names.append("comma-above")
        rows.append(names)
    return rows


def _step(line: int) -> int:
    return sum(line >= bound for bound in (1, 2, 4, 7, 11, 16, 24))


def _indent(columns: int) -> int:
    return sum(columns >= bound for bound in (1, 10, 25, 40))


@dataclass(frozen=True, slots=True)
class _Weights:
    labels: tuple[str, ...]
    steps: NDArray[np.float64]  # from a role (row) to the next (column)
    index: dict[str, int]
    states: NDArray[np.float64]  # a row a feature, a column a role


@cache
def _weights() -> _Weights:
    table = json.loads((files(__package__) / "role_weights.json").read_text(encoding="utf-8"))
    index = {name: at for at, name in enumerate(table["features"])}
    states = np.array(list(table["features"].values())) / 100
    return _Weights(tuple(table["labels"]), np.exp(np.array(table["steps"]) / 100), index, states)


class Roles:
    """How likely each part of a paper's heading has each role."""

    def __init__(self, paper: Paper) -> None:
        """Weigh the parts, all of them together.

        Args:
            paper: The paper's lines with their labels.
        """
        self.parts = parts_of(paper)
        self.shares = _shares(role_features(paper, self.parts)) if self.parts else np.zeros((0, 1))
        self._best: dict[str, list[tuple[Part, float]]] = {}
        self._by_line: dict[int, list[int]] = {}
        for at, part in enumerate(self.parts):
            self._by_line.setdefault(part.line, []).append(at)

    def of(self, line: int, start: int) -> dict[str, float] | None:
        """The role of what stands at a place of a line: how likely each is, 0 to 1; None for what is not weighed."""
        found = [at for at in self._by_line.get(line, ()) if self.parts[at].start <= start]
        if not found:
            return None
        return dict(zip(_weights().labels, map(float, self.shares[found[-1]]), strict=True))

    def best(self, role: str) -> list[tuple[Part, float]]:
        """The parts by how likely they have a role, likeliest first."""
        if role not in self._best:
            shares = map(float, self.shares[:, _weights().labels.index(role)]) if self.parts else ()
            pairs = zip(self.parts, shares, strict=True)
            self._best[role] = sorted(pairs, key=lambda pair: -pair[1])
        return self._best[role]


@lru_cache(maxsize=4)
def paper_roles(paper: Paper) -> Roles:
    """How likely each part of a paper has each role; of the last papers asked it is known."""
    return Roles(paper)


def role_marks(paper: Paper, field: str, line: int, written: str) -> Iterator[str]:
    """What role the part of the paper has on which a value stands, and whether another part has it rather.

    Args:
        paper: The paper's lines.
        field: The value's field.
        line: The index of the line on which it stands.
        written: Its words as they stand there.

    Yields:
        Names of features.
    """
    roles = paper_roles(paper)
    start = max(paper.lines[line].text.find(written), 0)
    shares = roles.of(line, start)
    if shares is None:
        yield "role=none"
        return
    own = _chance(shares[field])
    best = max(shares, key=lambda role: shares[role])
    yield f"role={own}"
    yield f"role-is={best}|{_chance(shares[best])}"
    ranked = roles.best(field)[:4]
    yield f"role-first={ranked[0][0].line == line and ranked[0][0].start <= start}"
    yield f"role-rival={_chance(max((share for part, share in ranked if part.line != line), default=0.0))}"
    labels = [part.label for part in roles.parts if part.line == line and part.start <= start]
    yield f"role={own}|{labels[-1] if labels else 'no'}"


_CHANCES = (0.02, 0.1, 0.3, 0.5, 0.7, 0.85, 0.95, 0.99)


def _chance(share: float) -> int:
    return sum(share >= bound for bound in _CHANCES)


def _shares(features: Sequence[Sequence[str]]) -> NDArray[np.float64]:
    """How likely each role is for each part: forward and backward sums over the chain."""
    weights = _weights()
    rows = [[weights.index[name] for name in names if name in weights.index] for names in features]
    scores = np.array([np.add.reduce(weights.states[row], axis=0) for row in rows])
    chances = np.exp(scores - scores.max(axis=1, keepdims=True))
    ahead, behind = np.empty_like(chances), np.ones_like(chances)
    ahead[0] = chances[0] / chances[0].sum()
    for at in range(1, len(chances)):
        ahead[at] = (ahead[at - 1] @ weights.steps) * chances[at]
        ahead[at] /= ahead[at].sum()
    for at in range(len(chances) - 2, -1, -1):
        behind[at] = weights.steps @ (chances[at + 1] * behind[at + 1])
        behind[at] /= behind[at].sum()
    both = ahead * behind
    total: NDArray[np.float64] = both / both.sum(axis=1, keepdims=True)
    return total
