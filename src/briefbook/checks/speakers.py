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

from rapidfuzz.distance import Levenshtein

from briefbook.checks.attribution import sentence_around
from briefbook.checks.check_input import CheckInput
from briefbook.checks.countries import country
from briefbook.checks.offices import roles_in
from briefbook.checks.quotation_words import locator, place_of, short
from briefbook.checks.quotations.authors_hand import is_surname
from briefbook.model.finding import Finding
from briefbook.text import posts
from briefbook.text.lexicon import is_word

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

        def is_name(word: str, item: str = item) -> bool:
            return _is_no_word(word) and (is_surname(word) or _is_sure(inputs, item, word))

        there = saying(verification.before, verification.behind, is_name)
        if not there.speaker and not there.hearer:
            continue
        before, behind = sentence_around(claim.narrative, claim.quotation)
        here = saying(_plain(before), _plain(behind), _is_written_as_name)
        if not contradict(here, there):
            continue
        yield Finding(
            "C225",
            claim.quotation.where,
            f"“{short(verification.words)}” is said by another in {locator(verification)}: {there.words.upper()}",
            remedy="name the one who says it in the paper.",
            item=verification.item,
            place=place_of(verification),
        )


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


def _is_written_as_name(word: str) -> bool:
    """Whether an author's word is a surname: it begins with a capital, and no dictionary has it."""
    return word[:1].isupper() and _is_no_word(word.lower())


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
