"""``briefbook comments``: written, answered, resolved and undone in the terminal."""

import json

import pytest

ROW = {"item": "D7001", "fields": {"number": [{"as_written": "1", "value": "1"}]}, "pages": ["SPECIMEN"]}


@pytest.fixture
def command(run_command, tmp_path, monkeypatch):
    monkeypatch.setenv("BRIEFBOOK_WHO", "Ada")
    run_command("init", tmp_path)
    (tmp_path / "received" / "book").mkdir()
    (tmp_path / "received" / "book" / "descriptions.jsonl").write_text(json.dumps(ROW) + "\n", encoding="utf-8")
    return lambda *arguments: run_command("-C", tmp_path, *arguments)


def test_a_comment_is_written_answered_resolved_and_opened_again(command):
    assert command("comments", "list")[1] == "No open comments.\n"
    code, out, _ = command("comments", "add", "Which ferry?", "--item", "D7001", "--field", "subject")
    comment = out.split()[1]
    assert (code, out) == (0, f"Comment {comment} is recorded.\n")
    assert command("comments", "add", "The late one.", "--answers", comment)[0] == 0
    listed = command("comments", "list", "--item", "D7001")[1].splitlines()
    assert listed[0] == f"{comment}  D7001, subject"
    assert [line.partition(": ")[2] for line in listed[1:]] == ["Which ferry?", "The late one."]
    assert command("comments", "resolve", comment)[1] == f"Comment {comment} on D7001, subject is resolved.\n"
    assert command("comments", "list")[1] == "No open comments.\n"
    (thread,) = json.loads(command("comments", "list", "--all", "--json")[1])
    assert (thread["item"], thread["field"], thread["resolved_by"]) == ("D7001", "subject", "Ada")
    command("catalogue", "undo")
    (thread,) = json.loads(command("comments", "list", "--json")[1])
    assert thread["resolved_by"] is None
    assert "subject" in command("catalogue", "history", "D7001")[1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add", "Look", "--item", "D7002"), "there is no item 'D7002'; did you mean"),
        (("add", "Look", "--chapter", "talks"), "there is no chapter 'talks'"),
        (("add", "Look"), "about an item or about a chapter"),
        (("add", "Look", "--item", "D7001", "--answers", "a1"), "an answer is about what the comment is about"),
        (("resolve", "a1"), "there is no comment 'a1'"),
    ],
)
def test_what_cannot_be_recorded_is_refused(command, tmp_path, arguments, words):
    code, _, err = command("comments", *arguments)
    assert code != 0
    assert words.partition(";")[0] in err
    assert not (tmp_path / "journal.jsonl").exists() or "comment" not in (tmp_path / "journal.jsonl").read_text()


def test_the_history_is_filtered_by_person_field_and_day(command):
    command("catalogue", "set", "D7001", "subject", "FERRY")
    assert "subject: (blank) -> FERRY" in command("catalogue", "history", "--by", "Ada", "--field", "subject")[1]
    for options in (("--by", "Ben"), ("--field", "date"), ("--day", "1999-01")):
        assert command("catalogue", "history", *options)[1] == "No decision is recorded.\n"
