"""References between cables, resolved, and the series that their numbers form."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ResolvedReference:
    """A reference and its target.

    ``status``: held (``target`` is the item), ambiguous (``candidates``), stub ("referred to but not held": the
    target is a stub's identifier such as "WASHDC 3316 (1962)"), none (not a reference that can be resolved).
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

    @property
    def is_doubtful(self) -> bool:
        """Was it so hard to read that it is no evidence of another cable?"""
        return self.status == "none" and self.note.startswith("doubtful:")


@dataclass(frozen=True, slots=True)
class SeriesGap:
    """A run of numbers missing from a series, first and last.

    ``expected_dates`` is the EDTF interval they should fall into, None if it cannot be estimated. ``grade`` says how
    strong the evidence for them is. ``chance`` is the probability (0 to 1) of a run of this length if the items held
    were a random sample of the series. ``referred`` are numbers that held items refer to, each with those items.
    """

    first: int
    last: int
    grade: str
    expected_dates: str | None = None
    chance: float | None = None
    referred: tuple[tuple[int, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class SuspectNumber:
    """An item whose number and date contradict those of its neighbours in the series.

    ``repair`` is the single error that would explain it, in words, None if none or several would.
    """

    item: str
    message_number: int
    date_sent: str
    reason: str
    repair: str | None = None


@dataclass(frozen=True, slots=True)
class DateEstimate:
    """When an undated item was sent, estimated from its number.

    ``date_sent`` (EDTF) and ``interval`` (EDTF, 95 %) are None if it cannot be estimated; ``reason`` says why.
    """

    item: str
    message_number: int
    date_sent: str | None = None
    interval: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MissingNumbers:
    """How many numbers are missing from a series that began at 1: the lower bound, estimates, and their assumptions.

    ``tank`` is the estimate from the largest number held (the German tank problem), ``upper95`` its upper bound at
    95 %, ``series_total`` the length of the series that it implies. ``by_rate`` extrapolates from the last date held,
    if the epoch's end is known.
    """

    lower_bound: int
    tank: int
    upper95: int
    series_total: int
    assumptions: tuple[str, ...] = ()
    by_rate: int | None = None


@dataclass(frozen=True, slots=True)
class SeriesReport:
    """A numbered series of one post: items held, numbers missing, suspect numbers.

    ``first`` and ``last`` are the lowest and the highest number held, ``begins`` and ``ends`` the first and the last
    day. ``resets`` are days on which numbering restarted, ``rule`` says when it does. ``addressee`` is set if the post
    numbered by addressee. ``rate`` is in numbers per day; it and ``missing`` are None if they cannot be estimated.
    ``gaps`` are those listed, of ``gap_count`` in all.
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
