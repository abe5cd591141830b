"""Parse the value of a field as a person types it: dates to EDTF, known codes to capitals, words as they are."""

from briefbook.text.dates import Outcome, read_by
from briefbook.text.posts import code_or_words

DATE_FIELDS = frozenset({"date", "sent", "received", "event"})
"""The fields that hold a date in EDTF; ``sent`` and ``received`` may have a time of day."""


def date_alternatives(field: str, value: str, *, window: int = 1900, order: str = "") -> tuple[str, ...]:
    """The two days that a typed date can mean, in EDTF; none where it can mean only one, or the order is set.

    Args:
        field: As for ``parse_field``.
        value: As for ``parse_field``.
        window: As for ``parse_field``.
        order: As for ``parse_field``.

    >>> date_alternatives("date", "8/11/62"), date_alternatives("date", "8/11/62", order="dmy")
    (('1962-11-08', '1962-08-11'), ())
    """
    if field not in DATE_FIELDS or order:
        return ()
    return read_by(" ".join(value.split()), window=window).alternatives


def parse_field(field: str, value: str, *, window: int = 1900, order: str = "") -> str | None:
    """The stored form of what a person typed.

    Args:
        field: the field's name, see ``model.catalogue.FIELDS``.
        value: what was typed. Of ``from``, ``to`` and ``info`` several values are separated by ";".
        window: first year of the hundred years that years of two figures fall in.
        order: "dmy" or "mdy" for dates in figures that could be either; where it is "" they are read day first.

    Returns:
        The stored form; "" for a blank, and for a date that is known to be unknown ("undated"); None where the value
        cannot be understood.

    >>> parse_field("date", "8-Nov-62"), parse_field("date", "31-Nov-62"), parse_field("from", " washdc ")
    ('1962-11-08', None, 'WASHDC')
    >>> parse_field("received", "8 Nov 62 14:30"), parse_field("event", "soon")
    ('1962-11-08T14:30', None)
    >>> parse_field("from", "Daniel J. Hogan; bonn"), parse_field("note", "Two  blanks, as typed. ")
    ('Daniel J. Hogan; BONN', 'Two  blanks, as typed.')
    """
    if field == "note":
        return value.strip()
    as_typed, value = value.strip(), " ".join(value.split())
    if not value:
        return ""
    if field in DATE_FIELDS:
        reading = read_by(value, window=window, order=order)
        if reading.outcome in (Outcome.UNDATED, Outcome.BLANK):
            return ""
        return reading.edtf if field in ("sent", "received") else reading.without_clock
    if field in ("from", "to", "info"):
        return "; ".join(code_or_words(part) for part in value.split(";") if part.strip())
    return as_typed
