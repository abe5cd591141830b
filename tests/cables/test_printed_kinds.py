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
