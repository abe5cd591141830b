"""Tables in Parquet, read back by pyarrow and by DuckDB."""

import json

import pytest
from made_up import archive

from briefbook.exports.tables import COLUMNS, table_files
from briefbook.model.archive import ChangeTimes
from briefbook.model.finding import Finding
from briefbook.model.locator import FilePosition
from briefbook.model.persons import Office, Person

pytest.importorskip("pyarrow")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    from dataclasses import replace

    made = replace(
        archive(),
        change_times=lambda: ChangeTimes({"SPEC103": "1999-05-04T12:00:00Z"}),
        persons=(Person("Minister of Harbours", offices=(Office("Minister", "1960", "1964"),)),),
        findings=(Finding("C201", FilePosition("narratives/first.md", 3, 1), "not there"),),
    )
    folder = tmp_path_factory.mktemp("tables")
    for name, content in table_files(made, made.catalogue):
        (folder / name).write_bytes(b"".join(content))
    return folder


def rows(folder, name):
    import pyarrow.parquet

    return pyarrow.parquet.read_table(folder / f"{name}.parquet").to_pylist()


def test_every_table_and_column_is_described(folder):
    import pyarrow.parquet

    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert [resource["name"] for resource in package["resources"]] == list(COLUMNS)
    for resource in package["resources"]:
        schema = pyarrow.parquet.read_schema(folder / resource["path"])
        assert schema.names == [field["name"] for field in resource["schema"]["fields"]]
        for field in schema:
            assert field.metadata[b"description"]


def test_items_pages_and_words_are_what_the_catalogue_has(folder):
    items = {row["item"]: row for row in rows(folder, "items")}
    assert len(items) == 6
    item = items["SPEC103"]
    assert (item["from"], item["to"], item["number"]) == ("LDN", ["EXTERNAL"], "4028")
    assert (str(item["first_day"]), item["specimen"], item["changed"]) == ("1962-11-13", True, "1999-05-04T12:00:00Z")
    pages = {row["item"]: row for row in rows(folder, "pages")}
    assert pages["SPEC103"]["text"].startswith("13-Nov-62 CONFIDENTIAL\nFM LDN")
    word = [row for row in rows(folder, "words") if row["item"] == "SPEC103"][2]
    assert (word["line"], word["place"], word["word"], word["left"], word["top"]) == (2, 1, "FM", 90, 144)


def test_references_people_and_findings_are_tables_too(folder):
    references = rows(folder, "references")
    assert [(row["item"], row["status"], row["target"]) for row in references] == [
        ("SPEC104", "held", "SPEC102"), ("SPEC101", "stub", "EXTERNAL 3307 (1962)"), ("SPEC102", "ambiguous", None),
    ]  # fmt: skip
    assert references[2]["candidates"] == ["SPEC101", "SPEC104"]
    person = rows(folder, "people")[0]
    assert (person["name"], person["item"], person["listed"]) == ("Minister of Harbours", "SPEC101", True)
    assert person["offices"] == ["Minister (1960/1964)"]
    assert [(row["code"], row["path"], row["accepted"]) for row in rows(folder, "findings")] == [
        ("C201", "narratives/first.md", False)
    ]


def test_duckdb_joins_them(folder):
    duckdb = pytest.importorskip("duckdb")
    question = """SELECT i.item, count(*) FROM read_parquet(?) i JOIN read_parquet(?) w ON w.item = i.item
                  WHERE i."from" = 'LDN' GROUP BY i.item"""
    found = duckdb.execute(question, [str(folder / "items.parquet"), str(folder / "words.parquet")]).fetchall()
    assert found == [("SPEC103", 67)]


def test_findings_on_papers_that_are_cited_and_not_held_are_there_but_not_those_on_items_that_were_not_chosen(tmp_path):
    import dataclasses

    where = FilePosition("narratives/first.md", 3, 1)
    findings = tuple(Finding("C101", where, "x", item=item) for item in ("NOT-HELD", "SPEC101", "SPEC103"))
    made = dataclasses.replace(archive(), findings=findings)

    def named(chosen):
        for name, content in table_files(made, chosen):
            (tmp_path / name).write_bytes(b"".join(content))
        return [row["item"] for row in rows(tmp_path, "findings")]

    assert named(made.catalogue) == ["NOT-HELD", "SPEC101", "SPEC103"]
    assert named([entry for entry in made.catalogue if entry.item == "SPEC103"]) == ["NOT-HELD", "SPEC103"]
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    described = {resource["name"]: resource.get("description", "") for resource in package["resources"]}
    assert "not chosen" in described["findings"]
