"""Running prose is no heading, whatever its lines begin with. All is made up."""

import pytest

from briefbook.cables import read_heading

PROSE = {
    "a route that is part of a sentence": """
        THE MINISTER THOUGHT THAT WE SHOULD NOT HAVE LEFT THE WHOLE OF THIS
        EFFORT WAS TO FOREIGN OFFICE
        A SURPRISE, AND THAT IT WOULD HAVE BEEN BETTER TO SAY SO AT ONCE.""",
    "words that are no place": """
        EFFORT WAS TO FOREIGN OFFICE
        A SURPRISE, AND THAT IT WOULD HAVE BEEN BETTER TO SAY SO AT ONCE.""",
    "labels at the beginning of wrapped lines": """
        HE ADDED THAT HE HAD NOT SEEN THE MEMORANDUM AND COULD NOT HAVE TAKEN IT
        FROM ANYTHING BUT A SINGLE SHEET. IN ADDITION, HE DID NOT THINK THAT IT
        TO BE OF ANY USE. THE OTHER PARTY HAD BEEN ASKED FOR ITS VIEW OF THE
        SUBJECT. IN THIS CONNECTION HE SPOKE OF THE DAMAGE THAT IT HAD DONE TO
        DATE. MAY 4, 1961 WAS NOT THE DAY ON WHICH THEY WERE TO HAVE MET.""",
    "a message told of": """
        Message from Mr. Grey: I should be glad if you would bring this letter
        to the notice of the Commandant, and of those who were with him then.""",
}


@pytest.mark.parametrize("text", PROSE.values(), ids=PROSE)
def test_prose_gives_no_sender_addressee_number_or_date(text):
    heading = read_heading(text)
    assert [heading[key] for key in ("from", "to", "number", "date", "subject")] == [None, [], None, None, None]


@pytest.mark.parametrize(
    ("opening", "number", "series"),
    [
        ("QRS 401122. Reference: (a) JCS 4410.", "401122", "QRS"),
        ("JCS 2210-61. Reference State to Oslo 25.", "2210-61", "JCS"),
        ("WXY 903. 1. The barges were counted twice.", "903", "WXY"),
    ],
)
def test_a_services_own_number_opens_the_text_and_a_paragraphs_number_is_none(opening, number, series):
    heading = read_heading(
        "12. Telegram From the Commander in Chief, Atlantic (Grey) to the Joint Chiefs of Staff\n"
        f"Norfolk, May 4, 1961.\n{opening}\n1. It is thought that the barges are empty."
    )
    assert (heading["number"], heading["series"]) == (number, series)


def test_days_that_are_a_span_are_no_year():
    assert read_heading("Oslo, December 13 - 15, 1961")["date"] is None
