"""Names of offices in the language of the page."""

from briefbook.text.office_names import office_name
from briefbook.util.translation import using

OWN = """\
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "Embassy"
msgstr "Mission"
"""


def test_an_office_is_named_in_the_words_of_the_collection_also_if_it_was_named_without_them_before(tmp_path):
    with using("fr"):
        assert office_name("Embassy Cairo") == "Ambassade au Caire"
    (tmp_path / "fr.po").write_text(OWN, encoding="utf-8")
    with using("fr", tmp_path):
        assert office_name("Embassy Cairo") == "Mission au Caire"


def test_a_station_is_named_in_french():
    with using("fr"):
        assert office_name("Station of the Central Intelligence Agency, Miami") == (
            "Antenne de la Central Intelligence Agency, Miami"
        )
