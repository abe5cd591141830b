"""``briefbook catalogue history`` tells every decision about an item, of whatever kind and version its line is."""

import json

LINES = """\
{"when": "2026-01-01T00:00:00Z", "who": "Ada", "kind": "set", "item": "D7", "field": "number", "from": null, "to": "3316"}
{"v": 1, "when": "2026-01-02T00:00:00Z", "who": "Bo", "kind": "accept", "code": "C204", "item": "D7", "until": "2027-01-31"}
{"v": 1, "when": "2026-01-03T00:00:00Z", "who": "Bo", "kind": "read", "item": "D7", "from": "auto", "to": "anew", "why": "dim"}
{"v": 1, "when": "2026-01-04T00:00:00Z", "who": "Bo", "kind": "set", "item": "D8", "field": "number", "to": "1"}
{"v": 1, "when": "2026-01-05T00:00:00Z", "who": "Bo", "kind": "confirm", "vocabulary": "post", "code": "OSLO", "name": "Oslo"}
{"v": 9, "kind": "set"}
"""  # noqa: E501


def test_every_decision_about_an_item_is_told_and_a_line_that_is_not_known_is_named(run_command, tmp_path):
    run_command("init", tmp_path)
    (tmp_path / "journal.jsonl").write_text(LINES, encoding="utf-8")
    code, out, err = run_command("-C", tmp_path, "catalogue", "history", "D7")
    assert code == 0
    assert out.splitlines() == [
        "2026-01-01T00:00:00Z  Ada  set number: (blank) -> 3316",
        "2026-01-02T00:00:00Z  Bo  accept C204: D7, until 2027-01-31",
        "2026-01-03T00:00:00Z  Bo  read reader: auto -> anew  (dim)",
    ]
    assert "journal.jsonl:6: line 6 of the journal is not known to this program: it is of version 9" in err


def test_as_json_they_are_lines_of_the_present_version(run_command, tmp_path):
    run_command("init", tmp_path)
    (tmp_path / "journal.jsonl").write_text(LINES, encoding="utf-8")
    _, out, _ = run_command("-C", tmp_path, "catalogue", "history", "D7", "--json")
    assert json.loads(out)[0] == {
        "v": 1,
        "when": "2026-01-01T00:00:00Z",
        "who": "Ada",
        "kind": "set",
        "item": "D7",
        "field": "number",
        "from": None,
        "to": "3316",
        "why": "",
    }
