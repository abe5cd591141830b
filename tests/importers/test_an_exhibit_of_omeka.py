"""An exhibit moved from Omeka: its files, items without ids, tags said twice, links; tables and links of essays."""

import json

from briefbook.catalogue.doubts import doubts_of
from briefbook.importers.csv_table import read_table
from briefbook.importers.exhibit import read_exhibit
from briefbook.importers.omeka import read_omeka
from briefbook.model.cable import Reading, SourceKind
from briefbook.model.catalogue import Entry
from briefbook.text.titles import title_of

HEAD = "Item Id,Dublin Core:Title,Dublin Core:Subject,Dublin Core:Description,Dublin Core:Identifier,tags,file\n"


def reported(rows, **options):
    received = read_omeka((HEAD + rows).encode(), "export", **options)
    return {description.item: description.readings for description in received.descriptions}, received.not_understood


def test_files_that_the_export_names_are_told_with_the_names_they_need_here():
    rows = (
        "1,The ferry,,,H-1,,https://omeka.example.org/f/0a1b.PDF\n2,Ice,,,H-2,,https://omeka.example.org/f/0a1c.pdf\n"
        "3,Fog,,,H-3,,https://omeka.example.org/f/0a1d.pdf\n"
    )
    _, problems = reported(rows, has_scan=lambda item: item == "H-3")
    assert (
        "2 files are named and did not come along: put them into scans/, https://omeka.example.org/f/0a1b.PDF as "
        "H-1.pdf and so on"
    ) in problems


def test_items_without_an_id_are_told_with_what_is_nearly_theirs():
    items, problems = reported("28,The ferry,,,,,\n30,Ice,,,HL 031,,\n31,Fog,,,HL-031,,\n", pattern="HL-[0-9]{3}")
    assert set(items) == {"omeka-28", "omeka-30", "HL-031"}
    (told,) = [words for words in problems if "without an identifier" in words]
    assert "omeka-30 (its identifier is 'HL 031', nearly that of HL-031)" in told
    assert "items.pattern takes no such name" in told


def test_a_tag_that_is_said_twice_stands_once():
    items, _ = reported('1,The ferry,Cuba; Cold War,,H-1,"cuba,ships",\n')
    assert [reading.value for reading in items["H-1"]["tags"]] == ["Cuba", "Cold War", "ships"]


def test_a_link_in_a_description_keeps_its_address():
    items, _ = reported('1,The ferry,,"<p>See <a href=""https://o.example/items/7"">item 7</a>.</p>",H-1,,\n')
    assert items["H-1"]["note"][0].value == "See item 7 (https://o.example/items/7)."


def test_advice_on_an_id_of_two_items_is_that_of_omeka():
    _, problems = reported("1,The ferry,,,H-1,,\n2,The fog,,,H-1,,\n")
    (told,) = [words for words in problems if "names an item that a row before names" in words]
    assert "Omeka (Dublin Core: Identifier)" in told
    assert "photographs" not in told


def essay(body):
    page = f"<html><body><h1>Ships of 1962</h1><h2>Vessels</h2>{body}</body></html>"
    return read_exhibit(page, "html", "ships", citation="H-[0-9]+").not_understood


def test_a_table_with_other_columns_that_names_items_is_reported():
    names = "<tr><th>No.</th><th>Date</th><th>Description</th></tr>"
    table = f"<table>{names}<tr><td>H-1</td><td>1962</td><td>A</td></tr></table>"
    assert any('the table under "Vessels" (No., Date, Description) names 1 item and is kept' in w for w in essay(table))
    other = "<table><tr><th>Ship</th><th>Tons</th></tr><tr><td>Anna</td><td>12</td></tr></table>"
    assert not any("kept as it was typed" in words for words in essay(other))


def test_links_to_other_pages_and_outside_are_counted():
    told = essay('<p>See <a href="jamaica.html">here</a> and <a href="http://old.example/n.htm">there</a>.</p>')
    assert any("1 link to another page of the exhibit: jamaica.html" in words for words in told)
    assert "1 link leads outside, and was not tried: http://old.example/n.htm" in told
    assert not any("link" in words for words in essay("<p>Nothing.</p>"))


def item_of(text, item="HL-021"):
    received = read_omeka(text.encode(), "list")
    (description,) = [found for found in received.descriptions if found.item == item]
    return description


OF_A_SYSTEM = (
    "item id,item uri,Dublin Core:Identifier,Dublin Core:Title,Dublin Core:Creator,Dublin Core:Date,"
    "Dublin Core:Description,Dublin Core:Format,Dublin Core:Language,collection\n"
    '8,https://x.example/items/show/8,HL-021,The second letter,"Hale, Margaret; Hale, Edwin",1962-10-04,'
    "What Edwin asked.,1 folder; paper,en,The Hale letters\n"
    "9,https://x.example/items/show/9,HL-022,HL-022,LDN; ROME,1962-10-05,,1 folder,en,\n"
)


def test_a_description_is_the_note_and_what_a_system_says_of_itself_is_only_kept():
    readings = item_of(OF_A_SYSTEM).readings
    assert readings["note"][0].value == "What Edwin asked."
    kept = [reading.as_written for reading in readings["note"] if reading.value is None]
    assert {"item uri: https://x.example/items/show/8", "format: 1 folder; paper", "language: en"} <= set(kept)
    assert [reading.value for reading in readings["tags"]] == ["The Hale letters"]


def test_the_title_that_a_system_gives_is_the_title_and_so_is_a_person_s_correction_of_it():
    entry = Entry("HL-021", item_of(OF_A_SYSTEM).readings)
    assert title_of(entry) == "The second letter, 4 October 1962"
    person = Reading("The ferry", "The ferry", by=SourceKind.PERSON, source="Anna")
    corrected = Entry("HL-021", {**entry.readings, "subject": (person, *entry.readings["subject"])})
    assert title_of(corrected) == "The ferry, 4 October 1962"


def test_several_persons_as_creators_are_no_office_of_their_own():
    readings = item_of(OF_A_SYSTEM).readings
    assert [reading.value for reading in readings["from"]] == ["Hale, Margaret"]
    assert readings["from"][0].as_written == "Hale, Margaret; Hale, Edwin"
    assert [reading.value for reading in readings["signer"]] == ["Hale, Margaret; Hale, Edwin"]
    offices = item_of(OF_A_SYSTEM, "HL-022").readings
    assert ([reading.value for reading in offices["from"]], offices.get("signer")) == (["LDN; ROME"], None)


def test_what_is_only_kept_is_no_doubt_and_on_no_public_page():
    entry = Entry("HL-022", item_of(OF_A_SYSTEM, "HL-022").readings)
    assert entry.value("note") is None
    assert not [doubt for doubt in doubts_of(entry, ()) if doubt.field == "note"]


def test_addresses_of_records_are_no_tags_and_no_files():
    item = {
        "id": 7,
        "collection": {"id": 3, "url": "https://x.example/api/collections/3"},
        "files": {"count": 1, "url": "https://x.example/api/files?item=7"},
        "element_texts": [{"text": "HL-021", "element": {"name": "Identifier"}}],
    }
    received = read_omeka(json.dumps([item]).encode(), "list", has_scan=lambda item: False)
    (description,) = received.descriptions
    assert "tags" not in description.readings
    assert not [sentence for sentence in received.not_understood if "did not come along" in sentence]


def test_headings_of_the_bulk_export_of_omeka_s_name_sets_and_files():
    text = (
        "o:id,o:item_set/dcterms:title,dcterms:identifier,dcterms:title,o:media/file,o:media/o:source\n"
        "1,Consular Letters | Cuba,OS-1,Consul to Department,https://x.example/f/a.jpg,letter-1.jpg\n"
    )
    readings = item_of(text, "OS-1").readings
    assert [reading.value for reading in readings["subject"]] == ["Consul to Department"]
    assert [reading.value for reading in readings["tags"]] == ["Consular Letters", "Cuba"]
    assert "citation" not in readings


def test_a_row_of_data_that_has_names_of_fields_is_no_heading():
    text = (
        "Resource Title,Title,Component Unique Identifier,Description Level,Date Expression,Agent Role,Agent Type\n"
        "Records,Memo on berths 1,HCR.1.1,item,1958 May 1,Creator,Person\n"
        "Records,Memo on berths 2,HCR.1.2,item,1958 May 2,Creator,Person\n"
        "Records,Memo on berths 3,HCR.1.3,item,1958 May 3,Creator,Person\n"
    )
    received = read_table(text.encode(), "list")
    assert [description.item for description in received.descriptions] == ["HCR.1.1", "HCR.1.2", "HCR.1.3"]
