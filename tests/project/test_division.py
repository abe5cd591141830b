"""Which pages of which files each item has, by the scans and a person's decisions."""

from pathlib import Path

from briefbook.model.decision import PartsDecision
from briefbook.model.page import Scan
from briefbook.model.parts import Part
from briefbook.project.division import Division, divide, missing_pages

ROOT = Path("/collection")


def scan(name: str) -> Scan:
    return Scan(name, (ROOT / "scans" / f"{name}.pdf",), "0" * 64)


def parts(name: str, *of_file: Part) -> PartsDecision:
    return PartsDecision(item=name, parts=of_file)


def pages(division: Division) -> dict[str, list[tuple[str, tuple[int, ...] | None]]]:
    return {item: [(place.scan.item, place.pages) for place in places] for item, places in division.pages_of.items()}


def messages(division: Division) -> list[str]:
    return [finding.message for finding in division.findings]


def test_a_file_that_nobody_divided_is_an_item():
    division = divide([scan("A"), scan("B")], [], ROOT)
    assert pages(division) == {"A": [("A", None)], "B": [("B", None)]}
    assert (division.is_whole("A"), division.place_of("A", 7), division.moved()) == (True, (scan("A"), 7), {})


def test_the_last_decision_about_a_file_holds():
    first = parts("A", Part("A", (1,)), Part("A-p2", (2, 3)))
    second = parts("A", Part("A", (1, 2)), Part("X", (3,)))
    division = divide([scan("A")], [first, second], ROOT)
    assert pages(division) == {"A": [("A", (1, 2))], "X": [("A", (3,))]}
    assert division.place_of("X", 1) == (scan("A"), 3)
    assert division.place_of("X", 2) is None
    assert not division.is_whole("A")


def test_a_decision_without_parts_makes_the_file_an_item_again():
    division = divide([scan("A")], [parts("A", Part("X", (1,))), parts("A")], ROOT)
    assert pages(division) == {"A": [("A", None)]}


def test_a_joined_file_is_no_item_and_its_address_leads_to_the_item_that_has_its_pages():
    division = divide([scan("A"), scan("B")], [parts("B", Part("A", (1, 2), continues=True))], ROOT)
    assert pages(division) == {"A": [("A", None), ("B", (1, 2))]}
    assert division.moved() == {"B": "A"}


def test_pages_that_continue_an_item_come_behind_its_others_whatever_was_decided_first():
    joined = parts("B", Part("X", (1,), continues=True))
    divided = parts("A", Part("A", (1,)), Part("X", (2,)))
    division = divide([scan("A"), scan("B")], [joined, divided], ROOT)
    assert pages(division) == {"A": [("A", (1,))], "X": [("A", (2,)), ("B", (1,))]}
    assert division.place_of("X", 2) == (scan("B"), 1)


def test_what_cannot_be_carried_out_is_said():
    decisions = [
        parts("GONE", Part("GONE", (1,))),
        parts("A", Part("X", (1,)), Part("C", (2,))),
        parts("B", Part("X", (1,)), Part("Y", (2,), continues=True)),
    ]
    division = divide([scan("A"), scan("B"), scan("C")], decisions, ROOT)
    assert pages(division) == {"X": [("A", (1,))], "C": [("A", (2,))], "Y": [("B", (2,))]}
    assert messages(division) == [
        "the journal divides the file GONE, which is not in scans/",
        "page 1 of B: the id X is taken by a part of A, so that there is no item of these pages",
        "C is the id of a part of A; the file of this name is not taken",
        "B continues Y, which has no other pages",
    ]
    assert {finding.code for finding in division.findings} == {"R113"}


def test_pages_over_and_pages_that_are_not_there_are_said():
    left = missing_pages(scan("A"), (Part("A", (1, 2)),), 4, ROOT)
    assert [(str(finding.where), finding.message) for finding in left] == [
        ("scans/A.pdf", "pages 3-4 of A belong to no item")
    ]
    beyond = missing_pages(scan("A"), (Part("A", (1, 2, 3)),), 2, ROOT)
    assert [finding.message for finding in beyond] == ["the journal gives page 3 of A to items, and it has 2"]


def folder(*pictures: str) -> Scan:
    return Scan("BOX", tuple(ROOT / "scans" / "BOX" / picture for picture in pictures), "0" * 64)


def test_parts_of_a_folder_stay_with_their_pictures_when_others_come_between_them_or_go():
    divided = PartsDecision(
        item="BOX", parts=(Part("A", (1,)), Part("C", (2, 3))), pictures=("1.jpg", "3.jpg", "4.jpg")
    )
    more = divide([folder("0.jpg", "1.jpg", "2.jpg", "3.jpg", "4.jpg")], [divided], ROOT)
    assert pages(more) == {"A": [("BOX", (2,))], "C": [("BOX", (4, 5))]}
    assert more.findings == ()
    (left,) = missing_pages(folder("0.jpg", "1.jpg", "2.jpg", "3.jpg", "4.jpg"), more.parts_of["BOX"], 5, ROOT)
    assert left.message == "pages 1, 3 of BOX (0.jpg, 2.jpg) belong to no item"
    fewer = divide([folder("1.jpg", "4.jpg")], [divided], ROOT)
    assert pages(fewer) == {"A": [("BOX", (1,))], "C": [("BOX", (2,))]}
    assert messages(fewer) == ["3.jpg of BOX was given to an item and is gone"]
    none = divide([folder("8.jpg", "9.jpg")], [divided], ROOT)
    assert pages(none) == {}
    assert messages(none) == ["1.jpg, 3.jpg, 4.jpg of BOX were given to an item and are gone"]


def test_that_an_item_is_a_whole_file_is_not_stored_and_asked_for_all_the_same(tmp_path):
    scans = [Scan(f"D{number}", (tmp_path / f"D{number}.pdf",), "0") for number in range(1, 5)]
    own = (Part("D1", (1,)), Part("D1-p2", (2,)))
    continuing = (Part("D2", (1, 2), continues=True),)
    decisions = [PartsDecision(item="D1", parts=own), PartsDecision(item="D3", parts=continuing)]
    pages_of = divide(scans, decisions, tmp_path).pages_of
    assert list(pages_of) == ["D1", "D1-p2", "D2", "D4"]
    assert len(pages_of) == 4
    assert {item: [(pages.scan.item, pages.pages) for pages in pages_of[item]] for item in pages_of} == {
        "D1": [("D1", (1,))],
        "D1-p2": [("D1", (2,))],
        "D2": [("D2", None), ("D3", (1, 2))],
        "D4": [("D4", None)],
    }
    assert "D3" not in pages_of
    assert pages_of.get("D3") is None
