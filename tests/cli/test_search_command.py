"""``briefbook search``: pages with the words marked, JSON, batches, and questions that cannot be understood."""

import csv
import io
import json

import pytest


@pytest.fixture
def ask(run_command, harbour):
    def ask(*arguments, code=0):
        ended, out, err = run_command("-C", harbour, "search", *arguments)
        assert ended == code, err
        return out if code == 0 else err

    return ask


def test_pages_are_shown_with_the_words_marked_and_how_much_was_searched(ask):
    assert ask("granite").splitlines() == [
        "H102, p. 1  Embassy in Oslo to External Affairs, 4 March 1963: HARBOUR WORKS",
        "    … TO EXTERNAL 212 PRIORITY REF MYTEL 210 MAR2 HARBOUR WORKS THE ENGINEERS ASK FOR [GRANITE] FROM THE "
        "MOUNTAINS.",
        "H104, p. 1  Embassy in Oslo to External Affairs, 9 March 1963: HARBOUR WORKS",
        "    … CONFD TO EXTERNAL 217 PRIORITY REF MYTELS 212 MAR4 AND 216 MAR8 HARBOUR WORKS NO [GRANITE] HAS COME. "
        "SNOW LIES IN THE PASSES.",
        "2 items. Searched: 8 items, 8 pages. No likely misreading of the words was found.",
    ]


def test_items_of_a_list_without_scan_or_text_are_counted_as_described_only(run_command, tmp_path):
    here = tmp_path / "book"
    run_command("init", here)
    (tmp_path / "list.csv").write_text("Item,From,Subject\nX1,OSLO,Harbour works\nX2,OSLO,Fog\n", encoding="utf-8")
    run_command("-C", here, "import", "csv", tmp_path / "list.csv")
    assert run_command("-C", here, "search", "harbour")[1].splitlines() == [
        "X1  Oslo: Harbour works",
        "1 item. Searched: 2 items (2 of them only as described: no scan or text), 0 pages. No likely misreading of "
        "the words was found.",
    ]


def test_a_search_as_json_has_total_hits_facets_and_a_caution(ask):
    found = json.loads(ask("granite", "--json"))
    assert (found["total"], [hit["item"] for hit in found["hits"]]) == (2, ["H102", "H104"])
    assert found["facets"]["post"] == {"OSLO": 2}
    assert found["histogram"] == {"1963-03-04": 1, "1963-03-09": 1}
    assert found["caution"]["pages"] == 8


@pytest.mark.parametrize(
    ("arguments", "items"),
    [
        (["from:LDN"], ["H107"]),
        (['"ferry timetable"', "--order", "item"], ["H101", "H107", "H108"]),
        (["granite", "snow"], ["H104"]),
        (["granite OR fog", "--order", "date"], ["H102", "H104", "H106"]),
        (["granite NOT snow"], ["H102"]),
        (["granite OR fog", "--order", "item", "--limit", "2"], ["H102", "H104"]),
        (["date:1963-03-10..1963-03-11", "--order", "date"], ["H105", "H106"]),
        (["zeppelin"], []),
    ],
)
def test_questions_choose_items(ask, arguments, items):
    assert [hit["item"] for hit in json.loads(ask(*arguments, "--json"))["hits"]] == items


def test_a_word_misspelt_is_answered_with_proposals(ask):
    said = ask("timetabel")
    assert said.startswith("0 items. ")
    assert "  try: timetable" in said.splitlines()


def test_a_question_that_cannot_be_understood_is_shown_with_the_place(ask):
    assert ask("(granite", code=2) == (
        "briefbook: the bracket opened at character 1 is not closed\n  (granite\n          ^\n"
        "  What to do: write ) here\n"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "no query given"),
        (["granite", "--order", "colour"], "colour"),
        (["granite", "--limit", "many"], "--limit"),
        (["colour:red"], "colour"),
    ],
)
def test_wrong_usage_says_what_is_wrong(ask, arguments, said):
    assert said in ask(*arguments, code=2)


def test_a_batch_has_a_row_for_every_hit_and_for_every_question_without_one(ask, tmp_path):
    questions = tmp_path / "questions.txt"
    questions.write_text("granite\n\nzeppelin\n(granite\n=1+1\n", encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(ask("--batch", questions))))
    assert [(row["question"], row["rank"], row["item"], row["total"]) for row in rows] == [
        ("granite", "1", "H102", "2"),
        ("granite", "2", "H104", "2"),
        ("zeppelin", "", "", "0"),
        ("(granite", "", "", ""),
        ("'=1+1", "", "", "0"),
    ]
    assert rows[0]["snippet"].endswith("ASK FOR [GRANITE] FROM THE MOUNTAINS.")
    assert rows[2]["pages_searched"] == "8"
    assert rows[3]["snippet"] == "not understood: the bracket opened at character 1 is not closed"


def test_a_batch_may_come_from_standard_input(ask, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("fog\n"))
    rows = list(csv.DictReader(io.StringIO(ask("--batch", "-"))))
    assert [(row["question"], row["item"]) for row in rows] == [("fog", "H106")]


def test_a_batch_that_cannot_be_read_is_bad_input(ask, tmp_path):
    said = ask("--batch", tmp_path / "none.txt", code=3)
    assert f"briefbook: cannot read {tmp_path / 'none.txt'}" in said
    assert "What to do: name a text file with one query per line." in said


def test_essays_are_shown_below_the_papers_with_section_paragraph_and_line(ask):
    assert ask("dissatisfied").splitlines()[-2:] == [
        "Essay: The harbour works, paragraph 1 (narratives/harbour.md:8)",
        "    The minister “looked [dissatisfied] with everything” (H101). The lights were lit a week later (H105).",
    ]
    essay = json.loads(ask("dissatisfied", "--json"))["essays"][0]
    assert (essay["slug"], essay["heading"], essay["paragraph"], essay["line"]) == ("harbour", "", 1, 8)
