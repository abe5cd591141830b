"""Sentences of a narrative and what checking says of them: faults that must be seen, and what is right and no fault.

The papers are those of ``harbour.py``: H101 and H102 are Oslo's 210 of 2 March and 212 of 4 March 1963, H103 its 213 of
5 March, H107 London's 88 of 4 March, all to External Affairs.
"""

import json

import pytest


@pytest.fixture
def codes(run_command, harbour):
    """The codes that checking one page of prose gives, but for what concerns the collection as a whole."""

    def codes(prose):
        page = harbour / "narratives/harbour.md"
        page.write_text(f"---\ntitle: Prose\n---\n\n# Prose\n\n{prose}\n", encoding="utf-8")
        out = run_command("-C", harbour, "check", "--format", "json", "--ignore", "C106,C111,C310,C314")[1]
        return [load["code"] for load in json.loads(out)["findings"]]

    return codes


def wrong(*row, why):
    """A row that is not answered yet as it should be."""
    return pytest.param(*row, marks=pytest.mark.xfail(strict=True, reason=why))


SENDER = "who wrote is seen by the post's code, not by its office or place"


@pytest.mark.parametrize(
    ("prose", "code"),
    [
        ("The minister “looked satisfied with everything” (H101).", "C201"),
        ("The minister “looked satisfied with everything”.[^1]\n\n[^1]: H101.", "C201"),
        ("On Tuesday, 4 March 1963, Oslo asked for granite (H102).", "C214"),
        ("In telegram 299 Oslo asked for granite (H102).", "C213"),
        ("Oslo’s telegram of 13/3/63 asked for granite (H102).", "C207"),
        ("Oslo asked for granite (H122).", "C101"),
        ("The minister “looked satisfied with everything” (H101, RG 25, vol. 4181).", "C201"),
        ("The minister “looked satisfied with everything” (H101; also printed in Harbour Papers, vol. 2).", "C201"),
        ("The minister ‘looked satisfied with everything’ (H101).", "C201"),
        ("The minister 'looked satisfied with everything' (H101).", "C201"),
        ("The minister « looked satisfied with everything » (H101).", "C201"),
        ("The minister <q>looked satisfied with everything</q> (H101).", "C201"),
        ("In telegram no. 299 Oslo asked for granite (H102).", "C213"),
        ("In tel. no. 299 Oslo asked for granite (H102).", "C213"),
        ("Oslo’s 299 asked for granite (H102).", "C213"),
        ("In a telegram to London Oslo asked for granite (H102).", "C208"),
        ("London’s question was followed by Oslo’s reply, telegram 231 (H103).", "C213"),
        ("London’s report of the 9th asked for a timetable (H107).", "C207"),
        ("Replying to London’s telegram 87, Oslo wrote that the timetable was printed (H103).", "C224"),
        ("In telegram 299 Oslo asked why its question was answered so late (H102).", "C213"),
        ("Replying to London’s telegram 1088, Oslo wrote that the timetable was printed (H103).", "C224"),
        ("London’s telegram 87 was answered the next day (H103).", "C224"),
        ("External Affairs told Oslo that granite was short (H102).", "C208"),
        ("The minister “looked dissatisfied with everything” (H101, p. 7).", "C113"),
        ("On 4 March Oslo asked for granite (H102), and on 8 March London wrote of the timetable (H107).", "C207"),
        ("The want of granite was reported from Oslo on 9 March (H102).", "C207"),
        ("Oslo’s telegram of the 9th asked for granite (H102).", "C207"),
        ("Oslo’s telegram 212 of 4 April 1963 asked for granite (H102).", "C207"),
        ("In telegram no. 212, dated 14 March 1963, Oslo asked for granite (H102).", "C207"),
        ("The last granite left on 20 March (H102).", "C216"),
        ("Oslo telegraphed to London that granite was short (H102).", "C208"),
        ("Oslo wrote to the embassy in Paris that granite was short (H102).", "C208"),
        wrong("The embassy in London reported on the want of granite (H102).", "C209", why=SENDER),
        wrong("The high commission in London reported on the want of granite (H102).", "C209", why=SENDER),
    ],
)
def test_a_fault_is_seen(codes, prose, code):
    assert codes(prose) == [code]


def test_a_page_that_an_item_does_not_have_is_seen(codes):
    assert codes("The minister “looked dissatisfied with everything” (H101, p. 7).") == ["C113"]


@pytest.mark.xfail(strict=True, reason="nothing is said of it")
@pytest.mark.parametrize(
    "prose",
    [
        pytest.param("Two days later, on the 14th of March, Oslo asked for granite (H102).", id="a day in words"),
        pytest.param("In March 1964 Oslo asked for granite (H102).", id="another year"),
    ],
)
def test_a_fault_of_another_kind_is_seen(codes, prose):
    assert codes(prose) != []


@pytest.mark.parametrize(
    "prose",
    [
        "The minister “looked dissatisfied with everything” (H101).",
        "The minister “looked dissatisfied with everything”.[^1]\n\n[^1]: H101.",
        "On Monday, 4 March 1963, Oslo asked for granite in telegram 212 (H102).",
        "Telegrams 217 and 218 speak of snow and of lights (H104, H105).",
        "London reported that the Oslo mission had printed a timetable (H107).",
        "London’s telegram 88 was answered the next day (H103).",
        "The “granite famine”, as it was soon called, went on (H102).",
        "Replying to London’s telegram 88, Oslo wrote that the timetable was printed (H103).",
        "Oslo’s telegrams 212 and 216 were not answered, it said (H104).",
        "In answer to telegram 210, Oslo asked for granite (H102).",
        "Oslo, referring to its telegram 210, asked for granite (H102).",
        "Replying to Ottawa’s telegram of 4 March, Oslo sent the timetable (H103).",
        "“No granite has come” (H104), and it was repeated to Bergen as telegram 44.",
        "The letter dated 1 March is lost; Oslo asked for granite (H102).",
        "The consul was ready to dispatch 500 masons (H102).",
        "A telegram 20 lines long asked for granite (H102).",
        "The quarry had closed on 31 August, and Oslo asked for granite (H102).",
        "The quarry closed on December 30, and on 2 January masons were sent away (H102).",
    ],
)
def test_what_is_right_is_not_accused(codes, prose):
    assert codes(prose) == []


@pytest.mark.parametrize(
    "prose",
    [
        "The Gazette spoke of “a triumph of stone over water” (The Gazette, 9 March, p. 2). The ferry ran (H103).",
        "Quoting an old proverb, “stone outlasts the mason”, he asked for granite (H102).",
        "Nowhere does it speak of “a threat of flood” (H102).",
        "The consul never used the words “a threat of flood” (H102).",
        "In “The Quarries of the North”, the historian follows Oslo’s request (H102).",
        "Oslo wrote of “un manque de granit partout” (H102, my translation).",
        "One may speak of a “winter of the masons” in these weeks (H102).",
        "A poet wrote that “the sea has no memory of stone.” Oslo asked for granite (H102).",
        "The master thought “the whole pier would sink by spring” (Harbour Papers, box 3), and Oslo agreed (H102).",
    ],
)
def test_words_that_are_not_said_to_be_the_papers_are_no_accusation(codes, prose):
    assert codes(prose) == ["C203"]


@pytest.mark.parametrize(
    "prose",
    [
        "Oslo wrote that “the whole pier would sink by spring” (H102).",
        "Oslo wrote that “the whole pier would sink by spring.” (H102)",
        "Oslo wrote that “the whole pier would sink by spring”.[^1]\n\n[^1]: H102.",
        "“The whole pier would sink by spring”, Oslo wrote to Ottawa on that Monday (H102).",
        "Oslo wrote:\n\n> The whole pier would sink by spring (H102).",
    ],
)
def test_words_that_nobody_wrote_are_still_seen(codes, prose):
    assert "C201" in codes(prose)


@pytest.mark.parametrize(
    ("prose", "code"),
    [
        ("“The timetable of the ferry was burnt today” (Oslo tel. 213, 5 March).", "C201"),
        (
            "“The timetable of the ferry was burnt today”.[^1]\n\n[^1]: Oslo to Ottawa, telegram 213, 5 March 1963.",
            "C201",
        ),
        ("The minister “looked satisfied with everything” (Oslo tel. 210, 2 March).", "C205"),  # two papers have it
        (
            "The minister “looked dissatisfied with everything” (London tel. 210).",
            "C205",
        ),  # London's has another number
    ],
)
def test_an_item_may_be_named_by_post_number_and_date(codes, prose, code):
    assert code in codes(prose)


@pytest.fixture
def codes_of_dated_page(run_command, harbour):
    """The codes that checking one page gives that covers some days."""

    def codes(dates, prose):
        page = harbour / "narratives/harbour.md"
        page.write_text(f"---\ntitle: Prose\ndates: {dates}\n---\n\n# Prose\n\n{prose}\n", encoding="utf-8")
        out = run_command("-C", harbour, "check", "--format", "json", "--select", "C214,C216")[1]
        return [load["code"] for load in json.loads(out)["findings"]]

    return codes


@pytest.mark.parametrize(
    ("dates", "prose", "expected"),
    [
        ("1963-03-01/1963-03-12", "The quarry had closed on Friday, 31 August (H102).", []),  # of 1962
        ("1963-03-01/1963-03-12", "The quarry had closed on Saturday, 31 August (H102).", []),  # or of 1963
        ("1963-03-01/1963-03-12", "The quarry had closed on Sunday, 31 August (H102).", ["C214"]),
        ("1963-03-01/1963-03-12", "On Friday, 4 March, Oslo asked for granite (H102).", ["C214"]),
        ("1962-12-20/1963-01-10", "The quarry closed on Monday, 31 December.", []),
        ("1962-12-20/1963-01-10", "The quarry opened on Wednesday, 2 January.", []),
        ("1962-12-20/1963-01-10", "The quarry opened on Tuesday, 2 January.", ["C214"]),
        ("1963-03-01/1963-09-12", "The quarry closed on 31 August (H102).", ["C216"]),  # the page covers the day
    ],
)
def test_a_day_without_a_year_may_be_of_the_year_before(codes_of_dated_page, dates, prose, expected):
    assert codes_of_dated_page(dates, prose) == expected
