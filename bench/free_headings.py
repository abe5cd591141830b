"""Made-up headings of services that never were: every part drawn by chance, so that no single service is learnt.

What services have in common in their labels, places and wordings is in no template; here labels of many languages,
layouts, names, days and numbers are put together as no service did. The same seed gives the same headings.
"""
# ruff: noqa: SIM905, E501 - lists of words are read more easily as text

import random
import re
from datetime import date

from make_headings import CITIES, COMMANDS, COUNTRIES, DEGREES, OPEN, SHUT, SURNAMES, Maker, Specimen, damaged_line
from text_layers import as_text_layer

from briefbook.text.months import MONTH_NAMES

LABELS = {
    "from": "FROM,From,FM,Sender,ORIGIN,Originator,DE,De,VON,Von,Absender,DA,Da,Mittente,FRA,Fra,FRÅN,Från,OD,Od,VAN,Van,Desde,"
    "FROM/DE,FROM - DE,VON/FROM,SENDER / EXPEDITEUR,Originating post,SIGNED BY,Sent by,OUT OF".split(","),
    "to": "TO,To,Addressee,A,À,AN,An,AAN,Aan,TIL,Til,TILL,DO,Do,PARA,Para,POUR,Pour,Destinataire,Empfänger,TO/A,TO - POUR,AN/TO,"
    "Addressed to,For action,FOR,ACTION ADDRESSEE,Destino,ADRESAT,KOMU".split(","),
    "info": "INFO,Info,Repeated to,REPEATED,RPTD,Copy to,Copies,Pour information,zur Kenntnis,Per conoscenza,(R),PARA INFO".split(","),
    "date": "DATE,Date,Dated,DTG,DATUM,Datum,Dato,DATA,Data,FECHA,Fecha,LE,Day,Date of despatch,Date sent,SENT,Sent,Despatched,Dispatched,"
    "Date/time,DATE - DATE,Originated,Handed in,Transmitted,TIME OF ORIGIN,Abgang,Verzonden,Expedido,Expédié".split(","),
    "number": "NO,No,NO.,No.,NR,Nr,Nr.,N°,Nº,Number,NUMBER,NUM,Num.,NUMERO,Telegram No.,Cable no.,Serial,SERIAL NO.,Our number,Message no.,"
    "CN,MSG NR,Ref,Our reference,Originator's number,Letter no.,Despatch No.,Protocollo n.,Zahl,Dok.-Nr.,Folio".split(","),
    "security": "SECURITY,Security,Classification,CLASSIFICATION,CLASS,Grading,Einstufung,Classificação,SECURITE,Security class,CLASSE".split(","),
    "precedence": "PRECEDENCE,Precedence,Urgency,PRIORITY,Degree of priority,Dringlichkeit".split(","),
    "subject": "SUBJECT,Subject,SUBJ,RE,Re,Objet,OBJET,Betreff,Betr.,ASUNTO,Assunto,Oggetto,Vedr.,Ang.,Title,Betreft,ONDERWERP".split(","),
    "ref": "REF,Reference,Your telegram,REFTEL,Bezug,Réf.,Rif.,Referência,Refers to".split(","),
    "received": "RECEIVED,Received,Rec'd,R.,Reçu,Ankunft,Eingang,Arrivo,Recebido,Recibido,Modtaget,TOR,Came in,Time of receipt".split(","),
}  # fmt: skip
KINDS = (
    "TELEGRAM,CABLE,CODE TELEGRAM,CYPHER TELEGRAM,INCOMING TELEGRAM,OUTGOING MESSAGE,TELEGRAM RECEIVED,TELEGRAM SENT,INWARD CABLE,"
    "OUTWARD CABLE,CIPHER MESSAGE,MESSAGE,SAVING TELEGRAM,LETTERGRAM,TELEX,DESPATCH,DISPATCH,LETTER,CONFIDENTIAL LETTER,MEMORANDUM,"
    "MINUTE,OFFICE MEMORANDUM,INTER-OFFICE MEMORANDUM,TELEGRAMME,TELEGRAMME AU DEPART,TELEGRAMM,FERNSCHREIBEN,TELEGRAMMA,TELEGRAMA,"
    "TELEGRAM WYCHODZACY,SIGNAL,NAVAL SIGNAL,RADIO MESSAGE,CIRCULAR,CIRCULAR LETTER,NOTE,REPORT,POLITICAL REPORT"
).split(",")
OFFICES = (
    "Embassy,Legation,High Commission,Consulate General,Consulate,Mission,Delegation,Permanent Mission,Ambassador,Minister,Chargé d'Affaires,"
    "High Commissioner,Resident,Consul,Military Attaché,Commissioner,Governor,Representative"
).split(",")
MINISTRIES = (
    "Ministry of Foreign Affairs,Department of External Affairs,Foreign Ministry,Ministry of Defence,Ministry of Trade,Cabinet Office,"
    "Prime Minister's Office,Treasury,Department of Commerce,Ministry of Supply,Colonial Department,Admiralty,Ministry of Shipping,"
    "Board of Trade,Bureau of Foreign Trade,Office of Economic Affairs,Commission for Aid,Political Department"
).split(",")
FOREIGN_OFFICES = (
    "Ambassade,Légation,Botschaft,Gesandtschaft,Ambasciata,Legazione,Embajada,Legación,Embaixada,Legação,Ambassaden,Legationen,Gezantschap,"
    "Ministère des Affaires étrangères,Ministero degli Affari Esteri,Ministerio de Asuntos Exteriores,Utenriksdepartementet,"
    "Ministerie van Buitenlandse Zaken,Auswärtiges Amt,Ministerstwo Spraw Zagranicznych"
).split(",")
TITLES = (
    "Secretary,Under-Secretary,Director,Deputy Director,Director of Intelligence,Head of Department,Chief of Staff,Chief,Permanent Secretary,"
    "Secretary-General,Assistant Secretary,Commissioner,Administrator,Chairman,Counsellor,Secretary of State for Foreign Affairs,Minister of State,"
    "Prime Minister,Governor,Commander-in-Chief,Naval Attaché"
).split(",")
LEVELS = (
    "SECRET,SECRET,SECRET,CONFIDENTIAL,CONFIDENTIAL,RESTRICTED,TOP SECRET,UNCLASSIFIED,MOST SECRET,Secret,Confidential,OFFICIAL USE ONLY,"
    "S E C R E T,STRICTLY CONFIDENTIAL,CONFIDENTIEL,TRES SECRET,GEHEIM,VERTRAULICH,SEGRETO,RISERVATO,SECRETO,RESERVADO,CONFIDENCIAL,"
    "HEMMELIG,FORTROLIG,HEMLIG,TAJNE,SZIGORUAN TITKOS,VERTROUWELIJK,ZEER GEHEIM,STRENG GEHEIM,DIFFUSION RESTREINTE"
).split(",")
SYLLABLES = "BA BEL COR DAN DU EL FOR GA HAN IN KA LE MAR NO OR PA REX SA TOR UN VI ZA MI RO LU TEN".split()
ADJECTIVES = (
    "Norvanian,Castrellan,Sarmatian,Danish,Swedish,Chilean,Belgian,Spanish,Ceylonese,Liberian,Portuguese,British,American,Canadian,French,Polish,Royal,Imperial"
).split(",")
NATIONS = "Norvania,Castrella,Borduvia,Sarmatia,Tiranda,Ostland,Melinda,Cambria,Poldavia,Lusora,Arvenia,Zemlia".split(
    ","
)


def free_specimens(count, seed="fit", damage=(0.0, 0.0, 0.02, 0.04, 0.06), *, layered=False):
    """``count`` headings, a share of them damaged; ``layered``: as the text layers of files have them."""
    for at in range(count):
        dice = random.Random(f"free {seed} {at}")
        yield FreeHeading(dice).specimen(dice.choice(damage), layered=layered)


class FreeHeading(Maker):
    """One heading, its parts drawn by chance."""

    def __init__(self, dice):
        """Draw what holds for the whole paper: language, letters, how labels stop, the paper's layout."""
        super().__init__(dice)
        self.day = date(dice.choice(range(1912, 1992)), dice.randrange(1, 13), dice.randrange(1, 29))
        self.language = dice.choice(("en",) * 8 + ("fr", "de", "es", "pt", "it", "pl"))
        self.stop = dice.choice((":", ":", ":", " :", ":-", ".", "", ";", "   ", ". . ."))
        self.up = dice.random() < 0.55
        self.opening = ""  # what the text begins with, where that is the paper's number
        self.wide = "  " + " " * dice.randrange(1, 20)
        self.layout = dice.choice(
            ("form",) * 4
            + ("columns", "columns", "below", "letter", "letterhead", "letterhead", "letterhead")
            + ("route", "bare", "military", "printed", "telegram", "telegram")
        )

    def name(self):
        """A made-up word of letters that can be spoken."""
        return "".join(self.dice.choice(SYLLABLES) for _ in range(self.dice.randrange(2, 4)))

    def place(self):
        """A city; one in five is on no list."""
        return self.dice.choice(CITIES) if self.dice.random() < 0.8 else self.name().title()

    def who(self):
        """A sender or an addressee, as services name them."""
        dice = self.dice
        city, office, ministry = self.place(), dice.choice(OFFICES), dice.choice(MINISTRIES)
        person = dice.choice(
            (
                f"Mr. {self.person()}",
                self.person(),
                f"Sir {dice.choice('ABCDEGHJ')}. {dice.choice(SURNAMES)}",
                dice.choice(SURNAMES),
            )
        )
        nation = dice.choice((*NATIONS, *COUNTRIES))
        return dice.choice(
            (
                city, city.upper(), f"{dice.choice(ADJECTIVES)} {office}, {city}", f"{dice.choice(ADJECTIVES)} {office} {city.upper()}", f"{self.name()} {city.upper()}", f"{self.name()}{dice.choice(('REP', 'EMB', 'LEG', 'COM', 'EXT', ''))} {city.upper()}",
                f"{office}, {city}", f"{nation} {office}, {city}", f"{office} of {nation} in {city}", f"The {office}, {city}", f"{office} {city.upper()}",
                ministry, f"{ministry}, {city}", f"{ministry} - {city.upper()}", f"{office} of {nation} at {city}", f"{person}, {office} of {nation} in {city}", f"{dice.choice(TITLES)} of the {ministry}",
                f"{dice.choice(SURNAMES)}, {self.name()} {city.upper()}", f"{dice.choice(('General', 'Colonel', 'Admiral', 'Dr.', 'M.', 'Herr', 'Comrade', 'Captain'))} {dice.choice(SURNAMES)}", f"{self.name()} {self.name()}", f"{dice.choice(FOREIGN_OFFICES)} {city}", f"{dice.choice(FOREIGN_OFFICES)} - {city.upper()}",
                f"{dice.choice(TITLES)}", f"The {dice.choice(TITLES)}, {ministry}", f"{dice.choice(TITLES)}, {ministry}, {city}",
                f"{person}, {dice.choice(TITLES)}", f"{person}, {city}", person, f"{person} ({city})", f"{city} ({person})",
                dice.choice(COMMANDS), f"GHQ {nation.upper()}", f"{dice.choice(('HQ', 'COMD', 'CG', 'CINC'))} {self.name()}", f"{self.name()}", f"{nation} ({person})",
                f"Governor of {nation}", f"Secretary of State for {dice.choice(('War', 'the Colonies', 'Air', 'Foreign Affairs', 'India'))}",
                f"ALL {dice.choice(('MISSIONS', 'POSTS', 'STATIONS', 'CONSULATES'))}",
            )
        )  # fmt: skip

    def number(self):
        """A number of a message."""
        dice = self.dice
        figures = str(
            dice.choice(
                (
                    dice.randrange(1, 99),
                    dice.randrange(100, 999),
                    dice.randrange(1000, 9999),
                    dice.randrange(10000, 99999),
                )
            )
        )
        code = "".join(dice.choice("ABCDEFGKLMNPRSTW") for _ in range(dice.randrange(1, 4)))
        return dice.choice(
            (
                figures, figures, figures, figures, f"{code}-{figures}", f"{code} {figures}", f"{figures}/{self.day.year % 100}", f"{figures}-{int(figures) + 2}",
                f"{code}/{figures}", f"{code}.{figures}", f"{dice.randrange(1, 99)}/{figures}/{self.day.year}", f"{code}-{dice.randrange(1, 99)}/{dice.randrange(1, 9)}/{self.day.year % 100}",
                f"{dice.choice(SYLLABLES)}TO {figures}", f"{figures}/{code}", f"{code}. {figures}", f"{code[0]}.{code[-1]}. {dice.randrange(1, 99)}/{self.day.year % 100}",
                f"{dice.randrange(100, 999)}/{dice.randrange(1, 99)}/{dice.randrange(1, 30)}", f"{dice.choice(('POL', 'EC', 'MIL', 'Pol', 'GEN'))} {dice.randrange(100, 999)}/{dice.randrange(1, 9)}",
                f"{code}/{dice.choice(SYLLABLES)} {figures}", f"{dice.randrange(1, 99)}-{dice.choice(('Pol', 'RES', 'A', 'Geh'))}/{self.day.year % 100}", f"{code[0]}-{code[-1]}({self.day.year % 100}){dice.randrange(1, 99)}",
            )
        )  # fmt: skip

    def day_written(self, day):
        """A day in one of the ways in which services write days."""
        dice = self.dice
        style = dice.choice(
            (
                "D Month YYYY",
                "D Month, YYYY",
                "Dth Month, YYYY",
                "Month D, YYYY",
                "D MONTH YYYY",
                "D MON YY",
                "DD.MM.YYYY",
                "D Mon YY",
                "MON D YYYY",
                "DTG",
                "MONDD/YY",
                "Month Dth, YYYY",
            )
        )
        if self.language != "en" and dice.random() < 0.8:
            month = MONTH_NAMES[self.language][day.month - 1]
            link = " de " if self.language in ("es", "pt") else " "
            return f"{day.day}{'.' if self.language == 'de' else ''}{link}{month}{link}{day.year}"
        if dice.random() < 0.12:
            mark = dice.choice("./-")
            return f"{day.day}{mark}{day.month}{mark}{dice.choice((day.year, f'{day.year % 100:02d}'))}"
        written = self.written(day, style)
        return f"{written}, {self.written_clock()}" if dice.random() < 0.15 else written

    def written_clock(self):
        """A time of the day."""
        dice = self.dice
        return dice.choice(
            (
                f"{dice.randrange(1, 12)}.{dice.randrange(10, 59)} {dice.choice(('a.m.', 'p.m.'))}",
                f"{dice.randrange(24):02d}{dice.randrange(60):02d} hrs",
                f"{dice.randrange(24):02d}:{dice.randrange(60):02d}",
                f"{dice.randrange(1, 12)} p.m.",
            )
        )

    def value(self, field):
        """A value of a field with its marks."""
        if field == "date":
            words = self.day_written(self.day)
            return self.mark(field, self.day.isoformat(), words)
        if field == "number":
            return self.mark(field, self.number())
        if field == "security":
            self.level = self.level or self.dice.choice(LEVELS)
            return self.mark(field, self.level)
        if field == "precedence":
            return self.mark(field, self.dice.choice(DEGREES[self.dice.choice(("uk", "us", "other", "ca"))]))
        if field == "subject":
            return self.mark(field, self.subject(self.dice.choice(("up", "title"))))
        words = self.who()
        return self.mark(field, words.upper() if self.up and field != "x" else words)

    def label(self, field):
        """A label with its stop; one in seven is a word of no language, one in ten is of two languages."""
        word = self.dice.choice(LABELS[field])
        chance = self.dice.random()
        if chance < 0.14:
            word = self.name().title()
        elif chance < 0.24 and self.stop.startswith(":"):
            word = f"{word}{self.dice.choice(('/', ' / ', ' - '))}{self.dice.choice((self.name().title(), self.dice.choice(LABELS[field])))}"
        elif chance < 0.27:
            word = f"{self.dice.choice(('1. ', '(a) ', 'A. ', '- '))}{word}"
        stop = self.stop if self.dice.random() < 0.85 else self.dice.choice((":", "", "."))
        word = word.upper() if self.up else word
        return f"{word.rstrip('.')}{stop}"

    def other_row(self):
        """A row of something else, that looks like a field."""
        dice = self.dice
        other = self.day.replace(day=dice.randrange(1, 29), month=dice.randrange(1, 13))
        return dice.choice(
            (
                f"{self.label('ref')} {dice.choice(('your telegram No. ', '', 'my letter '))}{self.number()}{dice.choice((' of ' + self.day_written(other), ''))}",
                f"{self.label('received')} {self.day_written(self.day)}",
                f"{self.label('received')} {self.written_clock()} {self.day_written(self.day)}",
                f"{self.label('info')} {self.place()}, {self.place()}",
                f"FILE {self.number()}", f"Copy No. {dice.randrange(1, 30)}", f"Page 1 of {dice.randrange(2, 9)}", self.rubble(), "Distribution: " + ", ".join(dice.sample(CITIES, 2)),
                f"Register {self.figures(5)}", f"Drafted by {self.person()}", dice.choice(("En clair", "By bag", "COPY", "Confirmation copy", "No distribution", "FOR THE MINISTER", "(Translation)")),
            )
        )  # fmt: skip

    def banner(self):
        """What is printed at the head of the paper."""
        dice = self.dice
        nation = dice.choice(NATIONS)
        rows = []
        if dice.random() < 0.55:
            rows.append(
                dice.choice(
                    (
                        dice.choice(MINISTRIES).upper(),
                        f"{nation.upper()} {dice.choice(('GOVERNMENT', 'FOREIGN SERVICE'))}",
                        f"REPUBLIC OF {nation.upper()}",
                        dice.choice(FOREIGN_OFFICES).upper(),
                        f"GOVERNMENT OF {nation.upper()}",
                    )
                )
            )
        if dice.random() < 0.7:
            rows.append(dice.choice(KINDS))
        return rows

    def rows_of_form(self):
        """Labelled fields, a row each or two in a row, in any order."""
        dice = self.dice
        fields = ["from", "to"]
        dice.shuffle(fields)
        for name, share in (
            ("number", 0.85),
            ("date", 0.85),
            ("security", 0.35),
            ("precedence", 0.2),
            ("subject", 0.4),
        ):
            if dice.random() < share:
                fields.insert(dice.randrange(len(fields) + 1), name)
        rows = []
        at = 0
        while at < len(fields):
            cell = f"{self.label(fields[at])} {self.value(fields[at])}"
            short = {"number", "date", "precedence", "security"}
            if (self.layout == "columns" and at + 1 < len(fields) and dice.random() < 0.7) or (
                at + 1 < len(fields) and fields[at + 1] in short and dice.random() < 0.25
            ):
                at += 1
                cell += f"{self.wide}{self.label(fields[at])} {self.value(fields[at])}"
            elif self.layout == "below" and dice.random() < 0.7:
                cell = f"{self.label(fields[at])}\n{self.value(fields[at])}"
            rows.append(cell)
            at += 1
        if not self.level and dice.random() < 0.8:
            rows.insert(dice.choice((0, 0, len(rows))), dice.choice(("", "", self.wide)) + self.value("security"))
        if "date" not in fields and dice.random() < 0.8:
            rows.insert(
                dice.randrange(3),
                f"{self.wide}{dice.choice(('', self.place() + ', ', self.place() + ', the ', self.place().upper() + '  '))}{self.value('date')}",
            )
        if "number" not in fields and dice.random() < 0.8:
            rows.insert(dice.randrange(len(rows) + 1), self.value("number"))
        return rows

    def rows_of_letter(self):
        """A letter or despatch: who writes at the head or before the day, who is addressed in a block."""
        dice = self.dice
        city = self.place()
        head = dice.choice(
            (
                self.mark("from", f"{dice.choice(OFFICES)}, {city}"), self.mark("from", f"{dice.choice(NATIONS)} {dice.choice(OFFICES)},\n{city}".replace("\n", " ")),
                self.mark("from", dice.choice(MINISTRIES).upper()), self.mark("from", f"{dice.choice(FOREIGN_OFFICES)} {city}"), "",
            )
        )  # fmt: skip
        place = self.mark("from", city) if not head else city
        number = dice.choice(
            (
                f"No. {self.value('number')}",
                f"{self.label('number')} {self.value('number')}",
                self.value("number"),
                f"DESPATCH NO. {self.value('number')}",
                f"({self.value('number')})",
                "",
            )
        )
        day = f"{dice.choice((place + ', ', place + ', the ', place + ', den ')) if not head or dice.random() < 0.6 else ''}{self.value('date')}"
        block = self.addressed()
        level = self.value("security") if dice.random() < 0.6 else ""
        if dice.random() < 0.5:
            rows = [head, f"{number}{self.wide}{day}", level]
        else:
            rows = [head, number, day, level] if dice.random() < 0.5 else [head, level, day, number]
        rows += block
        return [*rows, dice.choice(("Sir,", "Dear Sir,", "Excellency,", "Monsieur le Ministre,", ""))]

    def day_row(self, place):
        """A day with the place before it, or alone, with or without the hour."""
        dice = self.dice
        link = dice.choice((", ", ", ", ", ", "  ", ", the ", ", den ", ", le ", ", am ", ", li ", ". ", " - "))
        return f"{place}{link}{self.value('date')}{dice.choice(('', '', '.', ', ' + self.written_clock(), ' - ' + self.written_clock()))}"

    def rows_of_letterhead(self):
        """A letter, despatch or report: who writes is printed at the head, his city below or before the day."""
        dice = self.dice
        city, nation = self.place(), dice.choice((*NATIONS, *COUNTRIES))
        written_city = dice.choice((city, city.upper()))
        mission = dice.choice(
            (
                f"{dice.choice(ADJECTIVES)} {dice.choice(OFFICES)}", f"{dice.choice(ADJECTIVES)} {dice.choice(OFFICES)}", f"{dice.choice(ADJECTIVES)} {dice.choice(OFFICES)} in {nation}",
                f"{nation} {dice.choice(OFFICES)}", f"{dice.choice(OFFICES)} of {nation}", f"{dice.choice(FOREIGN_OFFICES)} de {nation}",
                f"{dice.choice(OFFICES)} for {nation}", f"{dice.choice(FOREIGN_OFFICES)} {self.name().title()}", f"The {nation} {dice.choice(OFFICES)}",
                f"Office of the {dice.choice(TITLES)}", f"{self.name().title()} {self.name().title()}",
            )
        )  # fmt: skip
        mission = mission.upper() if dice.random() < 0.7 else mission
        style = dice.random()
        stop = dice.choice(("", ",", "."))
        if style < 0.4:  # the mission, and its city below: the city names the sender
            head = [mission + stop, self.mark("from", written_city) + stop]
            before = city if dice.random() < 0.4 else ""
        elif style < 0.6:  # the mission alone, its city before the day
            head = [mission + stop]
            before = self.mark("from", written_city)
        elif style < 0.7:
            head = [self.mark("from", f"{mission}, {written_city}") + stop]
            before = city if dice.random() < 0.4 else ""
        else:  # an office at home, which its city does not name
            ministry = dice.choice((*MINISTRIES, *FOREIGN_OFFICES[-7:]))
            ministry = self.mark("from", ministry.upper() if dice.random() < 0.7 else ministry)
            above = dice.choice(([], [], [f"{dice.choice(('GOVERNMENT', 'REPUBLIC', 'KINGDOM'))} OF {nation.upper()}"]))
            head = [*above, ministry + stop, *dice.choice(([], [written_city + stop]))]
            before = dice.choice(("", "", city, self.mark("x", city)))
        if before and dice.random() < 0.2:
            before = f"{before}, {dice.choice((*NATIONS, *COUNTRIES, self.name().title()))}"
        day = self.day_row(before) if before else self.value("date") + dice.choice(("", "."))
        number = dice.choice(
            (
                f"No. {self.value('number')}", f"No. {self.value('number')}.", f"{self.label('number')} {self.value('number')}", self.value("number"),
                f"{dice.choice(('DESPATCH', 'Despatch', 'Report', 'POLITICAL REPORT', 'Bericht', 'Letter', 'Numbered Letter', 'Dispatch'))} {dice.choice(('No.', 'Nr.', 'NO.', 'no', '#'))} {self.value('number')}",
                f"{dice.choice(('Our ref', 'Ref', 'OUR REFERENCE', 'Reference', 'Zl.', 'N/Ref', 'Verw. Nr.', 'Prot. n.', 'Dok.Nr.'))}{dice.choice((': ', '. ', ' '))}{self.value('number')}",
                "", "",
            )
        )  # fmt: skip
        level = self.value("security") + dice.choice(("", ".")) if dice.random() < 0.65 else ""
        if dice.random() < 0.15 and level:
            level = f"{level} {dice.choice(('REPORT', 'LETTER', 'AND PERSONAL', '- BY BAG', 'DESPATCH'))}"
        if not number.strip():
            middle = [day, level] if dice.random() < 0.5 else [level, day]
        elif dice.random() < 0.45:
            middle = dice.choice(
                (
                    [f"{number}{self.wide}{day}", level],
                    [level, f"{number}{self.wide}{day}"],
                    [f"{level}{self.wide}{day}", number],
                )
            )
        else:
            middle = [number, day, level]
            dice.shuffle(middle)
        subject = f"{self.label('subject')} {self.value('subject')}" if dice.random() < 0.3 else ""
        block = self.addressed()
        if dice.random() < 0.15:  # who writes, and when, on the right; numbers and the level on the left
            right, left = [*head, day], [number, level, f"FILE {self.number()}"]
            dice.shuffle(left)
            width = dice.randrange(34, 44)
            rows = [
                f"{left[at] if at < len(left) else '':{width}}{right[at] if at < len(right) else ''}" for at in range(max(len(left), len(right)))
            ]  # fmt: skip
            return [*rows, *dice.choice(([subject, *block], [*block, subject])), self.salutation()]
        if dice.random() < 0.12:  # addressed at the foot
            return [
                *head,
                *middle,
                subject,
                dice.choice(("Sir,", "SIR:", "My Lord,")),
                *self.body("mixed").splitlines()[:2],
                *block,
            ]
        return [
            *head,
            *dice.choice(([*middle, subject, *block], [*middle, *block, subject], [*block, *middle, subject])),
            self.salutation(),
        ]

    def salutation(self):
        """How a letter begins."""
        return self.dice.choice(
            ("Sir,", "Sir:", "SIR:", "Dear Sir,", "Excellency,", "Monsieur le Ministre,", f"Dear {self.dice.choice(SURNAMES)},", f"My dear {self.dice.choice(SURNAMES)},", "", "", "")
        )  # fmt: skip

    def addressed(self):
        """An address in a block of lines, all of them the addressee's; or on one line."""
        dice = self.dice
        city, nation = self.place(), dice.choice((*NATIONS, *COUNTRIES))
        who = dice.choice(
            (
                f"The {dice.choice(TITLES)}", f"{dice.choice(TITLES)}", f"His Excellency {self.person()}", f"{self.person()}, Esq.", f"Mr. {self.person()}",
                f"The {dice.choice(OFFICES)}", "The Honourable", "The Right Honourable", f"Sir {dice.choice('ABCDEGH')}. {dice.choice(SURNAMES)}", f"Herrn {dice.choice(SURNAMES)}",
            )
        )  # fmt: skip
        office = dice.choice(
            (
                *MINISTRIES, f"{dice.choice(ADJECTIVES)} {dice.choice(OFFICES)}", f"{dice.choice(ADJECTIVES)} {dice.choice(OFFICES)}", f"{dice.choice(ADJECTIVES)} {dice.choice(OFFICES)}", f"{nation} {dice.choice(OFFICES)}", f"{dice.choice(OFFICES)} of {nation}", f"Department of {dice.choice(('State', 'Justice', 'Agriculture', 'Transport'))}",
                dice.choice(FOREIGN_OFFICES), f"the {dice.choice(TITLES)} for {dice.choice(('External Affairs', 'War', 'Trade', 'the Colonies'))}",
            )
        )  # fmt: skip
        city = dice.choice((city, city.upper(), " ".join(city) if len(city) < 8 else city))
        parts = dice.choice(
            (
                [who, office, city],
                [who, office, city],
                [who, office],
                [office, city],
                [who, city],
                [dice.choice(("AMEMBASSY", "Legation", "Consul", "EMBASSY")), city],
            )
        )
        lead = dice.choice(("", "", "", "", "To ", "To: ", "An ", "Till ", "AL ", "Til ", "A ", "To the "))
        if dice.random() < 0.25:
            return [f"{lead}{self.mark('to', ', '.join(parts))}{dice.choice(('', '.'))}"]
        stop = dice.choice((",", ",", ",", ""))
        pad = dice.choice(("", "", "    "))
        rows = [
            f"{pad * at}{self.mark('to', part)}{stop if at + 1 < len(parts) else dice.choice(('', '.'))}"
            for at, part in enumerate(parts)
        ]
        if lead.strip() in ("To:", "To", "An") and dice.random() < 0.4:
            return [lead.strip(), *rows]
        return [f"{lead}{rows[0]}", *rows[1:]]

    def rows_of_telegram(self):
        """A telegram whose number and day stand together, or where its text begins, with few labels."""
        dice = self.dice
        sender, addressee = self.value("from"), self.value("to")
        who = dice.choice(
            (
                [f"{self.label('from')} {sender}", f"{self.label('to')} {addressee}"], [f"{self.label('to')} {addressee}", f"{self.label('from')} {sender}"],
                [f"{self.label('to')} {addressee} {dice.choice(('(R)', 'RPTD', '(RPTD)', 'INFO', 'RFI'))} {self.place()}", f"{self.label('from')} {sender}"],
                [self.day_row(self.mark("from", self.place())), f"{self.label('to')} {addressee}"], [f"{sender} {dice.choice(('to', 'TO', '-'))} {addressee}"],
                [f"{self.label('from')} {sender}{self.wide}{self.label('date')} {self.value('date')}", f"{self.label('to')} {addressee}{self.wide}{self.label('received')} {self.day_written(self.day)}"],
            )
        )  # fmt: skip
        rows = list(who)
        has_date = any(f"{OPEN}" in row and self._has("date", row) for row in rows)
        has_number = False
        chance = dice.random()
        if chance < 0.25 and not has_date:  # both in one row
            kind = dice.choice(
                ("No.", "NO.", "Nr.", "CIRCULAR NO.", "Circular", "Telegram No.", "Serial", "TELNO", "CABLE NO.")
            )
            rows.append(
                f"{kind} {self.value('number')} {dice.choice(('of', 'OF', 'vom', 'du', 'dated', '-', ','))} {self.value('date')}"
            )
            has_date = has_number = True
        if not has_date:
            rows.insert(
                dice.randrange(len(rows) + 1),
                f"{dice.choice(('', '', 'Date of dispatch: ', 'DATE ', 'Sent ', 'Desp. ', self.wide))}{self.value('date')}{dice.choice(('', '', '  ' + self.written_clock(), '.'))}",
            )
        if dice.random() < 0.75:
            rows.insert(dice.randrange(len(rows) + 1), self.value("security"))
        if not has_number and dice.random() < 0.5:
            rows.append(
                dice.choice(("#", "# ", "No. ", "NO ", "Nr ", "", "", f"{self.name()} "))
                + self.value("number")
                + dice.choice(("", ".", f" {dice.choice(LEVELS)}"))
            )
            has_number = True
        if not has_number:
            self.opening = (
                dice.choice(("#", "", "", "", "", f"{self.name()} "))
                + self.value("number")
                + dice.choice(
                    (". ", ". ", " - ", ", ", f" {self.dice.choice(('of', 'cipher', ''))} {self.other('D MON')}. ")
                )
            )
        return rows

    def _has(self, field, row):
        return any(self.values[int(mark[1])][0] == field for mark in re.finditer(rf"{OPEN}(\d+){OPEN}", row))

    def rows_of_route(self):
        """FROM X TO Y on a line, the rest without labels."""
        dice = self.dice
        sender, addressee = self.value("from"), self.value("to")
        route = dice.choice(
            (
                f"FROM {sender} TO {addressee}",
                f"{sender} to {addressee}",
                f"From {sender}\nTo {addressee}",
                f"TO {addressee} FROM {sender}",
                f"{sender} - {addressee}" if dice.random() < 0.3 else f"FROM {sender}  TO {addressee}",
            )
        )
        rest = [
            f"{dice.choice(('No. ', 'No.', 'NO ', '', 'Telegram No. '))}{self.value('number')}",
            f"{dice.choice(('', '', 'D. ', 'Sent ', self.wide))}{self.value('date')}",
            self.value("security"),
        ]
        if dice.random() < 0.4:
            rest.append(self.value("precedence"))
        dice.shuffle(rest)
        if dice.random() < 0.3:
            rest[:2] = [f"{rest[0]}{self.wide}{rest[1].strip()}"]
        at = dice.randrange(2)
        return [*rest[:at], route, *rest[at:]]

    def rows_bare(self):
        """Hardly a label at all."""
        dice = self.dice
        rows = [f"{self.place().upper()} {self.value('date')}"] if dice.random() < 0.3 else [self.value("date")]
        rows.append(
            dice.choice(
                (
                    f"{self.value('to')}",
                    f"{self.value('to')}\nFROM {self.value('from')}",
                    f"FOR {self.value('to')} FROM {self.value('from')}",
                )
            )
        )
        rows.append(
            dice.choice(
                (
                    f"{self.value('number')}.",
                    f"{self.value('security')} {self.value('number')}",
                    f"NO {self.value('number')}",
                )
            )
        )
        return rows

    def rows_military(self):
        """A signal of forces."""
        dice = self.dice
        group = f"{self.day.day:02d}{dice.randrange(24):02d}{dice.randrange(60):02d}{dice.choice(('Z', 'A', 'B', ''))} {MONTH_NAMES['en'][self.day.month - 1][:3].upper()} {self.day.year % 100:02d}"
        rows = [
            dice.choice((self.value("precedence"), "", "ROUTINE" if dice.random() < 0.3 else "")),
            f"{dice.choice(('', 'DTG ', 'DTG: '))}{self.mark('date', self.day.isoformat(), group)}",
            f"{dice.choice(('FM', 'FROM', 'FROM:', 'FROM   :'))} {self.value('from')}", f"{dice.choice(('TO', 'TO:', 'TO     :'))} {self.value('to')}",
            dice.choice((f"INFO {self.who()}", "")), dice.choice(("BT", "", "")),
            dice.choice((f"{self.value('security')}  {self.value('number')}", f"{self.value('security')}\n{self.value('number')}", f"{self.value('number')}. {self.value('security')}")),
        ]  # fmt: skip
        if dice.random() < 0.3:
            rows[1], rows[2] = rows[2], rows[1]
        return rows

    def rows_printed(self):
        """A document in a printed edition."""
        dice = self.dice
        sender, addressee = self.value("from"), self.value("to")
        return [
            f"{dice.choice((self.figures(3) + '. ', 'No. ' + self.figures(3) + '  ', '', self.number() + '  '))}{sender} to {addressee}",
            dice.choice(("[Telegram]", "TELEGRAM", "", "[Extract]")),
            f"{dice.choice(('No. ', 'Telegram ', ''))}{self.value('number')}{self.wide if dice.random() < 0.5 else chr(10)}{self.place().upper() if dice.random() < 0.5 else self.place()}, {self.value('date')}",
            dice.choice((self.value("security"), "")),
        ]

    def specimen(self, damage, *, layered=False):
        """The heading, with the text below it."""
        dice = self.dice
        rows = {
            "form": self.rows_of_form,
            "columns": self.rows_of_form,
            "below": self.rows_of_form,
            "letter": self.rows_of_letter,
            "route": self.rows_of_route,
            "bare": self.rows_bare,
            "military": self.rows_military,
            "printed": self.rows_printed,
            "letterhead": self.rows_of_letterhead,
            "telegram": self.rows_of_telegram,
        }[self.layout]()
        for _ in range(dice.choice((0, 0, 1, 1, 2, 3))):
            rows.insert(dice.randrange(len(rows) + 1), self.other_row())
        body = self.body(dice.choice(("up", "mixed"))).splitlines()
        body[0] = self.opening or dice.choice(
            ("", "", f"{self.number()}. ", f"Your telegram {self.figures(3)}. ", "1. ")
        ) + re.sub(r"^\(?1[.)]\s*", "", body[0])
        rows = [part for row in (*self.banner(), *rows) for part in row.split("\n") if part.strip()] + body
        if dice.random() < 0.3:
            rows = [re.sub(r" {2,}", "  ", row) for row in rows]
        if layered:
            rows = as_text_layer(rows, dice)
        rows = [damaged_line(row, dice, damage) for row in rows]
        values, clean = [], []
        for index, row in enumerate(rows):
            for mark in re.finditer(rf"{OPEN}(\d+){OPEN}([^{SHUT}]*){SHUT}", row):
                field, value = self.values[int(mark[1])]
                if field != "x":
                    values.append((field, value, mark[2], index))
            clean.append(re.sub(rf"{OPEN}\d+{OPEN}|{SHUT}", "", row))
        return Specimen(f"free {self.layout}", "\n".join(clean), tuple(values))
