"""What a sentence affirms and its passage denies, or holds for possible only; WITH for WITHOUT, BEFORE for AFTER."""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from briefbook.checks.clauses import REFUSING
from briefbook.checks.fact import Fact
from briefbook.checks.passages import candidates, passages_of, stem_of, stems_of
from briefbook.checks.units_and_times import BEFORE_WHOM
from briefbook.text.folding import fold
from briefbook.text.word_meanings import verb_form

LEAD = 1.3
"""How many times as much as those that are left out the passages weigh that are compared."""

MIN_SHARED = 2
"""Words of content that a clause shares at least with a passage."""

MIN_WEIGHT = 1.2

SCOPE = 3
"""Words of content behind a NOT that it denies."""

REACH = 9
"""Words behind a NOT among which another must be shared."""

_TOKEN = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?|[.;:,()“”\"]")
_NOT_WORDS = """
    not never no nor without neither cannot none
"""
_NEGATIVE_WORDS = """
    not never no nor without neither cannot none nothing nobody hardly scarcely little few fail failed failing failure
    refuse refused refusal refusing deny denied denying denial reject rejected decline declined doubt doubted doubts
    doubtful unlikely unable lack lacked lacking lacks want absence against oppose opposed opposing stop stopped prevent
    prevented avoid avoided rather instead only unless except until too away ceased cease withheld impossible
    unwilling reluctant opposite contrary far hesitant if whether dissatisfied unsatisfied deplore deplored premature
    scant minimal pas ni jamais aucun sans rien nul guère refusait refusa other than less disagree disagreed except
    reservations exclude excluded forbid forbade ban banned prohibited abandon abandoned dropped spare resist resisted
    unwise undesirable unnecessary irrespective despite although though yet still but however zero
"""
_HEDGE_WORDS = """
    may might could perhaps possibly probably possible possibility if whether expected hoped hope planned plan likely
    considered considering proposal proposed suggested intended intend intends eventual should unless would-be potential
    ought thought believed wanted feared wished ready prepared prospect pourrait devrait peut-être can able
    maybe apparently reportedly
"""
_SURE_WORDS = """
    had has have was were did
"""
_MAY_WORDS = """
    may might
"""
_STOP_WORDS = """
    but except although though unless however while whereas
"""
_SMALL_WORDS = """
    the a an of to in on at by for from with and or be been being is are was were has have had do does did will would
    can could may might shall should must that this these those it its his her their our we i he she they as any all
    yet ever rpt repeat so very also such there which who whom than then
"""
_NOT = frozenset(_NOT_WORDS.split())
_NEGATIVE = frozenset(_NEGATIVE_WORDS.split())
_HEDGES = frozenset(_HEDGE_WORDS.split())
_SURE = frozenset(_SURE_WORDS.split())
_MAY = frozenset(_MAY_WORDS.split())
_STOPS = frozenset((*_STOP_WORDS.split(), ".", ";", ":"))
_SMALL = frozenset(_SMALL_WORDS.split())
_CLAIMS = frozenset(("claimed", "claims", "reported", "alleged", "said", "believed", "asserted", "thought", "rumored"))
_CLAUSE = re.compile(
    r"[;:]\s|,\s+(?:and|but|while|whereas|who|which|whom|although|though|so|yet|et|mais)\b"
    r"|\s(?:but|while|whereas|although|though|mais)\s"
)
_PREFIXED = re.compile(r"(?:un|in|im|ir|dis|non)[a-z]{5,}")


def turned(own: str, paper: str) -> Iterator[tuple[Fact, str]]:
    """The words of a sentence that its passage has with the opposite sign.

    Args:
        own: The author's own words, what is quoted replaced by blanks.
        paper: The paper's text.

    Yields:
        The word with its place, and what the passage has of it.
    """
    start = 0
    for stop in (*(match.start() for match in _CLAUSE.finditer(own)), len(own)):
        yield from _of_clause(own, start, stop, paper)
        start = stop


def _of_clause(own: str, start: int, stop: int, paper: str) -> Iterator[tuple[Fact, str]]:
    clause = own[start:stop]
    stems = stems_of(clause)
    if len(stems) < MIN_SHARED:
        return
    near = candidates(stems, paper, LEAD)
    if not near or len(near[0].shared) < MIN_SHARED or near[0].weight < MIN_WEIGHT:
        return
    texts = [
        match.passage.text
        for match in near
        if len(match.shared) >= MIN_SHARED and not _before_others(clause, match.passage.text)
    ]
    told = (*_denied(clause, texts, paper), *_possible(clause, texts), *_other_link(clause, texts, paper))
    for word, place, there in told:
        begin = start + place
        yield Fact("sign", (word,), frozenset(), own[begin : begin + len(word)], begin, begin + len(word)), there


def _before_others(clause: str, passage: str) -> bool:
    """Does a clause tell what was said in public, and the passage what was said in private, or the reverse?"""
    own, theirs = ({number for number, way in enumerate(BEFORE_WHOM) if way.search(text)} for text in (clause, passage))
    return bool(own and theirs) and own.isdisjoint(theirs)


@lru_cache(maxsize=1024)  # a passage is compared with several clauses
def _tokens(text: str) -> Sequence[tuple[str, int]]:
    found = []
    for match in _TOKEN.finditer(text):
        word = fold(match.group()) or match.group()
        if match.group()[-3:].lower() in ("n’t", "n't"):
            word = "not"
        found.append((word, match.start()))
    return found


def _content(word: str) -> bool:
    return len(word) > 3 and word.isalpha() and word not in _SMALL


def _scopes(tokens: Sequence[tuple[str, int]]) -> Iterator[tuple[Sequence[str], frozenset[str], int]]:
    """For every NOT: the words of content that it denies, those behind it besides, and the place of the NOT."""
    for place, (word, _) in enumerate(tokens):
        if word not in _NOT or (word == "no" and place + 1 < len(tokens) and tokens[place + 1][0] in ("later", "more")):
            continue
        follows = [other for other, _ in tokens[place + 1 : place + 2 + REACH]]
        if "as" in follows and _CLAIMS.intersection(follows[follows.index("as") :]):
            continue  # not so as others say, of whom the sentence may tell
        if any(pair[1] == "than" and pair[0] in _COMPARED for pair in pairwise(follows)):
            continue  # not more than: at most
        denied: list[str] = []
        behind: list[str] = []
        for other, _ in tokens[place + 1 : place + 1 + REACH]:
            if other in _STOPS or (other in ("that", "because") and not denied):
                break
            if _content(other):
                (denied if len(denied) < SCOPE else behind).append(stem_of(other))
        if denied:
            yield denied, frozenset((*denied, *behind)), place


_COMPARED = frozenset(("more", "less", "fewer", "later", "earlier", "over"))


def _is_negative(tokens: Sequence[tuple[str, int]]) -> bool:
    return any(word in _NEGATIVE or _PREFIXED.fullmatch(word) or _refuses(word) for word, _ in tokens)


def _refuses(word: str) -> bool:
    form = verb_form(word)
    return form is not None and form.verb in REFUSING


def _denied(clause: str, texts: Sequence[str], paper: str) -> Iterator[tuple[str, int, str]]:
    """Words that one side denies and the other does not; nothing where the other has any negative word at all."""
    ours = _tokens(clause)
    theirs = [_tokens(text) for text in texts]
    if not _is_negative(ours):
        affirmed = {stem_of(word): (word, place) for word, place in ours if _content(word)}
        for text, tokens in zip(texts, theirs, strict=True):
            for denied, behind, place in _scopes(tokens):
                shared = behind & affirmed.keys()
                head = denied[0]
                if head not in affirmed or len(shared) < MIN_SHARED:
                    continue
                if _stands_plain(head, theirs, tokens, place, affirmed.keys(), len(shared)):
                    continue
                word, begin = affirmed[head]
                stop = min(len(tokens) - 1, place + 4)
                yield word, begin, text[tokens[place][1] : tokens[stop][1]]
                return
    if not any(map(_is_negative, theirs)) and not any(word in _UNTIL for word, _ in ours):
        for denied, behind, spot in _scopes(ours):
            head = denied[0]
            for text, tokens in zip(texts, theirs, strict=True):
                there = {stem_of(word): begin for word, begin in tokens if _content(word)}
                if head not in there or _does_another(ours[:spot], tokens, there[head], paper):
                    continue
                if len(behind & there.keys()) >= MIN_SHARED:
                    word, begin = next((word, at) for word, at in ours if stem_of(word) == head)
                    yield word, begin, text[there[head] : there[head] + len(word) + 12]
                    return


def _does_another(
    subject: Sequence[tuple[str, int]], tokens: Sequence[tuple[str, int]], begin: int, paper: str
) -> bool:
    """Whether those before our NOT stand in the paper, and others before the word there: Rome fell, Paris did not."""
    ours = {stem_of(word) for word, _ in subject if _content(word)}
    before: set[str] = set()
    for word, place in tokens:
        if place >= begin:
            break
        if word in _STOPS or word == ",":
            before.clear()
        elif _content(word):
            before.add(stem_of(word))
    return bool(before) and not ours & before and any(ours & passage.stems for passage in passages_of(paper))


def _stands_plain(
    stem: str,
    all_tokens: Sequence[Sequence[tuple[str, int]]],
    tokens: Sequence[tuple[str, int]],
    place: int,
    ours: Collection[str],
    shared: int,
) -> bool:
    """Whether the word stands in the passages without a NOT before it too, with as many of our words behind it."""
    for each in all_tokens:
        for index, (word, _) in enumerate(each):
            if not _content(word) or stem_of(word) != stem:
                continue
            if each is tokens and place < index <= place + SCOPE + 2:
                continue
            behind = {stem_of(other) for other, _ in each[index : index + REACH] if _content(other)}
            denied = any(before in _NOT for before, _ in each[max(0, index - 4) : index])
            if not denied and len(behind & set(ours)) >= shared:
                return True
    return False


def _possible(clause: str, texts: Sequence[str]) -> Iterator[tuple[str, int, str]]:
    """Verbs told as done, or to come, that the passages have behind MAY, MIGHT or COULD alone."""
    ours = _tokens(clause)
    if any(word in _HEDGES for word, _ in ours) or _is_negative(ours):
        return
    for index, (word, begin) in enumerate(ours):
        before = {other for other, _ in ours[max(0, index - 2) : index]}
        if not _content(word) or not (word.endswith("ed") or before & {"had", "has", "have", "will", "would"}):
            continue
        stem, found = stem_of(word), ""
        for text in texts:
            tokens = _tokens(text)
            for at, (other, place) in enumerate(tokens):
                if not _content(other) or stem_of(other) != stem:
                    continue
                leads = [
                    lead
                    for spot, (lead, _) in enumerate(tokens[max(0, at - 3) : at], max(0, at - 3))
                    if lead != "may" or spot == 0 or tokens[spot - 1][0] not in BEFORE_A_MONTH
                ]
                may = next((lead for lead in leads if lead in _MAY), "")
                if not may or set(leads) & _NOT:
                    return
                found = found or text[tokens[max(0, at - 1)][1] : place + len(other)]
        if found:
            yield word, begin, found
            return


BEFORE_A_MONTH = frozenset(["in", "of", "by", "since", "until", "till", "from", "before", "after", "during", "late"])
"""Behind these MAY is the month."""
_UNTIL = frozenset(("until", "before", "unless", "only", "than", "avant", "que"))
"""Behind these a NOT denies no more: not before August."""
_LINKS = (
    ("with", "without"),
    ("after", "without"),
    ("before", "after"),
    ("above", "below"),
    ("over", "under"),
    ("under", "without"),
    ("inside", "outside"),
    ("within", "outside"),
    ("by", "without"),
    ("more", "less"),
    ("most", "least"),
    ("avant", "apres"),
    ("avec", "sans"),
    ("pour", "contre"),
)


def _other_link(clause: str, texts: Sequence[str], paper: str) -> Iterator[tuple[str, int, str]]:
    """A preposition whose opposite the passages have before the same word."""
    ours = _tokens(clause)
    for index, (word, begin) in enumerate(ours):
        rivals = [second if word == first else first for first, second in _LINKS if word in (first, second)]
        if not rivals:
            continue
        behind = [stem_of(other) for other, _ in ours[index + 1 : index + 1 + BEHIND] if _content(other)][:1]
        if not behind:
            continue
        for text in texts:
            tokens = _tokens(text)
            for at, (other, place) in enumerate(tokens):
                if other not in rivals:
                    continue
                follows = [
                    (stem_of(each), spot + len(each))
                    for each, spot in tokens[at + 1 : at + 1 + BEHIND]
                    if _content(each)
                ]
                if follows and follows[0][0] == behind[0] and not _has_link(paper, word, behind[0]):
                    yield word, begin, text[place : follows[0][1]]
                    return


BEHIND = 5
"""Words behind a preposition among which the first of content is the one that it stands before."""


def _has_link(paper: str, link: str, stem: str) -> bool:
    tokens = _tokens(paper)
    return any(
        word == link and any(stem_of(other) == stem for other, _ in tokens[index + 1 : index + 1 + BEHIND])
        for index, (word, _) in enumerate(tokens)
    )
