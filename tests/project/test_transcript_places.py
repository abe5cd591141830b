"""A transcript whose words stand on another page of the file than its own is told from one that is in its place."""

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from papers import pdf

from briefbook.model.page import Line, Page, Word
from briefbook.project.transcript_places import page_of_transcript

FIRST = "THE HARBOUR BOARD REGRETS THAT COPPER CANNOT BE LANDED BEFORE THURSDAY WITHOUT A NEW PERMIT FROM THE MAYOR"
SECOND = "APPLES WERE SOLD IN THE MARKET BY FOUR MERCHANTS WHO REFUSED TO SAY WHERE THEIR BARRELS HAD COME FROM"
THIRD = "A LIGHTHOUSE KEEPER REPORTS SEVEN SHIPS STANDING NORTH IN THICK WEATHER AND ASKS FOR OIL AND ROPE"


def page(number, text, confidence=0.95):
    return Page("BOX1", number, (Line(tuple(Word(word, confidence=confidence) for word in text.split())),))


PAGES = {number: page(number, text) for number, text in enumerate((FIRST, SECOND, THIRD), 1)}


@pytest.mark.parametrize(("typed", "number", "expected"), [
    (FIRST, 1, None),
    (SECOND, 1, 2),
    (THIRD, 2, 3),
    ("THREE SHORT WORDS", 1, None),
    ("WORDS OF A PAGE THAT IS NOWHERE AMONG THESE PAPERS AT ALL", 1, None),
])  # fmt: skip
def test_the_page_is_found_that_has_the_words(typed, number, expected):
    assert page_of_transcript(typed, number, PAGES) == expected


def test_a_page_that_is_hardly_legible_tells_nothing():
    rubble = {1: page(1, "tl.e hnrbr bo.d rgts tbt cpr cnnt lndd", 0.3), 2: page(2, FIRST)}
    assert page_of_transcript(FIRST, 1, rubble) is None, "a draft in handwriting before its typed copy"


def test_a_copy_of_the_same_paper_is_no_other_page():
    assert page_of_transcript(FIRST, 1, {1: page(1, FIRST), 2: page(2, FIRST)}) is None


@given(st.integers(0, 10_000))
def test_misread_letters_make_no_page_another(seed):
    chance = random.Random(seed)
    read = {
        number: page(number, "".join("x" if chance.random() < 0.08 else letter for letter in text))
        for number, text in enumerate((FIRST, SECOND, THIRD), 1)
    }
    for number, text in enumerate((FIRST, SECOND, THIRD), 1):
        assert page_of_transcript(text, number, read) is None


@pytest.fixture
def collection(run_command, tmp_path, monkeypatch):
    """A file of three papers, and a person's transcript of its second page."""
    monkeypatch.setenv("BRIEFBOOK_WHO", "Ada")
    run_command("init", tmp_path)
    settings = (tmp_path / "briefbook.toml").read_text(encoding="utf-8")
    (tmp_path / "briefbook.toml").write_text(settings.replace("# workers = 0", "workers = 1"), encoding="utf-8")
    sheets = [
        {
            "words": [(" ".join(text.split()[at : at + 5]), 72, 700 - 5 * at, 12) for at in range(0, 20, 5)],
            "shown": True,
        }
        for text in (FIRST, SECOND, THIRD)
    ]
    pdf(tmp_path / "scans" / "BOX7.pdf", *sheets)

    def command(*arguments):
        return run_command("-C", tmp_path, *arguments)

    command.root = tmp_path
    return command


def test_what_was_typed_of_a_page_is_not_put_on_another_when_the_file_is_divided_anew(collection):
    collection("read")
    collection("parts", "BOX7", "1", "2-3=CDNW2")
    typed = collection.root / "transcripts" / "CDNW2" / "p001.txt"
    typed.parent.mkdir(parents=True)
    typed.write_text(f"{SECOND} BY HAND\n", encoding="utf-8")
    assert "BY HAND" in text_of(collection, "CDNW2", 0)

    collection("parts", "BOX7", "1-2", "3=CDNW2")
    assert "BY HAND" not in text_of(collection, "CDNW2", 0)
    assert "LIGHTHOUSE" in text_of(collection, "CDNW2", 0)
    assert typed.read_text(encoding="utf-8") == f"{SECOND} BY HAND\n"
    words = "CDNW2/p001.txt has the words of page 2 of BOX7"
    assert words in " ".join(collection("check")[1].split())

    typed.parent.with_name("BOX7").mkdir()
    typed.rename(typed.parent.with_name("BOX7") / "p002.txt")
    assert "BY HAND" in text_of(collection, "BOX7", 1)
    assert words not in " ".join(collection("check")[1].split())


def text_of(collection, item, at):
    return json.loads(collection("catalogue", "show", item, "--json")[1])["pages"][at]["text"]


def test_a_file_that_was_changed_under_a_transcript_is_named_until_a_person_accepts_it(collection):
    collection("read")
    typed = collection.root / "transcripts" / "BOX7" / "p002.txt"
    typed.parent.mkdir(parents=True)
    typed.write_text(f"{SECOND} BY HAND\n", encoding="utf-8")
    assert "R115" not in collection("check")[1]

    scan = collection.root / "scans" / "BOX7.pdf"
    scan.write_bytes(scan.read_bytes() + b"\n% another\n")
    words = " ".join(collection("check")[1].split())
    assert "scans/BOX7.pdf is not the file any more of which transcripts/BOX7/p002.txt was typed" in words
    assert "`briefbook verify --accept scans/BOX7.pdf`" in words

    collection("verify", "--accept", "scans/BOX7.pdf", "--why", "scanned anew")
    assert "R115" not in collection("check")[1]
