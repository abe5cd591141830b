"""The context of the checks: settings and functions of other stages, which they may not import."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from briefbook.model.abbreviation import Abbreviation
from briefbook.model.decision import AcceptanceDecision
from briefbook.model.finding import Finding
from briefbook.model.narrative import Narrative
from briefbook.model.network import Network
from briefbook.model.page import Line
from briefbook.model.persons import Person
from briefbook.model.post import Post
from briefbook.model.verdict import Verification
from briefbook.settings import CheckSettings, DateSettings

if TYPE_CHECKING:
    from briefbook.text.line_scores import LineScores

NO_TEXT = "no text"
"""The key of a text of which no word is held."""


def _unknown_post(code: str) -> Post | None:
    return None


def _nothing_there(path: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class CheckContext:
    """Settings, authorities and the outside world, as values and callables.

    ``exists`` is asked with a path relative to the collection. ``found_before`` are findings of earlier stages
    (scans, journal) that belong in the same list. ``abbreviations`` are the collection's
    own. ``accepted`` are the journal's acceptances.
    ``today`` decides which acceptances have expired; None: none has. ``remembered`` are verifications made
    before, by the ``key`` that each carries; what still holds is not made again. ``text_keys`` give for
    an item what changes when its text does, ``NO_TEXT`` where none is held; without them the texts are read for it.
    ``text_of`` gives an item's text without its words and boxes, where that is cheaper. ``line_scores`` is
    asked with an item, a page number and a line of that page what the recogniser made of the line. ``letters``
    gives the natural logarithm of how likely the letters of a text are in its language. ``made_of_texts`` is asked with
    a name and a function that makes bytes of the texts of all items: it gives what was made of the same texts before.
    ``findings_of_narrative`` is asked with a narrative and a function that makes the findings of the checks of single
    narratives: it gives those that were made before of the same narrative, catalogue and settings.
    ``facts_of_narrative`` is asked likewise, with the code of a check that compares narratives, a narrative and a
    function that takes from it what is compared, as values of JSON.
    """

    settings: CheckSettings = field(default_factory=CheckSettings)
    dates: DateSettings = field(default_factory=DateSettings)
    network: Network = field(default_factory=Network)
    persons: Sequence[Person] = ()
    abbreviations: Sequence[Abbreviation] = ()
    post: Callable[[str], Post | None] = _unknown_post
    exists: Callable[[str], bool] = _nothing_there
    found_before: tuple[Finding, ...] = ()
    accepted: tuple[AcceptanceDecision, ...] = ()
    today: datetime.date | None = None
    remembered: Mapping[str, Verification] = field(default_factory=dict)
    text_keys: Mapping[str, str] = field(default_factory=dict)
    text_of: Callable[[str], str] | None = None
    line_scores: Callable[[str, int, Line], "LineScores | None"] | None = None
    letters: Callable[[str], float] | None = None
    made_of_texts: Callable[[str, Callable[[], bytes]], bytes] | None = None
    findings_of_narrative: Callable[[Narrative, Callable[[], list[Finding]]], list[Finding]] | None = None
    facts_of_narrative: Callable[[str, Narrative, Callable[[], Sequence[Any]]], Sequence[Any]] | None = None
