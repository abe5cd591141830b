"""``briefbook sample``: drawn, read again in the terminal, and each field's errors shown."""

import json

import pytest

ROWS = "".join(
    json.dumps(
        {
            "item": f"D700{number}",
            "fields": {"number": [{"as_written": str(number), "value": str(number)}]},
            "pages": ["SPECIMEN"],
        }
    )
    + "\n"
    for number in (1, 2, 3)
)


@pytest.fixture
def collection(run_command, tmp_path, monkeypatch):
    monkeypatch.setenv("BRIEFBOOK_WHO", "Ada")
    run_command("init", tmp_path)
    (tmp_path / "received" / "book").mkdir()
    (tmp_path / "received" / "book" / "descriptions.jsonl").write_text(ROWS, encoding="utf-8")

    def command(*arguments):
        return run_command("-C", tmp_path, *arguments)

    return command


def answers(monkeypatch, *lines):
    given = iter(lines)
    monkeypatch.setattr("typer.prompt", lambda *what, **how: next(given))
    monkeypatch.setattr("typer.confirm", lambda *what, **how: next(given) == "y")


def test_a_sample_is_drawn_read_again_and_shown(collection, tmp_path, monkeypatch):
    code, out, _ = collection("sample", "draw", "first", "--n", "2", "--seed", "7", "--fields", "number")
    assert (code, out.splitlines()[0]) == (0, "Drew 2 items of 3 as first.")
    drawn = (tmp_path / "samples/first/drawn.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    number = drawn[0].split(",")[1]
    answers(monkeypatch, number, "99", "y")
    code, out, _ = collection("sample", "review")
    assert code == 0
    assert "All 2 items have been read again." in out
    told = json.loads(collection("sample", "show", "--json")[1])
    assert [told[name] for name in ("name", "seed", "population", "size", "reviewed")] == ["first", "7", 3, 2, 2]
    (field,) = told["fields"]
    assert (field["read"], field["errors"], field["wrong"], field["rate"]) == (2, 1, 1, 0.5)


def test_reading_can_be_stopped_and_goes_on_where_it_stopped(collection, monkeypatch):
    collection("sample", "draw", "first", "--n", "3", "--fields", "number", "--filter", "number=!")
    answers(monkeypatch, "?", ".")
    assert "Stopped; the items read so far are recorded." in collection("sample", "review", "first")[1]
    answers(monkeypatch, "?", "?")
    assert "All 3 items have been read again." in collection("sample", "review", "first")[1]
    assert "All items of first have been read again" in collection("sample", "review")[1]


def test_a_sample_that_is_none_is_refused_with_what_to_do(collection):
    code, _, err = collection("sample", "show")
    assert (code, "draw one with `briefbook sample draw --n 60`" in err) == (3, True)
    code, _, err = collection("sample", "draw", "--fields", "sender")
    assert (code, "there is no field 'sender'" in err) == (3, True)
