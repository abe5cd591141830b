"""Several papers in one item: each heading begins a paper; what goes on with one, or has no heading, belongs to it."""

import pytest

from briefbook.cables import read_cable
from briefbook.cables.papers import papers_of
from briefbook.model.page import Line, Page, Word

FIRST = """FM PARIS MAR4/61 CONFD
TO EXTERNAL 812 OPIMMED
INFO LDN BONN
REF OURTEL 799 MAR2
SPECIMEN: HARBOUR DUES
THE MINISTRY CONFIRMED THAT THE DUES WOULD STAY.
2. NOTHING MORE WAS SAID."""
SECOND = """FM BONN MAR5/61 SECRET
TO EXTERNAL 97 IMMED
REF YOURTEL 31 MAR3
SPECIMEN: A VISIT OF GRETA HOLM
NO DAY HAS BEEN NAMED."""
THIRD = """FM LDN MAR6/61 RESTR
TO EXTERNAL 1204
SPECIMEN: RAILWAYS
THE TALKS END TODAY."""


def pages_of(*texts: str) -> list[Page]:
    return [Page.of_text("BOX1", number, text) for number, text in enumerate(texts, 1)]


def divided(*texts: str) -> list[tuple[str, list[int]]]:
    return [(paper.name, [page.number for page in paper.pages]) for paper in papers_of(pages_of(*texts))]


def test_every_page_with_a_heading_of_its_own_begins_a_paper():
    assert divided(FIRST, SECOND, THIRD) == [("PARIS 812", [1]), ("BONN 97", [2]), ("LDN 1204", [3])]


def test_fields_and_references_of_such_an_item_are_those_of_its_first_paper():
    first_page = FIRST.replace("SPECIMEN: HARBOUR DUES\n", "")
    cable = read_cable("BOX1", pages_of(first_page, SECOND, THIRD), may_be_several=True)
    assert (cable.value("from"), cable.value("number"), cable.value("classification")) == (
        "PARIS",
        "812",
        "CONFIDENTIAL",
    )
    assert cable.value("subject") is None
    assert [reference.number for reference in cable.references] == ["799"]
    assert cable.flags == (
        "several_headings: page 2 has a heading of its own (BONN 97), page 3 has a heading of its own (LDN 1204); "
        "all fields are those of the first of 3 papers",
    )


def test_the_pages_of_an_edition_are_not_divided():
    assert read_cable("BOX1", pages_of(FIRST, SECOND)).flags == ()


@pytest.mark.parametrize(
    "second",
    [
        "PAGE TWO PARIS 812 CONFD\nFM PARIS MAR4/61\nTO EXTERNAL 812\nTHE TEXT GOES ON.",
        "- 2 -\nFM PARIS MAR4/61\nTO EXTERNAL 813\nTHE TEXT GOES ON.",
        "PAGE 2\nTHE TEXT GOES ON.",
        FIRST,
        "TEXT OF A NOTE HANDED OVER\nTHE GOVERNMENT PRESENTS ITS COMPLIMENTS AND ASKS TO BE TOLD FROM PARIS\n"
        "WHAT THE DUES ARE.",
        "",
    ],
    ids=["page line", "page number", "page in figures", "the same heading again", "enclosure", "blank"],
)
def test_what_goes_on_with_a_paper_begins_none(second: str):
    assert divided(FIRST, second, THIRD) == [("PARIS 812", [1, 2]), ("LDN 1204", [3])]


def test_a_cover_before_the_first_heading_belongs_to_the_first_paper():
    assert divided("RECORD SHEET\nSPECIMEN\nPAGES : 2", FIRST, SECOND) == [("PARIS 812", [1, 2]), ("BONN 97", [3])]


def test_an_item_without_a_heading_is_one_paper():
    assert divided("SPECIMEN of a letter.", "It has two sheets.") == [("", [1, 2])]


def test_an_item_without_pages_has_no_paper():
    assert papers_of([]) == ()


def test_a_paper_says_why_it_is_taken_to_begin_there():
    first, second, third = papers_of(pages_of(FIRST, SECOND, THIRD))
    assert (first.reasons, second.reasons, third.reasons) == (
        (),
        ("a heading of its own (BONN 97)",),
        ("a heading of its own (LDN 1204)",),
    )


STATE = """SECRET
PAGE {page} {post} {number} {group}
ACTION EUR-12
INFO OCT-01
THE HARBOUR MASTER CALLED THIS MORNING."""


def test_a_page_count_that_begins_again_begins_a_paper():
    texts = [
        STATE.format(page="01", post="OSLO", number="06863", group="191708Z"),
        STATE.format(page="02", post="OSLO", number="06863", group="191708Z"),
        STATE.format(page="01", post="BONN", number="02211", group="201100Z"),
        STATE.format(page="02", post="BONN", number="02211", group="201100Z"),
    ]
    assert [pages for _, pages in divided(*texts)] == [[1, 2], [3, 4]]


def test_a_page_line_that_names_another_message_begins_a_paper():
    texts = [
        "PAGE TWO OSLO 3316 CONFD\nAND THE PILOTS WERE NOT NAMED.",
        "PAGE TWO BONN 3327 CONFD\nAND NO DAY HAS BEEN NAMED.",
    ]
    assert [pages for _, pages in divided(*texts)] == [[1], [2]]


DAMAGED = """CLASSIFIED MTSSAGE
SECRCVKOUTING
TOFWMLCTOR 3
F OSLO
S E C R E I 140013Z
DIR CIT: OSLG 7383
1. HARBOUR MASTER COING BONN 15 DEC.
2. NO INDEX."""


def test_a_damaged_heading_is_known_by_what_of_it_is_legible():
    first = (
        "CLASSIFIED MESSAGE\nSECRET\nS E C R E T 140035Z\nDIR CITE OSLO 7384\n1. LETTERS GO TO THE PIER.\n2. NO INDEX."
    )
    (_, second) = papers_of(pages_of(first, DAMAGED))
    assert second.first_page == 2
    assert second.reasons[:2] == (
        "a date-time group of its own (140013Z)",
        "a number of its own (OSLG 7383)",
    )


MEMORANDUM = """12 June 1961
MEMORANDUM FOR: Harbour Master
FROM : Chief Pilot
SUBJECT : Lamps
1. The lamps on the pier were lit at six."""


def test_memoranda_with_headings_of_their_own_are_papers():
    other = MEMORANDUM.replace("12 June", "19 June").replace("Lamps", "Ropes")
    assert [pages for _, pages in divided(MEMORANDUM, "They went out at seven.", other)] == [[1, 2], [3]]


def test_a_memorandum_that_a_despatch_encloses_is_not_parted_from_it():
    despatch = "DISPATCH\nTO: Chief of Harbour\nFROM: Oslo\nSUBJECT: Lamps\nA memorandum is attached.\nAttachment: 1"
    assert [pages for _, pages in divided(despatch, MEMORANDUM.replace("12 June 1961\n", ""))] == [[1, 2]]


@pytest.mark.parametrize(
    "second",
    [
        "and the lamps on the pier were lit by hand, as they had been\nthe year before.",
        "ATTACHMENT TO OSLO-3846\n12 June 1961\nMEMORANDUM FOR: Harbour Master\nSUBJECT: Ropes\nThe ropes.",
        "HQS DISTRIBUTION - OSLO-3846\nTO: A\nFROM: B\nINFO: C",
        "CONTINUATION OF DISPATCH OSLO-3846\n3. The lamps.",
    ],
    ids=["a sentence that runs on", "an attachment", "a distribution list", "a continuation sheet"],
)
def test_what_belongs_to_a_memorandum_stays_with_it(second: str):
    assert [pages for _, pages in divided(MEMORANDUM, second)] == [[1, 2]]


ROUTING = "ROUTING AND RECORD SHEET\nTO (OFFICER DESIGNATION, ROOM NUMBER, AND BUILDING)\nOFFICER'S INITIALS"


def test_a_routing_sheet_before_another_paper_belongs_to_that_paper():
    assert divided(FIRST, ROUTING, SECOND) == [("PARIS 812", [1]), ("BONN 97", [2, 3])]


def test_a_routing_sheet_alone_parts_nothing():
    assert divided(FIRST, ROUTING, "A list of lamps.") == [("PARIS 812", [1, 2, 3])]


def test_a_page_with_weak_signs_is_named_and_not_proposed():
    despatch = (
        "DISPATCH\nTO: Chief of Harbour\nFROM: Oslo\nSUBJECT: Lamps\n1. A memorandum is here.\n2. More.\nAttachment: 1"
    )
    (paper,) = papers_of(pages_of(despatch, MEMORANDUM.replace("12 June 1961\n", "")))
    assert [number for number, _ in paper.possible] == [2]
    assert paper.possible[0][1][0] == "a heading at its top (From, Memorandum For, Subject)"


def test_a_printed_form_of_first_pages_begins_a_paper_though_its_boxes_are_misread():
    form = (
        "CLASSIFICATION PROCESSING\nTO MARKED FOR INDEXNG\nHarbour Master NO INDEXING REQUIRED\nONLY QUALIFIED\n"
        "HEADQUARTERS DESK\nFRCM CAN JUDGE INDEXING\nChief Pilot\n1. SPECIMEN: the lamps are lit."
    )
    text = "SPECIMEN of a letter.\nIt has three paragraphs.\n2. The second.\n3. The third."
    *_, last = papers_of(pages_of(MEMORANDUM, text, form))
    assert (last.first_page, last.reasons[0]) == (3, "it is on the form of a dispatch")


def test_the_continuation_of_a_printed_form_begins_none():
    sheet = "CONTINUATION OF DISPATCH\nCLASSIFICATION\nDISPATCH\nMARKED FOR INDEXING\n2. The lamps on the pier."
    assert [pages for _, pages in divided(MEMORANDUM, sheet)] == [[1, 2]]


def test_two_pages_that_each_end_a_message_are_two_papers():
    first, second = (f"RUBBLE {at}\nTHE HARBOUR MASTER CALLED ON {at} MEN.\nEND OF MESSAGE\nCOPY" for at in "AB")
    assert [pages for _, pages in divided(first, second)] == [[1], [2]]


def test_a_heading_behind_a_lone_synopsis_is_most_likely_its_papers():
    synopsis = "SECRET\n12 June 1961\nSYNOPSIS\nSPECIMEN: the lamps were looked at."
    report = "12 June 1961\nCONTACT REPORT\nSUBJECT: Lamps\n1. At six the lamps were lit."
    assert [pages for _, pages in divided(synopsis, report)] == [[1, 2]]


def test_a_long_sentence_that_continues_is_no_continuation():
    other = MEMORANDUM.replace("12 June", "19 August").replace(
        "1. The lamps", "Each of you who continues to take part in the lamps' care\n1. The lamps"
    )
    assert [pages for _, pages in divided(MEMORANDUM, "They went out at seven.", other)] == [[1, 2], [3]]


def test_a_page_numbered_on_at_its_foot_goes_on():
    numbered = "MEMORANDUM\nSUBJECT : Lamps\nFROM : Chief Pilot\nThe lamps.\n- 2 -"
    plain = numbered.removesuffix("\n- 2 -")
    weights = [papers_of(pages_of(MEMORANDUM, page))[-1].weight for page in (plain, numbered)]
    assert weights[0] > weights[1]


def test_three_telegrams_to_one_department_are_no_form_that_it_sends():
    heads = [f"FROM HAVANA TO EXTERNAL OTTAWA\nNO. {101 + at}  NOVEMBER {1 + at} 1962\nCONFIDENTIAL" for at in range(3)]
    texts = ["THE FIRST SPEAKS OF APPLES.", "THE SECOND SPEAKS OF BUTTER.", "THE THIRD SPEAKS OF CATTLE."]
    pages = [
        Page("BOX1", number, tuple(Line(tuple(map(Word, row.split()))) for row in f"{head}\n{text}".splitlines()))
        for number, (head, text) in enumerate(zip(heads, texts, strict=True), 1)
    ]
    read = read_cable("BOX1", pages).fields
    assert [reading.value for reading in read["from"]] == ["HAVANA"]
    assert [reading.value for reading in read["to"]] == ["EXT OTT"]
