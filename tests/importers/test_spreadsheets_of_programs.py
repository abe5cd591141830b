"""Lists as spreadsheet programs save them, in the languages and encodings of their users: the same items from all."""

import io
from datetime import date, datetime

import pytest
import xlsxwriter

from briefbook.importers.csv_table import read_table

NAMES = {
    "en": "Item,Date,From,To,Number,Subject",
    "de": "Kennung,Datum,Von,An,Nummer,Betreff",
    "fr": "Cote,Date,De,À,Numéro,Objet",
    "es": "Identificador,Fecha,De,A,Número,Asunto",
}
SUBJECT = {"en": "Café talks", "de": "Gespräche in Köln", "fr": "L'été à Besançon", "es": "Niñez y otoño"}


def rows(language, days, number="1234", subject=""):
    """A list of two telegrams: of 8 November and 23 December 1962."""
    return [
        NAMES[language].split(","),
        ["H1", days[0], "OSLO", "LDN", number, subject or SUBJECT[language]],
        ["H2", days[1], "OSLO", "PARIS", "17", "A; B, C"],
    ]


def text(table, separator=",", end="\r\n", quoted=False):
    """The table as programs write it: a cell in quotation marks where it must be, or always."""

    def cell(words):
        needs = quoted or separator in words or '"' in words or "\n" in words
        return '"' + words.replace('"', '""') + '"' if needs else words

    return end.join(separator.join(map(cell, row)) for row in table) + end


TEXTS = {
    "Excel, American, CSV": (text(rows("en", ("11/8/1962", "12/23/1962"))), "cp1252"),
    "Excel, American, CSV UTF-8": (text(rows("en", ("11/8/1962", "12/23/1962"))), "utf-8-sig"),
    "Excel, British, CSV": (text(rows("en", ("08/11/1962", "23/12/1962"))), "cp1252"),
    "Excel, Unicode text": (text(rows("en", ("8-Nov-62", "23-Dec-62")), "\t"), "utf-16"),
    "Excel for Mac, CSV (Macintosh)": (text(rows("fr", ("08/11/1962", "23/12/1962")), ";", "\r"), "mac-roman"),
    "Excel, German, CSV": (text(rows("de", ("08.11.1962", "23.12.1962"), "1.234"), ";"), "cp1252"),
    "Excel, German, short months": (text(rows("de", ("08. Nov 62", "23. Dez 62")), ";"), "cp1252"),
    "Excel, German, long months": (text(rows("de", ("8. November 1962", "23. Dezember 1962")), ";"), "cp1252"),
    "Excel, German, weekdays": (
        text(rows("de", ("Donnerstag, 8. November 1962", "Sonntag, 23. Dezember 1962")), ";"),
        "utf-8-sig",
    ),
    "Excel, Austrian, with sep=": ("sep=;\r\n" + text(rows("de", ("08.11.1962", "23.12.1962")), ";"), "cp1252"),
    "Excel, Swiss, apostrophe": (text(rows("de", ("08.11.1962", "23.12.1962"), "1'234"), ";"), "cp1252"),
    "Excel, Swiss, curly": (text(rows("de", ("08.11.1962", "23.12.1962"), "1’234"), ";"), "cp1252"),
    "Excel, French, CSV": (text(rows("fr", ("08/11/1962", "23/12/1962"), "1\u00a0234"), ";"), "cp1252"),
    "Excel, French, narrow blanks": (text(rows("fr", ("08/11/1962", "23/12/1962"), "1\u202f234"), ";"), "utf-8-sig"),
    "Excel, French, short months": (text(rows("fr", ("8-nov.-62", "23-déc.-62")), ";"), "cp1252"),
    "Excel, French, long months": (text(rows("fr", ("8 novembre 1962", "23 décembre 1962")), ";"), "cp1252"),
    "Excel, French, weekdays": (
        text(rows("fr", ("jeudi 8 novembre 1962", "dimanche 23 décembre 1962")), ";"),
        "cp1252",
    ),
    "Excel, Spanish": (text(rows("es", ("08/11/1962", "23/12/1962"), "1.234"), ";"), "cp1252"),
    "Excel, Spanish, short months": (text(rows("es", ("08-nov-62", "23-dic-62")), ";"), "cp1252"),
    "Excel, Spanish, long months": (
        text(rows("es", ("8 de noviembre de 1962", "23 de diciembre de 1962")), ";"),
        "cp1252",
    ),
    "Numbers, American": (text(rows("en", ("11/8/62", "12/23/62")), end="\n"), "utf-8"),
    "Numbers, German": (text(rows("de", ("08.11.62", "23.12.62")), ";", "\n"), "utf-8"),
    "Numbers, long": (text(rows("en", ("November 8, 1962", "December 23, 1962")), end="\n"), "utf-8"),
    "LibreOffice, all quoted": (text(rows("en", ("1962-11-08", "1962-12-23")), end="\n", quoted=True), "utf-8"),
    "LibreOffice, German": (text(rows("de", ("08.11.62", "23.12.62")), ",", "\n"), "utf-8"),
    "LibreOffice, French, tabs": (text(rows("fr", ("08/11/62", "23/12/62")), "\t", "\n"), "iso-8859-15"),
    "LibreOffice, bars": (text(rows("en", ("8.11.1962", "23.12.1962")), "|", "\n"), "utf-8"),
    "Google Sheets, American": (text(rows("en", ("11/8/1962", "12/23/1962"), "1,234")), "utf-8"),
    "Google Sheets, British": (text(rows("en", ("08/11/1962", "23/12/1962"))), "utf-8"),
    "Google Sheets, German": (text(rows("de", ("08.11.1962", "23.12.1962"), "1.234")), "utf-8"),
    "Google Sheets, with times": (text(rows("en", ("11/8/1962 0:00:00", "12/23/1962 0:00:00"))), "utf-8"),
    "pandas": (text(rows("en", ("1962-11-08 00:00:00", "1962-12-23 00:00:00"), "1234.0"), end="\n"), "utf-8"),
    "R, write.csv2": (text(rows("de", ("1962-11-08", "1962-12-23")), ";", "\n", quoted=True), "utf-8"),
    "Access, German": (text(rows("de", ("08.11.1962 00:00:00", "23.12.1962 00:00:00")), ";"), "cp1252"),
    "FileMaker": (text(rows("en", ("11/8/1962", "12/23/1962")), ",", "\r", quoted=True), "utf-8"),
}


def values(received, *names):
    return [
        {name: [reading.value for reading in description.readings.get(name, ())] for name in names}
        for description in received.descriptions
    ]


@pytest.mark.parametrize("program", TEXTS)
def test_a_list_is_the_same_from_every_program(program):
    words, encoding = TEXTS[program]
    received = read_table(words.encode(encoding), "list")
    language = next(name for name, columns in NAMES.items() if columns.split(",")[-1] in words)

    assert [description.item for description in received.descriptions] == ["H1", "H2"]
    assert values(received, "date", "from", "to", "number") == [
        {"date": ["1962-11-08"], "from": ["OSLO"], "to": ["LDN"], "number": ["1234"]},
        {"date": ["1962-12-23"], "from": ["OSLO"], "to": ["PARIS"], "number": ["17"]},
    ]
    assert values(received, "subject") == [{"subject": [SUBJECT[language]]}, {"subject": ["A; B, C"]}]


MONTHS = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "en, long": "January February March April May June July August September October November December",
    "de": "Jan Feb Mrz Apr Mai Jun Jul Aug Sep Okt Nov Dez",
    "de, long": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "de, Austrian": "Jänner Feber März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "fr, long": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "ene feb mar abr may jun jul ago sep oct nov dic",
    "es, long": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gen feb mar apr mag giu lug ago set ott nov dic",
    "it, long": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "jan fev mar abr mai jun jul ago set out nov dez",
    "pt, long": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "nl": "jan feb mrt apr mei jun jul aug sep okt nov dec",
    "nl, long": "januari februari maart april mei juni juli augustus september oktober november december",
}


@pytest.mark.parametrize("language", MONTHS)
def test_months_are_known_in_the_languages_of_spreadsheets(language):
    names = MONTHS[language].split()
    table = [["Item", "Date"], *([f"H{at}", f"{at} {name} 1962"] for at, name in enumerate(names, 1))]
    wanted = [{"date": [f"1962-{at:02}-{at:02}"]} for at in range(1, 13)]
    assert values(read_table(text(table).encode(), "list"), "date") == wanted


def workbook(write, **options):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **options}) as book:
        write(book, book.add_worksheet())
    return out.getvalue()


def of_days(form):
    """A sheet whose days are days with a form of the program's, and whose numbers are numbers."""

    def write(book, sheet):
        for column, name in enumerate(NAMES["en"].split(",")):
            sheet.write(0, column, name)
        for row, day, number in ((1, date(1962, 11, 8), 1234), (2, date(1962, 12, 23), 17)):
            sheet.write(row, 0, f"H{row}")
            sheet.write_datetime(row, 1, datetime(day.year, day.month, day.day), book.add_format({"num_format": form}))
            sheet.write_row(row, 2, ["OSLO", "LDN"])
            sheet.write_number(row, 4, number, book.add_format({"num_format": "#,##0.00"}))

    return write


FORMS = [
    "m/d/yy", "dd/mm/yyyy", "dd.mm.yyyy", "[$-407]d. mmmm yyyy", "[$-40C]d mmm yyyy;@", "yyyy-mm-dd",
    "[$-F800]dddd, mmmm dd, yyyy", "mmm yy", "m/d/yy h:mm", "[$-C0A]d-mmm-yy",
]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("since_1904", [False, True])
def test_days_of_a_workbook_are_days_however_they_are_shown(form, since_1904):
    received = read_table(workbook(of_days(form), date_1904=since_1904), "list")
    assert values(received, "date", "number") == [
        {"date": ["1962-11-08"], "number": ["1234"]},
        {"date": ["1962-12-23"], "number": ["17"]},
    ]


def test_a_day_that_a_workbook_holds_as_a_bare_number_is_not_taken_for_a_year():
    def write(book, sheet):
        for row, cells in enumerate([["Item", "Date", "Subject"], ["H1", 22958, "A"], ["H2", 23003, "B"]]):
            sheet.write_row(row, 0, cells)

    received = read_table(workbook(write), "list")
    assert [description.readings["date"][0].value for description in received.descriptions] == [None, None]
    assert any("22958" in sentence for sentence in received.not_understood)


def test_days_that_a_spreadsheet_of_another_country_may_have_swapped_are_flagged_and_told():
    def write(book, sheet):
        form = book.add_format({"num_format": "m/d/yyyy"})
        sheet.write_row(0, 0, ["Item", "Date"])
        for row, day in enumerate([datetime(1962, 8, 11), datetime(1962, 9, 11), datetime(1962, 11, 11)], 1):
            sheet.write(row, 0, f"H{row}")
            sheet.write_datetime(row, 1, day, form)
        sheet.write_row(4, 0, ["H4", "23/11/1962"])

    received = read_table(workbook(write), "list")
    assert [description.flags for description in received.descriptions] == [
        ("ambiguous_date",),
        ("ambiguous_date",),
        (),  # the same either way
        (),
    ]
    assert any("it may have swapped day and month" in sentence for sentence in received.not_understood)


def test_days_that_can_be_no_months_show_that_nothing_was_swapped():
    table = [["Item", "Date"], ["H1", "1962-08-11"], ["H2", "1962-09-11"], ["H3", "1962-09-23"], ["H4", "23/11/1962"]]
    received = read_table(text(table).encode(), "list")
    assert [description.flags for description in received.descriptions] == [(), (), (), ()]
