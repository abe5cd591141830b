"""Parse the value of a field as a person types it: dates to EDTF, codes to capitals."""

from briefbook.text.dates import Outcome, read_by


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
    """
    value = " ".join(value.split())
    if not value:
        return ""
    if field == "date":
        reading = read_by(value, window=window, order=order)
        return "" if reading.outcome in (Outcome.UNDATED, Outcome.BLANK) else reading.without_clock
    if field in ("from", "to", "info"):
        return "; ".join(part.strip().upper() for part in value.split(";") if part.strip())
    return value
