"""Titles for people: "Embassy in Washington to External Affairs, 8 November 1962: removal of missiles".

An edition's own title goes first. The rest is made of the fields; what is not sure is left out and never filled in.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from briefbook.model.cable import SourceKind
from briefbook.model.catalogue import Entry
from briefbook.model.post import Post
from briefbook.model.received import TITLE
from briefbook.text import posts
from briefbook.text.date_display import date_in_words
from briefbook.text.documentary_forms import kind_and_number
from briefbook.text.imprint import in_a_row
from briefbook.text.missions import mission
from briefbook.text.office_names import city_name, in_city, office_name
from briefbook.text.services import MINISTRIES, Service, edition_of, named, office, service_of, words_of_source
from briefbook.util.translation import N_, counted, gettext

LookUp = Callable[[str, str, str], Post | None]
"""What a code stands for on a paper of a service (by its name), at a date in EDTF."""

MAX_SUBJECT = 100
"""Letters of a subject that a title takes; a longer one ends in an ellipsis."""

_MAX_ADDRESSEES = 3
_BY_A_PERSON = "confirmed"
_SURE = ("verified", _BY_A_PERSON)
_KIND = re.compile(
    r"(?P<kind>(?:(?:American|British|Australian) )?(?:Embassy|Legation|High Commission|Consulate General|Consulate"
    r"|Commission|Permanent Mission|Military Mission|Mission|Interests Section|Liaison Office"
    r"|Office of the Chargé d'Affaires)) (?P<city>(?!to |of |in )[^,]+)"
)
_DELEGATION = re.compile(r"(?P<kind>(?:Delegation|Permanent Mission|Mission) to [^,]+), (?P<city>[^,]+)")
_GOVERNOR = re.compile(r"(?:British )?Governor (?P<city>.+)")
_SEAT = re.compile(
    r",\s(?:Washington|Ottawa|Norfolk|Omaha|Hawaii|Heidelberg|Tampa|Halifax|Colorado Springs|Canal Zone)$"
)
_OFFICES = {
    "STATE": N_("Department of State"),
    "EXTERNAL": N_("External Affairs"),
    "SSEA": N_("Secretary of State for External Affairs"),
    "USSEA": N_("Under-Secretary of State for External Affairs"),
    "USUN": N_("Mission to the United Nations"),
    "USRO": N_("Mission to NATO in Paris"),
    **MINISTRIES,
}
"""Offices that messages name like cities, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleParts:
    """What a title is made of; "" or an empty tuple where it is not known, or not sure."""

    edition_title: str = ""
    sender: str = ""  # a code, or words
    addressees: tuple[str, ...] = ()
    sender_words: str = ""  # in the words of a list or an edition, where they say more than the code
    addressee_words: str = ""
    date: str = ""  # EDTF
    form: str = ""
    message_number: str = ""
    subject: str = ""
    service: str = ""  # by its name
    is_titled: bool = False  # is the subject the title that the paper has where it comes from?


def office_in_title(code: str, service: str, day: str, look_up: LookUp) -> str:
    """An office in the words of a title.

    Args:
        code: A post's code, a city, or an office or a person in words, which stay as they are.
        service: The service whose paper it is on, by its name; "" if it is not known.
        day: The date of the paper, EDTF.
        look_up: What a code stands for.

    Returns:
        The office; only the city where the kind of office there is not sure.

    >>> office_in_title("WASHDC", "Canada", "1962-11-08", office_of_code)
    'Embassy in Washington'
    >>> office_in_title("SAIGON", "United States", "1951", office_of_code)
    'American Legation in Saigon'
    >>> office_in_title("SAIGON", "CIA", "1963", office_of_code), office_in_title("Mr. Smith", "", "", office_of_code)
    ('Saigon', 'Mr. Smith')
    """
    plain = " ".join(code.upper().split())
    if service == Service.CIA and plain in ("DIRECTOR", "DIR"):
        return gettext("CIA Headquarters")
    if plain == "CO":
        return gettext("Colonial Office") if day and day < "1966-08" else gettext("Commonwealth Office")
    post = look_up(code, service, day)
    if post is not None and post.name and post.standing == _BY_A_PERSON:
        return _in_words(post.name)
    if known := _OFFICES.get(plain) or _OFFICES.get(posts.same_post(plain, {})):
        return gettext(known)
    if post is None or not post.name:
        return code
    name = re.sub(r"\s\([^()]*\)$", "", post.name)
    if post.standing in _SURE:
        return _in_words(name)
    city = posts.city_at(post) if post.latitude is not None else None
    if city and (there := mission(service, city.name, day)):
        return _in_words(f"{there.kind} {posts.city_title(city.name)}")
    return city_name(posts.city_title(city.name)) if city else code


def common_name(code: str, names: Iterable[str]) -> str:
    """What the names of an office on several papers have in common.

    Args:
        code: Its code.
        names: Its names, as titles have them.

    Returns:
        The name where there is only one; the city where all are there; else the code, which says no more than it does.

    >>> common_name("SAIGON", ["American Embassy in Saigon"])
    'American Embassy in Saigon'
    >>> common_name("SAIGON", ["American Embassy in Saigon", "Saigon", "Delegation to ICSC in Saigon"])
    'Saigon'
    >>> common_name("PRUS", ["Mission to the United Nations", "Prussia"])
    'PRUS'
    """
    shortest, *others = sorted(set(names), key=lambda name: (len(name), name))
    return shortest if all(name.endswith(f" {shortest}") for name in others) else code


def _in_words(name: str) -> str:
    if match := _KIND.fullmatch(name) or _DELEGATION.fullmatch(name):
        return in_city(match["kind"], match["city"])
    if match := _GOVERNOR.fullmatch(name):
        return gettext("Governor of {city}").format(city=city_name(match["city"]))
    return office_name(_SEAT.sub("", name))


def office_of_code(code: str, service: str, day: str) -> Post | None:
    """What a code stands for by the shipped lists; see ``services.office``."""
    return office(code, named(service), day)


def title(parts: TitleParts, look_up: LookUp = office_of_code) -> str:
    """The title of a paper.

    Args:
        parts: What is known of it.
        look_up: What a code stands for; a collection's own names of codes go before the shipped ones.

    Returns:
        The title; the kind of paper alone where nothing else is known.

    >>> title(TitleParts(sender="WASHDC", addressees=("EXTERNAL",), date="1962-11-08", form="telegram",
    ...     message_number="3316", subject="removal of missiles", service="Canada"))
    'Embassy in Washington to External Affairs, 8 November 1962: removal of missiles'
    >>> title(TitleParts(sender="WASHDC", date="1962-11-08", form="telegram", message_number="3316", service="Canada"))
    'Embassy in Washington, telegram 3316, 8 November 1962'
    >>> title(TitleParts(edition_title="Letter From the Consul in Oran", date="1961-04-04"))
    'Letter From the Consul in Oran, 4 April 1961'
    >>> title(TitleParts(sender="OSLO", date="1961-04-04", subject="The consul's second letter", is_titled=True))
    "The consul's second letter, 4 April 1961"
    """
    if parts.is_titled and parts.subject and not parts.edition_title:
        parts = replace(parts, edition_title=" ".join(parts.subject.split()), subject="")
    words = parts.edition_title or _route(parts, look_up)
    kind = kind_and_number(parts.form, parts.message_number)
    if not words:
        words = kind[:1].upper() + kind[1:]
    elif not parts.edition_title and not parts.subject and (parts.form or parts.message_number):
        words += f", {kind}"
    if parts.date and not (parts.edition_title and parts.date[:4] in parts.edition_title):
        words += f", {date_in_words(parts.date)}"
    return (
        gettext("{title}: {subject}").format(title=words, subject=_shortened(parts.subject)) if parts.subject else words
    )


def _route(parts: TitleParts, look_up: LookUp) -> str:
    """Sender and addressee, as far as they are known."""
    sender = _capital(parts.sender_words) or (
        office_in_title(parts.sender, parts.service, parts.date, look_up) if parts.sender else ""
    )
    to = parts.addressee_words or _and(
        [office_in_title(code, parts.service, parts.date, look_up) for code in parts.addressees]
    )
    if not to:
        return sender
    if not sender:
        return gettext("To {addressee}").format(addressee=to)
    return gettext("{sender} to {addressee}").format(sender=sender, addressee=to)


def _and(names: Sequence[str]) -> str:
    """Names in a row: "A", "A and B", "A, B and C", "A, B and 4 others"."""
    names = list(dict.fromkeys(names))
    if len(names) > _MAX_ADDRESSEES:
        left = len(names) - _MAX_ADDRESSEES + 1
        names = [*names[: _MAX_ADDRESSEES - 1], counted("{number} other", "{number} others", left)]
    return in_a_row(names)


def _capital(words: str) -> str:
    words = re.sub(r"^the\s", "", words, flags=re.IGNORECASE)
    return words[:1].upper() + words[1:]


def _shortened(subject: str) -> str:
    plain = " ".join(subject.split()).rstrip(" .")
    return plain if len(plain) <= MAX_SUBJECT else f"{plain[:MAX_SUBJECT].rsplit(' ', 1)[0].rstrip(' ,;:')}…"


def edition_title(entry: Entry) -> str:
    """The title that a printed edition gives a document, without its number; "" where it is from none.

    The importers of editions write it into the note, on a line of its own.
    """
    if not edition_of(entry):
        return ""
    line = re.search(rf"^{TITLE}(?P<title>.+)$", entry.value("note") or "", re.MULTILINE)
    return re.sub(r"^\[?\d+[a-z]?\]?\.\s*|\s*\.$", "", line["title"].strip()) if line else ""


def is_titled(entry: Entry) -> bool:
    """Is the subject the title that the paper has in the system that it comes from, or a person's correction of it?"""
    given = [reading for reading in entry.readings.get("subject", ()) if reading.by is SourceKind.RECEIVED]
    kept = {f"{TITLE}{reading.value}" for reading in given if reading.value}
    return bool(kept) and any(reading.as_written in kept for reading in entry.readings.get("note", ()))


def _sure(entry: Entry, name: str) -> bool:
    return not any(reading.is_unsure for reading in entry.effective_readings(name) if reading.value)


def parts_of(entry: Entry) -> TitleParts:
    """What the title of an item is made of: the effective values of its fields, but for those hard to read."""
    names = ("from", "date", "number", "subject")
    known = {name: (entry.value(name) or "") if _sure(entry, name) else "" for name in names}
    to_is_sure = _sure(entry, "to")
    return TitleParts(
        edition_title=edition_title(entry),
        sender=known["from"],
        addressees=entry.values("to") if to_is_sure else (),
        sender_words=words_of_source(entry, "from") if known["from"] else "",
        addressee_words=words_of_source(entry, "to") if to_is_sure else "",
        date=known["date"],
        form=(entry.value("form") or "").replace("_", " "),
        message_number=known["number"],
        subject=known["subject"],
        service=str(service_of(entry)),
        is_titled=is_titled(entry),
    )


def title_of(entry: Entry, look_up: LookUp = office_of_code) -> str:
    """The title of an item; see ``title``."""
    return title(parts_of(entry), look_up)
