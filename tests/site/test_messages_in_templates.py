"""Messages as templates show them: translated, filled with escaped values, and a per cent sign as itself."""

from markupsafe import Markup

from briefbook.site.rendering import shown_message
from briefbook.util.translation import using


def test_values_are_escaped_and_markup_stays():
    shown = shown_message("Papers held by %(repository)s", repository="A <& B>")
    assert shown == "Papers held by A &lt;&amp; B&gt;"
    assert shown_message("Papers held by %(repository)s", repository=Markup("<b>A</b>")) == "Papers held by <b>A</b>"


def test_a_message_is_shown_in_the_language_that_is_being_written():
    words = [shown_message("Search")]
    with using("fr"):
        words.append(shown_message("Search"))
    assert [*words, shown_message("Search")] == ["Search", "Recherche", "Search"]


def test_two_per_cent_signs_are_one_as_in_every_format_string():
    assert shown_message("100 %% of them") == "100 % of them"
    assert shown_message("") == ""
