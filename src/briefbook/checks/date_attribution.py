"""C207 A cable is given the date that it bears.

Why:
    "On November 9th the ambassador reported" is a claim on the cable's date. The day of an event that a cable tells of
    is another thing, and is left alone; a day either way is only noted where the clock of
    the place, or the receipt, may explain it.
Fails:
    item CDNW9001 date=1962-11-13 from=WASHDC number=3355
    book dates=1962-11-08/1962-11-13
    > On November 9th, the ambassador cabled that the talks were delayed (CDNW9001).
    > The talks were delayed (Washington tel. 3355, 18 November 1962, CDNW9001).
Passes:
    item CDNW9001 date=1962-11-13 from=WASHDC number=3355
    book dates=1962-11-08/1962-11-13
    > On November 13th, the ambassador cabled that the talks of November 6 were delayed (CDNW9001).
Remedy:
    Write the cable's date, or make clear that the date is the event's.
"""

import datetime
import re
from collections.abc import Iterator, Sequence

from briefbook.checks.check_input import CheckInput
from briefbook.checks.citation_words import MIN_SURE, citation_words, known_days, sender_names
from briefbook.checks.claim_frames import (
    HELD_IN,
    PAPER,
    Part,
    is_of_another_paper,
    is_of_another_post,
    parts_of,
    senders_in,
    sent_by_names,
)
from briefbook.checks.countries import CODE, country, names
from briefbook.checks.date_verbs import is_dated_by_verb
from briefbook.checks.prose_dates import in_words, span
from briefbook.checks.statements import Statement
from briefbook.model.cable import Reading, SourceKind
from briefbook.model.catalogue import Entry
from briefbook.model.finding import Finding, Severity
from briefbook.text.dates import Mention, Span
from briefbook.text.folding import fold
from briefbook.text.months import ENGLISH
from briefbook.text.number_words import number_in_words
from briefbook.util.late_pattern import LatePattern

OF_ONE_NARRATIVE = True
"""Its findings on a narrative are the same, whatever the other narratives say."""

_SENT = r"(?:reported|cabled|telegraphed|wired|informed\s+Ottawa|advised\s+Ottawa|wrote\s+(?:to\s+)?Ottawa|transmitted)"
_POST = r"(?:ambassador|embassy|high\s+commission(?:er)?|delegation|mission|consul(?:ate)?|charg[eé]|WASHDC)"
_REPORTED = re.compile(rf"\s*,?\s*(?:the\s+)?[^,.;“\"]{{0,60}}?\b{_POST}\b[^,.;“\"]{{0,40}}?\b{_SENT}\b", re.I)
_CABLE = re.compile(
    rf"\b{PAPER}(?:,?\s+(?:no\.?|number)?\s*[A-Z]?-?\d{{1,5}},?)?(?:\s+(?:of|dated|from|sent\s+on))(?:\s+the)?\s*$",
    re.I,
)
_DU = r"(?:en\s+date\s+|datée?\s+)?du(?:\s+(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche))?"
_OPENS_WITH = (
    r"^\W*(?:(?:in|by|with|according\s+to|dans|par|selon|avec)\s+)?(?:(?:the|an?|its|this|that|les?|la|une?|sa|son|cet?|cette)\s+|l[’'])?"
    r"(?:(?!(?:the|an?|of|on|to|for|from|in|and|or|that|les?|la|une?|de|des|du|à|aux?|et|ou|que)\b)\w[\w’'-]*\s+){0,2}"
)
"""The beginning of a sentence whose first noun is the paper that is dated; what is dated further on may be another."""

_ADJECTIVES = (
    r"(?:(?:très|ultra-?|strictement|hautement|plus)\s*)?(?:secret|confidentiel|personnel|officiel|urgent|chiffré|circulaire|manuscrit|spécial"
    r"|bref|préliminaire|hebdomadaire|mensuel|trimestriel|annuel|politique|militaire|consulaire|diplomatique|commercial|économique|final|interne"
    r"|joint|collectif|complémentaire|confidentiel|anonyme|français|américain|soviétique|britannique|anglais|allemand|canadien|russe|italien"
    r"|suisse|[^\W\d_]{3,}é)(?:le|ne)?e?s?"
)
"""French adjectives and participles behind a paper's name; a verb in the present is none of them."""

_BESIDE = (
    r"(?:\s+(?:of|de|d[’'])\s*(?:conversation|entretien|understanding)|\s+for\s+the\s+(?:record|files?))?"
    rf"(?:\s+(?:et\s+)?{_ADJECTIVES}\b){{0,3}}"
    r"(?:,\s(?!which|that|who|qui|que|dont|and|et\b)[^\W\d_][^,;.:“”«»()]{0,40},|\s+\([^()“”«»]{1,40}\))?"
)
"""What a noun phrase has between the paper's name and its day: adjectives behind it, and words between commas or in
parentheses: « mémorandum secret du », "memorandum, marked secret, of"."""

_FRENCH = re.compile(
    rf"{_OPENS_WITH}(?:t[ée]l[ée]gramme|d[ée]p[êe]che|c[âa]ble)s?{_BESIDE}\s*,?\s+(?:n[o°º]\.?\s*\d+\s*,?\s+)?{_DU}\s+$",
    re.I,
)
_OF_ITS_FORM = re.compile(
    rf"{_OPENS_WITH}(?P<form>memorandum|letter|report|airtel|note|minute|mémorandum|lettre|rapport){_BESIDE},?\s+"
    rf"(?:(?:of|dated|from)(?:\s+the)?|{_DU})\s*$",
    re.I,
)
_PAPER = re.compile(PAPER, re.I)
_WAS_SENT = re.compile(
    rf"\s*,?\s*(?:the|this|its|his|her|their)\s+(?:[\w’'-]+\s+){{0,2}}?(?P<form>{PAPER}|memorandum|letter|report|airtel|note|minute)\s+"
    r"(?:was|is)\s+(?:sent|written|drafted|dated|addressed|transmitted|cabled|signed|typed)\b",
    re.I,
)
"""What stands behind a date that opens a sentence: the day on which the paper was sent."""

_FORMS = {"lettre": "letter", "rapport": "report"}
"""French names of papers' forms, without accents; English ones are as the catalogue has them."""

_IS_OF = re.compile(rf"\b{PAPER}\s+[^.,;:“”\"()]{{0,40}}\b(?:is|was|are|were)\s+(?:of|dated|from)\s+(?:the\s+)?$", re.I)
_SENT_FROM = re.compile(
    r"\b(?:reported|cabled|sent|telegraphed|wired)\s+"
    rf"(?:(?:it|this|so|(?:its|his|her|their|this)\s+{PAPER})\b\s*)?(?:from\s+[A-Z]\w+(?:\s[A-Z]\w+)?\s+)?"
    r"(?:(?:the\s+(?:next|same|following)\s+day|\w+\s+(?:days?|weeks?)\s+(?:later|afterwards)),?\s+)?"
    r"(?:on|at\s+(?:noon|midnight|[\d:.]+\s*[ap]\.?m\.?)\s+(?:on|of))\s+(?:the\s+)?$"
)
_OPENS = re.compile(
    r"\W*(?:and\s+)?(?:then\s+)?(?:(?:only\s+|just\s+)?\w+\s+(?:day|week)s?\s+(?:later|earlier|after(?:wards)?|before),?\s+)?"
    r"(?:on|by|in)\s+(?:the\s+)?",
    re.I,
)
_MONTH_NAMES = "|".join(ENGLISH)
_BY_PRONOUN = r"(?:he|she|it|they)\s+(?:reported|cabled|telegraphed|wired)"
_DAY_ALONE = re.compile(
    rf"(?:(?:\b{PAPER}|[’']s\s+(?:report|message))\s+of|\b(?:{_BY_PRONOUN})\s+on)\s+the\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)\b(?!\s+(?:of\s+)?(?:{_MONTH_NAMES}))",
    re.I,
)
_MONTH_ALONE = re.compile(
    rf"(?:^|[,;]\s+(?:and\s+)?)\W*[Ii]n\s+(?:the\s+)?"
    r"(?:(?P<part>early|mid|late|beginning\s+of|middle\s+of|end\s+of)[- ])?"
    rf"(?P<month>{_MONTH_NAMES})(?:\s+(?P<year>1[89]\d\d|20\d\d))?\b(?!\s+\d)"
)
_PARTS_OF_MONTH = {"e": (1, 13), "b": (1, 13), "m": (8, 23), "l": (18, 31)}
"""The first and last day that may be called early, the beginning, mid, the middle, late: with a few days to spare."""
_LATER = re.compile(
    r"(?:The\s+(?:very\s+)?(?P<same>same|next|following)\s+day|(?:Only\s+|Just\s+)?(?P<count>\w+)\s+(?P<unit>day|week)s?"
    r"\s+(?P<way>later|earlier|before|after(?:wards)?))\b"
)
_SOMEBODYS = re.compile(
    r"(?:[’']s?|\b(?:his|her|their|my|our|your))\s+(?:\w+\s+){0,2}(?:message|letter|note)s?(?:\s+(?:of|dated|from|sent\s+on))?\s*$",
    re.I,
)
_COUNTED_FROM = re.compile(
    rf"\b(?:after|before|since)\s+(?:[^.,;“”]{{1,40}}[’']s?|an?|another)\s+{PAPER}\b[^.,;“”]{{0,20}}$", re.I
)
"""What stands before the day of another's paper from which days are counted: "three days after Oslo’s telegram of"."""

_AFTER = re.compile(rf"\s+{PAPER}\b", re.I)


_REPORTED_AT = LatePattern(lambda: rf"\b{_POST}\s+(?:in|at)\s+(?P<at>{names()})\b", re.I)


def check(inputs: CheckInput) -> Iterator[Finding]:
    """One finding for every cable that the prose dates otherwise than the catalogue."""
    in_citations: set[tuple[str, int]] = set()
    for statement in inputs.statements:
        yield from _in_citations(inputs, statement, in_citations)
    before: Part | None = None
    for part in (part for statement in inputs.statements for part in parts_of(statement)):
        item = part.item
        item_days = days_of(inputs, item)
        if not item_days:
            before = None
            continue
        if before is not None:
            yield from _interval(inputs, before, part, item_days)
        before = part
        yield from _day_alone(part, item_days)
        yield from _month_alone(part, item_days)
        for mention in inputs.mentions(part.text):
            days_named = mention.days_near(*item_days[0])
            if days_named is None or _of_another(part, mention):
                continue
            place = part.statement.sentence.offset + part.start + mention.start
            if (part.statement.narrative.path, place) in in_citations:
                continue
            if not dates_the_cable(part.text, mention, form_of(inputs, item), senders_of(inputs, item)):
                continue
            if HELD_IN.match(part.text, mention.end):
                continue
            if is_of_another_paper(part.text, mention.start) or _by_another_post(inputs, part, mention.start):
                continue
            off = min(_apart(days_named, day) for day in item_days)
            if off:
                found = (part.start + mention.start, part.start + mention.end)
                yield _differs(inputs.entries[item], part.statement, found, mention.text, [days_named])


def _in_citations(inputs: CheckInput, statement: Statement, places: set[tuple[str, int]]) -> Iterator[Finding]:
    """The findings for days that stand with the id in its parenthesis or note; their places are added to ``places``."""
    for cited in citation_words(inputs, statement):
        entry = inputs.entries[cited.item]
        days = [day for _, day in known_days(entry)]
        for dated in cited.dates:
            places.add((statement.narrative.path, statement.sentence.offset + dated.start))
            place = (dated.start, dated.end)
            if not days:
                if not cited.is_bare:
                    yield _not_checked(entry, statement, place, dated.text)
            elif min(_apart(said, day) for said in dated.days for day in days_of(inputs, cited.item) or days):
                yield _differs(entry, statement, place, dated.text, dated.days, is_bare=cited.is_bare)


def dates_in_citations(inputs: CheckInput, statement: Statement) -> set[int]:
    """The offsets in a sentence of the days that are of a citation's own words, not of what is told."""
    return {dated.start for cited in citation_words(inputs, statement) for dated in cited.dates}


def _not_checked(entry: Entry, statement: Statement, place: tuple[int, int], said: str) -> Finding:
    return Finding(
        "C207",
        statement.where(*place),
        f"{said} cannot be checked: no date of {entry.item} is known",
        remedy="look at the paper, and give its date in the catalogue.",
        severity=Severity.NOTE,
        item=entry.item,
        cannot_tell=True,
    )


def _differs(
    entry: Entry,
    statement: Statement,
    place: tuple[int, int],
    said: str,
    days: Sequence[Span],
    *,
    is_bare: bool = False,
) -> Finding:
    """The finding that a day is not the one by which a paper is dated first, with what else is known of its date.

    Args:
        entry: The paper.
        statement: The sentence.
        place: Where the day stands in its text.
        said: The day as written.
        days: The days that it may mean.
        is_bare: Whether nothing else stands with it, so that it may be the day of an event.
    """
    known = known_days(entry)
    first, day = known[0]
    agreeing = [reading for reading, other in known if any(not _apart(one, other) for one in days)]
    unsure = not _is_sure(first)
    others = [(reading, other) for reading, other in known if reading.by is not first.by and _apart(other, day)]
    dated = f"{entry.item} is dated {in_words(day[0])}"
    off = min(_apart(one, other) for one in days for _, other in known)
    near = off == 1 and _may_be_the_same(entry, days, known)
    if agreeing:
        message = f"{dated} in its description; {said} was read on it{_where_read(agreeing[0])}"
    elif others and first.by is not SourceKind.MACHINE:
        read = f"{in_words(others[0][1][0])} was read on it{_where_read(others[0][0])}"
        message = f"{dated} in its description, not {said}; {read}"
    elif unsure:
        message = f"{dated}, not {said}; the date was read on it{_where_read(first)}"
    else:
        message = f"{dated}, not {said}" + (" (a day apart: the local day, or the day of receipt)" if near else "")
    return Finding(
        "C207",
        statement.where(*place),
        message,
        remedy="look at the paper, and say which day holds."
        if agreeing
        else "write the cable's date, or make clear that the date is the event's.",
        severity=Severity.NOTE if near or agreeing or unsure or is_bare else Severity.WARNING,
        item=entry.item,
        data={"days_off": off},
    )


_AT = re.compile(r"\d\d(?P<hour>[0-2]\d)[0-5]\dZ")
_LAST_HOUR_OF_THE_DAY_BEFORE = 12
"""Up to this hour of Greenwich it is the day before somewhere."""


def _may_be_the_same(entry: Entry, days: Sequence[Span], known: Sequence[tuple[Reading, Span]]) -> bool:
    """Whether a day that is one apart may be the local day, or that of receipt, which the paper does not tell.

    The day before is that of no place where the hour of sending is known and late enough; the day behind may be that of
    receipt, unless this is known.
    """
    if not _is_sure(known[0][0]):
        return True
    is_before = all(said[1] < day[0] for said in days for _, day in known)
    if not is_before:
        return not entry.values("received")
    if any(re.search(r"T\d\d:\d\d.*[+-]\d\d:\d\d", value) for value in entry.values("sent")):
        return False  # the clock of the place is told
    hours = [int(match["hour"]) for value in entry.values("dtg") if (match := _AT.search(value))]
    return not hours or min(hours) < _LAST_HOUR_OF_THE_DAY_BEFORE


def _is_sure(reading: Reading) -> bool:
    return reading.by is not SourceKind.MACHINE or bool(reading.confirmed_by) or (reading.confidence or 0) >= MIN_SURE


def _where_read(reading: Reading) -> str:
    """Where a machine read a date and how sure it is: " (p. 1, 95 % sure)"."""
    page = f"p. {reading.place.page}" if reading.place else ""
    sure = f"{reading.confidence * 100:.0f} % sure" if reading.confidence is not None else ""
    words = ", ".join(word for word in (page, sure) if word)
    return f" ({words})" if words else ""


def _dated_otherwise(
    part: Part, place: tuple[int, int], item_days: list[Span], said: str, days_off: int | None = None
) -> Finding:
    """The finding that a part says another day or month of its cable; ``place`` is where, in the part's text."""
    near = days_off == 1
    return Finding(
        "C207",
        part.statement.where(part.start + place[0], part.start + place[1]),
        f"{part.item} is dated {in_words(item_days[0][0])}, not {said}"
        + (" (a day apart: the local day, or the day of receipt)" if near else ""),
        remedy="write the cable's date, or make clear that the date is the event's.",
        severity=Severity.NOTE if near else Severity.WARNING,
        item=part.item,
        data={"days_off": days_off} if days_off is not None else {},
    )


def _day_alone(part: Part, item_days: list[Span]) -> Iterator[Finding]:
    """A finding for "the telegram of the 12th" where no day of the cable is a twelfth."""
    for match in _DAY_ALONE.finditer(part.text):
        days = {day.day for span in item_days for day in span}
        if int(match["day"]) not in days and not is_of_another_paper(part.text, match.start()):
            said = f"the {part.text[match.start('day') : match.end()]}"
            yield _dated_otherwise(part, (match.start("day"), match.end()), item_days, said)


def _month_alone(part: Part, item_days: list[Span]) -> Iterator[Finding]:
    """A finding for "In November 1963 London reported" where the cable is of another month."""
    for match in _MONTH_ALONE.finditer(part.text):
        month = ENGLISH.index(match["month"]) + 1
        low, high = _PARTS_OF_MONTH.get((match["part"] or "")[:1].lower(), (1, 31))
        if (match["part"] or "")[:3].lower() == "end":
            low, high = _PARTS_OF_MONTH["l"]
        if any(
            day.month == month and low <= day.day <= high and day.year == int(match["year"] or day.year)
            for span in item_days
            for day in span
        ):
            continue
        if any(place.start < 40 for place in senders_in(part.text[match.end() :])):
            said = part.text[match.start() : match.end()].strip(" ,;").split(maxsplit=1)[-1].removeprefix("the ")
            yield _dated_otherwise(part, (match.start("month"), match.end()), item_days, said)


def _interval(inputs: CheckInput, before: Part, part: Part, item_days: list[Span]) -> Iterator[Finding]:
    """A finding for "Four days later London reported", behind a sentence on another cable, where it was not four days.

    Only where that sentence names no other day than its cable's, from which it would be counted.
    """
    match = _LATER.match(part.text.lstrip())
    first = days_of(inputs, before.item)
    if match is None or before.item == part.item or not first or part.start or not _follows(before, part):
        return
    named = [mention.days_near(*first[0]) for mention in inputs.mentions(before.text)]
    if any(days is None or min(_apart(days, day) for day in first) for days in named):
        return
    if not any(place.start < 40 for place in senders_in(part.text.lstrip()[match.end() :])):
        return
    count = {"same": 0, "next": 1, "following": 1}.get(match["same"] or "") if match["same"] else _count(match["count"])
    if count is None:
        return
    size = count * (7 if match["unit"] == "week" else 1) * (-1 if match["way"] in ("earlier", "before") else 1)
    step = datetime.timedelta(days=size)
    off = min(_apart((a + step, b + step), day) for a, b in first for day in item_days)
    if off > (3 if match["unit"] == "week" else 0):
        yield _dated_otherwise(part, (0, match.end()), item_days, match.group()[:1].lower() + match.group()[1:], off)


def _follows(before: Part, part: Part) -> bool:
    """Whether a sentence stands next to another in one paragraph."""
    same = before.statement.narrative is part.statement.narrative
    source, first, second = part.statement.narrative.source, before.statement.sentence, part.statement.sentence
    together = not source[first.end : second.offset].strip() and "\n\n" not in source[first.offset : second.offset]
    return same and first.end <= second.offset and together


def _count(word: str) -> int | None:
    if word.lower() in ("a", "one"):
        return 1
    size, figures = number_in_words((word.lower(),), 0)
    return int(figures) if size and figures.isdigit() else int(word) if word.isdigit() else None


def _by_another_post(inputs: CheckInput, part: Part, place: int) -> bool:
    """Whether the sentence gives the act to an office of another place than the one that sent the cable."""
    entry = inputs.entries.get(part.item)
    post = inputs.context.post(entry.value("from") or "") if entry else None
    if post and post.country and is_of_another_post(part.text, place, post.country):
        return True
    named = _REPORTED_AT.search(part.text)
    return bool(post and post.country and named and CODE.get(country(named["at"]), post.country) != post.country)


def senders_of(inputs: CheckInput, item: str) -> frozenset[str]:
    """The names of the post that sent an item and the surname of who signed it, as far as they are known."""
    entry = inputs.entries.get(item)
    if entry is None:
        return frozenset()
    signers = (fold(value).split() for value in entry.values("signer"))
    return sender_names(inputs, entry) | {words[-1] for words in signers if words}


def dates_the_cable(text: str, mention: Mention, form: str = "", senders: frozenset[str] = frozenset()) -> bool:
    """Is the date given to the cable, not to what it tells of?

    Args:
        text: The sentence, or its part about the cable.
        mention: The date.
        form: What the catalogue calls the paper, so that "the letter of" is it where it is a letter; "" if not known.
        senders: The names of its sender: of these a city's is no other town or person.
    """
    before, after = text[: mention.start], text[mention.end :]
    if _SOMEBODYS.search(before) or _COUNTED_FROM.search(before):
        return False
    last = before.rpartition("; ")[2]
    named = _OF_ITS_FORM.match(last)
    if named and _is_form(named["form"], form):
        return True
    if _CABLE.search(before) or _FRENCH.match(last) or _AFTER.match(after) or _SENT_FROM.search(before):
        return True
    if _IS_OF.search(before) or is_dated_by_verb(last, lambda words: _is_form(words, form), senders, after):
        return True
    if _OPENS.fullmatch(last) is None:
        return False
    if (sent := _WAS_SENT.match(after)) and _is_form(sent["form"], form):
        return True
    if _REPORTED.match(after) is not None or any(place.start < 40 for place in senders_in(after)):
        return True
    return sent_by_names(after, senders)


def _of_another(part: Part, mention: Mention) -> bool:
    """Does the date stand in a later part of the sentence, of which nothing is cited?"""
    statement = part.statement
    if not statement.own:
        return False
    place = statement.sentence.offset + part.start + mention.start
    cited = [c for c in statement.narrative.citations if statement.sentence.offset <= c.offset < statement.sentence.end]
    if any(citation.offset >= place for citation in cited):
        return False
    between = statement.narrative.source[max(citation.end for citation in cited) : place]
    return re.search(r"[;,.]|\b(?:and|but|while|whereas)\b", between) is not None


def _is_form(words: str, form: str) -> bool:
    """Whether prose calls a paper what the catalogue does; a telegram may be a paper of which the form is not known."""
    said = fold(words)
    if _PAPER.fullmatch(words):
        return not form or _PAPER.fullmatch(form) is not None
    return _FORMS.get(said, said) == form


def form_of(inputs: CheckInput, item: str) -> str:
    """The last word of what the catalogue calls a paper: of an information report, report."""
    entry = inputs.entries.get(item)
    words = fold((entry.value("form") or "").replace("_", " ")).split() if entry else []
    return words[-1] if words else ""


def days_of(inputs: CheckInput, item: str) -> list[Span]:
    """The days that a cable may be called by: written, received, of its date-time group."""
    entry = inputs.entries.get(item)
    if entry is None:
        return []
    days = [span(entry.value(name)) for name in ("date", "received", "dtg")]
    return [day for day in days if day] if days[0] else []


def _apart(first: Span, other: Span) -> int:
    return max(0, (first[0] - other[1]).days, (other[0] - first[1]).days)
