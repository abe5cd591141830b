import pytest

from briefbook.cables import parse_references


def found(text, **known):
    known = {"author": "SAIGON", "addressees": ("STATE",), "date": "1963-03-02"} | known
    return [
        (reference.form, reference.series, reference.number, reference.author)
        for reference in parse_references(text, **known)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Deptels 11, 12 and Embtel 13",
            [("DEPTEL", None, "11", "STATE"), ("DEPTEL", None, "12", "STATE"), ("EMBTEL", None, "13", "SAIGON")],
        ),
        ("as told in Department telegram 44.", [("DEPTEL", None, "44", "STATE")]),
        ("Hue tels 5 and 6", [("THIRD_POST_TEL", None, "5", "HUE"), ("THIRD_POST_TEL", None, "6", "HUE")]),
        ("telegram 88 from Moscow", [("POST_TEL", None, "88", "MOSCOW")]),
        ("my 19 and your 20", [("MY", None, "19", "SAIGON"), ("YOUR", None, "20", "STATE")]),
        ("Circular 744 and Secto 14", [("CIRCULAR", "CIRCULAR", "744", "STATE"), ("SECTO", "SECTO", "14", None)]),
        ("CA-4547", [("AIRGRAM", "CA", "4547", "STATE")]),
        ("see my immediately preceding telegram, MIPT", [("MIPT", None, None, "SAIGON")]),
        ("ReEmbtel 852 and Reurtel 123", [("EMBTEL", None, "852", "SAIGON"), ("YOURTEL", None, "123", "STATE")]),
        ("I note from Bonn's 1783 that", [("THIRD_POST_TEL", None, "1783", "BONN")]),
        ("telegrams 925 and 926 to Bonn", [("POST_TEL", None, "925", "STATE"), ("POST_TEL", None, "926", "STATE")]),
        (
            "Ref: Deptel 161 Bonn, 344 Paris, 147 Moscow.",
            [("DEPTEL", None, "161", "STATE"), ("DEPTEL", None, "344", "STATE"), ("DEPTEL", None, "147", "STATE")],
        ),
        ("Begin with my immediately following telegram", [("MIFT", None, None, "SAIGON")]),
        ("as in CINCPAC 3010", [("CINCPAC", "CINCPAC", "3010", "CINCPAC")]),
        ("CINCPAC 100910Z and CINCPAC 1 May", []),
        (
            "votre télégramme n° 12 et mon télégramme 13",
            [("YOURTEL", None, "12", "STATE"), ("MYTEL", None, "13", "SAIGON")],
        ),
        ("per 1974STATE041961", [("MRN", None, "41961", "STATE")]),
        ("(Nicosia 441)", [("TEL", None, "441", "NICOSIA")]),
        ("(Nicosia 1962)", []),
        ("our 1961 programme, pouched letter Nov 3", []),
        ("in paragraph 4 of the note of 5 May 1962", []),
        ("He gave me 300 dollars and your 20 percent", []),
    ],
)
def test_every_form_of_a_reference(text, expected):
    assert found(text) == expected


def test_the_author_depends_on_who_writes():
    assert found("Embtel 5", author="STATE", addressees=("SAIGON",)) == [("EMBTEL", None, "5", "SAIGON")]
    assert found("Embtel 5", author="BERLIN", addressees=("STATE",)) == [("EMBTEL", None, "5", None)]
    assert found("Embtel 5", author="ISTANBUL", addressees=("STATE",)) == [("EMBTEL", None, "5", None)]
    assert found("TEL 7 FEB1", author="EXT OTT", addressees=("NATOPARIS",), line=True)[0][3] == "NATOPARIS"
    assert found("TEL 7 FEB1", author="SAIGON", addressees=("EXTERNAL",), line=True)[0][3] == "SAIGON"


def test_a_reference_line_takes_posts_with_numbers():
    assert found("(A) LA PAZ 26; (B) STATE 195", line=True) == [
        ("TEL", None, "26", "LA PAZ"),
        ("TEL", None, "195", "STATE"),
    ]


def test_a_date_without_a_year_takes_it_from_the_cable():
    (reference,) = parse_references("MYTEL 3500 DEC30", author="WASHDC", date="1963-01-03", line=True)
    assert reference.date == "1962-12-30"
    (reference,) = parse_references("MYTEL 3500 DEC30", author="WASHDC", line=True)
    assert reference.date == "XXXX-12-30"


def test_a_range_is_one_reference():
    (reference,) = parse_references("MYTEL 538-540", author="PARIS", line=True)
    assert (reference.number, reference.end_number) == ("538", "540")


def test_no_number_is_no_reference():
    assert parse_references("REF YOUR PRESS SVCE", author="LDN", line=True) == ()


def test_references_in_long_texts_are_found_as_in_short_ones():
    filler = "Nothing of the kind was said at the meeting, he added, and nobody believed it. " * 30
    text = f"{filler} As reported Embtel 512, {filler} and again in Deptel 99. {filler}"
    assert [one[2] for one in found(text)] == ["512", "99"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("as in my letter of 3 February", [("MY LETTER", "1963-02-03", "SAIGON")]),
        ("Your thoughtful message of December 30", [("YOURTEL", "1962-12-30", "STATE")]),
        ("in your telegram of yesterday", [("YOURTEL", "1963-03-01", "STATE")]),
        ("our despatch of last Monday said", [("OUR DESPATCH", "1963-02-25", "SAIGON")]),
        ("the Department's telegram of today", [("DEPTEL", "1963-03-02", "STATE")]),
        ("mon télégramme du 27 février", [("MYTEL", "1963-02-27", "SAIGON")]),
        ("my letters of 3 and of your letter of Saturday", []),  # the cable itself is of a Saturday: which is not said
        ("my letter of resignation, our message of hope", []),
        ("his letter of 3 February", []),
    ],
)
def test_a_reference_by_its_date_alone(text, expected):
    found = parse_references(text, author="SAIGON", addressees=("STATE",), date="1963-03-02")
    assert [(one.form, one.date, one.author) for one in found] == expected
    assert all(one.number is None for one in found)


def test_a_day_told_by_a_cable_without_a_date_is_no_reference():
    assert parse_references("in your telegram of yesterday", author="SAIGON", addressees=("STATE",)) == ()


@pytest.mark.parametrize("clock", ["3 p. m.", "3 p.m.", "3 PM"])
def test_an_hour_is_no_further_number(clock):
    (only,) = parse_references(f"Department's 31, January 29, {clock}", author="NANKING", date="1937-02-03")
    assert only.number == "31"


def test_a_mention_is_as_sure_as_its_least_sure_word():
    from briefbook.cables.reference_guards import with_confidence
    from briefbook.model.cable import Reference
    from briefbook.model.locator import PagePosition
    from briefbook.model.page import Line, Page, Word

    words = (Word("REF", confidence=0.99), Word("LDN", confidence=0.4), Word("3906,", confidence=0.9))
    page = Page("D7", 1, lines=(Line(words),))
    mention = Reference("LDN 3906", "TEL", number="3906", place=PagePosition(1))
    assert with_confidence(mention, [page]).confidence == 0.4
    elsewhere = Reference("LDN 3906", "TEL", number="3906", place=PagePosition(2))
    assert with_confidence(elsewhere, [page]).confidence is None
    assert with_confidence(mention, [Page.of_text("D7", 1, "REF LDN 3906")]).confidence is None


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("REF MYTEL 2,417 OF FEB 7", ["2417"]),
        ("OUR NOS. 1,305 & 14 REFER", ["1305", "14"]),
        ("YOUR TELEGRAMS NOS 1,305, 1,306 AND 12,007", ["1305", "1306", "12007"]),
        ("OURTELS 3,316,3,317", ["3316", "3317"]),
        ("UNSER DRAHTBERICHT NR. 1.305 VOM 7. FEBRUAR", ["1305"]),
        ("TELEGRAMS 1,305 AND 1,306 FROM BONN", ["1305", "1306"]),
        ("MYTELS 334,335,336", ["334", "335", "336"]),
        ("MYTELS 12,113,114", ["12", "113", "114"]),
        ("OUR 1,500 TROOPS", []),
    ],
)
def test_a_number_with_its_thousands_set_off_is_one_number(text, numbers):
    assert [reference.number for reference in parse_references(text, author="BONN", date="1962-02-09")] == numbers


def test_both_ends_of_a_range_may_have_their_thousands_set_off():
    (reference,) = parse_references("MY TELEGRAMS 1,112-1,114 REFER", author="BONN")
    assert (reference.number, reference.end_number) == ("1112", "1114")


@pytest.mark.parametrize(
    ("text", "date_sent", "expected"),
    [
        ("Embtel 526, August 31", "1961-03-12", "1960-08-31"),
        ("Embtel 526, August 31", "1961-09-12", "1961-08-31"),
        ("Embtel 526, August 31", "1961-08-31", "1961-08-31"),
        ("Embtel 526, August 31", "1961-08-30", "XXXX-08-31"),  # clocks farther east are a day ahead
        ("Embtel 526, January 1", "1960-12-31", "XXXX-01-01"),
        ("Embtel 526, November 20", "1961-10-02", "1960-11-20"),
        ("Embtel 526, April 2", "1961-03-12", "1960-04-02"),
        ("Embtel 526 of 31 August", "1961-03-12T14:00Z", "1960-08-31"),
        ("Embtel 526 of 31 August", "1961-03-12?", "1960-08-31"),
        ("Embtel 526, August 31", "1961-03", "1960-08-31"),
        ("Embtel 526, March 15", "1961-03", "XXXX-03-15"),
        ("Embtel 526, February 15", "1961-03", "1961-02-15"),
        ("Embtel 526, March 15", "1961", "XXXX-03-15"),
        ("Embtel 526, March 15", "1961-02-27/1961-03-02", "1960-03-15"),
        ("Embtel 526, March 15", "1961-03-14/1961-03-17", "XXXX-03-15"),
        ("Embtel 526, March 15", "XXXX-03-17", "XXXX-03-15"),
        ("Embtel 526, August 31, 1961", "1961-03-12", "1961-08-31"),  # what is written stays
        ("Embtel 526, February 29", "1961-01-05", "1960-02-29"),
    ],
)
def test_a_day_without_a_year_is_the_last_before_the_paper_or_of_no_year(text, date_sent, expected):
    [reference] = parse_references(text, author="SAIGON", addressees=("STATE",), date=date_sent)
    assert reference.date == expected
