"""``catalogue review``, ``confirm`` and ``list --needs``: what a person looked at, and what is left."""

import json

import pytest

ROWS = """\
{"item": "D7001", "fields": {"number": [{"as_written": "12", "value": "12"}], "from": [{"value": "PARIS"}]}}
{"item": "D7002", "fields": {"number": [{"as_written": "131", "value": "131"}], "from": [{"value": "BONN"}]}, \
"flags": ["impossible_date"]}
{"item": "D7010", "fields": {"number": [{"as_written": "9", "value": "9"}], "from": [{"value": "BONN"}]}}
"""


@pytest.fixture
def collection(run_command, tmp_path, monkeypatch):
    monkeypatch.setenv("BRIEFBOOK_WHO", "Ada")
    run_command("init", tmp_path)
    (tmp_path / "received" / "book").mkdir()
    (tmp_path / "received" / "book" / "descriptions.jsonl").write_text(ROWS, encoding="utf-8")

    def command(*arguments):
        return run_command("-C", tmp_path, "catalogue", *arguments)

    return command


def listed(collection, *arguments):
    return [entry["item"] for entry in json.loads(collection("list", *arguments, "--json")[1])]


def test_a_review_is_recorded_listed_and_undone(collection):
    assert collection("review", "D7001", "--state", "approved")[:2] == (0, "D7001: untouched -> approved\n")
    assert listed(collection, "--state", "approved") == ["D7001"]
    assert listed(collection, "--state", "untouched") == ["D7002", "D7010"]
    entry = json.loads(collection("list", "--state", "approved", "--json")[1])[0]
    assert (entry["review"], entry["reviewed_by"]) == ("approved", "Ada")
    assert collection("history", "D7001")[1].endswith("Ada  review untouched -> approved\n")
    collection("undo", "D7001")
    assert listed(collection, "--state", "approved") == []
    collection("redo", "D7001")
    assert listed(collection, "--state", "approved") == ["D7001"]


def test_what_is_said_twice_or_is_no_state_is_refused(collection):
    collection("review", "D7001", "--state", "seen")
    code, _, err = collection("review", "D7001", "--state", "seen")
    assert (code, "D7001 is seen already (Ada, " in err) == (3, True)
    assert collection("review", "D7001", "--state", "seen", "--why", "twice")[0] == 0
    assert collection("review", "D7001", "--state", "fine")[0] == 2
    assert collection("review", "D7009", "--state", "seen")[0] == 3


def test_a_field_is_confirmed_as_it_stands_and_stays_the_list_s(collection):
    assert (
        collection("confirm", "D7001", "number", "from")[1] == "D7001 number: 12 is right\nD7001 from: PARIS is right\n"
    )
    shown = json.loads(collection("show", "D7001", "--json")[1])["fields"]["number"][0]
    assert (shown["by"], shown["value"], shown["confirmed_by"][:5]) == ("received", "12", "Ada, ")
    code, _, err = collection("confirm", "D7001", "number")
    assert (code, "number of D7001 is confirmed already (Ada, " in err) == (3, True)
    assert collection("confirm", "D7001", "colour")[0] == 3
    collection("undo")
    collection("undo")
    shown = json.loads(collection("show", "D7001", "--json")[1])["fields"]["number"][0]
    assert "confirmed_by" not in shown


def test_what_needs_a_look_comes_first_with_its_reason(collection):
    assert listed(collection, "--needs", "a-look")[0] == "D7002"
    assert listed(collection, "--needs", "contradiction") == ["D7002"]
    assert "impossible date" in collection("list", "--needs", "contradiction")[1]
    collection("review", "D7002", "--state", "approved")
    assert listed(collection, "--needs", "contradiction") == []
    assert listed(collection, "--needs", "contradiction", "--state", "approved") == ["D7002"]
    assert collection("list", "--needs", "sleep")[0] == 2


def test_the_list_is_filtered_and_sorted_by_fields(collection):
    assert listed(collection, "--filter", "from=bonn") == ["D7002", "D7010"]
    assert listed(collection, "--filter", "from=bonn", "--filter", "number=9") == ["D7010"]
    assert listed(collection, "--sort", "number") == ["D7010", "D7001", "D7002"]
    assert listed(collection, "--sort", "-number") == ["D7002", "D7001", "D7010"]
    assert listed(collection, "--sort", "-item") == ["D7010", "D7002", "D7001"]
    assert listed(collection, "--sort", "subject") == ["D7001", "D7002", "D7010"]
    assert collection("list", "--filter", "bonn")[0] == 2
    assert collection("list", "--sort", "colour")[0] == 2


def test_items_are_given_to_a_person_listed_and_undone(collection):
    out = collection("assign", "D7001", "D7010", "--to", "Ben")[1]
    assert out == "D7001: nobody -> Ben\nD7010: nobody -> Ben\n"
    assert collection("assign", "D7010", "--to", "me")[1] == "D7010: Ben -> Ada\n"
    assert listed(collection, "--assigned-to", "Ben") == ["D7001"]
    assert listed(collection, "--assigned-to", "me") == ["D7010"]
    assert collection("assign", "D7010", "--to", "Ada")[1].startswith("Nothing was changed")
    collection("review", "D7010", "--state", "seen")
    assert listed(collection, "--assigned-to", "me", "--state", "seen") == ["D7010"]
    assert collection("assign", "D7010")[1] == "D7010: Ada -> nobody\n"
    assert listed(collection, "--assigned-to", "me") == []
    assert collection("list", "--assigned-to", "me")[2] == "No item assigned to Ada meets all conditions.\n"
    collection("undo", "D7010")
    assert listed(collection, "--assigned-to", "me") == ["D7010"]


def test_a_filter_that_was_kept_at_the_desk_is_used(collection, tmp_path):
    collection("assign", "D7001", "D7002", "--to", "Ben")
    collection("review", "D7001", "--state", "approved")
    kept = {"all of Ben": {"state": "any", "person": "Ben"}, "left to Ben": {"person": "Ben"}, "broken": 7}
    (tmp_path / "review-filters.json").write_text(json.dumps(kept), encoding="utf-8")
    assert listed(collection, "--saved", "all of Ben") == ["D7001", "D7002"]
    assert listed(collection, "--saved", "left to Ben") == ["D7002"]
    code, _, err = collection("list", "--saved", "broken")
    assert code == 3
    assert "The filters are: all of Ben, left to Ben." in err


def test_where_no_filter_was_saved_it_is_said_where_to_save_it(collection):
    code, _, err = collection("list", "--saved", "mine")
    assert code == 3
    assert "no filter has been saved yet: the review page of the desk saves its filter under a name." in err
