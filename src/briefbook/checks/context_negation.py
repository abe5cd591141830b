"""C218 The words just before or behind a quotation do not turn its sense.

Why:
    "He denied that" before the first word quoted, or "unless" behind the last, is the other half of the sentence. Every
    word that is quoted is right, and the reader is told the opposite.
Fails:
    item CDNW9001 date=1962-11-13 from=LDN number=4028
    page THE MINISTER DENIED THAT THE BASE WOULD BE CLOSED IN MARCH.
    > He said that “the base would be closed in March” (CDNW9001).
Passes:
    item CDNW9001 date=1962-11-13 from=LDN number=4028
    page THE MINISTER DENIED THAT THE BASE WOULD BE CLOSED IN MARCH.
    > He denied that “the base would be closed in March” (CDNW9001).
Remedy:
    Say in the sentence what the paper says there, or quote these words too.
"""

import re
from collections.abc import Iterator, Sequence

from briefbook.checks.check_input import CheckInput
from briefbook.checks.context_limits import Surroundings, limit_outside, speaks_of_asking
from briefbook.checks.quotation_words import locator, place_of, short
from briefbook.checks.quotations.authors_hand import denies, is_english, takes_back
from briefbook.checks.word_stems import STEM_LETTERS
from briefbook.model.finding import Finding, Severity
from briefbook.model.verdict import Verification
from briefbook.text.tokens import is_negation, tokens_of

OF_ONE_NARRATIVE = True
"""Its findings on a narrative are the same, whatever the other narratives say."""

_CONDITIONS_BEFORE = frozenset(("if", "unless", "whether", "lest", "until"))
_LIMITING = frozenset(("only", "alone", "solely", "except", "none", "nobody", "just", "merely"))
_MEASURING = frozenset(
    [
        *("than", "least", "most", "under", "over", "above", "below", "up", "about", "around", "some", "nearly"),
        *("almost", "virtually", "allegedly", "supposedly", "ostensibly", "reportedly", "approximately", "yet"),
        *("perhaps", "possibly", "maybe", "may", "might", "could", "probably", "apparently", "seem", "seems", "seemed"),
        *(
            "likely",
            "thought",
            "believed",
            "guess",
            "guessed",
            "estimate",
            "estimated",
            "short",
            "far",
            "fewer",
            "less",
            "more",
            "rather",
            "anything",
            "among",
        ),
    ]
)
"""By these an author says himself that it is not quite so, or so many."""
_AFTER_EVEN = frozenset(("if", "though", "when", "where", "after", "before"))
"""Of these words EVEN makes the opposite of a condition."""
_BRACKETS = re.compile(r"[\[\]]")
_CONDITIONS_BEHIND = frozenset(("unless", "if", "provided"))
_LINKS = frozenset(
    [
        *("that", "to", "the", "a", "an", "any", "be", "been", "of", "he", "she", "it", "they", "we", "there", "was"),
        *("were", "is", "are", "had", "has", "have", "would", "will", "such", "in", "this", "having", "being"),
        *("his", "their"),
    ]
)
_SAID = re.compile(
    r"\b(?:if|unless|should|provided|in (?:that|this|the|which|any) (?:case|event)|conditions?|would|could)\b", re.I
)
"""By these an author says that something hangs on a condition which the paper names before; so do the paper's words."""
_OPINIONS = frozenset(
    ("think", "believe", "expect", "consider", "suppose", "agree", "accept", "feel", "see", "say", "intend", "propose")
)
"""Verbs between a denial and what it denies: "did not think that the base would be closed"."""
_FEWER = frozenset(("few", "fewer", "fewest", "little", "hardly", "scarcely", "rare", "rarely", "small", "minority"))
"""By these an author says himself that FEW OF THEM did."""
_HOPES = frozenset(("hope", "hopes", "hoped", "hoping", "wish", "wishes", "wished"))
_HOPE_STEMS = (
    "hope",
    "hoping",
    "hopeful",
    "wish",
    "want",
    "desir",
    "long",
    "expect",
    "trust",
    "aspir",
    "optimis",
    "pray",
)
_ASSERTS = frozenset(
    [
        "said",
        "says",
        "say",
        "reported",
        "reports",
        "report",
        "stated",
        "states",
        "told",
        "tells",
        "announced",
        "announces",
        "declared",
        "declares",
        "confirmed",
        "confirms",
        "wrote",
        "writes",
        "noted",
        "notes",
        "found",
        "finds",
        "concluded",
        "concludes",
        "learned",
        "knew",
        "reads",
    ]
)
"""Verbs by which an author gives as told or known what the paper's writer hopes."""
_MAX_LINKS = 3  # words like "that the" between the denial and the words quoted
_REACH = 160  # characters of the same paragraph on each side in which the author may say it himself


def check(inputs: CheckInput) -> Iterator[Finding]:
    """One finding for every quotation that agrees and has a denial or a condition just outside it in the source."""
    for claim in inputs.claims:
        verification = claim.verification
        if not claim.is_judged or not verification.verdict.agrees:
            continue
        is_note = False
        prose, start, end = claim.narrative.source, claim.quotation.offset, claim.quotation.end
        before = prose[max(0, start - _REACH) : start].rpartition("\n\n")[2]
        behind = prose[end : end + _REACH].partition("\n\n")[0]
        english = is_english(tokens_of(f"{verification.before} {verification.words}"))
        turning = _turning_before(tokens_of(verification.before), english)
        words = tokens_of(_BRACKETS.sub("", verification.words))
        only = tokens_of(verification.before) == ("only",)
        even = tokens_of(verification.before)[-1:] == ("even",) and words[:1] and words[0] in _AFTER_EVEN
        hangs = " … " in verification.before or verification.before.endswith(",")
        far = hangs and not _SAID.search(f"{before} {verification.words} {behind}")
        around = tokens_of(f"{before} {_own_words(behind)}")
        back = takes_back(tokens_of(verification.before), words)
        denied = any(denies(token) for token in around)
        few = _few_before(tokens_of(verification.before)) and not (_FEWER | _MEASURING) & {*around}
        hopes_too = any(token.startswith(_HOPE_STEMS) for token in around)
        hoped = not hopes_too and _hoped_before(tokens_of(verification.before), tokens_of(before))
        counted = _count_before(tokens_of(verification.before), words) and not (_QUANTITIES | _MEASURING) & {*around}
        limited = back and not denied and not _MEASURING & {*around}
        unsaid = not denied and not _CONDITIONS_BEFORE & {*around}
        narrowed = (only and not _LIMITING & {*around}) or (even and "even" not in around)
        if limited or ((turning or far) and unsaid) or narrowed or ((few or hoped or counted) and not denied):
            where, theirs = "just before them", verification.before
        elif said := _denied_by_author(tokens_of(before), tokens_of(verification.before)):
            where, theirs = "just before them", said
        elif _turns_behind(tokens_of(verification.behind)) and not _CONDITIONS_BEHIND & {*tokens_of(behind)}:
            where, theirs = "just behind them", verification.behind
        elif limit := limit_outside(_surroundings(verification, words, before, behind)):
            where, theirs, is_note = limit.where, limit.words, limit.is_note
        else:
            continue
        yield Finding(
            "C218",
            claim.quotation.where,
            f"“{short(verification.words)}”: {where}, {locator(verification)} has {theirs.upper()}",
            remedy="say so in the sentence, or quote these words too.",
            severity=Severity.NOTE if is_note else Severity.WARNING,
            item=verification.item,
            place=place_of(verification),
        )


def _surroundings(verification: Verification, words: Sequence[str], before: str, behind: str) -> Surroundings:
    """The words beside a quotation: the source's, and the author's in the same sentence."""
    own = tokens_of(_OF_SENTENCE.split(before)[-1])
    return Surroundings(
        words,
        tokens_of(verification.before),
        tokens_of(verification.behind),
        own,
        tokens_of(_own_words(behind)),
        verification.sentence_mark,
        asked=_ASKED.search(verification.words) is not None,
        asks=speaks_of_asking(own) or _ASKS_BEHIND.match(behind) is not None,
    )


_OF_SENTENCE = re.compile(r"[.!?]\s")
_ASKED = re.compile(r"\?[\s”\"’'»“.*_]*\Z")
_ASKS_BEHIND = re.compile(r"[^.!?\n]*\?")


def _own_words(behind: str) -> str:
    """What the author says behind a quotation in the same sentence, up to the citation: "London thought unlikely"."""
    stop = min((place for mark in "([.;!?\n" if (place := behind.find(mark, 1)) >= 0), default=len(behind))
    return behind[:stop]


def _turning_before(tokens: tuple[str, ...], english: bool) -> str:
    """The denial or condition that governs what follows; "" if there is none."""
    for distance, token in enumerate(reversed(tokens)):
        if denies(token, english=english) and token not in ("but", "few", "little", "except"):
            return token
        if token in _CONDITIONS_BEFORE:
            return token
        if (token not in _LINKS and token not in _OPINIONS) or distance >= _MAX_LINKS:
            return ""
    return ""


def _count_before(tokens: Sequence[str], words: Sequence[str]) -> bool:
    """Whether ALL, SOME or MOST stands just before a whole clause that is quoted, which says then who in general."""
    if len(words) < MIN_CLAUSE or not tokens or tokens[-1] not in _PARTS:
        return False
    return any(word in _FINITE for word in words[1:4])


MIN_CLAUSE = 4
"""Words of a clause, which has a verb near its head."""
_PARTS = frozenset(("all", "some", "most", "many", "several", "half"))
_QUANTITIES = _PARTS.union(("every", "each", "any", "both", "no", "none", "majority", "part", "partly", "whole", "two"))
_FINITE = frozenset(
    ["was", "were", "is", "are", "had", "has", "have", "will", "would", "can", "could", "should", "must"]
)


def _few_before(tokens: Sequence[str]) -> bool:
    """Whether FEW, or FEW OF THE, stands just before the words quoted; A FEW does not turn them."""
    bare = list(tokens)
    while bare and bare[-1] in ("of", "the", "these", "those", "his", "their", "our"):
        bare.pop()
    return bare[-1:] == ["few"] and bare[-2:-1] not in (["a"], ["the"], ["quite"])


def _hoped_before(theirs: Sequence[str], ours: Sequence[str]) -> bool:
    """Whether the paper has HE HOPED THAT just before the words quoted, and the author gives them as said or known."""
    bare = list(theirs)
    while bare and bare[-1] in ("the", "a", "an", "this", "his", "their"):
        bare.pop()
    return bare[-1:] == ["that"] and not _HOPES.isdisjoint(bare[-2:-1]) and not _ASSERTS.isdisjoint(ours[-4:])


def _denied_by_author(ours: Sequence[str], theirs: Sequence[str]) -> str:
    """The paper's words before the quotation where the author denies them: would not last “until …”, SHOULD LAST UNTIL.

    Both have the same verb just before the words quoted; "" where they have not, or the paper denies it too.
    """
    if not ours or not theirs or min(len(ours[-1]), len(theirs[-1])) < MIN_VERB:
        return ""
    same = ours[-1][:STEM_LETTERS] == theirs[-1][:STEM_LETTERS] or ours[-1] == theirs[-1]
    denied = any(is_negation(token) for token in ours[-1 - _MAX_LINKS : -1])
    return " ".join(theirs) if same and denied and not any(map(denies, theirs)) else ""


MIN_VERB = 4
"""Letters of a word that is taken for the verb."""


def _turns_behind(tokens: tuple[str, ...]) -> bool:
    if tokens[:1] == ("without",) and tokens[1:] and tokens[1].endswith("ing"):
        return False  # what else was not done: "blames them, without making proposals"
    return bool(tokens) and (tokens[0] in _CONDITIONS_BEHIND or is_negation(tokens[0]))
