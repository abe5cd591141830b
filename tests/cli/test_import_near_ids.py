"""Ids of a list or an essay that no scan has, but nearly: said with the row, decided by the person, never invented."""

import json

import pytest

ESSAY = """<html><body><h1>Essay</h1><h2>Papers</h2><p>As H-21 says (HL021).</p>
<table><tr><th>Item</th><th>Date</th><th>From</th><th>To</th><th>Number</th></tr>
<tr><td>HL-21</td><td>1 May 1951</td><td>LDN</td><td>WASHDC</td><td>12</td></tr>
<tr><td>HL022</td><td>2 May 1951</td><td>LDN</td><td>WASHDC</td><td>13</td></tr>
<tr><td>HL022</td><td>3 May 1951</td><td>LDN</td><td>WASHDC</td><td>13</td></tr>
<tr><td>HL-030</td><td>4 May 1951</td><td>LDN</td><td>WASHDC</td><td>14</td></tr></table></body></html>"""


@pytest.fixture
def run(run_command, tmp_path):
    run_command("init", tmp_path / "c")
    settings = tmp_path / "c/briefbook.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace('# citation = "[A-Z]{2,}[0-9]{3,}"', 'citation = "HL-?[0-9]+"'), encoding="utf-8")
    for item in ("HL021", "HL022"):
        (tmp_path / f"c/scans/{item}.pdf").write_bytes(b"%PDF-1.4\n")

    def run(*arguments, code=0):
        ended, out, err = run_command("-C", tmp_path / "c", *arguments)
        assert ended == code, out + err
        return err if code not in (0, 1) else out

    return run


def written(tmp_path, name, text):
    (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / name


def items(tmp_path, name):
    lines = (tmp_path / f"c/received/{name}/descriptions.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["item"] for line in lines]


@pytest.mark.parametrize(
    ("options", "there", "words"),
    [
        ((), ["HL022", "HL-030"], "HL-21 (near HL021); nothing was taken of it"),
        (("--near-ids", "same"), ["HL021", "HL022", "HL-030"], "was taken for the paper that it is near to"),
        (("--near-ids", "new"), ["HL-21", "HL022", "HL-030"], "was taken for a paper of its own"),
    ],
)
def test_a_row_of_an_essay_makes_no_paper_that_is_nearly_another(run, tmp_path, options, there, words):
    shown = run("import", "exhibit", written(tmp_path, "essay.html", ESSAY), *options)

    assert items(tmp_path, "essay") == there
    assert words in shown
    table = (tmp_path / "c/narratives/essay.md").read_text(encoding="utf-8")
    assert "| 1 May 1951 | LDN | WASHDC | 12 |" in table
    assert ("row 1 (HL-21) is kept as written" in shown) is (not options)


def test_check_tells_of_rows_of_papers_that_are_not_held(run, tmp_path):
    run("import", "exhibit", written(tmp_path, "essay.html", ESSAY))

    shown = run("check")

    assert "C101: the row of HL-21 is of no item in the collection" in shown
    assert "did you mean HL021?" in shown


def test_check_tells_of_papers_that_an_earlier_import_made(run, tmp_path):
    run("import", "csv", written(tmp_path, "list.csv", "Item,From\nHL-21,Ann\nHL022,Bo\n"), "--near-ids", "new")

    assert "HL-21: warning C108: only a list has it, and its id is nearly that of HL021, which has a scan" in " ".join(
        run("check").split()
    )


def test_rows_that_differ_are_named_by_check(run, tmp_path):
    run("import", "csv", written(tmp_path, "list.csv", "Item,Date\nHL022,1951-05-01\nHL021,\nHL022,1951-05-02\n"))

    assert "HL022: warning C105: list, row 2, gives date 1951-05-01, list, row 4, gives 1951-05-02" in " ".join(
        run("check").split()
    )


@pytest.mark.parametrize("name", ["HL-021", "hl21", "HL 021", "MSS-HL-021", "021", "HL021.pdf", "HL-000021"])
def test_what_is_near(run, tmp_path, name):
    shown = run("import", "csv", written(tmp_path, "list.csv", f"Item,From\n{name},Ann\nHL022,Bo\n"))

    assert items(tmp_path, "list") == (["HL021", "HL022"] if name == "HL021.pdf" else ["HL022"])
    assert ("row 2: " in shown) is (name != "HL021.pdf")


@pytest.mark.parametrize("name", ["HL-023", "XY-021", "A", "HL-0210"])
def test_what_is_another_paper(run, tmp_path, name):
    run("import", "csv", written(tmp_path, "list.csv", f"Item,From\n{name},Ann\nHL022,Bo\n"))

    assert items(tmp_path, "list") == [name, "HL022"]


def test_what_the_person_said_holds_for_the_next_import(run, tmp_path):
    path = written(tmp_path, "list.csv", "Item,From\nHL-21,Ann\nHL022,Bo\n")
    run("import", "csv", path, "--near-ids", "same")
    written(tmp_path, "list.csv", "Item,From\nHL-21,Ann\nHL022,Cy\n")

    run("import", "csv", path, "--replace")

    assert items(tmp_path, "list") == ["HL021", "HL022"]


def test_a_row_for_the_paper_itself_beside_one_that_is_near(run, tmp_path):
    path = written(tmp_path, "list.csv", "Item,From\nHL-21,Ann\nHL021,Bo\n")

    shown = run("import", "csv", path, "--near-ids", "same")

    assert items(tmp_path, "list") == ["HL021"]
    assert "from differs: 'Ann' and 'Bo'" in shown


def test_a_list_of_which_nothing_is_left_writes_nothing(run, tmp_path):
    said = run("import", "csv", written(tmp_path, "list.csv", "Item,From\nHL-21,Ann\n"), code=3)

    assert "nothing was taken of it" in said
    assert not (tmp_path / "c/received/list").exists()
    assert "write same or new" in run("import", "csv", tmp_path / "list.csv", "--near-ids", "x", code=2)


def test_what_omeka_does_not_show_keeps_back_no_paper_that_only_ends_like_it(run, tmp_path):
    run("import", "csv", written(tmp_path, "l.csv", "Item,Date,Subject\n1,1951-05-01,One\n2,1951-05-02,Two\n"))
    site = [
        {"id": at, "public": at != 2, "element_texts": [{"text": f"Letter {at}", "element": {"name": "Title"}}]}
        for at in (1, 2)
    ]

    run("import", "omeka", written(tmp_path, "site.json", json.dumps(site)))

    shown = json.loads(run("catalogue", "list", "--json"))
    assert [item["item"] for item in shown] == ["1", "2", "HL021", "HL022", "omeka-1"]
