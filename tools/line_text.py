"""What drawn lines say: prose, words of a list, code words and numbers, a form's labels."""

import os
import random
import re
import unicodedata
from functools import cache, partial
from pathlib import Path


@cache
def prose() -> str:
    """English prose to take lines from: the file that BRIEFBOOK_PROSE names, or words of the list."""
    if told := os.environ.get("BRIEFBOOK_PROSE"):
        return Path(told).read_text(encoding="utf-8")
    return " ".join(random.Random(0).choice(dictionary()[:6000]) for _ in range(20000))


BEYOND_ASCII = "éèêëàâçôûùîïüöäñÉÈÊËÀÂÇÔÛÙÎÏÜÖÄÑ«»°§£½¼"
"""Letters and signs that are drawn beside those of ASCII."""


@cache
def french() -> list[str]:
    """French words from the file that BRIEFBOOK_FRENCH names (Debian's wfrench), or a few dozen."""
    words = FRENCH_WORDS
    if told := os.environ.get("BRIEFBOOK_FRENCH"):
        words += tuple(Path(told).read_text(encoding="utf-8").split())
    return [word for word in words if all(letter.isascii() or letter in BEYOND_ASCII for letter in word)]


FRENCH_WORDS = (
    *(
        "à",
        "été",
        "où",
        "très",
        "même",
        "après",
        "déjà",
        "première",
        "réponse",
        "français",
        "être",
        "présent",
        "Québec",
    ),
    *("télégramme", "délégué", "ministère", "étranger", "affaires", "Canada", "août", "février", "décembre", "intérêt"),
    *("élève", "forêt", "façon", "reçu", "garçon", "hôtel", "contrôle", "bientôt", "dû", "sûr", "goût", "île", "naïf"),
)
SMALL_FRENCH_WORDS = (
    *("le", "la", "les", "de", "des", "du", "et", "à", "un", "une", "en", "que", "qui", "dans", "pour", "par", "sur"),
    *(
        "au",
        "aux",
        "ce",
        "cette",
        "est",
        "sont",
        "a",
        "il",
        "nous",
        "vous",
        "ne",
        "pas",
        "plus",
        "l'",
        "d'",
        "qu'",
        "où",
    ),
)


def french_words(c: random.Random, count: int) -> list[str]:
    """Words as a French text has them: every second a small one; now and then a quotation or a figure."""
    words: list[str] = []
    while len(words) < count:
        word = c.choice(SMALL_FRENCH_WORDS) if c.random() < 0.48 else c.choice(french())
        if words and words[-1].endswith("'") and word[0].lower() in "aeiouyhéèêâàîôû":
            word = words.pop() + word
        share = c.random()
        if share < 0.1:
            word += c.choice(".,;:")
        elif share < 0.14:
            word = f"«{word}»" if c.random() < 0.5 else f'"{word}"'
        elif share < 0.18:
            word = str(c.randint(1, 9999)) if c.random() < 0.7 else f"No {c.randint(1, 999)}"
        elif share < 0.28:
            word = word.capitalize()
        words.append(word)
    return words


def capitals(c: random.Random, text: str) -> str:
    """In capitals; these mostly have no accents, for most machines had none for them."""
    if not text.isascii() and c.random() < 0.6:
        return "".join(part for part in unicodedata.normalize("NFD", text) if not unicodedata.combining(part)).upper()
    return text.upper()


def figures(c: random.Random) -> str:
    """Figures in groups as telegrams have them, noughts, ones and eights oftener than others."""
    kind = c.random()
    some = partial(_random_letters, c, "0000011188869325740123456789")

    if kind < 0.3:
        return " ".join(some(5) for _ in range(c.randint(1, 4)))
    if kind < 0.5:
        return some(c.randint(2, 7))
    if kind < 0.6:
        minute = f"{c.randint(1, 31):02d}{c.randint(0, 23):02d}{c.randint(0, 59):02d}Z"
        return f"{minute} {c.choice(MONTHS)} {c.randint(45, 96)}"
    if kind < 0.7:
        day = f"{c.randint(1, 31)} {c.choice(MONTHS)} {c.randint(45, 79)}"
        return f"{day} IN{c.choice((' ', '', '-'))}{some(5)}"
    if kind < 0.8:
        return f"{c.choice(LONG_MONTHS)} {c.randint(1, 31)}, 19{c.randint(45, 79)}"
    if kind < 0.86:
        return f"{some(1)}-{some(3)}, {some(2)}.{some(1)}"
    if kind < 0.92:
        return f"{c.choice('$£')}{some(c.randint(1, 3))},{some(3)}"
    return f"{some(2)}{c.choice('°§½¼')}"


@cache
def dictionary() -> list[str]:
    """English words, the commonest first."""
    import symspellpy

    path = Path(symspellpy.__file__).parent / "frequency_dictionary_en_82_765.txt"
    return [row.split()[0] for row in path.read_text(encoding="utf-8-sig").splitlines()[:60000]]


MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


def _random_letters(c: random.Random, letters: str, count: int) -> str:
    return "".join(c.choice(letters) for _ in range(count))


def code_word(c: random.Random) -> str:
    """A number, a date, a cryptonym, a code group, an initial, a sign: what only telegrams have."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    kind = c.random()
    some = partial(_random_letters, c, letters)

    if kind < 0.22:
        return str(c.randint(1, 10 ** c.randint(1, 6)))
    if kind < 0.30:
        return f"{c.randint(1, 31):02d}{c.randint(0, 23):02d}{c.randint(0, 59):02d}Z"
    if kind < 0.38:
        word = c.choice(dictionary()[200:9000]).upper()
        return (
            c.choice(("AM", "UN", "PB", "KU", "OD", "LC", "SJ", "HB", "ZR", "RU", some(2)))
            + word[: c.randint(3, 8)]
            + (f"/{c.randint(1, 40)}" if c.random() < 0.4 else "")
        )
    if kind < 0.46:
        return some(c.randint(2, 7))
    if kind < 0.52:
        year = c.choice(("", str(c.randint(45, 75)), "19" + str(c.randint(45, 75))))
        return f"{c.randint(1, 31)}{c.choice((' ', '', '-'))}{c.choice(MONTHS)}{c.choice((' ', '', '/', '-'))}{year}"
    if kind < 0.58:
        return f"{some(c.randint(1, 4))}{c.choice('-/. ')}{c.randint(1, 9999)}"
    if kind < 0.63:
        return f"{c.randint(1, 999)},{c.randint(0, 999):03d}" + (
            f",{c.randint(0, 999):03d}" if c.random() < 0.2 else ""
        )
    if kind < 0.67:
        return f"{c.choice('$#')}{c.randint(1, 9999)}"
    if kind < 0.71:
        return f"{c.randint(1, 99)}.{c.randint(0, 99)}"
    if kind < 0.75:
        return f"{c.choice(('PARA', 'PARAS', 'REF', 'IN', 'OUT', 'NO.', 'TEL', 'DIR', 'CITE'))} {c.randint(1, 99999)}"
    if kind < 0.79:
        return c.choice(letters) + ". " + c.choice(letters) + "."
    if kind < 0.82:
        return c.choice(
            (
                "AND/OR",
                "S/W",
                "U/9",
                "A/C",
                "B'S",
                "&",
                "*",
                "+",
                "=",
                "%",
                "#",
                "@",
                "--",
                "-",
                "..",
                "...",
                "/",
                ":",
                ";",
                "?",
                "!",
            )
        )
    if kind < 0.9:
        return " ".join(some(c.randint(4, 5)) for _ in range(c.randint(1, 3)))
    return c.choice(dictionary()[:60000]).upper()


FORM = (
    "CLASSIFIED MESSAGE",
    "ROUTING",
    "ACTION",
    "INFO",
    "DATE",
    "FROM",
    "TO",
    "PRECEDENCE",
    "ORIG",
    "UNIT",
    "EXT",
    "FILE NO.",
    "NO INDEX",
    "FILE IN CS FILE NO.",
    "CONF",
    "PRIORITY",
    "ROUTINE",
    "DEFERRED",
    "OPERATIONAL IMMEDIATE",
    "INITIALS",
    "INCOMING TELEGRAM",
    "OUTGOING MESSAGE",
    "DEPARTMENT OF STATE",
    "DEPARTMENT OF EXTERNAL AFFAIRS",
    "SECURITY",
    "NUMBER",
    "REFERENCE",
    "SUBJECT",
    "APPROVED FOR RELEASE",
    "DECLASSIFIED",
    "REPRODUCTION BY OTHER THAN THE ISSUING OFFICE IS PROHIBITED",
    "COORDINATING OFFICERS",
    "RELEASING OFFICER",
    "AUTHENTICATING OFFICER",
    "COPY NO.",
    "RETURN TO",
    "BACKGROUND USE ONLY",
    "DO NOT REPRODUCE",
    "EXCLUDED FROM AUTOMATIC DOWNGRADING AND DECLASSIFICATION",
    "OBSOLETE PREVIOUS EDITIONS",
    "RELEASE UNDER THE ACT OF",
    "DISTRIBUTION",
    "DRAFTED BY",
    "CLEARANCES",
    "MESSAGE CENTRE",
    "ORIGINATOR",
    "DIVISION",
    "LOCAL",
    "TIME OF DESPATCH",
    "PAGE OF",
    "SECRET",
    "CONFIDENTIAL",
)
LABELS = (
    *(label for label in FORM if len(label) < 20),
    *("TO", "FROM", "DATE", "UNIT", "EXT", "ORIG", "CONF", "INFO", "CITE", "CITE DIR", "REF", "ACTION", "ROUTINE"),
    *("INDEX", "NO INDEX", "FILE IN CS FILE NO.", "DEFERRED", "IMMEDIATE", "FLASH", "FILE", "RECD", "SENT", "TIME"),
    *(
        "CLASSIFICATION",
        "ORIGIN",
        "REPORT NO.",
        "COUNTRY",
        "DATE DISTR.",
        "REFERENCES",
        "NO. PAGES",
        "SOURCE",
        "CONTROL",
    ),
    *("SYMBOL", "DATE OF INFO.", "PLACE ACQ.", "MESSAGE FORM", "NR", "ADDRESSEE", "ACTION OFFICE", "SPECIAL HANDLING"),
)
"""What forms print beside their boxes."""


@cache
def places() -> tuple[str, ...]:
    """Posts and cities, from the product's own lists."""
    import csv

    data = Path(__file__).resolve().parents[1] / "src" / "briefbook" / "text" / "data"
    names = set()
    for name in ("cities.csv", "stations.csv", "posts_canada.csv"):
        with (data / name).open(encoding="utf-8") as rows:
            for row in csv.reader(line for line in rows if not line.startswith("#")):
                names.update(cell.upper() for cell in row[:2] if 2 < len(cell) < 16 and cell.isascii())
    return tuple(sorted(names))


def label(c: random.Random) -> str:
    """A form's printed label, with or without its colon; now and then a line of small print."""
    if c.random() < 0.1:
        return " ".join(c.choice(dictionary()[:3000]).capitalize() for _ in range(c.randint(2, 5)))
    text = c.choice(LABELS)
    return (text if c.random() < 0.85 else text.capitalize()) + c.choice(("", "", ":", " :", ".", ":"))


def date(c: random.Random) -> str:
    """A day as forms have it."""
    month = c.choice(MONTHS if c.random() < 0.6 else LONG_MONTHS)
    year = c.choice((str(c.randint(45, 75)), "19" + str(c.randint(45, 75))))
    day, mark = c.choice((str(c.randint(1, 31)), f"{c.randint(1, 31):02d}")), c.choice((" ", " ", " ", "-", "/"))
    kind = c.random()
    if kind < 0.7:
        return f"{day}{mark}{month}{mark}{year}"
    if kind < 0.85:
        return f"{month} {day} {c.randint(0, 23):02d}{c.randint(0, 59):02d}Z {year[-2:]}"
    return f"{month} {day}, {year}"


LONG_MONTHS = (
    *("JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY"),
    *("AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER"),
)


def value(c: random.Random) -> str:
    """What is typed in a form's box."""
    kind = c.random()
    if kind < 0.2:
        return date(c)
    if kind < 0.4:
        return c.choice((" ", ", ", "; ", " INFO ")).join(c.choice(places()) for _ in range(c.choice((1, 1, 1, 2, 3))))
    if kind < 0.5:
        return f"{c.choice(places())[:4]} {c.randint(1, 9999):04d}"
    if kind < 0.56:
        return f"{c.choice(places())[:4]} CITE {c.choice(places())[:4]} {c.randint(1, 99999):04d}"
    if kind < 0.66:
        return c.choice(("DIRECTOR", "DIR", "SECRET", "S E C R E T", "S-E-C-R-E-T", "CONFIDENTIAL", "PRITY", "ROUTINE"))
    if kind < 0.74:
        return f"{c.choice(('IN', 'DIR', 'OUT', 'NO.', 'NR', 'TDCS', 'REF'))} {c.randint(1, 99999):05d}"
    if kind < 0.84:
        return ", ".join(code_word(c) if c.random() < 0.3 else c.choice(OFFICES) for _ in range(c.randint(1, 7)))
    if kind < 0.92:
        return " ".join(c.choice(dictionary()[:9000]).upper() for _ in range(c.randint(1, 4)))
    return str(c.randint(1, 99999))


OFFICES = (
    *(
        "DDP",
        "ADDP",
        "CI",
        "CI/OPS",
        "CI/OA",
        "FI",
        "FI/INT 6",
        "WH 7",
        "WE 4",
        "EE 3",
        "SR 2",
        "S/C 2",
        "CA 2",
        "OS 2",
    ),
    *(
        "CA/PEG",
        "CA/PROP",
        "DD/I(A)",
        "TSD 3",
        "VR",
        "RF 2",
        "G",
        "SS",
        "L",
        "EUR",
        "ARA",
        "P",
        "IO",
        "NEA",
        "INR",
        "RMR",
    ),
)


def stamped(c: random.Random) -> str:
    """What a numbering machine or a date stamp prints."""
    kind = c.random()
    if kind < 0.55:
        return f"{c.randint(0, 99999):05d}"
    if kind < 0.65:
        return f"IN{c.choice(('', ' '))}{c.randint(0, 99999):05d}"
    if kind < 0.72:
        return str(c.randint(1, 999999))
    if kind < 0.9:
        return f"{c.randint(1, 31):02d} {c.choice(MONTHS)} {c.choice(('', '19'))}{c.randint(45, 75)}"
    day = f"{c.randint(1, 31):02d} {c.choice(MONTHS)} {c.randint(45, 75)}"
    return f"{day} {c.randint(0, 23):02d} {c.randint(0, 59):02d}Z"


DROPPED = {"THE", "A", "AN", "OF", "THAT", "IS", "ARE", "WILL", "TO"}


def _dressed(c: random.Random, word: str) -> str:
    """A word with the marks that may stand around it, or something else in its place."""
    share = c.random()
    if share < 0.05:
        return f"({word})"
    if share < 0.09:
        return f'"{word}"'
    if share < 0.25:
        return word + c.choice(".,:;?")
    if share < 0.28:
        return word + "'s"
    if share < 0.31:
        return f"{word}-{c.choice(dictionary()[:900])}"
    return code_word(c) if share < 0.42 else word


def sentence(c: random.Random, length: int, form: bool = False) -> str:
    """About so many characters of text of some kind, upper case."""
    kind = c.random()
    other = c.random()
    if other < 0.16:
        words = french_words(c, length // 4 + 2)
    elif other < 0.28:
        words = [
            figures(c) if c.random() < 0.55 else c.choice((c.choice(dictionary()[:4000]), c.choice(places())))
            for _ in range(length // 6 + 2)
        ]
        words = " ".join(words).split()
    elif form and kind < 0.35:
        words = c.choice(FORM).split() + ([code_word(c)] if c.random() < 0.4 else [])
    elif kind < 0.62:
        text = prose()
        at = c.randrange(len(text) - 400)
        words = text[at : at + 3 * length + 60].split()[1:]
        if c.random() < 0.5:
            words = [w for w in words if w.upper() not in DROPPED or c.random() < 0.4]
        words = [code_word(c) if c.random() < 0.04 else w for w in words]
    elif kind < 0.82:
        table = dictionary()
        words = []
        for _ in range(length // 4 + 2):
            words.append(_dressed(c, table[min(int(c.expovariate(1 / 3000)), len(table) - 1)]))
    else:
        words = [code_word(c) if c.random() < 0.6 else c.choice(dictionary()[:4000]) for _ in range(length // 4 + 2)]
    if c.random() < 0.18:
        words.insert(
            0,
            c.choice(
                (f"{c.randint(1, 19)}.", f"{c.choice('ABCDEF')}.", f"({c.choice('ABCDEF123')})", f"({c.randint(1, 9)})")
            ),
        )
    out = ""
    for w in words:
        gap = " " if not out.endswith(".") or c.random() < 0.6 else "  "
        if out and len(out) + len(gap) + len(w) > length:
            break
        out += (gap if out else "") + w
    out = re.sub(rf"[^\x20-\x7e{BEYOND_ASCII}]", "", out)
    if c.random() < 0.04 and len(out) > 16:  # a gap as between the fields of a heading
        parts = out.split(" ")
        k = c.randint(1, len(parts))
        out = " ".join(parts[:k]) + " " * c.randint(3, 7) + " ".join(parts[k:])
    return out.strip()
