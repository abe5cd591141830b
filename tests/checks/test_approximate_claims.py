"""What a careful author rounds, converts, translates or hears from a press agency is no contradiction of the paper."""

import datetime

import pytest

from briefbook.checks import CheckContext, check
from briefbook.checks.manual import example
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.settings import CheckSettings
from briefbook.text import posts
from briefbook.text.authorities import PERSONS

PAPERS = """
item H301 date=1974-05-14 from="AMEMBASSY LIMA" to="SECSTATE WASHDC" number=3812 signer=DEAN
page FM AMEMBASSY LIMA TO SECSTATE WASHDC 3812
| STRIKE OF TEXTILE WORKERS BEGAN IN AREQUIPA MAY 6. UPI REPORTS FROM BUENOS AIRES THAT ARGENTINE GOVERNMENT HAS TOLD
| PERUVIAN AMBASSADOR THAT WHEAT WILL BE SENT. COMPANY HAS LOST 46.7 MILLION SOLES. FREIGHTER KALININ WITH 11,800 TONS
| OF COTTON IS 140 MILES NORTH OF CALLAO. KREMLIN SPOKESMAN ORLOV SAID THAT THE COTTON WOULD BE PAID FOR IN JUNE.
item H302 date=1961-03-09 from="LA PAZ" to=PARIS number=112
page Le président m’a dit que son gouvernement ne saurait accepter l’offre sans consulter Washington. Il a ajouté :
| « Nous sommes un pays pauvre, mais nous ne sommes pas à vendre. » Je ne crois pas que le gouvernement résiste
| longtemps, et les mineurs ont cessé le travail depuis trois jours dans les mines du sud.
"""


def told(prose):
    """Code and message of each finding on a sentence, what could not be told with a question mark."""
    made = example(PAPERS)
    page = f"---\ntitle: Page\n---\n{prose}\n"
    narrative = parse_narrative(page, "narratives/page.md", citation="H[0-9]{3}", is_item=made.catalogue.__contains__)
    context = CheckContext(
        settings=CheckSettings(select=["C2"]),
        network=made.network,
        persons=PERSONS,
        post=posts.post,
        exists=lambda path: True,
        today=datetime.date(2026, 11, 29),
    )
    findings, _ = check(made.catalogue, [narrative], context=context)
    return [(finding.code + "?" * finding.cannot_tell, finding.message) for finding in findings]


@pytest.mark.parametrize(
    "prose",
    [
        "The company had lost more than forty-six million soles (H301).",
        "The company had lost some 47 million soles (H301).",
        "The freighter had nearly 12,000 tons of cotton (H301).",
        "The freighter was some 225 kilometres north of Callao (H301).",
        "The strike of the textile workers had begun in Peru in May (H301).",
        "The United Press reported from Buenos Aires that wheat would be sent (H301).",
        "A press agency reported from Buenos Aires that wheat would be sent (H301).",
        "Buenos Aires told the Peruvian ambassador that wheat would be sent (H301).",
        "Argentina informed Peru that it would send wheat (H301).",
        "The Kremlin said that the cotton would be paid for in June (H301).",
    ],
)
def test_what_is_rounded_converted_or_said_of_others_is_not_accused(prose):
    assert told(prose) == []


@pytest.mark.parametrize(
    ("prose", "message"),
    [
        ("The freighter had 13,800 tons of cotton (H301).", "13,800 tons where the passage of H301 has 11,800 TONS"),
        (
            "The freighter was some 350 kilometres north of Callao (H301).",
            "350 kilometres where the passage of H301 has 140 MILES",
        ),
        ("Dean reported from Quito on the cotton (H301).", "H301 was sent by AMEMBASSY LIMA"),
    ],
)
def test_what_no_rounding_explains_is_told(prose, message):
    assert any(message in words for _, words in told(prose))


@pytest.mark.parametrize(
    "prose",
    [
        "“We are a poor country,” the President said, “but we are not for sale” (H302).",
        "He did not believe that they would “hold out for long” (H302).",
    ],
)
def test_english_words_of_a_french_paper_could_not_be_checked(prose):
    findings = told(prose)
    assert {code for code, _ in findings} == {"C203?"}
    assert "the paper is in French and these words are not" in findings[0][1]


def test_a_changed_word_in_the_papers_own_language_is_told():
    assert [code for code, _ in told("« Nous sommes un pays riche, mais nous ne sommes pas à vendre » (H302).")] == [
        "C201"
    ]
