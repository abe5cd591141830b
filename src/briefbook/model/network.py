"""How cables point to one another, and the series that their numbers form."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ResolvedReference:
    """A reference and its target.

    ``status``: held (``target`` is the item), ambiguous (``candidates``), stub ("referred to but not held": the
    target is a stub's id such as "WASHDC 3316 (1962)"), none (not a reference that can lead anywhere).
    """

    item: str
    mention: str
    form: str
    number: str | None
    status: str
    target: str | None = None
    candidates: tuple[str, ...] = ()
    confidence: float = 0.0
    date: str | None = None  # written or estimated date of the target, EDTF
    note: str = ""


@dataclass(frozen=True, slots=True)
class SeriesGap:
    """A run of numbers of a series that are not held, first and last.

    ``expected_dates`` is the EDTF interval they should fall into, None where it cannot be estimated. ``grade`` says
    what speaks for them. ``chance`` is that of so long a run if what is held were a random part of the series, 0 to 1.
    ``referred`` are numbers that held items refer to, each with those items.
    """

    first: int
    last: int
    grade: str
    expected_dates: str | None = None
    chance: float | None = None
    referred: tuple[tuple[int, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class SuspectNumber:
    """An item whose number and date contradict those around it.

    ``repair`` is the one slip that would explain it, in words, None if none or several would.
    """

    item: str
    message_number: int
    date_sent: str
    reason: str
    repair: str | None = None


@dataclass(frozen=True, slots=True)
class DateEstimate:
    """When an undated item was sent, by its number.

    ``date_sent`` (EDTF) and ``interval`` (EDTF, 95 %) are None where it cannot be estimated: ``reason`` says why.
    """

    item: str
    message_number: int
    date_sent: str | None = None
    interval: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MissingNumbers:
    """How many numbers of a series are not held: the certain lower bound, estimates, and what these assume.

    ``tank`` is the estimate from the largest number held, ``upper95`` its upper bound at 95 %, ``series_total`` the
    length of the series that it implies. ``by_rate`` goes on from the last date held, where the epoch's end is known.
    """

    lower_bound: int
    tank: int
    upper95: int
    series_total: int
    assumptions: tuple[str, ...] = ()
    by_rate: int | None = None


@dataclass(frozen=True, slots=True)
class SeriesReport:
    """A numbered series of one post: what is held, what is missing, what is suspect.

    ``first`` and ``last`` are the lowest and the highest number held, ``begins`` and ``ends`` the first and the last
    day. ``resets`` are days that show numbering to begin anew, ``rule`` says when it does. ``addressee`` is set where
    the post numbered by addressee. ``rate`` is numbers a day; it and ``missing`` are None where they cannot be
    estimated. ``gaps`` are those listed, of ``gap_count``.
    """

    key: str  # "WASHDC telegrams 1962"
    post: str
    kind: str
    epoch: str
    items: tuple[str, ...] = ()
    count: int = 0
    first: int | None = None
    last: int | None = None
    begins: str | None = None
    ends: str | None = None
    resets: tuple[str, ...] = ()
    rule: str = ""
    addressee: str | None = None
    rate: float | None = None
    gaps: tuple[SeriesGap, ...] = ()
    gap_count: int = 0
    suspects: tuple[SuspectNumber, ...] = ()
    estimates: tuple[DateEstimate, ...] = ()
    missing: MissingNumbers | None = None


@dataclass(frozen=True, slots=True)
class Network:
    """All references resolved, all series, and groups of copies of one text."""

    references: tuple[ResolvedReference, ...] = ()
    series: tuple[SeriesReport, ...] = ()
    copies: tuple[tuple[str, ...], ...] = ()
