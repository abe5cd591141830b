"""Exports of other programs that need not fit into memory, and JSON by its standard (made up, SPECIMEN)."""

import json
import tracemalloc

import pytest

from briefbook.cables import read_heading
from briefbook.errors import FormatError
from briefbook.importers import json_source
from briefbook.importers.bundle import BundleFile, open_file
from briefbook.importers.json_source import MAX_DEPTH, JsonSource
from briefbook.importers.layout_files import ScanNames
from briefbook.importers.omeka import read_omeka
from briefbook.importers.openrefine import read_openrefine
from briefbook.importers.spooled_descriptions import SpooledRows
from briefbook.importers.tei_files import read_tei_files
from briefbook.importers.tropy import read_tropy
from briefbook.importers.zotero import read_zotero

TEXT = "HARBOUR DUES ARE HIGH AND THE PILOTS STAY AT HOME. " * 40


def omeka_s(number):
    return {
        "o:id": number,
        "dcterms:identifier": [{"@value": f"D{number}"}],
        "bibo:content": [{"@value": TEXT}],
    }


def photo(number):
    return {"title": f"D{number}", "photo": [{"path": f"D{number}.jpg", "note": [{"text": TEXT}]}]}


def letter(number):
    return (
        f'<TEI xml:id="D{number}"><teiHeader><fileDesc><titleStmt><title>Anna to Olaf</title></titleStmt></fileDesc>'
        '<profileDesc><correspDesc><correspAction type="sent"><persName>Anna</persName><date when="1962-11-08"/>'
        '</correspAction><correspAction type="received"><persName ref="#olaf">Olaf</persName></correspAction>'
        f"</correspDesc></profileDesc></teiHeader><text><body><p>{TEXT}</p></body></text></TEI>"
    )


CORPUS = (
    '<teiCorpus xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Letters on the harbour'
    "</title></titleStmt></fileDesc></teiHeader>"
)
CONTEXT = {"@vocab": "https://tropy.org/v1/tropy#", "title": "http://purl.org/dc/elements/1.1/title"}
SHAPES = {
    "omeka": (json.dumps, omeka_s, ("[", ",", "]"), lambda path: read_omeka(lambda: path.open("rb"), "x")),
    "omeka-xml": (
        str,
        lambda number: (
            f'<item itemId="{number}"><elementSetContainer><elementSet><elementContainer><element><name>Title</name>'
            f"<elementTextContainer><elementText><text>D{number}.pdf</text></elementText></elementTextContainer>"
            "</element><element><name>Text</name><elementTextContainer><elementText><text>"
            f"{TEXT}</text></elementText></elementTextContainer></element></elementContainer></elementSet>"
            "</elementSetContainer></item>"
        ),
        ("<itemContainer>", "", "</itemContainer>"),
        lambda path: read_omeka(lambda: path.open("rb"), "x"),
    ),
    "csl": (
        json.dumps,
        lambda number: {"id": f"D{number}", "type": "letter", "abstract": TEXT},
        ("[", ",", "]"),
        lambda path: read_zotero([open_file(path)], "x", scan_names=ScanNames()),
    ),
    "ris": (
        str,
        lambda number: f"TY  - PCOMM\nID  - D{number}\nAB  - {TEXT}\nER  - \n",
        ("", "\n", ""),
        lambda path: read_zotero(
            [BundleFile("a.ris", path.read_bytes, lambda: path.open("rb"))], "x", scan_names=ScanNames()
        ),
    ),
    "tropy": (
        json.dumps,
        photo,
        (f'{{"@context":{json.dumps(CONTEXT)},"@graph":[', ",", "]}"),
        lambda path: read_tropy([open_file(path)], "x", scan_names=ScanNames()),
    ),
    "openrefine": (
        json.dumps,
        lambda number: {"Item": f"D{number}", "Text": TEXT},
        ('{"rows":[', ",", "]}"),
        lambda path: read_openrefine(lambda: path.open("rb"), "x"),
    ),
    "letters": (
        str,
        letter,
        (CORPUS, "", "</teiCorpus>"),
        lambda path: read_tei_files([open_file(path)], "x", heading=read_heading),
    ),
}


def export(path, shape, count):
    write, entry, (begins, between, ends), read = SHAPES[shape]
    path = path / f"large{'.xml' if shape in ('letters', 'omeka-xml') else '.json'}"
    with open(path, "w", encoding="utf-8") as file:
        file.write(begins)
        for number in range(count):
            file.write((between if number else "") + write(entry(number)))
        file.write(ends)
    return path, read


@pytest.mark.parametrize("shape", SHAPES)
def test_memory_does_not_grow_with_the_export(tmp_path, shape):
    count = 400 if shape == "letters" else 4_000
    path, read = export(tmp_path, shape, count)
    read(export(tmp_path, shape, 3)[0])  # what is loaded once
    export(tmp_path, shape, count)
    tracemalloc.start()
    try:
        received = read(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(received.descriptions) == count
    assert {description.item for description in received.descriptions} == {f"D{number}" for number in range(count)}
    size = path.stat().st_size
    assert peak < (
        size + 6_000_000 if shape == "letters" else 4 * size + 4_000_000
    )  # 16 MiB of rows are kept before a file is made, and the rows in which a heading is looked for


def test_a_corpus_of_letters_gives_what_its_letters_give_one_by_one():
    corpus = f"{CORPUS}{letter(1)}{letter(2)}{letter(3).replace('correspDesc', 'particDesc')}</teiCorpus>"
    with_entity = f"<!DOCTYPE teiCorpus>{corpus}"  # which is read whole

    def read(text):
        return read_tei_files(
            [BundleFile("c.xml", text.encode, lambda: __import__("io").BytesIO(text.encode()))],
            "x",
            heading=read_heading,
        )

    step_by_step, whole = read(corpus), read(with_entity)
    assert list(step_by_step.descriptions)[:2] == list(whole.descriptions)[:2]
    assert [description.item for description in step_by_step.descriptions] == ["D1", "D2", "D3"]
    first = next(iter(step_by_step.descriptions))
    assert [(name, first.readings[name][0].value) for name in ("from", "to", "date")] == [
        ("from", "Anna"),
        ("to", "Olaf"),
        ("date", "1962-11-08"),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[{"a": NaN}]', "NaN is no number there"),
        ('[{"a": -Infinity}]', "-Infinity is no number there"),
        ('[{"a": 1}', "ends in the middle"),
        ('[{"a": 1}] [', "trailing garbage"),
        ('{"a": ' * (MAX_DEPTH + 2), "nested more than"),
        ('[{"a": "x\0y"}]', "invalid character inside string"),
        ("", "it is cut off, or empty"),
    ],
)
def test_what_is_no_json_is_refused(text, words):
    with pytest.raises(FormatError, match=words):
        list(JsonSource(text.encode()).entries())


def test_an_object_without_end_is_refused(monkeypatch):
    monkeypatch.setattr("briefbook.importers.json_source.MAX_OBJECT", 1_000_000)
    assert len(list(JsonSource(b"[" + b",".join([b'{"a": "%s"}' % (b"x" * 99_000)] * 50) + b"]").entries())) == 50
    with pytest.raises(FormatError, match="one object in this JSON is larger than 0 MiB"):
        list(JsonSource(b'[{"a": "' + b"x" * 1_100_000 + b'"}]').entries())


def test_a_key_that_is_there_twice_is_told():
    received = read_omeka(
        b'[{"dcterms:identifier": [{"@value": "D1"}], "dcterms:title": ["a"], "dcterms:title": ["b"]}]', "x"
    )
    assert received.not_understood[0].startswith("1 key that an object has already: 'dcterms:title'")
    manifest = b'{"id": "https://a.example/D1/manifest", "id": "https://a.example/D2/manifest", "type": "Manifest"}'
    assert JsonSource(manifest).whole()["id"] == "https://a.example/D2/manifest"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_json_in_any_encoding_is_read_in_parts(encoding):
    source = JsonSource(
        json.dumps({"head": "é", "items": [["Québec"], "été" * 50_000]}, ensure_ascii=False).encode(encoding), ["items"]
    )
    assert list(source.entries()) == ["Québec", "été" * 50_000]
    assert source.head == {"head": "é"}


def test_rows_are_read_twice_at_once():
    rows = SpooledRows()
    rows.add({"item": "D1"})
    rows.add({"date": "1962", "item": "D2"})
    assert list(zip(rows, rows, strict=True)) == [
        (("item", "date"), ("item", "date")),
        (("D1", ""), ("D1", "")),
        (("D2", "1962"), ("D2", "1962")),
    ]


def test_a_mark_of_byte_order_is_taken_off_at_the_beginning_alone(monkeypatch):
    """Wherever a block of the file begins, what a text holds stays."""
    monkeypatch.setattr(json_source, "_BLOCK", 16)
    text = "xyz" + 8 * "\ufeff" + "q"
    source = json_source.JsonSource(("\ufeff" + json.dumps([{"title": text}], ensure_ascii=False)).encode())
    assert list(source.entries()) == [{"title": text}]
