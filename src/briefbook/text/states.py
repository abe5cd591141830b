"""Names that several states bore or claimed: what "China" means on a paper, by its date and its other words."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefbook.text.dates import Bounds


@dataclass(frozen=True, slots=True)
class State:
    """A state that bore or claimed a name.

    Attributes:
        name: The common name, "China".
        state: Its own name, "Republic of China".
        begins: The first day on which the name can mean it.
        ends: The last day; None if there is none.
        context: Words, in capitals, that say that this state is meant.
        source: Where the days are from, in words.
    """

    name: str
    state: str
    begins: date
    ends: date | None
    context: tuple[str, ...]
    source: str


@cache
def _rows() -> tuple[dict[str, str], ...]:
    text = (files("briefbook.text") / "data" / "states.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def states_by_name() -> dict[str, tuple[State, ...]]:
    """The states of each contested name."""
    states: dict[str, tuple[State, ...]] = {}
    for row in _rows():
        state = State(
            name=row["name"],
            state=row["state"],
            begins=date.fromisoformat(row["valid_from"]),
            ends=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            context=tuple(row["context"].split("|")),
            source=row["source"],
        )
        states[state.name] = (*states.get(state.name, ()), state)
    return states


@cache
def contested_names() -> dict[str, tuple[str, ...]]:
    """The contested names, each with its other spellings."""
    return {row["name"]: tuple(filter(None, row["spellings"].split("|"))) for row in _rows()}


@cache
def contested_spellings() -> frozenset[str]:
    """Every contested name and its other spellings, in small letters."""
    return frozenset(word.lower() for name, spellings in contested_names().items() for word in (name, *spellings))


def meant_state(name: str, text: str, day: "date | Bounds | None") -> tuple[str | None, str]:
    """The state that a contested name means on a paper.

    Args:
        name: The common name.
        text: The words of the paper.
        day: Its day, or the first and last day that it may be of; None if it is not known.

    Returns:
        The state and why; None and the states that it could be, where date and words do not decide.

    >>> meant_state("China", "CONSULTED WITH CHINA IN PEKING", date(1962, 11, 8))
    ("People's Republic of China", 'by the words of the paper: PEKING')
    >>> meant_state("China", "THE EMBASSY OF CHINA", date(1937, 5, 1))
    ('Republic of China', 'by the date of the paper')
    >>> meant_state("China", "THE EMBASSY OF CHINA", date(1962, 11, 8))[0] is None
    True
    >>> meant_state("Vietnam", "TRADE", (date(1961, 3, 1), date(1961, 3, 31)))[1]
    'could be Republic of Vietnam or Democratic Republic of Vietnam'
    """
    first, last = (day, day) if isinstance(day, date) else day or (None, None)
    states = [
        state
        for state in states_by_name().get(name, ())
        if (last is None or state.begins <= last) and (first is None or state.ends is None or first <= state.ends)
    ]
    if first is not None and last is not None and len(states) == 1:
        return states[0].state, "by the date of the paper"
    words = {state.state: _context_words(state.context, text) for state in states}
    named = [state for state, found in words.items() if found]
    if len(named) == 1:
        return named[0], f"by the words of the paper: {', '.join(words[named[0]])}"
    return None, f"could be {' or '.join(state.state for state in states)}" if states else ""


def _context_words(context: Sequence[str], text: str) -> list[str]:
    upper = " ".join(text.upper().split())
    return [word for word in context if re.search(rf"(?<![A-Z]){re.escape(word)}(?![A-Z])", upper)]
