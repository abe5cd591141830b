"""Numbers are held against those of their own series: of its years, of its addressee, of its journey."""

from briefbook.checks import CheckContext, check
from briefbook.correspondence import series_of
from briefbook.model.cable import Reading, SourceKind
from briefbook.model.catalogue import Entry, MemoryCatalogue
from briefbook.model.network import Network
from briefbook.settings import CheckSettings
from briefbook.text import posts

EDITION = "Foreign Relations of the United States, Harbours"


def sentences(*rows):
    """What is said of the numbers of a made-up edition: item, sender, number, day, addressee."""
    entries = {}
    for item, sender, number, day, to in rows:
        fields = {"from": sender, "number": number, "date": day, "to": to, "note": EDITION, "form": "telegram"}
        readings = {
            name: (Reading(value, value, SourceKind.RECEIVED, source="harbours"),) for name, value in fields.items()
        }
        entries[item] = Entry(item, readings)
    catalogue = MemoryCatalogue(entries)
    context = CheckContext(
        settings=CheckSettings(select=["C106", "C107"]),
        post=posts.post,
        network=Network(series=series_of(catalogue)),
    )
    return [finding.message for finding in check(catalogue, [], context=context)[0]]


ANKARA = tuple(
    (f"a{day}", "ANKARA", number, day, "STATE")
    for number, day in (
        ("187", "1961-08-07"), ("332", "1961-09-02"), ("398", "1961-09-15"), ("525", "1961-10-24"),
        ("736", "1962-01-03"), ("786", "1962-01-19"), ("823", "1962-01-29"), ("619", "1962-11-13"),
        ("693", "1962-12-22"), ("792", "1963-01-18"), ("845", "1963-01-27"), ("959", "1963-02-16"),
        ("705", "1963-12-07"), ("758", "1963-12-23"),
    )
)  # fmt: skip


def test_a_number_used_again_in_the_next_numbering_of_one_year_is_no_slip():
    assert sentences(*ANKARA, ("b", "ANKARA", "792", "1963-12-27", "STATE")) == []


def test_a_number_of_the_series_with_another_post_is_not_out_of_order():
    assert sentences(*ANKARA, ("b", "ANKARA", "68", "1961-10-26", "PARIS")) == []


def test_numbers_of_two_journeys_are_not_held_against_each_other():
    assert (
        sentences(
            ("s1", "Secretary Vane", "SECTO 26", "1963-08-06", "STATE"),
            ("s2", "Secretary Vane", "SECTO 27", "1963-08-07", "STATE"),
            ("s3", "Secretary Vane", "SECTO 8", "1963-12-15", "STATE"),
            ("s4", "Secretary Vane", "SECTO 40", "1963-12-18", "STATE"),
        )
        == []
    )


def test_a_number_twice_in_one_series_is_still_said():
    (sentence,) = sentences(*ANKARA, ("b", "ANKARA", "792", "1963-01-19", "STATE"))
    assert sentence.startswith("ANKARA 792 of 1963 stands under a1963-01-18 and b")
