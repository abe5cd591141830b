"""A page transcribed at the desk: the files say what a person wrote, and it stays on top of new readings."""

from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefbook.catalogue.received_descriptions import ReceivedDescriptions
from briefbook.errors import InputError
from briefbook.model.decision import TranscriptDecision, parse_decision
from briefbook.model.page import Box, Line, Page, Scan, Word
from briefbook.model.transcript import LineConflict
from briefbook.ocr.transcript import correct, set_line
from briefbook.project.transcribing import TranscriptFiles


def page(*lines, item="D7"):
    made = []
    for at, text in enumerate(lines):
        boxes = [Box(60 * place, 20 * at, 60 * place + 50, 20 * at + 15) for place in range(9)]
        words = [Word(word, box, 0.4 if "?" in word else 0.95) for word, box in zip(text.split(), boxes, strict=False)]
        made.append(Line(tuple(words)))
    return Page(item, 1, tuple(made), width=600, height=400, reader="typed")


READ = page("FK WASHDC NCV8/62", "THE FERRY IS LATE?", "NO BOAT TODAY")


class Store:
    def __init__(self, read):
        self.read = read

    def answer(self, scan):
        return (), (self.read,), ()

    def unfinished(self, scan):
        return None


@pytest.fixture
def desk(tmp_path):
    scan = Scan("D7", (tmp_path / "D7.pdf",), "0")
    workspace = SimpleNamespace(
        catalogue=SimpleNamespace(page=lambda item, number: None),
        place_of=lambda item, number: (scan, number) if (item, number) == ("D7", 1) else None,
        page_store=Store(READ),
        collection=SimpleNamespace(transcripts=tmp_path / "transcripts"),
        received=ReceivedDescriptions(),
    )
    changes = []
    files = TranscriptFiles(lambda: workspace, lambda: changes.append("changed"))
    return SimpleNamespace(
        files=files, workspace=workspace, changes=changes, folder=tmp_path / "transcripts" / "D7",
    )  # fmt: skip


def texts(desk):
    return [line.text for line in desk.files.open("D7", 1).lines]


def lines_file(desk):
    return (desk.folder / "p001.lines").read_text(encoding="utf-8")


def test_words_in_doubt_are_marked_with_their_places(desk):
    opened = desk.files.open("D7", 1)
    assert [(line.key, line.is_persons, [word.text for word in line.doubtful]) for line in opened.lines] == [
        ("r0", False, []), ("r1", False, ["LATE?"]), ("r2", False, []),
    ]  # fmt: skip
    assert desk.files.open("D7", 2) is None


def test_a_saved_line_is_a_row_of_the_file_and_the_person_s(desk):
    conflicts = desk.files.save("D7", 1, {"r0": "FK WASHDC NCV8/62"}, {"r0": "FM WASHDC  NOV8/62"})
    assert conflicts == ()
    assert lines_file(desk) == "- FK WASHDC NCV8/62\n+ FM WASHDC  NOV8/62\n"
    opened = desk.files.open("D7", 1)
    first = opened.lines[0]
    assert (first.text, first.read, first.is_persons, first.box) == (
        "FM WASHDC  NOV8/62", "FK WASHDC NCV8/62", True, Box(0, 0, 170, 15),
    )  # fmt: skip
    assert opened.page.lines[0].text == "FM WASHDC NOV8/62"
    assert desk.changes == ["changed"]


def test_who_transcribed_is_noted(desk):
    noted = []
    files = TranscriptFiles(lambda: desk.workspace, lambda: None, lambda lines, who: noted.extend((who, *lines)))
    files.save("D7", 1, {"r2": "NO BOAT TODAY"}, {"r2": "NO BOATS TODAY"}, "Ada")
    files.leave("D7", 1, "r2", "Ben")
    assert noted == [
        "Ada",
        TranscriptDecision(item="D7", page=1, line="r2", before="NO BOAT TODAY", after="NO BOATS TODAY"),
        "Ben",
        TranscriptDecision(item="D7", page=1, line="r2", before="NO BOATS TODAY", after=None),
    ]
    files.save("D7", 1, {"r2": "SOMETHING ELSE"}, {"r2": "NO SHIPS"}, "Cora")
    assert len(noted) == 4  # a conflict is no change


def test_a_line_that_is_right_as_read_is_the_person_s_and_in_no_doubt(desk):
    desk.files.save("D7", 1, {"r1": "THE FERRY IS LATE?"}, {"r1": "THE FERRY IS LATE?"})
    assert lines_file(desk) == "- THE FERRY IS LATE?\n+ THE FERRY IS LATE?\n"
    line = desk.files.open("D7", 1).lines[1]
    assert (line.is_persons, line.doubtful) == (True, ())


def test_a_line_saved_again_or_left_to_the_machine_changes_its_row_and_notes_stay(desk):
    desk.folder.mkdir(parents=True)
    note = "seen on the microfilm\n- NO BOAT TODAY\n+ NO BOATS TODAY\nanother note\n"
    (desk.folder / "p001.lines").write_text(note, encoding="utf-8")
    desk.files.save("D7", 1, {"r2": "NO BOATS TODAY"}, {"r2": "NO BOAT TODAY."})
    assert lines_file(desk) == "seen on the microfilm\n- NO BOAT TODAY\n+ NO BOAT TODAY.\nanother note\n"
    desk.files.leave("D7", 1, "r2")
    assert lines_file(desk) == "seen on the microfilm\nanother note\n"
    assert texts(desk)[2] == "NO BOAT TODAY"


@pytest.mark.parametrize("key", ["rx", "r99999", "t0", ""])
def test_a_line_that_the_page_has_not_cannot_be_left(desk, key):
    with pytest.raises(InputError, match="page 1 of D7 has no line"):
        desk.files.leave("D7", 1, key)


def test_a_struck_out_line_stays_struck_out(desk):
    desk.files.save("D7", 1, {"r2": "NO BOAT TODAY"}, {"r2": ""})
    assert lines_file(desk) == "- NO BOAT TODAY\n+\n"
    assert texts(desk) == ["FK WASHDC NCV8/62", "THE FERRY IS LATE?", ""]


def test_two_people_on_one_line_are_given_a_choice_and_on_two_lines_do_not_disturb_each_other(desk):
    seen = {"r0": "FK WASHDC NCV8/62", "r1": "THE FERRY IS LATE?"}
    desk.files.save("D7", 1, seen, {"r0": "FM WASHDC NOV8/62"})
    assert desk.files.save("D7", 1, seen, {"r0": "FM WASHDC NOV9/62", "r1": "THE FERRY IS LATE"}) == (
        LineConflict("r0", "FM WASHDC NOV8/62", "FM WASHDC NOV9/62"),
    )
    assert texts(desk)[1] == "THE FERRY IS LATE?"
    assert desk.files.save("D7", 1, seen, {"r1": "THE FERRY IS LATE"}) == ()
    assert desk.files.save("D7", 1, seen, {"r0": "FM WASHDC NOV8/62"}) == ()


def test_what_a_new_reading_says_otherwise_is_shown_and_decided(desk):
    desk.files.save("D7", 1, {"r0": "FK WASHDC NCV8/62"}, {"r0": "FM WASHDC NOV8/62"})
    desk.workspace.page_store = Store(page("FH WASHDC NOV8/62", "THE FERRY IS LATE", "NO BOAT TODAY"))
    line = desk.files.open("D7", 1).lines[0]
    assert (line.text, line.differs) == ("FM WASHDC NOV8/62", "FH WASHDC NOV8/62")
    desk.files.save("D7", 1, {"r0": "FM WASHDC NOV8/62"}, {"r0": "FM WASHDC NOV8/62"})
    line = desk.files.open("D7", 1).lines[0]
    assert (line.text, line.differs) == ("FM WASHDC NOV8/62", None)
    assert lines_file(desk) == "- FH WASHDC NOV8/62\n+ FM WASHDC NOV8/62\n"


def test_an_approved_page_is_the_person_s_as_a_whole_and_later_readings_are_shown(desk):
    desk.files.save("D7", 1, {"r0": "FK WASHDC NCV8/62"}, {"r0": "FM WASHDC NOV8/62"})
    lines = ["FM WASHDC NOV8/62", "THE FERRY IS LATE?", "NO BOAT TODAY"]
    assert desk.files.approve("D7", 1, lines)
    assert (desk.folder / "p001.txt").read_text(encoding="utf-8") == "".join(f"{line}\n" for line in lines)
    desk.workspace.page_store = Store(page("FM WASHDC NOV8/62", "THE FERRY IS LAME", "NO BOAT TODAY"))
    opened = desk.files.open("D7", 1)
    assert (opened.is_persons, [line.key for line in opened.lines]) == (True, ["t0", "t1", "t2"])
    assert [(later.line, later.said, later.read) for later in opened.later] == [
        (2, "THE FERRY IS LATE?", "THE FERRY IS LAME")
    ]
    assert desk.files.save("D7", 1, {"t1": "THE FERRY IS LATE?"}, {"t1": "THE FERRY IS LATE"}) == ()
    assert texts(desk)[1] == "THE FERRY IS LATE"
    desk.files.reopen("D7", 1)
    assert texts(desk)[1] == "THE FERRY IS LAME"
    assert (desk.folder / "p001.txt.was").is_file()


def test_a_page_that_changed_meanwhile_is_not_approved(desk):
    desk.files.save("D7", 1, {"r0": "FK WASHDC NCV8/62"}, {"r0": "FM WASHDC NOV8/62"})
    assert not desk.files.approve("D7", 1, ["FK WASHDC NCV8/62", "THE FERRY IS LATE?", "NO BOAT TODAY"])
    assert not (desk.folder / "p001.txt").exists()


def test_a_line_or_a_page_that_there_is_not_is_refused(desk):
    with pytest.raises(InputError, match="page 1 of D7 has no line r9"):
        desk.files.save("D7", 1, {}, {"r9": "x"})
    with pytest.raises(InputError, match="D7 has no page 4"):
        desk.files.save("D7", 4, {}, {"r0": "x"})


def test_of_lines_that_read_the_same_the_one_that_is_meant_is_corrected():
    read = page("COPY ONE", "COPY ONE", "COPY TWO")
    text = set_line(read, "", 1, "COPY 1")
    assert text == "- COPY ONE\n+ COPY ONE\n- COPY ONE\n+ COPY 1\n"
    assert [line.text for line in correct(read, text)[0].lines] == ["COPY ONE", "COPY 1", "COPY TWO"]


def test_a_line_is_kept_as_typed_and_no_other_row_of_a_persons_page_changes(desk):
    desk.folder.mkdir(parents=True)
    typed = "FM   WASHDC\tNOV8/62\r\n\n   THE FERRY\u2028IS LATE\n\tNO BOAT  TODAY"
    (desk.folder / "p001.txt").write_bytes(typed.encode())
    assert texts(desk) == ["FM   WASHDC\tNOV8/62", "", "   THE FERRY", "IS LATE", "\tNO BOAT  TODAY"]

    before = {"t0": "FM WASHDC NOV8/62", "t3": "IS LATE"}
    assert desk.files.approve("D7", 1, texts(desk))
    assert (desk.folder / "p001.txt").read_bytes() == typed.encode()

    assert desk.files.save("D7", 1, before, {"t0": "FM WASHDC NOV8/62", "t3": "is  “late”"}) == ()

    assert (desk.folder / "p001.txt").read_bytes().decode() == (
        "FM   WASHDC\tNOV8/62\r\n\n   THE FERRY\u2028is  “late”\n\tNO BOAT  TODAY"
    )


def test_a_single_line_that_a_person_wrote_into_the_file_stays_as_typed_when_it_is_saved_again(desk):
    desk.folder.mkdir(parents=True)
    (desk.folder / "p001.lines").write_text("a note\n- NO BOAT TODAY\n+ NO   BOATS [sic]\n", encoding="utf-8")
    desk.files.save("D7", 1, {"r2": "NO BOATS [sic]"}, {"r2": "NO BOATS [sic]"})
    assert lines_file(desk) == "a note\n- NO BOAT TODAY\n+ NO   BOATS [sic]\n"


TYPED = st.lists(
    st.sampled_from([*"aß日=+-@\"',;|<&[]0’", "  ", "\t", "e\u0301", "\xa0", "007", "- ", "+ "]), min_size=1, max_size=9
).map("".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(TYPED)
def test_whatever_a_person_types_into_a_row_of_a_page_is_in_the_file(desk, typed):
    desk.folder.mkdir(parents=True, exist_ok=True)
    (desk.folder / "p001.txt").write_text("FM   WASHDC\nLATE?\n\n  NO BOAT\n", encoding="utf-8")
    assert desk.files.save("D7", 1, {"t1": "LATE?"}, {"t1": typed}) == ()
    saved = (desk.folder / "p001.txt").read_text(encoding="utf-8")
    assert saved == f"FM   WASHDC\n{typed}\n\n  NO BOAT\n"
    assert texts(desk)[1] == typed


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(TYPED)
def test_whatever_a_person_types_as_a_single_line_stays_as_typed_in_file_journal_and_approved_page(desk, typed):
    noted = []
    for file in desk.folder.glob("p001.*"):
        file.unlink()
    files = TranscriptFiles(lambda: desk.workspace, lambda: None, lambda lines, who: noted.extend(lines))

    assert files.save("D7", 1, {"r2": "NO BOAT TODAY"}, {"r2": typed}) == ()

    kept = typed if typed.strip() else ""
    assert lines_file(desk) == ("- NO BOAT TODAY\n+ " + kept if kept else "- NO BOAT TODAY\n+") + "\n"
    assert files.open("D7", 1).lines[2].text == kept
    assert parse_decision(str(noted[0])) == noted[0]
    assert noted[0].after == typed
    assert files.save("D7", 1, {"r2": kept}, {"r2": kept}) == ()
    assert files.approve("D7", 1, texts(desk))
    approved = (desk.folder / "p001.txt").read_text(encoding="utf-8")
    assert approved == "FK WASHDC NCV8/62\nTHE FERRY IS LATE?\n" + (f"{kept}\n" if kept else "")
    assert desk.files.open("D7", 1).lines[-1].text == (kept or "THE FERRY IS LATE?")
