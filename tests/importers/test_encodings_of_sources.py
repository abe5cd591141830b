"""Pages, exports and drafts come in with their letters in whatever encoding they were saved (made up, SPECIMEN)."""

import json

import pytest

from briefbook.errors import FormatError
from briefbook.importers.csv_table import read_table
from briefbook.importers.exhibit import read_exhibit
from briefbook.importers.omeka import read_omeka
from briefbook.importers.text_draft import read_text_draft
from briefbook.util.encodings import decode, decode_text

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "mac_roman"]
PAGE = "Le télégramme du général\n\nL’été où l’évêque arriva à Québec.\n"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_pasted_page_has_its_letters(encoding):
    received = read_exhibit(PAGE.encode(encoding), "text", "page")
    assert "L’été où l’évêque arriva à Québec." in received.narratives[0][1]
    guessed = [sentence for sentence in received.not_understood if "not UTF-8" in sentence]
    assert len(guessed) == (encoding in ("cp1252", "mac_roman"))


def test_a_web_page_is_read_in_the_encoding_that_it_names():
    page = '<meta charset="windows-1250"><h1>Łódź</h1><p>Wałęsa źle śpi.</p>'
    received = read_exhibit(page.encode("cp1250"), "html", "page")
    assert "Wałęsa źle śpi." in received.narratives[0][1]
    named_wrongly = '<meta charset="utf-8"><h1>Été</h1><p>Le général est arrivé à l’aéroport.</p>'
    received = read_exhibit(named_wrongly.encode("cp1252"), "html", "page")
    assert "Le général est arrivé à l’aéroport." in received.narratives[0][1]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_an_export_of_omeka_has_its_letters(encoding):
    item = {
        "o:id": 1,
        "dcterms:identifier": [{"@value": "D7"}],
        "dcterms:title": [{"@value": "L’été à Québec, évêché"}],
    }
    data = json.dumps(item, ensure_ascii=False).encode(encoding)
    (description,) = read_omeka(data, "export").descriptions
    assert description.readings["subject"][0].value == "L’été à Québec, évêché"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_draft_has_its_letters(encoding):
    assert read_text_draft(PAGE.replace("\n", "\r\n").encode(encoding)) == PAGE


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\n\x00\x01\x02\x03" * 50, bytes(range(256)) * 9, b"\x89PNG\r\n\x1a\n\0\0\0\r"]
)
def test_what_is_no_text_is_refused(data):
    with pytest.raises(FormatError, match="this is no text, in any encoding that is known"):
        decode_text(data)


@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        ("Переговоры о сахаре и олове, МОСКВА", "cp1251"),
        ("Переговоры о сахаре и олове, МОСКВА", "cp866"),
        ("Переговоры о сахаре и олове, МОСКВА", "koi8_r"),
        ("Şeker kotası üzerine görüşme, İstanbul", "cp1254"),
        ("Müller fährt nach Zürich; Grüße aus Köln", "cp850"),
        ("Kwoty cukru i węgla, źródło Łódź", "cp1250"),
        ("Τηλεγράφημα για τη ζάχαρη", "cp1253"),
        ("砂糖の割当についての電報です。東京", "cp932"),
        ("砂糖の割当についての電報です。東京", "euc_jp"),
        ("关于食糖配额的电报 北京", "gb18030"),
        ("關於食糖配額的電報 臺北", "big5"),
        ("설탕 할당량에 관한 전보 서울", "cp949"),
    ],
)
def test_a_list_in_an_old_encoding_of_any_script_has_its_letters(words, encoding):
    received = read_table(f"Item,Date,Subject\nD7,8 Nov 1962,{words.replace(',', ';')}\n".encode(encoding), "list")
    (description,) = received.descriptions
    assert description.readings["subject"][0].as_written == words.replace(",", ";")
    assert received.understood[0].startswith("the file is not UTF-8; it was read as ")


def test_a_word_of_three_hundred_thousand_letters_holds_nobody_up():
    text = "Été " + "a" * 300_000 + " château"  # every letter was once tried as the beginning of a word
    assert decode_text(text.encode("cp1252"))[0] == text


def test_a_file_in_two_encodings_is_read_in_one_and_told():
    text, (said,) = decode("Rougé\n".encode("cp1252") * 3 + "Blué\n".encode())
    assert text.startswith("Rougé")
    assert "part of it is UTF-8" in said
    assert decode("Rougé\nBlué\n".encode("cp1252"))[1] == ("the file is not UTF-8; it was read as Windows-1252",)
