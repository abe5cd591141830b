"""IIIF manifests of versions 2 and 3, and collections: fields, pictures, text with places, and what is refused."""

import json

import pytest
from made_up import archive

from briefbook.errors import FormatError
from briefbook.exports.iiif import manifest
from briefbook.importers.iiif import read_iiif
from briefbook.importers.layout_files import ScanNames

JPEG = b"\xff\xd8\xff picture "
V3 = {
    "@context": "http://iiif.io/api/presentation/3/context.json",
    "id": "https://archive.example/iiif/H101/manifest.json",
    "type": "Manifest",
    "label": {"en": ["The ferry timetable"]},
    "metadata": [
        {"label": {"en": ["Date"]}, "value": {"none": ["2 March 1963"]}},
        {"label": {"fr": ["Expéditeur"]}, "value": {"none": ["<b>OSLO</b>"]}},
        {"label": {"en": ["Colour"]}, "value": {"en": ["blue", "red"]}},
    ],
    "requiredStatement": {"label": {"en": ["Attribution"]}, "value": {"en": ["A Made-up Archive"]}},
    "items": [
        {
            "id": "https://archive.example/c1",
            "type": "Canvas",
            "width": 1000,
            "height": 1400,
            "items": [
                {
                    "type": "AnnotationPage",
                    "items": [
                        {
                            "type": "Annotation",
                            "motivation": "painting",
                            "body": {
                                "id": "https://archive.example/p1.jpg",
                                "type": "Image",
                                "service": [{"id": "https://archive.example/i1/", "type": "ImageService3"}],
                            },
                        }
                    ],
                }
            ],
            "annotations": [
                {
                    "type": "AnnotationPage",
                    "items": [
                        {
                            "type": "Annotation",
                            "motivation": "supplementing",
                            "body": {"type": "TextualBody", "value": "LIGHTS LIT"},
                            "target": "https://archive.example/c1#xywh=10,20,100,30",
                        }
                    ],
                }
            ],
        }
    ],
}
V2 = {
    "@context": "http://iiif.io/api/presentation/2/context.json",
    "@id": "https://archive.example/iiif/2/H102/manifest",
    "@type": "sc:Manifest",
    "label": [{"@value": "Le bac", "@language": "fr"}],
    "metadata": [{"label": "Identifier", "value": "H102"}, {"label": [{"@value": "To"}], "value": "EXTERNAL"}],
    "license": "http://rightsstatements.org/vocab/NoC-US/1.0/",
    "sequences": [
        {
            "canvases": [
                {
                    "@type": "sc:Canvas",
                    "images": [{"resource": {"@id": f"https://archive.example/p{n}.jpg", "service": {"@id": base}}}],
                }
                for n, base in ((1, "https://archive.example/i1"), (2, "https://archive.example/i2"))
            ]
        }
    ],
}


def web(**pages):
    """What fetches from a made-up web, and the addresses that were asked for."""
    asked = []

    def fetch(address):
        asked.append(address)
        for name, data in pages.items():
            if address.endswith(name.replace("__", "/").replace("_", ".")):
                return data
        raise FormatError(f"{address} answers 404 Not Found")

    return fetch, asked


def imported(document, fetch=None, names=None):
    return read_iiif(json.dumps(document).encode(), "iiif", scan_names=names or ScanNames(), fetch=fetch)


def fields(received):
    return {
        description.item: {
            name: values
            for name, readings in description.readings.items()
            if (values := [r.value for r in readings if r.value])
        }
        for description in received.descriptions
    }


def test_a_manifest_of_version_3_with_its_picture_and_its_text():
    fetch, asked = web(default_jpg=JPEG)
    received = imported(V3, fetch)
    assert fields(received) == {
        "H101": {
            "date": ["1963-03-02"],
            "from": ["OSLO"],
            "note": ["colour: blue; red"],
            "subject": ["The ferry timetable"],
            "rights": ["A Made-up Archive"],
        }
    }
    assert [(scan.name, scan.read()) for scan in received.scans] == [("H101.jpg", JPEG)]
    assert asked == ["https://archive.example/i1/full/max/0/default.jpg"]
    (page,) = received.descriptions[0].layouts
    assert [(word.text, word.box.as_list()) for word in page.words] == [
        ("LIGHTS", [10, 20, 70, 50]),
        ("LIT", [80, 20, 110, 50]),
    ]


def test_a_manifest_of_version_2_names_its_pictures_by_service_then_by_address():
    fetch, asked = web(i1__full__full__0__default_jpg=JPEG, p2_jpg=JPEG + b"2")
    received = imported(V2, fetch)
    assert fields(received) == {
        "H102": {
            "to": ["EXTERNAL"],
            "subject": ["Le bac"],
            "rights": ["http://rightsstatements.org/vocab/NoC-US/1.0/"],
            "note": ["identifier: H102"],
        }
    }
    assert [scan.name for scan in received.scans] == ["H102/p001.jpg", "H102/p002.jpg"]
    assert asked[-2:] == ["https://archive.example/i2/full/full/0/default.jpg", "https://archive.example/p2.jpg"]


def test_a_file_fetches_nothing_by_itself_and_says_so():
    received = imported(V2)
    assert (received.scans, received.not_understood[0]) == (
        (),
        "2 pictures named by address were not fetched; --fetch does",
    )


def test_where_a_picture_is_missing_none_of_the_item_is_taken():
    fetch, _ = web(p1_jpg=JPEG)
    received = imported(V2, fetch)
    assert received.scans == ()
    assert "i2/full/full/0/default.jpg answers 404 Not Found: no picture of it was taken" in received.not_understood[0]


def test_a_collection_is_fetched_manifest_by_manifest():
    fetch, _ = web(
        three=json.dumps(V3).encode(), two=json.dumps(V2).encode(), range=b'{"type": "Range"}', default_jpg=JPEG
    )
    members = [
        {"id": f"https://archive.example/{name}", "type": "Manifest"} for name in ("three", "two", "gone", "range")
    ]
    document = {"id": "https://archive.example/all", "type": "Collection", "items": members}
    received = imported(document, fetch)
    assert (sorted(fields(received)), len(received.scans)) == (["H101", "H102"], 3)
    assert received.not_understood[:2] == (
        "https://archive.example/gone answers 404 Not Found; it was left out",
        "https://archive.example/range is of the type 'Range', neither a manifest nor a collection; it was left out",
    )
    with pytest.raises(FormatError, match="a collection of 4 manifests, which are at other addresses"):
        imported(document)


def test_our_own_manifest_comes_back():
    made = archive(site_address="https://example.org/book/")
    entry, pages = made.catalogue.get("SPEC103"), made.catalogue.pages("SPEC103")
    text = manifest(entry, pages, made.about, {1: ("items/SPEC103/p001.png", "image/png")})
    received = imported(json.loads(text))
    got = fields(received)["SPEC103"]
    wanted = {"from": ["LDN"], "to": ["EXTERNAL"], "date": ["1962-11-13"], "number": ["4028"]}
    assert {name: got[name] for name in wanted} == wanted
    assert [line.text for line in received.descriptions[0].layouts[0].lines] == [
        line.text for line in pages[0].lines if line.box
    ]


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ({"a": 1}, "no IIIF"),
        ([], "no IIIF"),
        ({"type": "Canvas"}, "neither a manifest nor a collection"),
        ({"type": "Collection", "items": []}, "there are no items"),
    ],
)
def test_what_is_no_manifest_is_refused(document, reason):
    with pytest.raises(FormatError, match=reason):
        imported(document, lambda address: b"")
    with pytest.raises(FormatError, match="not JSON"):
        read_iiif(b"<html>", "iiif", scan_names=ScanNames())


def test_an_address_whose_host_has_brackets_ends_no_import():
    manifest = {
        "id": "https://a.exam[^1]:e/D7001/manifest",
        "type": "Manifest",
        "label": {"en": ["Lights"]},
        "items": [],
    }
    received = imported(manifest)
    assert [description.item for description in received.descriptions] == ["D7001"]


def test_a_manifest_in_several_languages_is_read_in_one():
    """As libraries of Wales, Sweden and Switzerland write version 2 (made up)."""

    def said(**words):
        return [{"@value": value, "@language": language} for language, value in words.items()]

    manifest = {
        "@id": "https://archive.example/H7/manifest.json",
        "@type": "sc:Manifest",
        "label": said(cy="Llyfr y fferi", en="The ferry book"),
        "metadata": [
            {"label": said(cy="dyddiad", en="date"), "value": said(cy="1962", en="1962")},
            {"label": "Classification", "value": "Digitised"},
            {
                "label": "Creator",
                "value": [{"@value": "Anna", "@language": "en"}, {"@value": "Olaf", "@language": "en"}],
            },
        ],
        "license": "<a href='https://archive.example/rights'>Public domain</a>",
    }
    received = read_iiif(json.dumps(manifest).encode(), "m", scan_names=ScanNames())
    (description,) = received.descriptions
    words = {name: [reading.value for reading in readings] for name, readings in description.readings.items()}
    assert words["subject"] == ["The ferry book"]
    assert words["date"] == ["1962"]
    assert words["rights"] == ["Public domain"]
    assert words["from"] == ["Anna; Olaf"]
    assert "classification" not in words
    assert words["note"] == ["classification: Digitised", None]  # and the title, kept for what the paper is called


def test_what_somebody_remarks_on_a_page_is_a_note_and_no_text_of_it():
    def remark(words, motivation, **body):
        return {
            "type": "Annotation",
            "motivation": motivation,
            "body": {"type": "TextualBody", "value": words, **body},
            "target": "https://archive.example/c1#xywh=10,20,100,30",
        }

    remarks = [
        remark("the seal is broken", "commenting"),
        remark("a poor copy", "supplementing", purpose="commenting"),
        remark("who is he?", ["supplementing", "questioning"]),
        remark("LIGHTS LIT", "supplementing"),
    ]
    (canvas,) = V3["items"]
    page = {"type": "AnnotationPage", "items": remarks}
    manifest = {**V3, "items": [{**canvas, "annotations": [page]}]}
    (description,) = read_iiif(json.dumps(manifest).encode(), "iiif", scan_names=ScanNames()).descriptions
    assert [line.text for page in description.layouts for line in page.lines] == ["LIGHTS LIT"]
    words = "; ".join(reading.value for reading in description.readings["note"] if reading.value)
    assert all(said in words for said in ("the seal is broken", "a poor copy", "who is he?"))
