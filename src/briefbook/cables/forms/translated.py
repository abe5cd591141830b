"""What the forms of translated telegrams share: cities in other tongues, figures of dates, the level."""

from briefbook.cables import heading_slots as slots
from briefbook.cables.heading_draft import HeadingDraft
from briefbook.text import posts
from briefbook.text.vocabulary import find_level

NUMERIC = r"(?P<a>\d{1,2})\.(?P<b>\d{1,2})\.(?P<year>\d{4})"
AT = rf"{NUMERIC}\s*(?:,|at)?\s*(?P<clock>\d{{1,2}}[:.h]\d{{2}})"


def city_of(words: str) -> str | None:
    """The city by its English name or that of another tongue: Moscou is MOSCOW; None if we do not know it."""
    return posts.city_in_any_tongue(words)


def level_anywhere(draft: HeadingDraft, last: int = 14) -> None:
    """Record the first level marked in the head of the text."""
    for index, line in enumerate(draft.texts[:last]):
        level = find_level(line.upper())
        if level:
            draft.put(slots.SECURITY, level[0], index)
            return
