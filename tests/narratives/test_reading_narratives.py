"""A narrative as the author writes it, and what is read from it: each citation, quotation and link in its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.narratives.narrative_parser import parse_narrative


def read(text, known=()):
    return parse_narrative(text, "narratives/a.md", citation="[A-Z]{2,}[0-9]{3,}", is_item=lambda item: item in known)


@pytest.mark.parametrize(
    ("prose", "cited"),
    [
        ("Ships left (CDNW100, CDNW200).", [("CDNW100", None, None), ("CDNW200", None, None)]),
        ("Not yet (see [November 14](nov-14.md), and CDNW300).", [("CDNW300", None, None)]),
        ("From Rio, telegram CDNW100 weighed it.", [("CDNW100", None, None)]),
        ("It is so [@CDNW100, p. 2].", [("CDNW100", 2, None)]),
        ("It is so [@CDNW100, p. 2, ll. 3-5; @CDNW200, p. 1, l. 7].", [("CDNW100", 2, (3, 5)), ("CDNW200", 1, (7, 7))]),
        ("The file CDNW100.pdf is cited by its name.", [("CDNW100", None, None)]),
        ("The edition's frus1961-63v15-d145 is an item.", [("frus1961-63v15-d145", None, None)]),
        ("`CDNW100` is code, [words](items/CDNW200) a link, <!-- CDNW300 --> a comment.", []),
    ],
)
def test_citations_in_all_their_forms(prose, cited):
    narrative = read(prose, known={"frus1961-63v15-d145"})
    assert [(citation.item, citation.page, citation.lines) for citation in narrative.citations] == cited


def test_a_citation_says_where_it_stands():
    narrative = read("---\ntitle: A\n---\n\n## One\n\nFirst line\nthen (CDNW100).\n")
    (citation,) = narrative.citations
    assert (citation.where.line, citation.where.column, citation.where.end) == (8, 7, 14)
    assert narrative.source[citation.offset : citation.end] == "CDNW100"
    assert narrative.passages[citation.passage].heading == "One"


def test_items_in_one_parenthesis_are_one_group():
    narrative = read("A (CDNW100, CDNW200). B (CDNW300).")
    groups = [citation.group for citation in narrative.citations]
    assert groups[0] == groups[1] != groups[2]


@pytest.mark.parametrize(
    ("prose", "words", "form", "items"),
    [
        ("He saw “no sign of any change” (CDNW100).", "no sign of any change", "curly", ["CDNW100"]),
        ('He saw "no sign of any change" (CDNW100).', "no sign of any change", "straight", ["CDNW100"]),
        ('He saw “no sign of any change" (CDNW100).', "no sign of any change", "mismatched", ["CDNW100"]),
        ("A “so-called crisis” (CDNW100).", "so-called crisis", "scare", ["CDNW100"]),
        (
            "He saw “no sign of *any* change.” It went on (CDNW100, CDNW200).",
            "no sign of any change.",
            "curly",
            ["CDNW100", "CDNW200"],
        ),
        ("As CDNW100 has it, “no sign of change” was. Later (CDNW200).", "no sign of change", "curly", ["CDNW100"]),
        ("It was said (CDNW100). Others saw “no sign of change.”", "no sign of change.", "curly", ["CDNW100"]),
        ("> NO SIGN OF CHANGE\n\nSo it stands.", "NO SIGN OF CHANGE", "block", []),
        ("> NO SIGN OF\n> CHANGE (CDNW100)", "NO SIGN OF CHANGE", "block", ["CDNW100"]),
        ("> NO SIGN OF\n> CHANGE (CDNW100).", "NO SIGN OF CHANGE.", "block", ["CDNW100"]),
        ("> NO SIGN OF CHANGE (CDNW100, p. 2).", "NO SIGN OF CHANGE.", "block", ["CDNW100"]),
        ("> NO SIGN OF CHANGE [@CDNW100].", "NO SIGN OF CHANGE.", "block", ["CDNW100"]),
        ("> NO SIGN (CDNW100) OF CHANGE.", "NO SIGN OF CHANGE.", "block", ["CDNW100"]),
        ("> NO SIGN OF 12 (CDNW100; CDNW101).", "NO SIGN OF 12.", "block", ["CDNW100", "CDNW101"]),
        ("> NO SIGN OF CHANGE (13 ships) (CDNW100).", "NO SIGN OF CHANGE (13 ships).", "block", ["CDNW100"]),
        ("<blockquote>NO SIGN OF CHANGE (CDNW100).</blockquote>", "NO SIGN OF CHANGE.", "block", ["CDNW100"]),
    ],
)  # fmt: skip
def test_quotations_and_the_citations_they_belong_to(prose, words, form, items):
    narrative = read(prose)
    (quotation,) = narrative.quotations
    assert (quotation.words, quotation.form) == (words, form)
    assert [narrative.citations[index].item for index in quotation.citations] == items


@pytest.mark.parametrize(
    ("prose", "cited"),
    [
        ("Bonn waited [@FCO 7/1234, p. 2].", [("FCO 7/1234", 2)]),
        ("Bonn waited (FCO 7/1234, p. 2; FCO 7/1235).", [("FCO 7/1234", 2), ("FCO 7/1235", None)]),
        ("As FCO 7/1234 has it, Bonn waited.", [("FCO 7/1234", None)]),
        ("Bonn waited [@FCO 7/999, p. 1].", [("FCO 7/999", 1)]),
        ("Kiel waited (AA Kiel–Süd 12).", [("AA Kiel–Süd 12", None)]),
        ("Kiel waited (AA Kiel–Su\u0308d 12).", [("AA Kiel–Süd 12", None)]),
        ("Kiel [waited](<FCO 7/1234>) and [waited](FCO%207/1235.pdf).", [("FCO 7/1234", None), ("FCO 7/1235", None)]),
        ("In 8 November 1962 nothing is cited.", []),
        ("Bonn waited [once][CDNW100].\n\n[CDNW100]: https://example.org/", []),
    ],
)
def test_an_id_of_any_form_can_be_cited(prose, cited):
    narrative = read(prose, known={"FCO 7/1234", "FCO 7/1235", "AA Kiel–Süd 12", "8 November 1962"})
    assert [(citation.item, citation.page) for citation in narrative.citations] == cited


def test_a_note_cites_for_the_quotation_that_bears_its_mark():
    narrative = read(
        "## One\n\nHe saw “no sign of change.”[^1] Others “saw it too,”[^b] and “once more so.”[^2]\n\n"
        "## Two\n\nTalks (CDNW300).\n\n[^1]: CDNW100, p. 2.\n[^b]: *Ibid.*, p. 3.\n[^2]: See CDNW200.\n"
    )
    cited = [[narrative.citations[index].item for index in quotation.citations] for quotation in narrative.quotations]
    assert cited == [["CDNW100"], ["CDNW100"], ["CDNW200"]]
    assert narrative.cited_in(1) == ["CDNW100", "CDNW200"]
    assert narrative.cited_in(2) == ["CDNW300"]


def test_a_link_to_an_item_cites_it():
    narrative = read("He saw [“no sign of change”](items/CDNW100.html).", known={"CDNW100"})
    (quotation,) = narrative.quotations
    assert [narrative.citations[index].item for index in quotation.citations] == ["CDNW100"]


def test_reference_links_and_those_of_html_are_links():
    narrative = read(
        'See [the list][l], [l] and <a href="b.md">b</a>. ![A ship][s] <img src="c.png" alt="A tug">\n\n'
        '[l]: list.md\n[s]: <ship 1.png> "A freighter | The Navy"\n'
    )
    assert [link.target for link in narrative.links] == ["list.md", "list.md", "b.md"]
    assert [(image.source, image.alt) for image in narrative.images] == [("ship%201.png", "A ship"), ("c.png", "A tug")]


@pytest.mark.parametrize(
    ("yaml", "line"),
    [
        ("a: &x [1]\ntitle: *x", 3),
        ("title: !!int x", 1),
        ("title: " + "[" * 3000, 1),
        ("title: 1" + "0" * 5000, 1),
        ("title: !!timestamp x", 1),
        ("? [a]\n: b", 2),
    ],
)
def test_yaml_that_cannot_be_read_is_a_finding(yaml, line):
    (finding,) = read(f"---\n{yaml}\n---\nProse (CDNW100).").findings
    assert (finding.code, finding.where.line) == ("N101", line)


@pytest.mark.parametrize(
    ("yaml", "message"),
    [
        ("title: {a: b}", "`title` is neither text nor a list of texts"),
        ("formerly: [[a]]", "`formerly` is neither text nor a list of texts"),
        ("author: !!binary aGk=", "`author` is neither text nor a list of texts"),
        ("order: .nan", "order is nan, not a number"),
    ],
)
def test_a_value_of_no_use_is_a_finding(yaml, message):
    (finding,) = read(f"---\n{yaml}\n---\nProse (CDNW100).").findings
    assert (finding.code, finding.message) == ("N101", message)


def test_former_names_are_texts():
    assert read("---\nformerly: 1962\n---\nProse.").front_matter["formerly"] == ["1962"]


def test_a_quotation_of_several_paragraphs_is_cited_at_its_end():
    narrative = read("He wrote: “The ships left at noon.\n\n“The others stayed” (CDNW100).\n\nMore (CDNW200).")
    assert [[narrative.citations[index].item for index in q.citations] for q in narrative.quotations] == [
        ["CDNW100"],
        ["CDNW100"],
    ]


def test_what_is_no_character_is_replaced():
    narrative = read('---\ntitle: "A \\ud800 B"\n---\nShips \ud800 left\x00 (CDNW100).\r\rMore.')
    assert narrative.title == "A \ufffd B"
    assert [sentence.text for sentence in narrative.sentences] == ["Ships \ufffd left\ufffd (CDNW100).", "More."]


def test_title_dates_and_passages():
    narrative = read(
        "---\ntitle: November\ndates: 1962-11-08/1962-11-13\norder: 3\n---\n"
        "Intro (CDNW100).\n\n## Talks\n\nB (CDNW200).\n"
    )
    assert (narrative.title, narrative.dates, narrative.order) == ("November", "1962-11-08/1962-11-13", 3)
    assert [(passage.heading, passage.slug) for passage in narrative.passages] == [
        ("", "introduction"),
        ("Talks", "talks"),
    ]
    assert narrative.cited_in(0) == ["CDNW100"]
    assert narrative.cited_in(1) == ["CDNW200"]


def test_a_single_heading_of_the_first_level_is_the_title():
    narrative = read("# The title\n\nIntro.\n\n## Talks\n\nMore.\n")
    assert narrative.title == "The title"
    assert [passage.heading for passage in narrative.passages] == ["", "Talks"]


@pytest.mark.parametrize(
    ("front", "line"),
    [
        ("---\ntitle: [A\n---\nProse (CDNW100).", 3),
        ("---\n- a\n---\nProse (CDNW100).", 2),
        ("---\norder: x\n---\nProse (CDNW100).", 2),
        ("---\ndates: 1962\norder: zwei\n---\nProse (CDNW100).", 3),
        ("---\norder: 2\ntitle:\n  - a\n  - b\n---\nProse (CDNW100).", 3),
        ("---\ndates: [1962, 1963]\n---\nProse (CDNW100).", 2),
    ],
)
def test_front_matter_that_is_wrong_is_a_finding_and_the_prose_is_read(front, line):
    narrative = read(front)
    assert [(finding.code, finding.where.line) for finding in narrative.findings] == [("N101", line)]
    assert [citation.item for citation in narrative.citations] == ["CDNW100"]


def test_links_and_pictures_with_caption_and_credit():
    narrative = read('See [November 14](nov-14.md).\n\n![A ship](media/ship.jpg "A freighter | The Navy")\n')
    assert [(link.target, link.text) for link in narrative.links] == [("nov-14.md", "November 14")]
    (image,) = narrative.images
    assert (image.source, image.alt, image.caption, image.credit) == (
        "media/ship.jpg",
        "A ship",
        "A freighter",
        "The Navy",
    )


def test_a_hand_written_table_of_items_is_read_and_its_rows_are_no_citations():
    narrative = read("A (CDNW100).\n\n| Item | Date |\n|---|---|\n| [CDNW200.pdf](x) | 8-Nov-62 |\n\nB.\n")
    (table,) = narrative.tables
    assert (table.columns, table.rows) == (("item", "date"), ({"item": "CDNW200", "date": "8-Nov-62"},))
    assert [citation.item for citation in narrative.citations] == ["CDNW100"]


def test_a_table_can_be_placed_and_shaped():
    (table,) = read("{{table: item, date, subject}}\n\nA (CDNW100).").tables
    assert (table.placed, table.columns) == (True, ("item", "date", "subject"))


def test_sentences_keep_their_citation_and_are_not_cut_at_abbreviations():
    narrative = read("Mr. Smith went to St. John. He reported “no change.” (CDNW100) Then he left.")
    assert [sentence.text for sentence in narrative.sentences] == [
        "Mr. Smith went to St. John.",
        "He reported “no change.” (CDNW100)",
        "Then he left.",
    ]


@given(st.text(st.sampled_from('ab \n#*_`[]()<>|"“”-!{}@1CDNW:.'), max_size=120))
def test_no_prose_stops_the_reading_and_every_offset_is_true(prose):
    narrative = read(prose)
    for citation in narrative.citations:
        assert narrative.source[citation.offset : citation.offset + len(citation.item)] == citation.item
    for sentence in narrative.sentences:
        assert narrative.source[sentence.offset : sentence.end].strip()


@pytest.mark.parametrize(
    ("written", "dates", "says"),
    [
        ("8-13 November 1962", "1962-11-08/1962-11-13", []),
        ("1-31 December 1962", "1962-12-01/1962-12-31", []),
        ("1962-11", "1962-11", []),
        ("1962-11-31", "", ["`dates` is not understood: '1962-11-31'; 1962-11-31 is not a day of the calendar"]),
        ("the autumn", "", ["`dates` is not understood: 'the autumn'; the year is not written"]),
        ("8/11/62", "", ["`dates` is not understood: '8/11/62'; it can mean 1962-11-08 or 1962-08-11"]),
        ("undated", "", []),
    ],
)
def test_dates_of_the_front_matter_are_read_or_reported_with_their_line(written, dates, says):
    narrative = read(f"---\ntitle: A page\ndates: {written}\n---\nWords (CDNW100).\n")

    assert narrative.dates == dates
    assert [finding.message for finding in narrative.findings] == says
    assert all((finding.code, finding.where.line) == ("N101", 3) for finding in narrative.findings)


def test_the_day_of_the_last_change_that_does_not_exist_is_reported_and_stops_nothing():
    narrative = read("---\ntitle: A page\nupdated: 2024-02-30\n---\nWords (CDNW100).\n")

    assert narrative.front_matter["updated"] == ""
    assert [finding.message for finding in narrative.findings] == [
        "`updated` is not understood: '2024-02-30'; 2024-02-30 is not a day of the calendar"
    ]


def test_a_page_says_to_what_part_of_the_book_it_belongs():
    assert read("---\npart: front\n---\nWords.").part == "front"
    assert read("Words.").part == "chapter"
    narrative = read("---\ntitle: A\npart: [front]\n---\nWords.")
    assert narrative.part == "chapter"
    assert [(finding.code, finding.where.line) for finding in narrative.findings] == [("N101", 3)]


@pytest.mark.parametrize(
    ("beginning", "citations"),
    [("<!-- ", 0), ("[^", 0), ("[^a ", 0), ("“a (b [c ", 0), ("Aa ", 0), ("(CDNW12630) ", 20_000)],
)
def test_a_paragraph_of_many_thousand_marks_is_read_as_any_other(beginning, citations):
    narrative = read(f"# T\n\n{beginning * 20_000}\n")
    assert (narrative.title, len(narrative.citations)) == ("T", citations)
