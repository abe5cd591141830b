"""``briefbook export``: every kind writes its files, for all items or those named."""

import json
import zipfile

import pytest
from lxml import etree


@pytest.fixture
def export(run_command, harbour):
    def export(*arguments):
        return run_command("-C", harbour, "export", *arguments)

    return export


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("csl", "items.csl.json"),
        ("ris", "items.ris"),
        ("bibtex", "items.bib"),
        ("annotations", "annotations.json"),
        ("epub", "book.epub"),
        ("docx", "book.docx"),
        ("pdf", "book.pdf"),
    ],
)
def test_a_kind_of_one_file_says_where_it_is(export, harbour, kind, name):
    path = harbour / "build/exports" / kind / name
    assert export(kind)[:2] == (0, f"1 file: {path}\n")
    assert path.stat().st_size > 300


def test_a_kind_with_a_file_an_item_says_how_many(export, harbour):
    folder = harbour / "build/exports/tei"
    assert export("tei")[:2] == (0, f"8 files in {folder}\n")
    document = etree.parse(folder / "H101.tei.xml")
    assert "LOOKED DISSATISFIED" in " ".join(document.getroot().itertext())


def test_a_kind_that_needs_words_on_scans_writes_nothing_without_them_and_says_what_to_do(export):
    code, out, err = export("alto")
    assert (code, out) == (0, "Nothing to export as alto.\n")
    assert err.startswith("  What to do: it takes words with their places on scans")
    assert json.loads(export("alto", "--json")[1]) == {"kind": "alto", "files": []}


@pytest.mark.parametrize("kind", ["iiif", "iiif-tiles"])
def test_a_kind_whose_files_name_each_other_by_address_fails_without_one_and_says_where_it_is_set(
    export, harbour, kind
):
    code, out, err = export(kind)
    assert (code, out) == (3, "")
    assert "by the address of the site, and none is set" in err
    assert 'in briefbook.toml, below [site], write address = "https://' in err
    settings = harbour / "briefbook.toml"
    text = settings.read_text(encoding="utf-8").replace("[site]\n", "")
    settings.write_text(f'{text}\n[site]\naddress = "https://example.org/"\n', encoding="utf-8")
    code, out, err = export(kind)
    assert (code, out) == (0, f"Nothing to export as {kind}.\n")
    assert "put scans into scans/" in err


def test_only_the_items_named_are_written_and_into_the_folder_named(export, tmp_path):
    code, out, _ = export("ris", "H105", "H107", "--to", tmp_path / "out")
    assert (code, out) == (0, f"1 file: {tmp_path / 'out' / 'items.ris'}\n")
    records = (tmp_path / "out/items.ris").read_text(encoding="utf-8").split("ER  - ")
    assert [record.count("TY  - ") for record in records] == [1, 1, 0]


def test_an_export_of_one_file_is_written_under_the_path_of_a_file(export, tmp_path):
    to = tmp_path / "citations.ris"
    assert export("ris", "--to", to)[:2] == (0, f"1 file: {to}\n")
    assert to.read_text(encoding="utf-8").startswith("TY  - ")
    code, _, err = export("tei", "--to", tmp_path / "all.xml")
    assert code == 2
    assert "all.xml is the name of one file, and this export writes several" in err
    assert not (tmp_path / "all.xml").exists()


def test_a_file_that_is_there_already_is_not_overwritten_by_an_export(export, tmp_path):
    to = tmp_path / "citations.ris"
    to.write_text("typed by somebody", encoding="utf-8")
    code, _, err = export("ris", "--to", to)
    assert code == 3
    assert "citations.ris is there already" in err
    assert to.read_text(encoding="utf-8") == "typed by somebody"
    (tmp_path / "folder").mkdir()
    edited = tmp_path / "folder" / "items.ris"
    edited.write_text("typed by somebody", encoding="utf-8")
    assert export("ris", "--to", tmp_path / "folder")[0] == 3
    assert edited.read_text(encoding="utf-8") == "typed by somebody"
    assert export("ris", "--to", tmp_path / "folder", "--replace")[0] == 0
    assert edited.read_text(encoding="utf-8").startswith("TY  - ")


def test_what_is_in_the_build_folder_is_made_again_without_a_word(export, harbour):
    assert [export("ris")[0], export("ris")[0], export("ris", "--to", harbour / "build/mine")[0]] == [0, 0, 0]
    assert export("ris", "--to", harbour / "build/mine")[0] == 0


def test_a_path_with_another_ending_is_no_folder(export, tmp_path):
    code, _, err = export("ris", "--to", tmp_path / "items.xml")
    assert code == 2
    assert "items.xml has another ending than what is written, items.ris" in err
    assert not (tmp_path / "items.xml").exists()


def test_csl_as_json_names_its_file_and_holds_every_item(export, harbour):
    code, out, err = export("csl", "--json")
    path = harbour / "build/exports/csl/items.csl.json"
    assert (code, err, json.loads(out)) == (0, "", {"kind": "csl", "files": [str(path)]})
    items = json.loads(path.read_text(encoding="utf-8"))
    assert [one["id"] for one in items] == ["H101", "H102", "H103", "H104", "H105", "H106", "H107", "H108"]
    assert items[0]["genre"] == "telegram 210"


def test_the_book_for_readers_holds_the_prose_and_its_quotation(export, harbour):
    export("epub")
    with zipfile.ZipFile(harbour / "build/exports/epub/book.epub") as book:
        assert book.read("mimetype") == b"application/epub+zip"
        pages = [book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml")]
    assert any("looked dissatisfied with everything" in page for page in pages)


def test_the_book_for_a_word_processor_holds_the_prose(export, harbour):
    export("docx")
    with zipfile.ZipFile(harbour / "build/exports/docx/book.docx") as book:
        assert "The lights were lit a week later" in book.read("word/document.xml").decode()


def test_the_printed_book_is_a_tagged_pdf(export, harbour):
    import pikepdf

    export("pdf")
    with pikepdf.open(harbour / "build/exports/pdf/book.pdf") as book:
        assert book.Root.MarkInfo.Marked
        assert book.docinfo["/Title"] == "Harbour Works, 1963"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["riss"], 2, "unknown export 'riss'\n  What to do: did you mean 'ris'? The exports are pdf, epub, docx,"),
        ([], 2, "Missing argument KIND: what to export\n  What to do: The exports are pdf, epub, docx,"),
        (
            ["xlsx"],
            2,
            "unknown export 'xlsx'\n  What to do: for a spreadsheet write `briefbook catalogue export list.csv`",
        ),
        (["Zotero"], 2, "unknown export 'Zotero'\n  What to do: write csl, ris or bibtex."),
        (["ferry"], 2, "unknown export 'ferry'\n  What to do: The exports are pdf, epub, docx,"),
        (["qqqqq"], 2, "unknown export 'qqqqq'\n  What to do: The exports are pdf, epub, docx,"),
        ([], 2, "Missing argument"),
        (["ris", "H1O1"], 3, "there is no item H1O1\n  What to do: near ones are H101"),
        (["ris", "ZZ"], 3, "there is no item ZZ\n  What to do: see catalogue list."),
    ],
)
def test_wrong_usage_and_bad_input_say_what_to_do(export, arguments, code, said):
    ended, _, err = export(*arguments)
    assert ended == code
    assert said in err
