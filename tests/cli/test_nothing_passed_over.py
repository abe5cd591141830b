"""What would change nothing, unseen, is refused or reported: misspelt keys, codes, columns, options, variables."""

import json

import pytest

ITEMS = """\
{"item": "CDNW12630", "fields": {"from": [{"as_written": "HAVANA", "value": "HAVANA"}]}, "pages": ["THE FERRY IS LATE"]}
"""
PAGE = """---
title: The talks
---

The missiles were leaving (CDNW12639).
"""


@pytest.fixture
def folder(tmp_path):
    settings = "[items]\npattern = 'CDNW[0-9]{5}'\ncitation = 'CDNW[0-9]{5}'\n"
    (tmp_path / "briefbook.toml").write_text(settings, encoding="utf-8")
    for name, text in {"narratives/talks.md": PAGE, "received/list/descriptions.jsonl": ITEMS}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def findings_on(run_command, folder, page, *codes):
    (folder / "narratives" / "talks.md").write_text(page, encoding="utf-8")
    out = run_command("-C", folder, "check", "--json", "--select", ",".join(codes))[1]
    return [(load["code"], load["message"], load["accepted"]) for load in json.loads(out)["findings"]]


@pytest.mark.parametrize(
    ("key", "meant"),
    [("titel: A", "title"), ("Order: 2", "order"), ("date: 1962", "dates"), ("formely: [a]", "formerly")],
)
def test_a_misspelt_key_of_the_front_matter_is_a_finding(run_command, folder, key, meant):
    page = f"---\n{key}\n---\n\n# Talks\n"
    name = key.partition(":")[0]
    assert findings_on(run_command, folder, page, "N103") == [
        ("N103", f"the key {name!r} in the front matter is not known and does nothing", None)
    ]
    out = run_command("-C", folder, "check", "--select", "N103")[1]
    assert "talks.md:2" in out
    assert f"did you mean {meant!r}?" in out


def test_a_key_of_the_author_s_own_is_none(run_command, folder):
    assert findings_on(run_command, folder, "---\ntitle: A\nplanted: yes\ntags: [a]\n---\n\nProse.\n", "N103") == []


@pytest.mark.parametrize(
    ("acceptance", "words"),
    [
        ("{code: C101, reson: on its way}", "it has an unknown key 'reson'; did you mean 'reason'?"),
        ("{code: C101, reason: on its way, until: 2027-1-1}", "until is '2027-1-1', which is no day"),
        ("{code: C101, reason: on its way, until: soon}", "until is 'soon', which is no day"),
        ('"C101: on its way until 31.1.2027"', "until is followed by '31.1.2027', which is no day"),
        ("{code: C1O1, reason: on its way}", "there is no such code; did you mean 'C101'?"),
        ("{code: X101, reason: on its way}", "a fault of the program is to be reported, not accepted"),
    ],
)
def test_an_acceptance_that_cannot_hold_says_why_and_accepts_nothing(run_command, folder, acceptance, words):
    page = PAGE.replace("title: The talks", f"title: The talks\naccept:\n  - {acceptance}")
    found = findings_on(run_command, folder, page, "C101", "C401")
    assert [(code, accepted) for code, _, accepted in found] == [("C401", None), ("C101", None)]
    assert words in found[0][1]


@pytest.mark.parametrize(
    ("comment", "words"),
    [
        ("<!-- accept C1O1: on its way -->", "the acceptance of C1O1 does not hold: there is no such code"),
        ("<!-- accept C101: on its way until 2027-13-01 -->", "until is followed by '2027-13-01', which is no day"),
    ],
)
def test_so_does_a_comment(run_command, folder, comment, words):
    found = findings_on(run_command, folder, PAGE.replace("(CDNW12639).", f"(CDNW12639). {comment}"), "C101", "C401")
    assert sorted((code, accepted) for code, _, accepted in found) == [("C101", None), ("C401", None)]
    assert words in next(message for code, message, _ in found if code == "C401")


def test_an_acceptance_in_a_line_of_front_matter_ends_with_its_day(run_command, folder):
    page = PAGE.replace("title: The talks", 'title: The talks\naccept:\n  - "C101: on its way until 2001-01-31"')
    found = findings_on(run_command, folder, page, "C101", "C401")
    assert found[0][:2] == ("C401", "the acceptance of C101 expired on 31 January 2001: on its way")
    page = page.replace("2001", "2999")
    assert findings_on(run_command, folder, page, "C101", "C401")[0][2] == "on its way (until 2999-01-31)"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["posts", "confirm", "HAVNA", "Embassy Havana"], 2, "did you mean 'HAVANA'?"),
        (["catalogue", "set", "CDNW12630", "subjct", "Ferries"], 2, "did you mean 'subject'?"),
        (["catalogue", "export", "--fields", "date,numbr"], 2, "did you mean 'number'?"),
        (["search", "ferry", "--order", "relevnce"], 2, "did you mean 'relevance'?"),
        (["search", "ferry", "--batch", "questions.txt"], 2, "--batch and a query do not go together"),
        (["quote", "the ferry", "--details"], 2, "--details goes with --json or --batch"),
        (["read", "--explain", "CDNW12630", "--redo"], 2, "--explain goes alone"),
        (["read", "--estimate", "--dry-run"], 2, "--estimate and --dry-run do not go together"),
        (["read", "--redo", "--reader", "tesserakt"], 2, "did you mean 'tesseract'?"),
        (["import", "exibit", "page.html"], 2, "did you mean 'exhibit'?"),
        (["export", "bibtx"], 2, "did you mean 'bibtex'?"),
        (["serve", "--trusted-proxy", "proxy.example"], 2, "--trusted-proxy proxy.example is no IP address"),
    ],
)
def test_a_word_on_the_command_line_that_would_change_nothing_is_wrong_usage(
    run_command, folder, arguments, code, words
):
    ended, _, err = run_command("-C", folder, *arguments)
    assert ended == code
    assert words in err
    assert not (folder / "journal.jsonl").exists()


def test_an_unknown_key_of_a_quotation_asked_about_is_answered_with_it(run_command, folder, tmp_path):
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"quote": "the ferry is late", "itm": "CDNW12630"}\n', encoding="utf-8")
    (answer,) = [json.loads(row) for row in run_command("-C", folder, "quote", "--batch", rows)[1].splitlines()]
    assert (answer["verdict"], answer["why"]) == ("cannot-tell", "unknown key 'itm'; did you mean 'item'?")


def test_a_misspelt_variable_of_the_environment_is_reported(run_command, folder, monkeypatch):
    monkeypatch.setenv("BRIEFBOOK_WH0", "Ada")
    _, _, err = run_command("-C", folder, "posts")
    assert err.splitlines()[0] == (
        "briefbook: the environment variable BRIEFBOOK_WH0 is not known and does nothing; did you mean 'BRIEFBOOK_WHO'?"
    )


@pytest.mark.parametrize("name", ["BRIEFBOOK_EXTENSIONS", "BRIEFBOOK_FRENCH"])
def test_a_variable_of_the_environment_that_the_manual_or_the_tools_name_is_not_reported(
    run_command, folder, monkeypatch, name
):
    monkeypatch.setenv(name, "off")
    _, _, err = run_command("-C", folder, "posts")
    assert "environment variable" not in err


def test_a_column_of_a_placed_table_that_there_is_not_is_a_finding(run_command, folder):
    page = PAGE + "\n{{table: Item, dat, subject}}\n"
    assert findings_on(run_command, folder, page, "N105") == [("N105", "a table of items has no column 'dat'", None)]
