"""quote, check, posts and heading as they are printed in the terminal, and what they say to wrong usage."""

import io
import json
import os

import pytest


@pytest.fixture
def command(run_command, harbour):
    def command(*arguments, code=0):
        ended, out, err = run_command("-C", harbour, *arguments)
        assert ended == code, err
        return out if code == 0 else err

    return command


def test_a_quotation_is_answered_in_words(command):
    assert command("quote", "looked satisfied with everything", "--in", "H101").splitlines() == [
        "altered: a word differs",
        "  H101, p. 1, l. 6: LOOKED DISSATISFIED WITH EVERYTHING",
        "  difference: “satisfied” where the paper has DISSATISFIED",
    ]
    assert command("quote", "granite").splitlines() == [
        "verbatim: word for word; letter case, punctuation and line breaks were not compared",
        "  H102, p. 1, l. 5: GRANITE",
        "  these words stand in H104",
    ]
    assert command("quote", "zeppelins over the quay") == "not-found: no item of the collection has these words\n"


def test_a_quotation_from_another_item_than_the_one_named_says_where_it_stands(command):
    said = command("quote", "looked dissatisfied with everything", "--in", "H105").splitlines()
    assert said[0] == "elsewhere: the words stand in H101, not in H105"


def test_a_batch_of_quotations_may_come_from_standard_input(command, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO('{"quote": "nobody was hurt"}\nno json\n{"quote": 5}\n'))
    answers = [json.loads(line) for line in command("quote", "--batch", "-").splitlines()]
    assert [(answer["verdict"], answer["item"]) for answer in answers] == [
        ("verbatim", "H106"),
        ("cannot-tell", None),
        ("cannot-tell", None),
    ]
    assert answers[1]["why"] == 'not a JSON object with "quote": no json'


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["quote"], 2, "quote needs either a quotation or --batch FILE"),
        (["quote", "granite", "--batch", "-"], 2, "quote needs either a quotation or --batch FILE"),
        (["quote", "H106"], 2, "H106 is an item of this collection; the words that are quoted from it are missing"),
        (["quote", "H1061", "granite"], 2, "there is no item 'H1061'"),
        (["quote", "--batch", "none.jsonl"], 3, "cannot read none.jsonl"),
        (["check", "--format", "colour"], 2, "there is no format 'colour'"),
        (["check", "nosuch.md"], 3, "there is no file nosuch.md"),
        (["posts", "confirm", "OSLO", " "], 2, "a code and a name are needed"),
        (["heading", "nosuch.txt"], 3, "nosuch.txt: file not found"),
    ],
)
def test_wrong_usage_and_bad_input_end_with_their_code(command, arguments, code, said):
    assert said in command(*arguments, code=code)


def test_only_what_concerns_the_pages_named_is_reported(command, harbour):
    (harbour / "narratives/other.md").write_text("# Other\n\nSnow lay in the passes (H999).\n", encoding="utf-8")
    found = json.loads(command("check", "narratives/other.md", "--json"))["findings"]
    assert [(one["code"], one["path"]) for one in found] == [("C101", "narratives/other.md")]
    whole = json.loads(command("check", "narratives", "--json"))["findings"]
    assert {one["path"] for one in whole} == {"narratives/harbour.md", "narratives/other.md"}


def test_a_baseline_that_cannot_be_understood_says_so(command, harbour):
    (harbour / "known.json").write_text("[not json", encoding="utf-8")
    said = command("check", "--baseline", harbour / "known.json", code=3)
    assert "known.json is not a baseline file" in said
    assert "What to do: delete it; the next check creates it again." in said


def test_posts_are_listed_with_what_they_stand_for_and_how_sure_that_is(command, harbour):
    assert command("posts").splitlines() == [
        "EXTERNAL                 External Affairs, Ottawa                     verified",
        "LDN                      High Commission London                       verified",
        "OSLO                     Embassy Oslo                                 unverified",
    ]
    assert "WASHDC                   Embassy Washington" in command("posts", "--all")
    path = harbour / "received/list/descriptions.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace('"LDN"', '"QUUX"'), encoding="utf-8")
    assert "unknown; in 1 item: briefbook posts confirm QUUX NAME" in command("posts")


def test_a_heading_is_printed_value_by_value(command, tmp_path):
    text = tmp_path / "heading.txt"
    text.write_text("FM OSLO MAR9/63 CONFD\nTO EXTERNAL 217\nHARBOUR WORKS", encoding="utf-8")
    assert command("heading", text).splitlines() == [
        "from             OSLO",
        "to               ['EXTERNAL']",
        "date             1963-03-09",
        "number           217",
        "security         CONFD",
        "subject          HARBOUR WORKS",
        "form             ca_telegram",
    ]


def test_a_heading_of_a_scan_or_of_nothing_is_refused_or_empty(command, tmp_path, monkeypatch):
    scan = tmp_path / "scan.txt"
    scan.write_bytes(b"%PDF-1.7 ...")
    assert "is a scan, not text" in command("heading", scan, code=3)

    class Stdin:
        buffer = io.BytesIO(b"wheat and barley")

    monkeypatch.setattr("sys.stdin", Stdin)
    assert command("heading", "-") == "No heading was recognised in this text.\n"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_among_the_transcripts_and_chapters_does_not_hold_up_a_check(run_command, tmp_path):
    run_command("init", tmp_path / "c")
    (tmp_path / "c" / "transcripts" / "H1").mkdir(parents=True)
    os.mkfifo(tmp_path / "c" / "transcripts" / "H1" / "p001.txt")
    os.mkfifo(tmp_path / "c" / "narratives" / "talks.md")
    code, out, _ = run_command("-C", tmp_path / "c", "check")
    assert "talks.md" in out
    assert "H1" in out
    assert code in (0, 1)


def test_a_number_before_the_words_quoted_is_no_misspelt_id(command):
    assert command("quote", "101", "zeppelins").startswith("not-found")
    assert command("quote", "H1061 zeppelins").startswith("not-found")
