"""Resolve the references of a whole catalogue: held, ambiguous, or a stub with what is missing and about when."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from briefbook.correspondence.dated_references import items_by_day, resolve_by_date
from briefbook.correspondence.edition_days import EditionDays, with_year_near
from briefbook.correspondence.editorial_references import FORM as EDITOR
from briefbook.correspondence.editorial_references import (
    identified_by_editors,
    reconcile,
    resolve_editorial,
    without_borrowed_date,
)
from briefbook.correspondence.network import Numbered, all_numbers, kind_of_reference
from briefbook.correspondence.post_chronology import PostChronology
from briefbook.model.cable import SURE_BELOW, Reference
from briefbook.model.catalogue import Catalogue, Entry
from briefbook.model.network import ResolvedReference
from briefbook.text import posts
from briefbook.text.dates import day_of
from briefbook.text.posts import is_named_in_words, same_post
from briefbook.text.series_names import CONFERENCE
from briefbook.text.stations import station

MIN_SCORE = 6.0
"""A candidate with this ``_score`` is the one that is meant,"""

MIN_MARGIN = 2.0
"""if it scores so much more than the next."""

MAX_AGE_DAYS = 366
"""Days that a number can be older than the reference to it, if no date says so: numbers begin again every year."""


def resolve_references(
    catalogue: Catalogue, *, aliases: Mapping[str, str] | None = None
) -> tuple[ResolvedReference, ...]:
    """Resolve every reference of every item.

    A reference that cannot be followed (no number, no author) has status ``none``; one whose target is not held is a
    ``stub``, with an estimated date where the neighbouring numbers allow one.

    Args:
        catalogue: The collection's entries.
        aliases: The collection's other codes of posts, each with the code that it stands for.

    Returns:
        The references in the order of the items, and of their text.
    """
    aliases = aliases or {}
    numbers = all_numbers(catalogue, aliases)
    index = _NumberIndex.of(numbers, aliases)
    written = items_by_day(catalogue, aliases)
    borne: dict[str, tuple[int, ...]] = {}
    for number in numbers:
        borne[number.item] = (*borne.get(number.item, ()), number.first)

    def numbers_of(item: str) -> frozenset[int] | None:
        return frozenset(borne.get(item, ())) if item in catalogue else None

    in_words = _senders_in_words(catalogue, aliases)
    days_of_editions = EditionDays.of(catalogue)
    resolved_references = []
    for entry in catalogue:
        document = _Document.of(entry, aliases)
        words = identified_by_editors(entry.references)
        around = days_of_editions.around(entry)
        for at, reference in enumerate(entry.references):
            reference = with_year_near(reference, around)
            if reference.form == EDITOR:
                resolved_references.append(
                    resolve_editorial(entry.item, reference, (reference.target or "") in catalogue)
                )
                continue
            if reference.number is None and reference.form not in ("MIPT", "MIFT") and reference.date:
                base = ResolvedReference(
                    entry.item, reference.mention, reference.form, None, "none", date=reference.date
                )
                author = same_post(reference.author, aliases)
                partners = ({document.post} | document.to) - {author, ""}
                resolved = resolve_by_date(written, base, reference, author, frozenset(partners))
            else:
                resolved = _resolve(index, document, without_borrowed_date(reference, entry.references))
                resolved = _not_numbered(resolved, reference, same_post(reference.author, aliases), in_words)
            resolved = _in_the_words_of_its_paper(resolved, in_words)
            resolved_references.append(reconcile(resolved, words[at], numbers_of) if at in words else resolved)
    return _joined_stubs(resolved_references)


def _senders_in_words(catalogue: Catalogue, aliases: Mapping[str, str]) -> dict[str, str]:
    """The persons and offices whom the catalogue names in words: the spelling for comparing, and their words."""
    names: dict[str, str] = {}
    for entry in catalogue:
        for name in ("from", "to", "info"):
            for value in entry.values(name):
                if is_named_in_words(value):
                    names.setdefault(same_post(value, aliases), value)
    return names


def _not_numbered(
    resolved: ResolvedReference, reference: Reference, author: str, in_words: Mapping[str, str]
) -> ResolvedReference:
    """No numbered stub of a person or an office named in words: whose number it is, the paper does not say."""
    if resolved.status != "stub" or (reference.series in CONFERENCE and kind_of_reference(reference) == "telegram"):
        return resolved
    if author not in in_words and not is_named_in_words(author):
        return resolved
    note = f"the number is of a post, and the paper names {in_words.get(author, author)}"
    return replace(resolved, status="none", target=None, date=reference.date, confidence=0.0, note=note)


def _in_the_words_of_its_paper(resolved: ResolvedReference, in_words: Mapping[str, str]) -> ResolvedReference:
    """A stub of a letter with its writer named as the papers name him, and not in capitals."""
    if resolved.status != "stub" or not resolved.target:
        return resolved
    for name, words in in_words.items():
        if resolved.target.startswith(f"{name} "):
            return replace(resolved, target=f"{words}: {resolved.target.removeprefix(name).strip()}")
    return resolved


_STUB = re.compile(r"(?P<cable>.+ (?:A-|[A-Z]{1,3}-)?\d+)(?: \((?P<year>\d{4})\))?")


def _joined_stubs(references: Sequence[ResolvedReference]) -> tuple[ResolvedReference, ...]:
    """A cable named once with its year and once without, and in one year only, is one cable that is not held.

    Where the day that is written beside the number without a year is another than that of the cable with the year, it
    is not known to be the same.
    """
    dated: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for reference in references:
        match = _STUB.fullmatch(reference.target or "") if reference.status == "stub" else None
        if match and match["year"]:
            dated[match["cable"]][match["year"]].add((reference.date or "")[:10])
    joined = []
    for reference in references:
        match = _STUB.fullmatch(reference.target or "") if reference.status == "stub" else None
        years = dated.get(match["cable"], {}) if match and not match["year"] else {}
        if match and len(years) == 1:
            year, days = next(iter(years.items()))
            day = (reference.date or "")[4:10]
            if not day or any(not other or other[4:] == day for other in days):
                reference = replace(reference, target=f"{match['cable']} ({year})")
        joined.append(reference)
    return tuple(joined)


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
class _NumberIndex:
    aliases: Mapping[str, str]
    by_number: dict[tuple[str, int], list[Numbered]] = field(default_factory=dict)
    by_series: dict[tuple[str, int], list[Numbered]] = field(default_factory=dict)
    by_day: dict[tuple[str, date], list[Numbered]] = field(default_factory=dict)
    senders: frozenset[str] = frozenset()
    chronology: PostChronology = field(default_factory=lambda: PostChronology(()))

    @classmethod
    def of(cls, numbers: Sequence[Numbered], aliases: Mapping[str, str]) -> "_NumberIndex":
        by_number: dict[tuple[str, int], list[Numbered]] = defaultdict(list)
        by_series: dict[tuple[str, int], list[Numbered]] = defaultdict(list)
        by_day: dict[tuple[str, date], list[Numbered]] = defaultdict(list)
        for numbered in numbers:
            for number in range(numbered.first, min(numbered.last, numbered.first + 50) + 1):
                by_number[numbered.post, number].append(numbered)
                if numbered.series:
                    by_series[numbered.series, number].append(numbered)
            if numbered.day and not numbered.alias and numbered.kind == "telegram":
                by_day[numbered.post, numbered.day].append(numbered)
        senders = frozenset(numbered.post for numbered in numbers)
        return cls(aliases, dict(by_number), dict(by_series), dict(by_day), senders, PostChronology(numbers))


def _resolve(index: _NumberIndex, document: _Document, reference: Reference) -> ResolvedReference:
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
    is_plain = not (reference.date or named) and kind_of_reference(reference) == "telegram"
    if is_plain and number == _own_number(document, author):
        return replace(base, note="the paper's own number")
    candidates = _candidates(index, author, named, number, reference)
    wanted = day_of(reference.date)
    began = None if wanted or named else _numbering_began(index, document, author, number, reference)
    scored = sorted(
        (
            (_score(candidate, document, reference, author, wanted), candidate)
            for candidate in candidates
            if candidate.item != document.item
            and _in_reach(candidate, document.day, wanted)
            and not (began and candidate.day and candidate.day < began and not candidate.alias)
        ),
        key=lambda pair: (-pair[0], pair[1].item),
    )
    scored = _latest_epoch([pair for pair in scored if pair[0] >= 4], document, wanted)
    if scored:
        return _decide(base, scored, number, author)
    similar = [numbered for numbered in _near_numbers(index, author, number, wanted) if document.read or numbered.read]
    if similar:
        note = "no such number, but one that differs by one figure and was sent that day"
        return replace(
            base, status="ambiguous", candidates=tuple(numbered.item for numbered in similar), confidence=0.4, note=note
        )
    if doubt := _doubt(index, document, author, named, reference):
        return replace(base, note=doubt)
    return _stub(index, base, document, author, number, reference)


def _numbering_began(
    index: _NumberIndex, document: _Document, author: str, number: int, reference: Reference
) -> date | None:
    """When the numbering began that a post's own number in its own cable is of: of a number not above the cable's."""
    if kind_of_reference(reference) != "telegram":
        return None
    partners = {document.post, *document.to}
    return index.chronology.began_before(author, number, document.day, partners, _own_number(document, author))


def _own_number(document: _Document, author: str) -> int | None:
    """The number of a document, where the author of a reference in it is its own post."""
    return int(document.number) if document.number and document.number.isdigit() and author == document.post else None


def _doubt(index: _NumberIndex, document: _Document, author: str, named: str | None, reference: Reference) -> str:
    """Why a reference read from a picture is no evidence of another cable; "" where it is."""
    if not document.read:
        return ""
    if reference.confidence is not None and reference.confidence < SURE_BELOW:
        return "doubtful: its number or its post was hard to read"
    is_known = author in index.senders or posts.post(author, index.aliases) is not None or station(author) is not None
    return "" if named or is_known else f"doubtful: no post {author} is known, so that it may be misread"


def _in_reach(numbered: Numbered, day: date | None, wanted: date | None) -> bool:
    """Whether it can be meant at all: numbers recur yearly, so only those near the date or of the year before can."""
    if numbered.day is None:
        return True
    if wanted:
        return abs((numbered.day - wanted).days) <= 45
    return day is None or -45 <= (day - numbered.day).days <= 400


def _candidates(
    index: _NumberIndex, author: str, named: str | None, number: int, reference: Reference
) -> list[Numbered]:
    if named and (of_series := index.by_series.get((named, number))):
        return of_series
    same_number = index.by_number.get((author, number), []) if author else []
    prefix = re.sub(r"[^A-Z]", "", (reference.series or "").upper())
    if named:
        # a named series is not the post's own; only items numbered in it can be meant
        return [numbered for numbered in same_number if numbered.series == named or named == author]
    kind = kind_of_reference(reference)
    if prefix and prefix not in ("A", "NATO"):
        return [numbered for numbered in same_number if numbered.series in ("", prefix)]
    if kind == "telegram":
        return [numbered for numbered in same_number if not numbered.series or numbered.series not in CONFERENCE]
    return same_number


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
        if not wanted and age > MAX_AGE_DAYS:
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
    """Of the same number in several runs, the latest one not after the document, unless a date decides."""
    dated = [numbered for _, numbered in scored if numbered.day]
    if wanted or len(dated) < 2 or not document.day:
        return scored
    before = [numbered.day for numbered in dated if numbered.day and numbered.day <= document.day + timedelta(days=1)]
    if not before:
        return scored
    latest = max(before)
    latest_only = [
        (score, numbered) for score, numbered in scored if not numbered.day or (latest - numbered.day).days <= 30
    ]
    return latest_only or scored


def _decide(
    base: ResolvedReference, scored: list[tuple[float, Numbered]], number: int, author: str
) -> ResolvedReference:
    best, best_match = scored[0]
    copies = [
        other
        for score, other in scored
        if (other.post, other.first, other.day, other.to)
        == (best_match.post, best_match.first, best_match.day, best_match.to)
    ]
    rivals = [score for score, other in scored if other not in copies]
    margin = best - rivals[0] if rivals else best
    items = tuple(dict.fromkeys(other.item for _, other in scored))
    if best >= MIN_SCORE and margin >= MIN_MARGIN:
        note = f"held in {len(copies)} copies" if len(copies) > 1 else ""
        if best_match.alias:
            note = "under another number of the same text"
        return replace(
            base,
            status="held",
            target=best_match.item,
            candidates=tuple(dict.fromkeys(other.item for other in copies)),
            confidence=round(min(0.99, 0.6 + 0.05 * best + 0.02 * min(margin, 5)), 2),
            date=best_match.day.isoformat() if best_match.day else base.date,
            note=note,
        )
    why = (
        "several fit" if len(items) > 1 else "the number fits, but neither date nor addressee says that it is this one"
    )
    return replace(base, status="ambiguous", candidates=items, confidence=round(min(0.9, best / 10), 2), note=why)


def _near_numbers(index: _NumberIndex, author: str, number: int, wanted: date | None) -> list[Numbered]:
    if not wanted:
        return []
    text = str(number)
    return [
        numbered
        for apart in range(-2, 3)
        for numbered in index.by_day.get((author, wanted + timedelta(days=apart)), ())
        if len(str(numbered.first)) == len(text)
        and sum(a != b for a, b in zip(str(numbered.first), text, strict=True)) == 1
    ]


def _stub(
    index: _NumberIndex, base: ResolvedReference, document: _Document, author: str, number: int, reference: Reference
) -> ResolvedReference:
    wanted = day_of(reference.date)
    own_series = reference.series in CONFERENCE or kind_of_reference(reference) != "telegram"
    own = _own_number(document, author)
    day_used, year = index.chronology.estimate_use(author, number, document.day, {document.post, *document.to}, own)
    if own_series:
        day_used, year = None, document.day.year if document.day else None
    day = wanted or day_used
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
