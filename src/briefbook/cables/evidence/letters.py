"""A letter or a minute -> candidates for its addressee, where no label says it: blocks of lines, lone titles."""

import re
from collections.abc import Iterator, Sequence

from briefbook.cables.evidence.addresses import Address, is_office_word, name_features, read_address
from briefbook.cables.evidence.paper import KNOWN, Candidate, Paper, PaperLine
from briefbook.text import posts
from briefbook.text.lexicon import is_listed

_MAX_LINE_WORDS = 9
"""Words of a line of an address at most."""

MAX_BLOCK_LINES = 5
"""Lines of an address at most."""

_LETTER = re.compile(
    r"\W*(?:(?:MY )?DEAR [A-Z][\w .'-]{1,30}|SIRS?|MY LORD|MADAM|GENTLEMEN|MONSIEUR(?: LE [A-Z]+)?|EXCELLENCY)[,:]?"
    r"|\W*(?:I HAVE THE HONOU?R|I AM DIRECTED|YOURS (?:SINCERELY|EVER|FAITHFULLY)|YOUR OBEDIENT)\b.*"
)
"""A line that only a letter has: how it greets, begins or ends."""

_HONOURED = re.compile(r"(?:THE )?(?:RIGHT |RT\.? |MOST )?(?:HONOU?RABLE|HON\.?)\b|.*\bESQ(?:UIRE)?\b|ETC\b")
"""A line of an address that names the person, or goes on behind his name."""

_BEGINS_BLOCK = re.compile(
    r"(?:THE |[A-Z][A-Z. -]*(?:SECRETARY|DEPARTMENT|OFFICE|MINISTRY|MINISTER|COMMISSIONER|AMBASSADOR)\b)"
)


def addressee_blocks(paper: Paper) -> Iterator[Candidate]:
    """The office that a letter's block of address names, at its head or its foot, lines that end with commas.

    Only of a letter, by its greeting or its first or last words, that has no label of an addressee.
    """
    if "to" in paper.kinds:
        return
    lines = paper.lines
    greeting = next((line.index for line in lines if _LETTER.fullmatch(line.upper)), None)
    at = 0
    while at < len(lines):
        block = _block(lines, at)
        is_foot = greeting is not None and at > greeting
        if block and not is_foot and not _stands_at_head(block, has_greeting=greeting is not None):
            block = []
        if block and (address := _office_of(block, paper.year)):
            features = paper.common(lines[at], None, below=False) | name_features(address)
            features = {*features - {"body", "prose", "label=none|body"}, "label=none|beside", "addressee-block"}
            yield Candidate("to", address.value, block[-1].index, address.written, frozenset(features))
        at += max(1, len(block))


_HEAD_LINES = 10


def _stands_at_head(block: Sequence[PaperLine], *, has_greeting: bool) -> bool:
    """Is a block at a paper's head that of its addressee, and no letterhead: The Secretary of External Affairs, OSLO?

    Without a greeting below it the city must stand on a line of its own in capitals.
    """
    first, last = block[0], block[-1]
    if not (first.upper.startswith("THE ") or _HONOURED.match(first.upper)) or first.text.isupper():
        return False
    place = last.text.strip(" .,")
    is_city = place.isupper() and posts.city_in_any_tongue(place) is not None
    return has_greeting or (first.index < _HEAD_LINES and is_city)


def _block(lines: Sequence[PaperLine], at: int) -> list[PaperLine]:
    """The lines of an address that begins on a line; none where none begins there."""
    first = lines[at]
    is_person = _HONOURED.match(first.upper) is not None
    if not (is_person or _BEGINS_BLOCK.match(first.upper)) or (not is_person and not first.text.rstrip().endswith(",")):
        return []
    block: list[PaperLine] = []
    for line in lines[at : at + MAX_BLOCK_LINES]:
        is_sentence = line.is_prose and not (
            line.text.rstrip().endswith(",") and len(line.text.split()) <= _MAX_LINE_WORDS
        )
        if line.labels or is_sentence or not line.text or _LETTER.fullmatch(line.upper):
            break
        block.append(line)
        if not line.text.rstrip().endswith(",") and not (line is first and is_person):
            break
    return block if len(block) > 1 else []


def _office_of(block: Sequence[PaperLine], year: str) -> Address | None:
    """The office that the lines of an address name: from the first line on, or from a later one below a person."""
    for start in range(len(block)):
        words = " ".join(line.text for line in block[start:])
        if _HONOURED.match(words.upper()) and start + 1 < len(block):
            continue
        address = read_address(words, year)
        if address and address.quality in KNOWN:
            return address
        place = block[-1].text.split(",")[0].strip(" .")
        if address and start + 1 < len(block) and posts.city_in_any_tongue(place):
            return address if _names_office(words) and _is_whole(words) else None
    return None


def _names_office(words: str) -> bool:
    return any(map(is_office_word, re.findall(r"[A-Za-z]+", words.split(",")[0])))


_LINKS = frozenset({"OF", "FOR", "THE", "TO", "AND", "IN", "AT"})


def _is_whole(words: str) -> bool:
    """Are all words of an office's name words of the language, offices' or places', so that none is misread?"""
    return all(
        word in _LINKS
        or (len(word) > max(map(len, _LINKS)) and is_listed(word.lower()))
        or is_office_word(word)
        or posts.city_in_any_tongue(word) is not None
        for word in re.findall(r"[^\W_]+", words.upper())
    )


_MINUTE = re.compile(
    r"\W*(?:(?:THE )?(?P<who>(?:PRIME|FOREIGN|HOME|CHIEF|[A-Z]{4,12}) (?:MINISTER|SECRETARY))[' ]?S )?"
    r"(?:PERSONAL )?MINUTE\b(?: (?:NO|SERIAL)\b.*)?\W*|\W*(?P<house>10,? DOWNING STREET)\b.*"
)
"""The title of a minute, or the house on whose paper it is."""

_HEAD_OF_MINUTE = 8
"""Lines at the head of a minute among which its title and its addressee stand."""

_MAX_TITLE_WORDS = 6


def parties_of_minutes(paper: Paper) -> Iterator[Candidate]:
    """The office alone on a line of capitals below a minute's title, and the office whose minute it is."""
    if {"from", "to"} & paper.kinds:
        return
    titles = ((line, _MINUTE.fullmatch(line.upper)) for line in paper.lines[:_HEAD_OF_MINUTE])
    title, match = next(((line, match) for line, match in titles if match), (None, None))
    if title is None or match is None:
        return
    if match["who"]:
        features = frozenset({*paper.common(title, None, below=False), "minute", "who=title"})
        yield Candidate("from", match["who"], title.index, match["who"], features)
    for line in paper.lines[title.index + 1 : _HEAD_OF_MINUTE]:
        if line.is_prose or line.in_body:
            return
        words = line.text.strip(" .,:")
        if line.labels or not words.isupper() or len(words.split()) > _MAX_TITLE_WORDS or not _names_office(words):
            continue
        if address := read_address(words, paper.year):
            features = frozenset({*paper.common(line, None, below=False), *name_features(address), "minute"})
            yield Candidate("to", address.value, line.index, address.written, features)
            return
