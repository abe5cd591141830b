"""What a heading may not say: values out of sentences, labels and letters that are not theirs."""

from dataclasses import replace

import pytest
from laid_out import TEXT, laid_out

from briefbook.cables import read_cable, read_heading
from briefbook.cables.evidence.addresses import read_address
from briefbook.cables.repairs import is_addressee, is_likely_year, is_subject
from briefbook.model.page import Box, Line, Page, Word

CABLE = "CLASSIFIED MESSAGE\nSECRET 191645Z CITE LIMA 6756\nDIRECTOR INFO JMWAVE\n"


def test_a_precedence_in_a_sentence_is_none():
    text = CABLE + "1. HE WAS ASKED TO STAND BY FOR\nTHIS AND ANY OTHER OPERATIONAL PLANS THAT ARE KNOWN TO US."
    assert read_heading(text)["precedence"] is None


def test_a_person_spoken_of_as_subject_is_not_what_the_cable_is_about():
    assert read_heading(CABLE + "SUBJECT REF A NOT YET SEEN BY THE COAST GUARD")["subject"] is None
    assert read_heading(CABLE + "SUBJ TO LEAVE ABOUT TWO MONTHS FROM NOW")["subject"] is None
    assert read_heading(CABLE + "SUBJ HARBOUR DUES AT CALLAO")["subject"] == "HARBOUR DUES AT CALLAO"


@pytest.mark.parametrize(
    ("value", "line", "is_one"),
    [
        ("Harbour dues", "SUBJECT: Harbour dues", True),
        ("WAS SEEN THERE", "SUBJECT: WAS SEEN THERE", True),  # behind a colon it is what the typist says
        ("WAS SEEN THERE", "SUBJECT WAS SEEN THERE", False),
        ("DATE DISTR", "SUBJECT DATE DISTR", False),
    ],
)
def test_what_is_a_subject(value, line, is_one):
    assert is_subject(value, line) is is_one


@pytest.mark.parametrize("words", ["CINCPAC", "JCS (J-3)", "Ambassador Lodge"])
def test_posts_offices_and_persons_are_addressees(words):
    assert is_addressee(words)


@pytest.mark.parametrize("words", ["12 -ADEP", "13-SOD", "JCS (6-RF", "0 SD 14-FILE"])
def test_marks_of_distribution_are_no_addressees(words):
    assert not is_addressee(words)


def test_a_station_is_not_made_of_a_word_in_small_letters():
    heading = read_heading("CLASSIFIED MESSAGE\nSECRET 194645Z CITE (Said SALVADOR 6756\nJMWAVE INFO DIRECTOR")
    assert heading["from"] is None
    assert read_heading("CLASSIFIED MESSAGE\nSECRET 194645Z CITE SAIG 6756\nDIRECTOR")["from"] == "SAIGON"


def test_a_year_sixty_years_off_is_not_legible():
    rows = [(300, (200, "MEMORANDUM")), (360, (200, "14 May 1902")), (420, (200, "He came here in June 1961.")), *TEXT]
    (reading,) = read_cable("D1", [laid_out(rows)]).fields["date"]
    assert (reading.value, reading.as_written) == (None, "14 May 1902")
    assert is_likely_year(1902, [1904], measured=True)
    assert is_likely_year(1902, [], measured=False)


def test_a_level_made_of_a_label_is_not_legible():
    rows = [(300, (200, "MEMORANDUM")), (360, (200, "DISTR:")), (420, (200, "POSED")), *TEXT]
    assert read_cable("D1", [laid_out(rows)]).value("classification") is None


def test_a_level_that_lost_its_first_letters_is_that_level():
    text = "En Clair\nPRIORITY PEKING TO FOREIGN OFFICE\nTelno 412 3 May, 1967\nCLASSIFIED\nAddressed to Foreign Office"
    assert read_heading(text)["security"] == "UNCLASSIFIED"


def test_the_number_of_the_printed_form_is_no_number_of_a_memorandum():
    heading = read_heading("""OPTIONAL FORM NO. 10
5010-104
UNITED STATES GOVERNMENT
MEMORANDUM
TO: Chief, Harbour Section
FROM: R. A. Archer
DATE: 12 March 1963
SUBJECT: Dues at Callao
""")
    assert heading["number"] is None


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("Chief of Station, Callao 20 June", "CHIEF OF STATION, CALLAO"),
        ("CHIEF, HARBOUR DIVISION HEADQUARTERS FILE NO", "CHIEF, HARBOUR DIVISION"),
        ("A. B. ARCHER, DIRECTOR 71 /", "A. B. ARCHER, DIRECTOR"),
    ],
)
def test_what_stands_in_the_next_box_is_no_part_of_an_address(words, value):
    assert read_address(words).value == value


def test_an_address_that_breaks_off_is_not_taken():
    assert read_address("CHIEF OF RIO DE 20 JUNE") is None


def test_the_day_of_one_entry_is_not_the_date_of_an_index_card():
    card = """ARCHER, Ada
DOB: Callao
harbour pilot
trace asked for
10 JAN 62
doing excellent work in the harbour
has good contacts
with the pilots
report of 8 FEB 62
NORTH WIND
RPT 10 DEC 62
was on the committee until 31 MAR 63"""
    assert read_heading(card)["date"] is None


def test_words_of_a_sentence_name_nobody():
    assert read_address("helicopters, pumps and hoses") is None


def test_the_box_for_those_who_are_to_confirm_is_no_marking():
    assert read_heading("CLASSIFIED MESSAGE\nTO LIMA\nFROM: DIRECTOR\nCONF: 4\nCITE DIR 85974")["security"] is None


def test_below_the_head_of_a_page_that_goes_on_stands_text():
    heading = read_heading(
        "CLASSIFIED MESSAGE IN 60396 PAGE 2\nNO TRACES.\nE. MASTER BORN LIMA DATE UNKNOWN.\nLIVING CALLAO.\n"
        "F. OFFICER FIRED 10 MAR 52. BOAT OWNER.\nTO LIMA"
    )
    assert (heading["date"], heading["to"], heading["from"]) == (None, [], None)


def on_paper(*rows):
    return read_cable("D1", [laid_out([(200, (900, "SECRET")), *rows, *TEXT])])


@pytest.mark.parametrize(
    ("day", "year_named", "date"),
    [("17 May 1985|0.55", "", None), ("17 May 1965|0.55", " IN 1964", "1965-05-17"), ("17 May 1965", "", "1965-05-17")],
)
def test_a_doubtful_year_is_believed_only_if_the_paper_names_it_or_the_next_again(day, year_named, date):
    cable = on_paper(
        (300, (1400, day)),
        (400, (200, "MEMORANDUM FOR: Chief, Cover Branch")),
        (500, (200, "SUBJECT: Dues" + year_named)),
    )
    assert cable.value("date") == date


def test_a_post_that_the_reader_offers_beside_a_word_is_meant_in_a_number():
    page = laid_out([(200, (900, "CLASSIFIED MESSAGE")), (300, (200, "SECRET 172040Z")), *TEXT])
    words = [
        Word(word, Box(200 + 150 * at, 400, 320 + 150 * at, 434), 0.9)
        for at, word in enumerate(["DIR", "CITE", "HAVE", "5413"])
    ]
    words[2] = replace(words[2], alternatives=("WAVE",))
    page = replace(page, lines=(*page.lines[:2], Line(tuple(words)), *page.lines[2:]))
    assert read_cable("D1", [page]).value("number") == "WAVE 5413"


def test_an_office_that_is_hardly_legible_is_offered_and_not_given():
    cable = on_paper(
        (300, (1400, "17 May 1961")),
        (400, (200, "FROM: LIMA|0.3")),
        (500, (200, "TO: QUITO")),
        (600, (200, "NO: 4410")),
    )
    assert (cable.value("from"), cable.value("to")) == (None, "QUITO")
    assert cable.candidates["from"][0].value == "LIMA"


@pytest.mark.parametrize("time", ["030339Z", "030339Z OCT 62", "0339Z"])
def test_the_time_of_filing_is_no_file_of_the_archive(time):
    rows = ["SECRET", "TO DIRECTOR", "FROM KINGSTON", f"FILE {time}", "1. THE FERRY LEFT AT NOON."]
    page = Page("A", 1, tuple(Line(tuple(Word(word) for word in row.split())) for row in rows))
    assert "file" not in read_cable("A", [page]).fields
