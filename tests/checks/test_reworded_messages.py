"""What a person wrote about a finding holds on when its message is worded anew: acceptances and baselines."""

import datetime
import hashlib
import json

import pytest

from briefbook.checks import CheckContext, check
from briefbook.checks.baseline import with_baseline, write_baseline
from briefbook.checks.manual import example
from briefbook.model.finding import Finding
from briefbook.model.locator import FilePosition
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.settings import CheckSettings
from briefbook.text.finding_words import finding_in_words
from briefbook.util.translation import using

WORDED = [
    ("1958-10-03 was a Friday, not a Sunday", "3 October 1958 was a Friday, not a Sunday"),
    (
        "no item cited on this page is dated 1958-10-04 (a Saturday), 1958-10-06",
        "no item cited here is dated 4 October 1958 (a Saturday), 6 October 1958",
    ),
    (
        "“not clear” is not what H201 says: the source has 'NOW CLEAR'",
        "“not clear” is not what H201 says: the paper has NOW CLEAR",
    ),
    (
        "“calm” agrees with H201 but for reading noise (CALN): look at the picture",
        "“calm” agrees with H201 but for misread letters (CALN): look at the picture",
    ),
    (
        "“calm” is not what H201 says: “calm” for CALMER",
        "“calm” is not what H201 says: “calm” where the paper has CALMER",
    ),
    ("H202 is no item, and is printed as plain words", "H202 is not an item, and is printed as plain words"),
    (
        "“calm” is quoted otherwise before, with a for b: a.md",
        "“calm” was quoted differently before, with a for b: a.md",
    ),
]


def finding(message, line=3):
    return Finding("C214", FilePosition("narratives/p.md", line, 4), message)


def old_fingerprint(message):
    return hashlib.sha256(f"C214\nnarratives/p.md\n\n{message}".encode()).hexdigest()[:20]


def is_accepted(words, prose="On Sunday 3 October 1958 it was sent (H201)."):
    made = example("item H201 date=1958-10-02 from=OSLO to=EXTERNAL form=memorandum\npage THE REPORT.\n")
    source = f"---\naccept:\n  - code: C214\n    words: {json.dumps(words)}\n    reason: asked\n---\n# T\n\n{prose}\n"
    page = parse_narrative(source, "narratives/p.md", citation="H[0-9]{3}", is_item=made.catalogue.__contains__)
    context = CheckContext(settings=CheckSettings(select=["C214", "C401"]))
    found = check(made.catalogue, [page], context=context)[0]
    assert [each.code for each in found if each.code == "C214"] == ["C214"]
    accepted = any(each.code == "C214" and each.accepted for each in found)
    assert accepted != any(each.code == "C401" for each in found)
    return accepted


@pytest.mark.parametrize(
    "words",
    [
        "1958-10-03 was a Friday",
        "3 October 1958 was a Friday",
        "3 OCTOBER 1958 was",
        "1958-10",
        "October 1958",
        "not a Sunday",
    ],
)
def test_an_acceptance_holds_in_whichever_form_its_day_is_written(words):
    assert is_accepted(words)


@pytest.mark.parametrize("words", ["1958-10-04 was a", "4 October 1958", "1958-10-13", "was a Thursday"])
def test_an_acceptance_of_another_day_or_of_other_words_does_not_hold(words):
    assert not is_accepted(words)


def test_an_acceptance_of_the_third_does_not_hold_for_the_thirteenth():
    assert not is_accepted("3 October 1958 was a", "On Sunday 13 October 1958 it was sent (H201).")


@pytest.mark.parametrize(("before", "now"), WORDED)
def test_a_baseline_holds_for_a_finding_that_is_worded_anew(before, now):
    baseline = json.loads(write_baseline([finding(before, 9)]))
    assert baseline["findings"][0]["fingerprint"] == old_fingerprint(before)
    for wording in (before, now):
        assert [bool(each.accepted) for each in with_baseline([finding(wording)], json.dumps(baseline))] == [True]


def test_an_old_baseline_with_only_where_for_its_place_holds_too():
    row = json.loads(write_baseline([finding(WORDED[0][0])]))["findings"][0]
    row = {name: row[name] for name in ("fingerprint", "code", "where", "item", "message")}
    held = with_baseline([finding(WORDED[0][1])], json.dumps({"findings": [row]}))
    assert [bool(each.accepted) for each in held] == [True]


def test_a_row_of_a_baseline_counts_for_one_finding_of_its_day():
    baseline = write_baseline([finding(WORDED[0][0])])
    findings = [
        finding("4 October 1958 was a Saturday, not a Sunday"),
        *[finding(WORDED[0][1], line) for line in (3, 5)],
    ]
    assert [bool(each.accepted) for each in with_baseline(findings, baseline)] == [False, True, False]


def test_rows_of_a_baseline_that_are_no_findings_cover_nothing():
    rows = [3, {}, {"fingerprint": None}, {"code": 1, "item": [], "where": 4, "message": {}}]
    assert with_baseline([finding("x")], json.dumps({"findings": rows}))[0].accepted is None


def test_an_acceptance_that_expired_says_the_day_in_words_and_in_french():
    source = "---\naccept:\n  - code: C214\n    reason: asked\n    until: 1999-12-31\n---\n# T\n\nWords.\n"
    page = parse_narrative(source, "narratives/p.md", citation="H[0-9]{3}", is_item=lambda item: False)
    made = example("item H201 date=1958-10-02 from=OSLO to=EXTERNAL form=memorandum\n")
    context = CheckContext(settings=CheckSettings(select=["C401"]), today=datetime.date(2026, 11, 28))
    (found,) = check(made.catalogue, [page], context=context)[0]
    assert found.message == "the acceptance of C214 expired on 31 December 1999: asked"
    with using("fr"):
        assert "le 31 décembre 1999" in finding_in_words(found.message)
