"""Every kind of import, given every kind of bad file: refused in words, with exit code 3, and nothing written."""

import importlib
import io
import json
import zipfile

import pytest

from briefbook.cli import import_
from briefbook.text.safe_names import is_reserved_name

ENDINGS = {
    "csv": ".csv", "exhibit": ".docx", "frus": ".xml", "state-cables": ".pdf", "omeka": ".json",
    "collectionbuilder": ".csv", "ocr": ".xml", "tei": ".xml", "tropy": ".json", "zotero": ".rdf", "iiif": ".json",
    "ead": ".xml", "wikileaks": ".csv", "openrefine": ".json", "bag": ".zip",
    "mods": ".xml",
}  # fmt: skip
OF_JSON = ("omeka", "tropy", "zotero", "iiif", "openrefine")
OF_ZIPS = ("omeka", "ocr", "tei", "tropy", "zotero", "mods", "bag", "exhibit")


def zipped(*members, size=0):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in members:
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, b"\0" * size if size else b"x")
    return data.getvalue()


def link_in_zip(name):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        entry = zipfile.ZipInfo(name)
        entry.create_system, entry.external_attr = 3, 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    return data.getvalue()


BOMB = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e0 "grow">{}]><a>&e20;</a>'.format(
    "".join(f'<!ENTITY e{number} "{f"&e{number - 1};" * 10}">' for number in range(1, 21))
)
BAD = {
    "empty": b"",
    "blanks": b" \r\n\t\n",
    "zeros": b"\0" * 5000,
    "random": bytes(range(256)) * 20,
    "half a workbook": b"PK\x03\x04" + b"x" * 200,
    "a picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 500,
    "a deep JSON": b'{"items": ' * 100_000,
    "a JSON list that is cut off": b'[{"id": "D1", "type": "letter"',
    "NaN": b'[{"id": "D1", "type": "letter", "volume": NaN}]',
    "a number without end": b'[{"id": "D1", "type": "letter", "volume": ' + b"9" * 200_000 + b"}]",
    "a number of many digits": b'[{"id": "D1", "type": "letter", "volume": ' + b"9" * 5_000 + b"}]",
    "half of a character": b'[{"id": "D1", "type": "letter", "title": "\\udfff"}]',
    "a JSON text": b'"D1"',
    "a JSON number": b"1962",
    "deep XML": b"<a>" * 100_000,
    "XML that is cut off": b"<?xml version='1.0'?><TEI xmlns='http://www.tei-c.org/ns/1.0'><teiHeader>",
    "an XML bomb": BOMB.encode(),
    "XML that names an encoding it is not in": "<?xml version='1.0' encoding='utf-16'?><ead/>".encode("latin-1"),
    "XML of a foreign encoding": b"<?xml version='1.0' encoding='x-none'?><ead/>",
    "another XML": b"<recipe><step>Stir</step></recipe>",
    "a zip with a way out": zipped("../../a.xml", "../../a.json"),
    "a zip with a whole path": zipped("/tmp/a.xml"),
    "a zip with a drive": zipped("C:\\a.xml"),
    "a zip that grows": zipped("a.xml", size=30_000_000),
    "a zip of nothing": zipped(),
    "a table without its columns": b"Colour,Size\r\nblue,4\r\nred,5\r\n",
    "a table of one cell": b"Colour",
    "objects without names": b'[{"colour": "blue"}]',
    "a cell without end": b'Item,objectid,Subject\r\nD1,D1,"' + b"x" * 9_000_000 + b'"\r\n',
    "an object without end": b'[{"id": "D1", "type": "letter", "title": "' + b"x" * 9_000_000 + b'"}]',
    "XML with a text without end": b"<ead><archdesc><c><did><unittitle>" + b"x" * 10_000_001,
    "a record without end": b"TY  - PCOMM\r\nTI  - " + b"x" * 9_000_000,
    "a zip with a link": link_in_zip("a.xml"),
}


LIMITS = (
    "briefbook.util.tables.MAX_LINE",
    "briefbook.importers.wikileaks.MAX_CELL",
    "briefbook.importers.json_source.MAX_OBJECT",
    "briefbook.importers.zotero.MAX_LINE",
    "briefbook.importers.bundle.MAX_FILE",
    "briefbook.importers.omeka.MAX_FILE",
    "briefbook.cli.import_source.MAX_FILE",
)
"""Limits that are lowered, so that what has no end needs no gigabyte."""
for limit in LIMITS:
    importlib.import_module(limit.rpartition(".")[0])  # a module imported while a limit is low would keep it


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return tmp_path_factory.mktemp("bad")


def stored(folder):
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files if "build" not in path.parts}


@pytest.mark.parametrize("kind", ENDINGS)
@pytest.mark.parametrize("fault", BAD)
def test_a_bad_file_is_refused_in_words_and_nothing_is_written(run_command, made, tmp_path, monkeypatch, kind, fault):
    here = tmp_path / "c"
    if kind == "bag":
        here.mkdir()
    else:
        run_command("init", here)
    path = made / f"{kind}-{fault.replace(' ', '-')}{ENDINGS[kind]}"
    path.write_bytes(BAD[fault])
    for limit in LIMITS:
        monkeypatch.setattr(limit, 1_000_000)
    before = stored(here)

    code, _, said = run_command("-C", here, "import", kind, path)

    assert "Traceback" not in said
    assert stored(here) == before
    assert (code, "What to do" in said) == (3, True), said
    assert len(said) < 2_000


@pytest.mark.parametrize("kind", ["omeka", "zotero", "openrefine"])
def test_ids_that_differ_in_case_are_items_of_their_own_and_a_doubled_one_is_told(run_command, tmp_path, kind):
    run_command("init", tmp_path / "c")
    ids = ["D1", "d1", "D1"]
    entries = {
        "omeka": [{"dcterms:identifier": [{"@value": name}], "dcterms:subject": ["x"]} for name in ids],
        "zotero": [{"id": name, "type": "letter"} for name in ids],
        "openrefine": {"rows": [{"Item": name, "Subject": "x"} for name in ids]},
    }[kind]
    path = tmp_path / "e.json"
    path.write_text(json.dumps(entries))
    code, said, _ = run_command("-C", tmp_path / "c", "import", kind, path)
    lines = (tmp_path / "c" / "received" / "e" / "descriptions.jsonl").read_text().splitlines()
    assert (code, [json.loads(line)["item"] for line in lines]) == (0, ["D1", "d1"])
    assert "D1" in said


@pytest.mark.parametrize("kind", ["omeka", "zotero", "openrefine", "tropy", "csv", "collectionbuilder"])
def test_a_second_import_with_one_more_item_doubles_nothing(run_command, tmp_path, kind):
    run_command("init", tmp_path / "c")

    def content(ids):
        match kind:
            case "omeka":
                return json.dumps([{"dcterms:identifier": [{"@value": name}], "ex:colour": ["blue"]} for name in ids])
            case "zotero":
                return json.dumps([{"id": name, "type": "letter", "colour": "blue"} for name in ids])
            case "openrefine":
                return json.dumps({"rows": [{"Item": name, "Colour": "blue"} for name in ids]})
            case "tropy":
                items = [{"title": name, "colour": "blue", "photo": [{"path": f"{name}.jpg"}]} for name in ids]
                return json.dumps({"@context": {"@vocab": "https://tropy.org/v1/tropy#"}, "@graph": items})
        key = "objectid" if kind == "collectionbuilder" else "Item"
        return f"{key},Colour\n" + "".join(f"{name},blue\n" for name in ids)

    path = tmp_path / f"e{'.csv' if kind in ('csv', 'collectionbuilder') else '.json'}"
    for ids in (["D1", "D2"], ["D1", "D2"], ["D2", "D1", "D3"]):
        path.write_text(content(ids))
        code, _, said = run_command("-C", tmp_path / "c", "import", kind, path, "--replace")
        assert code == 0, said
        lines = (tmp_path / "c" / "received" / "e" / "descriptions.jsonl").read_text().splitlines()
        rows = [json.loads(line) for line in lines]
        assert [row["item"] for row in rows] == ids
        assert all("colour: blue" in row["fields"]["note"][0]["value"].lower() for row in rows)  # kept, not understood


DEVICES = ["CON", "nul.txt", "Com1", "aux.2", "LPT9"]


def test_items_and_pictures_called_like_devices_of_windows_are_kept_under_other_names(run_command, tmp_path):
    here = tmp_path / "c"
    run_command("init", here)
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        items = [{"title": "x", "identifier": name, "photo": [{"path": f"photos/{name}.jpg"}]} for name in DEVICES]
        archive.writestr("e.json", json.dumps({"@context": {"@vocab": "https://tropy.org/v1/tropy#"}, "@graph": items}))
        for name in DEVICES:
            archive.writestr(f"photos/{name}.jpg", b"\xff\xd8\xff\xe0 " + name.encode())
    code, _, said = run_command("-C", here, "import", "tropy", path)
    assert code == 0, said
    names = [part for file in here.rglob("*") for part in file.relative_to(here).parts]
    assert [name for name in names if is_reserved_name(name)] == []
    assert sum(name.endswith(".jpg") for name in set(names)) == len(DEVICES)


def test_a_link_in_a_zip_is_no_picture_and_leads_nowhere(run_command, tmp_path):
    here = tmp_path / "c"
    run_command("init", here)
    path, secret = tmp_path / "export.zip", tmp_path / "secret.jpg"
    secret.write_bytes(b"\xff\xd8\xff\xe0 secret")
    with zipfile.ZipFile(path, "w") as archive:
        items = [{"title": "x", "identifier": "H101", "photo": [{"path": "H101.jpg"}]}]
        archive.writestr("e.json", json.dumps({"@context": {"@vocab": "https://tropy.org/v1/tropy#"}, "@graph": items}))
        entry = zipfile.ZipInfo("H101.jpg")
        entry.create_system, entry.external_attr = 3, 0o120777 << 16
        archive.writestr(entry, str(secret))
    code, _, said = run_command("-C", here, "import", "tropy", path)
    assert code == 0, said
    assert not any(b"secret" in file.read_bytes() for file in (here / "scans").rglob("*") if file.is_file())
    assert not any(file.is_symlink() for file in here.rglob("*"))


GOOD = {
    "csv": (".csv", "Item,Subject\nD1,Ferry\n"),
    "omeka": (".json", '[{"o:id": 1, "dcterms:identifier": [{"@value": "D1"}]}]'),
    "zotero": (".json", '[{"id": "D1", "type": "letter", "title": "Ferry"}]'),
    "ead": (".xml", '<ead><archdesc><dsc><c level="item"><did><unitid>D1</unitid></did></c></dsc></archdesc></ead>'),
    "wikileaks": (".csv", '"1","1/2/1966 3:04","66OSLO1","Embassy Oslo","SECRET","","HEAD","SPECIMEN"\n'),
}


@pytest.mark.parametrize("kind", GOOD)
def test_a_file_that_changes_while_it_is_read_is_refused(run_command, tmp_path, monkeypatch, kind):
    ending, text = GOOD[kind]
    here, path = tmp_path / "c", tmp_path / f"e{ending}"
    run_command("init", here)
    path.write_text(text)
    read = import_.IMPORTERS[kind]

    def read_and_change(source, settings):
        received = read(source, settings)
        path.write_text(text.replace("D1", "D12").replace("OSLO1", "OSLO12"))
        return received

    before = stored(here)
    monkeypatch.setitem(import_.IMPORTERS, kind, read_and_change)
    code, _, said = run_command("-C", here, "import", kind, path)
    assert (code, "changed while it was read" in said, stored(here) == before) == (3, True, True)
    monkeypatch.setitem(import_.IMPORTERS, kind, read)
    assert run_command("-C", here, "import", kind, path)[0] == 0


@pytest.mark.parametrize("kind", GOOD)
def test_a_terminal_obeys_nothing_that_a_file_says(run_command, tmp_path, kind):
    ending, text = GOOD[kind]
    here, path = tmp_path / "c", tmp_path / f"e{ending}"
    run_command("init", here)
    path.write_text(text.replace("Ferry", "F\x1b[31m\u202eerry").replace("HEAD", "H\x1b]0;x\x07EAD"))
    code, printed, said = run_command("-C", here, "import", kind, path)
    assert code in (0, 3)
    assert not {"\x1b", "\x07", "\u202e"} & {*printed, *said}


def test_of_a_table_of_thousands_of_columns_the_report_shows_some(run_command, tmp_path):
    run_command("init", tmp_path / "c")
    columns = [f"colour {number}" for number in range(10_000)]
    path = tmp_path / "e.csv"
    path.write_text(f"Item,{','.join(columns)}\nD1{',blue' * 10_000}\n")
    code, printed, _ = run_command("-C", tmp_path / "c", "import", "csv", path)
    assert (code, "and 9,901 columns more: --json shows all" in printed) == (0, True)
    assert len(printed.splitlines()) < 120


def test_a_title_of_a_hundred_thousand_marks_is_listed_at_once_and_commands_no_terminal(run_command, tmp_path):
    run_command("init", tmp_path / "c")
    path = tmp_path / "e.csv"
    path.write_text(f"Item,Subject\nD1,F\x1b[31mo{'́' * 100_000}g\n")
    run_command("-C", tmp_path / "c", "import", "csv", path)
    code, printed, _ = run_command("-C", tmp_path / "c", "catalogue", "list")
    assert (code, "\x1b" in printed, "…" in printed) == (0, False, True)
    assert len(printed) < 20_000
