"""An import over an earlier one: what is gone, new and changed is said, and the earlier original is kept."""

import gzip
import hashlib
import json

import pytest

from briefbook.cli import import_results

EARLIER = "Item,Number,Subject\nAA-1,1,Fog\nAA-2,2,Ice\nAA-3,3,Snow\nAA-4,4,Hail\n"
LATER = "Item,Number,Subject\nAA-4,4,Hail\nAA-1,1,Fog\nAA-2,2,Rain\nAA-9,3,Snow\n"


@pytest.fixture
def here(run, tmp_path):
    (tmp_path / "list.csv").write_text(EARLIER, encoding="utf-8")
    run("import", "csv", tmp_path / "list.csv")
    return tmp_path / "c"


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def kept_in(folder, text, name="original.csv"):
    return folder / "earlier" / hashlib.sha256(text.encode()).hexdigest()[:12] / name


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_what_is_gone_new_and_changed_is_said(run, here, tmp_path, options):
    (tmp_path / "list.csv").write_text(LATER, encoding="utf-8")

    shown = run("import", "csv", tmp_path / "list.csv", "--replace", *options)

    assert "  against the earlier import: 1 item gone (AA-3), 1 new (AA-9), 1 changed (AA-2)\n" in shown


def test_which_fields_changed_is_counted_and_each_is_in_a_list(run, here, tmp_path):
    later = LATER.replace("AA-1,1,Fog", "AA-1,7,Fog").replace("AA-2,2,Rain", "AA-2,2,=Rain")
    (tmp_path / "list.csv").write_text(later, encoding="utf-8")

    shown = run("import", "csv", tmp_path / "list.csv", "--replace", "--dry-run")
    assert "    2 fields differ: number 1, subject 1\n" in shown
    assert not (here / "build/import-changes").exists()
    shown = run("import", "csv", tmp_path / "list.csv", "--replace")
    assert "    2 fields differ: number 1, subject 1 (each in build/import-changes/list.csv)\n" in shown
    rows = (here / "build/import-changes/list.csv").read_text(encoding="utf-8-sig").splitlines()
    assert rows == ["item,field,before,after", "AA-1,number,1,7", "AA-2,subject,Ice,'=Rain"]


def test_another_text_is_one_of_the_fields(run, here, tmp_path):
    for text in ("NO SHIP", "NO SHIPS"):
        (tmp_path / "texts.csv").write_text(f"Item,Subject,Text\nAA-7,Fog,{text}\n", encoding="utf-8")
        shown = run("import", "csv", tmp_path / "texts.csv", "--replace")
    assert "1 field differs: text 1" in shown
    rows = (here / "build/import-changes/texts.csv").read_text(encoding="utf-8-sig").splitlines()
    assert rows[1] == "AA-7,text of page 1,NO SHIP,NO SHIPS"


def test_the_same_in_json_with_the_first_ids_of_many(run, here, tmp_path):
    rows = "".join(f"N-{number:02d},{number},x\n" for number in range(30))
    (tmp_path / "list.csv").write_text(f"Item,Number,Subject\n{rows}", encoding="utf-8")

    report = json.loads(run("import", "csv", tmp_path / "list.csv", "--replace", "--dry-run", "--json"))

    assert report["changes"] == {
        "gone": {"count": 4, "first": ["AA-1", "AA-2", "AA-3", "AA-4"]},
        "new": {"count": 30, "first": [f"N-{number:02d}" for number in range(10)]},
        "changed": {"count": 0, "first": []},
    }


def test_a_dry_run_writes_nothing(run, here, tmp_path):
    before = files(here)
    (tmp_path / "list.csv").write_text(LATER, encoding="utf-8")

    run("import", "csv", tmp_path / "list.csv", "--replace", "--dry-run")

    assert files(here) == before


def test_a_first_import_and_the_same_again_tell_of_no_change(run, here, tmp_path):
    before = files(here / "received")

    shown = run("import", "csv", tmp_path / "list.csv")

    assert "against the earlier import: no item is gone, new or changed" in shown
    assert files(here / "received") == before
    assert "earlier" not in run("import", "csv", tmp_path / "list.csv", "--name", "other", "--keep-both", "--dry-run")


def test_an_item_that_is_gone_and_has_a_persons_work_is_named_and_the_work_stays(run, here, tmp_path):
    run("catalogue", "set", "AA-3", "subject", "Snow on the pass", "--why", "read on the paper")
    (here / "transcripts" / "AA-4").mkdir(parents=True)
    (here / "transcripts" / "AA-4" / "p1.txt").write_text("HAIL\n", encoding="utf-8")
    journal = next(here.rglob("journal.jsonl")).read_bytes()
    (tmp_path / "list.csv").write_text("Item,Number,Subject\nAA-1,1,Fog\n", encoding="utf-8")

    shown = run("import", "csv", tmp_path / "list.csv", "--replace")

    assert (
        "look at: gone from the source, but a person has worked on them: AA-3 (1 decision), AA-4 (1 transcript)"
        in shown
    )
    assert "AA-2 (" not in shown.split("look at: gone", 1)[1].split("\n")[0]
    assert next(here.rglob("journal.jsonl")).read_bytes().startswith(journal)


def test_every_earlier_original_is_kept_once_and_can_be_imported_again(run, here, tmp_path):
    folder = here / "received" / "list"
    for text in (LATER, EARLIER, LATER):
        (tmp_path / "list.csv").write_text(text, encoding="utf-8")
        run("import", "csv", tmp_path / "list.csv", "--replace")

    assert kept_in(folder, EARLIER).read_text(encoding="utf-8") == EARLIER
    assert kept_in(folder, LATER).read_text(encoding="utf-8") == LATER
    assert len(list(folder.glob("earlier/*/*"))) == 2
    shown = run("import", "csv", kept_in(folder, EARLIER), "--name", "list", "--replace")
    assert "1 item gone (AA-9), 1 new (AA-3), 1 changed (AA-2)" in shown
    assert (folder / "original.csv").read_text(encoding="utf-8") == EARLIER
    assert "changed" not in run("verify")


def test_an_original_of_another_format_is_kept_beside_too(run, here, tmp_path):
    folder = here / "received" / "list"
    (tmp_path / "list.tsv").write_text(EARLIER.replace(",", "\t"), encoding="utf-8")

    shown = run("import", "csv", tmp_path / "list.tsv", "--replace")

    assert "no item is gone, new or changed" in shown
    assert kept_in(folder, EARLIER).read_text(encoding="utf-8") == EARLIER
    assert [path.name for path in folder.glob("original.*")] == ["original.tsv"]


def test_files_of_a_folder_that_is_imported_again_are_kept(run, here, tmp_path):
    letter = (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="L1"><teiHeader><fileDesc><titleStmt><title>{}</title>'
        + ("</titleStmt></fileDesc></teiHeader><text><body><p>Fog</p></body></text></TEI>")
    )
    (tmp_path / "letters").mkdir()
    for title in ("First", "Second"):
        (tmp_path / "letters" / "l1.xml").write_text(letter.format(title), encoding="utf-8")
        shown = run("import", "tei", tmp_path / "letters", "--replace")

    assert "against the earlier import: 1 item changed (L1)" in shown
    folder = here / "received" / "letters"
    kept = kept_in(folder, letter.format("First"), "originals/l1.xml")
    assert kept.read_text(encoding="utf-8") == letter.format("First")


def test_of_a_draft_that_a_person_edited_nothing_is_advised_that_would_be_refused(run, here, tmp_path):
    (tmp_path / "draft.txt").write_text("A SPECIMEN page\n\nThe talks began in May.\n", encoding="utf-8")
    run("import", "exhibit", tmp_path / "draft.txt")
    assert "--name draft --replace" in run(
        "import", "exhibit", tmp_path / "draft.txt", "--name", "draft2", "--dry-run", code=3
    )
    chapter = here / "narratives" / "draft.md"
    chapter.write_text(chapter.read_text(encoding="utf-8") + "\nMine.\n", encoding="utf-8")

    refused = run("import", "exhibit", tmp_path / "draft.txt", "--name", "draft2", "--dry-run", code=3)

    assert "--replace" not in refused
    assert "narratives/draft.md was edited by a person since and would not be replaced" in refused
    assert "narratives/draft2.md" in run("import", "exhibit", tmp_path / "draft.txt", "--name", "draft2", "--keep-both")


def test_of_a_later_state_of_a_list_that_a_person_edited_too(run, here, tmp_path):
    descriptions = here / "received" / "list" / "descriptions.jsonl"
    descriptions.write_text(descriptions.read_text(encoding="utf-8").replace("Fog", "Mist"), encoding="utf-8")
    (tmp_path / "later.csv").write_text(LATER, encoding="utf-8")

    shown = run("import", "csv", tmp_path / "later.csv", "--dry-run")

    assert "received/list/descriptions.jsonl was edited by a person since and would not be replaced" in shown
    assert "--name list --replace" not in shown


@pytest.fixture
def large_is_small(monkeypatch):
    monkeypatch.setattr(import_results, "MAX_PLAIN_BYTES", 20)


def test_a_large_list_is_kept_packed_and_comes_back_as_it_was(run, large_is_small, tmp_path):
    folder = tmp_path / "c" / "received" / "list"
    (tmp_path / "list.csv").write_text(EARLIER, encoding="utf-8")

    shown = run("import", "csv", tmp_path / "list.csv")

    packed = folder / "original.csv.gz"
    assert "wrote received/list/original.csv.gz" in shown
    assert [path.name for path in folder.glob("original*")] == [packed.name]
    assert gzip.decompress(packed.read_bytes()).decode() == EARLIER
    of_list = hashlib.sha256(EARLIER.encode()).hexdigest()
    assert json.loads((folder / "report.json").read_text(encoding="utf-8"))["source_checksum"] == of_list
    before = files(folder)
    assert "no item is gone, new or changed" in run("import", "csv", tmp_path / "list.csv")
    assert "no item is gone, new or changed" in run("import", "csv", packed, "--name", "list")
    assert files(folder) == before
    packed.write_bytes(packed.read_bytes()[:-9] + b"x" * 9)
    assert "received/list/original.csv.gz" in run("verify", code=1)


def test_a_packed_list_that_is_replaced_is_kept_packed_and_can_be_imported_again(run, large_is_small, tmp_path):
    folder = tmp_path / "c" / "received" / "list"
    for text in (EARLIER, LATER):
        (tmp_path / "list.csv").write_text(text, encoding="utf-8")
        run("import", "csv", tmp_path / "list.csv", "--replace")

    earlier = kept_in(folder, EARLIER, "original.csv.gz")
    assert gzip.decompress(earlier.read_bytes()).decode() == EARLIER
    assert "1 item gone (AA-9), 1 new (AA-3), 1 changed (AA-2)" in run(
        "import", "csv", earlier, "--name", "list", "--replace"
    )
    assert gzip.decompress((folder / "original.csv.gz").read_bytes()).decode() == EARLIER
    assert "changed" not in run("verify")


def test_an_original_that_an_earlier_version_kept_plain_stays_so(run, here, large_is_small, tmp_path):
    before = files(here / "received")

    run("import", "csv", tmp_path / "list.csv")

    assert files(here / "received") == before


def test_a_list_that_comes_packed_is_kept_as_it_came(run, tmp_path):
    came = gzip.compress(EARLIER.encode(), 9, mtime=1)
    (tmp_path / "list.csv.gz").write_bytes(came)

    shown = run("import", "csv", tmp_path / "list.csv.gz")

    assert "wrote received/list/original.csv.gz" in shown
    assert (tmp_path / "c/received/list/original.csv.gz").read_bytes() == came
    assert "Hail" in run("catalogue", "show", "AA-4")
    run("catalogue", "undo", "--import", "list.csv")
    assert "there is no item AA-4" in run("catalogue", "show", "AA-4", code=3)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (gzip.compress(EARLIER.encode())[:-12], "ends too early"),
        (gzip.compress(EARLIER.encode())[:-8] + b"\xff" * 8, "is damaged"),
        (gzip.compress(b"Item,Subject\n" + b"," * (8 << 20)), "holds more than 200 times its size"),
    ],
)
def test_a_packed_list_that_is_damaged_or_made_to_fill_the_disk_is_refused(run, tmp_path, content, said):
    (tmp_path / "list.csv.gz").write_bytes(content)
    before = files(tmp_path / "c")

    assert said in run("import", "csv", tmp_path / "list.csv.gz", code=3)

    assert files(tmp_path / "c") == before
