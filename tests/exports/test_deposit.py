"""A deposit: a bag of what is published, DataCite metadata held against DataCite's schema, a README."""

import gzip
import json
import zipfile
from pathlib import Path

import bagit
import jsonschema
import pytest
from lxml import etree

from briefbook.exports.deposit import Deposit, datacite_json, datacite_xml, readme
from briefbook.model.decision import CommentDecision, FieldDecision, UndoDecision
from briefbook.project.collection import Collection
from briefbook.project.workspace import decide

SCHEMA = json.loads((Path(__file__).parents[1] / "schemas/datacite-4.5.json").read_text(encoding="utf-8"))
NAMES = {"d": "http://datacite.org/schema/kernel-4"}
HARBOUR = Deposit(
    title="Harbour & Works", description="", creators=("A. Writer",), repository="A Made-up Archive", fonds="Fonds 1",
    rights="http://rightsstatements.org/vocab/NoC-US/1.0/", language="en", address="https://example.org/book/",
    subjects=("Minister of Harbours",), first_date="1963-03-02", last_date="1963-03-11", items=8, pages=8, size=1234,
    day="1999-05-04", program_version="9.9", is_specimen=True,
)  # fmt: skip
NOTHING = Deposit("X", "", (), "", "", "", "", "", (), "", "", 0, 0, 22, "1999-05-04", "9.9")


@pytest.mark.parametrize("deposit", [HARBOUR, NOTHING])
def test_datacite_metadata_are_valid(deposit):
    jsonschema.Draft201909Validator(SCHEMA).validate(json.loads(datacite_json(deposit)))


def test_what_is_known_is_in_the_metadata_in_both_forms():
    value = json.loads(datacite_json(HARBOUR))
    assert value["creators"] == [{"name": "A. Writer"}]
    assert value["dates"][1]["date"] == "1963-03-02/1963-03-11"
    assert value["contributors"][0]["contributorType"] == "HostingInstitution"
    root = etree.fromstring(datacite_xml(HARBOUR).encode())
    assert root.xpath("//d:creatorName/text()", namespaces=NAMES) == ["A. Writer"]
    assert root.xpath("//d:title/text()", namespaces=NAMES) == ["Harbour & Works"]
    assert root.xpath("//d:identifier/text()", namespaces=NAMES) == ["(:tba)"]
    assert root.xpath("//d:rights/@rightsURI", namespaces=NAMES) == ["http://rightsstatements.org/vocab/NoC-US/1.0/"]
    assert root.xpath("//d:relatedIdentifier/text()", namespaces=NAMES) == ["https://example.org/book/"]


def test_the_readme_says_what_it_is_and_what_was_left_out():
    words = readme(HARBOUR, "harbour.bag.zip")
    assert words.startswith("# Harbour & Works\n")
    assert "**Specimens made for demonstration are among the items; they are no historical documents.**" in words
    assert "- Dates of the papers: 1963-03-02 to 1963-03-11\n" in words
    assert "comments, accounts" in words


def test_what_is_not_published_is_not_deposited_and_the_rest_comes_back(run_command, harbour, tmp_path_factory):
    tmp_path = tmp_path_factory.mktemp("deposit")
    here = Collection.open(harbour)
    (harbour / "narratives/draft.md").write_text("---\ntitle: W\ndraft: true\n---\n\nWalrus.\n", encoding="utf-8")
    (harbour / "narratives/beside.txt").write_text("octopus", encoding="utf-8")
    (harbour / "received/list/original.csv").write_text("porpoise", encoding="utf-8")
    (harbour / "received/list/original.csv.gz").write_bytes(gzip.compress(b"porpoise"))
    reported = {"kind": "csv", "name": "list", "not_understood": ["H999 is private (manatee)"], "digests": {}}
    (harbour / "received/list/report.json").write_text(json.dumps(reported), encoding="utf-8")
    rows = (harbour / "received/list/descriptions.jsonl").read_text(encoding="utf-8").splitlines()
    described = json.loads(rows[0])
    kept_title = {"as_written": "Title: Harbour works"}
    described["fields"]["note"] = [
        {"as_written": "shelf: beluga"},
        kept_title,
        {"as_written": "A.", "value": "Lights."},
    ]
    listed = "\n".join([json.dumps(described), *rows[1:]]) + "\n"
    (harbour / "received/list/descriptions.jsonl").write_text(listed, encoding="utf-8")
    (harbour / "annotations").mkdir()
    (harbour / "annotations/H101.md").write_text("---\ndraft: true\n---\n\nSea lion.\n", encoding="utf-8")
    (harbour / "annotations/H102.md").write_text("On the lights.\n", encoding="utf-8")
    (harbour / "annotations/H999.md").write_text("An orca.\n", encoding="utf-8")
    (harbour / "working-copies").mkdir()
    (harbour / "working-copies/x.md").write_text("dugong", encoding="utf-8")
    (harbour / "accounts.json").write_text('{"seal": {}}', encoding="utf-8")
    comment = CommentDecision(id="c1", text="A narwhal?", item="H101")
    kept = FieldDecision(item="H101", field="subject", after="HARBOUR", why="as written")
    decide(here, [kept, comment], who="anna")
    decide(here, [UndoDecision(undone=comment)], who="anna")
    code, out, err = run_command("-C", harbour, "export", "deposit", "--to", tmp_path / "out")
    assert (code, err) == (0, "")
    path = tmp_path / "out/harbour-works-1963.bag.zip"
    assert out.endswith(f"in {path}; 1 draft left out\n")
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == [
        "README.md", "datacite.json", "datacite.xml", "harbour-works-1963.bag.zip",
    ]  # fmt: skip
    with zipfile.ZipFile(path) as packed:
        packed.extractall(tmp_path / "bag")
    bagit.Bag(str(tmp_path / "bag")).validate()
    every = b" ".join(file.read_bytes() for file in (tmp_path / "bag").rglob("*") if file.is_file()).lower()
    secrets = (b"walrus", b"octopus", b"porpoise", b"dugong", b"seal", b"narwhal", b"manatee", b"h999", b"beluga")
    secrets += (b"sea lion", b"orca")
    assert [secret for secret in secrets if secret in every] == []
    assert all(words in every for words in (b"as written", b"on the lights", b"title: harbour works", b'"lights."'))
    assert run_command("-C", tmp_path / "again", "import", "bag", path)[0] == 0
    assert (tmp_path / "again/narratives/harbour.md").read_bytes() == (harbour / "narratives/harbour.md").read_bytes()
    assert len((tmp_path / "again/journal.jsonl").read_text(encoding="utf-8").splitlines()) == 1


def test_a_folder_that_would_be_packed_is_refused_by_its_name_and_not_made(run_command, harbour):
    code, _, err = run_command("-C", harbour, "export", "deposit", "--to", harbour / "deposit")
    assert code == 3
    assert err.startswith(f"briefbook: {harbour / 'deposit'} is among the files to be packed")
    assert not (harbour / "deposit").exists()


def test_a_deposit_is_of_the_whole(run_command, harbour):
    assert run_command("-C", harbour, "export", "deposit", "H101")[0] == 2
