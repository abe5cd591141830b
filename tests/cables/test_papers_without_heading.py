"""Papers that are no messages get no heading."""

import pytest

from briefbook.cables import read_heading

NO_MESSAGES = {
    "a private letter": (
        "14 Rosewood Crescent,\nHalifax, N.S.\nDear Aunt Margaret,\nThank you for the parcel. From London to Lagos took"
        " me three weeks, and I lost telegram after telegram about my trunk.\nYour loving nephew"
    ),
    "minutes": (
        "MINUTES OF THE FOURTEENTH MEETING of the Allotments Sub-Committee\nPresent: Mr. Ross (Chair), Miss Dunn\n"
        "1. The minutes of the thirteenth meeting were taken as read.\n2. Reference: letter No. 44 from the Surveyor."
    ),
    "a list of actions": (
        "ACTION ITEMS\nRoom 4171, Thursday\n- Tom to ring Bonn about the hall\n- Info desk to be moved to the stairs\n"
        "- Subject index: priority B"
    ),
    "a poem": (
        "BALLAD OF THE DESPATCH BOX\nImmediate, Secret, and Most Urgent too,\nIt went from London to Peru;\n"
        "On March the third, at half past nine,\nThey opened it and found the wine."
    ),
    "a form that nobody filled in": "TO:\nFROM:\nDATE:\nNUMBER:\nSUBJECT:\nSECURITY:\nINFO:",
    "the middle of a text": (
        "turned to the matter of the bridge. He said that Ottawa had told London in its telegram 212 that the steel"
        " would come from Hamilton. The priority, in his opinion, was the north pier."
    ),
}


@pytest.mark.parametrize("kind", NO_MESSAGES)
def test_nothing_is_read_of_a_paper_that_is_no_message(kind: str) -> None:
    heading = read_heading(NO_MESSAGES[kind])
    wanted = {"from": None, "to": [], "date": None, "number": None, "security": None, "precedence": None}
    assert {key: heading[key] for key in wanted} == wanted
