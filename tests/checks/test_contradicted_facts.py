"""What a sentence tells of a passage is held against it (C228); what the passage leaves open is not judged."""

import time

import pytest

from briefbook.checks import CheckContext, check
from briefbook.checks.contradicted_facts import contradicted_facts
from briefbook.checks.manual import example
from briefbook.checks.passage_facts import facts_of, names_in
from briefbook.checks.passages import matches_of, stems_of
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.settings import CheckSettings
from briefbook.text import posts

ITEMS = """item K401 date=1964-03-09 from=LIMA number=41 classification=CONFIDENTIAL
page ORAVEC COMPLAINED THAT THREE FREIGHTERS HAD BEEN HELD AT THE HARBOUR SINCE OCTOBER. CAPTAIN LINDQVIST LEFT.
| AT SIX P.M. ON THE SAME DAY THE HARBOURMASTER CLOSED THE GATES. THE MINISTRY OF TRANSPORT DENIED THE REPORT.
| KOVALENKO AGREED TO A DELAY OF THE CARGO HEARINGS. PERMITS WERE SIGNED BY KOVALENKO IN CARACAS DURING THE CONFERENCE.
| I TOLD HIM THAT I COULD SEE NOTHING UNLAWFUL IN SUCH SHIPMENTS OF COPPER.
| HALVORSEN
item K402 date=1964-03-10 from=LIMA number=42
page HE COMPLAINED THAT THE FREIGHTERS HAD BEEN HELD AT THE HARBOUR. LINDQVIST LEFT.
"""


def messages(prose, *select):
    made = example(ITEMS)
    page = parse_narrative(prose, "narratives/p.md", citation="K[0-9]{3}", is_item=made.catalogue.__contains__)
    context = CheckContext(settings=CheckSettings(select=list(select)), post=posts.post)
    return [finding.message for finding in check(made.catalogue, [page], context=context)[0]]


@pytest.mark.parametrize(
    ("prose", "words", "theirs"),
    [
        ("Lindqvist complained that the freighters had been held at the harbour (K401).", "Lindqvist", "ORAVEC"),
        ("Five freighters had been held since October (K401).", "Five freighters", "THREE FREIGHTERS"),
        ("The freighters had been held at the harbour since August (K401).", "August", "OCTOBER"),
        ("At six in the morning the harbourmaster closed the gates (K401).", "six in the morning", "SIX P.M."),
        ("The Ministry of Justice denied the report (K401).", "Ministry of Justice", "MINISTRY OF TRANSPORT"),
        ("Kovalenko refused a delay of the cargo hearings (K401).", "refused", "AGREED"),
        ("Permits were signed by Kovalenko in Bogotá during the conference (K401).", "Bogotá", "CARACAS"),
        ("Lima's secret telegram spoke of copper (K401).", "secret", "CONFIDENTIAL"),
        ("Brandvold cabled that freighters had been held at the harbour (K401).", "Brandvold", "HALVORSEN"),
        (
            "Oravec said that he “could see nothing unlawful in such shipments” (K401).",
            "Oravec",
            "I (HALVORSEN)",
        ),
    ],
)
def test_what_the_passage_has_otherwise_is_told_of(prose, words, theirs):
    assert messages(prose, "C228") == [f"{words} where the passage of K401 has {theirs}"]


@pytest.mark.parametrize(
    "prose",
    [
        "Oravec complained that three freighters had been held at the harbour since October (K401).",
        "Lindqvist complained that the freighters had been held at the harbour (K402).",
        "Five men complained that freighters had been held at the harbour (K401).",
        "The freighters had been held at the harbour since October, and Brandvold knew of it (K401).",
        "At six in the evening the harbourmaster closed the gates (K401).",
        "Kovalenko did not refuse a delay of the cargo hearings (K401).",
        "Halvorsen said that he “could see nothing unlawful in such shipments” (K401).",
        "Three freighters had been held since October; see also Brandvold's airgram of August (K401).",
        "Lima's confidential telegram spoke of copper (K401).",
        "Replying to Brandvold, who complained that the freighters had been held at the harbour, Lima wrote (K401).",
        "Nine months later the freighters were still held at the harbour (K401).",
    ],
)
def test_what_is_right_or_left_open_is_not_told_of(prose):
    assert messages(prose, "C228") == []


def test_a_place_that_another_check_tells_of_is_told_of_once():
    prose = "Lindqvist said that “three freighters had been held at the harbour since October” (K401)."
    assert len(messages(prose, "C2")) == 1


def test_altered_words_that_are_given_to_another_have_two_faults():
    prose = "Lindqvist said that “the freighters had been held at the harbour since October” (K401)."
    quoted, given = sorted(messages(prose, "C2"), key=lambda message: "ORAVEC" in message)
    assert "“the” where the paper has THREE" in quoted
    assert "ORAVEC COMPLAINED" in given


def test_another_paper_behind_see_also_is_not_taken_for_the_cited_one():
    prose = "Permits were signed.[^1]\n\n[^1]: (K401); see also the embassy's airgram A-268."
    assert messages(prose, "C213") == []
    assert messages("In its telegram 56 Lima wrote of permits (K401).", "C213") != []


def test_the_passage_is_the_sentence_that_shares_the_rarest_words():
    paper = "THE BOARD MET. THE BOARD HEARD THAT COPPER WAS STOLEN. THE BOARD WENT HOME."
    assert matches_of(stems_of("The board learned of stolen copper."), paper)[0].passage.text.strip() == (
        "THE BOARD HEARD THAT COPPER WAS STOLEN."
    )
    assert matches_of(stems_of("Nothing here"), paper) == []


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("at nine that evening", "hour", ("21:00",)),
        ("à six heures du soir", "hour", ("18:00",)),
        ("after cinq ans", "count", ("5",)),
        ("4.1 million dollars", "count", ("4.1e+06",)),
        ("in July", "month", ("July",)),
        ("on 4 July", "day", ("July", "4")),
    ],
)
def test_facts_are_read_in_the_forms_of_prose(text, kind, value):
    assert [fact.value for fact in facts_of(text) if fact.kind == kind] == [value]


def test_names_are_told_from_words_in_capitals_and_in_prose():
    assert names_in("CAPT. SANCHEZ TOLD HATHORN THAT THE LOAN WAS OFF") == {"sanchez", "hathorn"}
    assert names_in("The Soviets told Hathorn on Monday that the Department in Lima was late.") == {"hathorn"}


LATER = """item K501 date=1964-04-02 from=ROME sent=1964-04-02T18:00 number=77 form=telegram
page Rome, April 2, 1964, 6 p.m.
|
| Hearings drew complaints. The President, however, did not think the results were good. Brandvold met Oravec,
| Kovalenko and Halvorsen on the quay. We hope to discuss the whole problem with Amb. Lindqvist. The Deputy Cargo
| Chairman asked for type C vaccine.
|
| Halvorsen
"""


@pytest.mark.parametrize(
    ("prose", "words", "theirs"),
    [
        ("The Chancellor “did not think the results were good” (K501).", "The Chancellor", "THE PRESIDENT"),
        ("Brandvold met Oravec, Kovalenko and Sorokin on the quay (K501).", "Sorokin", "HALVORSEN"),
        ("It was hoped to discuss the whole problem with Ambassador Kovalenko (K501).", "Kovalenko", "LINDQVIST"),
        ("The chairman asked for type A vaccine (K501).", "type A", "TYPE C"),
        ("Halvorsen telegraphed at nine that evening (K501).", "nine that evening", "18:00 AS ITS HOUR"),
        ("Halvorsen telegraphed from Geneva (K501).", "Geneva", "ROME"),
    ],
)
def test_lists_titles_labels_and_the_sending_are_held_against_the_paper(prose, words, theirs):
    made = example(LATER)
    page = parse_narrative(prose, "narratives/p.md", citation="K[0-9]{3}", is_item=made.catalogue.__contains__)
    context = CheckContext(settings=CheckSettings(select=["C228"]), post=posts.post)
    found = [finding.message for finding in check(made.catalogue, [page], context=context)[0]]
    assert found == [f"{words} where the passage of K501 has {theirs}"]


COPIED = """item K601 date=1964-04-02 from=LIMA to=STATE info=QUITO info=CARACAS number=77 form=telegram
page LIMA TO STATE INFO QUITO, CARACAS. THE RAIN WAS HEAVY.
"""


@pytest.mark.parametrize(
    ("prose", "wrong"),
    [
        ("The telegram was sent for information to Quito and Caracas (K601).", []),
        ("The telegram was sent for information to Quito and Asunción (K601).", ["Asunción"]),
        ("Copies went to Quito, Bonn and Caracas (K601).", ["Bonn"]),
        ("On 2 April Lima told Bonn and Quito of the rain (K601).", ["Bonn"]),
        ("Kohler told Adenauer and Erhard of the rain (K601).", []),
    ],
)
def test_a_place_in_a_list_of_addressees_that_the_paper_did_not_go_to_is_told_of(prose, wrong):
    made = example(COPIED)
    page = parse_narrative(prose, "narratives/p.md", citation="K[0-9]{3}", is_item=made.catalogue.__contains__)
    context = CheckContext(settings=CheckSettings(select=["C208"]), post=posts.post)
    found = [finding.message for finding in check(made.catalogue, [page], context=context)[0]]
    assert [message.rpartition(" ")[2] for message in found] == wrong


DAYS = """item K701 date=1964-04-02 from=LIMA number=78 form=telegram
page BRANDVOLD HANDED OVER THE LETTER ON THE AFTERNOON OF APRIL 1. HE READ A TRANSLATION IN SPANISH AT ONCE.
|
| AMBASSADOR ORAVEC OPPOSED THE CONVOY. HE WAS RELUCTANT TO TOUCH HARBOUR QUESTIONS.
"""


@pytest.mark.parametrize(
    ("prose", "wrong"),
    [
        ("Brandvold handed over the letter on the morning of 1 April (K701).", ["morning"]),
        ("Brandvold handed over the letter on the afternoon of 1 April (K701).", []),
        ("He read at once a Portuguese translation (K701).", ["Portuguese"]),
        ("He read at once a Spanish translation (K701).", []),
        ("The Portuguese read the translation at once (K701).", []),
        ("Brandvold “was reluctant to touch harbour questions” (K701).", ["Brandvold"]),
        ("Kovalenko “was reluctant to touch harbour questions” (K701).", ["Kovalenko"]),
        ("Oravec “was reluctant to touch harbour questions” (K701).", []),
    ],
)
def test_parts_of_days_nations_and_a_he_of_the_next_sentence(prose, wrong):
    made = example(DAYS)
    page = parse_narrative(prose, "narratives/p.md", citation="K[0-9]{3}", is_item=made.catalogue.__contains__)
    context = CheckContext(settings=CheckSettings(select=["C228"]), post=posts.post)
    found = [finding.message for finding in check(made.catalogue, [page], context=context)[0]]
    assert [message.partition(" where")[0] for message in found] == wrong


TURNED = """item K801 date=1964-04-04 from=LIMA number=81
page BRANDVOLD SAID HE DID NOT WANT ANOTHER ENFORCEMENT OFFICER FOR THE COMING YEAR. ADDED THAT BIDS HAD STOPPED.
| A REPRESENTATIVE OF THE SHIPYARD MAY VISIT CALLAO IN LATE AUGUST. THE CONVOYS WERE RELEASED WITHOUT DISMOUNTING.
| TOTAL AID TO THE HARBOUR SINCE 1957 REACHED 100,000.00 DOLLARS. PURCHASES OF COTTON AND RICE WERE PAID IN CASH.
| SESSIONS OF THE HARBOUR BOARD WILL COMMENCE AT 10 A.M. ON APRIL 5 IN TRUJILLO. LINDQVIST CALLED ON BRANDVOLD.
| HE URGED THAT THE QUAY BE WIDENED BEFORE WINTER. THE SENIOR PILOT WAS DISPLEASED WITH THE LIGHTS.
| HALVORSEN
"""


@pytest.mark.parametrize(
    ("prose", "wrong"),
    [
        ("Brandvold wanted another enforcement officer for the coming year (K801).", ["wanted"]),
        ("Brandvold did not want another enforcement officer (K801).", []),
        ("Brandvold would rather do without another enforcement officer (K801).", []),
        ("A representative of the shipyard had visited Callao in late August (K801).", ["visited"]),
        ("A representative of the shipyard might visit Callao in late August (K801).", []),
        ("The convoys were released after dismounting (K801).", ["after"]),
        ("The convoys were released without dismounting (K801).", []),
        ("Total aid to the harbour since 1947 was told of (K801).", ["1947"]),
        ("Total aid to the harbour since 1957 was told of (K801).", []),
        ("Total aid to the harbour reached 1,000,000 dollars (K801).", ["1,000,000 dollars"]),
        ("Purchases of wheat and rice were paid in cash (K801).", ["wheat"]),
        ("Purchases of rice and cotton were paid in cash (K801).", []),
        ("The sessions were to begin at eight in the morning of 5 April (K801).", ["eight in the morning"]),
        ("The sessions were to begin at ten in the morning of 5 April (K801).", []),
        ("Brandvold urged that the quay be widened before winter (K801).", ["Brandvold"]),
        ("Lindqvist urged that the quay be widened before winter (K801).", []),
        ("The junior pilot was displeased with the lights (K801).", ["junior"]),
    ],
)
def test_signs_amounts_sorts_years_and_the_subject_of_a_he(prose, wrong):
    made = example(TURNED)
    page = parse_narrative(prose, "narratives/p.md", citation="K[0-9]{3}", is_item=made.catalogue.__contains__)
    context = CheckContext(settings=CheckSettings(select=["C228"]), post=posts.post)
    found = [finding.message for finding in check(made.catalogue, [page], context=context)[0]]
    assert [message.partition(" where")[0] for message in found] == wrong


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("The envoy sent his sealed report of the harvest to Lisbon.", ["Lisbon"]),
        ("The envoy sent his sealed report of the harvest to Lisbon through London.", []),  # the paper's is named too
    ],
)
def test_a_place_beside_the_papers_own_is_not_in_its_place(sentence, words):
    paper = "THE ENVOY SENT HIS SEALED REPORT OF THE HARVEST TO LONDON. THE MILLERS KNOW NOTHING OF IT."

    assert [fact.words for fact, _ in contradicted_facts(sentence, paper, {}) if fact.kind == "place"] == words


def test_a_long_list_and_a_long_paper_take_no_long_time():
    """Members of a list are paired with those near, and the words beside a fact are sought near it."""
    paper = ", ".join(f"TARIFF SOLD WHEAT {number} HARBOUR REFUSED" for number in range(300)) + ". "
    paper += "THE MINISTER REFUSED THE WHEAT AND ACCEPTED THE TARIFF. " * 400
    sentence = "The minister sold " + ", ".join(["wheat", "tariff", "harbour"] * 10) + " and refused the treaty."

    begin = time.perf_counter()
    list(contradicted_facts(sentence, paper, {}))

    assert time.perf_counter() - begin < 20  # seconds, on a machine under load
