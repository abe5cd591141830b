"""Chapters are kept and saved without anybody's words being written over: the file on disk is the truth."""

import json
import os
import subprocess
import sys
import textwrap

import pytest

from briefbook.errors import InputError
from briefbook.project.collection import Collection
from briefbook.project.manuscripts import (
    chapter_path,
    chapters,
    discard,
    keep,
    new_chapter,
    open_manuscript,
    save,
    unsaved,
)

NAME = "narratives/talks.md"
TEXT = "---\ntitle: The talks\n---\n\nThe ferry sailed.\n\nThe bridge was shut.\n\nThe lights were lit.\n"
OURS = TEXT.replace("sailed", "sailed late")
THEIRS = TEXT.replace("lit", "lit at six")
BOTH = OURS.replace("lit", "lit at six")


@pytest.fixture
def here(tmp_path):
    (tmp_path / "narratives").mkdir()
    (tmp_path / "briefbook.toml").write_text('[collection]\ntitle = "Harbour"\n', encoding="utf-8")
    (tmp_path / NAME).write_text(TEXT, encoding="utf-8")
    return Collection.open(tmp_path)


def on_disk(here):
    return (here.root / NAME).read_text(encoding="utf-8")


def write(here, text):
    (here.root / NAME).write_text(text, encoding="utf-8")


def test_what_is_kept_is_in_a_working_copy_and_the_file_stays(here):
    stored = keep(here, NAME, "ada", before=TEXT, base=TEXT, text=OURS, when="2026-11-27T10:00:00Z")
    assert (stored.text, stored.base, stored.conflicts) == (OURS, TEXT, ())
    assert on_disk(here) == TEXT
    again = open_manuscript(here, NAME, "ada")
    assert (again.text, again.copy.text, again.copy.base) == (TEXT, OURS, TEXT)
    assert open_manuscript(here, NAME, "bea").others == (("ada", "2026-11-27T10:00:00Z"),)
    assert [(name, copy.who) for name, copy in unsaved(here)] == [(NAME, "ada")]


def test_git_is_told_to_leave_working_copies_alone(here):
    keep(here, NAME, "ada", before=TEXT, base=TEXT, text=OURS)
    assert "working-copies/" in (here.root / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_saving_writes_the_file_and_ends_the_working_copy(here):
    keep(here, NAME, "ada", before=TEXT, base=TEXT, text=OURS)
    assert save(here, NAME, "ada", base=TEXT, text=OURS).text == OURS
    assert on_disk(here) == OURS
    assert open_manuscript(here, NAME, "ada").copy is None


def test_what_another_editor_wrote_meanwhile_is_merged(here):
    write(here, THEIRS)
    stored = save(here, NAME, "ada", base=TEXT, text=OURS)
    assert stored.text == BOTH
    assert on_disk(here) == BOTH


def test_the_same_paragraph_changed_by_another_is_never_written_over(here):
    theirs = TEXT.replace("sailed", "sank")
    write(here, theirs)
    stored = save(here, NAME, "ada", base=TEXT, text=OURS)
    assert on_disk(here) == theirs
    assert [(part.base, part.ours, part.theirs) for part in stored.conflicts] == [
        ("The ferry sailed.\n", "The ferry sailed late.\n", "The ferry sank.\n")
    ]
    assert stored.theirs == theirs
    assert open_manuscript(here, NAME, "ada").copy.text == OURS


def test_a_conflict_that_a_person_decided_is_saved(here):
    theirs = TEXT.replace("sailed", "sank")
    write(here, theirs)
    decided = TEXT.replace("sailed", "sank late")
    assert save(here, NAME, "ada", base=theirs, text=decided).text == decided
    assert on_disk(here) == decided


def test_keeping_takes_in_what_the_file_holds_by_now(here):
    write(here, THEIRS)
    stored = keep(here, NAME, "ada", before=TEXT, base=TEXT, text=OURS)
    assert (stored.text, stored.base) == (BOTH, THEIRS)
    assert open_manuscript(here, NAME, "ada").copy.base == THEIRS


def test_two_windows_of_one_person_are_merged(here):
    keep(here, NAME, "ada", before=TEXT, base=TEXT, text=OURS)
    assert keep(here, NAME, "ada", before=TEXT, base=TEXT, text=THEIRS).text == BOTH
    assert open_manuscript(here, NAME, "ada").copy.text == BOTH


def test_two_windows_on_one_paragraph_are_a_conflict_and_the_first_is_kept(here):
    keep(here, NAME, "ada", before=TEXT, base=TEXT, text=OURS)
    other = TEXT.replace("sailed", "was lost")
    stored = keep(here, NAME, "ada", before=TEXT, base=TEXT, text=other)
    assert stored.with_copy
    assert [part.theirs for part in stored.conflicts] == ["The ferry sailed late.\n"]
    assert open_manuscript(here, NAME, "ada").copy.text == OURS


def test_a_second_window_goes_on_after_the_first_has_saved(here):
    keep(here, NAME, "ada", before=TEXT, base=TEXT, text=OURS)
    save(here, NAME, "ada", base=TEXT, text=OURS)
    later = OURS.replace("late.", "late, at one.")
    stored = keep(here, NAME, "ada", before=OURS, base=TEXT, text=later)
    assert (stored.text, stored.base, stored.conflicts) == (later, OURS, ())


def test_what_is_as_in_the_file_needs_no_working_copy(here):
    keep(here, NAME, "ada", before=TEXT, base=TEXT, text=OURS)
    keep(here, NAME, "ada", before=OURS, base=TEXT, text=TEXT)
    assert open_manuscript(here, NAME, "ada").copy is None


def test_what_is_discarded_is_gone_and_the_file_stays(here):
    keep(here, NAME, "ada", before=TEXT, base=TEXT, text=OURS)
    discard(here, NAME, "ada")
    assert open_manuscript(here, NAME, "ada").copy is None
    assert on_disk(here) == TEXT


def test_a_file_with_the_line_ends_of_windows_keeps_them_and_its_mark(here):
    (here.root / NAME).write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert open_manuscript(here, NAME, "ada").text == TEXT
    save(here, NAME, "ada", base=TEXT, text=OURS)
    assert (here.root / NAME).read_bytes() == b"\xef\xbb\xbf" + OURS.replace("\n", "\r\n").encode()


def test_a_file_in_another_encoding_is_not_opened(here):
    (here.root / NAME).write_bytes("Das Gespräch über die Fähre war lang, die Brücke zu.".encode("cp1252"))
    with pytest.raises(InputError, match="cannot be edited here"):
        open_manuscript(here, NAME, "ada")


def test_a_damaged_working_copy_counts_for_nothing(here):
    keep(here, NAME, "ada", before=TEXT, base=TEXT, text=OURS)
    (path,) = here.working_copies.rglob("*.json")
    path.write_text('{"text": 3}', encoding="utf-8")
    assert open_manuscript(here, NAME, "ada").copy is None


def test_names_of_people_are_no_paths(here):
    keep(here, NAME, "../../ada", before=TEXT, base=TEXT, text=OURS)
    (path,) = here.working_copies.rglob("*.json")
    assert path.parent == here.working_copies / "talks"
    assert open_manuscript(here, NAME, "../../ada").copy.text == OURS
    assert json.loads(path.read_text(encoding="utf-8"))["who"] == "../../ada"


@pytest.mark.parametrize(
    "name",
    [
        "narratives/../briefbook.toml", "../narratives/talks.md", "/etc/passwd", "narratives/none.md", "narratives",
        "narratives/.hidden.md", "narratives/_notes.md", "narratives//talks.md", "narratives/./talks.md",
        "narratives\\talks.md", "narratives/talks.md\x00", "narratives/outside.md", "", "talks.md",
    ],
)  # fmt: skip
def test_a_name_that_is_no_chapter_is_refused(here, tmp_path_factory, name):
    outside = tmp_path_factory.mktemp("outside") / "outside.md"
    outside.write_text("secret", encoding="utf-8")
    os.symlink(outside, here.narratives / "outside.md")
    (here.narratives / ".hidden.md").write_text("x", encoding="utf-8")
    (here.narratives / "_notes.md").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="there is no chapter"):
        chapter_path(here, name)


def test_a_new_chapter_is_a_draft_and_never_takes_anothers_name(here):
    assert new_chapter(here, "  The: Talks ") == "narratives/the-talks.md"
    assert new_chapter(here, "The talks!") == "narratives/the-talks-2.md"
    assert (here.root / "narratives/the-talks.md").read_text(encoding="utf-8") == (
        '---\ntitle: "The: Talks"\ndraft: true\n---\n\n'
    )
    assert [(chapter.title, chapter.is_draft) for chapter in chapters(here)] == [
        ("The talks", False),
        ("The talks!", True),
        ("The: Talks", True),
    ]
    assert new_chapter(here, "Con") == "narratives/chapter-con.md"  # a device on Windows


@pytest.mark.parametrize("title", ["", "   ", "x" * 201])
def test_a_chapter_without_a_title_is_refused(here, title):
    with pytest.raises(InputError, match="needs a title"):
        new_chapter(here, title)


def test_a_text_that_is_too_long_is_refused(here):
    with pytest.raises(InputError, match="too long"):
        save(here, NAME, "ada", base=TEXT, text="x" * 2_000_001)


WRITER = """
    import sys
    from pathlib import Path
    from briefbook.project.collection import Collection
    from briefbook.project.manuscripts import keep

    here, before = Collection.open(Path(sys.argv[1])), sys.argv[2]
    for number in range(100_000):
        text = sys.argv[2] + f"Line {number}.\\n"
        keep(here, "narratives/talks.md", "ada", before=before, base=sys.argv[2], text=text)
        before = text
        print(number, flush=True)
"""


@pytest.mark.parametrize("lines", [1, 4, 9])
def test_killed_at_any_moment_what_was_acknowledged_is_there(here, lines):
    command = [sys.executable, "-c", textwrap.dedent(WRITER), str(here.root), TEXT]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        last = [writer.stdout.readline() for _ in range(lines)][-1]
        writer.kill()
        acknowledged = int(([last, *writer.stdout.read().splitlines()])[-1])
    kept = open_manuscript(here, NAME, "ada").copy.text
    assert int(kept.rsplit("Line ", 1)[1].rstrip(".\n")) >= acknowledged
    assert on_disk(here) == TEXT


@pytest.mark.parametrize("title", ["..", "\u200b", "\u202egnp.exe", "\u2067x", "a\nb\x00", " ", "x" * 201])
def test_a_title_without_letters_or_with_hidden_marks_is_refused(here, title):
    with pytest.raises(InputError, match="a chapter needs a title"):
        new_chapter(here, title)
