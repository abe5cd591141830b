"""A fault of the program is reported as one, and what it spoilt is made anew as soon as it is mended."""

import json

import papers
import pytest

from briefbook.checks import verifications
from briefbook.ocr import reader_choice
from briefbook.project.collection import Collection
from briefbook.project.own_lists import read_own_lists
from briefbook.project.workspace import Workspace

HEADING = ["FM WASHDC NOV8/62 UNCLAS", "TO EXTERNAL 3316", "THE TALKS WITH THE MINISTER ARE NOT RPT NOT OVER"]


@pytest.fixture
def collection(tmp_path, run_command):
    assert run_command("init", tmp_path / "c", "--title", "T")[0] == 0
    made = Collection.open(tmp_path / "c")
    page = {"words": [(text, 72, 700 - 20 * row, 12) for row, text in enumerate(HEADING)], "shown": True}
    papers.pdf(made.scans / "D1.pdf", page)
    return made


def broken(*_):
    return [][0]


def test_a_page_that_our_reader_failed_on_is_read_by_the_same_version_once_it_is_mended(collection, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(reader_choice, "read_with_scores", broken)
        workspace = Workspace(collection)
        assert [page.text for page in workspace.catalogue.pages("D1")] == [""]
        (finding,) = workspace.findings
        assert (finding.code, finding.item, finding.stops_publication) == ("X101", "D1", True)
        assert "IndexError" in finding.message
        assert "sound copy" not in finding.remedy
    workspace = Workspace(collection)
    assert [page.text for page in workspace.catalogue.pages("D1")] == ["\n".join(HEADING)]
    assert workspace.catalogue.get("D1").value("number") == "3316"
    assert workspace.findings == ()


def test_the_command_says_so_and_the_log_in_the_collection_has_the_traceback(collection, monkeypatch, run_command):
    monkeypatch.setattr(reader_choice, "read_with_scores", broken)
    code, out, err = run_command("-C", collection.root, "check")
    assert code == 1  # an error: nothing is certified or published
    assert "X101" in out + err
    text = (collection.build / "briefbook.log").read_text(encoding="utf-8")
    assert "ERROR briefbook.ocr.workers [D1, p. 1]: not read, by a fault of the program" in text
    assert "IndexError: list index out of range" in text


def test_a_quotation_that_our_code_failed_on_is_compared_by_the_next_check(collection, monkeypatch, run_command):
    text = '# Talks\n\nIt says that "the talks with the minister are long over" (D1).\n'
    (collection.narratives / "index.md").write_text(text, encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(verifications, "verify_among", broken)
        assert "X101" in run_command("-C", collection.root, "check")[1]
    out = run_command("-C", collection.root, "check")[1]
    wrong = (
        "“the talks with the minister are long over” is not what D1, p. 1, l. 3 says: “long” where the paper has NOT"
    )
    assert f"C201: {wrong}" in out


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_reading_with_a_fault_of_ours_is_no_success(collection, monkeypatch, run_command, options):
    monkeypatch.setattr(reader_choice, "read_with_scores", broken)
    code, out, err = run_command("-C", collection.root, "read", *options)
    assert code == 70
    assert "X101" in out + err


def test_an_item_that_our_code_cannot_describe_keeps_what_lists_say_and_is_described_once_it_is_mended(
    collection, monkeypatch
):
    (collection.received / "list").mkdir(parents=True)
    row = {"item": "D1", "fields": {"subject": [{"as_written": "TALKS", "value": "TALKS"}]}}
    (collection.received / "list" / "descriptions.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr("briefbook.cables.parse_cable.read_cable", broken)
        workspace = Workspace(collection)
        entry = workspace.catalogue.get("D1")
        assert (entry.value("subject"), entry.value("number")) == ("TALKS", None)
        assert [(finding.code, finding.item) for finding in workspace.findings] == [("X101", "D1")]
    workspace = Workspace(collection)
    assert workspace.catalogue.get("D1").value("number") == "3316"
    assert workspace.findings == ()
    assert Workspace(collection).catalogue.stamp  # and it is not described again


def test_an_importer_s_fault_is_not_called_the_file_s(collection, monkeypatch, run_command, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("Item,Date\nD1,1962-11-08\n", encoding="utf-8")

    def breaks(*_, **__):
        return int("a word")

    monkeypatch.setattr("briefbook.cli.import_.read_table_file", breaks)
    code, _, err = run_command("-C", collection.root, "import", "csv", path)
    assert code == 70
    assert "this is a fault of Briefbook itself" in err
    assert not (collection.received / "list").exists()


def test_a_list_without_the_column_needed_is_bad_input(collection, run_command, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("Date,From\n1962-11-08,WASHDC\n", encoding="utf-8")
    code, _, err = run_command("-C", collection.root, "import", "csv", path)
    assert code == 3
    assert "there is no column 'Item'" in err
    assert 'What to do: say which column holds the ids: --map "NAME=item".' in err


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        (
            "persons.csv",
            "name,varients\nA. Nobody,Nobody\n",
            "column 'varients' is not known; did you mean 'variants'?",
        ),
        ("places.csv", "name,country\nHavana,Cuba\n", "column 'country' is not known; there are: name, variants"),
        ("places.csv", "name,name\nHavana,Cuba\n", "there are 2 columns 'name'"),
        ("persons.csv", "nam\nA. Nobody\n", "there is no column 'name'"),
    ],
)
def test_a_column_that_would_change_nothing_is_refused(collection, run_command, name, text, words):
    (collection.root / name).write_text(text, encoding="utf-8")
    code, _, err = run_command("-C", collection.root, "check")
    assert code == 3
    assert words in err


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("persons.csv", b"nam\nA. Nobody\n", "persons.csv, line 1: there is no column 'name'"),
        ("places.csv", b'name\nHavana\n"Lima\n', "places.csv, line 3: it is not CSV: unexpected end of data"),
        (
            "persons.csv",
            b"name\nA. Nobody\n\x00\x01\x02\n",
            "persons.csv, line 1: this is no text, in any encoding that is known",
        ),
    ],
)
def test_a_list_that_cannot_be_read_stops_only_what_is_published(collection, run_command, name, content, words):
    (collection.root / name).write_bytes(content)
    for command in (["catalogue", "list"], ["search", "talks"], ["series"]):
        code, _, err = run_command("-C", collection.root, *command)
        assert (code, f"{words}; the list is left out" in err) == (0, True)
    for command in ("check", "build"):
        code, _, err = run_command("-C", collection.root, command)
        assert (code, words in err) == (3, True)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac_roman"])
def test_lists_of_persons_and_places_are_read_in_the_encoding_that_programs_save_them_in(
    collection, run_command, encoding
):
    persons = "name;variants\nRené Müller;Herr Müller\nJosé Peña;\n"
    (collection.root / "persons.csv").write_bytes(persons.encode(encoding))
    (collection.root / "places.csv").write_bytes("name;variants\nMünchen;Munich\nSão Tomé;\n".encode(encoding))

    own = read_own_lists(collection.root)

    assert [person.name for person in own["persons"]] == ["René Müller", "José Peña"]
    assert [(place.name, place.variants) for place in own["places"]] == [("München", ("Munich",)), ("São Tomé", ())]
    code, _, err = run_command("-C", collection.root, "catalogue", "list")
    guessed = encoding in ("cp1252", "mac_roman")
    assert (code, "persons.csv: the file is not UTF-8; it was read as" in err) == (0, guessed)


@pytest.mark.parametrize(
    ("text", "line"),
    [("[collection]\ntitle = Havana\n", 2), ("[collection]\ntitle = [\n", 2), ("[collection]\n# a\nrights = 'x\n", 3)],
)
def test_settings_that_are_no_toml_are_told_with_their_line(collection, run_command, text, line):
    (collection.root / "briefbook.toml").write_text(text, encoding="utf-8")
    code, _, err = run_command("-C", collection.root, "catalogue", "list")
    assert (code, f"briefbook.toml, line {line}: it is not TOML" in err) == (3, True)


def test_the_log_says_what_was_decided(collection, run_command, tmp_path):
    log = tmp_path / "log.txt"
    for _ in range(2):
        run_command("-C", collection.root, "search", "talks", "--log-file", log)
    said = [line.split(" ", 2)[2] for line in log.read_text(encoding="utf-8").splitlines()]
    starts = [index for index, line in enumerate(said) if line.startswith("briefbook.cli: ")]
    first, second = said[: starts[1]], said[starts[1] :]
    assert "briefbook.ocr.run: 0 of 1 scans are read already; 1 to read" in first
    assert any(line.startswith("briefbook.ocr.workers [D1, p. 1]: read by text layer in ") for line in first)
    assert "briefbook.project.workspace: 1 of 1 items are stale, 0 are gone" in first
    assert "briefbook.project.index_sync: the index is built anew: there is none that can be used" in first
    assert "briefbook.project.workspace: the catalogue is up to date: 1 items" in second
    assert "briefbook.project.index_sync: the index is up to date" in second


def test_a_command_that_reads_scans_and_one_that_does_not_agree_that_nothing_is_stale(collection):
    Workspace(collection).catalogue.close()
    assert Workspace(collection, read=False).stamp == Workspace(collection).stamp


def test_a_damaged_reading_met_by_a_command_that_reads_nothing_is_read_again_by_the_next_that_does(collection):
    Workspace(collection).catalogue.close()
    (stored,) = collection.readings.glob("*.json.gz")
    stored.write_bytes(b"damaged")
    for path in collection.build.glob("catalogue.sqlite*"):
        path.unlink()
    without = Workspace(collection, read=False).catalogue
    assert [page.text for page in without.pages("D1")] == []
    without.close()
    again = Workspace(collection).catalogue
    assert [page.text for page in again.pages("D1")] == ["\n".join(HEADING)]
    assert again.get("D1").value("number") == "3316"
