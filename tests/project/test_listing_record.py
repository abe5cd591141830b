"""A long list is printed again while nothing has changed, and made again when anything has."""

import json

import pytest

from briefbook.cli import catalogue_

TITLES = "briefbook.text.titles.title_of"


@pytest.fixture
def here(tmp_path, run_command, monkeypatch):
    monkeypatch.setattr(catalogue_, "MAX_DRAWN_ROWS", 2)
    (tmp_path / "briefbook.toml").write_text('[collection]\ntitle = "Ferries"\n', encoding="utf-8")
    (tmp_path / "received/list").mkdir(parents=True)
    rows = [{"item": f"D{number}", "fields": {"number": [{"value": f"{number}"}]}} for number in range(1, 6)]
    text = "".join(json.dumps(row) + "\n" for row in rows)
    (tmp_path / "received/list/descriptions.jsonl").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def listed(here, run_command):
    def run(*options):
        code, out, _ = run_command("-C", here, "catalogue", "list", *options)
        assert code == 0
        return out

    return run


def broken(*_):
    raise AssertionError("the list is made again")


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_what_was_printed_is_printed_again_without_making_it(here, listed, monkeypatch, options):
    first = listed(*options)
    assert [first.count(f"D{number}") for number in range(1, 6)] == [1] * 5
    monkeypatch.setattr(catalogue_, "_print_entries", broken)
    assert listed(*options) == first
    assert not list((here / "build").glob(".listed-*_*"))


def test_a_change_is_seen_at_once(here, listed, run_command):
    first, as_json = listed(), listed("--json")
    run_command("-C", here, "catalogue", "set", "D3", "number", "4711")
    assert "4711" in listed()
    assert "4711" in listed("--json")
    assert (first, as_json) != (listed(), listed("--json"))
    run_command("-C", here, "catalogue", "review", "D2", "--state", "approved")
    assert json.loads(listed("--json"))[1]["review"] == "approved"
    assert len(json.loads(listed("--json", "--filter", "number=4711"))) == 1


@pytest.mark.parametrize("harm", [b"", b"x" * 90, None])
def test_a_damaged_record_is_not_printed(here, listed, harm):
    first = listed()
    path = here / "build/.listed-table"
    data = path.read_bytes()
    path.write_bytes(data[:-3] + b"abc" if harm is None else harm)
    assert listed() == first
    assert path.read_bytes() == data


def test_a_list_that_is_cut_off_is_not_recorded(here, listed, run_command, monkeypatch):
    def cut_off(*_, **__):
        print("D1")
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(catalogue_, "_print_entries", cut_off)
        run_command("-C", here, "catalogue", "list")
    assert not list((here / "build").glob(".listed-*"))
    assert "D5" in listed()
