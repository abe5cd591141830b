"""The catalogue as a table: filtered, sorted, and its rows with where each value comes from."""

import pytest

from briefbook.catalogue import StoreCatalogue, Update
from briefbook.catalogue.table import Filter, TableCell, TableOrders, TableQuery, TableRow, items_in_order, table_rows
from briefbook.errors import InputError
from briefbook.model.cable import Reading, SourceKind
from briefbook.model.catalogue import Entry, MemoryCatalogue

ROWS = [
    ("T9", {"date": "1962-11-08", "from": "WASHDC", "number": "402", "subject": "Élysée dinner"}),
    ("T10", {"date": "1962-11", "from": "LDN", "number": "41", "subject": "Ferry"}),
    ("T11", {"from": "WASHDC", "number": "3316", "subject": "ferry and bridge"}),
    ("T12", {"date": "1963-01-02", "from": "PARIS"}),
]


def entries():
    return [Entry(item, {name: (Reading(value, value),) for name, value in held.items()}) for item, held in ROWS]


@pytest.fixture(params=["memory", "database"])
def catalogue(request, tmp_path):
    if request.param == "memory":
        return MemoryCatalogue({entry.item: entry for entry in entries()})
    store = StoreCatalogue(tmp_path / "catalogue.sqlite")
    store.bring_up_to_date([Update.of(entry, (), "k") for entry in entries()], [], "stamp")
    return store


def chosen(catalogue, *conditions, **order):
    filters = tuple(Filter(column, condition) for column, condition in conditions)
    return items_in_order(catalogue, TableQuery(filters, **order))


@pytest.mark.parametrize(
    ("condition", "items"),
    [
        (("subject", "FERRY"), ["T10", "T11"]),
        (("subject", "=ferry"), ["T10"]),
        (("subject", "elysee"), ["T9"]),
        (("subject", "!ferry"), ["T9", "T12"]),
        (("subject", "="), ["T12"]),
        (("date", "!="), ["T9", "T10", "T12"]),
        (("date", "!"), ["T9", "T10", "T12"]),
        (("date", "1962-11-20..1962-12-31"), ["T10"]),
        (("date", "1963..") , ["T12"]),
        (("date", "..1962"), ["T9", "T10"]),
        (("item", "t1"), ["T10", "T11", "T12"]),
        (("from", "!=washdc"), ["T10", "T12"]),
    ],
)  # fmt: skip
def test_a_condition_chooses_rows(catalogue, condition, items):
    assert chosen(catalogue, condition) == items


def test_all_conditions_must_hold(catalogue):
    assert chosen(catalogue, ("from", "washdc"), ("subject", "ferry")) == ["T11"]


def test_ids_and_numbers_are_in_natural_order_dates_by_day_and_blanks_last(catalogue):
    assert chosen(catalogue) == ["T9", "T10", "T11", "T12"]
    assert chosen(catalogue, descending=True) == ["T12", "T11", "T10", "T9"]
    assert chosen(catalogue, sort="number") == ["T10", "T9", "T11", "T12"]
    assert chosen(catalogue, sort="number", descending=True) == ["T11", "T9", "T10", "T12"]
    assert chosen(catalogue, sort="date") == ["T10", "T9", "T12", "T11"]
    assert chosen(catalogue, sort="date", descending=True) == ["T12", "T9", "T10", "T11"]


def test_a_column_that_is_none_is_refused_with_the_nearest(catalogue):
    with pytest.raises(InputError, match="there is no column 'subjekt'") as refused:
        Filter("subjekt", "x")
    assert refused.value.remedy.startswith("did you mean 'subject'?")
    with pytest.raises(InputError, match=r"soon\.\.later is not a range of two days"):
        chosen(catalogue, ("date", "soon..later"))


def test_a_row_says_of_each_cell_where_it_comes_from_and_how_sure_it_is():
    readings = {
        "number": (Reading("3316", "3316", confidence=0.4),),
        "subject": (Reading("Ferry", "Ferry", SourceKind.PERSON),),
    }
    catalogue = MemoryCatalogue({"T1": Entry("T1", readings)})
    (row,) = table_rows(catalogue, ["T1", "T2"], ["number", "subject", "date"])
    number = TableCell("3316", SourceKind.MACHINE, 0.4)
    assert row == TableRow("T1", (number, TableCell("Ferry", SourceKind.PERSON), TableCell("")))
    assert [cell.is_unsure for cell in row.cells] == [True, False, False]


def test_an_order_is_kept_until_the_catalogue_is_written(tmp_path):
    store = StoreCatalogue(tmp_path / "catalogue.sqlite")
    store.bring_up_to_date([Update.of(entry, (), "k") for entry in entries()], [], "stamp")
    orders = TableOrders(store)
    query = TableQuery((Filter("from", "washdc"),))
    first = orders.items(query)
    assert (first, orders.items(query) is first) == (["T9", "T11"], True)
    changed = Entry("T9", {"from": (Reading("LDN", "LDN", SourceKind.PERSON),)})
    StoreCatalogue(tmp_path / "catalogue.sqlite").bring_up_to_date([Update.of(changed, (), "k2")], [], "later")
    assert orders.items(query) == ["T11"]
