"""The list of items says which scans are not read yet; what another scan said is never given as theirs."""

import json

import pytest
from papers import pdf

HEADING = ["FM AMEMBASSY OSLO", "TO SECSTATE WASHDC", "3 OCTOBER 1958", "THE FERRY IS LATE TODAY"]


def scan(path, *lines):
    words = [(line, 72, 700 - 20 * row, 12) for row, line in enumerate(lines)]
    pdf(path, {"words": words, "shown": True})


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "briefbook.toml").write_text("[items]\npattern = 'H[0-9]{3}'\n", encoding="utf-8")
    (tmp_path / "scans").mkdir()
    for name in ("H201", "H202"):
        scan(tmp_path / "scans" / f"{name}.pdf", *HEADING)
    return tmp_path


@pytest.fixture
def listed(run_command, folder):
    def run(*options):
        code, out, err = run_command("-C", folder, "catalogue", "list", *options)
        assert code == 0, err
        return out

    return run


def rows(listed, *options):
    return {row["item"]: row for row in json.loads(listed("--json", *options))}


def test_a_scan_that_was_never_read_is_said_to_be_unread(folder, listed):
    assert listed().count("(scan not read yet)") == 2
    for row in rows(listed).values():
        assert [(need["kind"], need["why"]) for need in row["needs"]] == [("reading", "scan not read yet")]
        assert row["worth"] > 0
    assert "scan not read yet" in listed("--needs", "a-look")


def test_a_scan_that_has_changed_since_is_said_to_be_unread_and_the_others_are_not(folder, listed, run_command):
    assert run_command("-C", folder, "read")[0] == 0
    assert "not read yet" not in listed()
    before = rows(listed)
    assert before["H201"]["pages"] == 1
    scan(folder / "scans" / "H201.pdf", *HEADING[:3], "THE FERRY IS HERE")
    (line,) = [line for line in listed().splitlines() if "(scan not read yet)" in line]
    assert line.split()[0] == "H201"
    after = rows(listed)
    assert after["H202"] == before["H202"]
    assert {need["why"] for need in after["H201"]["needs"]} == {"scan not read yet"}
    assert list(rows(listed, "--needs", "reading")) == ["H201"]
    assert run_command("-C", folder, "read")[0] == 0
    assert "not read yet" not in listed()
    assert rows(listed)["H201"]["needs"] == before["H201"]["needs"]


def test_an_unread_scan_is_no_anomaly_of_a_heading(folder, listed, run_command):
    listed()
    out = run_command("-C", folder, "check", "--json")[1]
    assert not [found for found in json.loads(out)["findings"] if "not read yet" in found["message"]]


def test_a_person_s_decision_leaves_the_reason_to_look_once(folder, listed, run_command):
    listed()
    run_command("-C", folder, "catalogue", "set", "H201", "number", "4711")
    assert [need["why"] for need in rows(listed)["H201"]["needs"]] == ["scan not read yet"]
    assert rows(listed)["H201"]["number"] == "4711"
