"""A logbook in plain text, an entry a line: ``1963-03-02 H101 OSLO: lights were lit``."""

import re

from briefbook.errors import FormatError
from briefbook.importers.importer import Source
from briefbook.model.cable import Reading, SourceKind
from briefbook.model.received import Description, Received
from briefbook.settings import Settings
from briefbook.text.dates import read_date

_ENTRY = re.compile(r"(?P<day>\S+)\s+(?P<item>[A-Z]+\d+)\s+(?P<sender>[A-Z]+):\s*(?P<subject>.+)")


def read_logbook(source: Source, settings: Settings) -> Received:
    """Read a logbook: one description per entry; what is no entry is reported.

    Args:
        source: The file.
        settings: The collection's settings, for the order of day and month.

    Raises:
        FormatError: It is no text in UTF-8, or has no entry.
    """
    try:
        rows = source.data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise FormatError("this logbook is not text in UTF-8", remedy="save it as UTF-8.") from error
    descriptions, problems = [], []
    for number, row in enumerate(rows, 1):
        match = _ENTRY.fullmatch(row.strip())
        if match is None:
            problems += [f"line {number} is no entry: {row.strip()[:60]!r}"] if row.strip() else []
            continue
        day = read_date(match["day"], window=settings.dates.window, order=settings.dates.order).edtf
        values = {"date": (match["day"], day), "from": (match["sender"],) * 2, "subject": (match["subject"],) * 2}
        readings = {
            name: (Reading(written, value, SourceKind.RECEIVED, source=source.name),)
            for name, (written, value) in values.items()
        }
        descriptions.append(Description(match["item"], readings, row=number))
    if not descriptions:
        raise FormatError("there is no entry in it", remedy="an entry is: 1963-03-02 H101 OSLO: lights were lit")
    return Received(source.name, descriptions, not_understood=tuple(problems), counts={"items": len(descriptions)})
