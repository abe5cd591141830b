"""A local day and hour at a post -> a moment in UTC, by the history of the zone the post stands in."""

import csv
import re
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from briefbook.text import posts


@cache
def _zones() -> dict[tuple[str, str], str]:
    text = (files("briefbook.text") / "data" / "clocks.csv").read_text(encoding="utf-8")
    return {(row["country"], row["city"]): row["zone"] for row in csv.DictReader(text.splitlines())}


@cache
def zone_of(post: str | None) -> ZoneInfo | None:
    """The zone whose clock a post goes by; None where the code or its country has no one clock we know.

    >>> zone_of("WASHDC").key, zone_of("AMEMBASSY LA PAZ").key, zone_of("XYZZY")
    ('America/New_York', 'America/La_Paz', None)
    """
    found = posts.post(post) if post else None
    if found is None:
        return None
    city = next((name for name in _cities(found.country) if name in f"{post} {found.name}".upper()), "")
    name = _zones().get((found.country, city)) or _zones().get((found.country, ""))
    return ZoneInfo(name) if name else None


@cache
def _cities(country: str) -> tuple[str, ...]:
    return tuple(city for land, city in _zones() if land == country and city)


def moment(day: str | None, clock: str | None, post: str | None) -> datetime | None:
    """A local day and clock at a post as a moment in UTC; None where the zone is not known.

    >>> moment("1962-10-27", "12:00", "STATE").isoformat(), moment("1962-10-29", "12:00", "STATE").isoformat()
    ('1962-10-27T16:00:00+00:00', '1962-10-29T17:00:00+00:00')
    """
    zone = zone_of(post)
    if not (day and clock and zone and re.fullmatch(r"\d{4}-\d\d-\d\d", day)):
        return None
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=zone).astimezone(UTC)


def local_time(day: str, clock: str, post: str | None) -> tuple[str, str]:
    """A local time as EDTF, with its distance from UTC where the zone is known, and the same moment in UTC.

    >>> local_time("1962-10-29", "12:00", "STATE"), local_time("1962-10-29", "12:00", None)
    (('1962-10-29T12:00:00-05:00', '1962-10-29T17:00Z'), ('1962-10-29T12:00:00', ''))
    """
    zone = zone_of(post)
    try:
        date.fromisoformat(day)
    except ValueError:
        return day, ""
    local = datetime.fromisoformat(f"{day}T{clock}")
    if zone is None:
        return local.isoformat(), ""
    there = local.replace(tzinfo=zone)
    return there.isoformat(), there.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
