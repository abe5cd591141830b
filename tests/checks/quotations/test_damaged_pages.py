"""Pages so badly read that blanks and letters have moved: what may be said of a quotation, and what may not."""

import pytest

from briefbook.checks.quotations import source_text, verify

DAMAGED = """
FM 0SL0 MAR7/63 C0NFD
TO EXTERNAL 214 OPIMNED
TBE MINISTEP SAIB THAT TEH HARB0UR WOULB BE OPEH TO 0UR SHIPS
UNTIL 28 NARCH AND TNAT HE WAS NOT WILLIMG TO SIGH BEFORE THEM.
HE LOOXED DISSATISFIEB WITB THE PRICE OF TWELVE MILLIOM CROWMS.
TBEN HE VENT OUT TO TBE QUAY AMD SP0KE WITH TNE ENGIMEERS AB0UT
GRANITE FROM THE MOUNTAINS WHICH WOULD COME BY RAIL IN AUTUMN.
{}
"""

RUINED = """
FM 0SL0 MRR7/63 C0WFD
T0 EXTERNRL Z14 OPIMMEO
TBE MIMISTEP SA1B TNAT TBE HARB0UP W0ULB BE 0PEH T0 0UP SBIPS
UHTIL 28 NARCN AMD TNAT HE WAS NOT W1LLIMG TO S1GM BEF0RE TBEM.
HE L00XED D1SSATISF1EB W1TB TBE PR1CE 0F TWEIVE M1LLI0M CR0WMS.
TBEN BE VEHT 0UT T0 TBE QUAY AMD SP0KE VITH TNE EMGIMEEPS AB0UT
GRAMITE FR0M TBE M0UMTAIMS WBICH W0ULB C0ME BY PAIL IM AUTUMH.
"""


def test_how_damaged_a_page_is_is_measured_on_its_own_words(as_read):
    damaged, ruined = source_text([as_read(DAMAGED.format(""))]), source_text([as_read(RUINED)])
    assert (damaged.trust.damaged, damaged.trust.badly) == (True, True)
    assert (ruined.trust.damaged, ruined.trust.badly) == (True, True)
    assert damaged.unsure < ruined.unsure


@pytest.mark.parametrize(
    ("line", "words", "verdict"),
    [
        # words run together
        ("THEY CAMEDOWNFRDM THE HILLS LATE", "they came down from the hills late", "cannot-tell"),
        ("THEY CAME DOWMFROMTBE HILLS LATE", "they came down from the hills late", "cannot-tell"),
        ("IT WOULD BESTBERES0LVFQ BY TALKS", "it would best be resolved by talks", "cannot-tell"),
        ("THEY WENT TO THEFERRYQUAV THERE", "they went to the ferry quay there", "cannot-tell"),
        ("THE FERRYWHICH CAME WAS EMPTY", "the ferry which came was empty", "verbatim-noisy"),
        ("SETOUT FOR THE FERRY THAT EVENING", "out for the ferry that evening", "cannot-tell"),
        # words torn apart
        ("THE FE RRYWHI CH CAME WAS EMPTY", "the ferry which came was empty", "cannot-tell"),
        ("THEY GO0 UT TO THE FERRY NOW", "they go out to the ferry now", "cannot-tell"),
        ("THEY G 0UT TOTHE FERRY NOW", "they go out to the ferry now", "verbatim-noisy"),
        ("THEY DID XOT RPT NOT SENB MEN", "they did not send men", "verbatim-noisy"),
        # figures
        ("THEY SENT 2,0O0 MEN TO THE FERRY", "they sent 2,000 men to the ferry", "cannot-tell"),
        ("THEY SENT 20 OO MEN TO THE FERRY", "they sent 2000 men to the ferry", "cannot-tell"),
        ("THEY SENT 20O O MEN TO THE FERRY", "they sent 2000 men to the ferry", "cannot-tell"),
        ("THEY SENT 20 00 MEN TO THE FERRY", "they sent 2000 men to the ferry", "verbatim-noisy"),
        ("THEY SENT 2100 MEN TO THE FERRY", "they sent 2000 men to the ferry", "altered"),
        ("THEY SENT 21 00 MEN TO THE FERRY", "they sent 2000 men to the ferry", "altered"),
        # rubble at either end
        ("QXZWV BRFGT SENT MEN TO THE FERRY", "and they sent men to the ferry", "cannot-tell"),
        ("SENT MEN TO THE FERRY QXZWV BRFGT", "sent men to the ferry at dawn", "cannot-tell"),
        ("SENT MEN TO THE FERRY", "then sent men to the ferry", "altered"),
        # another word, a word more, a word less
        ("THE FERRY CANE WAS EMPTV THAT DAY", "the ferry which came was empty", "altered"),
        ("THE FERRY WHICH CANE WAS EMPTV", "the ferry came was empty", "altered"),
        ("THE FERRY WHICH CANE WAS EMPTV", "the barge which came was empty", "altered"),
        ("THEY DIB NOT SENB MEN OVER", "they did send men over", "altered"),
        ("THEY DIB SENB MEN OVER THERE", "they did not send men over", "altered"),
    ],
)
def test_a_damaged_line_is_doubted_but_no_word_is_changed_lost_or_added_unseen(verdict_on, line, words, verdict):
    assert verdict_on(words, DAMAGED.format(line)) == verdict


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("the price of twelve million crowns", "verbatim-noisy"),
        ("until 28 March … not willing … Price of twelve million", "verbatim-noisy"),
        ("spoke with the engineers about granite", "verbatim-noisy"),
        ("the minister … the price … by rail", "cannot-tell"),
        ("wheat … the minister … barley", "cannot-tell"),
        ("until 23 March and that he was not willing", "cannot-tell"),
        ("until 2 March and that he was not willing", "altered"),
        ("he was willing to sign before then", "altered"),
        ("spoke with all the engineers about granite", "altered"),
        ("granite from the mountains which would come by road", "altered"),
    ],
)
def test_quotations_from_a_ruined_page(verdict_on, words, verdict):
    assert verdict_on(words, RUINED) == verdict


def test_words_that_a_ruined_page_does_not_have_may_have_stood_there(as_read):
    made = verify("xylophones in the prairies of the far south", [as_read(RUINED)])
    assert str(made.verdict) == "cannot-tell"
    assert made.why == "too little of D 7 is legible: most of what was read are no words"
