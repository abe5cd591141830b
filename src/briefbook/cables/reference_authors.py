"""The author rule: who wrote the cable that a reference points to, by its form and whose cable says it."""

import re
from dataclasses import dataclass
from functools import cache

from briefbook.cables.reference_patterns import COMMAND_SERIES, OWN_WORDS, OWNERS, TO_DEPARTMENT
from briefbook.text import posts
from briefbook.text.missions import mission


@dataclass(frozen=True, slots=True)
class ReferenceContext:
    """The cable that refers: its author, its addressees, its date (EDTF), the hundred years its years fall in."""

    author: str | None
    addressees: tuple[str, ...]
    date: str | None
    window: int

    def other(self) -> str | None:
        """The other party of the exchange."""
        return self.addressees[0] if self.addressees else None

    def post_in_exchange(self) -> str | None:
        """The post that writes to the Department, or is written to by it."""
        office = self.other() if self.author == "STATE" else self.author
        return office if office == (office or "").upper() else None  # a person's title in an edition's words is no post


def form_and_author(rule: str, parts: dict[str, str | None], context: ReferenceContext) -> tuple[str, str | None]:
    """The form of a reference, and its author."""
    kind = OWN_WORDS.get((parts.get("kind") or "").upper(), "TEL")
    if rule == "mipt":
        word = re.sub(r"\.", "", (parts["mipt"] or "").upper())
        return ("MIFT" if "FOLLOWING" in word or word == "MIFT" else "MIPT"), context.author
    if rule in ("own", "plain-own"):
        own = OWNERS[(parts["own"] or "").upper()]
        author = context.other() if own == "YOUR" else context.author
        if rule == "plain-own":
            return own, author
        return (f"{own}TEL" if kind == "TEL" else f"{own} {kind}"), author
    if rule in ("office", "office-plain"):
        return _office(parts, kind, context)
    if rule == "from":
        post = (parts["post"] or "").upper()
        if (parts["way"] or "").upper() == "FROM":
            return "POST_TEL", post
        return "POST_TEL", "STATE" if context.author == "STATE" or post != "STATE" else context.author
    if rule in ("third", "posts"):
        return "THIRD_POST_TEL", parts["post"]
    if rule == "mrn":
        return "MRN", _station(parts["station"] or "")
    if rule == "prefixed":
        ottawa = _OTTAWA & {context.author, *context.addressees}
        return "TEL", "EXTERNAL" if ottawa else None
    if rule in ("post", "cued", "long"):
        return "TEL", parts["post"]
    if rule == "nato":
        return f"{(parts['series'] or '').upper()} TEL", None
    if rule == "airgram":
        author = parts["author"]
        if not author:
            author = "STATE" if (parts["series"] or "").upper() in ("CA", "CW", "CG") else context.post_in_exchange()
        return "AIRGRAM", author
    if rule == "conference":
        return _conference((parts["series"] or "").upper(), context)
    if kind == "LETTER":
        return "LETTER", None
    return kind, context.other() if context.author in _OTTAWA else context.author


_OTTAWA = frozenset({"EXT OTT", "EXTERNAL", "EXTERNAL OTT", "EXTOTT"})


@cache
def _stations() -> dict[str, str]:
    return {code.replace(" ", ""): code for code in posts.known_codes()}


def _station(written: str) -> str:
    """The post of a message record number's station: LAPAZ is LA PAZ; one that is not known as it stands."""
    word = written.upper().replace(" ", "")
    return _stations().get(word, word)


def _office(parts: dict[str, str | None], kind: str, context: ReferenceContext) -> tuple[str, str | None]:
    office = (parts["office"] or "").upper()
    short = next(name for name in ("EMB", "DEP", "CON", "LEG", "MIS", "DEL") if office.startswith(name))
    if (parts.get("kind") or "").upper() == "CIRTEL":
        return "CIRCULAR", "STATE"
    suffix = "TEL" if kind == "TEL" else f" {kind}"
    author = "STATE" if short == "DEP" else context.post_in_exchange()
    if short == "EMB" and _is_below_an_embassy(author, context.date):
        author = None  # the embassy's over it: which is not said
    if short == "CON" and author in posts.capitals().values():
        author = None  # a consulate's telegram in its embassy's: which consulate is not said
    return f"{ {'MIS': 'MISSION', 'DEL': 'DEL'}.get(short, short) }{suffix}".replace(
        "MISSIONTEL", "MISSION TEL"
    ), author


def _is_below_an_embassy(code: str | None, day: str | None) -> bool:
    """Was the American embassy in another city of the post's country, so that its "Embtel" is not its own?"""
    known = posts.post(code) if code else None
    if known is None or not known.country or not day or _embassy(code or "", day):
        return False
    return any(city != code and _embassy(city, day) for city in _cities_of(known.country))


def _embassy(city: str, day: str) -> bool:
    here = mission("United States", city, day)
    return here is not None and here.kind == "Embassy"


@cache
def _cities_of(country: str) -> tuple[str, ...]:
    return tuple(code for code in posts.known_codes() if (known := posts.post(code)) and known.country == country)


def _conference(series: str, context: ReferenceContext) -> tuple[str, str | None]:
    if series in ("CIRTEL", "CIRCULAR"):
        return "CIRCULAR", "STATE"
    if series in ("CA", "CW", "CG"):
        return "AIRGRAM", "STATE"
    if series in TO_DEPARTMENT or series in COMMAND_SERIES:
        return series, {"POLTO": "USRO"}.get(series, series if series in COMMAND_SERIES else None)
    return series, "STATE" if series.startswith("TO") else None
