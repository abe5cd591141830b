"""A paper that was withdrawn is in nothing that is published, its page says so, and it stays with those who work."""

import json
import zipfile

import pytest
from papers import pdf

WORDS = b"TOWN CAME TO LOOK"
PLAIN = b"the town came to look"


@pytest.fixture
def collection(run_command, harbour, monkeypatch):
    monkeypatch.setenv("BRIEFBOOK_WHO", "Ada")
    page = harbour / "narratives/harbour.md"
    prose = page.read_text(encoding="utf-8").replace("a week later (H105)", "“and the town came to look” (H105)")
    page.write_text(prose, encoding="utf-8")
    return lambda *arguments: run_command("-C", harbour, *arguments)


def withdraw(collection, *more):
    code, out, _ = collection("catalogue", "withdraw", "H105", "--why", "a letter of the family", *more)
    assert code == 0
    return out


def findings(collection):
    return [(row["code"], row["item"]) for row in json.loads(collection("check", "--json")[1])["findings"]]


def contents(folder):
    """The bytes of every file below a folder, also of those packed within one."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path, path.read_bytes()
        if path.is_file() and zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                yield from ((path / name, packed.read(name)) for name in packed.namelist())


def test_it_is_said_where_it_is_cited_and_what_stays_here(collection, harbour):
    out = withdraw(collection, "--say", "On request of the family.")
    assert "cited in narratives/harbour.md:8:" in out
    assert "catalogue undo H105" in out
    line = json.loads((harbour / "journal.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert (line["kind"], line["item"], line["said"]) == ("withdraw-item", "H105", "On request of the family.")
    assert "WITHDRAWN" in collection("catalogue", "list")[1]
    assert WORDS.decode() in collection("catalogue", "show", "H105")[1]
    assert "is withdrawn since" in collection("catalogue", "withdraw", "H105", "--why", "again")[2]
    code, _, err = collection("catalogue", "set", "H105", "number", "1")
    assert (code, "H105 was withdrawn on" in err) == (3, True)


def test_the_checks_say_that_it_was_withdrawn_and_propose_no_other_paper(collection):
    withdraw(collection)
    said = findings(collection)
    assert ("C114", "H105") in said
    assert not [code for code, item in said if item == "H105" and code in ("C101", "C203", "C102")]
    rows = json.loads(collection("check", "--json")[1])["findings"]
    found = next(row for row in rows if row["code"] == "C114")
    assert "“and the town came to look”" in found["remedy"]


def test_nothing_that_is_built_or_exported_has_it_and_a_page_says_so(collection, harbour, tmp_path_factory):
    assert WORDS in b"".join(content for _, content in built(collection, harbour))
    withdraw(collection, "--say", "On request of the family.")
    site = dict(built(collection, harbour))
    assert not [path for path, content in site.items() if WORDS in content]
    assert {path.name for path, content in site.items() if PLAIN in content} <= {
        "harbour.html", "book.js", "book-texts-0.js", "annotations.json", "index.html", "checks.html", "feed.xml",
        "certificate.json", "certificate.html", "checks-certificate.html",
    }  # fmt: skip
    page = site[harbour / "build/site/items/H105.html"].decode()
    assert '<meta name="robots" content="noindex">' in page
    assert "On request of the family." in page
    assert "a letter" not in page
    assert not (harbour / "build/site/items/H105").exists()
    assert b"H105.html" not in site[harbour / "build/site/sitemap.xml"]
    assert b"H105" not in site[harbour / "build/site/data/items.csv"]
    chapter = site[harbour / "build/site/narratives/harbour.html"].decode()
    assert 'href="../items/H105.html"' in chapter
    assert "data-cutout" not in chapter.partition("H105")[2]
    out = tmp_path_factory.mktemp("exports")
    for kind in ("csl", "ris", "bibtex", "tei", "dc", "mods", "ead3", "tables", "graphml", "alto"):
        assert (kind, *collection("export", kind, "--to", out / kind))[:2] == (kind, 0)
    packed = {path.stem: content for path, content in contents(out)}
    assert not [name for name, content in packed.items() if WORDS in content]
    assert {name for name, content in packed.items() if b"H105" in content} <= {"findings"}  # C114 names it
    hits = json.loads(collection("search", "town", "--json")[1])["hits"]
    assert "H105" not in [hit["item"] for hit in hits]


def built(collection, harbour):
    assert collection("build")[0] == 0
    return list(contents(harbour / "build/site"))


def test_neither_list_nor_file_brings_it_back_and_undo_does(collection, harbour):
    withdraw(collection)
    listed = harbour / "received/list/descriptions.jsonl"
    (harbour / "received/again").mkdir()
    (harbour / "received/again/descriptions.jsonl").write_text(listed.read_text(encoding="utf-8"), encoding="utf-8")
    (harbour / "transcripts/H105").mkdir()
    (harbour / "transcripts/H105/p001.txt").write_text("TYPED AGAIN", encoding="utf-8")
    ids = [row["item"] for row in json.loads(collection("catalogue", "list", "--json")[1])]
    assert "H105" not in ids
    assert not [row for row in findings(collection) if row[1] == "H105" and row[0] != "C114"]
    out = collection("catalogue", "undo", "H105")[1]
    assert "H105 is published again" in out
    ids = [row["item"] for row in json.loads(collection("catalogue", "list", "--json")[1])]
    assert "H105" in ids


def test_a_deposit_has_nothing_of_it_and_a_bag_says_that_it_has(collection, harbour, tmp_path_factory):
    tmp_path = tmp_path_factory.mktemp("out")
    collection("catalogue", "set", "H105", "number", "9105")
    (harbour / "annotations").mkdir(exist_ok=True)
    (harbour / "annotations/H105.md").write_text("The town came to look, it says.\n", encoding="utf-8")
    withdraw(collection)
    out = collection("export", "deposit", "--to", tmp_path / "deposit")[1]
    assert "1 withdrawn paper left out" in out
    packed = dict(contents(tmp_path / "deposit"))
    assert not [
        path for path, data in packed.items() if WORDS in data or (PLAIN in data.lower() and path.suffix != ".md")
    ]
    assert not [path for path in packed if "H105" in path.name]
    assert not [data for data in packed.values() if b"9105" in data]
    out = collection("export", "bag", "--to", tmp_path / "bag")[1]
    assert "with 1 withdrawn paper (H105): do not publish it" in " ".join(out.split())


def test_a_file_that_is_missing_is_told_as_that_of_a_withdrawn_paper(collection, harbour):
    scan = harbour / "scans" / "H105.pdf"
    pdf(scan, {"words": [("AND THE TOWN CAME TO LOOK", 72, 700, 12)], "shown": True})
    collection("verify")
    withdraw(collection)
    scan.unlink()
    code, _, err = collection("verify")
    assert code == 1
    assert f"scans/{scan.name}: missing" in err
    assert "of H105, withdrawn 20" in err


def test_a_server_opens_without_what_another_copy_withdrew(collection, harbour):
    from briefbook.cli.serve_ import _has_withdrawn, _open
    from briefbook.project.collection import Collection

    collection("search", "town")
    here = Collection.open(harbour)
    assert not _has_withdrawn(here)
    line = {"v": 5, "kind": "withdraw-item", "item": "H105", "said": "", "who": "Bo", "when": "2026-05-03T10:00:00Z"}
    with here.journal.open("a", encoding="utf-8") as journal:
        journal.write(json.dumps({**line, "why": "a letter"}) + "\n")
    assert _has_withdrawn(here)
    state = _open(here)
    assert state.catalogue.get("H105") is None
    assert not any(hit.item == "H105" for hit in state.search("town").hits)
