"""Kinds of quotation that are judged wrongly today, each with made-up words: what mends one takes its mark away.

``altered``: no verdict that lets it pass. ``flagged``: not simply "verbatim". ``verbatim``: it may not be accused.
"""

import pytest

from briefbook.checks.quotations import verify
from briefbook.model.page import Page

AROUND = (
    "THE CONSUL WROTE OF THE FERRY AND OF THE LIGHTS ON THE QUAY AND OF THE SNOW THAT HAD COME EARLY TO THE VALLEY.\n"
    * 3
)

KINDS = [
    # an acronym or a name between two like words is taken for RPT and may be left out
    ("altered", "ENVOY TOLD THE KING TO UZD TO RETURN HOME", "told the king to return home"),
    ("altered", "QUARREL BETWEEN PORT AND XLN AND THE NAVY", "quarrel between port and the navy"),
    ("altered", "GREET OLAV AND VIG AND THANK THEM", "greet Olav and thank them"),
    # a hyphen or a stroke between figures is not looked at
    ("altered", "REPAIRS WOULD TAKE 4-5 WEEKS IN ALL", "repairs would take 45 weeks in all"),
    ("altered", "SOME 20-25 BARGES LAY IN THE FJORD", "some 2025 barges lay in the fjord"),
    ("altered", "2/5 OF THE BARGES HAD SUNK", "25 of the barges had sunk"),
    # a quotation that begins inside a hyphened word
    ("altered", "NON-MEMBER STATES WERE WELCOME IN OSLO", "member states were welcome in Oslo"),
    ("altered", "ANTI-ROYAL PAPERS WERE SOLD IN BERGEN", "royal papers were sold in Bergen"),
    # brackets inside a word that turn its sense round
    ("altered", "SHE CAN SIGN THE LEASE IN MAY", "she can[not] sign the lease in May"),
    ("altered", "THE CREW WAS ABLE TO LAND THERE", "the crew was [un]able to land there"),
    ("altered", "A CROSSING WAS PROBABLE BEFORE SPRING", "a crossing was [im]probable before spring"),
    # an initial that is completed to another name
    ("altered", "HARALD PROMISED TO MEND THE BRIDGE", "H[aakon] promised to mend the bridge"),
    ("altered", "SIGRID HAD SOLD NOTHING TO THE YARD", "S[unniva] had sold nothing to the yard"),
    # brackets that put another side or person there
    ("altered", "DANISH BARGES HAD LEFT FIRST", "[Swedish] barges had left first"),
    ("altered", "OLAV LOOKED WEARY OF THE WHOLE AFFAIR", "[Harald] looked weary of the whole affair"),
    # a word of denial under an ellipsis: the verdict says nothing of it
    ("flagged", "IT COULD NOT RPT NOT BE CALLED A BRIDGE", "it could … be called a bridge"),
    ("flagged", "SHE COULD SCARCELY HOPE THAT THE FERRY WOULD COME", "she could … hope that the ferry would come"),
    ("flagged", "SAID SHE DECLINED TO HOPE THAT THE FERRY WOULD COME", "said she … hope[d] that the ferry would come"),
    # an ellipsis that joins one sentence's subject with another's verb
    ("flagged", "HARALD SPOKE OF SNOW. OLAV WHO IS OLD MEANS TO SELL THE YARD", "Harald … means to sell the yard"),
    # a number at a line's head with a full stop that ends a sentence
    ("altered", "THEY RAISED\n14. THE OTHERS LIE IN THE FJORD", "they raised the others lie in the fjord"),
    # letters outside a to z
    ("altered", "КОНСУЛ СКАЗАЛ ЧТО 3 БАРЖИ УШЛИ А 4 СТОЯТ", "консул молчал что 3 баржи тонут а 4 горят"),
    ("altered", "THE ROYAL YARD WAS SOLD TO ALL", "the royal верфь yard was sold to all"),
    # the town of Colon
    ("altered", "BARGES LEFT COLON FOR BERGEN LAST NIGHT", "barges left for Bergen last night"),
    # an apostrophe that makes another word
    ("altered", "WE'LL SPEAK OF IT WITH OLAV", "well speak of it with Olav"),
    # a code that is no word, in a printed text
    ("altered", "SALE OF RAV TIMBER FROM NARVIK", "sale of raw timber from Narvik"),
    # blanks that make another sense, in a printed text
    ("altered", "IT IS NOTABLE TO SAIL IN WINTER", "it is not able to sail in winter"),
    ("altered", "THE LEASE MAY BE SOLD TOMORROW", "the lease maybe sold tomorrow"),
    # brackets of the source itself, over twelve words
    (
        "verbatim",
        "AS FAR AS MAY BE [AND HAVING REGARD TO THE SNOW AND THE STATE OF THE ROADS AND OF THE BRIDGES] SEND BARGES",
        "as far as may be [and having regard to the snow and the state of the roads and of the bridges] send barges",
    ),
    # a bracket after a long run in which one hyphen is set otherwise
    (
        "verbatim",
        "THE HARBOUR BOARD LIKE THE TOWN OF SUND-VIK REMAINS WEDDED TO THE PLAN OF A BRIDGE AND OUR FIRST WISH IS TO "
        "LET SUND-VIKS BOATMEN KEEP THEIR TRADE IF THE BOARD IN THE NORTH WILL GIVE UP ITS TOLL ON ALL OUR BARGES "
        "THE STEPS WE TAKE WILL BE NEEDED NO MORE",
        "The harbour board, like the town of Sundvik, remains wedded to the plan of a bridge and our first wish is to "
        "let [their] boatmen keep their trade. If the board in the north will give up its toll on all our barges, the "
        "steps we take will be needed no more",
    ),
    # the soft hyphen that some PDF files give as U+0002
    ("verbatim", "HYDRO\u0002ELECTRIC WORKS WILL BE BUILT THERE", "hydroelectric works will be built there"),
]  # fmt: skip


def is_right(expected, verdict):
    if expected == "altered":
        return not verdict.startswith("verbatim")
    if expected == "flagged":
        return verdict != "verbatim"
    return verdict in ("verbatim", "verbatim-noisy")


@pytest.mark.parametrize(("expected", "source", "quotation"), KINDS, ids=[f"{n}" for n in range(len(KINDS))])
@pytest.mark.xfail(strict=True, reason="known to be judged wrongly")
def test_a_kind_of_quotation_that_is_judged_wrongly(expected, source, quotation):
    made = verify(quotation, [Page.of_text("D 7", 1, f"{AROUND}{source}\n{AROUND}", by="received")])
    assert is_right(expected, str(made.verdict))
