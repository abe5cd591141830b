"""The agency's printed forms read line by line, their blanks lost: whose boxes stand where, number, day, addressees."""

import re
from functools import cache, lru_cache

from briefbook.cables import heading_slots as slots
from briefbook.cables.box_labels import PrintedForm
from briefbook.cables.heading_draft import MIN_UNLISTED_NAME_CONFIDENCE, HeadingDraft
from briefbook.model.cable import Derivation
from briefbook.text import posts
from briefbook.text.ocr_confusion import digits, distance, distance_within
from briefbook.text.stations import stations

_FROM = re.compile(r"(?:F?[RP][O0]M|F?FC?M|[FNTM][O0]M)[:;.,]*(?=[A-Z])")
_TO = re.compile(r"(?:[TU][O0C]|[1I][O0]|[O0](?=DIRECTOR))[:;.,]*(?=[A-Z])")
_CITE = re.compile(r"C[I1H]TE[:(]*(?P<slug>[A-Z]{4}|DIR)[:(]*(?P<number>[0-9OSBIL]{4,5})?(?P<more>.*)$")
_RINGED = re.compile(r"C[I1]TE[:(]*[A-Z](?P<slug>[A-Z]{4})[A-Z]?(?P<number>[0-9]{4})(?P<more>.*)$")
"""A ring that a hand drew round a station is read as a letter before it."""


def squeezed(text: str) -> str:
    """A line without its blanks, in capitals."""
    return "".join(text.upper().split())


def fill_boxes(draft: HeadingDraft) -> None:
    """Fill in what a plain reading of the lines did not give."""
    incoming = _cite(draft)
    _parties(draft, incoming=incoming)


def _cite(draft: HeadingDraft) -> bool:
    """The line of addressees with CITE; True if the cable came in."""
    for index, line in enumerate(draft.texts[:24]):
        if draft.values.get(slots.NUMBER):
            break
        tight = re.sub(r"[()]", "", squeezed(line))
        found = _CITE.search(tight)
        if not found:
            continue
        if mended_slug(found["slug"]) is None and (ringed := _RINGED.search(tight)) and ringed["slug"] in stations():
            found = ringed
        _cited(draft, index, tight, found)
    return not str(draft.values.get(slots.NUMBER, "DIR")).startswith("DIR")


def _cited(draft: HeadingDraft, index: int, tight: str, match: re.Match[str]) -> None:
    slug = mended_slug(match["slug"])
    if slug is None or not _stands_as_slug(draft.lines[index].text, match["slug"], match["number"], match["more"]):
        return
    width = 5 if slug == "DIR" else 4
    read = match["number"] or ""
    number = digits(read[:width])
    how = Derivation.OBSERVED if slug == match["slug"] else Derivation.REPAIRED
    run_on = re.match(r"[0-9]", read[width:] + match["more"])
    if number and len(number[0]) == width and not run_on and is_confident(draft, index, read):
        apart = number[0] not in draft.lines[index].text  # stamped figure by figure
        how_read = Derivation.REPAIRED if number[1] or apart else how
        draft.put(slots.NUMBER, f"{slug} {number[0]}", index, written=match[0], how=how_read)
    else:
        draft.doubt(slots.NUMBER, match[0], index)
    _from_slugs(draft, index, tight[: match.start()], slug, how)


def _stands_as_slug(line: str, slug: str, number: str | None, more: str) -> bool:
    """Do a station's letters stand as such: as they are, or in capitals with no further word before the number?"""
    if slug in stations():
        return True
    in_capitals = slug in re.sub(r"[()\s]", "", line)
    return in_capitals and (number is not None or re.match(r"[A-Z]{5}", more) is None)


def _from_slugs(draft: HeadingDraft, index: int, before: str, slug: str, how: Derivation) -> None:
    action, _, info = before.partition("INFO")
    action = re.sub(r"^.{0,3}?TO(?=[A-Z]{3})", "", action)  # specks before the label
    if slug != "DIR":
        draft.put(slots.FROM, stations()[slug], index, written=slug, how=how)
    to = slugs_in(action)
    draft.put(slots.TO, to, index, written=action, how=Derivation.REPAIRED, again=bool(to) and slug != "DIR")
    draft.put(slots.INFO, slugs_in(info), index, written=info, how=Derivation.REPAIRED)


def sender_box(head: list[str]) -> bool:
    """Does a line of the head, its blanks lost, begin with the FROM of Headquarters' own form?"""
    return any(
        (match := _FROM.match(line)) and "FBI" not in line and box_name(line[match.end() :]) == "DIRECTOR"
        for line in head
    )


def is_confident(draft: HeadingDraft, index: int, *parts: str) -> bool:
    """Is the reader sure of the words that hold these figures? True where nobody measured it."""
    return draft.lines[index].is_confident(*parts)


def measured(draft: HeadingDraft, index: int) -> bool:
    """Did a machine read this line, and say how sure it is?"""
    return draft.lines[index].measured


def mended_slug(read: str) -> str | None:
    """The station's four letters that were read, a single letter of like shape mended; None if they are none.

    >>> mended_slug("LONO"), mended_slug("QQQQ")
    ('LOND', None)
    """
    if read in stations():
        return read
    near = [slug for slug in stations() if len(slug) == len(read) and distance(read, slug) <= 0.35]
    return near[0] if len(near) == 1 else None


def slug_of(station: str | None, read: str) -> str | None:
    """The four letters of the station in the FROM box, where those that were read can be what is left of them."""
    fits = [
        slug
        for slug, name in stations().items()
        if name == station and (distance(read, slug) <= 1.0 or (len(read) > 1 and slug.endswith(read)))
    ]
    return fits[0] if len(fits) == 1 else None


MAX_NAME_DAMAGE = 0.25
"""The largest distance of a station's damaged name from a name, by the letters of the latter."""


def slug_of_name(read: str) -> str | None:
    """The four letters of the one station whose name, of six letters or more, can have been read so.

    >>> slug_of_name("JMWAVE"), slug_of_name("KINGSTOM"), slug_of_name("LANGUAGE")
    ('WAVE', 'KNGS', None)
    """
    near = [
        slug
        for slug, name in stations().items()
        if len(name) == len(read) >= _MIN_NAME_LETTERS
        and name[:1] == read[:1]
        and distance(read, name) <= MAX_NAME_DAMAGE * len(name)
    ]
    return near[0] if len(near) == 1 else None


_MIN_NAME_LETTERS = 6


def slugs_in(tight: str) -> list[str]:
    """Stations of slugs written one behind the other, only if nothing else stands there.

    >>> slugs_in("DIRWAVE"), slugs_in("OPIMDIR"), slugs_in("HAEBERAN")
    (['DIRECTOR', 'JMWAVE'], ['DIRECTOR'], [])
    """
    rest = re.sub(r"^(?:TO|[1I]O)?[:;.]*(?:OPIM|OPIN|PRITY|RR|PP|OO|ROUTINE|PRIORITY)?", "", tight)
    found: list[str] = []
    while rest:
        size = 3 if rest.startswith("DIR") else 4
        slug = mended_slug(rest[:size])
        if slug is None:
            return []
        found.append(stations()[slug])
        rest = rest[size:]
    return found


def _parties(draft: HeadingDraft, *, incoming: bool) -> None:
    """The TO box stands above the FROM box; either may have lost its label, or part of it."""
    rows = []
    for index, line in enumerate(draft.texts[:20]):
        tight = squeezed(line).lstrip(".:;,'")
        label = "from" if _FROM.match(tight) else "to" if _TO.match(tight) else ""
        rest = (_FROM if label == "from" else _TO).sub("", tight, count=1) if label else tight
        name = box_name(rest) if label or len(line) < 40 else None
        if name and (label or _alone(rest, name)):
            rows.append((index, label, name, line, rest))
    sender = next((row for row in rows if row[1] == "from"), None)
    if sender:
        draft.put(slots.FROM, sender[2], sender[0], written=sender[3], confidence=0.85)
        above = [row for row in rows if row[0] < sender[0] and row[1] != "from"]
        if above:
            _addressee(draft, above[-1])
    else:
        labelled = [row for row in rows if row[1] == "to"]
        alone = [row for row in rows if not row[1]]
        if len(alone) == 2 and not labelled and alone[1][2] == "DIRECTOR":
            draft.put(slots.FROM, "DIRECTOR", alone[1][0], written=alone[1][3], how=Derivation.INFERRED)
            _addressee(draft, alone[0])
        elif labelled and not incoming:
            _addressee(draft, labelled[0])


def _addressee(draft: HeadingDraft, row: tuple[int, str, str, str, str]) -> None:
    index, _, name, written, _ = row
    part = re.search(rf"{re.escape(name)}(/[A-Z]{{4,}})(?![A-Z])", written.upper())  # a part of the station
    if part and not draft.lines[index].is_confident(part[1], limit=MIN_UNLISTED_NAME_CONFIDENCE):
        draft.doubt(slots.TO, written, index)
        return
    draft.put(slots.TO, [f"{name}{part[1]}" if part else name], index, written=written, confidence=0.85)


def _alone(rest: str, name: str) -> bool:
    return len(rest) <= len(name) + 6


@cache
def _names() -> tuple[tuple[str, str], ...]:
    names = {name.replace(" ", "").replace("-", ""): name for name in stations().values()}
    names |= {city.name.replace(" ", ""): city.name for city in posts.cities().values() if len(city.name) > 3}
    names.pop("STATE", None)
    return tuple(sorted(names.items(), key=lambda pair: -len(pair[0])))


@lru_cache(maxsize=5_000)
def box_name(tight: str) -> str | None:
    """The station or city that a box begins with."""
    exact = next((bare for bare, _ in _names() if tight.startswith(bare)), "")
    longer_than = [(bare, name) for bare, name in _names() if len(tight) >= len(bare) > max(5, len(exact))]
    near = {
        name for bare, name in longer_than if distance_within(tight[: len(bare)], bare, 0.2 * len(bare)) is not None
    }
    longer = {name for name in near if name.replace(" ", "").startswith(exact)}  # PANAMA GITY
    if exact:
        return longer.pop() if len(longer) == 1 else dict(_names())[exact]
    return near.pop() if len(near) == 1 else None


FORM = PrintedForm(
    labels={
        name: (name,) for name in ("ORIG", "UNIT", "EXT", "DATE", "TO", "FROM", "CONF", "ACTION", "INFO", "CITE DIR")
    },
    columns=(("ORIG", "UNIT", "EXT", "DATE", "TO", "FROM", "CONF", "INFO"), ("DATE", "TO", "FROM", "ACTION", "INFO")),
    begins_value=lambda word: box_name(squeezed(word)),
)
"""The classified message form, Headquarters' own and as it came in."""
