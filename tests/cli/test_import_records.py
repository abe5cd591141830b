"""Imports with files: they come into scans/ once, never over another file, and nothing is written when all is wrong."""

import json
import zipfile

import pytest

RIS = "TY  - PCOMM\nTI  - The ferry\nDA  - 1963/03/02\nID  - K201\nL1  - files/1/K201.pdf\nER  - \n"
PDF = b"%PDF-1.7 ferry"


@pytest.fixture
def export(tmp_path):
    folder = tmp_path / "My Library"
    (folder / "files" / "1").mkdir(parents=True)
    (folder / "My Library.ris").write_text(RIS)
    (folder / "files" / "1" / "K201.pdf").write_bytes(PDF)
    return folder


@pytest.fixture
def here(run_command, tmp_path):
    run_command("init", tmp_path / "c")
    return tmp_path / "c"


def stored(here):
    return {path.relative_to(here).as_posix(): path.read_bytes() for path in here.rglob("*") if path.is_file()}


def zipped(folder):
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(folder.rglob("*")):
            archive.write(file, file.relative_to(folder.parent))
    return path


@pytest.mark.parametrize("given", ["folder", "file", "zip"])
def test_the_scan_comes_along_once(run_command, here, export, given):
    source = {"folder": export, "file": export / "My Library.ris", "zip": zipped(export)}[given]
    code, out, _ = run_command("-C", here, "import", "zotero", source)
    assert (code, out.splitlines()[0]) == (0, "zotero my-library: 1 item, 1 scan")
    assert "wrote scans/K201.pdf" in out
    assert (here / "scans" / "K201.pdf").read_bytes() == PDF
    rows = (here / "received" / "my-library" / "descriptions.jsonl").read_text().splitlines()
    assert [json.loads(row)["item"] for row in rows] == ["K201"]
    before = stored(here)
    assert run_command("-C", here, "import", "zotero", source)[0] == 0
    again = stored(here)
    assert {name for name in again if again[name] != before.get(name) and not name.startswith("build/")} == set()


def test_a_scan_of_another_content_stays(run_command, here, export):
    (here / "scans").mkdir(exist_ok=True)
    (here / "scans" / "K201.pdf").write_bytes(b"%PDF-1.7 another")
    code, out, _ = run_command("-C", here, "import", "zotero", export)
    assert (code, "scans/K201.pdf was left out: the item has another scan here" in out) == (0, True)
    assert (here / "scans" / "K201.pdf").read_bytes() == b"%PDF-1.7 another"


@pytest.mark.parametrize("kind", ["zotero", "tropy", "ocr", "tei", "iiif", "ead", "wikileaks", "openrefine"])
@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00\x00", b"PK\x03\x04 damaged", b"{", b"<a", b"nothing"])
def test_what_cannot_be_read_is_refused_and_nothing_is_written(run_command, here, tmp_path, kind, content):
    """In every kind, of the same six files: empty, half an encoding, half a zip, half JSON, half XML, a word."""
    path = tmp_path / "list.json"
    path.write_bytes(content)
    before = stored(here)
    code, _, err = run_command("-C", here, "import", kind, path)
    assert (code, "What to do" in err, stored(here)) == (3, True, before)


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/manifest.json", "http://localhost/x/manifest", "https://[::1]/m"]
)
def test_a_manifest_on_this_machine_or_in_a_private_network_is_not_fetched(run_command, here, address):
    before = stored(here)
    code, _, err = run_command("-C", here, "import", "iiif", address)
    assert (code, "from where nothing is fetched" in err, stored(here)) == (3, True, before)


def test_a_manifest_in_a_file_comes_without_its_pictures(run_command, here, tmp_path):
    canvas = {"type": "Canvas", "items": [{"items": [{"body": {"id": "https://archive.example/p1.jpg"}}]}]}
    manifest = {"id": "https://archive.example/K7", "type": "Manifest", "label": {"en": ["Ferry"]}, "items": [canvas]}
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(manifest))
    code, out, _ = run_command("-C", here, "import", "iiif", path, "--name", "ferry")
    assert (code, out.splitlines()[:2]) == (
        0,
        ["iiif ferry: 1 item", "  look at: 1 picture named by address was not fetched; --fetch does"],
    )


@pytest.mark.parametrize("kind", ["ead", "frus", "iiif", "collectionbuilder", "zotero", "tei"])
def test_what_is_too_large_to_be_held_is_refused_and_nothing_is_written(run_command, here, tmp_path, kind):
    large = tmp_path / ("large.xml" if kind in ("ead", "frus", "tei") else "large.json")
    with open(large, "wb") as file:
        file.truncate(257 * 2**20)  # of zeros that take no room
    before = stored(here)
    code, _, err = run_command("-C", here, "import", kind, large)
    assert code == 3, err
    assert "is larger than 256 MiB" in err
    assert {name: data for name, data in stored(here).items() if not name.startswith("build/")} == {
        name: data for name, data in before.items() if not name.startswith("build/")
    }
