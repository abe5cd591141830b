"""``briefbook read`` on scans that hold their own text, so that no engine is needed: every option, as it is printed."""

import json

import papers
import pytest

FIRST = [
    "FM OSLO MAR12/63 CONFD",
    "TO EXTERNAL 220 PRIORITY",
    "HARBOUR WORKS",
    "THE CRANE HAS COME FROM BERGEN AND STANDS ON THE QUAY.",
]
SECOND = ["PAGE TWO 220 CONFD", "IT IS PAINTED GREEN."]
OTHER = [
    "FM OSLO MAR13/63 CONFD",
    "TO EXTERNAL 221 PRIORITY",
    "HARBOUR WORKS",
    "THE CRANE DOES NOT WORK AT ALL IN THIS COLD WEATHER.",
]


def typed(lines):
    return {"words": [(line, 72, 700 - 20 * row, 12) for row, line in enumerate(lines)], "shown": True}


@pytest.fixture
def read(run_command, harbour):
    papers.pdf(harbour / "scans/H201.pdf", typed(FIRST), typed(SECOND))
    papers.pdf(harbour / "scans/H202.pdf", typed(OTHER))

    def read(*arguments, code=0):
        ended, out, err = run_command("-C", harbour, "read", *arguments)
        assert ended == code, err
        return out if code == 0 else err

    return read


def test_what_would_be_read_is_listed_and_estimated_and_nothing_is_read(read, harbour):
    assert read("--dry-run") == "2 scans to read\n  H201\n  H202\n"
    assert json.loads(read("--dry-run", "--json"))["scans"] == ["H201", "H202"]
    assert read("--estimate").startswith("2 scans to read, 3 pages, about ")
    assert json.loads(read("--estimate", "--json"))["pages"] == 3
    assert not (harbour / "build/read").exists() or not list((harbour / "build/read").rglob("*H20*"))


def test_scans_are_read_once_and_the_text_stands_in_the_catalogue(read, run_command, harbour):
    assert read("--workers", "1") == "2 scans read, 3 pages; 0 already read.\n"
    assert read() == "0 scans read, 0 pages; 2 already read.\n"
    shown = run_command("-C", harbour, "catalogue", "show", "H201")[1]
    assert "THE CRANE HAS COME FROM BERGEN AND STANDS ON THE QUAY." in shown


def test_items_may_be_named_or_matched(read):
    assert json.loads(read("H201", "--json")) == {"read": ["H201"], "pages": 2, "findings": [], "contradictions": []}
    assert read("H2*") == "1 scan read, 1 page; 1 already read.\n"


def test_reading_anew_shows_what_would_change_and_keeps_nothing(read):
    assert read("--redo", "--dry-run").splitlines() == [
        "H201, p. 1: is not read yet (text layer)",
        *(f"  + {line}" for line in FIRST),
        "H201, p. 2: is not read yet (text layer)",
        *(f"  + {line}" for line in SECOND),
        "H202, p. 1: is not read yet (text layer)",
        *(f"  + {line}" for line in OTHER),
        "3 pages read, 3 would change; nothing was saved.",
    ]
    read()
    assert read("--redo", "--dry-run") == "3 pages read, 0 would change; nothing was saved.\n"
    assert json.loads(read("--redo", "--dry-run", "--json")) == {"scans": ["H201", "H202"], "pages": 3, "changes": []}


def test_a_reader_that_a_person_names_is_written_into_the_journal(read, run_command, harbour):
    read()
    assert read("--redo", "H201", "--reader", "text-layer") == "1 scan read, 2 pages; 0 already read.\n"
    history = json.loads(run_command("-C", harbour, "catalogue", "history", "H201", "--json")[1])
    assert [(one["kind"], one["from"], one["to"]) for one in history] == [("read", "auto", "text-layer")]


def test_how_a_page_was_read_is_explained_on_a_page_of_its_own(read, harbour):
    path = harbour / "build/explain/H201-p002.html"
    assert read("--explain", "H201", "2") == f"{path}\n"
    assert "PAINTED" in path.read_text(encoding="utf-8")
    assert "<dt>Kind of page</dt>" in path.read_text(encoding="utf-8")
    told = json.loads(read("--explain", "H202", "p. 1", "--json"))
    assert (told["item"], told["page"], told["reader"]) == ("H202", 1, "text layer")
    assert told["why"] == "the file holds the text itself, and no picture of it"
    assert (told["kind"]["name"], told["kind"]["cover"]) == ("other", False)


def test_an_explanation_says_where_a_person_s_word_stands(read, harbour):
    folder = harbour / "transcripts/H201"
    folder.mkdir()
    (folder / "p001.txt").write_text("\n".join(FIRST).replace("STANDS", "LIES"), encoding="utf-8")
    read("--explain", "H201", "1")
    explained = (harbour / "build/explain/H201-p001.html").read_text(encoding="utf-8")
    assert "a transcript replaces the whole page" in explained


@pytest.mark.parametrize(
    ("arguments", "said", "remedy"),
    [
        (["H999"], "there is no scan of H999", "see the names of the files in scans/."),
        (["--reader", "lines"], "--reader goes with --redo", "briefbook read --redo ITEM --reader NAME"),
        (["--redo", "--reader", "nosuch"], "there is no reader 'nosuch'", "readers are auto, anew, lines"),
        (["--explain"], "--explain needs an item and a page", "briefbook read --explain ITEM 2"),
        (["--explain", "H201", "two"], "--explain needs an item and a page", "briefbook read --explain ITEM 2"),
        (["--explain", "H999"], "there is no scan of H999", "briefbook read --explain ITEM 2"),
        (["--explain", "H201", "9"], "H201 has no page 9", "it has 2 pages."),
    ],
)
def test_wrong_usage_says_what_to_write(read, arguments, said, remedy):
    err = read(*arguments, code=2)
    assert f"briefbook: {said}\n  What to do: " in err
    assert remedy in err
