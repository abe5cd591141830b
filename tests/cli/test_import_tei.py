"""``export tei`` and ``import tei``: a collection that came from TEI exports the same TEI."""

import shutil


def files_of(folder):
    return {path.name: path.read_text() for path in sorted(folder.iterdir())}


def test_a_collection_of_tei_exports_the_same_tei(run_command, harbour, tmp_path):
    out, again, other = tmp_path / "out", tmp_path / "again", tmp_path / "other"
    run_command("-C", harbour, "export", "tei", "--to", out)
    other.mkdir()
    shutil.copy(harbour / "briefbook.toml", other)

    code, printed, _ = run_command("-C", other, "import", "tei", out, "--name", "harbour")
    assert (code, printed.splitlines()[0]) == (0, "tei harbour: 8 items, 8 pages, 8 files")
    run_command("-C", other, "export", "tei", "--to", again)
    assert files_of(again) == files_of(out)
    assert sorted(files_of(out))[0] == "H101.tei.xml"

    before = {path: path.read_bytes() for path in (other / "received").rglob("*") if path.is_file()}
    assert run_command("-C", other, "import", "tei", out, "--name", "harbour")[0] == 0
    assert {path: path.read_bytes() for path in (other / "received").rglob("*") if path.is_file()} == before


def test_what_is_no_tei_is_refused_and_nothing_is_written(run_command, harbour, tmp_path):
    path = tmp_path / "letter.xml"
    for content in (b"<html/>", b"<TEI", b"\xff\xfe\x00", b"just words"):
        path.write_bytes(content)
        code, _, err = run_command("-C", harbour, "import", "tei", path)
        assert (code, "What to do" in err) == (3, True)
    assert not (harbour / "received" / "letter").exists()
