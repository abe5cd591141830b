"""What a source says of access: whatever it restricts is not published, and a doubt is said."""

import json

import pytest


def published(run):
    return [row["item"] for row in json.loads(run("catalogue", "list", "--json"))]


HEADINGS = [
    ("Accessible", "yes", "no"),
    ("Released", "Yes", "No"),
    ("Released", "2017-11-03", "Withheld"),
    ("Online", "yes", "no"),
    ("Web", "x", ""),
    ("Embargo", "", "2090-01-01"),
    ("Embargo until", "2001-05-04", "2091-05-04"),
    ("local.embargo.lift", "", "2091-05-04"),
    ("accessRights", "open access", "restricted access"),
    ("dcterms:accessRights", "http://purl.org/coar/access_right/c_abf2", "http://purl.org/coar/access_right/c_16ec"),
    ("dc.rights.accessRights", "openAccess", "embargoedAccess"),
    ("Access rights", "Open", "Closed"),
    ("Access restrictions", "None", "Restricted until 2091"),
    ("Access Restriction Status", "Unrestricted", "Restricted - Fully"),
    ("Closure status", "Open Document, Open Description", "Closed Or Retained Document, Open Description"),
    ("Conditions governing access", "Open to researchers without restriction", "By permission of the depositor only"),
    ("Zugangsbeschränkung", "keine", "gesperrt bis 2091"),
    ("Communicabilité", "librement communicable", "non communicable"),
    ("Accès", "libre", "non communicable"),
    ("Release status", "Released in full", "Denied"),
    ("Release date", "2001-05-04", "2091-05-04"),
    ("Availability", "Available", "Withheld"),
    ("Declassified", "Yes", "No"),
    ("Visible to", "Everyone", "Staff only"),
    ("Public", "Everyone", "Staff only"),
    ("Audience", "General public", "Staff"),
    ("Sensitive", "no", "yes"),
    ("Status", "Published", "Draft"),
    ("WEBINCLUDE", "T", "F"),
    ("Access status", "Open", "Closed until 75 years after 1950"),
    ("Access status", "Open", "Restricted until the donor's death; deed of gift of 1987"),
    ("Access status", "Closed until 2001", "Closed until 2060 (decided on 3 May 1999)"),
    ("Access status", "Closed until 1 May 2001.", "Closed until 2001, then staff only"),
    ("Access status", "Open to researchers", "Open to the family"),
    ("Access status", "Open (formerly Top Secret)", "Open, except for personal files"),
    ("Access status", "Declassified", "To be declassified"),
    ("Embargo until", "13/5/01", "13/5/71"),
    ("Embargo until", "2001", "9999-12-31"),
    ("Release date", "3 May 1999", "Not released"),
    ("Closure status", "No", "Yes"),
    ("FOI exemption", "", "Personal data"),
]


@pytest.mark.parametrize(("heading", "open_to_all", "closed"), HEADINGS)
def test_what_a_list_restricts_stays_out(run, tmp_path, heading, open_to_all, closed):
    rows = f'H1,Boats,"{open_to_all}"\nH2,Dues,"{closed}"\nH3,Oars,"{open_to_all}"\n'
    (tmp_path / "list.csv").write_text(f'Item,Title,"{heading}"\n{rows}', encoding="utf-8")

    shown = run("import", "csv", tmp_path / "list.csv")

    assert published(run) == ["H1", "H3"]
    assert "H2" in shown
    assert f'--map "{heading}=note"' in shown
    run("import", "csv", tmp_path / "list.csv", "--map", f"{heading}=note")
    assert published(run) == ["H1", "H2", "H3"]


def test_a_list_for_kinds_of_readers_says_what_to_do(run, tmp_path):
    (tmp_path / "list.csv").write_text("Item,Title,Public\nH1,Boats,Staff only\nH2,Dues,Friends of the museum\n")

    said = run("import", "csv", tmp_path / "list.csv", code=3)

    assert '--map "Public=note"' in said
    assert "H2 (Friends of the museum)" in said


@pytest.mark.parametrize("cells", [("by appointment", "reading room"), ("box 3", "shelf 4")])
def test_a_column_that_may_be_of_access_is_asked_about(run, tmp_path, cells):
    (tmp_path / "list.csv").write_text(f"Item,Title,Access rights\nH1,Boats,{cells[0]}\nH2,Dues,{cells[1]}\n")

    shown = run("import", "csv", tmp_path / "list.csv")

    assert published(run) == ["H1", "H2"]
    assert "may say whom a paper is shown to" in shown
    assert '--map "Access rights=public"' in shown


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Online", ("https://x.example/1", "https://x.example/2")),
        ("Status", ("Open", "Closed")),
        ("Access points", ("Closed", "Open")),
        ("Release date", ("1999", "2001")),
    ],
)
def test_a_column_of_something_else_keeps_nothing_back(run, tmp_path, heading, cells):
    (tmp_path / "list.csv").write_text(f"Item,Title,{heading}\nH1,Boats,{cells[0]}\nH2,Dues,{cells[1]}\n")

    shown = run("import", "csv", tmp_path / "list.csv")

    assert published(run) == ["H1", "H2"]
    assert "may say whom" not in shown


def ead(*conditions, above=""):
    def said(words):
        return f"<accessrestrict><p>{words}</p></accessrestrict>" if words else ""

    parts = "".join(
        f'<c level="item"><did><unitid>MS-7-{number}</unitid><unittitle>Boats</unittitle></did>{said(words)}</c>'
        for number, words in enumerate(conditions, 101)
    )
    return (
        '<ead xmlns="urn:isbn:1-931666-22-9"><archdesc level="collection"><did><unittitle>Harbour</unittitle></did>'
        f"{said(above)}<dsc>{parts}</dsc></archdesc></ead>"
    )


@pytest.mark.parametrize(
    ("text", "there"),
    [
        (ead("Closed until 2091.", "Open for research.", "By appointment."), ["MS-7-102", "MS-7-103"]),
        (ead("Open.", "", above="The collection is closed until 2091."), ["MS-7-101"]),
        (ead("", above="Open for research; some letters are closed."), ["MS-7-101"]),
    ],
)
def test_conditions_of_a_finding_aid(run, tmp_path, text, there):
    (tmp_path / "aid.xml").write_text(text)

    run("import", "ead", tmp_path / "aid.xml")

    assert published(run) == there
    run("import", "ead", tmp_path / "aid.xml", "--include-private")
    assert len(published(run)) == text.count("<unitid>")


def mods(*conditions):
    records = "".join(
        f"<mods><identifier>MS-7-{number}</identifier><titleInfo><title>Boats</title></titleInfo>"
        f'<accessCondition type="restriction on access">{words}</accessCondition></mods>'
        for number, words in enumerate(conditions, 101)
    )
    return f'<modsCollection xmlns="http://www.loc.gov/mods/v3">{records}</modsCollection>'


def omeka(*conditions):
    return json.dumps([
        {
            "o:id": number,
            "o:is_public": True,
            "dcterms:identifier": [{"@value": f"MS-7-{number}"}],
            "dcterms:accessRights": [{"@value": words}],
        }
        for number, words in enumerate(conditions, 101)
    ])  # fmt: skip


@pytest.mark.parametrize(("kind", "write"), [("mods", mods), ("omeka", omeka)])
def test_conditions_of_records(run, tmp_path, kind, write):
    (tmp_path / "records").write_text(write("Closed until 2091", "Open access", "By appointment"))
    path = (tmp_path / "records").rename(tmp_path / ("records.xml" if kind == "mods" else "records.json"))

    shown = run("import", kind, path)

    assert published(run) == ["MS-7-102", "MS-7-103"]
    assert "MS-7-101" in shown
    assert "--include-private takes" in shown
    if kind == "mods":
        assert "not understood, and keeps nothing back: MS-7-103 (By appointment)" in shown
    run("import", kind, path, "--include-private")
    assert len(published(run)) == 3


def test_records_that_are_all_closed_write_nothing(run, tmp_path):
    (tmp_path / "records.xml").write_text(mods("Closed", "Restricted"))

    said = run("import", "mods", tmp_path / "records.xml", code=3)

    assert "MS-7-101 (Closed)" in said
    assert not (tmp_path / "c/received/records").exists()


def test_the_words_that_restrict_an_item_of_omeka_are_said(run, tmp_path):
    (tmp_path / "records.json").write_text(omeka("Closed until 2091", "Open access"))

    assert "MS-7-101 (Closed until 2091)" in run("import", "omeka", tmp_path / "records.json")
