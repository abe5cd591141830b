"""Whose paper is it? An entry -> the service that wrote it, and what a code means on a paper of that service."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache

from briefbook.model.cable import SourceKind
from briefbook.model.catalogue import Entry
from briefbook.model.post import Post
from briefbook.text import posts
from briefbook.text.folding import fold
from briefbook.text.missions import mission
from briefbook.text.vocabulary import Term
from briefbook.util.translation import N_, gettext, refilled

FORM_NOTE = "by its form: "
"""What the note of a machine's reading of the form begins with; the form's name follows."""


class Service(StrEnum):
    """A service that numbers and addresses its messages in its own way."""

    CANADA = "Canada"
    UNITED_STATES = "United States"
    CIA = "CIA"
    FBI = "FBI"
    US_FORCES = "US forces"
    UNITED_KINGDOM = "United Kingdom"
    GERMANY = "Germany"
    SWITZERLAND = "Switzerland"
    FRANCE = "France"
    POLAND = "Poland"
    SOVIET_UNION = "Soviet Union"
    BRAZIL = "Brazil"
    NATO = "NATO"
    AUSTRALIA = "Australia"
    UNKNOWN = ""


_BY_FORM = {
    "ca": Service.CANADA,
    "us": Service.UNITED_STATES,
    "cia": Service.CIA,
    "military": Service.US_FORCES,
    "uk": Service.UNITED_KINGDOM,
    "de": Service.GERMANY,
    "ch": Service.SWITZERLAND,
    "fr": Service.FRANCE,
    "pl": Service.POLAND,
    "su": Service.SOVIET_UNION,
    "br": Service.BRAZIL,
    "nato": Service.NATO,
    "au": Service.AUSTRALIA,
}
"""The service by the first part of a form's name."""

_COMMON_LAYOUTS = frozenset({"ca_memo"})
"""Layouts that every service has, whatever their name: MEMORANDUM, with TO and FROM below it."""

_EDITIONS = {
    "Foreign Relations of the United States": Service.UNITED_STATES,
    "Documents on Canadian External Relations": Service.CANADA,
    "Documents on British Policy Overseas": Service.UNITED_KINGDOM,
    "Documents diplomatiques français": Service.FRANCE,
    "Documents Diplomatiques Suisses": Service.SWITZERLAND,
    "Akten zur Auswärtigen Politik": Service.GERMANY,
}
"""The service whose papers an edition prints, by the words that a note or a source begins with."""

_HEADQUARTERS = {
    "EXTERNAL": Service.CANADA,
    "EXT OTT": Service.CANADA,
    "EXTERNAL OTT": Service.CANADA,
    "EXTOTT": Service.CANADA,
    "SSEA": Service.CANADA,
    "USSEA": Service.CANADA,
    "STATE": Service.UNITED_STATES,
    "SECSTATE": Service.UNITED_STATES,
    "SECSTATE WASHDC": Service.UNITED_STATES,
    "DEPARTMENT OF STATE": Service.UNITED_STATES,
    "DIRECTOR": Service.CIA,
    "JMWAVE": Service.CIA,
    "FO": Service.UNITED_KINGDOM,
    "FCO": Service.UNITED_KINGDOM,
    "CRO": Service.UNITED_KINGDOM,
}
"""Senders and addressees that only one service has."""

PROBABLE = "probable"
"""The standing of an office that we infer from the service and the place: shown with "probably"."""
PLACE = "place"
"""The standing of a code of which only the place is known, not whose office is meant."""


_OF_THE_FBI = re.compile(r"Cover sheet: originator FBI\b")
"""What the note of a cover sheet begins with that the Federal Bureau of Investigation's papers have."""


def service_of(entry: Entry, default: str = "") -> Service:
    """The service that wrote an item's paper: by its form, the edition it is from, its sender, or the setting.

    Args:
        entry: The item's entry.
        default: The collection's setting, for papers that do not say.

    Returns:
        The service; ``UNKNOWN`` where nothing says.
    """
    if any(_OF_THE_FBI.match(reading.value or "") for reading in entry.readings.get("note", ())):
        return Service.FBI
    for reading in entry.readings.get("form", ()):
        if reading.note.startswith(FORM_NOTE):
            layout = reading.note.removeprefix(FORM_NOTE)
            form = layout.partition("_")[0]
            if form in _BY_FORM and layout not in _COMMON_LAYOUTS:
                return _BY_FORM[form]
    if edition := edition_of(entry):
        return _EDITIONS[edition]
    for code in (*entry.values("from"), *entry.values("to")):
        if service_named := _service_of_code(code):
            return service_named
    return named(default)


def edition_of(entry: Entry) -> str:
    """The printed edition that an item is from, by what its note or its source begins with; "" if it is from none."""
    return next((edition for words in ("note", "citation") if (edition := edition_named(entry.value(words) or ""))), "")


def edition_named(words: str) -> str:
    """The printed edition with whose name a note or a source begins; "" if with none's."""
    return next((edition for edition in _EDITIONS if words.startswith(edition)), "")


_PLACES_OF_VALUES = (
    N_("by what stands around it on the paper"),
    N_("by its place on the paper: who signs, who is addressed, whose paper it is"),
    N_("alone at the head of the first page"),
    N_("by the head of page {page}"),
    N_("part of the date is not on the paper or not legible"),
    N_("local time; the zone is not known"),
    N_("stamped"),
    N_("stamped by machine"),
    N_("behind a label of the {label}"),
    N_("below a label of the {label}"),
    N_("behind a label of something else"),
    N_("no label before it"),
    N_("sender and addressee on one line"),
    N_("an office printed at the head"),
    N_("an office on a line of its own"),
    N_("below the line that cites the sender"),
    N_("in the line that counts the pages"),
    N_("a post and a number that end a line"),
    N_("stands more than once"),
    N_("alone on its line"),
    N_("the label is damaged"),
    N_("letters mended"),
    N_("in the text"),
    N_("in a sentence"),
)
"""Why a value is taken for what it is, as the reading of a heading notes it: parts of a note, joined by commas."""

_LABELS = (
    N_("sender"), N_("addressee"), N_("information addressee"), N_("CITE"), N_("date"), N_("day of typing"),
    N_("number"), N_("circular"), N_("register"), N_("classification"), N_("precedence"), N_("subject"),
    N_("reference"), N_("file"), N_("receipt"), N_("dispatch"), N_("date of information"), N_("review or release"),
    N_("action"), N_("distribution"), N_("attention"),
)  # fmt: skip
"""What a label introduces, as the reasons above name it."""


def _reason_in_words(note: str) -> str:
    """A note of the reading of a heading, each of its parts in the language that is being written."""
    if (whole := gettext(note)) != note:
        return whole
    parts = re.split(r"([;,] )", note)
    return "".join(
        part
        if index % 2
        else refilled(part, _PLACES_OF_VALUES, lambda name, text: gettext(text) if name == "label" else text)
        for index, part in enumerate(parts)
    )


def note_in_words(note: str) -> str:
    """The note of a reading as a reader wants it: the name of a form is replaced by whose papers have it.

    >>> note_in_words("by its form: us_print"), note_in_words("the office's post")
    ('by its layout (United States papers)', "the office's post")
    """
    if not note.startswith(FORM_NOTE):
        return _reason_in_words(note)
    layout = note.removeprefix(FORM_NOTE)
    service = Service.UNKNOWN if layout in _COMMON_LAYOUTS else _BY_FORM.get(layout.partition("_")[0], Service.UNKNOWN)
    if not service:
        return gettext("by its layout")
    return gettext("by its layout ({service} papers)").format(service=gettext(service))


def words_of_source(entry: Entry, name: str) -> str:
    """Senders or addressees in the words of a list or an edition.

    Args:
        entry: The item.
        name: ``from`` or ``to``.

    Returns:
        The words; "" where it has no other words than the code, or than the city's name in another language.
    """
    readings = [reading for reading in entry.effective_readings(name) if reading.value]
    words = dict.fromkeys(reading.written_words for reading in readings if reading.by is SourceKind.RECEIVED)
    if len(readings) == 1 and list(words) == [readings[0].value]:  # asked some twenty times for the page of an item
        return ""
    values = {fold(reading.value or "") for reading in readings}
    parts = (part.strip() for written in words for part in written.split(";"))
    if all({fold(part), fold(_city(part) or part)} & values for part in parts if part):
        return ""
    return "; ".join(written for written in words if written)


def _city(words: str) -> str:
    """The city that words in any language are; "" of an office that the list of cities has too."""
    city = posts.city_in_any_tongue(words) or ""
    return "" if city in posts.OFFICES_AMONG_CITIES else city


def with_office(code: str, post: Post | None) -> str:
    """A code as it is on the paper, with the office that it stands for after it in square brackets, as ours.

    >>> with_office("SAIGON", office("SAIGON", Service.UNITED_STATES)), with_office("Mr. Smith", None)
    ('SAIGON [probably American post in Saigon]', 'Mr. Smith')
    """
    if post is None or not post.name or fold(post.name) == fold(code):
        return code
    return f"{code} [{office_words(post)}]"


@cache
def named(name: str) -> Service:
    """The service of a name in the settings or on a row, whatever its case; ``UNKNOWN`` if there is none."""
    return next((service for service in Service if service.casefold() == name.strip().casefold()), Service.UNKNOWN)


def _service_of_code(code: str) -> Service | None:
    wanted = " ".join(code.upper().split())
    if wanted.split(" ")[0] in posts.PREFIXES:
        return Service.UNITED_STATES
    return _HEADQUARTERS.get(wanted)


@dataclass(frozen=True, slots=True)
class CodeUse:
    """A code on the papers of a service: the days, EDTF, of the first and last; "" where they are not known."""

    service: Service
    day: str = ""


@lru_cache(maxsize=1_024)  # codes and days of many items would fill more, and few of them come again
def office(code: str, service: Service, day: str = "") -> Post | None:
    """What a code stands for on a paper of a service.

    The list of Canadian posts names posts of Canada only. On another service's paper a city is the city, and its office
    is the mission that the service had there on the day, or else inferred; on a paper of which the service is not
    known, a code that is no city is probably Canadian.

    Args:
        code: The code, or a city.
        service: The service that wrote the paper.
        day: The date of the paper, EDTF; "" if it is not known.

    Returns:
        The post; None where nothing is known of it. ``standing`` is "verified" only where the code is in the vocabulary
        of the service.

    >>> office("SAIGON", Service.UNITED_STATES).name, office("SAIGON", Service.UNITED_STATES).standing
    ('American post in Saigon', 'probable')
    >>> office("SAIGON", Service.CANADA, "1963-05-01").name
    'Delegation to ICSC, Saigon'
    >>> office("SAIGON", Service.UNITED_STATES, "1951-02").name, office("NICOSIA", Service.UNITED_KINGDOM, "1964").name
    ('American Legation Saigon', 'British High Commission Nicosia')
    >>> office("SAIGON", Service.CIA).name, office("SAIGON", Service.UNKNOWN).name
    ('CIA station Saigon', 'Saigon')
    """
    wanted = " ".join(code.upper().split())
    if service is Service.FBI and (bureau := _office_of_the_fbi(wanted)):
        return bureau
    general = posts.post(wanted)
    canadian = posts.canadian().get(wanted)
    own_office = posts.offices().get(wanted)
    if general is None:
        return None
    in_use = _is_in_use(general.valid, day)
    if service is Service.CANADA:
        if general is not canadian and (own_city := posts.cities().get(wanted)) and own_city.country != "CA":
            return _office_at(own_city, wanted, service, day)
        of_the_day = _mission_of_the_day(general, service, day)
        return of_the_day if in_use or general is not canadian else replace(of_the_day, standing=PROBABLE)
    if wanted.split(" ")[0] in posts.PREFIXES:
        return general
    if wanted in posts.commands():
        return general if in_use else replace(general, standing=PROBABLE)
    if posts.same_post(wanted, {}) == "STATE":
        return replace(general, name="Department of State, Washington", standing="verified")
    city = posts.cities().get(wanted) or (posts.city_at(canadian) if canadian else None)
    if canadian and wanted not in posts.cities() and service is Service.UNKNOWN:
        return replace(general, standing=PROBABLE)
    if city is None:
        return replace(general, standing=PROBABLE) if service is Service.UNKNOWN and own_office else None
    return _office_at(city, wanted, service, day)


_FBI_CODE = re.compile(r"(?:(?P<head>SAC|LEG|LEGAT),? ?)?(?P<code>[A-Z]{2,3})")


def _office_of_the_fbi(wanted: str) -> Post | None:
    """An office of the Bureau by the letters that its cover sheets give; they are no codes of telegrams."""
    match = _FBI_CODE.fullmatch(wanted)
    if match is None:
        return None
    kind, city = posts.fbi_offices().get(match["code"], ("", ""))
    abroad = kind == "legal attaché"
    if not kind or (match["head"] in ("LEG", "LEGAT") and not abroad) or (match["head"] == "SAC" and abroad):
        return None
    name = f"FBI headquarters, {city}" if kind == "headquarters" else f"FBI {kind} in {city}"
    return Post(wanted, name, "" if abroad else "US", standing=PROBABLE)


def _is_in_use(valid: str, day: str) -> bool:
    """Was a code in use on a day, as far as both are known?"""
    return not (day and valid) or Term("post", "", valid=valid).in_use(day)


def _mission_of_the_day(post: Post, service: Service, day: str) -> Post:
    """A post with the kind of mission that it was on a day: the Legation, before it became an Embassy."""
    kinds = ("Embassy ", "Legation ", "High Commission ", "Consulate General ", "Commission ")
    kind = next((kind for kind in kinds if post.name.startswith(kind)), "")
    city = posts.city_at(post) if kind else None
    there = mission(service.value, city.name, day) if city else None
    return replace(post, name=f"{there.kind} {post.name.removeprefix(kind)}") if there else post


_ADJECTIVES = {
    Service.UNITED_STATES: "American",
    Service.UNITED_KINGDOM: "British",
    Service.AUSTRALIA: "Australian",
}
"""What the name of a mission begins with; Canada's are named without, as in the list of its codes."""


MINISTRIES = {
    "FO": N_("Foreign Office"),
    "CRO": N_("Commonwealth Relations Office"),
    "FCO": N_("Foreign and Commonwealth Office"),
    "AA": N_("Auswärtiges Amt"),
    "UKMIS NEW YORK": N_("United Kingdom Mission in New York"),
    "UKDEL NATO": N_("United Kingdom Delegation to NATO"),
}
"""Ministries and missions that messages name like cities, in words."""

_NAMED_OFFICES = MINISTRIES | {
    "USUN": "American Mission to the United Nations",
    "USRO": "American Mission to NATO and European Regional Organizations",
}
"""Ministries and missions whose code is no city's name."""


def _office_at(city: posts.City, code: str, service: Service, day: str) -> Post:
    """The office of a service in a city; of a time when it had none there, or the city no such name, only the place."""
    place = Post(code, posts.city_title(city.name), city.country, city.latitude, city.longitude, PLACE)
    if there := mission(str(service), city.name, day):
        words = f"{_ADJECTIVES.get(service, '')} {there.kind} {place.name}".strip()
        return replace(place, name=words, standing="verified")
    if city.name in _NAMED_OFFICES:
        return replace(place, name=_NAMED_OFFICES[city.name], standing="verified")
    if not _is_in_use(city.valid, day):
        return place
    if service is Service.CIA:
        return replace(place, name=f"CIA station {place.name}", standing=PROBABLE)
    if service is Service.UNITED_STATES and city.country != "US":
        return replace(place, name=f"American post in {place.name}", standing=PROBABLE)
    return place


def combined_office(code: str, uses: Iterable[CodeUse], look_up: Callable[[str, str, str], Post | None]) -> Post | None:
    """What a code stands for on several papers: all that it stands for, where their services differ.

    Args:
        code: The code.
        uses: The papers it is on.
        look_up: What the code stands for on a paper of a service at a date.

    Returns:
        A post with the names of all, "probable" where they differ; None where nothing is known.
    """
    offices: dict[str, tuple[Post, Service]] = {}
    for use in sorted(uses, key=lambda use: (use.service, use.day)):
        post = look_up(code, use.service, use.day)
        if post and (post.name not in offices or offices[post.name][0].standing == PROBABLE):
            offices[post.name] = (post, use.service)
    if not offices:
        return None
    first = next(iter(offices.values()))[0]
    if len(offices) == 1:
        return first
    names = "; ".join(f"{name} ({service or 'service not known'})" for name, (_, service) in offices.items())
    return replace(first, name=names, standing=PROBABLE)


def office_words(post: Post) -> str:
    """The name of a post as it is shown beside the words of the paper, with "probably" where it is inferred."""
    return gettext("probably {office}").format(office=post.name) if post.standing == PROBABLE else post.name


def code_key(code: str) -> str:
    """The code of a post as decisions about it are compared: whatever letters it is written in, and with which blanks.

    >>> code_key("Amt für  Äußeres") == code_key("AMT FÜR ÄUSSERES")
    True
    """
    return " ".join(code.casefold().split())


def confirmed(post: Post | None, code: str, names: Mapping[str, str]) -> Post | None:
    """The post with the name that a curator confirmed for its code, if any; ``names`` has them by ``code_key``."""
    if not names:
        return post
    name = names.get(code_key(code))
    if name is None:
        return post
    base = post or Post(code, "")
    return replace(base, name=name or base.name, standing="confirmed")
