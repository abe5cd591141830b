"""What stands just outside a quotation and limits it, and what dots and brackets hide, is told."""

import pytest

from briefbook.checks import CheckContext, check
from briefbook.checks.manual import example
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.settings import CheckSettings

ITEMS = """item H101 date=1962-11-02 from=LIMA number=41
page HALF THE FLEET LEFT. SOME OFFICERS WERE ARRESTED. MORE THAN TEN SHIPS. PART OF THE ARMY WAS IN REVOLT. SOME TIME WAS LOST. A FEW OF THE MEN CAME BACK.
| DID THE CUBANS FIRE? WILL HE SIGN THE TREATY? HE WILL NOT COMPLY. HE WILL RESIGN IF THE PARTY AGREES AND THE ARMY CONSENTS. THE PRICE WAS 300 POUNDS.
| BRITAIN WAS ATTACKED BY EGYPT. THE MINISTER MAY SIGN THE PACT. HE ALSO SUPPORTS THE NAVY. HE IS DISLOYAL TO CASTRO. THE COST WAS $500. THE BASE WHICH WAS BUILT IN MARCH IS OPEN.
"""  # noqa: E501


@pytest.mark.parametrize(
    ("prose", "found"),
    [
        ("It says “the fleet left” (H101).", ["C218"]),
        ("Half “the fleet left” (H101).", []),
        ("It says “officers were arrested” (H101).", ["C218"]),
        ("Some “officers were arrested” (H101).", []),
        ("It says “than ten ships” (H101).", ["C218"]),
        ("It says “the army was in revolt” (H101).", ["C218"]),
        ("It says “of the men came back” (H101).", ["C218"]),
        ("It says “time was lost” (H101).", []),
        ("It says “the Cubans fire.” (H101).", ["C218"]),
        ("It says “Did the Cubans fire?” (H101).", []),
        ("It asks whether “the Cubans fire” (H101).", []),
        ("He will “sign the treaty” (H101).", ["C218"]),
        ("Will he “sign the treaty”? (H101).", []),
        ("It says “he will not comply?” (H101).", ["C218"]),
        ("It says “he will not comply.” (H101).", []),
        ("It says “He will resign if the party agrees” (H101).", ["C218"]),
        ("It says “He will resign if the party agrees and the army consents” (H101).", []),
        ("It says “the price was 300” (H101).", ["C218"]),
        ("It says “the price was 300” pounds (H101).", []),
        ("It says “Britain … attacked … Egypt” (H101).", ["C215"]),
        ("It says “The minister … sign the pact” (H101).", ["C215"]),
        ("It says “He … supports the navy” (H101).", ["C215"]),
        ("It says “The base … built in March is open” (H101).", []),
        ("It says “He is [loyal] to Castro” (H101).", ["C201"]),
        ("It says “the cost was [€]500” (H101).", ["C201"]),
        ("It says “He will [never] comply” (H101).", ["C201"]),
        ("It says “He will <del>not</del> comply” (H101).", ["C201"]),
        ("It says “He will <s>not</s> comply” (H101).", ["C201"]),
        ("It says “He will n\u0336o\u0336t\u0336 comply” (H101).", ["C201"]),
        ("It says “He will not comply” (H101), <del>and more</del>.", []),
        ("It says “He will *not* comply” (H101).", []),
    ],
)
def test_limits_hidden_verbs_and_brackets(prose, found):
    made = example(ITEMS)
    page = parse_narrative(prose, "narratives/p.md", citation="H[0-9]{3}", is_item=made.catalogue.__contains__)
    context = CheckContext(settings=CheckSettings(select=["C201", "C215", "C218"]))
    findings, _ = check(made.catalogue, [page], context=context)
    assert sorted({finding.code for finding in findings}) == found
