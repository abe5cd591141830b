"""C207 of memoranda, letters and reports: the form that the catalogue gives a paper is the one that prose dates."""

import pytest

from briefbook.checks import CheckContext, check
from briefbook.checks.manual import example
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.settings import CheckSettings
from briefbook.text import posts

ITEMS = """item H201 date=1958-10-02 from=OSLO to=EXTERNAL form=memorandum
page THE REPORT IS ENCLOSED.
item H202 date=1958-10-02 from=OSLO to=EXTERNAL form=information_report
item H203 date=1958-10-02 from=OSLO to=EXTERNAL form=telegram number=12
"""


def codes(prose):
    made = example(ITEMS)
    page = parse_narrative(prose, "narratives/p.md", citation="H[0-9]{3}", is_item=made.catalogue.__contains__)
    context = CheckContext(settings=CheckSettings(select=["C207", "C216"]), post=posts.post)
    return [finding.code for finding in check(made.catalogue, [page], context=context)[0]]


@pytest.mark.parametrize(
    "prose",
    [
        "The memorandum of 7 October 1958 (H201) enclosed a report.",
        "On 7 October 1958 the memorandum was sent to Ottawa (H201).",
        "On 7 October 1958, the embassy’s telegram was sent to Ottawa (H203).",
        "In its memorandum, dated 7 October 1958 (H201), the embassy enclosed a report.",
        "Le mémorandum du 7 octobre 1958 (H201) transmettait un rapport.",
        "An information report of 7 October 1958 (H202) said so.",
        "Le rapport en date du 7 octobre 1958 (H202) le disait.",
        "Le télégramme du 7 octobre 1958 (H203) le disait.",
        "La dépêche n° 12 du 7 octobre 1958 (H203) le disait.",
        "Le télégramme no 12, du mardi 7 octobre 1958 (H203), le disait.",
        "Le mémorandum secret du 7 octobre 1958 (H201) transmettait un rapport.",
        "Un long rapport très confidentiel du 7 octobre 1958 (H202) le disait.",
        "Le télégramme chiffré n° 12 du 7 octobre 1958 (H203) le disait.",
        "The memorandum, marked secret, of 7 October 1958 (H201) enclosed a report.",
        "The memorandum (in two copies) of 7 October 1958 (H201) enclosed a report.",
        "In the memorandum of conversation of 7 October 1958 (H201) he said so.",
        "In the memorandum for the record dated 7 October 1958 (H201) he said so.",
    ],
)
def test_a_wrong_day_of_a_paper_called_by_its_form_is_told_of(prose):
    assert codes(prose) == ["C207"]


@pytest.mark.parametrize(
    "prose",
    [
        "The memorandum of 2 October 1958 (H201) enclosed a report.",
        "Le mémorandum secret du 2 octobre 1958 (H201) transmettait un rapport.",
        "Le rapport sur la conférence du 28 septembre 1958 (H202) le disait.",
        "Le mémorandum relatif à la note du 28 septembre 1958 (H201) le disait.",
        "The report on the talks of 28 September 1958 (H202) said so.",
        "The memorandum, which answers the letter of 28 September 1958 (H201), said so.",
        "The memorandum answers letters of 28 September 1958 (H201).",
        "Le rapport complète celui du 28 septembre 1958 (H202).",
        "Le rapport indique la date du 28 septembre 1958 (H202).",
        "The memorandum, with the letter, of 2 October 1958 (H201) said so.",
        "Le mémorandum du 2 octobre 1958 (H201) transmettait un rapport.",
        "The telegram told of the letter of 28 September 1958 (H203).",
        "Khrushchev’s letter of 28 September 1958 was passed on (H203).",
        "Il accusait réception du mémorandum du 28 septembre 1958 (H201).",
        "Dans sa réponse au télégramme du 28 septembre 1958, il refusa (H203).",
        "Comme suite à la dépêche du 28 septembre 1958, l’ambassade confirma (H203).",
        "L’information report complète le rapport du 28 septembre 1958 (H202).",
        "It forwards the report from 28 September 1958 (H202).",
        "He had read the memorandum of 28 September 1958 (H201).",
        "The memorandum enlarged on the memorandum of 28 September 1958 (H201).",
        "On 28 September 1958 the memorandum was received in Oslo, said the telegram (H203).",
        "On 28 September 1958 the letter was sent that the telegram speaks of (H203).",
        "On 2 October 1958 the memorandum was sent to Ottawa (H201).",
        "On 28 September 1958 the telegram was sent of which the memorandum speaks (H201).",
        "The memorandum, which answered a memorandum of 28 September 1958, enclosed a report (H201).",
    ],
)
def test_a_right_day_and_the_day_of_another_paper_are_not(prose):
    assert codes(prose) == []
