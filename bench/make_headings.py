"""Made-up headings of all services with what they say, clean or damaged: what the reader of headings is fitted on.

``heading_templates.txt`` has a heading a kind, written from knowledge of the services' forms; a place for a value is
{field:pool}, with ``x`` for the field where the value is none of the heading's fields. Kinds whose name begins with
``neg`` are papers that are no messages: nothing of them is a field. The same seed gives the same headings.
"""
# ruff: noqa: SIM905, E501 - lists of words, and a table of them, are read more easily as text

import random
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from text_layers import as_text_layer

from briefbook.text.months import MONTH_NAMES

CITIES = (
    "Moscow,London,Paris,Bonn,Berlin,Ottawa,Rome,Brussels,The Hague,Oslo,Copenhagen,Stockholm,Vienna,Belgrade,Warsaw,"
    "Prague,Budapest,Athens,Ankara,Nicosia,Tel Aviv,Cairo,Beirut,Damascus,Amman,Baghdad,Tehran,Kabul,Karachi,"
    "New Delhi,Rangoon,Bangkok,Saigon,Vientiane,Singapore,Djakarta,Manila,Hong Kong,Seoul,Tokyo,Canberra,Accra,Lagos,"
    "Leopoldville,Rabat,Tunis,Algiers,Havana,Caracas,Bogota,Quito,Lima,Santiago,Buenos Aires,Montevideo,San Jose,"
    "Panama,Guatemala,San Salvador,Mexico City,Lisbon,Madrid,Geneva,Washington"
).split(",")
CA_POSTS = "WASHDC LDN NATOPARIS BONN CANDELNY PERMISNY HAVANA MOSCOW BAIRES CNBRA SAIGON HANOI DELHI HAGUE BRUSSELS ROME TOKYO CAIRO EMBPARIS".split()
SLUGS = "MEXI ROME LOND PARI MADR BRLN BONN VIEN HAGU WAVE CARA MONT KNGS SJOS HAMB FRAN".split()
CITE = "MEXICO CITY,ROME,LONDON,SAN SALVADOR,TOKYO,BOGOTA,LIMA,QUITO,PANAMA CITY,JMWAVE,CARACAS,SANTIAGO,MADRID,PARIS,LAGOS".split(
    ","
)
COMMANDS = (
    "JCS SECDEF CNO CINCPAC CINCLANT CINCSAC CINCEUR MACV CINCUSAREUR CINCONAD DIA CHMAAG USCINCSO CINCPACFLT".split()
)
SURNAMES = "Harlow Whitby Lessing Marchetti Okafor Brandt Novak Dubois Carvalho Petrenko Wilding Osgood Falk Tremblay Rowe".split()
WORDS = "WHEAT TIMBER FISHERIES AIRFIELDS TARIFF HARBOUR LOAN RADAR ELECTIONS TEXTILES COPPER SUGAR BORDER TREATY VISIT TALKS TRADE".split()
NOUNS = "minister loan question treaty visit border harbour tariff election committee mission ship delegation meeting proposal party airport press".split()
LEVELS = {
    "ca": ("UNCLAS", "RESTD", "CONFD", "SECRET", "TOPSEC", "TOP SECRET"),
    "full": ("UNCLASSIFIED", "CONFIDENTIAL", "SECRET", "TOP SECRET", "RESTRICTED", "Secret", "Confidential", "SECRET"),
    "small": ("secret", "confidential", "top secret"), "fr": ("CONFIDENTIEL", "SECRET", "TRES SECRET"),
    "de": ("Geheim", "GEHEIM", "STRENG GEHEIM", "VS-Vertraulich"), "pl": ("Tajne", "TAJNE", "Poufne"),
    "es": ("SECRETO", "CONFIDENCIAL"), "cz": ("TAJNE", "Prisne tajne"),
    "nato": ("NATO SECRET", "NATO CONFIDENTIAL", "COSMIC TOP SECRET", "NATO RESTRICTED"),
    "spaced": ("S E C R E T", "C O N F I D E N T I A L", "S-E-C-R-E-T", "SECRET", "CONFIDENTIAL", "U N C L A S S I F I E D"),
}  # fmt: skip
DEGREES = {
    "ca": ("PRIORITY", "IMMED", "OPIMMED", "ROUTINE", "EMERGENCY"), "us": ("PRIORITY", "NIACT", "IMMEDIATE", "ROUTINE", "FLASH"),
    "uk": ("PRIORITY", "IMMEDIATE", "EMERGENCY", "FLASH", "ROUTINE"), "print": ("Priority", "Immediate", "Niact"),
    "other": ("URGENT", "VERY URGENT", "IMMEDIATE", "TOP PRIORITY"), "de": ("Citissime", "CITISSIME"),
}  # fmt: skip
SYMBOLS = "UFGA UFGW HMMA HMMW OSBA OFPA OEPA NLMA JMDA EGMA WCMA HNMA".split()
DESKS = "WH,EE,WE,SR,FE,SAS,WH/COG,CI,FI".split(",")
COUNTRIES = "Cuba,South Vietnam,Mexico,Poland,Ghana,Brazil,Laos,Haiti,Iraq".split(",")
OFFICES_US = "EUR,ARA,FE,NEA,INR,S/S,G/PM,EUR/BNA,ARA/CCA,L,IO,AF".split(",")
FUNCTION = "THE OF AND TO IN THAT WAS FOR WITH ON HAD BY FROM HE WOULD THIS HAVE NOT WERE".split()
VERBS = "said asked agreed refused reported considered proposed signed discussed postponed expected doubted".split()


@dataclass(frozen=True, slots=True)
class Specimen:
    """A made-up heading: its kind, its text, and the values of its fields with the lines they stand on."""

    kind: str
    text: str
    values: tuple[tuple[str, str, str, int], ...]  # field, value meant, words as they now stand, line


def templates():
    """The kinds, each with its lines."""
    text = (Path(__file__).parent / "heading_templates.txt").read_text(encoding="utf-8")
    for part in text.split("== ")[1:]:
        name, _, body = part.partition("\n")
        yield name.strip(), body.strip().splitlines()


def specimens(count, seed="fit", damage=(0.0, 0.0, 0.01, 0.03, 0.06), *, layered=False):
    """``count`` specimens of every kind, a share of them damaged; ``layered``: as the text layers of files have them."""
    for name, lines in templates():
        for at in range(count):
            dice = random.Random(f"{seed} {name} {at}")
            yield specimen(name, lines, dice, dice.choice(damage), layered=layered)


_PLACE = re.compile(r"\{(?P<field>\w+)(?::(?P<pool>[^}]+))?\}")
OPEN, SHUT = "\ue000", "\ue001"


def specimen(name, lines, dice, damage, *, layered=False):
    """One heading of a kind, filled in and damaged."""
    maker = Maker(dice)
    rows = []
    for line in lines:
        optional = line.startswith(("INFO", "REF", "ACTION", "{x:", "SENT", "Re ", "Repeated")) or "{precedence" in line
        if optional and dice.random() < 0.25:
            continue
        rows.append(_PLACE.sub(lambda match: maker.fill(match["field"], match["pool"]), line))
    if dice.random() < 0.35:
        rows = [row.replace(" : ", ": ") for row in rows]
    if dice.random() < 0.15:
        rows = [re.sub(r"^([A-Z]{2,12}): ", r"\1 : ", row) for row in rows]
    if dice.random() < 0.1:
        rows = [re.sub(r"^([A-Z]{2,12}): ", r"\1. ", row) for row in rows]
    if dice.random() < 0.06:
        rows = [part for row in rows for part in _below(row, dice)]
    if dice.random() < 0.12:
        rows.insert(
            dice.randrange(len(rows)), dice.choice(("~ . -", "RETURN TO FILE", "12", "COPY", "* Ww", "PAGE 1", "3/A"))
        )
    if dice.random() < 0.08 and len(rows) > 3:
        rows.pop(dice.randrange(len(rows) - 1))
    if dice.random() < 0.08 and len(rows) > 3:
        at = dice.randrange(len(rows) - 2)
        rows[at : at + 2] = [f"{rows[at]}  {rows[at + 1]}"]
    if dice.random() < 0.3:
        rows = [re.sub(r" {2,}", " ", row) for row in rows]
    if layered:
        rows = as_text_layer([part for row in rows for part in row.split("\n")], dice)
    rows = [damaged_line(row, dice, damage) for row in rows]
    values = []
    clean = []
    for index, row in enumerate(rows):
        for mark in re.finditer(rf"{OPEN}(\d+){OPEN}([^{SHUT}]*){SHUT}", row):
            field, value = maker.values[int(mark[1])]
            if not name.startswith("neg"):
                values.append((field, value, mark[2], index))
        clean.append(re.sub(rf"{OPEN}\d+{OPEN}|{SHUT}", "", row))
    return Specimen(name, "\n".join(clean), tuple(values))


def _below(row, dice):
    match = re.match(r"^([A-Za-z]{2,12} ?:) (.+)$", row)
    return [match[1], match[2]] if match and dice.random() < 0.6 else [row]


LIKE = {
    "O": "0QC", "0": "O", "I": "1l", "1": "Il", "F": "PE", "R": "K", "M": "NH", "T": "I", "E": "F", "D": "O", "A": "4",
    "N": "MH", "S": "5s", "C": "G", "L": "I", "e": "c", "a": "o", "o": "c", "n": "u", "r": "t", "B": "8", ":": ";.s", "8": "B", "5": "S",
}  # fmt: skip


def damaged_line(row, dice, share):
    if not share:
        return row
    marked = 0
    letters = []
    for letter in row:
        if letter == OPEN:
            marked = (marked + 1) % 2
        if not marked and letter in LIKE and dice.random() < share:
            letters.append(dice.choice(LIKE[letter]))
        elif not marked and letter not in (OPEN, SHUT) and dice.random() < share / 8:
            continue
        else:
            letters.append(letter)
    return "".join(letters)


class Maker:
    """Values for the places of one heading."""

    def __init__(self, dice):
        """Draw the heading's day, and nothing else yet."""
        self.dice = dice
        self.day = date(dice.choice(range(1948, 1975)), dice.randrange(1, 13), dice.randrange(1, 29))
        self.values = []
        self.level = None
        self.city = dice.choice(CITIES)  # of a heading that names its post twice

    def fill(self, field, pool):
        """The words for a place; a field's are marked with its number."""
        if field == "body":
            return self.body(pool)
        if field in ("subjectline", "subjecttitle", "precedence2"):
            return self.subject("up" if field == "subjectline" else "title") if field != "precedence2" else "PRIORITY"
        if field == "both":
            who = self.dice.choice(CITE) if pool == "station_cite" else "DIRECTOR"
            number = self.figures(5 if pool != "station_cite" else 4)
            return f"{self.mark('from', who)} {self.mark('number', f'{who} {number}', number)}"
        words = self.words(field, pool)
        if field == "x":
            return words
        if field == "security":
            self.level = self.level or words.replace(" ", "").replace("-", "").upper()
        value = self.day.isoformat() if field == "date" else words
        return self.mark(field, value, words)

    def mark(self, field, value, words=None):
        """Words with the marks of their field around them."""
        self.values.append((field, value))
        return f"{OPEN}{len(self.values) - 1}{OPEN}{words or value}{SHUT}"

    def figures(self, size):
        """A number of so many figures."""
        return str(self.dice.randrange(10 ** (size - 1), 10**size))

    def person(self):
        """A name with its initial."""
        return f"{self.dice.choice('ABCDEFGHJKLMPRSTW')}. {self.dice.choice('ABCDEFGHJKLMPRSTW')}. {self.dice.choice(SURNAMES)}"

    def rubble(self):
        """Letters as a reader makes them of handwriting or specks."""
        size = self.dice.randrange(1, 7)
        letters = "".join(self.dice.choice("aeoilnrstuvwmTLAIWMfcd10.)~'-") for _ in range(size))
        return letters.upper() if self.dice.random() < 0.3 else letters

    def subject(self, style):
        """A subject of a few words."""
        words = [self.dice.choice(WORDS) for _ in range(self.dice.randrange(2, 6))]
        if self.dice.random() < 0.3:
            words.insert(1, "IN")
        text = " ".join(words)
        return text if style == "up" else text.title()

    def body(self, style):
        """Some lines of running text, of one paragraph or more."""
        lines = []
        for number in range(self.dice.randrange(2, 5)):
            words = []
            for _ in range(self.dice.randrange(9, 14)):
                words.append(self.dice.choice(FUNCTION if self.dice.random() < 0.42 else [*NOUNS, *VERBS]).lower())
            text = " ".join(words)
            if self.dice.random() < 0.25:
                text += self.dice.choice(
                    (
                        f" to {self.dice.choice(CITIES)}",
                        f" from {self.dice.choice(CITIES)}",
                        f" on {self.other('D Month')}",
                        f" secret talks with {self.person()}",
                        " no. 5 of the list",
                    )
                )
            if number == 0 and self.dice.random() < 0.7:
                text = f"{self.dice.choice(('1. ', '1.', '1. ', '(1) '))}{text}"
            lines.append(text.upper() if style == "up" else text[:1].upper() + text[1:])
        return "\n".join(lines)

    def other(self, style):
        """Another day, written in a style."""
        return self.written(date(self.day.year, self.dice.randrange(1, 13), self.dice.randrange(1, 29)), style)

    def written(self, day, style):
        """A day in a style of writing."""
        month = MONTH_NAMES["en"][day.month - 1]
        ending = {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10 if day.day not in (11, 12, 13) else 0, "th")
        clock = f"{self.dice.randrange(24):02d}{self.dice.randrange(60):02d}"
        short = f"{day.year % 100:02d}"
        return {
            "MONDD/YY": f"{month[:3].upper()}{day.day}/{short}", "MONDD": f"{month[:3].upper()}{day.day}",
            "Month D, YYYY": f"{month} {day.day}, {day.year}", "Month D": f"{month} {day.day}", "Month YYYY": f"{month} {day.year}",
            "Month Dth, YYYY": f"{month} {day.day}{ending}, {day.year}", "Dth Month, YYYY": f"{day.day}{ending} {month}, {day.year}",
            "D Month YYYY": f"{day.day} {month} {day.year}", "D Month, YYYY": f"{day.day} {month}, {day.year}", "D Month YYYY, ": f"{day.day} {month} {day.year}, ",
            "D Month": f"{day.day} {month}", "D MONTH YYYY": f"{day.day} {month.upper()} {day.year}", "D MONTH": f"{day.day} {month.upper()}",
            "D MON YY": f"{day.day} {month[:3].upper()} {short}", "D Mon YY": f"{day.day} {month[:3]} {short}", "MON D YYYY": f"{month[:3].upper()} {day.day} {day.year}",
            "M-D-YY": f"{day.month}-{day.day}-{short}", "D MON YYYY": f"{day.day} {month[:3].upper()} {day.year}", "M/D/YY": f"{day.month}/{day.day}/{short}", "M/D/YYYY": f"{day.month}/{day.day}/{day.year}",
            "MM.DD.YYYY": f"{day.month:02d}.{day.day:02d}.{day.year}", "DD.MM.YYYY": f"{day.day:02d}.{day.month:02d}.{day.year}",
            "D MAI/YY": f"{day.day} {MONTH_NAMES['fr'][day.month - 1][:4].upper()}/{short}", "D MON": f"{day.day} {month[:3].upper()}",
            "DTG": f"{day.day:02d}{clock}Z {month[:3].upper()} {short}", "DTGs": f"{day.day:02d}{clock}Z", "DTGn": f"{day.day:02d}{clock}Z",
            "D mois YYYY": f"{day.day} {MONTH_NAMES['fr'][day.month - 1]} {day.year}", "D mois": f"{day.day} {MONTH_NAMES['fr'][day.month - 1]}",
            "D de mes de YYYY": f"{day.day} de {MONTH_NAMES['pt'][day.month - 1]} de {day.year}",
            "D miesiaca YYYY": f"{day.day} {MONTH_NAMES['pl'][day.month - 1]} {day.year}", "D. mesice YYYY": f"{day.day}. {MONTH_NAMES['cs'][day.month - 1]} {day.year}",
            "D de mes ES": f"{day.day} de {MONTH_NAMES['es'][day.month - 1]} de {day.year}", "MON D/YY": f"{month[:3].upper()} {day.day}/{short}",
            "D. Monat YYYY": f"{day.day}. {MONTH_NAMES['de'][day.month - 1]} {day.year}", "D. Monat": f"{day.day}. {MONTH_NAMES['de'][day.month - 1]}",
        }.get(style)  # fmt: skip

    def words(self, field, pool):
        """The words of a value from a pool."""
        dice = self.dice
        city, other = dice.choice(CITIES), dice.choice(CITIES)
        if field == "security":
            if self.level:  # the second marking of a paper is the first's
                same = [word for word in LEVELS[pool] if word.replace(" ", "").replace("-", "").upper() == self.level]
                return dice.choice(same or LEVELS[pool])
            return dice.choice(LEVELS[pool])
        if field == "precedence":
            return dice.choice(DEGREES[pool])
        if written := self.written(
            self.day if field == "date" else self.day.replace(day=dice.randrange(1, 29), month=dice.randrange(1, 13)),
            pool,
        ):
            return written
        surname, person = dice.choice(SURNAMES), self.person()
        number = str(dice.choice((dice.randrange(1, 99), dice.randrange(100, 999), dice.randrange(1000, 4999))))
        country = dice.choice(COUNTRIES)
        capital_of = dice.choice(
            ("France", "Italy", "Japan", "Brazil", "Poland", "Turkey", "Ghana", "Norway", "Mexico")
        )
        return {
            "n": number, "n1": str(dice.randrange(1, 9)), "n2": str(dice.randrange(10, 99)), "n5": self.figures(5), "pn": f"{dice.choice(('E', 'DL', 'Y', 'EX', 'S'))}-{number}",
            "A": f"A-{dice.randrange(1, 999)}", "range": f"{int(number)}-{int(number) + 3}", "symbol": f"{dice.choice(SYMBOLS)}-{self.figures(5)}",
            "tdcs": dice.choice((f"TDCS-3/{self.figures(3)},{self.figures(3)}", f"CS-3/{self.figures(3)},{self.figures(3)}", f"TDCS DB-3/{self.figures(3)},{self.figures(3)}", f"CSDB-3/{self.figures(3)},{self.figures(3)}")),
            "cite": f"{dice.choice(SLUGS)} {self.figures(4)}", "dirn": f"DIR {self.figures(5)}", "cap": f"CAP{self.figures(5)}", "postn": f"{city.upper()} {self.figures(5)}",
            "milno": f"{dice.choice(COMMANDS)} {self.figures(4)}", "hu": f"{self.figures(3)}/Top Secret/{self.day.year}", "natonum": f"PO/{self.day.year % 100}/{self.figures(3)}",
            "file": f"{self.figures(5)}-{dice.randrange(10, 99)}", "clock": f"{dice.randrange(1, 12)}{dice.choice(('', ':30', '.15'))} {dice.choice(('a.m.', 'p.m.', 'A.M.', 'PM'))}", "c24": f"{dice.randrange(24):02d}:{dice.randrange(60):02d}",
            "code": dice.choice(OFFICES_US), "word": dice.choice(WORDS).title(), "caption": dice.choice(("NO FOREIGN DISSEM", "NOFORN", "NO DISSEM ABROAD")), "weekday": dice.choice(("MONDAY", "Thursday", "Sunday", "Tuesday")),
            "city": city, "cityup": city.upper(), "city_title": city, "city_up": city.upper(), "cities": f"{city}, {other}", "us_city": city.upper(), "uk_city": city.upper(),
            "ca_post": dice.choice(CA_POSTS), "ca_posts": " ".join(dice.sample(CA_POSTS, 2)), "extott": "EXT OTT", "external": "EXTERNAL", "exterieur": dice.choice(("EXTERIEUR", "EXTOTT", "EXT OTT")), "fo": "The Secretary of State for Foreign Affairs", "secwash": "SECSTATE WASHDC", "subject_up": self.subject("up"),
            "ca_office": dice.choice(("THE UNDER-SECRETARY OF STATE FOR EXTERNAL AFFAIRS", "THE SECRETARY OF STATE FOR EXTERNAL AFFAIRS")),
            "ca_embassy": dice.choice((f"The Canadian Embassy, {city}", f"Canadian Ambassador, {city}", f"OFFICE OF THE HIGH COMMISSIONER FOR CANADA, {city.upper()}", f"THE CANADIAN EMBASSY, {city.upper()}")),
            "ca_embassy_up": f"THE CANADIAN AMBASSADOR, {city.upper()}", "ca_fr": f"L'AMBASSADEUR DU CANADA, {city.upper()}", "ca_fr_to": dice.choice(("LE SECRETAIRE D'ETAT AUX AFFAIRES EXTERIEURES, OTTAWA", "LE SOUS-SECRETAIRE D'ETAT AUX AFFAIRES EXTERIEURES")),
            "ca_division": dice.choice(("European Division", "Far Eastern Division", "D.L.(1) Division", "Legal Division", "The Under-Secretary", "American Division", "Defence Liaison (2) Division")), "minister": dice.choice(("THE MINISTER", "THE PRIME MINISTER", "THE UNDER-SECRETARY")),
            "ca_print": f"Ambassador in {capital_of}", "ca_print_to": "Secretary of State for External Affairs", "secstate": dice.choice(("Secretary of State", "SECRETARY OF STATE", "Department of State")), "dos": "Department of State", "dosx": "Department of State",
            "dosw": dice.choice(("THE DEPARTMENT OF STATE, WASHINGTON", "The Department of State, Washington")), "amemb": dice.choice((f"Amembassy {city.upper()}", f"Amembassy {city}", f"AmConGen {city.upper()}", f"AMEMBASSY, {city.upper()}")), "amembc": f"AMEMBASSY {city.upper()}", "amemb_letter": f"American Embassy, {city}", "honsec": "The Honorable The Secretary of State",
            "circular": dice.choice(("ALL AMERICAN DIPLOMATIC POSTS", "All Diplomatic and Consular Posts", "ALL NATO CAPITALS", "Certain American Diplomatic Missions")), "usperson": dice.choice((f"Mr. {person}", "THE PRESIDENT", "The Secretary", f"Mr. {surname}", f"General {surname}", "THE SECRETARY OF DEFENSE", "Director of Central Intelligence", f"The Honorable {person}")),
            "office_line": dice.choice((f"{dice.choice(OFFICES_US)} - Mr. {surname}", f"Mr. {surname}, {dice.choice(OFFICES_US)}", "The Secretary", f"{dice.choice(OFFICES_US)} - {person}")), "wh": dice.choice(("THE WHITE HOUSE", "SITUATION ROOM", f"Mr. {surname}")),
            "frus": dice.choice((f"the Embassy in {capital_of}", f"The Ambassador in {capital_of} ({surname})", "the Department of State", f"the Consulate General in {city}")), "frus_to": dice.choice(("the Department of State", "the Secretary of State", f"the Embassy in {capital_of}")), "frusperson": dice.choice((f"the President's Special Assistant ({surname})", "the Director of Central Intelligence", "President Kennedy", "Secretary of State Rusk")),
            "prosign": dice.choice("ZOPR"), "prosign2": dice.choice(("RR", "OO", "PP")), "fbi_and": f"DIRECTOR, FBI, AND SAC, {city.upper()}", "fbidir": dice.choice(("DIRECTOR, FBI", f"DIRECTOR, FBI (105-{self.figures(5)})", f"DIRECTOR, FBI ({self.figures(2)}-{self.figures(4)})")), "sac": dice.choice((f"SAC, {city.upper()}", f"SAC, {city.upper()} ({self.figures(3)}-{self.figures(4)})", f"LEGAT, {city.upper()} ({self.figures(3)}-{self.figures(3)})")), "fbijeh": dice.choice(("John Edgar Hoover, Director", "Director, FBI")), "fbichar": "INTERNAL SECURITY - R",
            "director": "DIRECTOR", "dirbare": dice.choice(("DIRECTOR", "JMWAVE", "DIRECTOR", "DIR")), "station": dice.choice(CITE), "stations": " ".join(dice.sample(["JMWAVE", "MEXICO CITY", "DIRECTOR", "MADRID"], 1)), "stationn": f"{dice.choice(CITE)} {self.figures(4)}", "slug": dice.choice(SLUGS), "cryptonyms": " ".join("".join(dice.choice("ABDEGKLMNPRTUVZ") for _ in range(6)) for _ in range(dice.randrange(1, 4))), "book": dice.choice(("BOOK CABLE", "MEXICO CITY", "LIMA", "JMWAVE")),
            "ciachief": dice.choice((f"Chief, {dice.choice(DESKS)}", f"Chief of Station, {city}", "Chief of Station, JMWAVE", f"Chief of Base, {city}", f"Chief, {dice.choice(DESKS)} Division", f"Deputy Chief, {dice.choice(DESKS)}", "Director of Security", "Chief, Special Affairs Staff", "COS, " + city)),
            "country": country, "uk_office": dice.choice(("FOREIGN OFFICE", "COMMONWEALTH OFFICE", "FOREIGN AND COMMONWEALTH OFFICE")), "uk_code": dice.choice(("FCO", "F C O")), "ukperson": f"Sir {dice.choice('ABCDR')}. {surname}", "uk_sec": "THE SECRETARY OF STATE FOR THE COLONIES", "uk_gov": dice.choice(("KENYA (Sir R. Rowe)", "JAMAICA (Governor)", "SINGAPORE", "BRITISH GUIANA (Sir R. Osgood)")),
            "ukperson_place": f"Sir {dice.choice('ABCDR')}. {surname} ({city})", "uk_named": dice.choice(("the Foreign Office", f"Mr. {surname}")), "command": dice.choice(COMMANDS), "commands": "/".join(dice.sample(COMMANDS, 2)), "rout_command": f"RU{''.join(dice.choice('ABCEHKLPW') for _ in range(4))}/{dice.choice(COMMANDS)}", "routing": f"RU{''.join(dice.choice('ABCEHKLPW') for _ in range(4))}",
            "surname": surname, "surname_up": surname.upper(), "person": person, "su_to": dice.choice(("MOSCOW", "THE MINISTRY OF FOREIGN AFFAIRS OF THE USSR", "V.V. KUZNETSOV")), "su_from": dice.choice((f"SOVIET AMBASSADOR TO {country.upper()}", f"the Soviet Ambassador in {city}", "FOREIGN MINISTER A.A. GROMYKO")), "br_to": dice.choice(("EXTERIORES", "SECRETARIA DE ESTADO DAS RELACOES EXTERIORES")), "fr_from": dice.choice(("DIPLOMATIE PARIS", f"AMBAFRANCE {city.upper()}")), "fr_to": dice.choice((f"AMBAFRANCE {city.upper()}", "DIPLOMATIE PARIS")),
            "fr_amb": f"M. {surname}, Ambassadeur de France a {city}", "fr_min": "M. Couve de Murville, Ministre des Affaires etrangeres", "swiss_to": f"Embassy of Switzerland {city}", "swiss_from": dice.choice((city.upper(), "BERN", f"SCHWEIZERISCHE BOTSCHAFT {city.upper()}")), "aa": "das Auswaertige Amt", "bonn_aa": dice.choice(("BONN AA", "AUSWAERTIGES AMT", "AUSWAERTIG BONN")),
            "cn_from": dice.choice(("the Chinese Embassy in Cuba", "the Chinese Foreign Ministry")), "cn_to": dice.choice(("the Chinese Foreign Ministry", "the Chinese Embassy in Cuba")), "nato_to": "Permanent Representatives", "nato_from": dice.choice(("Secretary General", "Deputy Secretary General")), "aus_from": dice.choice((f"AUSTRALIAN EMBASSY, {city.upper()}", f"AUSTRALIAN HIGH COMMISSION, {city.upper()}", "Australian Mission to United Nations, New York")), "aus_to": dice.choice(("DEPARTMENT OF EXTERNAL AFFAIRS, CANBERRA", "CANBERRA", "EXTERNAL AFFAIRS CANBERRA")), "unperson": dice.choice((surname.upper(), "SECRETARY-GENERAL", f"{surname}, {city}")),
            "up": self.subject("up"), "title": self.subject("title"), "n3": self.figures(3), "csci": f"CSCI-3/{self.figures(3)},{self.figures(3)}", "director_fbi2": "Director\nFederal Bureau of Investigation", "junk": dice.choice(("ACTION", "MICROFILM", "NO INDEXING REQUIRED", "ABSTRACT", "MARKED FOR INDEXING", "TABSTRACT", "ROFILM")), "degree_ca": dice.choice(DEGREES["ca"]), "levelup": dice.choice(LEVELS["full"]).upper(), "yearof": str(self.day.year), "MONTHUP": MONTH_NAMES["en"][self.day.month - 1].upper(), "Month": MONTH_NAMES["en"][self.day.month - 1],
            "own_amemb": f"AMEMBASSY {self.city.upper()}", "own_n": f"{self.city.upper()} {self.figures(5)}", "rubble": self.rubble(), "de_bot": f"Botschaft der Bundesrepublik Deutschland {city}", "aa_plain": "Auswaertiges Amt Bonn", "es_to": dice.choice(("Ministerio de Relaciones Exteriores", city)), "cz_to": dice.choice(("PRAHA", "Ministerstvo zahranicnich veci")),
        }[pool]  # fmt: skip
