"""The year of a day that an editors' note names without one, by the documents around the note."""

from datetime import date

from briefbook.correspondence.edition_days import EditionDays, with_year_near
from briefbook.model.cable import Reading, Reference
from briefbook.model.catalogue import Entry, MemoryCatalogue


def entry(item, **fields):
    return Entry(item, {name: (Reading(value, value),) for name, value in fields.items()})


def volume(first, second):
    note = entry("harbours-v1-d2", form="editorial note")
    documents = (entry("harbours-v1-d1", date=first), note, entry("harbours-v1-d3", date=second))
    return note, MemoryCatalogue({one.item: one for one in documents})


def year(day, first, second):
    note, catalogue = volume(first, second)
    reference = Reference("telegram 7 from Oslo", "TEL", number="7", date=day)
    return with_year_near(reference, EditionDays.of(catalogue).around(note)).date


def test_the_year_is_that_of_the_documents_around_the_note():
    assert year("XXXX-03-08", "1963-02-25", "1963-02-26") == "1963-03-08"
    assert year("XXXX-12-30", "1963-01-02", "1963-01-09") == "1962-12-30"


def test_documents_far_apart_say_no_year_and_a_year_that_is_given_stays():
    assert year("XXXX-03-08", "1962-02-25", "1963-02-26") == "XXXX-03-08"
    assert year("1959-03-08", "1963-02-25", "1963-02-26") == "1959-03-08"


def test_only_a_note_without_a_date_asks_its_neighbours():
    _, catalogue = volume("1963-02-25", "1963-02-26")
    days = EditionDays.of(catalogue)
    assert days.around(entry("harbours-v1-d2", form="editorial note", date="1963-02-26")) == ()
    assert days.around(entry("harbours-v1-d2", form="telegram")) == ()
    assert days.around(entry("harbours-v1-d2", form="editorial note")) == (date(1963, 2, 25), date(1963, 2, 26))
