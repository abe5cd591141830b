"""A file that holds several cables becomes as many items, and a cable that runs over two files becomes one."""

import json
import re
import shlex

import pytest
from papers import pdf

OSLO = [
    "FM OSLO MAR4/61 CONFD",
    "TO EXTERNAL 812 OPIMMED",
    "REF OURTEL 799 MAR2",
    "1. THE DUES WOULD STAY.",
    "2. NO MORE.",
]
OSLO_2 = ["PAGE TWO 812", "THE PILOTS WERE NOT NAMED.", "3. WE SHALL ASK AGAIN."]
BONN = ["FM BONN MAR5/61 SECRET", "TO EXTERNAL 97 IMMED", "1. NO DAY HAS BEEN NAMED FOR GRETA HOLM."]
LONDON = ["FM LDN MAR6/61 RESTR", "TO EXTERNAL 1204", "1. THE TALKS END TODAY."]


def sheet(lines):
    return {"words": [(line, 72, 700 - 20 * row, 12) for row, line in enumerate(lines)], "shown": True}


@pytest.fixture
def collection(run_command, tmp_path, monkeypatch):
    """A collection with BOX7 (three cables on four pages) and LOOSE (a further page of the last one)."""
    monkeypatch.setenv("BRIEFBOOK_WHO", "Ada")
    run_command("init", tmp_path)
    settings = (tmp_path / "briefbook.toml").read_text(encoding="utf-8")
    (tmp_path / "briefbook.toml").write_text(settings.replace("# workers = 0", "workers = 1"), encoding="utf-8")
    pdf(tmp_path / "scans" / "BOX7.pdf", sheet(OSLO), sheet(OSLO_2), sheet(BONN), sheet(LONDON))
    pdf(tmp_path / "scans" / "LOOSE.pdf", sheet(["PAGE TWO 1204", "THE GAUGE IS AGREED."]))

    def command(*arguments):
        return run_command("-C", tmp_path, *arguments)

    command.root = tmp_path
    return command


def items(collection):
    listed = json.loads(collection("catalogue", "list", "--json")[1])
    return {entry["item"]: (entry["from"], entry["number"], entry["pages"]) for entry in listed}


def texts(collection, item):
    shown = json.loads(collection("catalogue", "show", item, "--json")[1])
    return [page["text"].splitlines()[0] for page in shown["pages"]]


def test_a_file_that_seems_to_hold_several_is_shown_with_the_reasons(collection):
    code, out, _ = collection("parts")
    assert (code, out.splitlines()) == (
        0,
        [
            "BOX7: seems to hold 3 papers",
            "  pages 1-2      BOX7     OSLO 812",
            "  page 3         BOX7-p3  BONN 97",
            "                 a heading of its own (BONN 97); the paragraphs begin again; "
            "the page before it ends early",
            "  page 4         BOX7-p4  LDN 1204",
            "                 a heading of its own (LDN 1204); the page before it ends early",
            "Accept a proposal with `briefbook parts ITEM --accept`.",
        ],
    )
    assert items(collection)["BOX7"] == ("OSLO", "812", 4)


def test_an_accepted_proposal_makes_items_with_fields_and_pages_of_their_own(collection):
    code, out, _ = collection("parts", "BOX7", "--accept", "--name", "3=CDNW97", "--why", "three forms")
    assert (code, out.splitlines()) == (
        0,
        [
            "  pages 1-2      BOX7",
            "  page 3         CDNW97",
            "  page 4         BOX7-p4",
            "Recorded. `briefbook catalogue undo BOX7` undoes it.",
        ],
    )
    assert items(collection) == {
        "BOX7": ("OSLO", "812", 2),
        "BOX7-p4": ("LDN", "1204", 1),
        "CDNW97": ("BONN", "97", 1),
        "LOOSE": (None, None, 1),
    }
    shown = json.loads(collection("catalogue", "show", "CDNW97", "--json")[1])
    assert shown["files"] == [{"file": "BOX7", "pages": [3]}]
    assert [(page["page"], page["file"], page["file_page"]) for page in shown["pages"]] == [(1, "BOX7", 3)]
    assert shown["flags"] == []
    (line,) = (collection.root / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    row = json.loads(line)
    assert (row["v"], row["kind"], row["item"], row["why"]) == (3, "parts", "BOX7", "three forms")
    assert row["parts"] == [
        {"item": "BOX7", "pages": "1-2"},
        {"item": "CDNW97", "pages": "3"},
        {"item": "BOX7-p4", "pages": "4"},
    ]


def test_a_division_is_undone_like_any_decision_by_the_name_of_a_part_too(collection):
    collection("parts", "BOX7", "--accept")
    code, out, _ = collection("catalogue", "undo", "BOX7-p3")
    assert (code, out.splitlines()[-1]) == (0, "1 line undone.")
    assert items(collection) == {"BOX7": ("OSLO", "812", 4), "LOOSE": (None, None, 1)}


def test_a_persons_bounds_are_final(collection):
    assert collection("parts", "BOX7", "--whole")[0] == 0
    shown = json.loads(collection("catalogue", "show", "BOX7", "--json")[1])
    assert (shown["flags"], "files" in shown, len(shown["pages"])) == ([], False, 4)
    assert collection("parts")[1].splitlines() == ["BOX7", "  pages 1-4      BOX7"]


def test_pages_may_be_divided_in_any_way(collection):
    assert collection("parts", "BOX7", "1,3=FIRST", "2,4=SECOND")[0] == 0
    assert texts(collection, "FIRST") == ["FM OSLO MAR4/61 CONFD", "FM BONN MAR5/61 SECRET"]
    assert texts(collection, "SECOND") == ["PAGE TWO 812", "FM LDN MAR6/61 RESTR"]


def test_a_cable_that_runs_over_two_files_is_one_item(collection):
    collection("parts", "BOX7", "--accept")
    code, out, _ = collection("parts", "BOX7-p4", "--join", "LOOSE")
    assert (code, out.splitlines()[0]) == (0, "  page 1         BOX7-p4  (continues it)")
    assert texts(collection, "BOX7-p4") == ["FM LDN MAR6/61 RESTR", "PAGE TWO 1204"]
    assert "LOOSE" not in items(collection)
    shown = json.loads(collection("catalogue", "show", "BOX7-p4", "--json")[1])
    assert shown["files"] == [{"file": "BOX7", "pages": [4]}, {"file": "LOOSE", "pages": [1]}]
    collection("parts", "LOOSE", "--whole")
    assert items(collection)["LOOSE"] == (None, None, 1)
    assert texts(collection, "BOX7-p4") == ["FM LDN MAR6/61 RESTR"]


def test_a_transcript_of_the_files_page_goes_with_the_page(collection):
    folder = collection.root / "transcripts" / "BOX7"
    folder.mkdir(parents=True)
    (folder / "p004.txt").write_text("FM LDN MAR7/61 RESTR\nTO EXTERNAL 1205\n", encoding="utf-8")
    (folder / "p003.lines").write_text("- TO EXTERNAL 97 IMMED\n+ TO EXTERNAL 98 IMMED\n", encoding="utf-8")
    collection("parts", "BOX7", "--accept")
    assert items(collection)["BOX7-p4"] == ("LDN", "1205", 1)
    assert items(collection)["BOX7-p3"] == ("BONN", "98", 1)
    assert "R107" not in collection("check")[1]


def test_a_transcript_of_the_parts_page_goes_before_that_of_the_files(collection):
    collection("parts", "BOX7", "--accept")
    for name, number in (("BOX7/p004.txt", "1205"), ("BOX7-p4/p001.txt", "1206")):
        path = collection.root / "transcripts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"FM LDN MAR7/61 RESTR\nTO EXTERNAL {number}\n", encoding="utf-8")
    assert items(collection)["BOX7-p4"] == ("LDN", "1206", 1)
    out = collection("check")[1]
    assert "it is the same page as BOX7-p4/p001.txt, which is taken in its place" in out


def test_a_transcript_in_the_folder_of_a_joined_file_is_read(collection):
    path = collection.root / "transcripts" / "LOOSE" / "p001.txt"
    path.parent.mkdir(parents=True)
    path.write_text("PAGE TWO OF 1204\n", encoding="utf-8")
    collection("parts", "BOX7", "--accept")
    collection("parts", "BOX7-p4", "--join", "LOOSE")
    assert texts(collection, "BOX7-p4") == ["FM LDN MAR6/61 RESTR", "PAGE TWO OF 1204"]
    assert "R107" not in collection("check")[1]


def test_decisions_on_fields_stay_with_the_id(collection):
    collection("catalogue", "set", "BOX7", "subject", "SPECIMEN: DUES")
    collection("parts", "BOX7", "--accept")
    listed = {entry["item"]: entry["subject"] for entry in json.loads(collection("catalogue", "list", "--json")[1])}
    assert (listed["BOX7"], listed["BOX7-p3"]) == ("SPECIMEN: DUES", None)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["BOX7", "1-2", "3-9"], "BOX7 has 4 pages, and no page 5"),
        (["BOX7", "1-2", "3"], "page 4 of BOX7 belongs to no part"),
        (["BOX7", "1-2", "2-4"], "page 2 is in two parts"),
        (["BOX7", "1-2=LOOSE", "3-4"], "the id LOOSE is taken"),
        (["BOX7", "1-2=D", "3-4=D"], "the id D is taken"),
        (["BOX7", "1-2", "3-4=a;b"], "'a;b' cannot be an id"),
        (["BOX7", "1-two", "3-4"], "'1-two' names no pages (write them as 3-5 or 3, 5)"),
        (["BOX8", "1-2", "3-4"], "there is no file or item BOX8"),
        (["BOX7", "--join", "BOX7"], "BOX7 cannot go on with itself"),
        (["LOOSE", "--accept"], "nothing is proposed for LOOSE"),
        (["BOX7", "1-4", "--accept"], "PAGES, --accept, --join and --whole exclude each other"),
        (["BOX7", "--accept", "--name", "2=D8"], "no part begins on page 2"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_recorded(collection, arguments, message):
    code, _, err = collection("parts", *arguments)
    assert code in (2, 3)
    assert f"briefbook: {message}" in err
    assert not (collection.root / "journal.jsonl").exists()


def test_an_id_that_the_pattern_does_not_take_is_refused(collection):
    path = collection.root / "briefbook.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('# pattern = "[A-Za-z0-9][A-Za-z0-9._-]*"', 'pattern = "[A-Z]+[0-9]*"'), encoding="utf-8"
    )
    code, _, err = collection("parts", "BOX7", "--accept")
    assert (code, "no id for the part that begins on page 3 of BOX7 fits items.pattern, [A-Z]+[0-9]*" in err) == (
        3,
        True,
    )
    code, _, err = collection("parts", "BOX7", "1-2", "3=x3", "4=D9")
    assert (code, "the id x3 does not match items.pattern, [A-Z]+[0-9]*" in err) == (3, True)
    assert collection("parts", "BOX7", "1-2", "3=x3", "4=D9", "--any-id")[0] == 0
    assert sorted(items(collection)) == ["BOX7", "D9", "LOOSE", "x3"]


def test_pages_left_out_are_said(collection):
    assert collection("parts", "BOX7", "1-2", "3", "--leave-out")[0] == 0
    assert "R113 page 4 of BOX7 belongs to no item" in collection("check")[1].replace(":", "")


def test_a_new_file_with_the_id_of_a_part_does_not_displace_it(collection):
    collection("parts", "BOX7", "1-2", "3-4=CDNW98")
    pdf(collection.root / "scans" / "CDNW98.pdf", sheet(LONDON))
    assert items(collection)["CDNW98"] == ("BONN", "97", 2)
    assert "CDNW98 is the id of a part of BOX7; the file of this name is not taken" in collection("check")[1]


def test_nothing_is_recorded_by_a_trial(collection):
    code, out, _ = collection("parts", "BOX7", "--accept", "--dry-run")
    assert (code, out.splitlines()[-1]) == (0, "Nothing was recorded.")
    assert not (collection.root / "journal.jsonl").exists()


def test_the_texts_that_a_list_gives_of_a_file_go_with_its_pages(collection):
    folder = collection.root / "received" / "list"
    folder.mkdir(parents=True)
    row = {
        "item": "BOX9",
        "fields": {"subject": [{"as_written": "TWO", "value": "TWO"}]},
        "pages": ["ONE", "TWO", "THREE"],
    }
    (folder / "descriptions.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    pdf(collection.root / "scans" / "BOX9.pdf", sheet([]), sheet([]), sheet([]))
    collection("parts", "BOX9", "1-2", "3")
    assert texts(collection, "BOX9") == ["ONE", "TWO"]
    assert texts(collection, "BOX9-p3") == ["THREE"]


CHAPTER = """---
title: The harbour
---
The talks ended [@BOX7, p. 4], as was expected (LOOSE). The dues stayed [@BOX7, p. 2].
"""


def test_a_cited_page_of_a_divided_file_is_named_with_the_item_that_has_it(collection):
    (collection.root / "narratives" / "harbour.md").write_text(CHAPTER, encoding="utf-8")
    settings = collection.root / "briefbook.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace(
            '# citation = "[A-Z]{2,}[0-9]{3,}"', 'citation = "[A-Z]{4,}[0-9]*"'
        ),
        encoding="utf-8",
    )
    assert "C113" not in collection("check")[1]
    collection("parts", "BOX7", "--accept")
    collection("parts", "BOX7-p4", "--join", "LOOSE")
    out = " ".join(collection("check")[1].split())
    assert "C113: BOX7 has no page 4" in out
    assert "page 4 of the file BOX7 is page 1 of BOX7-p4 now: cite [@BOX7-p4, p. 1]." in out
    assert "C101: LOOSE is cited, and is not an item: its file was divided, or joined to another" in out
    assert "its first page is page 2 of BOX7-p4 now: cite BOX7-p4." in out
    assert "BOX7 has no page 2" not in out
    collection("check", "--fix", "--yes")
    chapter = (collection.root / "narratives" / "harbour.md").read_text(encoding="utf-8")
    assert "[@BOX7-p4, p. 1], as was expected (BOX7-p4)." in chapter
    assert "C113" not in collection("check")[1]


def test_a_parts_page_on_the_site_says_the_page_of_the_file_and_old_addresses_lead_on(collection):
    collection("parts", "BOX7", "--accept")
    collection("parts", "BOX7-p4", "--join", "LOOSE")
    assert collection("build")[0] == 0
    site = collection.root / "build" / "site" / "items"
    part = (site / "BOX7-p4.html").read_text(encoding="utf-8")
    assert ">Page 1 of 2</h2>" in part
    assert "page 4 of the file BOX7" in part
    assert "page 1 of the file LOOSE" in part
    assert 'href="../items/BOX7/BOX7.pdf"' in part
    assert "BOX7.pdf: page 4 of BOX7; it is with BOX7" in part
    assert "LOOSE.pdf: page 1 of LOOSE" in part
    assert "page 1 of the file" not in (site / "BOX7.html").read_text(encoding="utf-8")
    assert sorted(path.name for path in site.glob("*/*.pdf") if "searchable" not in path.name) == [
        "BOX7.pdf",
        "LOOSE.pdf",
    ]
    assert "BOX7-p4.html" in (site / "LOOSE.html").read_text(encoding="utf-8")


def test_exports_of_a_part_say_where_in_the_file_it_is(collection, tmp_path):
    collection("parts", "BOX7", "--accept")
    for form in ("tei", "ris", "bibtex", "csl"):
        assert collection("export", form, "BOX7-p3", "--to", tmp_path / "out")[0] == 0
    texts = [path.read_text(encoding="utf-8") for path in sorted((tmp_path / "out").rglob("*")) if path.is_file()]
    assert len(texts) == 4
    assert all("page 3 of BOX7" in text for text in texts)


def test_a_file_that_seems_to_go_on_with_an_item_is_proposed_with_the_reasons(collection):
    assert "LOOSE seems to go on" not in collection("parts")[1]
    collection("parts", "BOX7", "--accept")
    assert collection("parts")[1].splitlines()[-2:] == [
        "LOOSE seems to go on with BOX7-p4: its page line names 1204; page 2 follows page 1",
        "Join two with `briefbook parts ITEM --join OTHER`.",
    ]
    printed = json.loads(collection("parts", "--json")[1])
    assert [(join["item"], join["other"], join["weight"]) for join in printed["joins"]] == [("BOX7-p4", "LOOSE", 1.5)]
    collection("parts", "BOX7-p4", "--join", "LOOSE")
    assert "LOOSE seems to go on" not in collection("parts")[1]


def test_how_a_parts_page_was_read_is_shown_by_the_file(collection):
    collection("parts", "BOX7", "--accept")
    code, out, _ = collection("read", "--explain", "BOX7-p3", "1")
    assert (code, out.strip().endswith("BOX7-p003.html")) == (0, True)
    assert collection("read", "--explain", "BOX7-p3", "2")[0] == 2


def test_to_read_a_part_again_is_to_read_its_file(collection):
    collection("parts", "BOX7", "--accept")
    listed = collection("read", "--redo", "--estimate", "--json", "BOX7-p3")
    assert (listed[0], json.loads(listed[1])["pages"]) == (0, 4)


@pytest.fixture
def named_with_blanks(collection):
    """The same file under a name as people give them."""
    (collection.root / "scans" / "BOX7.pdf").rename(collection.root / "scans" / "Kew FO371 Box é.pdf")
    return collection


def advised(out):
    """The commands that a text advises, as a shell would divide them."""
    return [shlex.split(command) for command in re.findall("`briefbook ([^`]+)`", out)]


def test_a_proposal_without_ids_says_what_to_type_and_offers_nothing_that_is_refused(named_with_blanks):
    for out in (named_with_blanks("parts")[1], named_with_blanks("parts", "Kew FO371 Box é")[1]):
        assert "--accept" not in out
        assert advised(out)[-1] == ["parts", "Kew FO371 Box é", "1-2=ID", "3=ID", "4=ID"]
    code, _, err = named_with_blanks("parts", "Kew FO371 Box é", "--accept")
    assert code == 3
    assert advised(err) == [["parts", "Kew FO371 Box é", "1-2=ID", "3=ID", "4=ID"]]
    assert "nothing was recorded" in err
    names = ["--name", "1=A1", "--name", "3=B1", "--name", "4=C1"]
    assert named_with_blanks("parts", "Kew FO371 Box é", "--accept", *names, "--dry-run")[0] == 0


def test_commands_in_advice_work_as_they_are_pasted_whatever_the_name(named_with_blanks):
    _, out, _ = named_with_blanks("parts", "Kew FO371 Box é", "1-2=A1", "3=B1", "4=C1")
    (undo,) = advised(out)
    assert advised(named_with_blanks("parts", "Kew FO371 Box é")[1]) == [undo]
    code, _, err = named_with_blanks(*undo)
    assert (code, err) == (0, "")
    assert advised(named_with_blanks("parts", "Kew FO371 Box é")[1])[-1][2:] == ["1-2=ID", "3=ID", "4=ID"]


def test_a_name_against_the_pattern_is_said_when_it_is_read_and_not_where_its_papers_have_ids(named_with_blanks):
    name = "Kew FO371 Box é"
    assert f"the name {name!r} does not match" in named_with_blanks("read")[2]
    assert "R102" not in named_with_blanks("read")[2]
    assert "R102" in named_with_blanks("check")[1]
    named_with_blanks("parts", name, "1-2=A1", "3=B1", "4=C1")
    assert "R102" not in named_with_blanks("check")[1]
    assert "R102" not in named_with_blanks("read", "--redo", "A1")[2]


def test_a_file_that_was_replaced_on_purpose_is_accepted_with_the_command_that_is_named(named_with_blanks):
    assert named_with_blanks("verify")[0] == 0
    pdf(named_with_blanks.root / "scans" / "Kew FO371 Box é.pdf", sheet(OSLO), sheet(BONN))
    code, _, err = named_with_blanks("verify")
    assert (code, "as R104 advises" in err) == (1, True)
    accept = advised(err)[0]
    assert accept == ["verify", "--accept", "scans/Kew FO371 Box é.pdf", "--why", "REASON"]
    assert named_with_blanks(*accept)[0] == 0
    assert named_with_blanks("verify")[0] == 0


def test_a_list_of_which_no_id_is_a_paper_says_so_and_how_many_rows_were_joined(collection):
    path = collection.root.parent / "boxes.csv"
    path.write_text("Item,Box,Date\nIMG_1,1,1961-03-04\nIMG_2,1,1961-03-05\nIMG_1,2,1962-01-01\n", encoding="utf-8")
    _, out, _ = collection("import", "csv", path, "--dry-run")
    assert "1 row names an item that a row before names too" in out
    assert "no id of this list is among the papers in scans/ (such as BOX7, LOOSE)" in out
    path.write_text("Item,Date\nBOX7,1961-03-04\nIMG_2,1961-03-05\n", encoding="utf-8")
    _, out, _ = collection("import", "csv", path, "--dry-run")
    assert "among the papers" not in out
    assert "a row before" not in out


def test_a_list_that_names_each_papers_pages_divides_the_file(collection, tmp_path):
    (tmp_path / "photos.csv").write_text(
        'Item,Photos\nOSLO812,BOX7.pdf pp. 1-2\nBONN97,"BOX7.pdf, p. 3"\nLDN1204,BOX7.pdf p. 4\nNONE1,IMG_9\n',
        encoding="utf-8",
    )
    shown = ["BOX7", "  pages 1-2      OSLO812", "  page 3         BONN97", "  page 4         LDN1204"]
    problem = "Look at: row 5 (NONE1): there is no picture IMG_9 in scans/"
    code, out, _ = collection("parts", "--list", tmp_path / "photos.csv")
    assert (code, out.splitlines()[:5]) == (1, [*shown, problem])
    assert out.splitlines()[5].startswith("Nothing was recorded. Record it with ")
    assert "OSLO812" not in items(collection)

    code, out, _ = collection("parts", "--list", tmp_path / "photos.csv", "--accept")
    assert (code, out.splitlines()[:5]) == (1, [*shown, problem])
    assert items(collection)["BONN97"] == ("BONN", "97", 1)

    (tmp_path / "photos.csv").write_text("Item,Photos\nOSLO812,BOX7.pdf pp. 1-2\n", encoding="utf-8")
    code, out, _ = collection("parts", "--list", tmp_path / "photos.csv", "--accept")
    assert (code, out) == (
        1,
        "Look at: pages 3-4 of BOX7 belong to no part; nothing was recorded; add them to a part, or say --leave-out.\n",
    )


def test_a_list_that_says_what_is_recorded_already_changes_nothing(collection, tmp_path):
    (tmp_path / "photos.csv").write_text("Item,Photos\nBOX7,BOX7.pdf\n", encoding="utf-8")
    assert collection("parts", "--list", tmp_path / "photos.csv", "--accept")[:2] == (
        0,
        "Every file is divided so already.\n",
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--list", "no.csv"), "no.csv cannot be read"),
        (("BOX7", "--list", "no.csv"), "--list divides every file that the list names"),
        (("--map", "A=item"), "--map goes with --list"),
    ],
)
def test_a_list_that_is_not_there_or_goes_with_nothing_is_refused(collection, arguments, words):
    code, _, err = collection("parts", *arguments)
    assert code != 0
    assert words in err
