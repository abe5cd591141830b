"""Names of offices and cities, which the lists have in English -> the language that is being written."""

import functools
import re
from collections.abc import Iterable

from briefbook.text import posts
from briefbook.util.translation import N_, SOURCE_LANGUAGE, Translations, gettext, language, messages

KINDS = (
    N_("Embassy"),
    N_("Legation"),
    N_("High Commission"),
    N_("Consulate General"),
    N_("Consulate"),
    N_("Commission"),
    N_("Permanent Mission"),
    N_("Military Mission"),
    N_("Mission"),
    N_("Interests Section"),
    N_("Liaison Office"),
    N_("Office of the Chargé d'Affaires"),
    N_("Delegation"),
)
"""The kinds of office that a diplomatic service has in a city."""

_ADJECTIVES = {
    "American": N_("American {office}"),
    "British": N_("British {office}"),
    "Australian": N_("Australian {office}"),
    "Canadian": N_("Canadian {office}"),
}
_ALL_KINDS = "|".join(sorted(KINDS, key=len, reverse=True))
_KIND = re.compile(rf"(?:(?P<whose>{'|'.join(_ADJECTIVES)}) )?(?P<kind>{_ALL_KINDS})")
_ANY_KIND = rf"(?:(?:{'|'.join(_ADJECTIVES)}) )?(?:{_ALL_KINDS})"
_IN_CITY = re.compile(rf"(?P<kind>{_ANY_KIND})(?: in)?(?: (?P<city>(?!to |of |in )[^,()]+?))?(?P<more> \([^()]*\))?")
_WITH_SEAT = re.compile(r"(?P<office>[^,()]+), (?P<city>[^,()]+?)(?P<more> \([^()]*\))?")
_OTHER_OFFICES = (
    N_("CIA station {city}"),
    N_("American post in {city}"),
    N_("Delegation to ICSC, {city}"),
    N_("Delegation to NAC, {city}"),
    N_("Permanent Mission to UN, {city}"),
    N_("ICSC team {city}"),
    N_("ICSC {city}"),
    N_("Governor {city}"),
)
_SEATS = (
    N_("External Affairs"),
    N_("Department of State"),
    N_("Delegation to UN General Assembly"),
    N_("Delegation to ICSC"),
    N_("Delegation to NAC"),
    N_("Permanent Mission to UN"),
    N_("Station of the Central Intelligence Agency"),
)


def kind_of_office(kind: str) -> str:
    """The kind of an office, such as "American Embassy", in the current language; unchanged if there is no word for it.

    >>> kind_of_office("American Embassy")
    'American Embassy'
    """
    match = _KIND.fullmatch(kind)
    if language() == SOURCE_LANGUAGE:
        return kind
    if not match:
        return gettext(kind)
    word = gettext(match["kind"])
    return gettext(_ADJECTIVES[match["whose"]]).format(office=word) if match["whose"] else word


def in_city(office: str, city: str) -> str:
    """An office in a city, both in the language that is being written.

    >>> in_city("Embassy", "Cairo")
    'Embassy in Cairo'
    """
    return _contracted(gettext("{office} in {city}").format(office=kind_of_office(office), city=city_name(city)))


def office_name(name: str) -> str:
    """The name of an office in the current language; unchanged if it is of no known form.

    >>> from briefbook.util.translation import using
    >>> with using("fr"):
    ...     office_name("Embassy Washington"), office_name("External Affairs, Ottawa"), office_name("Mr. Smith")
    ('Ambassade à Washington', 'Affaires extérieures, Ottawa', 'Mr. Smith')
    """
    if language() == SOURCE_LANGUAGE or not name:
        return name
    return _office_name(name, messages())


@functools.lru_cache(maxsize=4096)
def _office_name(name: str, key: Translations) -> str:
    if "; " in name:
        return "; ".join(_office_name(part, key) for part in name.split("; "))
    for template in _OTHER_OFFICES:
        head, tail = template.split("{city}")
        if name.startswith(head) and name.endswith(tail) and len(name) > len(head):
            return _contracted(gettext(template).format(city=city_name(name[len(head) :])))
    if match := _IN_CITY.fullmatch(name):
        more = match["more"] or ""
        if match["city"]:
            return in_city(match["kind"], match["city"]) + more
        return kind_of_office(match["kind"]) + more
    if match := _WITH_SEAT.fullmatch(name):
        return f"{gettext(match['office'])}, {city_name(match['city'])}{match['more'] or ''}"
    return gettext(name)


def _contracted(words: str) -> str:
    """French takes preposition and article of a city together: au Caire, not à Le Caire."""
    if not language().startswith("fr"):
        return words
    return re.sub(r"\bà Le (?=[A-Z])", "au ", re.sub(r"\bde Le (?=[A-Z])", "du ", words))


def city_name(city: str) -> str:
    """A city in the language that is being written; by its English name where the list has no other.

    >>> from briefbook.util.translation import using
    >>> with using("fr"):
    ...     city_name("London"), city_name("Washington")
    ('Londres', 'Washington')
    """
    if language() == SOURCE_LANGUAGE:
        return city
    return posts.city_names(language().split("-")[0]).get(city.upper(), city)


STATES = (
    N_("British Honduras"),
    N_("Congo (Brazzaville)"),
    N_("Federal Republic of Germany"),
    N_("German Democratic Republic"),
    N_("North Vietnam"),
    N_("People's Republic of China"),
    N_("Republic of China"),
    N_("South Vietnam"),
    N_("South Yemen"),
    N_("Upper Volta"),
    N_("Western Samoa"),
    N_("Burma"),
    N_("Ceylon"),
    N_("Congo"),
    N_("Dahomey"),
    N_("Korea"),
    N_("Malaya"),
    N_("Surinam"),
    N_("Swaziland"),
    N_("Tanganyika"),
    N_("Zaire"),
)
"""States of the list of places by the names of their time, which lists of today's countries do not have."""


def place_name(name: str) -> str:
    """The name of a listed place in the current language; unchanged if it has no other name.

    >>> from briefbook.util.translation import using
    >>> with using("fr"):
    ...     place_name("Havana"), place_name("Soviet Union"), place_name("Upper Volta"), place_name("Nowhere")
    ('La Havane', 'Union soviétique', 'Haute-Volta', 'Nowhere')
    """
    if language() == SOURCE_LANGUAGE:
        return name
    if name in STATES:
        return gettext(name)
    city = city_name(name)
    code = posts.country_code(name) if city == name else ""
    return country(code) if code else city


def country(code: str) -> str:
    """A country by its code in the language that is being written; and of one that is gone.

    >>> from briefbook.util.translation import using
    >>> with using("fr"):
    ...     country("DE"), country("SU")
    ('Allemagne', 'Union soviétique')
    """
    if language() == SOURCE_LANGUAGE:
        return posts.country_name(code)
    return _country(code, language(), messages())


_GONE = {"SU": "1991-12-26", "DD": "1990-10-03", "CS": "1993-01-01", "YU": "2003-02-04"}
"""Countries that are no more, and the first day without them: days of their ends, from general reference works."""


FORMER_NAMES = (N_("Burma (today Myanmar)"), N_("Ceylon (today Sri Lanka)"))
"""The countries of the list that the list of countries in other languages has not under their codes of that time."""


def country_then(code: str, days: Iterable[str]) -> str:
    """A country as ``country`` has it; "" where it was no more on the days in question.

    Args:
        code: The country's code; "" for none.
        days: Days of papers, EDTF; what is not known is "".

    >>> country_then("SU", ["1962-11-08", "1998-05-01"]), country_then("SU", ["1998-05-01"]), country_then("FR", [])
    ('Soviet Union', '', 'France')
    """
    end = _GONE.get(code, "")
    dated = [day for day in days if day[:4].isdigit()]
    return "" if not code or (end and dated and min(dated) >= end) else country(code)


@functools.lru_cache(maxsize=1024)
def _country(code: str, tag: str, key: Translations) -> str:
    from babel import Locale

    from briefbook.util.translation import babel_locale

    name = Locale.parse(babel_locale()).territories.get(code)
    return str(name) if name else gettext(posts.country_name(code))
