"""A person's decisions and the division of files -> the items that are published no longer.

The catalogue has none of them (``Workspace.catalogue``), and everything that is published is made from the catalogue.
"""

from collections.abc import Iterable, Sequence

from briefbook.model.catalogue import Withdrawal
from briefbook.model.decision import ItemWithdrawal, UndoableDecision
from briefbook.model.parts import FilePages, ScanPages
from briefbook.project.division import Division


def withdrawals(decisions: Iterable[UndoableDecision], division: Division) -> dict[str, Withdrawal]:
    """The items that are published no longer.

    A withdrawal holds whatever becomes of the files: an item is withdrawn by its id, and any other that has one of the
    pages that the item had then is withdrawn with it, where the item itself has that page no longer.

    Args:
        decisions: The decisions that hold, oldest first.
        division: Which pages of which files each item has.

    Returns:
        By item; the first withdrawal of an item gives the day, the last that says a reason the words.
    """
    found: dict[str, Withdrawal] = {}
    lines = [decision for decision in decisions if isinstance(decision, ItemWithdrawal)]
    for line in lines:
        before = found.get(line.item, Withdrawal(line.item, line.when[:10], of=line.item))
        found[line.item] = Withdrawal(line.item, before.day, line.said or before.said, line.item)
    for line in lines:
        by_id = found[line.item]
        for files in line.files:
            held = division.pages_of.get(line.item, ())
            for item in _items_with(files, held, division):
                found.setdefault(item, Withdrawal(item, by_id.day, by_id.said, line.item))
    return found


def _items_with(files: FilePages, held: Sequence[ScanPages], division: Division) -> Iterable[str]:
    """The items that have pages of a withdrawn item which that item has no longer."""
    of_file = [pages.pages for pages in held if pages.scan.item == files.file]
    if None in of_file:  # it has the file as a whole
        return
    own = {page for pages in of_file if pages is not None for page in pages}
    lost = set(files.pages) - own
    if files.pages and not lost:
        return
    for item, places in division.pages_of.items():
        for pages in places:
            if pages.scan.item != files.file:
                continue
            numbers = None if pages.pages is None else set(pages.pages) - own
            if numbers is None or (numbers & lost if files.pages else numbers):
                yield item


def withdrawal_of(item: str, division: Division, said: str, why: str) -> ItemWithdrawal:
    """The decision that withdraws an item, with the pages that it has now.

    Args:
        item: The item's id.
        division: Which pages of which files each item has.
        said: The reason for readers; "" if they are told none.
        why: The reason for those who work on the collection.
    """
    files = tuple(FilePages(pages.scan.item, pages.pages or ()) for pages in division.pages_of.get(item, ()))
    return ItemWithdrawal(item=item, said=said, why=why, files=files)
