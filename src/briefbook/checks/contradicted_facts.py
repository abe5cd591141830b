"""C228 A sentence tells a passage of its paper with that passage's hours, days, counts, places and persons.

Why:
    In the author's own words a wrong hour, month, number, place or name looks like any other. The passage that the
    sentence tells is found by the words that the two share. What the paper does not have there, where it has another
    of the same kind in the same place, is told of: another number before the noun, another name before the verb.
    What has no counterpart in the passage is left alone, for an author knows other things than one paper. So is a
    number that is the paper's rounded, told roughly, or in another unit. Opposites (rose, fell) are those of WordNet
    and of diplomatic papers, where both stand beside the same words. Who did it to whom, what came first, and what
    the paper names only as NOT so (RATHER THAN) is told of where the sentence has it the other way round. What it
    denies, allows or only foretells and the sentence tells as done by then is told of too, as are ALL for MOST, another
    unit or currency, time of day or direction, and two things of a pair exchanged. What came of it later (the prisoners
    were released in June) is left alone. French is read word by word, so that French and English can be compared.
Fails:
    item CDNW9001 date=1962-11-13 from=LDN number=4028
    page ORAVEC COMPLAINED THAT THREE FREIGHTERS HAD BEEN HELD AT THE HARBOUR SINCE OCTOBER. LINDQVIST LEFT.
    > Lindqvist complained that the freighters had been held at the harbour since October (CDNW9001).
    > Oravec complained that five freighters had been held at the harbour (CDNW9001).
Passes:
    item CDNW9001 date=1962-11-13 from=LDN number=4028
    page ORAVEC COMPLAINED THAT THREE FREIGHTERS HAD BEEN HELD AT THE HARBOUR SINCE OCTOBER. LINDQVIST LEFT.
    > Oravec complained that three freighters had been held at the harbour since October (CDNW9001).
Remedy:
    Look at the passage, and correct the sentence; accept the finding where it is from another source.
"""

import re
from collections.abc import Iterator, Sequence

from briefbook.checks import date_attribution, figures_and_ranks, speakers
from briefbook.checks.agent_and_order import contrasted, in_other_order, swapped
from briefbook.checks.approximations import may_tell
from briefbook.checks.check_input import CheckInput
from briefbook.checks.claim_frames import PAPER, Part, is_of_another_paper, parts_of
from briefbook.checks.clause_comparison import told_in_clauses
from briefbook.checks.countries import CODE, city_of
from briefbook.checks.fact import Fact, is_same_name
from briefbook.checks.negation import turned
from briefbook.checks.passage_facts import (
    NAMING,
    facts_of,
    is_known,
    names_in,
    of_paper,
    of_sending,
    writers_of,
)
from briefbook.checks.passages import Match, candidates, passage_at, passages_of, stems_of, weight_of
from briefbook.checks.quantifiers import otherwise_quantified
from briefbook.checks.speaker_attribution import given_to_others
from briefbook.checks.statements import mask_markup
from briefbook.checks.swapped_pairs import denied_phrase, distributed, exchanged
from briefbook.checks.units_and_times import told_in_values
from briefbook.model.catalogue import Entry
from briefbook.model.finding import Finding
from briefbook.text.folding import fold
from briefbook.text.months import ENGLISH

OF_ONE_NARRATIVE = True
"""Its findings on a narrative are the same, whatever the other narratives say."""

MIN_SHARED = 2
"""Words of content that a sentence shares at least with the passage that it tells."""

MIN_WEIGHT = 1.2
"""How much these words weigh at least, by how rare they are in the paper."""

MIN_LEAD = 1.3
"""How many times as much as those of the next best passage."""

_QUOTED = re.compile(r"(?:[“\"‘«]\s?)[^“”\"’»]*[”\"’»]|\([^()]*\)")
"""What is quoted is compared word for word, and what stands in parentheses is read as a citation."""
_PARENTHESES = re.compile(r"\([^()]*\)")


def check(inputs: CheckInput) -> Iterator[Finding]:
    """A warning for every fact of a sentence that its paper's passage has otherwise."""
    elsewhere: list[Finding] | None = None
    for part in (part for statement in inputs.statements if statement.own for part in parts_of(statement)):
        entry = inputs.entries.get(part.item)
        if entry is None or all(map(part.statement.mentions_aside, part.statement.cited)):
            continue
        for finding in _of_part(inputs, part, entry):
            if elsewhere is None:
                elsewhere = [found for module in _NEIGHBOURS for found in module.check(inputs)]
            if not any(_is_told_by(finding, other) for other in elsewhere):
                yield finding


_NEIGHBOURS = (date_attribution, figures_and_ranks, speakers)
"""Checks that tell of the same facts for other reasons: what they find is told once."""


def _is_told_by(finding: Finding, other: Finding) -> bool:
    """Whether another check tells of the same place, or of the quotation behind it."""
    here, there = finding.where, other.where
    if here is None or there is None or (here.path, here.line, finding.item) != (there.path, there.line, other.item):
        return False
    reach = _NEAR if other.code == "C225" else 0
    return there.column <= max(here.end, here.column) + reach and here.column <= max(there.end, there.column)


_NEAR = 120
"""Characters behind a name in which the quotation that is given to it begins."""


def _of_part(inputs: CheckInput, part: Part, entry: Entry) -> Iterator[Finding]:
    text = mask_markup(part.text)
    begin = part.statement.sentence.offset + part.start
    quoted = [(each.offset - begin, each.end - begin) for each in part.statement.narrative.quotations]
    inside = [(start, end) for start, end in quoted if 0 <= start < end <= len(text)]
    for fact, words in contradicted_facts(text, inputs.plain(part.item), _fields(entry), inside):
        source = inputs.text(part.item)
        if source.is_empty or source.measured or (not source.exact and source.unsure > figures_and_ranks.MAX_UNSURE):
            return  # what stands there may be misread
        yield Finding(
            "C228",
            part.statement.where(part.start + fact.start, part.start + fact.end),
            f"{fact.words} where the passage of {part.item} has {' '.join(words.upper().split())}",
            remedy="look at the passage, and correct the sentence; accept this if another source has it.",
            item=part.item,
        )


def _fields(entry: Entry) -> dict[str, Sequence[str]]:
    names = ("from", "to", "signer", "date", "sent", "received", "classification", "number")
    return {name: entry.values(name) for name in names}


def contradicted_facts(
    text: str, paper: str, fields: dict[str, Sequence[str]], quoted: Sequence[tuple[int, int]] = ()
) -> Iterator[tuple[Fact, str]]:
    """The facts of a sentence that the passage which it tells has otherwise, each with the paper's words.

    Args:
        text: The part of a sentence that tells of one paper.
        paper: The paper's text.
        fields: What is described of the paper: senders, addressees, signer and days.
        quoted: Where quotations stand, beside those between marks.
    """
    seen: list[tuple[int, int]] = []
    for fact, words in _each_otherwise(text, paper, fields, quoted):
        if not any(fact.start < end and start < fact.end for start, end in seen):
            seen.append((fact.start, fact.end))
            yield fact, words


def _each_otherwise(
    text: str, paper: str, fields: dict[str, Sequence[str]], quoted: Sequence[tuple[int, int]]
) -> Iterator[tuple[Fact, str]]:
    """The same, in which one place may come twice."""
    own = _QUOTED.sub(_blank, text)
    for start, end in quoted:
        own = own[:start] + " " * (end - start) + own[end:]
    whole = _PARENTHESES.sub(_blank, text)
    names = names_in(whole)
    facts = [*facts_of(own, kinds=OF_ONE_WORD), *facts_of(whole, names_in(paper), kinds=NAMING)]
    for fact in facts:
        if is_of_another_paper(text, fact.start) or is_known(fact, paper, fields):
            continue
        if fact.kind in _NUMBERED and may_tell(own, fact.start, fact.end, paper):
            continue
        if fact.kind == "count" and _OUT_OF.match(own, fact.start):
            continue  # a part of a whole, of which units_and_times tells
        if fact.kind in _NUMBERED and _is_difference(fact, own, paper):
            continue
        if fact.kind == "marking":
            yield fact, fields["classification"][0]
        elif sent := of_sending(fact, own, paper, fields):
            yield fact, sent
        elif other := _otherwise(fact, facts, whole, paper, names) or _by_fact(fact, facts, whole, paper, fields):
            yield fact, other.words
    yield from _first_person(text, facts, paper, fields)
    for fact, words in turned(own, paper):
        if not is_of_another_paper(text, fact.start) and not _tells_of_later(own, fields):
            yield fact, words
    signer = next((parts[-1] for value in fields.get("signer", ()) if (parts := fold(value).split())), "")
    for fact, words in (
        *swapped(own, paper, names | names_in(paper)),
        *contrasted(own, paper),
        *in_other_order(own, paper),
        *told_in_clauses(own, paper, signer),
        *told_in_values(own, paper, signer),
        *exchanged(own, paper),
        *distributed(own, paper),
        *denied_phrase(own, paper),
        *otherwise_quantified(own, paper),
    ):
        if not is_of_another_paper(text, fact.start):
            yield fact, words
    seen = {fact.start for fact in facts if fact.kind == "doer"}
    yield from _by_writer(own, facts, paper, fields)
    yield from _from_whom(own, fields)
    for fact, words in given_to_others(whole, paper, fields):
        if not is_of_another_paper(text, fact.start):
            yield fact, words
    for name in _names_apart(own, names | (names_in(paper) & set(re.findall(r"[^\W\d_]+", fold(own))))):
        if name.start in seen or is_known(name, paper, fields) or is_of_another_paper(text, name.start):
            continue
        if instead := _name_instead(name, whole, paper, names):
            yield name, instead


def _tells_of_later(own: str, fields: dict[str, Sequence[str]]) -> bool:
    """Whether a sentence tells of a year after its paper's, or of LATER, what the paper only foretold.

    What an author knows from later papers is no contradiction.
    """
    if re.search(r"\bhad\b", own):
        return False
    year = next((int(value[:4]) for value in fields.get("date", ()) if value[:4].isdigit()), None)
    years = [int(match) for match in re.findall(r"\b1[89]\d\d\b", own)]
    if year is not None and any(other > year for other in years):
        return True
    return _AFTERWARDS.search(own) is not None


_AFTERWARDS = re.compile(
    r"\b(?:later|afterwards|eventually|subsequently|after\s+all|in\s+the\s+end|in\s+the\s+event)\b", re.I
)


def _otherwise(fact: Fact, facts: Sequence[Fact], text: str, paper: str, names: frozenset[str]) -> Fact | None:
    """What the passage has in the place of a fact; None where it has that too, or nothing, or several things."""
    match = _passage(text, fact, paper)
    if match is None and fact.kind == "side":
        return _opposite(fact, text, of_paper(paper, "side"), paper, MIN_SHARED)
    if fact.kind == "count" and (other := _only_count(fact, paper, text)):
        return other
    if fact.kind == "label" and (other := _only_label(fact, paper)):
        return other
    if match is None:
        return None
    known = names | names_in(paper)
    there = facts_of(_window(match, fact, paper), known, kinds=(fact.kind,))
    if fact.kind == "side":
        return _opposite(fact, text, there, match.passage.text)
    if any(fact.same(other) for other in there):
        return None
    if fact.kind == "place" and any(_may_be_in(fact.value[0], other.value[0]) for other in there):
        return None
    others = [other for other in there if fact.rivals(other) and not any(own.same(other) for own in facts)]
    others = [other for other in others if not _is_named_beside(other, fact, text, paper)]
    if fact.kind == "doer" and not there and _HE.match(match.passage.text) and match.place:
        before = facts_of(passages_of(paper)[match.place - 1].text, known, kinds=("doer", "office"))
        if (
            len(before) != 1
            or before[0].kind != "doer"
            or before[0].start > HEAD
            or _has_name(match, paper, fact.value)
        ):
            return None
        return None if any(own.same(before[0]) for own in facts) else before[0]
    if fact.kind == "doer" and not others and match.weight >= SURE_WEIGHT and not _has_name(match, paper, fact.value):
        written = stems_of(text) | {word[:5] for word in names}
        others = [other for other in there if not any(word[:5] in written for word in other.value)]
        others = others if len(there) == 1 else []
    return others[0] if len({other.value for other in others}) == 1 else None


_OUT_OF = re.compile(
    r"[^\W_]+\s+(?:(?:[^\W\d_]+\s+)?sur\s+(?:les\s+)?|des\s+)"
    r"(?:\d|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze)"
)
"""A number and its noun with French for OUT OF behind them: trois députés sur sept, trois des sept députés."""


def _is_difference(fact: Fact, own: str, paper: str) -> bool:
    """Whether a number behind BY is the difference of two of the paper: by 2,000 tons, for FROM 3,000 TO 5,000 TONS."""
    if _BY.search(own[: fact.start]) is None or (own_number := _FIGURES.search(fact.words)) is None:
        return False
    pairs = ((_as_number(match["a"]), _as_number(match["b"])) for match in _FROM_TO.finditer(paper))
    return any(abs(abs(second - first) - _as_number(own_number[0])) < SAME for first, second in pairs)


def _as_number(figures: str) -> float:
    return float(figures.replace(",", ""))


SAME = 1e-6
_BY = re.compile(r"\bby\s+(?:some\s+|about\s+)?$", re.I)
_FIGURES = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")
_FROM_TO = re.compile(
    rf"\bfrom\s+(?P<a>{_FIGURES.pattern})\s+(?:[^\W\d_]+\s+){{0,2}}to\s+(?P<b>{_FIGURES.pattern})(?![\d,]*\d)", re.I
)

_NUMBERED = frozenset(("count", "figure", "sort"))
"""Kinds of facts that are numbers, or units behind them."""


def _opposite(fact: Fact, text: str, there: Sequence[Fact], passage: str, least: int = 1) -> Fact | None:
    """The opposite that a passage has beside our words, and the word itself beside none of them: rose, FELL."""
    if _DENIED_BEFORE.search(text[: fact.start]):
        return None  # neither praised nor blamed
    ours, behind = _beside(text, fact)
    shared = {True: 0, False: 0}
    best = None
    for other in there:
        if fact.rivals(other):
            theirs, next_word = _beside(passage, other)
            is_same = fact.same(other)
            if fact.words.lower() in _OF_A_NOUN and behind != next_word:
                continue
            size = len(ours & theirs) + (bool(behind) and behind == next_word)
            if size >= least and size > shared[is_same] and not is_same:
                best = other
            shared[is_same] = max(shared[is_same], size)
    has_both = any(fact.same(other) for other in there)  # each of another thing: one shared word may be of either
    return best if shared[False] > has_both and not shared[True] else None


def _beside(text: str, fact: Fact) -> tuple[frozenset[str], str]:
    """The beginnings of the words of content beside a fact, some on each side in its clause; and the next behind it."""
    begin, end = max(0, fact.start - MAX_BESIDE), fact.end + MAX_BESIDE
    start = max((match.end() for match in _BREAK.finditer(text, begin, fact.start)), default=begin)
    stop = next((match.start() for match in _BREAK.finditer(text, fact.end, end)), end)
    before = _LONG.findall(text[start : fact.start])[-WORDS_BESIDE:]
    behind = _LONG.findall(text[fact.end : stop])[:WORDS_BESIDE]
    next_word = next((stem for word in behind for stem in stems_of(word)), "")
    return stems_of(" ".join((*before, *behind))), next_word


_OF_A_NOUN = frozenset(("more", "fewer", "less", "first", "last"))
"""Words that are opposites only where they are of the same thing: more people and less bread are none."""
_DENIED_BEFORE = re.compile(
    r"\b(?:not|never|neither|nor|no|without|hardly|ne|ni|sans)\s+(?:(?:to|be|been|being|the|a|an|any|\w+ly)\s+)*$", re.I
)
_BREAK = re.compile(r"[.,;:]\s|\s(?:but|while|whereas|although|though|mais)\s", re.I)
_LONG = re.compile(r"[^\W\d_]{3,}")
MAX_BESIDE = 300
"""Letters on each side in which the words beside stand, so that a long paper is not gone through for each."""
WORDS_BESIDE = 4
"""Words on each side of one of two opposites among which they share another."""


def _is_named_beside(other: Fact, fact: Fact, text: str, paper: str) -> bool:
    """Whether a sentence names the paper's place beside one that the paper lacks: to Ottawa, through London."""
    if fact.kind != "place" or re.search(rf"\b{re.escape(other.words)}\b", text, re.I) is None:
        return False
    return all(place.value != fact.value for place in of_paper(paper, "place"))


def _may_be_in(place: str, other: str) -> bool:
    """Whether one of two places may be in the other: a town in a country, if it is not known to be in another."""
    if (place in CODE) == (other in CODE):
        return False
    of, town = (place, other) if place in CODE else (other, place)
    city = city_of(town)
    return city is None or city.country == CODE[of]


OF_PAPER = ("hour", "day", "count", "year", "town", "sort", "place")
"""Kinds of which the counterpart is sought in the whole paper, where no passage is plainly the one that is told."""


def _by_fact(fact: Fact, facts: Sequence[Fact], text: str, paper: str, fields: dict[str, Sequence[str]]) -> Fact | None:
    """The one fact of a kind in the whole paper beside which the sentence's words stand; None where that is not plain.

    Of what the paper lacks altogether, its facts of that kind are asked which stands among words of the sentence.
    """
    if fact.kind not in OF_PAPER or _POINTS.search(text):
        return None
    if fact.kind == "hour" and re.search(rf"\b{PAPER}\b[^;“”]{{0,60}}$", text[: fact.start], re.I):
        return None  # the hour of that paper
    if fact.kind == "day" and _OF_A_PAPER.search(text[: fact.start]) and re.search(rf"\b{PAPER}\b", text[fact.end :]):
        return None
    everywhere = of_paper(paper, fact.kind)
    if any(fact.same(other) for other in everywhere):
        return None
    if fact.kind == "place" and any(_may_be_in(fact.value[0], other.value[0]) for other in everywhere):
        return None
    rivals = [
        other
        for other in everywhere
        if (fact.rivals(other) or fact.kind == "day")
        and not any(own.same(other) for own in facts)
        and not _is_named_beside(other, fact, text, paper)
    ]
    start, stop = _clause_of(text, fact)
    words = stems_of(text[start : fact.start] + " " + text[fact.end : stop])
    has_met = (
        fact.kind == "hour"
        and len({rival.value for rival in rivals}) == 1
        and _MET.search(text) is not None
        and re.search(rf"\b{PAPER}\b", text, re.I) is None
    )
    rivals = [other for other in rivals if not (fact.kind == "day" and _is_own_day(other, fields))]
    weighed: dict[tuple[str, ...], tuple[float, int, Fact]] = {}
    passages = passages_of(paper)
    for rival in rivals:
        at = passage_at(paper, rival.start)
        if at is None:
            continue
        beside = passages[max(0, at - 1) : at + 2] if fact.kind in ("day", "hour") else passages[at : at + 1]
        shared = words & frozenset().union(*(passage.stems for passage in beside)) - stems_of(rival.words)
        weight = weight_of(shared, paper)
        is_only = fact.kind == "day" and fact.rivals(rival) and sum(map(fact.rivals, rivals)) == 1
        if (has_met or is_only) and (shared or has_met):
            weight, shared = max(weight, MIN_WEIGHT_OF_FACTS), shared | {"", " "}
        if weight > weighed.get(rival.value, (0.0, 0, rival))[0]:
            weighed[rival.value] = (weight, len(shared), rival)
    ranked = sorted(weighed.values(), key=lambda row: -row[0])
    if not ranked or (len(ranked) > 1 and ranked[0][0] < MIN_LEAD_OF_FACTS * ranked[1][0]):
        return None
    weight, shared_words, rival = ranked[0]
    enough = MIN_SHARED if len(words) > 1 else 1
    return rival if shared_words >= enough and weight >= MIN_WEIGHT_OF_FACTS else None


_OF_A_PAPER = re.compile(r"\b(?:memorandum|letter|note|message|report|minutes|dated)\b[^,;]{0,40}$", re.I)
"""Before a day: it is that of a paper, and of another than the telegram that is named behind it."""
_MET = re.compile(r"\b(?:met|meeting|conversation|talked|spoke|received|called\s+on)\b", re.I)
_POINTS = re.compile(r"\b(?:see|cf|compare|printed|ibid|published|in\s+addition\s+to|voir)\b", re.I)
MIN_LEAD_OF_FACTS = 1.6
MIN_WEIGHT_OF_FACTS = 3.0


def _is_own_day(day: Fact, fields: dict[str, Sequence[str]]) -> bool:
    """Whether a day is the paper's own, which stands over it whatever it tells."""
    ends = f"-{ENGLISH.index(day.value[0]) + 1:02}-{int(day.value[1]):02}"
    return any(value[4:10] == ends for name in ("date", "sent", "received") for value in fields.get(name, ()))


def _clause_of(text: str, fact: Fact) -> tuple[int, int]:
    start = max((match.end() for match in _CLAUSE.finditer(text, 0, fact.start)), default=0)
    return start, next((match.start() for match in _CLAUSE.finditer(text, fact.end)), len(text))


def _only_label(fact: Fact, paper: str) -> Fact | None:
    """What a paper has with a head of which the author has something that the paper does not know at all."""
    there = [other for other in of_paper(paper, "label") if other.slot & fact.slot]
    return there[0] if len({other.value for other in there}) == 1 else None


def _only_count(fact: Fact, paper: str, text: str) -> Fact | None:
    """The one other number that a paper has before a noun of which the author has a number, wherever it stands.

    A large number is told of only where other words of the sentence stand beside the paper's.
    """
    if fact.slot & _MANY_COUNTS:
        return None
    there = [other for other in of_paper(paper, "count") if other.slot & fact.slot]
    if len({other.value for other in there}) != 1 or any(fact.same(other) for other in there):
        return None
    if float(fact.value[0]) > MAX_SMALL:
        at = passage_at(paper, there[0].start)
        words = stems_of(text[: fact.start] + " " + text[fact.end :]) - stems_of(there[0].words)
        if at is None or len(words & passages_of(paper)[at].stems) < MIN_SHARED:
            return None
    return there[0]


MAX_SMALL = 12
MIN_NAME = 3
"""A shorter word is not compared with a name."""
_MANY_COUNTS = frozenset(
    ("day", "year", "hour", "minute", "month", "men", "man", "people", "time", "dollar", "%", "percent")
)
"""Nouns of which a paper, and an author, tell several numbers."""

HEAD = 30
"""Letters at a sentence's head in which its subject stands, for which the next sentence has HE."""
SURE_WEIGHT = 3.0
"""Of a passage that shares so much another name before another verb is told of, too."""


def _has_name(match: Match, paper: str, names: Sequence[str]) -> bool:
    """Whether the passage, or one of the two before it or the one behind, has a name."""
    passages = passages_of(paper)
    near = " ".join(passage.text for passage in passages[max(0, match.place - 2) : match.place + 2])
    words = set(re.findall(r"[^\W\d_]+", fold(near)))
    return any(is_same_name(name, word) for name in names for word in words if len(word) > 3)


def _names_apart(text: str, known: frozenset[str]) -> Iterator[Fact]:
    """Every name of a sentence, by itself."""
    for match in re.finditer(r"[^\W\d_][\w’'-]*", text):
        plain = re.sub(r"[’']s?$", "", fold(match.group()))
        if plain in known and match.group()[0].isupper():
            yield Fact("doer", (plain,), frozenset(), match.group(), *match.span())


_PRONOUN = re.compile(r"\b(?:he|she|him|her|his|i|me|my|we|us|our|they|them|their|who)\b", re.I)


def _name_instead(name: Fact, text: str, paper: str, names: frozenset[str]) -> str:
    """The one name that a passage has and the sentence has not, where the sentence has one that the passage has not."""
    match = _passage(text, name, paper)
    if match is None or _has_name(match, paper, name.value):
        return ""
    words = set(re.findall(r"[^\W\d_]+", fold(match.passage.text)))
    ours = names | (names_in(paper) & set(re.findall(r"[^\W\d_]+", fold(text))))
    there = names_in(match.passage.text) | (names_in(paper) & words)
    shared = {word for word in there if any(is_same_name(word, own) for own in ours)}
    pairs = _PAIR.findall(fold(match.passage.text))
    beside = {word for pair in pairs if shared & set(pair) for word in pair}  # McGeorge Bundy
    others = sorted(there - shared - beside)
    listed = [word for word in shared if not any(is_same_name(word, own) for own in name.value)]
    sure = match.weight >= SURE_WEIGHT and _PRONOUN.search(match.passage.text) is None
    return others[0] if len(others) == 1 and (sure or len(listed) >= MIN_LISTED) else ""


_PAIR = re.compile(r"(?=\b([^\W\d_]+)\s+([^\W\d_]+))")
MIN_LISTED = 2
"""Other names that a sentence and a passage share, by which both list the same persons."""


_PAPER_NUMBER = re.compile(
    r"\b(?:telegrams?|tels?\.?|cables?|and|topol|polto|secto|airgram)\s+(?:no\.?\s+)?[A-Z]?-?(\d{1,5})\b", re.I
)
_SENDS = re.compile(
    r"\s+(?:had\s+|also\s+|then\s+)*(?:(?:reported|cabled|telegraphed|wired|wrote)\b|sent\b|asked\s+the\s+Department|told\s+the\s+Department"
    r"|signed\s+(?:the|this|it|la|a)\b)"
)


def _by_writer(
    text: str, facts: Sequence[Fact], paper: str, fields: dict[str, Sequence[str]]
) -> Iterator[tuple[Fact, str]]:
    """A name that sends the paper, of which the paper knows nothing, where it has another writer's."""
    signers = writers_of(paper, {"signer": fields.get("signer", ())})
    numbers = {re.sub(r"\D", "", value).lstrip("0") for value in fields.get("number", ())}
    named = {number.lstrip("0") for number in _PAPER_NUMBER.findall(text)}
    if not signers or not numbers or named - numbers:
        return  # the paper is another one than that which is sent
    words = set(re.findall(r"[^\W\d_]+", fold(paper)))
    for fact in facts:
        if fact.kind != "doer" or not _SENDS.match(text[fact.end :]) or is_of_another_paper(text, fact.start):
            continue
        if not any(is_same_name(name, word) for name in fact.value for word in words if len(word) > MIN_NAME):
            yield fact, signers[-1]


_WROTE_TO = re.compile(
    r"(?P<by>[A-Z][\w’-]+)\s+(?:(?:had|also|then|\w+ly)\s+)*(?:wrote|reported|cabled|telegraphed|wired|minuted)\s+(?:a\s+\w+\s+)?to\s+"
    r"(?:the\s+)?(?:(?:President|Secretary|Ambassador|General|Chancellor|Senator|Premier|Chairman|Prime\s+Minister)\s+)?(?P<to>[A-Z][\w’-]+)"
)


def _from_whom(text: str, fields: dict[str, Sequence[str]]) -> Iterator[tuple[Fact, str]]:
    """Who writes to whom, where a paper that is described of persons is from the one to the other."""
    sender, receiver = (fold(" ".join(fields.get(name, ()))) for name in ("from", "to"))
    persons = [re.findall(r"\(([^()]+)\)", " ".join(fields.get(name, ()))) for name in ("from", "to")]
    signers = frozenset(fold(" ".join(fields.get("signer", ()))).replace(",", " ").split())
    surnames = {words[-1] for value in fields.get("signer", ()) if (words := fold(value.partition(",")[0]).split())}
    for match in _WROTE_TO.finditer(text):
        by, to = fold(match["by"]), fold(match["to"])
        if to in surnames and by not in signers and not is_of_another_paper(text, match.start()):
            yield Fact("doer", (by,), frozenset(), match["by"], *match.span("by")), f"{match['to']} as its writer"
        if is_of_another_paper(text, match.start()) or not all(persons):
            continue
        if by in receiver and by not in sender:
            yield Fact("doer", (by,), frozenset(), match["by"], *match.span("by")), f"from {' '.join(fields['from'])}"
        elif by in sender and to not in receiver and to not in sender:
            yield Fact("doer", (to,), frozenset(), match["to"], *match.span("to")), f"to {' '.join(fields['to'])}"


OF_ONE_WORD = (
    *("hour", "day", "month", "count", "place", "label", "side", "marking", "part of a day", "nation", "year", "town"),
    *("sort", "figure"),
)
"""Kinds that are read in the author's own words alone; of those told by names the verb may be quoted."""


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _passage(text: str, fact: Fact, paper: str) -> Match | None:
    """The passage that a sentence tells, as sure as it must be; the clause of the fact tells it too."""
    words = stems_of(text[: fact.start] + " " + text[fact.end :])
    near = candidates(words, paper, MIN_LEAD)
    if not near or len(near[0].shared) < MIN_SHARED or near[0].weight < MIN_WEIGHT:
        return None
    best = near[0]
    if any(abs(match.place - best.place) > 1 for match in near):
        return None
    start = max((match.end() for match in _CLAUSE.finditer(text, 0, fact.start)), default=0)
    stop = next((match.start() for match in _CLAUSE.finditer(text, fact.end)), len(text))
    clause = stems_of(text[start : fact.start] + " " + text[fact.end : stop])
    return best if len(clause & best.shared) >= min(MIN_SHARED, len(clause)) else None


_CLAUSE = re.compile(r"[,;:]\s+(?:and|but|while|whereas|who|which|whom|as|though|although|so|et|mais)\b|[;:]\s")


def _window(match: Match, fact: Fact, paper: str) -> str:
    """The text in which the fact's counterpart is sought: of hours the sentences beside the passage too."""
    if fact.kind != "hour":
        return match.passage.text
    passages = passages_of(paper)
    return " ".join(passage.text for passage in passages[max(0, match.place - 1) : match.place + 2])


_QUOTE = re.compile(r"[“\"«]\s?(?P<words>[^“”\"»]{12,})")
_HE = re.compile(r"\s*(?:he|she)\s", re.I)
_I = re.compile(r"(?:^|\s)(?:i|we)(?:\s+\w+)?\s*$", re.I)


def _first_person(
    text: str, facts: Sequence[Fact], paper: str, fields: dict[str, Sequence[str]]
) -> Iterator[tuple[Fact, str]]:
    """A quotation that is given to another than the writer, where the paper has I or we before it."""
    signers = writers_of(paper, {"signer": fields.get("signer", ())})
    if not signers:
        return
    plain = " ".join(re.findall(r"[^\W_]+", fold(paper)))
    for fact in facts:
        if fact.kind != "doer" or any(is_same_name(name, word) for name in fact.value for word in signers):
            continue
        for match in _QUOTE.finditer(text, fact.end):
            between = text[fact.end : match.start()]
            if "“" in between or len(between) > 60 or not re.search(r"\b(?:that\s+(?:he|she))\s*$", between):
                break
            words = " ".join(re.findall(r"[^\W_]+", fold(match["words"])))
            place = plain.find(words)
            if place > 0 and plain.count(words) == 1 and _I.search(plain[:place]):
                yield fact, f"I ({signers[-1]})"
            break
