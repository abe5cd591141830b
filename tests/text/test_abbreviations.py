"""The list of abbreviations is made of what occurs in the book; meanings have a source, and none is guessed."""

import pytest

from briefbook.errors import FormatError
from briefbook.model.abbreviation import Abbreviation
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.text.abbreviations import abbreviations_in, abbreviations_of_csv, shipped


def listed(prose, *own):
    narrative = parse_narrative(
        f"---\ntitle: The talks\n---\n\n{prose}\n", "narratives/a.md", citation="CDNW[0-9]+", is_item=lambda name: False
    )
    made = abbreviations_in([narrative], own)
    return [(entry.short, entry.meaning, entry.source) for entry in made.entries], dict(made.unknown)


def test_what_occurs_is_listed_with_its_meaning_and_source_and_nothing_else():
    entries, unknown = listed("NATO met in Paris; N.A.T.O. is an alliance (CDNW12345).")
    assert entries == [("NATO", "North Atlantic Treaty Organization", "FRUS 1961–1963, vol. XV, list of abbreviations")]
    assert unknown == {}


def test_what_the_author_writes_out_is_taken_from_the_book():
    entries, unknown = listed("The Organization of American States (OAS) met. The OAS agreed with the Council (XYZ).")
    assert entries == [("OAS", "Organization of American States", "The talks")]
    assert list(unknown) == ["XYZ"]


def test_an_abbreviation_of_two_meanings_is_not_guessed_and_the_collection_s_list_decides():
    assert "OAS" not in shipped()
    entries, unknown = listed("The OAS met.")
    assert (entries, list(unknown), unknown["OAS"].line) == ([], ["OAS"], 5)
    own = Abbreviation("OAS", "Organisation armée secrète", "an almanac")
    assert listed("The OAS met.", own) == ([("OAS", "Organisation armée secrète", "an almanac")], {})


def test_a_row_without_meaning_leaves_an_abbreviation_out():
    assert listed("The UN and the OAS met.", Abbreviation("UN", ""), Abbreviation("OAS", "")) == ([], {})


@pytest.mark.parametrize(
    "prose",
    [
        "Volume XIV and Pius XII.",
        "He said “THE OAS WILL NOT AGREE TO ANY PLAN” on that day (CDNW12345).",
        "See CDNW12345, I and A.",
        "## A HEADING IN CAPITALS OF THE QRX",
    ],
)
def test_roman_numbers_ids_single_letters_and_what_telegrams_have_in_capitals_are_not_asked_about(prose):
    assert listed(prose)[1] == {}


def test_the_collection_s_list_may_have_semicolons_and_no_source_and_must_name_its_columns():
    assert abbreviations_of_csv("Abbreviation;Meaning\nQRX;Quarterly Radio Exchange\n") == (
        Abbreviation("QRX", "Quarterly Radio Exchange"),
    )
    with pytest.raises(FormatError, match="abbreviation, meaning and source"):
        abbreviations_of_csv("short,long\nQRX,x\n")


def test_every_shipped_meaning_has_a_source_and_each_abbreviation_one_row():
    assert all(entry.meaning and entry.source for entry in shipped().values())
    assert len(shipped()) == 127


def test_a_line_end_of_old_macintoshes_inside_a_line_is_refused():
    with pytest.raises(FormatError, match="it is not CSV"):
        abbreviations_of_csv("abbreviation,meaning,sour\rce\nOAS,Organization of American States,x\n")


def test_the_place_of_an_abbreviation_without_meaning_is_that_of_its_letters():
    _, unknown = listed(
        "The delegates met, and\nthe *XYZ* [agreed](https://example.org/XYZ). The QRE did not; nor the U.V.W. then."
    )
    assert {short: (at.line, at.column, at.end) for short, at in unknown.items()} == {
        "QRE": (6, 50, 53),
        "UVW": (6, 71, 77),
        "XYZ": (6, 6, 9),
    }
