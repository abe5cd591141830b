"""Site data -> how long references took: from a message to the addressee's later message that refers to it."""

import datetime

from briefbook.site.site_data import ItemRow, SiteData
from briefbook.text.posts import post, same_post

MIN_DEGREES_FOR_ANOTHER_DAY = 60
"""Degrees of longitude, four hours of the sun, from which two posts are often on different days of the calendar."""


def reply_rows(site_data: SiteData) -> list[tuple[str, str, str, str, int]]:
    """Item, its sender, the item it refers to, that one's sender, and the days between; exact dates only."""
    intervals = []
    for reference in site_data.archive.network.references:
        later, earlier = site_data.row_of.get(reference.item), site_data.row_of.get(reference.target or "")
        if reference.status != "held" or later is None or earlier is None or not _is_exchange(later, earlier):
            continue
        try:
            days = datetime.date.fromisoformat(later.date[:10]) - datetime.date.fromisoformat(earlier.date[:10])
        except ValueError:
            continue
        passed = _days_between(later, earlier, days.days)
        if passed is not None:
            intervals.append((reference.item, later.sender, earlier.item, earlier.sender, passed))
    return sorted(set(intervals), key=lambda row: (row[4], row[0], row[2]))


def _days_between(later: ItemRow, earlier: ItemRow, days: int) -> int | None:
    """Days from a message to its reply; None where the dates say that the reply was first.

    Between distant posts the calendar of one may be a day behind the other's: a reply dated the day before is of the
    same day. Where both have the same calendar, or more than a day lies between, a date or the reference is wrong.
    """
    if days >= 0:
        return days
    places = [post(row.sender) for row in (later, earlier)]
    longitudes = [place.longitude for place in places if place and place.longitude is not None]
    apart = abs(longitudes[0] - longitudes[1]) if len(longitudes) == 2 else 0
    return 0 if days == -1 and apart >= MIN_DEGREES_FOR_ANOTHER_DAY else None


def _is_exchange(later: ItemRow, earlier: ItemRow) -> bool:
    """Do two messages go to and fro between two posts, each one's sender an addressee of the other?

    What a post says of its own earlier message, or of one between others, is no reply.
    """
    writer, other = same_post(later.sender, {}), same_post(earlier.sender, {})
    to_later, to_earlier = ({same_post(code, {}) for code in row.to} for row in (later, earlier))
    return bool(writer and other) and writer != other and writer in to_earlier and other in to_later
