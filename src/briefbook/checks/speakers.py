"""C225 Words are given to the one whom the paper has saying them.

Why:
    A cable tells who said what to whom. The words may be right to the letter, and given to the one who only heard them.
Fails:
    item CDNW9001 date=1962-11-13 from=LDN number=4028
    page ORAVEC TOLD LINDQVIST THAT THE BASE WOULD BE CLOSED IN MARCH.
    > Lindqvist said that “the base would be closed in March” (CDNW9001).
Passes:
    item CDNW9001 date=1962-11-13 from=LDN number=4028
    page ORAVEC TOLD LINDQVIST THAT THE BASE WOULD BE CLOSED IN MARCH.
    > Oravec said that “the base would be closed in March” (CDNW9001).
Remedy:
    Name the one who says it in the paper, or cite the paper in which the other says it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from briefbook.checks.attribution import sentence_around
from briefbook.checks.check_input import CheckInput
from briefbook.checks.claim import Claim
from briefbook.checks.countries import country
from briefbook.checks.offices import roles_in
from briefbook.checks.quotation_words import locator, place_of, short
from briefbook.checks.quotations.authors_hand import is_surname
from briefbook.model.finding import Finding
from briefbook.text import posts
from briefbook.text.lexicon import frequency, is_word
from briefbook.text.tokens import tokens_of

OF_ONE_NARRATIVE = True
"""Its findings on a narrative are the same, whatever the other narratives say."""

_TELLING = r"(?:told|informed|assured|reminded|warned|advised|asked|notified)"
_SAYING = (
    r"(?:said|says|stated|states|replied|answered|added|remarked|declared|insisted|argued|explained|observed|commented|claimed"
    r"|emphasi[sz]ed|stressed|noted|thought|believed|felt|considered|admitted|conceded|maintained|announced|agreed|complained"
    r"|hoped|feared|promised|retorted|asserted|protested|suggested|proposed|wondered|inquired)"
)
_WORD = r"[^\W\d_][\w’'-]*"
_LINKS = r"(?:\s+(?:that|whether|if|again|also|then|once|more|today|yesterday|earlier|later|\w+ly))*[\s,:]*$"
_SAID = re.compile(
    rf"(?P<subject>(?:{_WORD}[\s,]+){{1,6}}?)(?:(?:had|has|have|then|also|\w+ly)\s+)*"
    rf"(?:(?P<tells>{_TELLING})(?P<heard>(?:\s+{_WORD}){{1,4}}?)|(?P<says>{_SAYING}|{_TELLING}))"
    rf"{_LINKS}",
    re.I,
)
_PASSIVE = re.compile(
    rf"(?P<heard>(?:{_WORD}\s+){{1,5}}?)(?:was|were|is|had\s+been|has\s+been|being)\s+{_TELLING}"
    rf"(?:\s+by\s+(?P<subject>(?:{_WORD}\s*){{1,4}}?))?{_LINKS}",
    re.I,
)
_ACCORDING = re.compile(rf"\baccording\s+to\s+(?P<subject>(?:{_WORD}[\s,]*){{1,5}}?)$", re.I)
_IN_WORDS_OF = re.compile(
    rf"\bin\s+(?P<subject>(?:{_WORD}\s+){{0,3}}?{_WORD})[’']s?\s+(?:own\s+)?(?:words|phrase|view|opinion|judg(?:e)?ment)\b[^“”]{{0,30}}$",
    re.I,
)
_CALLED = re.compile(
    rf"(?P<subject>(?:{_WORD}[\s,]+){{1,4}}?)(?:called|described|termed|dubbed|labelled|branded)(?:\s+{_WORD}){{1,4}}(?:\s+as)?\s*$",
    re.I,
)
_BEHIND = re.compile(
    rf"\W*(?:(?P<subject>(?:{_WORD}\s+){{1,4}}?)(?:(?P<tells>{_TELLING})\s+(?P<heard>(?:{_WORD}\s*){{1,3}}?)|(?:{_SAYING}))"
    rf"|(?:{_SAYING})\s+(?P<inverted>(?:{_WORD}\s*){{1,4}}?))\W*$",
    re.I,
)
_NOT = re.compile(r"\b(?:not|never|denied|refused)\b|n[’']t\b", re.I)


@dataclass(frozen=True, slots=True)
class Party:
    """Who speaks or is spoken to: surnames, and kinds of offices with the country where one is named."""

    names: frozenset[str] = frozenset()
    offices: frozenset[tuple[str, str]] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.names or self.offices)


@dataclass(frozen=True, slots=True)
class Saying:
    """The speaker and the one spoken to, as the words beside a quotation have them; empty where they are not plain."""

    speaker: Party = Party()
    hearer: Party = Party()
    words: str = ""


def check(inputs: CheckInput) -> Iterator[Finding]:
    """A warning for every quotation that is given to another than its paper's speaker."""
    for claim in inputs.claims:
        verification = claim.verification
        if not claim.is_judged or not verification.verdict.agrees or claim.quotation.form in ("block", "headline"):
            continue
        item = verification.item or ""

        titled = _titled(inputs.plain(item))

        def is_name(word: str, item: str = item, titled: frozenset[str] = titled) -> bool:
            return word in titled or (_is_no_word(word) and (is_surname(word) or _is_sure(inputs, item, word)))

        def is_written_as_name(word: str, titled: frozenset[str] = titled) -> bool:
            return word[:1].isupper() and (word.lower() in titled or _is_no_word(word.lower()))

        before, behind = map(_plain, sentence_around(claim.narrative, claim.quotation))
        verb = _VERB.match(verification.words)  # “agreed to go”, he wrote: its subject stands before the quotation
        ahead = f" {verb.group()}" if verb else ""
        there = saying(verification.before + ahead, verification.behind, is_name)
        here = saying(before + ahead, behind, is_written_as_name)
        said = there.words if (there.speaker or there.hearer) and contradict(here, there) else ""
        said = said or _writer_instead(inputs, claim, here, there)
        if not said:
            continue
        yield Finding(
            "C225",
            claim.quotation.where,
            f"“{short(verification.words)}” is said by another in {locator(verification)}: {said.upper()}",
            remedy="name the one who says it in the paper.",
            item=verification.item,
            place=place_of(verification),
        )


def _writer_instead(inputs: CheckInput, claim: Claim, here: Saying, there: Saying) -> str:
    """The writer of a paper, if the author gives his "I" and "we" to somebody of whom the paper speaks; "" else.

    Nothing is said where the words may be in somebody's mouth: behind a verb of saying or an opening quotation mark.
    """
    verification = claim.verification
    entry = inputs.entries.get(verification.item or "")
    if entry is None or not here.speaker.names or there.words or not _FIRST_PERSON.match(verification.words):
        return ""
    paper = inputs.plain(entry.item)
    place = re.search(r"\W+".join(map(re.escape, tokens_of(verification.found)[:6])), paper.lower())
    if place is None or _is_in_quotes(paper[: place.start()]):
        return ""
    sentence = _SENTENCE_HEAD.split(paper[: place.start()])[-1]
    if re.search(rf"\b(?:{_SAYING}|{_TELLING}|says?|that)\b", sentence, re.I):
        return ""
    values = [value for name in ("signer", "from") for value in entry.values(name)]
    lines = paper.split()
    writers = {word for value in (*values, " ".join(lines[-WORDS_OF_SIGNATURE:])) for word in tokens_of(value)}
    spoken_of = [name for name in here.speaker.names if len(name) >= MIN_NAME]
    if not spoken_of or any(
        _is_same(name, writer) for name in spoken_of for writer in writers if len(writer) >= MIN_NAME
    ):
        return ""
    words = tokens_of(paper)
    if not all(name in words for name in spoken_of) or any(
        first in ("from", "by") and second == name for name in spoken_of for first, second in pairwise(words)
    ):
        return ""  # of whom the paper does not speak, it may be known otherwise; or the paper says that it is his
    return next((value for value in values if value), "")


_VERB = re.compile(rf"(?:(?:again|also|then|\w+ly)\s+)?(?:{_SAYING}|{_TELLING})\b", re.I)
_FIRST_PERSON = re.compile(r"(?:i|we|my|our)\b", re.I)
_SENTENCE_HEAD = re.compile(r"(?<=[.?!])\s+|\s+STOP\s+")
WORDS_OF_SIGNATURE = 8
"""Words at the end of a paper among which its writer's name stands, with a level behind it."""


def _is_in_quotes(before: str) -> bool:
    """Whether a quotation of the paper's own is open at the end of a text."""
    spelt = len(re.findall(r"\b(?:QUOTE|QTE)\b", before)) > len(re.findall(r"\b(?:UNQUOTE|UNQTE)\b", before))
    return spelt or before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _is_sure(inputs: CheckInput, item: str, word: str) -> bool:
    """Whether what no dictionary has is no misreading: the text was read by no program, or has the word again."""
    source = inputs.text(item)
    return source.exact or source.all.tokens.count(word) > 1


def _plain(text: str) -> str:
    """The author's words without parentheses, up to the first where they stand behind a quotation."""
    return re.sub(r"\([^()]*(?:\)|$)", " ", text)


def saying(before: str, behind: str, is_name: Callable[[str], bool]) -> Saying:
    """Who says a quotation to whom, by the words before it and behind it in its sentence.

    Args:
        before: The words before the quotation.
        behind: The words behind it.
        is_name: Whether a word is a surname.

    >>> saying("kohler told oravec that", "", lambda word: word in ("kohler", "oravec")).hearer.names
    frozenset({'oravec'})
    """
    if _NOT.search(before):
        return Saying()
    matches = (
        *(pattern.search(before) for pattern in (_IN_WORDS_OF, _PASSIVE, _SAID, _ACCORDING, _CALLED)),
        _BEHIND.fullmatch(behind),
    )
    match = next((match for match in matches if match), None)
    if match is None:
        return Saying()
    groups = match.groupdict()
    subject = groups.get("subject") or groups.get("inverted") or ""
    return Saying(_party(subject, is_name), _party(groups.get("heard") or "", is_name), match.group().strip(" ,.”\"’'"))


def contradict(here: Saying, there: Saying) -> bool:
    """Whether the author gives words to another than the paper does.

    Args:
        here: What the author says.
        there: What the paper says.
    """
    ours, theirs = here.speaker, there.speaker
    if ours.names and theirs.names and not _shared(ours.names, theirs.names):
        return True
    if ours.names and not theirs.names and _all_in(ours.names, there.hearer.names):
        return True
    if here.hearer.names and _all_in(here.hearer.names, theirs.names) and not _shared(ours.names, theirs.names):
        return True
    return not (ours.names and theirs.names) and _are_other_offices(ours.offices, theirs.offices)


def _shared(names: frozenset[str], others: frozenset[str]) -> bool:
    return any(_is_same(name, other) for name in names for other in others)


def _all_in(names: frozenset[str], others: frozenset[str]) -> bool:
    return bool(names) and all(any(_is_same(name, other) for other in others) for name in names)


def _is_same(name: str, other: str) -> bool:
    """Whether two names may be one, spelt or read otherwise."""
    return name.startswith(other) or other.startswith(name) or Levenshtein.distance(name, other) <= MAX_SLIPS


MAX_SLIPS = 2
"""Letters by which one name may be spelt in two ways."""


def _are_other_offices(offices: frozenset[tuple[str, str]], others: frozenset[tuple[str, str]]) -> bool:
    """Whether no office of the one may be one of the other: another office, or that of another country."""
    if not offices or not others:
        return False
    return not any(
        kind == other and (not whose or not whose_other or whose == whose_other)
        for kind, whose in offices
        for other, whose_other in others
    )


_SAME_OFFICE = {"secretary of state": "foreign minister", "high commissioner": "ambassador"}


def _party(text: str, is_name: Callable[[str], bool]) -> Party:
    words = [re.sub(r"[’']s?$", "", word) for word in re.findall(_WORD, text)]
    offices = {(_SAME_OFFICE.get(role.kind, role.kind), role.whose) for role in roles_in(text)}
    return Party(frozenset(word.lower() for word in words if is_name(word)), frozenset(offices))


@lru_cache(maxsize=512)
def _titled(paper: str) -> frozenset[str]:
    """The surnames that a paper has behind a title: CASTILLO of MINFIN CASTILLO, which a dictionary has too."""
    return frozenset(
        second
        for first, second in pairwise(tokens_of(paper))
        if first in _TITLES and len(second) >= MIN_NAME and frequency(second) < MAX_FREQUENCY and second.isalpha()
    )


_TITLES = frozenset(
    [
        *("mr", "mrs", "dr", "senator", "congressman", "ambassador", "minister", "president", "premier", "chancellor"),
        *("secretary", "subsecretary", "consul", "general", "colonel", "major", "captain", "admiral", "marshal"),
        *("minfin", "formin", "fonmin", "mindef", "minint", "primin", "director", "governor", "mayor"),
    ]
)
MAX_FREQUENCY = 8_000_000
"""A word that is more usual is hardly meant as a surname behind a title: MINISTER AGREED."""


def _is_no_word(word: str) -> bool:
    if is_surname(word):
        return word not in _RANKS
    return len(word) >= MIN_NAME and not is_word(word) and not country(word) and not posts.post(word.upper())


MIN_NAME = 4
_RANKS = frozenset(
    (
        "ambassador",
        "minister",
        "president",
        "premier",
        "chancellor",
        "secretary",
        "consul",
        "general",
        "colonel",
        "major",
    )
)
"""What stands with surnames in the list of persons, and is none."""
