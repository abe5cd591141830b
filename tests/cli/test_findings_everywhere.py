"""A finding looks the same wherever a program meets it: check, read, build, a baseline."""

import json
from pathlib import Path

import jsonschema
import pytest

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/schemas/finding.schema.json").read_text(encoding="utf-8"))


@pytest.fixture
def folder(run_command, tmp_path):
    """A collection whose only scan is empty, and whose only page cites an item that is not there."""
    run_command("init", tmp_path)
    (tmp_path / "scans" / "D1.pdf").write_bytes(b"")
    (tmp_path / "narratives" / "talks.md").write_text("# The talks\n\nHe left ([[D2]]).\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("command", [("read",), ("check",), ("build",)])
def test_every_command_writes_the_finding_on_an_empty_scan_alike(run_command, folder, command):
    run_command("-C", folder, "read")
    _, out, _ = run_command("-C", folder, *command, "--json")
    rows = json.loads(out)["findings"]
    for row in rows:
        jsonschema.Draft202012Validator(SCHEMA).validate(row)
    empty = next(row for row in rows if row["code"] == "R104")
    assert (empty["v"], empty["severity"], empty["where"], empty["path"], empty["item"], empty["page"]) == (
        1,
        "warning",
        "scans/D1.pdf",
        "scans/D1.pdf",
        "D1",
        None,
    )
    assert "the file is empty" in empty["message"]


def test_a_baseline_holds_findings_of_the_same_shape(run_command, folder):
    code, out, _ = run_command("-C", folder, "check", "--json", "--baseline", folder / "known.json")
    baseline = json.loads((folder / "known.json").read_text(encoding="utf-8"))
    assert (code, baseline["briefbook"], baseline["v"]) == (0, "baseline", 1)
    assert [row["code"] for row in baseline["findings"]] == [row["code"] for row in json.loads(out)["findings"]]
    for row in baseline["findings"]:
        jsonschema.Draft202012Validator(SCHEMA).validate(row)
        assert len(row["fingerprint"]) == 20


def test_a_baseline_written_before_findings_had_a_version_is_read(run_command, folder):
    path = folder / "known.json"
    run_command("-C", folder, "check", "--json", "--baseline", path)
    rows = json.loads(path.read_text(encoding="utf-8"))["findings"]
    older = [{name: row[name] for name in ("fingerprint", "code", "message")} for row in rows]
    path.write_text(json.dumps({"briefbook": "baseline", "findings": older}), encoding="utf-8")
    _, out, _ = run_command("-C", folder, "check", "--json", "--baseline", path)
    assert {row["accepted"] for row in json.loads(out)["findings"]} == {"known before: it stands in the baseline"}
