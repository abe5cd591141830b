"""A sample is drawn the same by the same seed, read again blind, and says each field's error rate with its interval."""

import csv
from datetime import date

import pytest

from briefbook.catalogue.sampling import (
    decide_same_meaning,
    draw_sample,
    judge_value,
    next_item,
    read_results,
    read_reviews,
    read_sample,
    record_reviews,
    result_of,
    sample_names,
    wilson_interval,
)
from briefbook.catalogue.table import Filter, TableQuery
from briefbook.errors import InputError
from briefbook.model.cable import Reading
from briefbook.model.catalogue import Entry, MemoryCatalogue
from briefbook.model.sample import SampleVerdict

DAY = date(2026, 11, 27)


def catalogue(count=20):
    made = {}
    for number in range(1, count + 1):
        held = {"date": f"1962-11-{number:02}", "number": str(100 + number)}
        readings = {name: (Reading(value, value),) for name, value in held.items()}
        made[f"D{number}"] = Entry(f"D{number}", readings, page_count=0 if number == 20 else 1)
    return MemoryCatalogue(made)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "samples"


@pytest.fixture
def sample(folder):
    return draw_sample(folder, catalogue(), 4, seed="1962", name="first", fields=["date", "number"], today=DAY)


def test_the_same_seed_draws_the_same_items_and_another_seed_others(folder, sample):
    assert list(sample.values) == ["D7", "D1", "D19", "D6"]
    again = draw_sample(folder, catalogue(), 4, seed="1962", name="again", fields=["date"])
    other = draw_sample(folder, catalogue(), 4, seed="1963", name="other", fields=["date"])
    assert list(again.values) == list(sample.values)
    assert list(other.values) != list(sample.values)


def test_only_items_with_pages_that_pass_the_filters_are_drawn(folder, sample):
    assert sample.population == 19
    query = TableQuery((Filter("number", "=107"),))
    assert list(draw_sample(folder, catalogue(), 60, seed="1", fields=["date"], query=query).values) == ["D7"]


def test_a_sample_comes_back_from_its_files_which_a_person_can_read(folder, sample):
    assert read_sample(folder, "first") == sample
    assert "population = 19" in (folder / "first/sample.toml").read_text(encoding="utf-8")
    with open(folder / "first/drawn.csv", encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[:2] == [["item", "date", "number"], ["D7", "1962-11-07", "107"]]


@pytest.mark.parametrize(
    ("options", "what"),
    [
        ({"name": "first"}, "there is a sample first already"),
        ({"name": "../out"}, "'../out' cannot be the name of a sample"),
        ({"fields": ["sender"]}, "there is no field 'sender'"),
        ({"size": 0}, "a sample has at least an item and a field"),
        ({"query": TableQuery((Filter("number", "=none"),))}, "there is no item with pages to draw from"),
    ],
)
def test_what_cannot_be_drawn_is_refused(folder, sample, options, what):
    settings = {"size": 4, "seed": "1", "name": "second", "fields": ["date"], **options}
    with pytest.raises(InputError, match=what):
        draw_sample(folder, catalogue(), settings.pop("size"), **settings)
    assert sample_names(folder) == ["first"]


@pytest.mark.parametrize(
    ("field", "drawn", "typed", "verdict"),
    [
        ("date", "1962-11-08", "8-Nov-62", "right"),
        ("date", "1962-11-08", "9-Nov-62", "wrong"),
        ("date", "", "9-Nov-62", "missing"),
        ("date", "1962-11-08", "", "extra"),
        ("date", "", "", "right"),
        ("date", "1962-11-08", "?", "cannot-tell"),
        ("to", "LDN; PARIS", "paris; ldn", "right"),
        ("to", "LDN; PARIS", "ldn", "wrong"),
        ("subject", "Élysée dinner", "ELYSEE  DINNER.", "right"),
        ("subject", "Ferry", "Ferries", "wrong"),
    ],
)
def test_a_value_is_judged_by_what_a_person_read(field, drawn, typed, verdict):
    assert judge_value(field, drawn, typed) is SampleVerdict(verdict)


def test_what_is_no_date_is_refused_and_nothing_is_recorded(sample):
    with pytest.raises(InputError, match="'soon' is not recognised as a date"):
        record_reviews(sample, "D7", {"date": "soon"}, "Ada")
    assert read_reviews(sample) == []


def test_errors_are_counted_and_a_difference_that_is_none_is_taken_out(sample):
    record_reviews(sample, "D7", {"date": "7 Nov 62", "number": "107"}, "Ada")
    record_reviews(sample, "D1", {"date": "2 Nov 62", "number": ""}, "Ada")
    record_reviews(sample, "D19", {"date": "?", "number": "120"}, "Ben")
    assert next_item(sample) == "D6"
    result = result_of(sample)
    day, number = result.fields
    assert (result.reviewed, result.size, result.is_complete) == (3, 4, False)
    assert (day.read, day.wrong, day.cannot_tell, day.errors, day.rate) == (2, 1, 1, 1, 0.5)
    assert (number.read, number.wrong, number.extra, number.errors) == (3, 1, 1, 2)
    decide_same_meaning(sample, "D19", "number", "Ben")
    assert result_of(sample).fields[1].errors == 1
    with pytest.raises(InputError, match="number of D19 does not differ"):
        decide_same_meaning(sample, "D19", "number", "Ben")


def test_an_item_is_read_once_and_one_can_be_skipped(sample):
    assert next_item(sample, "D7") == "D1"
    assert next_item(sample, "D6") == "D7"
    record_reviews(sample, "D7", {}, "Ada")
    with pytest.raises(InputError, match="D7 has already been read again, by Ada"):
        record_reviews(sample, "D7", {}, "Ben")
    with pytest.raises(InputError, match="'D2' is not in the sample first"):
        record_reviews(sample, "D2", {}, "Ada")


@pytest.mark.parametrize(
    ("errors", "total", "interval"),
    [
        (0, 0, (0.0, 1.0)),
        (0, 10, (0.0, 0.2775)),
        (1, 10, (0.0179, 0.4042)),
        (5, 10, (0.2366, 0.7634)),
        (10, 10, (0.7225, 1.0)),
    ],
)
def test_the_interval_is_wilsons(errors, total, interval):
    assert tuple(round(end, 4) for end in wilson_interval(errors, total)) == interval


def test_of_a_sample_that_is_all_items_the_rate_is_the_rate(folder):
    whole = draw_sample(folder, catalogue(3), 60, seed="1", fields=["number"])
    for item, typed in (("D1", "101"), ("D2", "102"), ("D3", "999")):
        record_reviews(whole, item, {"number": typed}, "Ada")
    (number,) = result_of(whole).fields
    assert (number.errors, number.read, round(number.low, 3), round(number.high, 3)) == (1, 3, 0.333, 0.333)


def test_a_damaged_sample_is_said_and_left_out_of_the_results(folder, sample):
    (folder / "broken").mkdir()
    (folder / "broken/sample.toml").write_text("seed = ", encoding="utf-8")
    with pytest.raises(InputError, match="the sample broken is damaged"):
        read_sample(folder, "broken")
    assert [result.name for result in read_results(folder)] == ["first"]


def test_what_was_typed_is_no_formula_in_the_file(sample):
    record_reviews(sample, "D7", {"number": "=1+1"}, "Ada")
    assert "'=1+1" in (sample.folder / "review.csv").read_text(encoding="utf-8")
    assert read_reviews(sample)[1].typed == "=1+1"
