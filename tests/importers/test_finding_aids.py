"""Finding aids in EAD 2002 and EAD3: items with their place, dates and names; ours come back."""

import pytest
from made_up import archive

from briefbook.errors import FormatError
from briefbook.exports.ead import EAD3, EAD2002, finding_aid
from briefbook.importers.ead import read_ead
from briefbook.importers.layout_files import ScanNames

AID = """<?xml version="1.0"?><ead xmlns="urn:isbn:1-931666-22-9"><eadheader><eadid>x</eadid></eadheader>
<archdesc level="fonds"><did><repository><corpname>A Made-up Archive</corpname></repository>
<unittitle>Harbour Board</unittitle><unitid>RG 12</unitid></did><dsc><c01 level="series"><did><unittitle>Telegrams
<unitdate>1963</unitdate></unittitle></did><c02 level="file"><did><unittitle>Ferry</unittitle>
<container type="Box">7</container></did>
<c03 level="item"><did><unitid>H101</unitid><unittitle>The ferry timetable, <unitdate normal="1963-03-02">2 March
1963</unitdate></unittitle><origination label="Author"><persname>Berg, Anna</persname></origination></did>
<controlaccess><persname role="recipient">Lind, Olaf</persname><geogname>Oslo</geogname><subject>ferries</subject>
</controlaccess><scopecontent><p>Two pages.</p></scopecontent></c03>
<c03 level="item"><did><unitid>H102</unitid><unittitle>Granite</unittitle>
<unitdate normal="1963-03/1963-04">spring</unitdate></did></c03></c02>
<c02 level="file" id="H103"><did><unittitle>Lights</unittitle></did></c02></c01></dsc></archdesc></ead>"""


def imported(text, repository="A Made-up Archive"):
    return read_ead(text.encode(), "aid", scan_names=ScanNames(), repository=repository)


def fields(received):
    return {
        description.item: {
            name: values
            for name, readings in description.readings.items()
            if (values := [r.value for r in readings if r.value])
        }
        for description in received.descriptions
    }


def test_components_without_components_below_them_are_items():
    received = imported(AID)
    assert fields(received) == {
        "H101": {
            "subject": ["The ferry timetable"],
            "date": ["1963-03-02"],
            "from": ["Anna Berg"],
            "to": ["Olaf Lind"],
            "places": ["Oslo"],
            "tags": ["ferries"],
            "citation": ["RG 12, Telegrams 1963, Ferry, box 7"],
            "note": ["Two pages."],
        },
        "H102": {
            "subject": ["Granite"],
            "date": ["1963-03/1963-04"],
            "citation": ["RG 12, Telegrams 1963, Ferry, box 7"],
            "note": ["date in the finding aid: spring"],
        },
        "H103": {"subject": ["Lights"], "citation": ["RG 12, Telegrams 1963"]},
    }
    assert received.understood[0] == "the finding aid of Harbour Board"
    assert received.not_understood[0] == (
        "1 component of the level 'file' was taken for items, since nothing is described below"
    )


def test_another_repository_is_part_of_the_location():
    assert fields(imported(AID, ""))["H103"]["citation"] == ["A Made-up Archive, RG 12, Telegrams 1963"]


@pytest.mark.parametrize("dialect", [EAD2002, EAD3])
def test_our_own_finding_aid_comes_back(dialect):
    made = archive()
    text = "".join(finding_aid(made, [made.catalogue.get("SPEC103")], dialect))
    got = fields(imported(text))["SPEC103"]
    wanted = {"from": ["LDN"], "date": ["1962-11-13"], "subject": ["HARBOUR WORKS"], "form": ["telegram"]}
    assert {name: got[name] for name in wanted} == wanted
    assert got["to"] == ["EXTERNAL"]
    assert got["classification"] == ["CONFIDENTIAL"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<html/>", "this is no EAD: its root is <html>"),
        ("<ead/>", "describes nothing"),
        ("<ead><archdesc><did/></archdesc></ead>", "as a whole, and no part of it"),
        ("<ead", "not well-formed"),
    ],
)
def test_what_is_no_finding_aid_of_items_is_refused(text, reason):
    with pytest.raises(FormatError, match=reason):
        imported(text)


def test_what_the_archive_marks_as_internal_stays_out_unless_it_is_asked_for():
    text = AID.replace('<c03 level="item"><did><unitid>H102', '<c03 level="item" audience="internal"><did><unitid>H102')
    text = text.replace("<scopecontent><p>Two pages.</p>", '<scopecontent audience="internal"><p>Stolen in 1970.</p>')
    received = imported(text)
    assert list(fields(received)) == ["H101", "H103"]
    assert "note" not in fields(received)["H101"]
    assert (
        "1 internal component of the finding aid stayed out; --include-private takes it in" in received.not_understood
    )
    assert "1 internal part of components stayed out; --include-private takes in all" in received.not_understood
    whole = read_ead(text.encode(), "aid", scan_names=ScanNames(), include_private=True)
    assert list(fields(whole)) == ["H101", "H102", "H103"]
    assert fields(whole)["H101"]["note"] == ["Stolen in 1970."]


def test_what_is_internal_of_the_components_above_an_item_is_not_in_its_location():
    text = AID.replace("<unittitle>Ferry", '<unittitle audience="internal">Ferry')
    text = text.replace('<container type="Box">', '<container audience="internal" type="Box">')

    assert fields(imported(text))["H102"]["citation"] == ["RG 12, Telegrams 1963"]


def test_a_finding_aid_that_is_internal_as_a_whole_describes_nothing():
    text = AID.replace('<archdesc level="fonds">', '<archdesc audience="internal" level="fonds">')
    received = imported(text)
    assert not received.descriptions
    assert received.not_understood[0].startswith("all that it describes is internal")
    assert received.not_public


ASPACE = """<ead xmlns="urn:isbn:1-931666-22-9"><archdesc level="collection"><did>
<repository><corpname>A Made-up Archive</corpname></repository><unittitle>Harbour Prints</unittitle>
<unitid>10142</unitid><unitid type="aspace_uri">/repositories/3/resources/5</unitid></did><dsc>
<c id="aspace_7de" level="series"><did><unittitle>Series I: Ferries</unittitle>
<unitid type="aspace_uri">/repositories/3/archival_objects/970</unitid></did>
<c id="aspace_17a9" level="item"><did><unittitle>Programmes,
<unitdate normal="1921/1925" type="inclusive">1921-1925</unitdate>
<unitdate normal="1923/1924" type="bulk">(bulk 1923-1924)</unitdate></unittitle>
<origination label="Source"><persname>Adler, Ada</persname></origination>
<origination label="Creator"><corpname>Psychiana, Inc.</corpname></origination>
<unitid type="aspace_uri">/repositories/3/archival_objects/971</unitid>
<physdesc altrender="whole"><extent>3 sheets</extent><extent>1 roll</extent></physdesc>
<langmaterial><language langcode="nor">Norwegian</language></langmaterial>
<container type="mapcase" label="mapcase">A5</container><container type="item" parent="x">001</container></did>
<scopecontent><head>Scope and Contents</head><p>Two <emph render="italic">views</emph>.</p>
<list><item>Quay</item><item>Fog</item></list>
</scopecontent><custodhist><head>History</head><p>Bought in 1930.</p></custodhist></c>
<c id="aspace_2b" level="item"><did><unittitle><emph>Fog</emph></unittitle><unitid>ID: 420.0014</unitid>
<unitdate normal="1963/1963">Showa 38, Shōwa 38 [1963]</unitdate></did></c></c></dsc></archdesc></ead>"""


def test_what_archivesspace_writes_is_read_and_nothing_that_it_says_is_lost():
    received = imported(ASPACE)
    assert fields(received) == {
        "aspace_17a9": {
            "subject": ["Programmes"],
            "date": ["1921/1925"],
            "from": ["Psychiana, Inc."],
            "citation": ["10142, Series I: Ferries, mapcase A5, item 001"],
            "note": [
                "bulk date: (bulk 1923-1924); Source: Adler, Ada; Two views; Quay; Fog; physdesc: 3 sheets; 1 roll; "
                "langmaterial: Norwegian; custodhist: Bought in 1930."
            ],
        },
        "420.0014": {
            "subject": ["Fog"],
            "date": ["1963"],
            "citation": ["10142, Series I: Ferries"],
            "note": ["date in the finding aid: Showa 38, Shōwa 38 [1963]"],
        },
    }


def test_ead_4_is_refused_by_its_name():
    with pytest.raises(FormatError, match="EAD 4"):
        imported("<ead xmlns='https://example.org/ead/v4'><archDesc level='fonds'/></ead>")
