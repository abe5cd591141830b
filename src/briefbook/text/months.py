"""Names of months and weekdays, a language a row -> their numbers. The only table of them."""

import re
from functools import cache

from briefbook.text.folding import fold

MONTH_NAMES = {
    "en": ("January", "February", "March", "April", "May", "June",
           "July", "August", "September", "October", "November", "December"),
    "fr": ("janvier", "février", "mars", "avril", "mai", "juin",
           "juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    "de": ("Januar", "Februar", "März", "April", "Mai", "Juni",
           "Juli", "August", "September", "Oktober", "November", "Dezember"),
    "es": ("enero", "febrero", "marzo", "abril", "mayo", "junio",
           "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    "pt": ("janeiro", "fevereiro", "março", "abril", "maio", "junho",
           "julho", "agosto", "setembro", "outubro", "novembro", "dezembro"),
    "it": ("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno",
           "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"),
    "pl": ("stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca",
           "lipca", "sierpnia", "września", "października", "listopada", "grudnia"),
    "cs": ("ledna", "února", "března", "dubna", "května", "června",
           "července", "srpna", "září", "října", "listopadu", "prosince"),
}  # fmt: skip
"""The months' full names by language (ISO 639-1), as each language writes them in a date."""

ENGLISH = MONTH_NAMES["en"]

SHORT_NAMES = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep Sept", "Oct", "Nov", "Dec"),
    "fr": ("janv", "févr fév", "mar", "avr", "mai", "juin", "juil", "aoû", "sept", "oct", "nov", "déc"),
    "de": (
        "Jan Jän Jänner",
        "Feb Feber",
        "Mrz Mär",
        "Apr",
        "Mai",
        "Jun",
        "Jul",
        "Aug",
        "Sep Sept",
        "Okt",
        "Nov",
        "Dez",
    ),
    "es": ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep set sept", "oct", "nov", "dic"),
    "pt": ("jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez"),
    "it": ("gen genn", "feb febb", "mar", "apr", "mag magg", "giu", "lug", "ago", "set sett", "ott", "nov", "dic"),
    "nl": (
        "jan januari",
        "feb februari",
        "mrt maart",
        "apr",
        "mei",
        "jun juni",
        "jul juli",
        "aug augustus",
        "sep",
        "okt oktober",
        "nov",
        "dec",
    ),
}
"""Their usual abbreviations, without the stop. A word means the same month in every language that has it."""

FIRST_LETTERS = tuple(name[:3].upper() for name in ENGLISH)
"""JAN to DEC: the months as date-time groups and stamps abbreviate them."""

SHORT_MONTH = "|".join(FIRST_LETTERS)
"""The alternatives of a regular expression for them: JAN|FEB|MAR and so on."""

TELEGRAM_MONTH = SHORT_MONTH.replace("JUN", "JUNE?").replace("JUL", "JULY?").replace("SEP", "SEPT?")
"""The same with the short months in full, as telegrams write them: JUNE, JULY, SEPT."""

ROMAN = {
    figure: number
    for number, figure in enumerate(("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"), 1)
}
"""Months in Roman figures, as on the Continent: 8.XI.62."""

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_WEEKDAY_NAMES = {
    "en": WEEKDAYS,
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    "pt": ("segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado", "domingo"),
    "it": ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"),
}
_SHORT_WEEKDAYS = ("mon", "tue tues", "wed weds", "thu thur thurs", "fri", "sat", "sun")

_PAPER_LANGUAGES = tuple(MONTH_NAMES)
"""Languages of the papers whose headings are read."""


def plain_word(word: str) -> str:
    """A word in small letters without accents and stops, as the tables are asked for it.

    >>> plain_word("Févr."), plain_word("AOÛT")
    ('fevr', 'aout')
    """
    return fold(word).strip(".")


@cache
def _months() -> dict[str, int]:
    table: dict[str, int] = {}
    for names in (*SHORT_NAMES.values(), *MONTH_NAMES.values()):
        for number, spellings in enumerate(names, 1):
            for spelling in spellings.split():
                table[plain_word(spelling)] = number
    table["maerz"] = 3
    return table


@cache
def month_number(word: str) -> int:
    """The month that a word names, 1 to 12; 0 if it names none.

    Full names and abbreviations of every language in the table, their accents or not; the beginning of an English
    name from three letters on ("Novem"); an English name with at most two letters mistyped after the first three
    ("Novmber").

    >>> month_number("Sept."), month_number("août"), month_number("Novmber"), month_number("soon")
    (9, 8, 11, 0)
    """
    plain = plain_word(word)
    if number := _months().get(plain):
        return number
    if len(plain) < 3:
        return 0
    from rapidfuzz.distance import OSA  # only for a word that is no month as it stands

    for number, name in enumerate(ENGLISH, 1):
        full = name.lower()
        if full.startswith(plain):
            return number
        if plain[:3] == full[:3] and len(full) > 4 and OSA.distance(plain, full, score_cutoff=2) <= 2:
            return number
    return 0


@cache
def _weekdays() -> dict[str, int]:
    table = {plain_word(name): at for names in _WEEKDAY_NAMES.values() for at, name in enumerate(names)}
    table |= {short: at for at, spellings in enumerate(_SHORT_WEEKDAYS) for short in spellings.split()}
    table["sonnabend"] = 5
    return table


@cache
def weekday_number(word: str) -> int | None:
    """The weekday that a word names, Monday 0 to Sunday 6; None if it names none.

    >>> weekday_number("Thurs."), weekday_number("jeudi"), weekday_number("November")
    (3, 3, None)
    """
    return _weekdays().get(plain_word(word))


@cache
def heading_months() -> dict[str, int]:
    """Months by the names that headings of papers bear, in capitals: full names, and English abbreviations.

    Accents may stand or be left out, as teleprinters and typists had it.

    >>> heading_months()["SEPT"], heading_months()["FEVRIER"], heading_months()["FÉVRIER"], "X" in heading_months()
    (9, 2, 2, False)
    """
    table: dict[str, int] = {}
    for number in range(1, 13):
        names = [MONTH_NAMES[language][number - 1] for language in _PAPER_LANGUAGES]
        short = [SHORT_NAMES[language][number - 1] for language in ("en", "fr", "de")]  # SET and OUT are words too
        for name in (*names, *(part for parts in short for part in parts.split() if len(part) > 2)):
            table[name.upper()] = number
            table[plain_word(name).upper()] = number
    table["MAERZ"] = 3
    return table


def alternatives(names: dict[str, int]) -> str:
    """Names as the alternatives of a regular expression, longest first.

    >>> alternatives({"MAY": 5, "MARCH": 3})
    'MARCH|MAY'
    """
    return "|".join(sorted((re.escape(name) for name in names), key=len, reverse=True))
