"""Values that were given stay where they can be trusted: on tidy papers all, on others those that more speaks for."""

from briefbook.cables import read_heading
from briefbook.cables.evidence.given_values import features_of_values, trust_in_value
from briefbook.cables.heading import read_by_form
from briefbook.cables.heading_draft import draft_of_text

TIDY = "SECRET\nFROM: Ottawa\nTO: London\nNo. 817\n4 May 1957\nThe minister asked the embassy to wait.\n"
APART = (
    "FROM:\nTO:\nNO:\nREF:\nSECRET\nDEPARTMENT\nCOPY\n41\nOttawa\n4 May 1957\nThe minister asked the embassy to wait.\n"
)


def features(text):
    draft = draft_of_text(text, 1900, "")
    read_by_form(draft)
    return features_of_values(draft)


def test_on_a_tidy_paper_the_question_is_not_asked():
    assert features(TIDY) == {}
    heading = read_heading(TIDY)
    assert (heading["from"], heading["to"], heading["number"]) == ("OTTAWA", ["LONDON"], "817")


def test_where_labels_stand_apart_from_their_values_each_value_is_weighed():
    assert features(APART.replace("FROM:\n", "FROM: Ottawa\n", 1))


def test_what_evidence_has_too_is_trusted_more_than_what_it_contradicts():
    agreed = trust_in_value("from", {"same=8", "rival=none"})
    contradicted = trust_in_value("from", {"same=none", "rival=8"})
    assert contradicted < agreed


def test_a_stamp_is_no_addressee():
    text = "P 201800Z NOV 62\nFM CANFORCEHED\nTO CJS LONDON\nS/S\nINFO CCOS\nBT\nCONFIDENTIAL JIC 211"
    assert "S/S" not in read_heading(text)["to"]


def test_a_sender_of_whom_nothing_is_left_is_no_failure():
    assert read_heading("P 201800Z NOV 62\nFM .\nTO CJS LONDON\nBT\nCONFIDENTIAL JIC 211")["from"] is None
    assert read_heading("P 201800Z NOV 62\nFM RUEKDA/\nTO CJS LONDON\nBT")["to"] == ["CJS LONDON"]
