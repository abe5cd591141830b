"""What a sentence claims of the cable that it cites: who sent it, to whom, when, under which number.

A sentence that cites several items is taken in parts, each up to its own citation. What the sentence says of *another*
paper is left out: the one that is answered, referred to, repeated or corrected, and letters and messages of somebody.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefbook.checks.countries import CODE, country, is_ambiguous, names
from briefbook.checks.statements import Statement
from briefbook.model.narrative import Citation
from briefbook.text.folding import fold
from briefbook.text.months import ENGLISH
from briefbook.util.late_pattern import LatePattern

PAPER = r"(?:telegrams?|tels?\.?|cables?|cablegrams?|despatch(?:es)?|airgrams?|telexe?s?)"
"""Words for a paper that a post sends."""

_OTHER_PAPER = re.compile(
    r"\b(?:repl(?:y|ies|ied|ying)(?!\s*,)|answer(?:s|ed|ing)?(?!\s*,)|respon(?:d|ds|ded|ding|se)|refer(?:s|red|ring|ence)?|further\s+to"
    r"|follow(?:s|ed|ing)?\s+(?:up\s+)?(?:on|upon)|acknowledg\w+|repeated|correct(?:s|ed|ing|ion)|cancel\w*|supersed\w+"
    r"|comment(?:ed|s|ing)?\s+(?:up)?on|react(?:ed|s|ing|ion)?|elaborat\w+|amplif\w+|contradict\w+|echo(?:ed|es|ing)?"
    r"|(?:dis)?agree(?:d|s|ing)?\s+with|dissent\w*|unlike|contrary\s+to|in\s+contrast\s+to|on\s+receipt\s+of"
    r"|having\s+(?:read|seen|received|studied)"
    r"|enclos\w+|quot(?:es|ed|ing)|as\s+(?:requested|asked|instructed)\s+in|in\s+the\s+light\s+of|citing|cited)\b"
    r"(?:[^;.“”\"]|(?<=\bno)\.|(?<=\btel)\.)*$",
    re.I,
)
IS_ANSWERED = re.compile(
    rf"^\S*(?:\s+(?>(?:(?-i:[A-Z])\S*|{PAPER}|nos?\.?|number|numbered|of|dated|and|the|\d[\d-]*(?:st|nd|rd|th)?)(?!\S)))*+"
    r"\s+(?:was|were|is|(?:had|has|have)\s+been)\s+(?:not\s+|never\s+|\w+ly\s+)?(?:answered|replied\s+to|acknowledged)\b",
    re.I,
)
"""Behind a paper's number or place: it is the paper that was answered, and not the one that answers."""

HELD_IN = re.compile(
    r"[^;()]{0,80}?\b(?:cited|quoted|printed|reproduced|enclosed|answered|mentioned|repeated|summari[sz]ed|copy|text)\s+(?:in|by|with)\s*\(?"
    r"[^\w;()]*$|[^;()]{0,80}?\b(?:cited|quoted|printed|reproduced|enclosed|answered|mentioned|summari[sz]ed|copy)\s+(?:in|by|with)\s+[A-Z]"
)
"""Behind a number or a day: the paper that has it is only cited or copied in the one whose id follows."""

_MAIN_CLAUSE = re.compile(r",\s+(?:the\s+)?[A-Z][^,]*$|,\s+(?:he|she|it|they|the)\b[^,]*$")
_HOME = {
    "external affairs": "Canada",
    "canada house": "United Kingdom",
    "the foreign office": "United Kingdom",
    "the department of state": "United States",
    "the state department": "United States",
}


def _place() -> str:
    return (
        rf"(?P<place>(?i:{names()})|Canada House|External Affairs|[Tt]he Department of State|[Tt]he State Department"
        r"|[Tt]he Foreign Office)"
    )


_OFFICE = (
    r"(?:embassy|mission|high\s+commission(?:er)?|legation|consulate(?:[- ]general)?|delegation|ambassador|station)"
)
_SENT = (
    r"(?:report(?:ed|s|ing)|cabl(?:ed|es|ing)|telegraph(?:ed|s|ing)|wir(?:ed|es|ing)|wrote|writes|sent|sends|inform(?:ed|s)"
    r"|advis(?:ed|es)|t(?:old|ells|elling)|hand(?:ed|s)\s+on|pass(?:ed|es)\s+on|relay(?:ed|s)|transmit(?:ted|s)"
    r"|explain(?:ed|s)|instruct(?:ed|s)|describ(?:ed|es)|add(?:ed|s)|count(?:ed|s)|weigh(?:ed|s))"
)
_THOUGHT = (
    r"(?:saw|sees|thought|thinks|believed|believes|considered|considers|estimated|estimates|warned|warns|observed|observes|noted|notes"
    r"|said|says|found|finds|felt|feels|argued|argues|recommended|recommends|suggested|suggests|expected|expects|feared|fears|doubted"
    r"|doubts|understood|judged|judges|concluded|concludes|predicted|predicts|watched)"
)
"""Of a post that is named as such ("the embassy in Lima doubted"), these too say that it is the one that writes."""

_MONTHS = "|".join(ENGLISH)
_ANOTHERS_PAPER = re.compile(rf"[’'](?:s\s+)?{PAPER}\b")
_NEWS = rf"(?:{PAPER}|message|warning|report|answer|reply|advice|account|news)"
_SEEN_AS_SENDER = (
    LatePattern(
        lambda: rf"(?:^|[.;]\s*|,\s*)\W*(?:Writing\s+)?[Ff]rom\s+{_place()}\s*,[^.;]{{0,60}}?\b{_SENT}\b",
        needs=re.compile(r"(?:^|[.;]\s*|,\s*)\W*(?:Writing\s+)?[Ff]rom\s"),
    ),
    LatePattern(
        lambda: (
            rf"\b(?:learn(?:ed|t)|heard|informed|told|advised)\s+(?:from|by)\s+(?:(?:its|the|their|his|Canada[’']s)\s+)?"
            rf"(?:[A-Z]\w+\s+)?(?:{_OFFICE}\s+(?:in|at|to)\s+)?{_place()}\b"
        ),
        needs=re.compile(r"\b(?:learn(?:ed|t)|heard|informed|told|advised)\s+(?:from|by)\s"),
    ),
    LatePattern(
        lambda: rf"\b{_OFFICE}\s+(?:in|at)\s+{_place()}\s+(?:had\s+|also\s+|then\s+|has\s+)*(?:{_SENT}|{_THOUGHT})\b",
        re.I,
        needs=re.compile(rf"\b{_OFFICE}\s+(?:in|at)\s", re.I),
    ),
    LatePattern(lambda: rf"\b{_place()}[’'](?:s\s+)?{PAPER}\b", needs=_ANOTHERS_PAPER),
    LatePattern(
        lambda: rf"\b(?:reported|cabled|telegraphed|sent|written)\s+from\s+{_place()}\b",
        needs=re.compile(r"\b(?:reported|cabled|telegraphed|sent|written)\s+from\s"),
    ),
    LatePattern(
        lambda: (
            rf"(?:^|[,;]\s+(?:and\s+)?|\d(?:st|nd|rd|th)?,?\s+|(?:{_MONTHS})\s+)\W*{_place()}\s+"
            rf"(?:(?:had\s+|also\s+|then\s+)*{_SENT}|was\s+(?:telling|reporting|informing|cabling))\b"
        ),
        needs=re.compile(rf"\s(?:{_SENT}|was\s+(?:telling|reporting|informing|cabling))\b"),
    ),
    LatePattern(lambda: rf"\bas\s+{_place()}\s+{_SENT}\b", needs=re.compile(rf"\bas\s.*\s{_SENT}\b", re.S)),
    LatePattern(
        lambda: rf"\b{_NEWS}\s+(?:had\s+)?(?:came|come|went|gone|was\s+sent|left|arrived)\s+from\s+{_place()}\b",
        needs=re.compile(rf"\b{_NEWS}\s+(?:had\s+)?(?:came|come|went|gone|was\s+sent|left|arrived)\s+from\s"),
    ),
)
_SEEN_AS_ADDRESSEE = (
    LatePattern(
        lambda: rf"\b{PAPER}\s+to\s+(?:(?:its|the)\s+)?(?:{_OFFICE}\s+(?:in|at)\s+)?{_place()}\b",
        re.I,
        needs=re.compile(rf"\b{PAPER}\s+to\s", re.I),
    ),
    LatePattern(
        lambda: (
            rf"\b(?:informed|told|telling|advised|cabled|instructed|telegraphed)\s+(?:(?:its|the)\s+)?"
            rf"(?:{_OFFICE}\s+(?:in|at)\s+)?{_place()}\b"
        ),
        needs=re.compile(r"\b(?:informed|told|telling|advised|cabled|instructed|telegraphed)\s"),
    ),
    LatePattern(
        lambda: (
            rf"(?:^|[,;]\s+(?:and\s+)?)\W*(?i:{names()})\s+(?:(?:had|also|then)\s+)*"
            rf"(?:telegraphed|cabled|wired|wrote|reported)\s+to\s+(?:(?:its|the)\s+)?(?:{_OFFICE}\s+(?:in|at)\s+)?{_place()}\b"
        ),
        needs=re.compile(r"(?:telegraphed|cabled|wired|wrote|reported)\s+to\s"),
    ),
)
_SEEN_TOGETHER = LatePattern(
    lambda: (
        rf"(?:^|[.;,]\s+)\W*(?:(?:Canada[’']s|[Tt]he|[Oo]ur)\s+)?(?:(?:embassies|legations|missions|high\s+commissions|consulates"
        rf"|delegations|posts|ambassadors|high\s+commissioners)\s+(?:in|at)\s+)?"
        rf"(?P<places>(?:{names()})(?:,\s+(?:{names()}))*,?\s+and\s+(?:{names()}))\s+"
        rf"(?:(?:both|all|each|had|have|also|then)\s+)*{_SENT}\b"
    ),
    re.I,
    needs=re.compile(rf"\sand\s.*\s{_SENT}\b", re.I | re.S),
)
_THROUGH = re.compile(
    r"\b(?:through|via|passed\s+on|forwarded|relayed|as\s+reported\s+by|quoting|according\s+to|repeated)\b", re.I
)
_SERIES = r"(?i:secto|tosec|dulte|tedul|cahto|tocah|polto|topol|delto|todel|fecto|tofec|usito|tosit)"
"""Series in which delegations and travelling secretaries number what they send and get: Secto 91."""

_NUMBER = re.compile(
    rf"(?:\b(?i:{PAPER})\s*,?\s*(?i:nos?\.?|number|numbered|\#)?|\b(?i:{PAPER})[’']s\s+number\s+(?:was|is)|[’']s\s+[Nn]o\.?|\b(?P<code>[A-Z]{{3,12}})\b|\b{_SERIES}\b|[’']s)"
    r"\s*(?P<number>(?!G-?[1-5]\b)[A-Z]-?\d{1,5}|\d{1,5})(?![\d,./]*\d)"
    r"(?!\s*(?i:words|pages|copies|hours|lines|paragraphs|men|days|of\s+them|per)\b)"
)
_PAPER_AS_VERB = re.compile(r"(?:dispatch|despatch|cables?|wires?)\b", re.I)
_BEFORE_A_VERB = re.compile(r"\b(?:to|not|could|would|will|may|must|should|ready)\s+$", re.I)
_IS_PRINTED = re.compile(r"\W*(?:(?:is|was|are)\s+)?(?:not\s+)?(?:printed|published)\b")
_BEFORE_A_COUNT = re.compile(r"\b(?:an?|another|every)\s+(?:\w+\s+)?$", re.I)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a sentence with the one item that it cites; ``start`` is its offset in the sentence's text."""

    statement: Statement
    item: str
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Place:
    """A country that a part names as the sender's or the addressee's, with the words and their place in the text."""

    country: str
    words: str
    start: int
    end: int


def parts_of(statement: Statement) -> Iterator[Part]:
    """The parts of a sentence of which each cites one item; none for a part that cites several at once.

    Of a sentence that only points to a paper ("for text, see …") the part is what stands with the pointer.
    """
    begin = statement.sentence.offset
    groups: dict[int, list[Citation]] = {}
    for citation in statement.cited:
        groups.setdefault(citation.group, []).append(citation)
    if len(statement.items) == 1:
        start, stop = 0, len(statement.text)
        if len(groups) == 1 and (pointed := statement.pointed_from(statement.cited[0])) is not None:
            start, stop = pointed, statement.cited[-1].end - begin + 1
        yield Part(statement, statement.items[0], statement.text[start:stop], start)
        return
    start = 0
    for citations in groups.values():
        stop = citations[-1].end - begin
        items = {citation.item for citation in citations}
        if len(items) == 1 and len(groups) > 1:
            first = max(start, statement.pointed_from(citations[0]) or 0)
            yield Part(statement, items.pop(), statement.text[first:stop], first)
        start = stop


_SEE_ALSO = re.compile(r"[^\s^:][;,.]\s*(?:see|cf\.?|compare|voir)\s+(?:also\s+|aussi\s+)?[^;()]{0,60}$", re.I)
_NOTHING_BEHIND = re.compile(r"[\w-]*[^\w(]*$")
"""A paper that stands last, behind "see also", and has no id: it is another one."""


def is_of_another_paper(text: str, place: int) -> bool:
    """Whether what stands at a place of a part is said of another paper: one answered, referred to or corrected.

    >>> sentence = "Replying to telegram 212, Oslo sent telegram 213 at noon."
    >>> is_of_another_paper(sentence, sentence.index("212")), is_of_another_paper(sentence, sentence.index("213"))
    (True, False)
    >>> sentence = "Commenting on Lima's telegram of 2 May, Quito wrote on 5 May."
    >>> is_of_another_paper(sentence, sentence.index("2 May")), is_of_another_paper(sentence, sentence.index("5 May"))
    (True, False)
    """
    if IS_ANSWERED.search(text[place:]):
        return True
    if _SEE_ALSO.search(text[:place]) and _NOTHING_BEHIND.match(text, place):
        return True
    before = text[:place]
    match = _OTHER_PAPER.search(before)
    return match is not None and _MAIN_CLAUSE.search(before[match.start() :]) is None


@lru_cache(maxsize=20_000)
def senders_in(text: str) -> Sequence[Place]:
    """The countries whose post a part names as the sender of its cable; none if the words came through another."""
    if _THROUGH.search(text):
        return ()
    return tuple(_places(text, _SEEN_AS_SENDER))


_SENT_BY_NAME = re.compile(
    rf"\s*,?\s*(?:the\s+)?(?:{_OFFICE}\s+(?:in|at)\s+)?(?P<name>[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*){{0,3}})(?:\s+{_OFFICE})?\s+"
    rf"(?:(?:had|also|then)\s+)*(?:{_SENT}|{_THOUGHT}|a\s+(?:[ée]crit|t[ée]l[ée]graphi[ée]|signal[ée]|rapport[ée])|[ée]crivait|signalait)\b"
)


def sent_by_names(text: str, names: frozenset[str]) -> bool:
    """Whether a text begins with a verb of sending whose subject is one of the names, which are folded.

    >>> sent_by_names(" Kingston wrote that it rained", frozenset(("kingston",)))
    True
    """
    match = _SENT_BY_NAME.match(text)
    return match is not None and fold(match["name"]) in names


@lru_cache(maxsize=20_000)
def addressees_in(text: str) -> Sequence[Place]:
    """The countries that a part names as the cable's addressee."""
    return tuple(_places(text, _SEEN_AS_ADDRESSEE))


@lru_cache(maxsize=20_000)
def senders_together(text: str) -> Sequence[Place]:
    """The countries whose posts a sentence names as the senders of several cables: "The embassies in A and B reported".

    >>> [place.country for place in senders_together("The embassies in Cairo and Paris both reported on the force.")]
    ['Egypt', 'France']
    """
    match = None if _THROUGH.search(text) else _SEEN_TOGETHER.search(text)
    if match is None or is_of_another_paper(text, match.start("places")):
        return ()
    start = match.start("places")
    found = _NAMED.finditer(match["places"])
    places = [
        Place(country(name.group()), name.group(), start + name.start(), start + name.end())
        for name in found
        if name.group()[:1].isupper() and country(name.group()) in CODE
    ]
    return tuple(places)


def _places(text: str, patterns: Sequence[LatePattern]) -> Iterator[Place]:
    seen: set[int] = set()
    for pattern in patterns:
        for match in pattern.finditer(text):
            words, start = match["place"], match.start("place")
            if start in seen or is_of_another_paper(text, start) or _is_foreign(text, match):
                continue
            seen.add(start)
            name = _HOME.get(words.lower()) or country(words)
            if is_ambiguous(words) and not _HAS_OFFICE.search(match.group()):
                continue
            if name in CODE and words[:1].isupper():
                yield Place(name, words, start, match.end("place"))


_HAS_OFFICE = re.compile(rf"\b{_OFFICE}\b", re.I)


def _is_foreign(text: str, match: re.Match[str]) -> bool:
    """Whether the office belongs to another country than the book's: the *British* ambassador in Havana."""
    office = _HAS_OFFICE.search(match.group())
    if office is None:
        return False
    before = re.search(r"([^\W\d_]+(?:\s[A-Z]\w+)?)\s+$", text[: match.start() + office.start()])
    return before is not None and country(before[1]) not in ("", "Canada")


def is_of_another_post(text: str, place: int, sender: str) -> bool:
    """Whether what stands at a place of a part is said of another post's paper, of which the cable's sender speaks.

    "Quito thought that Lima's telegram 24 of 8 February was too gloomy" gives no number to Quito's cable.

    Args:
        text: The part of the sentence.
        place: The offset of the number or the date.
        sender: The two letters of the country of the cable's sender.
    """
    match = _ANOTHERS.search(text[:place])
    if match is None or not (other := _code_of(match["place"])) or other == sender:
        return False
    return any(_code_of(words) == sender for words in _NAMED.findall(text[: match.start()]))


def _code_of(words: str) -> str:
    return CODE.get(_HOME.get(words.lower()) or country(words), "")


_ANOTHERS = LatePattern(
    lambda: rf"\b{_place()}[’'](?:s\s+)?{PAPER}\b[^;“”\"]{{0,40}}$",
    needs=_ANOTHERS_PAPER,
)
_NAMED = LatePattern(lambda: rf"\b(?:{names()})\b", re.I)


def numbers_in(text: str, is_post: Callable[[str], bool]) -> Iterator[tuple[str, int, int]]:
    """The numbers that a part gives to its cable, each with its place; not those of other papers, nor counts.

    Args:
        text: The part of the sentence.
        is_post: Whether a word in capitals is the code of a post: WASHDC 3335 is a cable, OCTOBER 1962 is none.
    """
    for match in _NUMBER.finditer(text):
        before = text[: match.start()]
        if match["code"] and not is_post(match["code"]):
            continue
        is_verb = _PAPER_AS_VERB.match(match.group()) is not None and _BEFORE_A_VERB.search(before) is not None
        if _IS_PRINTED.match(text, match.end()):
            continue  # where another paper stands
        if is_verb or _BEFORE_A_COUNT.search(before) or is_of_another_paper(text, match.start("number")):
            continue
        yield match["number"].upper(), match.start("number"), match.end("number")


def plain_number(number: str) -> str:
    """A number as it is compared: its letters and figures alone, without noughts before it.

    >>> plain_number("M-1220"), plain_number("0077")
    ('M1220', '77')
    """
    return "".join(character for character in number.upper() if character.isalnum()).lstrip("0")
