"""Names and adjectives of countries in prose -> the name under which offices are listed, and the code of posts.

Capitals are those of ``cities.csv``; here stand what a country is called, and cities that stand for it beside these.
"""

import re
from functools import cache

from briefbook.text import posts

_ROWS = """
Soviet Union|SU|Soviet|Russian|USSR|the USSR|Russia
Cuba|CU|Cuban
United States|US|American|US|U.S.|USA|the US|America
United Kingdom|GB|British|UK|U.K.|Britain|Great Britain|English
Canada|CA|Canadian
France|FR|French
Federal Republic of Germany|DE|West German|German|Germany|West Germany
German Democratic Republic|DD|East German|East Germany
Italy|IT|Italian
Brazil|BR|Brazilian|Rio de Janeiro
Argentina|AR|Argentine|Argentinian
Mexico|MX|Mexican
Chile|CL|Chilean
Peru|PE|Peruvian
Venezuela|VE|Venezuelan
Colombia|CO|Colombian
Uruguay|UY|Uruguayan
Ecuador|EC|Ecuadorian
Bolivia|BO|Bolivian
Poland|PL|Polish
Czechoslovakia|CS|Czechoslovak|Czech
Yugoslavia|YU|Yugoslav
Hungary|HU|Hungarian
Romania|RO|Romanian|Rumanian
Bulgaria|BG|Bulgarian
Switzerland|CH|Swiss|Berne
Sweden|SE|Swedish
Norway|NO|Norwegian
Denmark|DK|Danish
Finland|FI|Finnish
Netherlands|NL|Dutch
Belgium|BE|Belgian
Spain|ES|Spanish
Portugal|PT|Portuguese
Turkey|TR|Turkish
Greece|GR|Greek
India|IN|Indian|Delhi
Pakistan|PK|Pakistani|Islamabad
China|CN|Chinese|Peking
Japan|JP|Japanese
Australia|AU|Australian
New Zealand|NZ
Egypt|EG|Egyptian|UAR
Israel|IL|Israeli
Vietnam|VN|Vietnamese|South Vietnamese
Indonesia|ID|Indonesian|Jakarta
Ghana|GH|Ghanaian
Singapore|SG|Singaporean
Hong Kong|HK
Malaysia|MY|Malaysian|Malayan|Malaya
Ceylon|CE|Ceylonese|Sri Lanka
Burma|BU|Burmese
Kenya|KE|Kenyan
Uganda|UG|Ugandan
Tanzania|TZ|Tanzanian|Tanganyika|Zanzibar
Nigeria|NG|Nigerian
Sierra Leone|SL
The Gambia|GM|Gambian|Gambia
Zambia|ZM|Zambian|Northern Rhodesia
Malawi|MW|Nyasaland|Zomba
Zimbabwe|ZW|Southern Rhodesia|Rhodesia|Rhodesian
Cyprus|CY|Cypriot
Malta|MT|Maltese
Gibraltar|GI
Mauritius|MU|Mauritian
Trinidad and Tobago|TT|Trinidad|Trinidadian
Jamaica|JM|Jamaican
Barbados|BB|Barbadian
Guyana|GY|British Guiana
Fiji|FJ|Fijian
Macao|MO|Macau
Algeria|DZ|Algerian
Tunisia|TN|Tunisian
Morocco|MA|Moroccan
Libya|LY|Libyan
Sudan|SD|Sudanese
Ethiopia|ET|Ethiopian
Democratic Republic of the Congo|CD|Congolese|Belgian Congo|Leopoldville|Léopoldville|Kinshasa
South Africa|ZA|South African|Cape Town
Senegal|SN|Senegalese
Angola|AO|Angolan
Mozambique|MZ|Lourenço Marques
Iran|IR|Iranian|Persian|Persia|Teheran
Iraq|IQ|Iraqi
Syria|SY|Syrian
Lebanon|LB|Lebanese
Jordan|JO|Jordanian
Saudi Arabia|SA|Saudi Arabian|Saudi|Jedda|Jeddah
Yemen|YE|Yemeni|Aden
Kuwait|KW|Kuwaiti
Afghanistan|AF|Afghan
Nepal|NP|Nepalese
Thailand|TH|Thai|Siam|Siamese
Laos|LA|Laotian
Cambodia|KH|Cambodian
Philippines|PH|Philippine|Filipino
Taiwan|TW|Taiwanese|Formosa|Taipei
South Korea|KR|South Korean|Seoul
North Korea|KP|North Korean
Ireland|IE|Irish
Austria|AT|Austrian
Iceland|IS|Icelandic
Luxembourg|LU
Albania|AL|Albanian
Haiti|HT|Haitian
Dominican Republic|DO|Dominican|Ciudad Trujillo
Guatemala|GT|Guatemalan|Guatemala City
Honduras|HN|Honduran
Nicaragua|NI|Nicaraguan
Costa Rica|CR|Costa Rican
El Salvador|SV|Salvadoran
Panama|PA|Panamanian
Paraguay|PY|Paraguayan|Asunción
United Nations|UN|UN|U.N.|the UN|the United Nations|New York
"""

CODE: dict[str, str] = {}
"""A country's name -> the two letters that posts have."""

_AMBIGUOUS = frozenset(("jordan", "tripoli", "santiago", "kingston", "san jose"))
"""Names that are a person's or another town's as often as the country's or its capital's, beside those of which
``cities.csv`` says so."""


@cache
def countries() -> dict[str, str]:
    """A name, an adjective or a capital in small letters -> the country's name."""
    table: dict[str, str] = {}
    for row in _ROWS.strip().splitlines():
        name, _, *others = row.split("|")
        for word in (name, *others):
            table.setdefault(word.lower(), name)
    of_capitals = {}
    for city in posts.cities().values():
        of_city = (table[state.lower()] for state in city.states if state.lower() in table)
        if (name := next(of_city, "")) and CODE[name] == city.country:
            of_capitals[city.name.lower()] = name
    return _cities() | of_capitals | table


def _cities() -> dict[str, str]:
    """The cities in which a service has a post, in small letters -> the country's name."""
    named = {code: name for name, code in reversed(CODE.items())}
    return {
        city.name.lower(): named[city.country]
        for city in posts.cities().values()
        if city.country in named and not city.also_common and len(city.name) > 3
    }


def city_of(words: str) -> posts.City | None:
    """The city of a name; None if it is a country's, or no city with a post.

    >>> city = city_of("Leningrad")
    >>> (city.country if city else "", city_of("Cuba"))
    ('SU', None)
    """
    plain = words.upper()
    return posts.cities().get(plain)


for _row in _ROWS.strip().splitlines():
    _name, _code = _row.split("|")[:2]
    CODE[_name] = _code


@cache
def names() -> str:
    """All of them, as the alternatives of a regular expression, longest first."""
    return "|".join(sorted(map(re.escape, countries()), key=len, reverse=True))


@cache
def names_of(country_name: str) -> frozenset[str]:
    """All names, adjectives and capitals of a country, in small letters.

    >>> "cuban" in names_of("Cuba")
    True
    """
    return frozenset(name for name, of in countries().items() if of == country_name)


@cache
def _ambiguous() -> frozenset[str]:
    return _AMBIGUOUS | {city.name.lower() for city in posts.cities().values() if city.also_common}


def is_ambiguous(words: str) -> bool:
    """Whether a place's name alone may be a person or another town: Jordan, Georgetown, Salisbury.

    >>> is_ambiguous("Georgetown"), is_ambiguous("Paris")
    (True, False)
    """
    return words.lower() in _ambiguous()


def country(words: str | None) -> str:
    """The country that a name or adjective means; "" if none.

    >>> country("Cuban"), country("the U.S."), country("Martian")
    ('Cuba', 'United States', '')
    """
    if not words:
        return ""
    plain = " ".join(words.lower().split())
    table = countries()
    return table.get(plain) or table.get(plain.removeprefix("the "), "")
