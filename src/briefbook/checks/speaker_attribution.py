"""Words and deeds that a sentence gives to another than the passage does, whoever is meant there by HE, I or nobody."""

import re
from collections.abc import Iterator, Sequence

from briefbook.checks.countries import country
from briefbook.checks.fact import Fact, is_same_name
from briefbook.checks.passage_facts import facts_of, names_in, writers_of
from briefbook.checks.passage_speakers import SAYING, WRITER, Frame, frames_of, verb_class
from briefbook.checks.passages import Match, candidates, passages_of, stem_of, stems_of
from briefbook.checks.quotations.authors_hand import is_surname
from briefbook.text.folding import fold
from briefbook.text.lexicon import is_word

LEAD = 1.3
"""How many times as much the passage told must weigh as any other."""

MIN_SHARED = 2
"""Words of content that what is said shares at least with the passage."""

MIN_WEIGHT = 1.2
MIN_QUOTED = 3
"""Words of a quotation by which its place in the paper is found."""

_QUOTED = re.compile(r"[“\"«‘]\s?(?P<words>[^“”\"»]{8,}?)[”\"»]")
_WORDS = re.compile(r"[^\W\d_]+")


def given_to_others(text: str, paper: str, fields: dict[str, Sequence[str]]) -> Iterator[tuple[Fact, str]]:
    """The names of a sentence that say or do what the passage has another say or do.

    Args:
        text: The part of a sentence that tells of the paper, quotations included.
        paper: The paper's text.
        fields: What is described of the paper.

    Yields:
        The name with its place, and the paper's words.
    """
    ours = names_in(text)
    own = frozenset(name for name in ours if _stands_in(name, paper))
    known = own | frozenset(name for name in names_in(paper) if not _is_compound(name))
    signers = tuple(writers_of(paper, {"signer": fields.get("signer", ())}))
    writers = (*writers_of(paper, {"from": fields.get("from", ())}), *signers)
    doers = sorted(
        [fact for fact in facts_of(text, known | ours, kinds=("doer",)) if fact.kind == "doer"]
        + list(_according(text, known | ours)),
        key=lambda fact: fact.start,
    )
    quotes = [match.span() for match in _QUOTED.finditer(text)]
    for place, fact in enumerate(doers):
        if any(start < fact.start < end for start, end in quotes) or fact.words.isupper():
            continue
        if re.search(r"\b(?:and|et|or)\s+$", text[: fact.start]):
            continue
        stop = doers[place + 1].start if place + 1 < len(doers) else len(text)
        if another := _ANOTHER.search(text, fact.end, stop):
            stop = another.start()
        verb = _verb_behind(text, fact.end, stop)
        is_writer = _is_any(fact.value, writers)
        if is_writer and (verb in _WRITES or _named_between(text, fact.end, stop, known | ours)):
            continue
        frame = _frame_told(text, fact, stop, verb, paper, known, writers)
        if frame is None or not frame.subject:
            continue
        if frame.subject == WRITER:
            if not signers or is_writer or not any(name in known for name in fact.value):
                continue
            yield fact, f"{frame.words} ({signers[-1]})"
        elif not _is_any(fact.value, frame.subject):
            yield fact, frame.words if frame.sure else f"{frame.words} ({' '.join(frame.subject)})"


_ACCORDING = re.compile(
    r"\b(?:[Aa]ccording\s+to|[Ss]elon|[Dd][’']après)\s+(?:the\s+|le\s+)?(?:[A-Z]\w+\s+)??(?P<name>[A-Z][\w’-]+)"
)


def _according(text: str, known: frozenset[str]) -> Iterator[Fact]:
    for match in _ACCORDING.finditer(text):
        name = fold(match["name"])
        if name in known:
            yield Fact("doer", (name,), frozenset(("say",)), match["name"], *match.span("name"))


_ANOTHER = re.compile(r"(?:,|;|\band|\bbut)\s+(?:and\s+|but\s+)?(?:he|she|they|it|the\s+\w+)\s+(?!and\b)", re.I)
"""Another subject, of whom the rest of a sentence tells."""
_WRITES = frozenset(("reported", "telegraphed", "cabled", "wired", "wrote", "noted", "reports", "noting", "added"))
"""What the writer of a paper does with all that stands in it, whoever said it."""


def _named_between(text: str, start: int, stop: int, known: frozenset[str]) -> bool:
    return any(fold(word).removesuffix("'s") in known for word in re.findall(r"[A-Z][\w’-]+", text[start:stop]))


def _is_compound(name: str) -> bool:
    """Whether a word with a hyphen is no name: Latin-American, pre-war."""
    return "-" in name and any(country(part) or (is_word(part) and not is_surname(part)) for part in name.split("-"))


def _stands_in(name: str, paper: str) -> bool:
    return re.search(rf"\b{re.escape(name)}\b", fold(paper)) is not None


def _is_any(names: Sequence[str], others: Sequence[str]) -> bool:
    return any(is_same_name(name, other) for name in names for other in others)


def _verb_behind(text: str, start: int, stop: int) -> str:
    for match in _WORDS.finditer(text, start, stop):
        word = fold(match.group())
        if word in SAYING or word.endswith("ed"):
            return word
    return ""


def _frame_told(
    text: str,
    fact: Fact,
    stop: int,
    verb: str,
    paper: str,
    known: frozenset[str],
    writers: Sequence[str],
) -> Frame | None:
    """The verb of the paper whose content the sentence tells; None where that is not plain."""
    frames = frames_of(paper, known)
    behind = text[fact.end : stop]
    quoted = _QUOTED.search(text, fact.end)
    if quoted and quoted.start() < stop and (spot := _place_of(quoted["words"], paper)) is not None:
        return _governing(frames, *spot, spot[1], verb, fact, writers, paper)
    stems = stems_of(behind)
    near = candidates(stems, paper, LEAD, most=3)
    if not near or len(near[0].shared) < MIN_SHARED or near[0].weight < MIN_WEIGHT:
        return None
    if len(near) > 1 and any(abs(match.place - near[0].place) > 1 for match in near):
        return None
    best = near[0]
    first, last = _shared_ends(best)
    return _governing(frames, best.place, first, last, verb, fact, writers, paper)


def _shared_ends(match: Match) -> tuple[int, int]:
    """Where the first and the last word stand in a passage that the sentence shares, verbs of saying left out."""
    places = [
        word.start()
        for word in _WORDS.finditer(match.passage.text)
        if stem_of(fold(word.group())) in match.shared and fold(word.group()) not in SAYING
    ]
    return (places[0], places[-1]) if places else (0, 0)


def _place_of(words: str, paper: str) -> tuple[int, int] | None:
    """The passage in which a quotation stands, and where; None where it stands nowhere, or twice."""
    tokens = [re.escape(fold(word)) for word in re.findall(r"[^\W_]+", words)][:8]
    if len(tokens) < MIN_QUOTED:
        return None
    pattern = re.compile(r"\W+".join(tokens))
    found = list(pattern.finditer(fold(paper))) if len(fold(paper)) == len(paper) else []
    if len(found) != 1:
        return None
    at = found[0].start()
    for place, passage in enumerate(passages_of(paper)):
        if passage.start <= at < passage.start + len(passage.text):
            return place, at - passage.start
    return None


def _governing(
    frames: Sequence[Frame],
    place: int,
    start: int,
    stop: int,
    verb: str,
    fact: Fact,
    writers: Sequence[str],
    paper: str,
) -> Frame | None:
    """The last verb before a place of a passage, if its subject is known; where it has none, that of those before."""
    here = [frame for frame in frames if frame.place == place]
    is_writer = _is_any(fact.value, writers)

    def is_named(frame: Frame) -> bool:
        return _is_any(fact.value, frame.subject) or (frame.subject == WRITER and is_writer)

    passage = passages_of(paper)[place]
    if any(is_named(frame) for frame in here if frame.start <= stop) or _acts_in(fact.value, passage.text[:stop]):
        return None  # the one who is named says or does something in that passage
    before = [frame for frame in here if frame.start <= start]
    if before:
        frame = before[-1]
        says = verb in SAYING or not verb
        return frame if (not frame.verb and says) or verb_class(verb) == verb_class(frame.verb) else None
    if verb not in SAYING or here:
        return None
    earlier = [frame for frame in frames if place - LOOK_BACK <= frame.place < place and frame.verb in SAYING]
    if not earlier or any(map(is_named, earlier)) or not earlier[-1].subject:
        return None
    return earlier[-1]


LOOK_BACK = 3
"""Sentences before a passage in which the one who still speaks is named."""


def _acts_in(names: Sequence[str], passage: str) -> bool:
    """Whether a passage has one of the names otherwise than as somebody who hears or is spoken of."""
    words = [fold(word) for word in re.findall(r"[^\W\d_][\w’'-]*", passage)]
    return any(
        _is_any((re.sub(r"[’']s?$", "", word),), names)
        and (re.search(r"[’']s?$", word) or not (set(words[max(0, place - 3) : place]) & _HEARS))
        for place, word in enumerate(words)
        if len(word) > len("his")
    )


_HEARS = frozenset(("told", "asked", "informed", "to", "with", "from", "assured", "reminded", "warned"))
