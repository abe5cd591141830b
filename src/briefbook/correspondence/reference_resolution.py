"""References of a whole catalogue -> held, ambiguous, or a stub that says what is missing and about when."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from briefbook.correspondence.dated_references import by_day, follow_date
from briefbook.correspondence.editorial_references import FORM as EDITOR
from briefbook.correspondence.editorial_references import editors_words, follow, weigh, without_borrowed_date
from briefbook.correspondence.network import Numbered, all_numbers, kind_of_reference
from briefbook.correspondence.post_chronology import Clocks
from briefbook.model.cable import Reference
from briefbook.model.catalogue import Catalogue, Entry
from briefbook.model.network import ResolvedReference
from briefbook.text import posts
from briefbook.text.dates import day_of
from briefbook.text.posts import same_post
from briefbook.text.series_names import CONFERENCE

ACCEPT = 6.0
MARGIN = 2.0
_EPOCH = 366  # days a number can lie back without a date that says so


def resolve_references(
    catalogue: Catalogue, *, aliases: Mapping[str, str] | None = None
) -> tuple[ResolvedReference, ...]:
    """Resolve every reference of every item.

    ``aliases``: the collection's other spellings of posts. A reference that can lead nowhere (no number, no author)
    has status ``none``; one whose target is not held is a ``stub`` with an estimated date where neighbours allow.
    """
    aliases = aliases or {}
    numbers = all_numbers(catalogue, aliases)
    index = _Index.of(numbers, aliases)
    written = by_day(catalogue, aliases)
    borne: dict[str, set[int]] = defaultdict(set)
    for number in numbers:
        borne[number.item].add(number.first)

    def numbers_of(item: str) -> frozenset[int] | None:
        return frozenset(borne.get(item, ())) if item in catalogue else None

    found = []
    for entry in catalogue:
        document = _Document.of(entry, aliases)
        words = editors_words(entry.references)
        for at, reference in enumerate(entry.references):
            if reference.form == EDITOR:
                found.append(follow(entry.item, reference, (reference.target or "") in catalogue))
                continue
            if reference.number is None and reference.form not in ("MIPT", "MIFT") and reference.date:
                base = ResolvedReference(
                    entry.item, reference.mention, reference.form, None, "none", date=reference.date
                )
                author = same_post(reference.author, aliases)
                partners = ({document.post} | document.to) - {author, ""}
                resolved = follow_date(written, base, reference, author, frozenset(partners))
            else:
                resolved = _resolve(index, document, without_borrowed_date(reference, entry.references))
            found.append(weigh(resolved, words[at], numbers_of) if at in words else resolved)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Document:
    item: str
    post: str
    to: frozenset[str]
    info: frozenset[str]
    day: date | None
    number: str | None
    words: frozenset[str]
    file: str
    read: bool  # its text was read from a picture by a machine

    @classmethod
    def of(cls, entry: Entry, aliases: Mapping[str, str]) -> "_Document":
        return cls(
            item=entry.item,
            post=same_post(entry.value("from"), aliases),
            to=frozenset(same_post(code, aliases) for code in entry.values("to")),
            info=frozenset(same_post(code, aliases) for code in entry.values("info")),
            day=day_of(entry.date),
            number=entry.value("number"),
            words=_words(entry.value("subject")),
            file=entry.value("file") or "",
            read=entry.scan is not None,
        )


@dataclass(slots=True)
class _Index:
    aliases: Mapping[str, str]
    by_number: dict[tuple[str, int], list[Numbered]] = field(default_factory=dict)
    by_series: dict[tuple[str, int], list[Numbered]] = field(default_factory=dict)
    by_day: dict[tuple[str, date], list[Numbered]] = field(default_factory=dict)
    clocks: Clocks = field(default_factory=lambda: Clocks(()))

    @classmethod
    def of(cls, numbers: Sequence[Numbered], aliases: Mapping[str, str]) -> "_Index":
        by_number: dict[tuple[str, int], list[Numbered]] = defaultdict(list)
        by_series: dict[tuple[str, int], list[Numbered]] = defaultdict(list)
        by_day: dict[tuple[str, date], list[Numbered]] = defaultdict(list)
        for one in numbers:
            for number in range(one.first, min(one.last, one.first + 50) + 1):
                by_number[one.post, number].append(one)
                if one.series:
                    by_series[one.series, number].append(one)
            if one.day and not one.alias and one.kind == "telegram":
                by_day[one.post, one.day].append(one)
        return cls(aliases, dict(by_number), dict(by_series), dict(by_day), Clocks(numbers))


def _resolve(index: _Index, document: _Document, reference: Reference) -> ResolvedReference:
    number = int(reference.number) if reference.number and reference.number.isdigit() else None
    author = same_post(reference.author, index.aliases)
    base = ResolvedReference(
        document.item, reference.mention, reference.form, reference.number, "none", date=reference.date
    )
    if reference.series in CONFERENCE and not author and reference.series in posts.known_codes():
        author = same_post(reference.series, index.aliases)
    if reference.form in ("MIPT", "MIFT") and document.number and document.number.isdigit():
        author, number = document.post, int(document.number) + (-1 if reference.form == "MIPT" else 1)
    named = reference.series if reference.series in CONFERENCE else None
    if number is None or not (author or named):
        return replace(base, note="not a reference that can be followed: no number or no author")
    candidates = _candidates(index, author, named, number, reference)
    wanted = day_of(reference.date)
    scored = sorted(
        (
            (_score(candidate, document, reference, author, wanted), candidate)
            for candidate in candidates
            if candidate.item != document.item and _in_reach(candidate, document.day, wanted)
        ),
        key=lambda pair: (-pair[0], pair[1].item),
    )
    scored = _latest_epoch([pair for pair in scored if pair[0] >= 4], document, wanted)
    if scored:
        return _decide(base, scored, number, author)
    near = [one for one in _near_numbers(index, author, number, wanted) if document.read or one.read]
    if near:
        note = "no such number, but one that differs by one figure and was sent that day"
        return replace(base, status="ambiguous", candidates=tuple(one.item for one in near), confidence=0.4, note=note)
    return _stub(index, base, document, author, number, reference)


def _in_reach(numbered: Numbered, day: date | None, wanted: date | None) -> bool:
    """Can it be meant at all? Numbers come again every year; only those near the date count, or of the year before."""
    if numbered.day is None:
        return True
    if wanted:
        return abs((numbered.day - wanted).days) <= 45
    return day is None or -45 <= (day - numbered.day).days <= 400


def _candidates(index: _Index, author: str, named: str | None, number: int, reference: Reference) -> list[Numbered]:
    if named and (of_series := index.by_series.get((named, number))):
        return of_series
    held = index.by_number.get((author, number), []) if author else []
    prefix = re.sub(r"[^A-Z]", "", (reference.series or "").upper())
    if named:
        # a named series is not the post's own; only items numbered in it can be meant
        return [one for one in held if one.series == named or named == author]
    kind = kind_of_reference(reference)
    if prefix and prefix not in ("A", "NATO"):
        return [one for one in held if one.series in ("", prefix)]
    if kind == "telegram":
        return [one for one in held if not one.series or one.series not in CONFERENCE]
    return held


def _score(numbered: Numbered, document: _Document, reference: Reference, author: str, wanted: date | None) -> float:
    score = 4.0
    if wanted and numbered.day:
        apart = abs((numbered.day - wanted).days)
        score += 3 if apart <= 1 else -4 if apart > 3 else 0
    partners = ({document.post} | document.to) - {author, ""}
    if numbered.alias or partners & numbered.to:
        score += 2
    elif partners & numbered.info or (document.info & numbered.to):
        score += 1.5
    elif author == "STATE" and numbered.to and partners & posts.known_codes():
        score -= 2  # the Department numbered by addressee
    if document.words and len(document.words & _words(numbered.subject)) >= 2:
        score += 1
    if document.file and document.file.split("/")[0] == numbered.file.split("/")[0]:
        score += 0.5
    if document.day and numbered.day:
        age = (document.day - numbered.day).days
        if age < -1 and reference.form != "MIFT":
            score -= 4
        if not wanted and age > _EPOCH:
            score -= 4
        if not wanted and 0 <= age <= 45:
            score += 0.5
    if numbered.kind != kind_of_reference(reference) and not numbered.alias:
        score -= 2
    if {numbered.kind, kind_of_reference(reference)} == {"letter", "telegram"}:
        score -= 8
    return score


def _latest_epoch(
    scored: list[tuple[float, Numbered]], document: _Document, wanted: date | None
) -> list[tuple[float, Numbered]]:
    """Of the same number in several epochs, the latest one not after the document, unless a date decides."""
    dated = [one for _, one in scored if one.day]
    if wanted or len(dated) < 2 or not document.day:
        return scored
    before = [one.day for one in dated if one.day and one.day <= document.day + timedelta(days=1)]
    if not before:
        return scored
    latest = max(before)
    kept = [(score, one) for score, one in scored if not one.day or (latest - one.day).days <= 30]
    return kept or scored


def _decide(
    base: ResolvedReference, scored: list[tuple[float, Numbered]], number: int, author: str
) -> ResolvedReference:
    best, one = scored[0]
    copies = [
        other
        for score, other in scored
        if (other.post, other.first, other.day, other.to) == (one.post, one.first, one.day, one.to)
    ]
    rivals = [score for score, other in scored if other not in copies]
    margin = best - rivals[0] if rivals else best
    items = tuple(dict.fromkeys(other.item for _, other in scored))
    if best >= ACCEPT and margin >= MARGIN:
        note = f"held in {len(copies)} copies" if len(copies) > 1 else ""
        if one.alias:
            note = "under another number of the same text"
        return replace(
            base,
            status="held",
            target=one.item,
            candidates=tuple(dict.fromkeys(other.item for other in copies)),
            confidence=round(min(0.99, 0.6 + 0.05 * best + 0.02 * min(margin, 5)), 2),
            date=one.day.isoformat() if one.day else base.date,
            note=note,
        )
    why = (
        "several fit" if len(items) > 1 else "the number fits, but neither date nor addressee says that it is this one"
    )
    return replace(base, status="ambiguous", candidates=items, confidence=round(min(0.9, best / 10), 2), note=why)


def _near_numbers(index: _Index, author: str, number: int, wanted: date | None) -> list[Numbered]:
    if not wanted:
        return []
    text = str(number)
    return [
        one
        for apart in range(-2, 3)
        for one in index.by_day.get((author, wanted + timedelta(days=apart)), ())
        if len(str(one.first)) == len(text) and sum(a != b for a, b in zip(str(one.first), text, strict=True)) == 1
    ]


def _stub(
    index: _Index, base: ResolvedReference, document: _Document, author: str, number: int, reference: Reference
) -> ResolvedReference:
    wanted = day_of(reference.date)
    own_series = reference.series and (reference.series in CONFERENCE or kind_of_reference(reference) != "telegram")
    own = int(document.number) if document.number and document.number.isdigit() and author == document.post else None
    used, year = index.clocks.used(author, number, document.day, {document.post, *document.to}, own)
    if own_series:
        used, year = None, document.day.year if document.day else None
    day = wanted or used
    year = day.year if day else year
    target = f"{_label(reference, author)}{number}" + (f" ({year})" if year else "")
    shown = base.date if wanted else f"{day.isoformat()}~" if day else base.date
    return replace(
        base,
        status="stub",
        target=target,
        confidence=0.8 if wanted else 0.6,
        date=shown,
        note="" if wanted else "the date is estimated from the numbers around it" if day else "no date",
    )


def _label(reference: Reference, author: str) -> str:
    """What stands before a stub's number: SECTO, LA PAZ A-, EXTERNAL DL-, WASHDC letter."""
    if reference.series in CONFERENCE and kind_of_reference(reference) == "telegram":
        return f"{reference.series} "
    if reference.series and len(reference.series) <= 3:
        return f"{author} {reference.series}-"
    kind = kind_of_reference(reference)
    return f"{author} A-" if kind == "airgram" else f"{author} " if kind == "telegram" else f"{author} {kind} "


def _words(subject: str | None) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"[A-Z]{4,}", (subject or "").upper()))
