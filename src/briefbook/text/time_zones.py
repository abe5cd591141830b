"""A local day and clock time at a post -> a moment in UTC, by the history of the time zone in which the post lies.

``data/clocks.csv`` says which zone of the IANA database a country, or a city in it, goes by; the offsets and the
days on which they changed are that database's, through ``zoneinfo``.
"""

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
    known_post = posts.post(post) if post else None
    if known_post is None:
        return None
    city = next((name for name in _cities(known_post.country) if name in f"{post} {known_post.name}".upper()), "")
    name = _zones().get((known_post.country, city)) or _zones().get((known_post.country, ""))
    return ZoneInfo(name) if name else None


@cache
def _cities(country: str) -> tuple[str, ...]:
    return tuple(city for land, city in _zones() if land == country and city)


def moment(day: str | None, clock: str | None, post: str | None) -> datetime | None:
    """A local day and clock time at a post, as a moment in UTC.

    Args:
        day: The day at the post, ``YYYY-MM-DD``.
        clock: The time there, ``HH:MM``.
        post: The code of the post.

    Returns:
        The moment, with UTC as its zone; None where a part is missing or the zone of the post is not known.

    >>> moment("1962-10-27", "12:00", "STATE").isoformat(), moment("1962-10-29", "12:00", "STATE").isoformat()
    ('1962-10-27T16:00:00+00:00', '1962-10-29T17:00:00+00:00')
    """
    zone = zone_of(post)
    if not (day and clock and zone and re.fullmatch(r"\d{4}-\d\d-\d\d", day)):
        return None
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=zone).astimezone(UTC)


def local_time(day: str, clock: str, post: str | None) -> tuple[str, str]:
    """A local time as EDTF, and the same moment in UTC.

    Args:
        day: The day at the post, ``YYYY-MM-DD``; any other text comes back as it is.
        clock: The time there, ``HH:MM``.
        post: The code of the post.

    Returns:
        The local time with its offset from UTC, and the moment in UTC to the minute; where the zone is not known, the
        local time without an offset, and "".

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
    zoned = local.replace(tzinfo=zone)
    return zoned.isoformat(), zoned.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
