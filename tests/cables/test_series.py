import datetime

from briefbook.cables import resolve_references, series_of
from briefbook.cables.serial_clock import beta_interval, out_of_order, repair
from briefbook.model.cable import Reading, Reference
from briefbook.model.catalogue import Entry, MemoryCatalogue


def catalogue(*rows, references=()):
    entries = {}
    for item, post, number, date in rows:
        fields = {"from": post, "number": number, "date": date, "to": "EXTERNAL"}
        readings = {name: (Reading(value, value),) for name, value in fields.items() if value}
        entries[item] = Entry(item, readings, references=tuple(references) if item == rows[0][0] else ())
    return MemoryCatalogue(entries)


def steady(post="LDN", first=100, days=10, start=datetime.date(1962, 10, 1), rate=10):
    for day in range(days):
        yield f"{post}{day}", post, str(first + rate * day), (start + datetime.timedelta(days=day)).isoformat()


def test_numbers_that_begin_anew_are_two_series():
    rows = [
        *steady("A", 3000, 5, datetime.date(1962, 12, 20)),
        *((f"N{n}", "A", str(20 * n), f"1963-01-{2 * n:02d}") for n in (1, 2, 3)),
    ]
    first, second = series_of(catalogue(*rows))
    assert (first.epoch, second.epoch, first.data["count"], second.data["count"]) == ("1962", "1963", 5, 3)
    assert first.data["resets"] == ["1963-01-02"]


def test_one_number_out_of_place_is_a_suspect_with_its_repair():
    rows = [*steady(), ("X", "LDN", "155", "1962-01-06")]
    rows = [row if row[0] != "LDN5" else ("LDN5", "LDN", "150", "1962-06-06") for row in steady()]
    (report,) = series_of(catalogue(*rows))
    (suspect,) = report.data["suspects"]
    assert suspect["item"] == "LDN5"
    assert suspect["repair"] == "the month is misread: 1962-10-06"


def test_an_undated_item_is_dated_between_its_neighbours_with_an_interval():
    (report,) = series_of(catalogue(*steady(), ("U", "LDN", "155", None)))
    (estimate,) = report.data["estimates"]
    assert estimate["item"] == "U"
    assert estimate["date"] in ("1962-10-06", "1962-10-07")
    low, high = estimate["interval"].split("/")
    assert low <= estimate["date"] <= high


def test_far_from_any_neighbour_a_date_is_not_estimable():
    points = [(1, datetime.date(1962, 1, 1)), (900, datetime.date(1962, 9, 1))]
    assert beta_interval(450, points) is None
    (report,) = series_of(catalogue(*steady(days=3), ("U", "LDN", "999", None)))
    assert report.data["estimates"][0]["date"] == "not estimable"


def test_gaps_say_what_is_known_of_them():
    cited = Reference("YOURTEL 103", "TEL", "103", author="LDN")
    held = catalogue(*steady(days=3), references=[cited])
    (report,) = series_of(held, resolve_references(held))
    first, second = report.data["gaps"]
    assert (first["from"], first["to"], first["grade"]) == (101, 109, "referred to by another cable")
    assert (second["grade"], second["expected_dates"]) == ("never seen", "1962-10-02/1962-10-03")


def test_a_range_leaves_no_gap():
    (report,) = series_of(
        catalogue(("A", "X", "537", "1962-10-22"), ("B", "X", "538-540", "1962-10-23"), ("C", "X", "541", "1962-10-24"))
    )
    assert report.data["gaps"] == []


def test_how_many_are_missing_has_assumptions_or_is_not_estimable():
    (report,) = series_of(catalogue(*steady(first=10, days=5)))
    assert report.data["missing"]["lower_bound"] == 45
    assert report.data["missing"]["series_total"] == 59
    assert report.data["missing"]["assumptions"]
    (few,) = series_of(catalogue(*steady(days=2)))
    assert few.data["missing"] == "not estimable"


def test_ties_and_a_day_out_of_step_are_no_suspects():
    day = datetime.date(1962, 11, 8)
    points = [
        (3314, day),
        (3316, day),
        (3315, day),
        (3322, day + datetime.timedelta(days=1)),
        (3320, day + datetime.timedelta(days=2)),
    ]
    assert out_of_order(points) == set()


def test_a_slip_is_named_only_when_one_slip_mends_it():
    points = [(100 + 10 * n, datetime.date(1962, 10, 1 + n)) for n in range(10)]
    assert repair(745, datetime.date(1962, 10, 5), points) is not None
    assert repair(145, datetime.date(1950, 3, 30), points) is None
