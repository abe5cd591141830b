"""The page of series: what is held, suspect, referred to and missing, as a picture and as rows."""

import csv
import io

from briefbook.model.archive import Archive
from briefbook.model.cable import Reading
from briefbook.model.catalogue import Entry, MemoryCatalogue
from briefbook.model.network import Network, SeriesGap, SeriesReport, SuspectNumber
from briefbook.site.views import web_page


def entry(item, number, date):
    values = {"from": "WASHDC", "number": number, "date": date}
    return Entry(item, {name: (Reading(value, value),) for name, value in values.items()})


def archive():
    entries = [entry("S1", "3314", "1962-11-08"), entry("S2", "3316", "1962-11-09"), entry("S3", "3320", "1962-11-01")]
    report = SeriesReport(
        "WASHDC telegrams 1962",
        "WASHDC",
        "telegram",
        "1962",
        ("S1", "S2", "S3"),
        count=3,
        first=3314,
        last=3320,
        suspects=(SuspectNumber("S3", 3320, "1962-11-01", "too early"),),
        gaps=(
            SeriesGap(3315, 3315, "certain", "1962-11-08/1962-11-09", referred=((3315, ("S2",)),)),
            SeriesGap(3317, 3319, "certain"),
        ),
    )
    return Archive(
        MemoryCatalogue({one.item: one for one in entries}),
        (),
        about={"title": "T"},
        network=Network((), (report,), ()),
    )


def test_gaps_suspects_and_what_is_referred_to_are_drawn():
    page, _, for_phones = web_page("series.html", archive()).body.decode().partition("only-narrow")
    assert for_phones.count('<circle class="dot"') == 2
    assert "<title>S3: 3320, 1 November 1962</title>" in page
    assert page.count('<circle class="dot"') == 2
    assert page.count('<circle class="ring"') == 1
    assert "Not held: 3315, referred to by S2" in page
    assert page.count('<rect class="gap"') == 2


def test_the_figures_can_be_taken_away():
    rows = list(csv.DictReader(io.StringIO(web_page("data/series.csv", archive()).body.decode("utf-8-sig"))))
    assert [(row["number"], row["until"], row["item"], row["what"]) for row in rows] == [
        ("3314", "", "S1", "held"),
        ("3316", "", "S2", "held"),
        ("3320", "", "S3", "number and date do not fit"),
        ("3315", "", "S2", "not held, referred to by these"),
        ("3315", "3315", "", "not held"),
        ("3317", "3319", "", "not held"),
    ]
