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
Bolivia|BO|Bolivian|La Paz
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
Pakistan|PK|Pakistani|Karachi|Islamabad
China|CN|Chinese|Peking
Japan|JP|Japanese|Tokyo
Australia|AU|Australian|Canberra
New Zealand|NZ|Wellington
Egypt|EG|Egyptian|UAR|Cairo
Israel|IL|Israeli|Tel Aviv
Vietnam|VN|Vietnamese|South Vietnamese|Saigon
Indonesia|ID|Indonesian|Djakarta|Jakarta
Ghana|GH|Ghanaian|Accra
Singapore|SG|Singaporean
Hong Kong|HK
Malaysia|MY|Malaysian|Malayan|Malaya|Kuala Lumpur
Ceylon|CE|Ceylonese|Sri Lanka|Colombo
Burma|BU|Burmese|Rangoon
Kenya|KE|Kenyan|Nairobi
Uganda|UG|Ugandan|Kampala
Tanzania|TZ|Tanzanian|Tanganyika|Zanzibar|Dar es Salaam
Nigeria|NG|Nigerian|Lagos
Sierra Leone|SL|Freetown
The Gambia|GM|Gambian|Gambia|Bathurst
Zambia|ZM|Zambian|Northern Rhodesia|Lusaka
Malawi|MW|Nyasaland|Zomba|Blantyre
Zimbabwe|ZW|Southern Rhodesia|Rhodesia|Rhodesian|Salisbury
Cyprus|CY|Cypriot|Nicosia
Malta|MT|Maltese|Valletta
Gibraltar|GI
Mauritius|MU|Mauritian|Port Louis
Trinidad and Tobago|TT|Trinidad|Trinidadian|Port of Spain
Jamaica|JM|Jamaican
Barbados|BB|Barbadian|Bridgetown
Guyana|GY|British Guiana|Georgetown
Fiji|FJ|Fijian|Suva
Macao|MO|Macau
Algeria|DZ|Algerian|Algiers
Tunisia|TN|Tunisian|Tunis
Morocco|MA|Moroccan|Rabat
Libya|LY|Libyan|Tripoli
Sudan|SD|Sudanese|Khartoum
Ethiopia|ET|Ethiopian|Addis Ababa
Democratic Republic of the Congo|CD|Congolese|Belgian Congo|Leopoldville|Léopoldville|Kinshasa
South Africa|ZA|South African|Pretoria|Cape Town
Senegal|SN|Senegalese|Dakar
Angola|AO|Angolan|Luanda
Mozambique|MZ|Lourenço Marques|Lourenco Marques
Iran|IR|Iranian|Persian|Persia|Tehran|Teheran
Iraq|IQ|Iraqi|Baghdad
Syria|SY|Syrian|Damascus
Lebanon|LB|Lebanese|Beirut
Jordan|JO|Jordanian|Amman
Saudi Arabia|SA|Saudi Arabian|Saudi|Jidda|Jedda|Jeddah
Yemen|YE|Yemeni|Aden
Kuwait|KW|Kuwaiti
Afghanistan|AF|Afghan|Kabul
Nepal|NP|Nepalese|Kathmandu
Thailand|TH|Thai|Siam|Siamese|Bangkok
Laos|LA|Laotian|Vientiane
Cambodia|KH|Cambodian|Phnom Penh
Philippines|PH|Philippine|Filipino|Manila
Taiwan|TW|Taiwanese|Formosa|Taipei
South Korea|KR|South Korean|Seoul
North Korea|KP|North Korean|Pyongyang
Ireland|IE|Irish|Dublin
Austria|AT|Austrian|Vienna
Iceland|IS|Icelandic|Reykjavik
Luxembourg|LU
Albania|AL|Albanian|Tirana
Haiti|HT|Haitian|Port-au-Prince
Dominican Republic|DO|Dominican|Santo Domingo|Ciudad Trujillo
Guatemala|GT|Guatemalan|Guatemala City
Honduras|HN|Honduran|Tegucigalpa
Nicaragua|NI|Nicaraguan|Managua
Costa Rica|CR|Costa Rican
El Salvador|SV|Salvadoran|San Salvador
Panama|PA|Panamanian
Paraguay|PY|Paraguayan|Asuncion|Asunción
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
