"""Whose words a quotation is, in notes that name other papers; conditions that a paper names far before the words."""

import pytest

from briefbook.checks import CheckContext, check
from briefbook.checks.manual import example
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.settings import CheckSettings

PAPERS = """item H101 date=1963-03-02 from=OSLO to=EXTERNAL number=210
page IF THE OWNERS OF ALL THE FERRIES THAT CROSS THE SOUND IN WINTER AGREE AT THEIR NEXT MEETING, THEN THE
| TIMETABLE WILL BE CHANGED IN MAY. THE MAYOR, WHO CAME LATE, IS AGAINST IT. HE SPOKE OF THE SOVIET UNION.
"""


def judged(prose):
    """The verdict on the page's one quotation, and the codes of what is said of it."""
    made = example(PAPERS)
    page = parse_narrative(prose, "narratives/p.md", citation="H[0-9]{3}", is_item=made.catalogue.__contains__)
    context = CheckContext(settings=CheckSettings(select=["C201", "C203", "C218", "C219"]))
    findings, (verification,) = check(made.catalogue, [page], context=context)
    return str(verification.verdict), [finding.code for finding in findings]


@pytest.mark.parametrize(
    "prose",
    [
        "The reference to the “granite report just received by cable” is to (H101).",
        "The “comprehensive political comment” is (H101).",
        "The embassy was blunt. “We stand on our own granite, as I said.” (City Files, G 2; telegram 210 is H101.)",
        "In a letter the mayor noted his concurrence “in the judgment of the owners of the quarry,” described the plan "
        "for the sound set forth in (H101), and went home.",
    ],
)
def test_words_of_another_paper_are_not_said_to_be_missing(prose):
    assert judged(prose)[0] == "cannot-tell"


def test_words_that_are_given_to_a_paper_still_are():
    assert judged("He wrote of a “granite report just received by cable” (H101).") == ("not-found", ["C201"])


@pytest.mark.parametrize(
    ("prose", "codes"),
    [
        ("Oslo wrote that “then the timetable will be changed” (H101).", ["C218"]),
        ("Oslo wrote that “the timetable will be changed in May” (H101).", ["C218"]),
        ("If they agreed, wrote Oslo, “then the timetable will be changed” (H101).", []),
        ("In that case “the timetable will be changed in May” (H101).", []),
        ("Oslo wrote that the mayor “is against it” (H101).", []),
    ],
)
def test_a_condition_at_the_beginning_of_a_long_sentence_is_said(prose, codes):
    assert judged(prose)[1] == codes


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("He spoke of the Soviet [bloc]", "verbatim-edited"),
        ("He spoke of the Soviet [Union]", "verbatim"),
        ("He spoke of the Soviet [government]", "verbatim"),
    ],
)
def test_brackets_at_the_end_that_make_another_name_are_said(words, verdict):
    assert judged(f"Oslo wrote: “{words}” (H101).")[0] == verdict


def test_short_words_are_given_to_a_paper_in_other_languages():
    assert judged("Der Konsul nannte ihn „against everything“ (H101).")[1] == ["C201"]
    assert judged("L’ambassadeur écrivait qu’il était « against everything » (H101).")[1] == ["C201"]


def test_a_short_condition_before_a_main_clause_turns_it_and_a_saying_is_nobody_s():
    made = example(
        "item H101 date=1963-03-02 from=OSLO number=210\n"
        "page FM OSLO MAR2/63\n| TO EXTERNAL 210\n| TALKS WENT ON. IF DENMARK AGREES, "
        " THE QUESTION WILL BE PUT TO THE COUNCIL IN MAY. ONLY THE MAYORS ASKED FOR IT.\n"
    )

    def said(prose):
        page = parse_narrative(prose, "narratives/p.md", citation="H[0-9]{3}", is_item=made.catalogue.__contains__)
        context = CheckContext(settings=CheckSettings(select=["C201", "C203", "C218"]))
        return [finding.code for finding in check(made.catalogue, [page], context=context)[0]]

    assert said("Oslo reported that “the question will be put to the Council” (H101).") == ["C218"]
    assert said("Oslo reported that “the question will be put to the Council” if Denmark agreed (H101).") == []
    assert said("“Slow and steady,” as the saying goes, was the way of the Council (H101).") == ["C203"]
    assert said("“Slow and steady,” as Oslo reported, was the way of the Council (H101).") == ["C201"]
    assert said("Oslo reported that “the mayors asked for it” (H101).") == ["C218"]
    assert said("Oslo reported that “the mayors asked for it” and none besides (H101).") == []


@pytest.mark.parametrize(
    ("before", "codes"),
    [
        ("Nobody was surprised, and no sign was given.\n\n", ["C218"]),  # of another paragraph
        ("He saw no need for haste: ", []),  # of this sentence
    ],
)
def test_a_denial_in_the_paragraph_before_does_not_stand_for_one_in_this(before, codes):
    """Each paragraph must say for itself that the paper says no."""
    made = example(
        "item H101 date=1963-03-02 from=OSLO number=210\npage THERE IS NO PLAN TO MOVE THE PIER IN WINTER.\n"
    )
    prose = f"{before}the embassy wrote of a “plan to move the pier in winter” (H101)."
    page = parse_narrative(prose, "narratives/p.md", citation="H[0-9]{3}", is_item=made.catalogue.__contains__)
    context = CheckContext(settings=CheckSettings(select=["C218"]))
    assert [finding.code for finding in check(made.catalogue, [page], context=context)[0]] == codes


def test_a_denial_before_a_verb_of_opinion_turns_what_is_thought():
    """He did not think that the pier would hold."""
    made = example("item H101 date=1963-03-02 from=OSLO number=210\npage HE DID NOT THINK THAT THE PIER WOULD HOLD.\n")
    for prose, codes in (
        ("He held that “the pier would hold” (H101).", ["C218"]),
        ("He doubted that “the pier would hold” (H101).", []),
    ):
        page = parse_narrative(prose, "narratives/p.md", citation="H[0-9]{3}", is_item=made.catalogue.__contains__)
        context = CheckContext(settings=CheckSettings(select=["C218"]))
        assert [finding.code for finding in check(made.catalogue, [page], context=context)[0]] == codes


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("the pier would [collapse]", "verbatim-edited"),  # as in the middle of a quotation
        ("the pier would [hold]", "verbatim"),
        ("that the pier [of Oslo]", "verbatim"),
    ],
)
def test_brackets_at_the_end_stand_for_the_word_that_is_wanting(words, verdict):
    made = example("item H101 date=1963-03-02 from=OSLO number=210\npage HE THOUGHT THAT THE PIER WOULD HOLD.\n")
    prose = f"He held “{words}” (H101)."
    page = parse_narrative(prose, "narratives/p.md", citation="H[0-9]{3}", is_item=made.catalogue.__contains__)
    _, (verification,) = check(made.catalogue, [page], context=CheckContext(settings=CheckSettings()))
    assert str(verification.verdict) == verdict


DINNER = (
    "item H101 date=1963-03-02 from=OSLO number=210\n"
    "page THE COUNSELLOR WAS AT DINNER. THE AMBASSADOR, WHO CAME LATE, DID NOT SPEAK OF THE BRIDGE AND LEFT EARLY. "
    "THE MAYOR WAS TIRED. THE CONSUL SAID HE WOULD REST.\n"
)


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("[the Counsellor] … did not speak of the bridge", "verbatim-edited"),
        ("did not speak … [the Counsellor] left early", "verbatim-edited"),
        ("[the Mayor] did not speak of the bridge", "verbatim-edited"),
        ("The Ambassador … [spoke] of the bridge", "altered"),  # the dots hide NOT
        ("[the Ambassador] … did not speak of the bridge", "verbatim"),
        ("[the Counsellor] was at dinner", "verbatim"),
        ("The Consul said [the Mayor] would rest", "verbatim"),  # whom HE means the sentence before may say
    ],
)
def test_brackets_with_another_office_than_the_sentence_has(words, verdict):
    made = example(DINNER)
    page = parse_narrative(
        f"It was said that “{words}” (H101).",
        "narratives/p.md",
        citation="H[0-9]{3}",
        is_item=made.catalogue.__contains__,
    )
    _, (verification,) = check(made.catalogue, [page], context=CheckContext(settings=CheckSettings()))
    assert str(verification.verdict) == verdict
