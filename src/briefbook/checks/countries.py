"""Names and adjectives of countries in prose -> the name under which offices are listed, and the code of posts."""

_ROWS = """
Soviet Union|SU|Soviet|Russian|USSR|the USSR|Russia|Moscow
Cuba|CU|Cuban|Havana
United States|US|American|US|U.S.|USA|the US|America|Washington
United Kingdom|GB|British|UK|U.K.|Britain|Great Britain|English|London
Canada|CA|Canadian|Ottawa
France|FR|French|Paris
Federal Republic of Germany|DE|West German|German|Germany|West Germany|Bonn
German Democratic Republic|DD|East German|East Germany
Italy|IT|Italian|Rome
Brazil|BR|Brazilian|Rio de Janeiro|Rio
Argentina|AR|Argentine|Argentinian|Buenos Aires
Mexico|MX|Mexican|Mexico City
Chile|CL|Chilean|Santiago
Peru|PE|Peruvian|Lima
Venezuela|VE|Venezuelan|Caracas
Colombia|CO|Colombian|Bogota
Uruguay|UY|Uruguayan|Montevideo
Ecuador|EC|Ecuadorian|Quito
Bolivia|BO|Bolivian
Poland|PL|Polish|Warsaw
Czechoslovakia|CS|Czechoslovak|Czech|Prague
Yugoslavia|YU|Yugoslav|Belgrade
Hungary|HU|Hungarian|Budapest
Romania|RO|Romanian|Rumanian|Bucharest
Bulgaria|BG|Bulgarian|Sofia
Switzerland|CH|Swiss|Berne|Bern
Sweden|SE|Swedish|Stockholm
Norway|NO|Norwegian|Oslo
Denmark|DK|Danish|Copenhagen
Finland|FI|Finnish|Helsinki
Netherlands|NL|Dutch|The Hague
Belgium|BE|Belgian|Brussels
Spain|ES|Spanish|Madrid
Portugal|PT|Portuguese|Lisbon
Turkey|TR|Turkish|Ankara
Greece|GR|Greek|Athens
India|IN|Indian|New Delhi|Delhi
Pakistan|PK|Pakistani
China|CN|Chinese|Peking
Japan|JP|Japanese|Tokyo
Australia|AU|Australian|Canberra
New Zealand|NZ|Wellington
Egypt|EG|Egyptian|UAR|Cairo
Israel|IL|Israeli|Tel Aviv
Vietnam|VN|Vietnamese|South Vietnamese|Saigon
Indonesia|ID|Indonesian
Ghana|GH|Ghanaian|Accra
United Nations|UN|UN|U.N.|the UN|the United Nations|New York
"""

COUNTRY: dict[str, str] = {}
"""A name or adjective in small letters -> the country's name."""
CODE: dict[str, str] = {}
"""A country's name -> the two letters that posts have."""
for _row in _ROWS.strip().splitlines():
    _name, _code, *_others = _row.split("|")
    CODE[_name] = _code
    for _word in (_name, *_others):
        COUNTRY.setdefault(_word.lower(), _name)

NAMES = "|".join(sorted((word.replace(".", r"\.") for word in COUNTRY), key=len, reverse=True))
"""All of them, as the alternatives of a regular expression, longest first."""


def country(words: str | None) -> str:
    """The country that a name or adjective means; "" if none.

    >>> country("Cuban"), country("the U.S."), country("Martian")
    ('Cuba', 'United States', '')
    """
    if not words:
        return ""
    plain = " ".join(words.lower().split())
    return COUNTRY.get(plain) or COUNTRY.get(plain.removeprefix("the "), "")
