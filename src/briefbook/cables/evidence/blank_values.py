"""The blanks of a draft -> those of their candidates that all which the paper says makes sure enough.

Forms, labels and weights each give a value where they alone are sure. What is blank behind them is often on the paper
all the same: weighed a little too low, read and refused, or offered by its kind alone. Here the candidates of a blank
field from every source stand side by side, with the role that their part of the paper has (``roles.py``), and one
logistic regression a field says of each how likely it is the value (``blank_weights.json``, fitted by
``tools/fit_blanks.py``).
"""

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from briefbook.cables import heading_slots as slots
from briefbook.cables.evidence.candidates import offer_again
from briefbook.cables.evidence.furniture import typed_lines
from briefbook.cables.evidence.legible_names import is_sound_name
from briefbook.cables.evidence.paper import FIELDS, Choice, Paper, same_who
from briefbook.cables.evidence.reader import CORE_SLOTS, NOTE, is_name_of_list, is_same_value, message_confidence, weigh
from briefbook.cables.evidence.roles import paper_roles, role_marks
from briefbook.cables.evidence.suggestions import found_by_kind, of_choice, plain_value, values_taken_back
from briefbook.cables.evidence.value_features import GivenValue, features_of_paper, features_of_value
from briefbook.cables.evidence.word_candidates import address_of, days_of, number_of, word_choices
from briefbook.cables.evidence.words import word_lists, word_shares
from briefbook.cables.heading_draft import FieldEvidence, HeadingDraft
from briefbook.model.cable import Derivation
from briefbook.text.dates import numeric_days
from briefbook.text.lexicon import is_word
from briefbook.text.months import heading_months
from briefbook.text.vocabulary import damaged_level, find_level

BLANK_LIMITS = {"from": 0.85, "to": 0.85, "date": 0.75, "number": 0.9, "security": 0.8}
"""The least likelihood, 0 to 1, at which a blank field is given its likeliest candidate.

Chosen on lists that the weights had not seen.
"""

MIN_SHARE = 0.6
"""How likely it must be, as a share of itself and the next candidate."""

MIN_ROLE = 0.3
"""How likely a part must have a role, 0 to 1, for it to be asked what it says."""

MAX_POOLED = 8
"""Candidates of a field that are weighed, at most."""

_STEPS = (0.02, 0.1, 0.3, 0.5, 0.7, 0.85, 0.95, 0.99)
_LEFT_OUT = ("how=", "note=", "sure=", "by=")
"""Features that tell who gave a value, which nobody did yet."""


@dataclass(frozen=True, slots=True)
class PooledValue:
    """A candidate of a blank field from all sources, with what speaks for it and against it."""

    reading: FieldEvidence
    value: str | list[str]
    features: frozenset[str]


def _link(words: str) -> str:
    """What stands between the lines of a name: nothing behind OF and the like, else a comma."""
    return " " if words.split()[-1:] and words.split()[-1].lower() in word_lists()["particles"] else ", "


def _step(value: float) -> int:
    return sum(value >= bound for bound in _STEPS)


class _Sources:
    """What a paper offers for blank fields."""

    def __init__(self, draft: HeadingDraft, fields: Sequence[str], seen: Paper | None) -> None:
        self.draft = draft
        raws = tuple(typed_lines(draft.lines))
        if seen is None or seen.raws != raws:
            seen = Paper(raws, window=draft.window, order=draft.order)
        self.paper = seen
        date = draft.whole_date
        self.weighed = weigh(offer_again(self.paper, year=date[:4] if date else "", fields=FIELDS))
        self.shares = word_shares(self.paper)
        self.by_words = word_choices(self.paper, self.shares, fields)
        self.roles = paper_roles(self.paper)
        self.message = message_confidence(self.paper, self.weighed)

    def pool(self, field: str) -> list[tuple[FieldEvidence, dict[str, float]]]:
        """The candidates of a field, each value once, with how likely each source has it; likeliest first."""
        found: dict[str, tuple[FieldEvidence, dict[str, float]]] = {}
        sources: tuple[tuple[str, Iterable[FieldEvidence]], ...] = (
            ("taken", values_taken_back(self.draft, CORE_SLOTS[field])),
            ("weighed", map(of_choice, self.weighed.get(field, ()))),
            ("words", map(of_choice, self.by_words.get(field, ()))),
            ("kind", found_by_kind(self.paper, field, self.shares)),
            ("role", self._by_role(field)),
        )
        for source, readings in sources:
            for reading in readings:
                if reading.value and 0 <= reading.line < len(self.paper.lines):
                    _, by_source = found.setdefault(plain_value(reading.value), (reading, {}))
                    by_source[source] = max(by_source.get(source, 0.0), reading.confidence)
        return sorted(found.values(), key=lambda item: -max(item[1].values()))[:MAX_POOLED]

    def _by_role(self, field: str) -> Iterator[FieldEvidence]:
        """What the parts of the paper say that likely have the field's role; a name that goes on below joined."""
        for part, share in self.roles.best(field):
            if share < MIN_ROLE:
                return
            texts = [part.text]
            for below, its_share in self.roles.best(field) if field in ("from", "to") else ():
                if below.line == part.line + 1 and its_share >= MIN_ROLE and below.label == "none":
                    texts.append(f"{part.text.rstrip(',')}{_link(part.text)}{below.text}")
            for text in texts:
                if value := self._value(field, text):
                    yield FieldEvidence(value, part.text, part.line, Derivation.OBSERVED, round(share, 2), NOTE)

    def _value(self, field: str, text: str) -> str:
        if field == "date":
            return next(iter(days_of(text, self.paper)), "")
        if field == "number":
            return number_of(text, self.paper)
        if field == "security":
            level = find_level(text.upper())
            return level[0] if level else damaged_level(re.sub(r"[^A-Z0-9]", "", text.upper())) or ""
        address = address_of(text, self.paper.year)
        return address.value if address else ""


def pooled_values(
    draft: HeadingDraft, fields: Sequence[str], seen: Paper | None = None
) -> dict[str, list[PooledValue]]:
    """The candidates of blank fields from every source.

    Args:
        draft: A draft whose fields are read and checked.
        fields: The names of fields that are blank, of the five.
        seen: Its lines as evidence saw them already; None where it looked for nothing.

    Returns:
        By field; a field without any candidate is left out.
    """
    sources = _Sources(draft, fields, seen)
    of_paper = {
        *features_of_paper(draft, sources.paper),
        f"message={_step(sources.message)}",
        *(f"has={name}" for name, slot in CORE_SLOTS.items() if draft.values.get(slot)),
        f"given={sum(bool(draft.values.get(slot)) for slot in CORE_SLOTS.values())}",
    }
    pooled = {}
    for field in fields:
        pool = sources.pool(field)
        if pool:
            pooled[field] = [
                _pooled(sources, field, reading, by_source, {*of_paper, f"rank={rank}", f"pool={len(pool) // 2}"})
                for rank, (reading, by_source) in enumerate(pool)
            ]
    return pooled


def _pooled(
    sources: _Sources, field: str, reading: FieldEvidence, by_source: Mapping[str, float], features: set[str]
) -> PooledValue:
    words = str(reading.value)
    value: str | list[str] = words.split("; ") if field == "to" else words
    same: list[Choice] = []
    others: list[Choice] = []
    for choice in sources.weighed.get(field, ()):
        (same if is_same_value(field, value, choice.candidate) else others).append(choice)
    given = GivenValue(field, [reading], same, others)
    of_value = features_of_value(sources.draft, sources.paper, sources.shares, given)
    features |= {name for name in of_value if not name.startswith(_LEFT_OUT)}
    features |= {
        f"from {source}={_step(by_source[source]) if source in by_source else 'no'}"
        for source in ("taken", "weighed", "words", "kind", "role")
    }
    features.add(f"sources={len(by_source)}")
    by_words = sources.by_words.get(field, ())
    agree = [is_same_value(field, value, choice.candidate) for choice in by_words]
    mine = max((c.confidence for c, agrees in zip(by_words, agree, strict=True) if agrees), default=0.0)
    rival = max((c.confidence for c, agrees in zip(by_words, agree, strict=True) if not agrees), default=0.0)
    features |= {f"words-same={_step(mine)}", f"words-rival={_step(rival)}"}
    features |= set(role_marks(sources.paper, field, reading.line, reading.written))
    if field in ("from", "to"):
        features |= set(_of_name(sources.draft, field, reading))
    return PooledValue(reading, value, frozenset(features))


def _of_name(draft: HeadingDraft, field: str, reading: FieldEvidence) -> Iterator[str]:
    name = str(reading.value)
    yield f"listed={is_name_of_list(name)}"
    yield f"sound={is_sound_name(draft.lines, name)}"
    others = [draft.values.get(slots.FROM)] if field == "to" else [*(draft.values.get(slots.TO) or ())]
    yield f"writes-to-itself={any(other and same_who(name, other) for other in others)}"


@cache
def _weights() -> dict[str, dict[str, float]]:
    table: dict[str, dict[str, float]] = json.loads((files(__package__) / "blank_weights.json").read_text("utf-8"))
    return table


def likelihood(field: str, features: Iterable[str]) -> float:
    """How likely it is, 0 to 1, that a candidate of a blank field with these features is its value."""
    weights = _weights().get(field, {"": -30.0})
    total = math.fsum([weights[""], *[weights[name] for name in features if name in weights]])
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def fill_sure_blanks(draft: HeadingDraft, seen: Paper | None = None) -> None:
    """Give blank fields of a draft their likeliest candidates, where these are sure enough.

    Of text alone: on scans stamps, pens and misread letters look like values, and words have confidences of their own.

    Args:
        draft: A draft that is read, filled and checked; values and evidence may be added to it.
        seen: Its lines as evidence saw them already; None where it looked for nothing.
    """
    if not draft.lines or any(line.words and not line.source.is_plain for line in draft.lines):
        return
    blank = [name for name, slot in CORE_SLOTS.items() if not draft.values.get(slot)]
    if not blank:
        return
    for field, pool in pooled_values(draft, blank, seen).items():
        ranked = sorted(((likelihood(field, item.features), item) for item in pool), key=lambda pair: -pair[0])
        chance, best = ranked[0]
        rival = next((chance for chance, item in ranked[1:] if _is_other(field, best, item)), 0.0)
        if chance >= BLANK_LIMITS[field] and chance / (chance + rival) >= MIN_SHARE:
            _put(draft, field, best, round(chance, 2))


def _is_other(field: str, best: PooledValue, item: PooledValue) -> bool:
    """Is a candidate another value than the likeliest, and not the same number with or without its series?"""
    if field != "number":
        return True
    figures, others = (_FIGURES_LAST.search(str(value.reading.value)) for value in (best, item))
    return figures is None or others is None or figures["figures"] != others["figures"]


_FIGURES_LAST = re.compile(r"0*(?P<figures>\d+)$")


def _put(draft: HeadingDraft, field: str, item: PooledValue, share: float) -> None:
    slot, reading = CORE_SLOTS[field], item.reading
    upper = reading.written.upper()
    if field == "security" and is_word(reading.written.lower()) and not find_level(upper):
        return  # REGISTERED is no damaged RESTRICTED
    if field == "number" and plain_value(reading.value) == plain_value(draft.values.get(slots.REGISTER_NO)):
        return  # the office's that it came to
    if field == "date" and not draft.order and len(numeric_days(upper, window=draft.window, order="")) > 1:
        return  # 05.08.1965: which is the month, the paper does not say
    if field == "date" and "mark label=date" not in item.features and _stands_in_sentence(draft, reading):
        return  # a sentence's
    draft.evidence.pop(slot, None)  # what was doubted before: all of it was weighed
    how = Derivation.OBSERVED if plain_value(reading.value) in plain_value(reading.written) else Derivation.REPAIRED
    draft.put(slot, item.value, reading.line, written=reading.written, how=how, confidence=share, note=NOTE)


MAX_WORDS_BESIDE_DAY = 3
"""Words beside a day without a label, as the city and the hour, at most."""


def _stands_in_sentence(draft: HeadingDraft, reading: FieldEvidence) -> bool:
    cells = re.split(r" {2,}|\t", draft.lines[reading.line].raw)
    cell = next((cell for cell in cells if reading.written in cell), reading.written)
    words = re.findall(r"[^\W\d_]{3,}", cell.upper())
    return sum(word not in heading_months() for word in words) > MAX_WORDS_BESIDE_DAY
