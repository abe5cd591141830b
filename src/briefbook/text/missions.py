"""Which mission a service had in a city on a day: "Legation" of Canada in Prague in 1955.

The list is ``data/missions.csv``; its column ``source`` names the public list that each row rests on. Where the month
of a change is not known, the year of the change belongs to neither mission: nothing is said, rather than a falsehood.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from briefbook.text.vocabulary import Term


@dataclass(frozen=True, slots=True)
class Mission:
    """A mission of a service: Embassy, Legation, High Commission, Consulate General, ..."""

    kind: str
    valid: str  # EDTF interval
    source: str


@cache
def _missions() -> dict[tuple[str, str], tuple[Mission, ...]]:
    text = (files("briefbook.text") / "data" / "missions.csv").read_text(encoding="utf-8")
    missions: dict[tuple[str, str], tuple[Mission, ...]] = {}
    for row in csv.DictReader(text.splitlines()):
        key = row["service"], row["city"]
        valid = f"{row['valid_from'] or '..'}/{row['valid_to'] or '..'}"
        missions[key] = (*missions.get(key, ()), Mission(row["kind"], valid, row["source"]))
    return missions


def mission(service: str, city: str, day: str) -> Mission | None:
    """The mission that a service had in a city on a day.

    Args:
        service: The service's name, as ``services.Service`` has it.
        city: The city's name in ``cities.csv``, in capitals.
        day: EDTF, a day, a month or a year; of a day that is not known nothing is said.

    Returns:
        The mission; None where the service had none there, or none is known.

    >>> mission("Canada", "PRAGUE", "1955-05-04").kind, mission("Canada", "PRAGUE", "1966").kind
    ('Legation', 'Embassy')
    >>> mission("United States", "HAVANA", "1962-10-28"), mission("United States", "HAVANA", "")
    (None, None)
    """
    if not day[:4].isdigit():
        return None
    missions = _missions().get((service, city), ())
    return next((entry for entry in missions if Term("post", "", valid=entry.valid).in_use(day)), None)
