"""The item that a note, a parenthesis or the sentence names by post, number and date, without an id."""

import re

from briefbook.checks.attribution import sentence_around
from briefbook.checks.check_input import CheckInput
from briefbook.checks.claim_frames import numbers_in
from briefbook.checks.countries import CODE, country, names
from briefbook.model.narrative import Narrative, Quotation
from briefbook.util.late_pattern import LatePattern

_PARENTHESIS = re.compile(r"[\s”\"’'».,;]*\((?P<words>[^()]{4,200})\)")
_MARK = re.compile(r"[\s”\"’'».,;]*\[\^(?P<label>[^\[\]\s]+)\]")
_NUMBER_ALONE = re.compile(r"\b[Nn]o\.?\s?(\d{1,5})\b")
_COUNTRY = LatePattern(lambda: rf"\b(?:{names()})\b", re.I)


def items_named(inputs: CheckInput, narrative: Narrative, quotation: Quotation) -> tuple[str, ...]:
    """The one item that is named for a quotation by its number, with sender and date where they are given.

    Args:
        inputs: The collection's entries.
        narrative: The page of the book.
        quotation: A quotation of it that cites no id.

    Returns:
        The id of the item; nothing where no item or several fit what is said, so that nothing is guessed.
    """
    words = _source_named(narrative.source, quotation.end)
    in_sentence = not words
    if in_sentence:
        words = sentence_around(narrative, quotation)[0]
    return items_of_words(inputs, words, needs_post=in_sentence)


def items_of_words(
    inputs: CheckInput, words: str, *, needs_post: bool = False, needs_more: bool = False
) -> tuple[str, ...]:
    """The one item that words name by its number, with sender and date where they are given.

    Args:
        inputs: The collection's entries.
        words: A note, the inside of a parenthesis, or a sentence.
        needs_post: Is a number without a post or country no name? In a sentence it may be anything's.
        needs_more: Is a number alone no name? It needs a post, a country or a day beside it.

    Returns:
        The id of the item; nothing where no item or several fit what is said, so that nothing is guessed.
    """
    numbers = [number for number, _, _ in numbers_in(words, lambda code: inputs.context.post(code) is not None)]
    if not numbers and needs_more and any(inputs.mentions(words)):
        numbers = _NUMBER_ALONE.findall(words)
    if len(numbers) != 1:
        return ()
    places = [country(match.group()) for match in _COUNTRY.finditer(words)]
    posts = {CODE[place] for place in places if place in CODE}
    codes = {inputs.post(word) for word in re.findall(r"\b[A-Z]{3,12}\b", words) if inputs.context.post(word)}
    if needs_post and not (codes or posts):
        return ()
    if needs_more and not (codes or posts or any(inputs.mentions(words))):
        return ()
    fitting = []
    for item in inputs.items_of_number.get(numbers[0].lstrip("0"), ()):
        entry = inputs.entries[item]
        sender = inputs.post(entry.value("from"))
        post = inputs.context.post(sender) if sender else None
        place = post.country if post else CODE.get(country(sender.title()), "")
        if (codes and sender not in codes) or (not codes and posts and place not in posts):
            continue
        day = inputs.day(item)
        named = [mention.days_near(*day) for mention in inputs.mentions(words)] if day else []
        if day and any(days and (days[0] > day[1] or days[1] < day[0]) for days in named):
            continue
        fitting.append(item)
    return tuple(fitting) if len(fitting) == 1 else ()


def _source_named(source: str, end: int) -> str:
    """The words of the parenthesis, or of the note, that follows a quotation at once; "" if neither does."""
    if match := _PARENTHESIS.match(source, end):
        return match["words"]
    if match := _MARK.match(source, end):
        note = re.search(rf"^\[\^{re.escape(match['label'])}\]:[ \t]*(?P<words>.*(?:\n[ \t]+.*)*)", source, re.M)
        return note["words"] if note else ""
    return ""
