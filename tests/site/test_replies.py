"""Time between messages: replies go to and fro between two posts, and take no less than no time."""

import pytest

from briefbook.model.archive import Archive
from briefbook.model.cable import Reading
from briefbook.model.catalogue import Entry, MemoryCatalogue
from briefbook.model.network import Network, ResolvedReference
from briefbook.site.reply_times import reply_rows
from briefbook.site.site_data import SiteData
from briefbook.site.views import web_page


def entry(item, sender, to, date):
    values = {"from": sender, "to": to, "date": date}
    return Entry(item, {name: (Reading(value, value),) for name, value in values.items()})


def rows(earlier, later, status="held"):
    catalogue = MemoryCatalogue({"E": entry("E", *earlier), "L": entry("L", *later)})
    network = Network((ResolvedReference("L", "YOURTEL 1", "TEL", "1", status, "E"),))
    return reply_rows(SiteData(Archive(catalogue, (), about={"title": "T"}, network=network)))


def test_a_reply_goes_back_to_whom_the_message_came_from():
    assert rows(("OSLO", "LDN", "1963-03-02"), ("LDN", "OSLO", "1963-03-05")) == [("L", "LDN", "E", "OSLO", 3)]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (("OSLO", "LDN", "1963-03-02"), ("OSLO", "LDN", "1963-03-05")),
        (("OSLO", "LDN", "1963-03-02"), ("PARIS", "OSLO", "1963-03-05")),
        (("OSLO", "LDN", "1963-03-02"), ("LDN", "PARIS", "1963-03-05")),
        (("LONDON", "OSLO", "1963-03-02"), ("LONDON", "OSLO", "1963-03-05")),
    ],
)
def test_what_is_no_exchange_of_two_posts_is_no_reply(earlier, later):
    assert rows(earlier, later) == []


def test_a_reference_that_is_not_held_is_no_reply():
    assert rows(("OSLO", "LDN", "1963-03-02"), ("LDN", "OSLO", "1963-03-05"), "ambiguous") == []


def test_a_reply_dated_before_the_message_is_not_counted():
    assert rows(("OSLO", "LDN", "1963-03-05"), ("LDN", "OSLO", "1963-03-04")) == []


def test_between_distant_calendars_the_day_before_is_the_same_day():
    assert rows(("SAIGON", "STATE", "1963-03-05"), ("STATE", "SAIGON", "1963-03-04")) == [
        ("L", "STATE", "E", "SAIGON", 0)
    ]
    assert rows(("SAIGON", "STATE", "1963-03-05"), ("STATE", "SAIGON", "1963-03-03")) == []


def test_a_date_that_is_no_day_measures_nothing():
    assert rows(("OSLO", "LDN", "1963-03"), ("LDN", "OSLO", "1963-03-05")) == []


@pytest.mark.parametrize(("target", "is_offered"), [("E", True), (None, False)])
def test_the_menu_offers_times_only_where_there_are_some(target, is_offered):
    catalogue = MemoryCatalogue(
        {"E": entry("E", "OSLO", "LDN", "1963-03-02"), "L": entry("L", "LDN", "OSLO", "1963-03-05")}
    )
    network = Network((ResolvedReference("L", "YOURTEL 1", "TEL", "1", "held", "E"),) if target else ())
    page = web_page("index.html", Archive(catalogue, (), about={"title": "T"}, network=network)).body.decode()
    assert ("Time between messages" in page) is is_offered
    assert 'type="application/atom+xml" title="T: pages of the book"' in page
