"""Exports of Tropy: fields by the addresses of properties, transcriptions as pages, notes as notes, photos as scans."""

import json

import pytest
from made_up import archive

from briefbook.errors import FormatError
from briefbook.exports.exhibits import tropy
from briefbook.importers.bundle import BundleFile
from briefbook.importers.layout_files import ScanNames
from briefbook.importers.tropy import read_tropy

CONTEXT = {
    "@vocab": "https://tropy.org/v1/tropy#",
    "titel": {"@id": "http://purl.org/dc/elements/1.1/title"},
    "audience": {"@id": "http://purl.org/dc/terms/audience"},
    "date": "http://purl.org/dc/elements/1.1/date",
    "photo": {"@id": "https://tropy.org/v1/tropy#photo", "@container": "@list"},
}
ITEM = {
    "@type": "Item",
    "template": "https://tropy.org/v1/templates/correspondence",
    "titel": "The ferry",
    "http://purl.org/dc/elements/1.1/creator": {"@type": "http://www.w3.org/2001/XMLSchema#string", "@value": "OSLO"},
    "audience": "EXTERNAL; LDN",
    "date": "1963-03-02",
    "tag": ["ferries"],
    "photo": [
        {"@type": "Photo", "path": "photos/H101_1.jpg", "transcription": [{"text": "FM OSLO"}, {"html": "<p>LIT</p>"}]},
        {"@type": "Photo", "path": "photos/H101_2.jpg", "selection": [{"transcription": [{"text": "END"}]}]},
    ],
}
JPEG = b"\xff\xd8\xff\xe0 picture"


def imported(document, names=None, *, notes_as_text=False, **files):
    bundle = [BundleFile("items.json", lambda: json.dumps(document).encode())]
    bundle += [BundleFile(name, lambda data=data: data) for name, data in files.get("files", {}).items()]
    return read_tropy(bundle, "tropy", scan_names=names or ScanNames(), notes_as_text=notes_as_text)


def test_an_item_with_two_photos_and_their_transcriptions():
    files = {"photos/H101_1.jpg": JPEG + b"1", "photos/H101_2.jpg": JPEG + b"2"}
    document = {"@context": CONTEXT, "@graph": [{**ITEM, "identifier": "H101"}]}
    received = imported(document, files=files)
    (description,) = received.descriptions
    assert {
        name: values
        for name, readings in description.readings.items()
        if (values := [r.value for r in readings if r.value])
    } == {
        "subject": ["The ferry"],
        "from": ["OSLO"],
        "to": ["EXTERNAL", "LDN"],
        "date": ["1963-03-02"],
        "tags": ["ferries"],
    }
    assert (description.item, description.pages) == ("H101", ("FM OSLO\nLIT", "END"))
    assert [(scan.name, scan.read()[-1:]) for scan in received.scans] == [
        ("H101/p001.jpg", b"1"),
        ("H101/p002.jpg", b"2"),
    ]


def test_without_an_identifier_the_scan_here_names_it():
    names = ScanNames({"H101_1": ("H101", 1), "H101_2": ("H101", 2)}, frozenset({"H101"}))
    received = imported({"@context": CONTEXT, "@graph": [ITEM]}, names)
    assert [description.item for description in received.descriptions] == ["H101"]
    assert received.not_understood == ()


def test_our_own_export_comes_back():
    made = archive()
    text = b"".join(tropy(made, [made.catalogue.get("SPEC103")], lambda entry: {}))
    received = imported(json.loads(text))
    (description,) = received.descriptions
    wanted = {"from": "LDN", "to": "EXTERNAL", "date": "1962-11-13", "number": "4028", "subject": "HARBOUR WORKS"}
    assert description.item == "SPEC103"
    assert {name: description.readings[name][0].value for name in wanted} == wanted


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({"@graph": [ITEM]}, None),
        ({"items": []}, "nothing in it is of tropy.org"),
        ({"@context": CONTEXT, "@graph": []}, "there are no items"),
        (["tropy.org"], "nothing in it is of tropy.org"),
    ],
)
def test_what_is_no_export_of_tropy_is_refused(document, words):
    if words is None:
        assert [description.item for description in imported(document).descriptions] == ["H101_1"]
        return
    with pytest.raises(FormatError, match=words):
        imported(document)


def test_a_transcription_is_the_text_and_stands_before_the_notes():
    photo = {
        "@type": "Photo",
        "path": "H101_1.jpg",
        "note": [{"@type": "Note", "text": {"@value": "a dull page", "@language": "en"}}],
        "transcription": [{"@type": "Transcription", "text": "FM OSLO\nLIT"}],
    }
    plain = {key: value for key, value in photo.items() if key != "transcription"}
    document = {"@context": CONTEXT, "@graph": [{**ITEM, "identifier": "H101", "photo": [photo, plain]}]}
    received = imported(document)
    (description,) = received.descriptions
    assert description.pages == ("FM OSLO\nLIT",)
    assert [reading.value for reading in description.readings["note"] if reading.value] == ["a dull page"]
    assert any(
        sentence.startswith("2 notes on 2 photos are kept as notes of their items, not as the paper's text")
        for sentence in received.not_understood
    )


def test_notes_are_no_text_where_nothing_is_transcribed_either():
    photos = [{"path": "H101_1.jpg", "selection": [{"note": [{"text": "only a note by me"}]}]}]
    received = imported({"@context": CONTEXT, "@graph": [{**ITEM, "identifier": "H101", "photo": photos}]})
    (description,) = received.descriptions
    assert description.pages == ()
    assert [reading.value for reading in description.readings["note"] if reading.value] == ["only a note by me"]
    assert any("1 note on 1 photo is kept as a note of its item" in words for words in received.not_understood)


def test_notes_are_the_text_where_a_person_says_so_and_nothing_is_transcribed():
    photos = [
        {"path": "H101_1.jpg", "note": [{"text": "FM OSLO"}]},
        {"path": "H101_2.jpg", "note": [{"text": "a dull page"}], "transcription": [{"text": "LIT"}]},
    ]
    document = {"@context": CONTEXT, "@graph": [{**ITEM, "identifier": "H101", "photo": photos}]}
    (description,) = imported(document, notes_as_text=True).descriptions
    assert description.pages == ("FM OSLO", "LIT")
    assert [reading.value for reading in description.readings["note"] if reading.value] == ["a dull page"]


def test_the_text_that_our_own_export_writes_as_notes_comes_back_as_text():
    item = {**ITEM, "identifier": "H101", "photo": [{"path": "H101_1.jpg", "note": [{"text": "FM OSLO"}]}]}
    received = imported({"@context": CONTEXT, "@graph": [item], "version": "briefbook"})
    assert received.descriptions[0].pages == ("FM OSLO",)
    assert not any("note on" in words for words in received.not_understood)
    elsewhere = imported({"@context": CONTEXT, "@graph": [item], "version": "1.17.0"})
    assert elsewhere.descriptions[0].pages == ()


def test_a_pdf_whose_pages_are_photos_on_another_machine_comes_along_by_its_name():
    photos = [
        {"@type": "Photo", "path": f"{folder}Talks H101.pdf", "filename": "Talks H101.pdf", "page": page}
        for page, folder in enumerate(("/Users/ada/One Drive/", "/Users/ada/One Drive/", "C:\\Scans\\"))
    ]
    photos[0]["transcription"] = [
        {"text": {"@value": "FM OSLO", "@language": "en"}, "html": {"@value": "<p>FM OSLO</p>"}}
    ]
    item = {**ITEM, "identifier": "H101", "photo": photos}
    pdf = b"%PDF-1.7 a"
    received = imported({"@context": CONTEXT, "@graph": [item]}, files={"photos/Talks H101.pdf": pdf})
    assert [(scan.name, scan.read()) for scan in received.scans] == [("H101.pdf", pdf)]
    assert received.descriptions[0].pages == ("FM OSLO",)

    two = imported(
        {"@context": CONTEXT, "@graph": [item]}, files={"a/Talks H101.pdf": pdf, "b/Talks H101.pdf": pdf + b"b"}
    )
    assert two.scans == ()
    assert any("did not come along" in sentence for sentence in two.not_understood)
