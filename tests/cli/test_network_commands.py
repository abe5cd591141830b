"""``briefbook references``, ``series`` and ``copies``: what cables say of one another, as it is printed and as JSON."""

import json

import pytest


@pytest.fixture
def ask(run_command, harbour):
    def ask(*arguments, code=0):
        ended, out, err = run_command("-C", harbour, *arguments)
        assert ended == code, err
        return out if code == 0 else err

    return ask


def test_references_are_listed_with_what_is_held_and_what_is_missing(ask):
    assert ask("references").splitlines() == [
        "H102             MYTEL 210 MAR2                   held       H101",
        "H103             YOURTEL 88 MAR4                  stub       EXTERNAL 88 (1963)",
        "H104             MYTELS 212 MAR4                  held       H102",
        "H104             216 MAR8                         stub       OSLO 216 (1963)",
        "H107             OSLO TEL 210 MAR2                held       H101",
        "5 references.",
    ]


def test_the_references_of_one_item_alone(ask):
    assert [line.split()[0] for line in ask("references", "H104").splitlines()[:-1]] == ["H104", "H104"]
    assert ask("references", "H105") == "0 references.\n"


def test_a_reference_as_json_has_its_target_and_how_sure_it_is(ask):
    first, second, *_ = json.loads(ask("references", "--json"))
    assert first == {
        "item": "H102",
        "mention": "MYTEL 210 MAR2",
        "form": "MYTEL",
        "number": "210",
        "status": "held",
        "target": "H101",
        "candidates": ["H101", "H108"],
        "confidence": 0.99,
        "date": "1963-03-02",
        "note": "held in 2 copies",
    }
    assert (second["status"], second["target"], second["candidates"]) == ("stub", "EXTERNAL 88 (1963)", [])


def test_what_is_referred_to_and_not_held_is_a_list_for_an_access_request(ask):
    assert ask("references", "--stubs").splitlines() == [
        "EXTERNAL 88 (1963)           1963-03-04   referred to by H103",
        "OSLO 216 (1963)              1963-03-08   referred to by H104",
        "2 cables referred to but not held.",
    ]
    assert json.loads(ask("references", "--stubs", "--json"))[1] == {
        "target": "OSLO 216 (1963)",
        "date": "1963-03-08",
        "referred_to_by": ["H104"],
        "times": 1,
        "mentions": ["216 MAR8"],
        "status": "stub",
    }


@pytest.mark.parametrize("command", ["references", "copies"])
@pytest.mark.parametrize(
    ("item", "remedy"), [("H1O1", "did you mean H101"), ("Z999", "see `briefbook catalogue list`.")]
)
def test_an_item_that_there_is_not_names_near_ones(ask, command, item, remedy):
    said = ask(command, item, code=3)
    assert f"briefbook: there is no item {item}\n  What to do: {remedy}" in said


def test_a_series_says_what_is_held_what_is_missing_and_that_a_stretch_of_numbers_estimates_nothing(ask):
    assert ask("series", "oslo").splitlines() == [
        "OSLO telegrams 1963: 7 held, 210 to 219, 1.0 per day",
        "  not held 211: never seen (expected 1963-03-02/1963-03-04)",
        "  not held 214-216: referred to by another cable (expected 1963-03-05/1963-03-09)",
        "  missing: not estimable",
    ]


def test_a_series_of_one_number_estimates_nothing(ask):
    assert ask("series", "LDN").splitlines() == [
        "LDN telegrams 1963: 1 held, number 88; nothing can be estimated from one number",
    ]


def test_series_as_json_have_their_items_in_order_of_number(ask):
    reports = json.loads(ask("series", "--json"))
    assert [(report["series"], report["post"], report["kind"]) for report in reports] == [
        ("LDN telegrams 1963", "LDN", "telegram"),
        ("OSLO telegrams 1963", "OSLO", "telegram"),
    ]
    assert reports[1]["items"] == ["H101", "H108", "H102", "H103", "H104", "H105", "H106"]
    assert [(gap["from"], gap["to"]) for gap in reports[1]["gaps"]] == [(211, 211), (214, 216)]


def test_a_post_without_numbers_has_no_series(ask, run_command, tmp_path):
    assert ask("series", "BONN") == "No numbered series of BONN.\n"
    run_command("init", tmp_path / "empty")
    assert run_command("-C", tmp_path / "empty", "series")[:2] == (0, "No numbered series.\n")


def test_a_number_out_of_its_days_is_suspect_and_an_undated_cable_is_dated_by_its_number(ask, harbour):
    path = harbour / "received/list/descriptions.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for number in range(220, 245):
        fields = {
            "date": [{"as_written": "", "value": f"1963-03-{12 + (number - 220) // 2:02d}"}],
            "from": [{"as_written": "OSLO", "value": "OSLO"}],
            "number": [{"as_written": str(number), "value": str(number)}],
        }
        rows.append({"item": f"H{number}", "fields": fields})
    written = {row["item"]: row for row in rows}
    written["H240"]["fields"]["number"] = [{"as_written": "140", "value": "140"}]
    written["H233"]["fields"].pop("date")
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    said = ask("series", "OSLO").splitlines()
    assert "  not held 240: misread likely (expected 1963-03-21/1963-03-22)" in said
    assert "  suspect H240: number 140 on 1963-03-22; no single correction explains it" in said
    assert "  no exact day H233: 1963-03-18 (95 %: 1963-03-18/1963-03-19)" in said


def test_copies_are_groups_of_ids_and_what_one_has_that_the_other_lacks(ask):
    assert ask("copies") == "H101  H108\n1 group of copies.\n"
    assert json.loads(ask("copies", "--json")) == [["H101", "H108"]]
    assert ask("copies", "H101").splitlines() == [
        "H101 and H108: 88% alike, 1 difference",
        "  only H101: AND WOULD SAY ONLY THAT THE ENGINEERS WERE AT WORK.",
        "  only H108: [DELETED]",
    ]
    beside = json.loads(ask("copies", "H108", "--json"))
    assert (beside["item"], [one["item"] for one in beside["copies"]]) == ("H108", ["H101"])
    assert beside["copies"][0]["differences"][0]["there"] == "AND WOULD SAY ONLY THAT THE ENGINEERS WERE AT WORK."
    assert ask("copies", "H105") == "No copy of H105 is held.\n"
