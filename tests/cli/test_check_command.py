"""briefbook check and briefbook quote, as they are called."""

import json

import pytest

PAGE = """---
title: The talks
---

He said that Castro “looked satisfied with everything” (CDNW12630).

The missiles were leaving (CDNW12639). They left under “tarpaulins of a dark colour” (CDNW12630).
"""
ITEMS = """\
{"item": "CDNW12630", "fields": {}, "pages": ["CASTRO LOOKED DISSATISFIED WITH EVERYTHING AND WAS NOT CALM."]}
{"item": "CDNW12638", "fields": {}, "pages": ["THE MISSILES WERE LEAVING CUBA UNDER TARPAULINS OF A DARK COLOUR."]}
{"item": "CDNW12640", "fields": {}}
"""


@pytest.fixture
def folder(tmp_path):
    """A collection of three items, two of them with texts, and one page."""
    (tmp_path / "briefbook.toml").write_text(
        "[items]\npattern = 'CDNW[0-9]{5}'\ncitation = 'CDNW[0-9]{5}'\n", encoding="utf-8"
    )
    for name, text in {"narratives/talks.md": PAGE, "received/list/descriptions.jsonl": ITEMS}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def checked(run_command, folder, *arguments):
    code, out, _ = run_command("-C", folder, "check", "--format", "json", *arguments)
    return code, [(load["code"], load["line"], load["accepted"]) for load in json.loads(out)["findings"]]


def test_findings_are_chosen_by_code(run_command, folder):
    assert checked(run_command, folder, "--select", "C10", "--ignore", "C102") == (0, [("C101", 7, None)])
    _, found = checked(run_command, folder, "--ignore", "C1")
    assert [code for code, _, _ in found] == ["C201", "C201"]


def test_under_strict_a_warning_stops_publication(run_command, folder):
    assert checked(run_command, folder, "--select", "C101", "--strict")[0] == 1


def test_an_acceptance_needs_a_reason_and_ends_with_its_day(run_command, folder):
    page = folder / "narratives" / "talks.md"
    said = "<!-- accept C101: the scan is on its way -->"
    page.write_text(PAGE.replace("(CDNW12639).", f"(CDNW12639). {said}"), encoding="utf-8")
    assert checked(run_command, folder, "--select", "C101,C401")[1] == [("C101", 7, "the scan is on its way")]
    for other, why in (("<!-- accept C101: -->", "C401"), (said.replace(" -->", " until 2001-01-01 -->"), "C401")):
        page.write_text(PAGE.replace("(CDNW12639).", f"(CDNW12639). {other}"), encoding="utf-8")
        assert sorted(checked(run_command, folder, "--select", "C101,C401")[1])[:2] == [
            ("C101", 7, None),
            (why, 7, None),
        ]


def test_a_baseline_is_written_once_and_then_only_what_is_new_is_open(run_command, folder):
    known = folder / "known.json"
    assert all(accepted for _, _, accepted in checked(run_command, folder, "--baseline", known)[1])
    page = folder / "narratives" / "talks.md"
    page.write_text(PAGE.replace("---\n\nHe", "---\n\nA new line (CDNW12645).\n\nHe"), encoding="utf-8")
    _, found = checked(run_command, folder, "--baseline", known)
    assert [(code, line) for code, line, accepted in found if not accepted] == [("C101", 5)]


def test_a_certain_repair_is_shown_first_and_made_when_told(run_command, folder):
    page = folder / "narratives" / "talks.md"
    page.write_text(PAGE + "\nKhruschev agreed (CDNW12630).\n", encoding="utf-8")
    _, _, said = run_command("-C", folder, "check", "--fix", "--select", "C211")
    assert "-Khruschev agreed (CDNW12630).\n+Khrushchev agreed (CDNW12630)." in said
    assert "Khruschev" in page.read_text(encoding="utf-8")
    run_command("-C", folder, "check", "--fix", "--yes", "--select", "C211")
    assert page.read_text(encoding="utf-8").endswith("\nKhrushchev agreed (CDNW12630).\n")


def test_a_verification_is_made_again_only_when_prose_or_text_changed(run_command, folder, monkeypatch):
    from briefbook.checks import verifications

    made = []
    real = verifications.verify_among
    monkeypatch.setattr(
        verifications, "verify_among", lambda book, quoted, items: made.append(items) or real(book, quoted, items)
    )
    first = checked(run_command, folder)
    assert len(made) == 2
    assert checked(run_command, folder) == first
    assert len(made) == 2
    page = folder / "narratives" / "talks.md"
    page.write_text(PAGE.replace("looked satisfied", "looked dissatisfied"), encoding="utf-8")
    _, found = checked(run_command, folder, "--select", "C201")
    assert len(made) == 3
    assert [line for _, line, _ in found] == [7]


def quoted(run_command, folder, *arguments):
    code, out, _ = run_command("-C", folder, "quote", *arguments)
    assert code == 0
    return out


def test_a_quotation_is_answered_with_verdict_and_place(run_command, folder):
    out = quoted(run_command, folder, "looked satisfied with everything", "--in", "CDNW12630", "--json")
    answer = json.loads(out)
    assert list(answer) == ["verdict", "item", "page", "boxes", "difference", "alternatives"]
    assert (answer["verdict"], answer["item"], answer["page"]) == ("altered", "CDNW12630", 1)
    assert {"step": "changed", "quoted": "satisfied", "source": "DISSATISFIED"} in answer["difference"]


def test_a_batch_is_answered_line_by_line_in_order(run_command, folder, tmp_path):
    asked = [
        {"quote": "looked dissatisfied with everything", "item": "CDNW12630"},
        {"quote": "under tarpaulins of a dark colour", "item": "CDNW12630"},
        {"quote": "under tarpaulins of a dark colour"},
        {"quote": "wheat prices in the prairies rose again"},
        {"quote": "looked dissatisfied", "item": "CDNW12640"},
        {"item": "CDNW12630"},
    ]
    path = tmp_path / "asked.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in asked) + "\n", encoding="utf-8")
    answers = [json.loads(row) for row in quoted(run_command, folder, "--batch", path).splitlines()]
    assert [(answer["verdict"], answer["item"]) for answer in answers] == [
        ("verbatim", "CDNW12630"),
        ("elsewhere", "CDNW12638"),
        ("verbatim", "CDNW12638"),
        ("not-found", None),
        ("cannot-tell", "CDNW12640"),
        ("cannot-tell", None),
    ]


BASE = "[items]\npattern = 'CDNW[0-9]{5}'\ncitation = 'CDNW[0-9]{5}'\n[checks]\n"


@pytest.mark.parametrize(
    ("setting", "code", "words"),
    [
        ('severity = { "C101" = "error" }', 1, "1 error"),
        ('severity = { "C101" = "fatal" }', 3, "Write error, warning or note."),
        ('severity = { "C999" = "error" }', 3, "there is no code 'C999'"),
        ('ignore = ["X9"]', 3, "no code begins with 'X9'"),
        ("select = [2]", 3, "checks.select holds 2, which is not text"),
        ('[site]\nsearch = "sometimes"', 3, "site.search is 'sometimes', which is not known"),
    ],
)
def test_a_setting_that_would_change_nothing_is_refused(run_command, folder, setting, code, words):
    (folder / "briefbook.toml").write_text(BASE + setting + "\n", encoding="utf-8")
    ended, out, err = run_command("-C", folder, "check")
    assert ended == code
    assert words in out + err


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_a_code_that_there_is_not_is_wrong_usage(run_command, folder, option):
    code, out, err = run_command("-C", folder, "check", option, "C101", option, "C2O1")
    assert (code, out) == (2, "")
    assert f"{option}: no code begins with 'C2O1'" in err
    assert "did you mean 'C201'?" in err
    assert run_command("-C", folder, "check", option, "C101,")[0] == 2
    assert run_command("-C", folder, "check", option, "c2")[0] in (0, 1)


@pytest.mark.parametrize("arguments", [("--select", "C1", "--ignore", "C1"), ("--select", "c101", "--ignore", "C1")])
def test_a_choice_that_leaves_no_check_is_wrong_usage(run_command, folder, arguments):
    assert run_command("-C", folder, "check", *arguments) == (
        2,
        "",
        "briefbook: nothing is selected: --ignore and checks.ignore leave out every code that is to be checked\n"
        "  What to do: leave out fewer codes, or select others.\n",
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--yes"], "--yes goes with --fix"),
        (["--watch", "--fix"], "--watch and --fix do not go together"),
        (["--watch", "--certificate"], "--watch and --certificate do not go together"),
        (["--format", "jsn"], "did you mean 'json'?"),
    ],
)
def test_an_option_that_would_change_nothing_is_wrong_usage(run_command, folder, arguments, words):
    code, _, err = run_command("-C", folder, "check", *arguments)
    assert code == 2
    assert words in err


def test_a_check_that_fails_is_our_fault_and_does_not_stop_the_others(run_command, folder, monkeypatch):
    monkeypatch.setattr("briefbook.checks.cited_items.check", lambda inputs: [[][0]])
    code, found = checked(run_command, folder, "--select", "C101,C201")
    assert code == 1
    assert [name for name, _, _ in found] == ["C201", "C201", "X101"]
    code, out, _ = run_command("-C", folder, "check", "--json", "narratives/talks.md")
    (fault,) = [load for load in json.loads(out)["findings"] if load["code"] == "X101"]
    assert fault["message"].startswith(
        "the check C101 was not done to the end, by a fault of Briefbook itself: IndexError"
    )
    assert "Traceback" in (folder / "build" / "briefbook.log").read_text(encoding="utf-8")


def test_nothing_is_signed_where_a_check_failed(run_command, folder, monkeypatch):
    monkeypatch.setattr("briefbook.checks.cited_items.check", lambda inputs: [[][0]])
    code, _, err = run_command("-C", folder, "check", "--certificate")
    assert code == 70
    assert "nothing is signed: the check C101 was not done" in err
    assert not (folder / "journal.jsonl").exists()


def test_a_quotation_that_our_code_cannot_compare_is_our_fault_and_the_others_are_compared(
    run_command, folder, monkeypatch
):
    from briefbook.checks import verifications

    compare = verifications.verify_among

    def breaks(inputs, quoted, items):
        return [][0] if "CDNW12630" in items and "tarpaulins" in quoted.words else compare(inputs, quoted, items)

    monkeypatch.setattr(verifications, "verify_among", breaks)
    code, found = checked(run_command, folder, "--select", "C201")
    assert code == 1
    assert [name for name, _, _ in found] == ["C201", "X101"]
    monkeypatch.undo()
    assert [name for name, _, _ in checked(run_command, folder, "--select", "C201")[1]] == ["C201", "C201"]


def test_a_slip_in_the_settings_does_not_end_the_watch(folder, monkeypatch, capsys):
    import watchfiles

    from briefbook.cli.watch import watch_collection
    from briefbook.errors import InputError
    from briefbook.project.collection import Collection

    monkeypatch.setattr(watchfiles, "watch", lambda *_, **__: [{(1, str(folder / "briefbook.toml"))}] * 2)
    called = []

    def again(more_than_pages):
        called.append(more_than_pages)
        if len(called) == 2:
            raise InputError("there is no section 'chekcs'", remedy="did you mean 'checks'?")

    watch_collection(Collection.open(folder), again)
    assert called == [False, True, True]
    assert "did you mean 'checks'?" in capsys.readouterr().err
