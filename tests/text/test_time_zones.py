import pytest

from briefbook.cables import read_cable
from briefbook.model.page import Page
from briefbook.text.posts import all_posts
from briefbook.text.time_zones import local_time, zone_of


@pytest.mark.parametrize(
    ("day", "clock", "post", "local", "utc"),
    [
        ("1962-10-27", "12:00", "STATE", "1962-10-27T12:00:00-04:00", "1962-10-27T16:00Z"),
        ("1962-10-29", "12:00", "WASHDC", "1962-10-29T12:00:00-05:00", "1962-10-29T17:00Z"),  # summer time had ended
        ("1962-11-08", "09:30", "MOSCOW", "1962-11-08T09:30:00+03:00", "1962-11-08T06:30Z"),
        ("1962-11-08", "09:30", "XYZZY", "1962-11-08T09:30:00", ""),
    ],
)
def test_a_local_time_has_its_distance_from_utc(day, clock, post, local, utc):
    assert local_time(day, clock, post) == (local, utc)


def test_nearly_every_post_has_a_clock_and_a_large_country_without_its_city_has_none():
    without = [post.code for post in all_posts() if zone_of(post.code) is None]
    moved_or_of_several_lands = ["CHMAAG", "CINCEUR", "CINCUSAFE", "CONCENTRE", "SACEUR", "SHAPE"]
    afloat_or_moved = ["CINCENT", "CINCUNC", "COMSEVENTHFLT", "COMSIXTHFLT", "NATO INTERNATIONAL STAFF"]
    assert without == sorted([*moved_or_of_several_lands, *afloat_or_moved, "CANDEL HANOI", "HANOI", "VATICAN"])


def test_a_cable_keeps_written_sent_received_and_told_apart():
    cable = read_cable("X1", [Page.of_text("X1", 1, """INCOMING TELEGRAM Department of State
Control: 1220
Rec'd: MAY 3, 1961 9:02 P.M.
FROM: Rome
TO: Secretary of State
NO: 4021, May 3, 8 P.M.""")])  # fmt: skip
    assert cable.value("date") == "1961-05-03"
    assert cable.value("sent") == "1961-05-03T20:00:00+01:00"
    assert cable.value("received") == "1961-05-03T21:02:00-04:00"
    assert cable.fields["received"][0].note == "1961-05-04T01:02Z in UTC"
    report = read_cable("X2", [Page.of_text("X2", 1, """INFORMATION REPORT TELEGRAM
COUNTRY ITALY   REPORT NO. TDCS-3/400,111
DATE OF INFO. 2-3 MAY 1961   DATE DISTR. 5 MAY 1961""")])  # fmt: skip
    assert (report.value("date"), report.value("event")) == ("1961-05-05", "1961-05-02/1961-05-03")
