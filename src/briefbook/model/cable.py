"""A cable: the fields of its heading, as written and as interpreted, each with its position on the page."""

from dataclasses import dataclass, field
from enum import StrEnum

from briefbook.model.locator import PagePosition
from briefbook.model.page import Page


class SourceKind(StrEnum):
    """Who or what a value comes from, strongest first."""

    PERSON = "person"
    RECEIVED = "received"
    MACHINE = "machine"
    COVER = "cover sheet"  # what whoever keeps or releases the paper put before it says of it, as a machine read it


class Derivation(StrEnum):
    """How a value was obtained: as written, repaired from damaged text, inferred, or supplied from elsewhere."""

    OBSERVED = "observed"
    REPAIRED = "repaired"
    INFERRED = "inferred"
    SUPPLIED = "supplied"


SURE_BELOW = 0.6
"""Readings with a lower confidence (0 to 1) are marked as uncertain."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A field's text as written, and the value that it is taken to have.

    ``value`` is None with ``as_written`` set where the text is there but not understood. A field absent from
    the paper has no Reading at all. Dates are EDTF, posts their code in capitals, numbers digits as a string.
    ``source`` names the received file or the person; ``note`` gives a rule or a doubt in words. ``confirmed_by`` names
    the person who looked and found the value right, with the day; it is never unsure then.
    """

    as_written: str | None
    value: str | None
    by: SourceKind = SourceKind.MACHINE
    how: Derivation = Derivation.OBSERVED
    place: PagePosition | None = None
    confidence: float | None = None  # 0 to 1; None: not measured
    source: str = ""
    note: str = ""
    confirmed_by: str = ""

    @property
    def written_words(self) -> str:
        r"""What is written, in one line and without doubled blanks, for sentences and to compare it with the value.

        >>> Reading("Ice  at\nKiel ", "Ice  at\nKiel").written_words
        'Ice at Kiel'
        """
        return " ".join((self.as_written or "").split())

    @property
    def is_unsure(self) -> bool:
        """Whether the value was hard to read and no person has confirmed it."""
        return self.confidence is not None and self.confidence < SURE_BELOW and not self.confirmed_by


@dataclass(frozen=True, slots=True)
class Reference:
    """A cable's pointer to another cable: REF YOURTEL 665 NOV14."""

    mention: str  # as written
    form: str  # MYTEL, YOURTEL, TEL, DEPTEL, LETTER, ...
    number: str | None = None
    series: str | None = None  # SECTO, A-, a post's code: what the number belongs to, where named
    date: str | None = None  # EDTF
    author: str | None = None  # the post that wrote it, by the author rule
    place: PagePosition | None = None
    end_number: str | None = None  # of a range, 538-540
    target: str | None = None  # the item that is meant, where an edition says so
    said: str = ""  # in the edition's words
    after: str = ""  # the words of the text that the edition's reference follows
    confidence: float | None = None  # 0 to 1, of the least sure word of its number and its post; None: not measured


@dataclass(frozen=True, slots=True)
class Cable:
    """An item as parsed: the fields of its heading, its references, its anomalies.

    ``fields`` maps a field's name (see ``catalogue.FIELDS``) to its readings in the order of the text; a field
    with several values (to, info, identifiers) has several. ``flags`` are anomalies by name ("received_before_sent").
    ``candidates`` maps the name of a field that is blank or unsure to values that stand on the paper and may be its
    own, likeliest first: each a reading with its words, place and confidence, and the reason in its note. They are for
    a person to choose from; none of them is a value of the field.
    """

    item: str
    form: str = ""  # the documentary form recognised: "ca_telegram", "us_telegram", ... "" if unknown
    fields: dict[str, tuple[Reading, ...]] = field(default_factory=dict, hash=False)
    references: tuple[Reference, ...] = ()
    flags: tuple[str, ...] = ()
    pages: tuple[Page, ...] = ()
    candidates: dict[str, tuple[Reading, ...]] = field(default_factory=dict, hash=False)

    def value(self, name: str) -> str | None:
        """The values of a field, joined by "; "; None where none is legible."""
        values = [reading.value for reading in self.fields.get(name, ()) if reading.value]
        return "; ".join(values) if values else None
