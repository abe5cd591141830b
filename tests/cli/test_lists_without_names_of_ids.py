"""Lists of which no column is called as one of ids, titles that are a kind and a number, links of wikis."""

import json

import pytest


def received(run, tmp_path, kind, name, content, *options):
    (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    shown = run("import", kind, tmp_path / name, "--name", "list", *options)
    rows = (tmp_path / "c/received/list/descriptions.jsonl").read_text(encoding="utf-8").splitlines()
    return shown, {row["item"]: row["fields"] for row in map(json.loads, rows)}


def value(fields, name):
    return "; ".join(reading["value"] for reading in fields.get(name, ()) if reading["value"])


@pytest.mark.parametrize("heading", ["No.", "Ref", "Ref ID", "Code", "Name", "N° de pièce", "Catalogue mark"])
def test_a_column_of_words_that_are_ids_names_the_papers(run, tmp_path, heading):
    rows = f"{heading},Date,From\nMS-7-101,2 March 1951,Anna Berg\nMS-7-102,15 March 1951,Anna Berg\n"

    shown, there = received(run, tmp_path, "csv", "list.csv", rows)

    assert list(there) == ["MS-7-101", "MS-7-102"]
    assert f"column '{heading}' was taken for the ids" in shown


@pytest.mark.parametrize(
    "rows",
    [
        "Ref,Date,From\nOslo-101,2 March 1951,Anna Berg\nOslo-101,15 March 1951,Anna Berg\n",
        "Ref,Date,From\nOslo 101,2 March 1951,Anna Berg\n,15 March 1951,Anna Berg\n",
        "No.,Date,From\n101,2 March 1951,Anna Berg\n102,15 March 1951,Anna Berg\n",
    ],
)
def test_a_column_that_may_be_of_ids_is_proposed(run, tmp_path, rows):
    (tmp_path / "list.csv").write_text(rows)

    said = run("import", "csv", tmp_path / "list.csv", code=3)

    assert f'--map "{rows.partition(",")[0]}=item"' in said


def test_a_column_of_numbers_is_no_column_of_ids(run, tmp_path):
    (tmp_path / "list.csv").write_text("Number,Date\nA-17,2 March 1951\nA-18,15 March 1951\n")

    said = run("import", "csv", tmp_path / "list.csv", code=3)

    assert '--map "Number=item"' in said


TITLES = [
    ("Telegram 3316", "telegram", "3316", ""),
    ("Cable No. 42", "cable", "42", ""),
    ("Airgram A-17", "airgram", "A-17", ""),
    ("Document 7", "", "7", ""),
    ("Letter", "letter", "", ""),
    ("Telegram 3316 on the ferry", "", "", "Telegram 3316 on the ferry"),
]


def of_omeka(title):
    return [{"o:id": 1, "dcterms:identifier": [{"@value": "MS-7-101"}], "dcterms:title": [{"@value": title}]}]


@pytest.mark.parametrize(("title", "form", "number", "subject"), TITLES)
@pytest.mark.parametrize(
    ("kind", "name", "write"),
    [
        ("csv", "list.csv", lambda title: f"Item,Title\nMS-7-101,{title}\n"),
        ("omeka", "list.json", lambda title: json.dumps(of_omeka(title))),
        ("collectionbuilder", "list.csv", lambda title: f"objectid,title\nMS-7-101,{title}\n"),
        ("zotero", "list.ris", lambda title: f"TY  - PCOMM\nID  - MS-7-101\nTI  - {title}\nER  - \n"),
    ],
)
def test_a_title_of_kind_and_number(run, tmp_path, kind, name, write, title, form, number, subject):
    _, there = received(run, tmp_path, kind, name, write(title))

    fields = there["MS-7-101"]
    assert value(fields, "number") == number
    assert value(fields, "subject") == subject
    if form:
        assert value(fields, "form") in (form, "letter")  # which RIS says itself


def test_a_title_that_contradicts_the_number_stays(run, tmp_path):
    _, there = received(run, tmp_path, "csv", "list.csv", "Item,Title,Number\nMS-7-101,Telegram 3316,3361\n")

    assert value(there["MS-7-101"], "number") == "3361"
    assert value(there["MS-7-101"], "subject") == "Telegram 3316"


def test_links_of_a_wiki(run, tmp_path):
    rows = "file name,from,to\nMS-7-101,[[Anna Berg]],[[people/Lind|Olaf Lind]]; [[Bo Lund]]\n"

    _, there = received(run, tmp_path, "csv", "list.csv", rows)

    assert value(there["MS-7-101"], "from") == "Anna Berg"
    assert value(there["MS-7-101"], "to") == "Olaf Lind; Bo Lund"
    assert there["MS-7-101"]["from"][0]["as_written"] == "[[Anna Berg]]"


CONTENTDM = (
    "Title\tAuthor\tDate of Original\tIdentifier\tSubject\tDate created\tDate modified\tCONTENTdm number\n"
    "The ferry timetable\tBerg, Anna\t1951-03-02\tMS-7-101\tFerries; Fares\t2011-05-03\t2011-06-01\t7\n"
    "Fares\tBerg, Anna\t\tMS-7-102\tFares\t2011-05-03\t2011-06-01\t8\n"
)


def test_a_list_of_contentdm(run, tmp_path):
    _, there = received(run, tmp_path, "csv", "export.txt", CONTENTDM)

    assert value(there["MS-7-101"], "subject") == "The ferry timetable"
    assert value(there["MS-7-101"], "tags") == "Ferries; Fares"
    assert value(there["MS-7-102"], "date") == ""  # not when its record was made


@pytest.mark.parametrize(
    "text", ["@letter{berg1951,\n author = {Berg, Anna},\n}\n", "%0 Personal Communication\n%A B\n"]
)
def test_a_bibliography_says_what_serves(run, tmp_path, text):
    (tmp_path / "list.bib").write_text(text)

    assert "briefbook import zotero" in run("import", "csv", tmp_path / "list.bib", code=3)
