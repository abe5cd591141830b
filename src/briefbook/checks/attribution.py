"""Whose words a quotation is: how surely the author gives it to the item that is cited."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache

from briefbook.checks.pointers import has_see_in_brackets, points_behind_words
from briefbook.checks.statements import mask_markup
from briefbook.model.narrative import Narrative, Quotation
from briefbook.text.sentences import sentence_stops

_OTHER_SOURCE = re.compile(r"\([^()]*[^\W\d_]{2}[^()]*\)|\(\d{3}[\d.]*/[\d–-]+\)|\[\^[^\[\]\s]+\]")
"""A parenthesis with words, or with the number of a file: (761.5622/12–2352); the mark of a note."""
_OWN_SOURCE = re.compile(r"[\s”\"’'».,;]*\((?:(?!\s*ibid\.?\s*\))[^()]*[^\W\d_]{2}[^()]*|\d{3}[\d.]*/[\d–-]+)\)", re.I)
_TRANSLATED = re.compile(r"\btranslat(?:ion|ed)\b|\btrans\.|\bin (?:French|Spanish|German|Russian|Portuguese)\b", re.I)
_ABSENCE = re.compile(
    r"\b(?:nowhere|never|not|no|neither|nor|without|avoids?|avoided|lacks?)\b[^.?!]{0,70}"
    r"\b(?:speaks?|mention\w*|say\w*|us(?:e|es|ed|ing)|words?|phrase|term|find|found|appears?|refers?|occurs?|talks?)\b"
    r"[^.?!]{0,20}$",
    re.I,
)
_TITLE_OF = re.compile(
    r"\b(?:book|article|report|chapter|film|essay|memoirs?|study|entitled|titled|headed|under the title|volume|series)"
    r"\b[^.?!]{0,30}$",
    re.I,
)
_NAMED = re.compile(
    r"(?:\bso-called|\bknown as|\bwhat (?:one|some|historians?) (?:might|may|could|has|have|would)?\s*call(?:ed)?"
    r"|\b(?:one|we) (?:may|might|could) (?:speak of|call it)|\bdubbed|\bnicknamed|\bproverb,?|\bslogan)"
    r"\s*(?:an?|the)?\s*$",
    re.I,
)
_SAYING = re.compile(
    r"[,”\"’'»\s]*(?:as|so) (?:(?:the|an?|one)(?: old| \w+)? (?:saying|proverb|adage|phrase|song|motto|joke)"
    r" (?:goes|has it|went|had it|ran|runs|says|said)|they say|people say|one says"
    r"|(?:it|this|that|he|she|they) (?:was|were|is|are|has been|had been|came to be|would be)(?: \w+)?"
    r" (?:called|known|termed|dubbed|nicknamed|styled))\b",
    re.I,
)
"""What stands behind words that are everybody's."""
_IDENTIFIED = re.compile(r"\s*(?:(?:is|are|was|were)(?: to| in)?|refers? to|means?)\s*\(?\[?\s*", re.I)
"""All that stands between words and a citation where these name something: "The “long telegram” is (ID)"."""
_OF_ANOTHER_PAPER = re.compile(
    r"(?:\b(?:telegram|letter|memorandum|message|despatch|note|report|text|document|enclosure|attachment|airgram|paper)s?"
    r"\b[^.?!()]{0,60}\b(?:is|are|was|were)(?: in)?"
    r"|(?:,|\w+ \w+ \w+ )[^.?!()]*\b(?:set forth|contained|described|outlined|summari[sz]ed) in)\s*\(?\[?\s*$",
    re.I,
)
"""What names another paper before its citation: "telegram 922 is (ID)", "described the proposal set forth in (ID)"."""
_WRITTEN_ON = re.compile(
    r"\b(?:note|notation|comment|remark|minute|marginalia)\b[^.?!]{0,80}\b(?:at|on|in)\s+the\s+(?:end|bottom|top|foot|margin"
    r"|(?:first|last)\s+page|source\s+text)\b|\b(?:hand)?wrote\s+(?:at|on|in)\s+the\s+(?:end|bottom|top|foot|margin)\b",
    re.I,
)
_FAR = 90
"""Characters between a quotation and the citation of its sentence above which they are another clause's. A judgement:
half a printed line more than "“…”, the ambassador told the minister on the following day in Havana (ID)"."""
_SMALL = frozenset(("a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"))


def doubt(narrative: Narrative, quotation: Quotation) -> str:
    """Why it is not known that the words are given to the item cited; "" where they plainly are.

    They plainly are if the citation is in the same sentence, in the note of the quotation's own mark, or with a block
    quotation or a headline, and nothing says otherwise: another source in between, a translation, a title, the author's
    own phrase, or that the words are *not* in the paper.

    Args:
        narrative: The page of the book.
        quotation: One of its quotations.
    """
    source = narrative.source
    before = _same_sentence_before(source, quotation.offset)
    behind = source[quotation.end : quotation.end + 120]
    if _ABSENCE.search(before):
        return "the sentence says that the paper does not have these words"
    if _TRANSLATED.search(behind.split("\n\n")[0]) or _TRANSLATED.search(before):
        return "a translation cannot be compared with its source"
    if _NAMED.search(before) or _SAYING.match(behind):
        return "it may be a name or a phrase of the author's own"
    if _is_title(quotation.words, before):
        return "it may be the title of a work"
    if _WRITTEN_ON.search(before):
        return "it may be a note that somebody wrote on the paper, and not of its text"
    if quotation.form in ("block", "headline"):
        return ""
    return _between(narrative, quotation)


def _same_sentence_before(source: str, offset: int) -> str:
    start = max(source.rfind("\n\n", max(0, offset - 402), offset) + 1, offset - 400)
    text = source[start:offset].rstrip("“\"‘'«„ ")
    stops = list(sentence_stops(text))
    return text[stops[-1] if stops else 0 :]


def sentence_around(narrative: Narrative, quotation: Quotation) -> tuple[str, str]:
    """What stands in a quotation's sentence before it, and behind it up to the sentence's end."""
    source = mask_markup(narrative.source)
    behind = source[quotation.end : quotation.end + 400].split("\n\n")[0]
    stop = next(iter(sentence_stops(behind)), len(behind))
    return _same_sentence_before(source, quotation.offset), behind[:stop]


def _is_title(words: str, before: str) -> bool:
    """Is it set as titles are, nearly every word with a capital? Not if all is in capitals, as telegrams are."""
    long = [word for word in re.findall(r"[^\W\d_]+", words) if word.lower() not in _SMALL]
    if len(long) < 2 or words.isupper():
        return False
    lower = sum(word[0].islower() for word in long)
    return not lower or (lower * 3 <= len(long) and _TITLE_OF.search(before) is not None)


def _between(narrative: Narrative, quotation: Quotation) -> str:
    """What stands between a quotation and the citation that it would belong to; "" if nothing that parts them."""
    cited = _cited_places(narrative, quotation)
    following = [place for place in cited if place >= quotation.end]
    if why := _of_frame(narrative, quotation, cited):
        return why
    if not following:
        if _OWN_SOURCE.match(narrative.source, quotation.end):
            return "another source is named behind the words"
        start = max(_sentence_start(narrative.source, quotation.offset), quotation.offset - _FAR)
        if any(place >= start for place in cited):
            return ""
        return "the item is cited in another sentence" if cited else ""
    source = mask_markup(narrative.source)
    stretch = source[quotation.end : following[0]].lstrip("”\"’'»“*_")
    if _IDENTIFIED.fullmatch(stretch) or _OF_ANOTHER_PAPER.search(stretch):
        return "the sentence says which paper another one is, or where something is set forth"
    if points_behind_words(stretch):
        return "the sentence only points to the item"
    opened = stretch.rfind("(")
    inside = stretch[opened:] if opened >= 0 and ")" not in stretch[opened:] else ""
    outside = stretch[: len(stretch) - len(inside)]
    if re.fullmatch(r"[\s.,;:!?”\"’'»)]*", outside):
        return ""
    raw = narrative.source[quotation.end : following[0]]
    if _OTHER_SOURCE.search(raw[: len(raw) - len(inside)] if inside else raw):
        return "another source is named between the words and the citation"
    ended = quotation.words.rstrip("”\"’'»")[-1:] in (".", "!", "?") and outside.strip()[:1].isupper()
    if ended or any(stop < len(outside.rstrip()) for stop in sentence_stops(outside)):
        return "the item is cited in another sentence"
    return "the item is cited far behind the words" if len(outside) > _FAR else ""


def _of_frame(narrative: Narrative, quotation: Quotation, cited: Sequence[int]) -> str:
    """Why the words are rather those of the paper with which the sentence begins; "" if they need not be.

    "In a letter of 27 July he welcomed telegram 678 (ID) and spoke of “…”": the id is that of telegram 678.
    """
    source = mask_markup(narrative.source)
    before = _same_sentence_before(source, quotation.offset)
    start = max(0, quotation.offset - len(before) - 3)
    frame = _FRAME.match(before.lstrip())
    if frame is None:
        return ""
    nearest = next((place for place in cited if place > start), None)
    if nearest is not None and _APPOSED.search(source[max(start, nearest - _FAR) : nearest]):
        between = source[start:nearest]
        if len(_PAPER_NOUN.findall(between)) > 1 or has_see_in_brackets(between):
            return "the sentence begins with another paper than the one that is cited"
    return ""


_PAPER_NOUN = re.compile(
    r"\b(?:telegram|letter|memorandum|message|despatch|airgram|note|cable|report|circular|paper|aide-m[eé]moire)s?\b(?!\s+of\s+th)",
    re.I,
)
_FRAME = re.compile(
    r"(?:In|According to|By)\s+(?:an?|the|his|her|its|their|this|that|telegram|letter|memorandum|message|despatch"
    r"|[A-Z]\w+\s+\d)\b",
    re.I,
)
_APPOSED = re.compile(r"(?:\b[A-Za-z]+\s+[A-Z]?-?\d{1,6},?|\bsee)[\s(]*$")
"""A paper's name and number before its id: telegram 678 (ID)."""


def _sentence_start(source: str, offset: int) -> int:
    return offset - len(_same_sentence_before(source, offset)) - 3


def _cited_places(narrative: Narrative, quotation: Quotation) -> Sequence[int]:
    """The offsets of the citations, or of the notes' marks, that stand for the quotation's items."""
    wanted = set(quotation.citations)
    marks = [mark for mark in narrative.note_marks if mark.citations and (not wanted or wanted & set(mark.citations))]
    if wanted:
        in_text = [narrative.citations[index].offset for index in wanted]
    else:
        in_text = [citation.offset for citation in narrative.citations]
    breaks = _paragraph_breaks(narrative.source)
    behind, before = bisect_left(breaks, quotation.end), bisect_right(breaks, quotation.offset - 2)
    limit = breaks[behind] if behind < len(breaks) else len(narrative.source)
    begin = breaks[before - 1] if before else -1
    places = [place for place in (*in_text, *(mark.offset for mark in marks)) if begin < place < limit]
    return sorted(places)


@lru_cache(maxsize=8)
def _paragraph_breaks(source: str) -> Sequence[int]:
    """Where an empty line stands in a text, each place of two ends of lines in a row."""
    return [match.start() for match in re.finditer(r"\n(?=\n)", source)]
