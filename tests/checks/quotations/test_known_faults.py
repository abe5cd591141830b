"""Kinds of quotation that were once judged wrongly, each with made-up words.

``altered``: no verdict that lets it pass. ``flagged``: not simply "verbatim". ``verbatim``: it may not be accused.
"""

import pytest

from briefbook.checks.quotations import verify
from briefbook.model.page import Page
from briefbook.model.verdict import Verdict

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
    # the same kinds in other words
    ("altered", "TALKS BETWEEN KIM AND PLO AND THE QUAY BOARD", "talks between Kim and the quay board"),
    ("altered", "ICE OF 7-9 INCHES LAY ON THE QUAY", "ice of 79 inches lay on the quay"),
    ("altered", "ICE OF 7 9 INCHES LAY ON THE QUAY", "ice of 79 inches lay on the quay"),
    ("verbatim", "A LOAN OF 3 400 CROWNS WAS MADE", "a loan of 3,400 crowns was made"),
    ("altered", "THE PRO-SWEDISH PARTY WON THE TOWN", "Swedish party won the town"),
    ("altered", "THE TOWN IS SWEDISH-FREE SINCE MAY", "the town is Swedish"),
    ("altered", "THE OWNERS AGREED TO PAY", "the owners [dis]agreed to pay"),
    ("altered", "THE YARD IS HARMFUL TO FISH", "the yard is harm[less] to fish"),
    ("verbatim", "THE OWNERS AGREE TO PAY", "the owners agree[d] to pay"),
    ("verbatim", "THE DEPT WILL PAY FOR ALL OF IT", "the dep[artmen]t will pay for all of it"),
    ("verbatim", "G. LEFT OSLO ON MONDAY NIGHT", "G[erhardsen] left Oslo on Monday night"),
    ("altered", "THE TALKS BEGAN ON MONDAY NIGHT", "the talks began on [Tuesday] night"),
    ("altered", "TWELVE BARGES LAY THERE IN MAY", "[thirty] barges lay there in May"),
    ("altered", "THE BOARD ACCEPTED ALL OF IT", "the board [rejected] all of it"),
    ("verbatim", "HE LOOKED WEARY OF THE WHOLE AFFAIR", "[Harald] looked weary of the whole affair"),
    ("verbatim", "THE RUSSIANS HAD LEFT FIRST", "[the Soviets] had left first"),
    ("flagged", "OLAV IS OPPOSED TO A SALE OF THE YARD", "Olav is … a sale of the yard"),
    ("verbatim", "OLAV SPOKE OF A SALE AND OF SNOW AND OF THE YARD", "Olav spoke of a sale … and of the yard"),
    ("verbatim", "OLAV SPOKE OF SNOW. IT WAS COLD. HE LEFT AT NOON", "Olav spoke of snow. … He left at noon"),
    ("altered", "THE BARGE WENT\n7. NO OTHERS CAME TO THE QUAY", "the barge went no others came to the quay"),
    ("verbatim", "THE BARGE WENT.\n7. NO OTHERS CAME TO THE QUAY", "The barge went. No others came to the quay"),
    ("verbatim", "HE ASKED THREE THINGS: 1. COAL. 2. TIMBER. 3. ROPE.", "He asked three things: coal. Timber. Rope."),
    ("altered", "IT'D BE SOLD AND HE'D PAY IF I'D WED THEM", "and he'd pay if id wed them"),
    ("altered", "ΤΡΙΑ ΠΛΟΙΑ ΕΦΥΓΑΝ ΧΘΕΣ ΤΟ ΒΡΑΔΥ", "δυο πλοια εφυγαν χθες το βραδυ"),
    ("verbatim", "ΤΡΙΑ ΠΛΟΙΑ ΕΦΥΓΑΝ ΧΘΕΣ ΤΟ ΒΡΑΔΥ", "Τρία πλοία έφυγαν χθες το βράδυ"),
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
def test_a_kind_of_quotation_that_was_judged_wrongly(expected, source, quotation):
    made = verify(quotation, [Page.of_text("D 7", 1, f"{AROUND}{source}\n{AROUND}", by="received")])
    assert is_right(expected, str(made.verdict))


def test_the_verdicts_under_which_the_words_stand_in_the_item():
    assert [str(verdict) for verdict in Verdict if verdict.agrees] == [
        "verbatim",
        "as-on-scan",
        "verbatim-noisy",
        "verbatim-edited",
    ]
