"""The head of a page -> what it says of its place in its paper: PAGE 2 OF 3, PAGE TWO 3327, IN 63271 PAGE 2, - 2 -."""

import re
from dataclasses import dataclass

from briefbook.model.page import Kind, Page
from briefbook.text.release_markings import is_page_line

MAX_LINES = 12
"""Among how many of a page's first lines its page count is looked for."""

_WORDS = ("ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE", "TEN", "ELEVEN", "TWELVE")
_NUMBER = rf"(?:0?[1-9]|[1-9]\d|{'|'.join(_WORDS)})"
_PAGE = re.compile(
    rf"\b(?:PAGE|PG\.?|P\.|SEITE|BLATT|FEUILLE)\s*(?:NO\.?\s*)?(?P<page>{_NUMBER})(?!\d)(?:\s*(?:OF|/|VON|DE)\s*(?P<of>{_NUMBER})(?!\d))?"
    r"(?P<rest>(?:\s+[A-Z0-9/-]+){0,8})\W*$"
)
_DASHED = re.compile(r"\W{0,4}[-–—]\s?(?P<page>[1-9]\d?)\s?[-–—]\W{0,4}")
_ARRIVAL = re.compile(r"\bIN\W{0,2}(?P<number>\d{4,6})\b")
_MESSAGE_NUMBER = re.compile(r"(?<![\dA-Z])0*(\d{2,6})(?![\dA-Z])")


@dataclass(frozen=True, slots=True)
class PageCount:
    """What a page says of its place in its paper.

    Attributes:
        page: Its number in the paper, from 1; 0 where it is a further page, and which is not legible.
        of: How many pages the paper has; 0 where it is not said.
        message_number: The number of the message that stands in the same line, without leading zeros; "" if none does.
        arrival_number: The number under which the addressee registered it, likewise.
        words: The line as read.
    """

    page: int
    of: int = 0
    message_number: str = ""
    arrival_number: str = ""
    words: str = ""


def page_count_of(page: Page) -> PageCount | None:
    r"""What a page says of its place in its paper; None where it says nothing of it.

    Args:
        page: The page as read or typed.

    >>> page_count_of(Page.of_text("D7", 3, "SECRET\nPAGE TWO PARIS 3327 SECRET\nTHE TEXT GOES ON"))
    PageCount(page=2, of=0, message_number='3327', arrival_number='', words='PAGE TWO PARIS 3327 SECRET')
    """
    head = [line for line in page.lines if line.words and line.kind is not Kind.HANDWRITING][:MAX_LINES]
    for line in head:
        if count := _count(line.text, line.kind):
            return count
    return None


_FOOT_LINES = 6
_FOOT_NUMBER = re.compile(r"\W{0,4}(?:PAGE\s)?(?P<page>[1-9]|1\d)\W{0,4}")


def foot_number(page: Page) -> int | None:
    r"""The page's number that stands alone at its foot; None where none does.

    Args:
        page: The page as read or typed.

    >>> foot_number(Page.of_text("D7", 3, "THE TEXT GOES ON\n- 2 -\nSECRET"))
    2
    """
    foot = [line for line in page.lines if line.words and line.kind is not Kind.HANDWRITING][-_FOOT_LINES:]
    matches = (_FOOT_NUMBER.fullmatch(line.text.strip().upper()) for line in foot)
    return next((int(match["page"]) for match in matches if match), None)


def _count(text: str, kind: Kind) -> PageCount | None:
    plain = " ".join(text.upper().split())
    if dashed := _DASHED.fullmatch(plain):
        return PageCount(int(dashed["page"]), words=text)
    match = _PAGE.search(plain)
    is_surely_page_line = kind is Kind.PAGE_LINE or is_page_line(text)
    if not match:
        return PageCount(0, words=text) if is_surely_page_line else None
    if not is_surely_page_line and not _is_alone(plain, match):
        return None
    before, rest = plain[: match.start()], match["rest"]
    arrival = _ARRIVAL.search(before) or _ARRIVAL.search(rest)
    numbers = [] if arrival else _MESSAGE_NUMBER.findall(re.sub(r"\b\d{6}Z\b", " ", rest))
    return PageCount(
        _value(match["page"]),
        _value(match["of"]) if match["of"] else 0,
        numbers[0] if numbers else "",
        arrival["number"].lstrip("0") if arrival else "",
        text,
    )


def _is_alone(plain: str, match: re.Match[str]) -> bool:
    """Is the line no sentence: few words stand before the page's number, and none that a sentence has?"""
    before = plain[: match.start()].split()
    return len(before) <= 6 and not plain.endswith(".") and not re.search(r"\b(?:THE|AND|ON|SEE|TO|AT)\b", plain)


def _value(number: str) -> int:
    return _WORDS.index(number) + 1 if number in _WORDS else int(number)
