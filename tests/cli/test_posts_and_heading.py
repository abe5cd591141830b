"""``briefbook posts`` and ``briefbook heading``: unknown codes are gathered; confirming one is a journal line."""

import json

from briefbook.cables.heading import CORE

ROWS = """Item,Date,From,To,Number
X1,8-Nov-62,WASHDC,EXTERNAL,3316
X2,9-Nov-62,QUUXPOST,EXTERNAL,12
X3,9-Nov-62,OSLO,QUUXPOST,13
"""


def test_an_unknown_code_is_counted_confirmed_and_then_known(run_command, tmp_path):
    here = tmp_path / "c"
    run_command("init", here)
    (tmp_path / "list.csv").write_text(ROWS)
    assert run_command("-C", here, "import", "csv", tmp_path / "list.csv")[0] == 0
    code, out, _ = run_command("-C", here, "posts", "--json")
    told = json.loads(out)
    assert (code, told["unknown"]) == (0, {"QUUXPOST": 2})
    assert {one["code"]: one["standing"] for one in told["posts"]} == {
        "EXTERNAL": "verified",
        "OSLO": "place",
        "WASHDC": "verified",
    }
    assert run_command("-C", here, "posts", "confirm", "QUUXPOST", "Embassy Quux", "--why", "seen on X2")[0] == 0
    line = json.loads((here / "journal.jsonl").read_text().splitlines()[-1])
    assert (line["kind"], line["code"], line["name"], line["why"]) == (
        "confirm",
        "QUUXPOST",
        "Embassy Quux",
        "seen on X2",
    )
    told = json.loads(run_command("-C", here, "posts", "--json")[1])
    assert told["unknown"] == {}
    assert next(one for one in told["posts"] if one["code"] == "QUUXPOST")["standing"] == "confirmed"


def test_a_heading_is_one_object_with_its_keys(run_command, tmp_path):
    text = tmp_path / "heading.txt"
    text.write_text("FM ROME JAN3/63 RESTD\nTO EXTERNAL 4\nREF YOURTEL E9 DEC30\nOPERA")
    code, out, _ = run_command("heading", text, "--json")
    heading = json.loads(out)
    assert code == 0
    assert set(CORE) <= set(heading)
    assert heading["ref"] == [
        {"form": "YOURTEL", "series": "E", "number": "9", "date": "1962-12-30", "author": "EXTERNAL"}
    ]
    assert (heading["info"], heading["dtg"], heading["signer"]) == ([], None, None)
    assert run_command("heading", tmp_path / "missing.txt", "--json")[0] == 3


def test_what_is_no_text_has_no_heading(run_command, tmp_path):
    picture = tmp_path / "heading.dat"
    picture.write_bytes(bytes(range(256)) * 8)

    code, _, err = run_command("heading", picture)

    assert code == 3
    assert "heading.dat is not text" in err


def test_a_heading_in_an_older_encoding_keeps_its_letters(run_command, tmp_path):
    text = tmp_path / "heading.txt"
    text.write_bytes("FM: ZÜRICH\nTO: EXTERNAL\n".encode("cp1252"))

    assert "ZURICH" in run_command("heading", text)[1]


def test_an_office_in_words_is_listed_and_confirmed_however_it_is_written_and_bears_its_name(run_command, tmp_path):
    here = str(tmp_path / "book")
    assert run_command("init", here)[0] == 0
    (tmp_path / "akten.csv").write_text("Item,From,To\nX1,Botschaft Havanna,Bonn\n", encoding="utf-8")
    assert run_command("-C", here, "import", "csv", str(tmp_path / "akten.csv"))[0] == 0
    assert "Botschaft Havanna        as written" in run_command("-C", here, "posts")[1]
    assert json.loads(run_command("-C", here, "posts", "--json")[1])["in_words"] == ["Botschaft Havanna"]
    told = run_command("-C", here, "posts", "confirm", "botschaft  havanna", "Embassy of Germany, Havana")
    assert told[:2] == (0, "Botschaft Havanna is Embassy of Germany, Havana; recorded in the journal.\n")
    assert "Botschaft Havanna        Embassy of Germany, Havana" in run_command("-C", here, "posts")[1]
    told = run_command("-C", here, "posts", "confirm", "BOTSCHAFT HAVANNA", "Embassy of Germany, Havana")
    assert told[1].startswith("Botschaft Havanna is")  # of one code the last decision holds, however it was written
    run_command("-C", here, "posts", "confirm", "Botschaft Havanna", "Consulate of Germany, Havana")
    assert "Consulate of Germany, Havana to Bonn" in run_command("-C", here, "catalogue", "list")[1]
    run_command("-C", here, "posts", "confirm", "BOTSCHAFT HAVANNA", "Embassy of Germany, Havana")
    for command in (("catalogue", "list"), ("catalogue", "list", "--json"), ("catalogue", "show", "X1", "--json")):
        assert "Embassy of Germany, Havana to Bonn" in run_command("-C", here, *command)[1]
