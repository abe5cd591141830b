"""A withdrawal holds by the item's id and by the pages that it had, whatever becomes of the division of files."""

from pathlib import Path

from briefbook.model.catalogue import Withdrawal
from briefbook.model.decision import ItemWithdrawal, PartsDecision, UndoDecision, in_force
from briefbook.model.page import Scan
from briefbook.model.parts import Part
from briefbook.project.division import divide
from briefbook.project.withdrawals import withdrawal_of, withdrawals

ROOT = Path("/collection")
BOX = Scan("BOX7", (ROOT / "scans" / "BOX7.pdf",), "0" * 64)
OTHER = Scan("D9", (ROOT / "scans" / "D9.pdf",), "1" * 64)


def parts(*of_file):
    return PartsDecision(item="BOX7", parts=of_file)


def withdrawn(*decisions):
    division = divide([BOX, OTHER], in_force(decisions), ROOT)
    return set(withdrawals(in_force(decisions), division))


def test_an_item_is_withdrawn_by_its_id_though_neither_scan_nor_list_is_there():
    line = ItemWithdrawal(item="D8", said="On request.", when="2026-05-03T10:00:00Z", why="a letter of the family")
    assert withdrawals([line], divide([], [], ROOT)) == {"D8": Withdrawal("D8", "2026-05-03", "On request.", "D8")}
    assert withdrawn(line, UndoDecision(undone=line)) == set()


def test_the_pages_of_a_withdrawn_file_are_published_under_no_other_id():
    line = withdrawal_of("BOX7", divide([BOX, OTHER], [], ROOT), "", "")
    assert withdrawn(line) == {"BOX7"}
    assert withdrawn(line, parts(Part("D7", (1, 2)), Part("D8", (3,)))) == {"BOX7", "D7", "D8"}
    assert withdrawn(line, parts(Part("D9", (1, 2), continues=True))) == {"BOX7", "D9"}


def test_a_withdrawn_part_takes_no_other_part_with_it_until_its_pages_are_given_to_one():
    two = parts(Part("D7", (1, 2)), Part("D8", (3,)))
    line = withdrawal_of("D8", divide([BOX, OTHER], [two], ROOT), "", "")
    assert withdrawn(two, line) == {"D8"}
    assert withdrawn(two, line, parts(Part("D7", (1, 2, 3)))) == {"D8", "D7"}
    assert withdrawn(two, line, parts(Part("D7", (1, 2)), Part("X", (4,)))) == {"D8"}
    assert withdrawn(two, line, UndoDecision(undone=two)) == {"D8", "BOX7"}
