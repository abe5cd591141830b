"""The kind of a paper in a printed edition is that of its title."""

import pytest

from briefbook.cables import read_cable
from briefbook.model.page import Page


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("61. Letter From the Ambassador in Vietnam (Hale) to Secretary Reed", "letter"),
        ("28. Memorandum From the Deputy Director (Hale) to the Director (Reed)", "memorandum"),
        ("35. Telegram From the Embassy in Poland to the Department of State", "telegram"),
        ("36. Airgram From the Embassy in Poland to the Department of State", "airgram"),
    ],
)
def test_the_title_gives_the_kind(title, kind):
    text = f"{title}\nWarsaw, March 18, 1963, 5 p.m.\n812. For the Secretary. The harbour is open."
    cable = read_cable("X1", (Page.of_text("X1", 1, text, reader="received text", by="received"),))
    assert [reading.value for reading in cable.fields["form"]] == [kind]


def printed(title, dateline):
    text = f"{title}\n{dateline}\n812. For the Secretary. The harbour is open."
    return read_cable("X1", (Page.of_text("X1", 1, text, reader="received text", by="received"),)).fields


def test_a_secretary_who_writes_to_his_department_is_elsewhere_and_his_clock_is_not_known():
    fields = printed(
        "15. Telegram From Secretary of State Reed to the Department of State", "Geneva, March 17, 1962, 2 p.m."
    )

    assert "from" not in fields or [reading.value for reading in fields["from"]] == [None]
    assert [(reading.value, reading.note) for reading in fields["sent"]] == [
        ("1962-03-17T14:00:00", "local time; the zone is not known")
    ]


def test_midnight_does_not_say_of_which_day():
    fields = printed(
        "15. Telegram From the Embassy in Poland to the Department of State", "Warsaw, March 17, 1962, midnight."
    )

    assert "sent" not in fields
    assert [reading.value for reading in fields["date"]] == ["1962-03-17"]


def test_a_dateline_in_may_is_no_stamp_of_receipt():
    fields = printed(
        "57. Telegram From the Department of State to the Embassy in France", "Washington, May 24, 1962, 7:54 p.m."
    )

    assert "received" not in fields


def test_a_title_that_says_who_talked_with_whom_gives_neither_sender_nor_addressee():
    fields = printed(
        "117. Memorandum of Telephone Conversation Between Secretary of State Reed and the Representative to the "
        "United Nations (Hale)",
        "September 17, 1962, 3:58 p.m.",
    )

    assert not {"from", "to"} & fields.keys()
