"""Words are given to the one whom the paper has saying them; a finding only where both name somebody plainly."""

import pytest

from briefbook.checks import CheckContext, check
from briefbook.checks.manual import example
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.settings import CheckSettings

ITEMS = """item H201 date=1962-11-02 from=LIMA number=41
page KOHLER TOLD KHRUSHCHEV THAT THE BLOCKADE WOULD GO ON. GROMYKO WAS TOLD THAT THE NOTE HAD BEEN READ. ACCORDING TO
| THOMPSON THE LEADERS WERE TIRED OF THE QUARREL. HE ADDED THAT NOTHING MORE COULD BE DONE BEFORE WINTER. THE BRITISH
| AMBASSADOR SAID THAT LONDON HAD NO WISH TO MEDIATE. THE PRIME MINISTER SAID THAT PARLIAMENT WOULD NOT MEET. RUSK AND
| ORAVEC AGREED THAT TALKS SHOULD BE PRIVATE. LINDQVIST DID NOT SAY THAT THE PILOTS WERE PAID. THE TREATY IS DEAD,
| BRANDT SAID. KOHLER CALLED THE SETTLEMENT A DEFEAT FOR THE GOVERNMENT.
item H202 date=1962-11-03 from=LIMA number=42 signer="Lindqvist"
page MINFIN CASTILLO ONCE MORE ASKED FOR TIME. CASTILLO AGREED TO DO WHATEVER WAS NEEDED. I HOPE TO SEE ORAVEC SOON.
| MINISTER GUZMAN IS AWAY. THE PRESIDENT SAID QUOTE WE CANNOT GO ON LIKE THIS UNQUOTE. LINDQVIST
"""


def codes(prose: str) -> list[str]:
    made = example(ITEMS)
    page = parse_narrative(prose, "narratives/p.md", citation="H[0-9]{3}", is_item=made.catalogue.__contains__)
    findings, _ = check(made.catalogue, [page], context=CheckContext(settings=CheckSettings(select=["C225"])))
    return [finding.code for finding in findings]


@pytest.mark.parametrize(
    "prose",
    [
        "Kohler told Khrushchev that “the blockade would go on” (H201).",
        "Khrushchev was told that “the blockade would go on” (H201).",
        "Khrushchev heard from Kohler that “the blockade would go on” (H201).",
        "According to Thompson, “the leaders were tired of the quarrel” (H201).",
        "Brandt added that “nothing more could be done before winter” (H201).",
        "The British ambassador thought that “London had no wish to mediate” (H201).",
        "Roberts said that “London had no wish to mediate” (H201).",
        "Macmillan said that “Parliament would not meet” (H201).",
        "The embassy said that “the blockade would go on” (H201).",
        "Oravec said that “talks should be private” (H201).",
        "Brandt said that “the pilots were paid” (H201).",
        "“The treaty is dead,” said Brandt (H201).",
        "The settlement was, in Kohler’s words, “a defeat for the government” (H201).",
        "He said that “the blockade would go on” (H201).",
        "Castillo “agreed to do whatever was needed” (H202).",
        "He “agreed to do whatever was needed” (H202).",
        "Lindqvist wrote: “I hope to see Oravec soon” (H202).",
        "The embassy wrote: “I hope to see Oravec soon” (H202).",
        "Sandoval said: “I hope to see Oravec soon” (H202).",
        "Guzman said: “We cannot go on like this” (H202).",
    ],
)
def test_the_right_speaker_and_one_who_may_be_right_are_not_accused(prose):
    assert codes(prose) == []


@pytest.mark.parametrize(
    "prose",
    [
        "Khrushchev told Kohler that “the blockade would go on” (H201).",
        "Khrushchev said that “the blockade would go on” (H201).",
        "“The blockade would go on,” Khrushchev insisted (H201).",
        "Kohler was told that “the blockade would go on” (H201).",
        "Gromyko said that “the note had been read” (H201).",
        "According to Kohler, “the leaders were tired of the quarrel” (H201).",
        "The Indian ambassador said that “London had no wish to mediate” (H201).",
        "The Foreign Secretary said that “Parliament would not meet” (H201).",
        "Brandt agreed that “talks should be private” (H201).",
        "“The treaty is dead,” said Khrushchev (H201).",
        "The settlement, in Brandt’s own words, was “a defeat for the government” (H201).",
        "Guzman “agreed to do whatever was needed” (H202).",
        "Guzman said: “I hope to see Oravec soon” (H202).",
    ],
)
def test_another_speaker_than_the_papers_is_warned_of(prose):
    assert codes(prose) == ["C225"]
