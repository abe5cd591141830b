"""chapters as it is printed in the terminal: what the writing desk does, without a browser."""

import json

import pytest

from briefbook.project.collection import Collection
from briefbook.project.manuscripts import keep, open_manuscript

NAME = "narratives/harbour.md"


@pytest.fixture
def text(harbour):
    return (harbour / NAME).read_text(encoding="utf-8")


@pytest.fixture
def unsaved(harbour, text):
    ours = text.replace("a week later", "ten days later")
    keep(Collection.open(harbour), NAME, "ada", before=text, base=text, text=ours, when="2026-11-27T10:00:00Z")
    return ours


def test_chapters_are_listed_with_who_has_not_saved(run_command, harbour, unsaved):
    assert run_command("-C", harbour, "chapters") == (
        0,
        "narratives/harbour.md  The harbour works\n  not saved: ada, 2026-11-27 10:00 UTC\n",
        "",
    )
    listed = json.loads(run_command("-C", harbour, "chapters", "--json")[1])
    assert listed == {
        "chapters": [
            {
                "path": NAME,
                "title": "The harbour works",
                "draft": False,
                "unsaved": [{"who": "ada", "when": "2026-11-27T10:00:00Z"}],
            }
        ]
    }


def test_what_was_written_is_printed_saved_and_then_gone(run_command, harbour, unsaved):
    assert run_command("-C", harbour, "chapters", "text", "harbour", "--who", "ada")[1] == unsaved
    assert run_command("-C", harbour, "chapters", "save", "harbour.md", "--who", "ada")[:2] == (0, f"{NAME}: saved.\n")
    assert (harbour / NAME).read_text(encoding="utf-8") == unsaved
    code, _, err = run_command("-C", harbour, "chapters", "save", NAME, "--who", "ada")
    assert (code, "ada has nothing unsaved" in err) == (3, True)


def test_a_place_changed_on_both_sides_is_shown_and_nothing_written_over(run_command, harbour, text, unsaved):
    theirs = text.replace("a week later", "a month later")
    (harbour / NAME).write_text(theirs, encoding="utf-8")
    code, out, _ = run_command("-C", harbour, "chapters", "save", "harbour", "--who", "ada")
    assert code == 1
    assert "ten days later (H105).\n=======\n" in out
    assert "a month later (H105).\n>>>>>>> the file\n" in out
    assert (harbour / NAME).read_text(encoding="utf-8") == theirs


def test_what_is_discarded_is_gone(run_command, harbour, text, unsaved):
    assert run_command("-C", harbour, "chapters", "discard", "harbour", "--who", "ada")[0] == 0
    assert open_manuscript(Collection.open(harbour), NAME, "ada").copy is None
    assert (harbour / NAME).read_text(encoding="utf-8") == text


def test_a_chapter_is_begun_and_one_that_is_not_there_refused(run_command, harbour):
    assert run_command("-C", harbour, "chapters", "new", "After the harbour")[1] == "narratives/after-the-harbour.md\n"
    code, _, err = run_command("-C", harbour, "chapters", "text", "../briefbook")
    assert (code, "there is no chapter '../briefbook'" in err) == (3, True)


def test_a_picture_is_taken_only_if_it_is_one(run_command, harbour, tmp_path_factory):
    from PIL import Image

    folder = tmp_path_factory.mktemp("pictures")
    Image.new("RGB", (40, 30)).save(folder / "Pier 1.png")
    (folder / "pier.jpg").write_text("<script>", encoding="utf-8")
    printed = run_command("-C", harbour, "chapters", "picture", folder / "Pier 1.png")[1]
    assert printed == '![What it shows](../media/pier-1.png "Caption | Credit")\n'
    assert run_command("-C", harbour, "chapters", "picture", folder / "pier.jpg")[0] == 3
    assert run_command("-C", harbour, "chapters", "picture", folder / "none.jpg")[0] == 3
