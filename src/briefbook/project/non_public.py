"""Items that an imported source does not show to the public -> items that are not published here either.

An import stores their ids, whatever else here has the item: a scan, another list, or what a person said of it.
"""

import json
from collections.abc import Collection as AnyCollection
from collections.abc import Iterable, Mapping
from pathlib import Path

from briefbook.catalogue.journal import Journal
from briefbook.errors import InputError
from briefbook.model.catalogue import Withdrawal
from briefbook.model.decision import ItemWithdrawal, WithdrawalDecision, in_force
from briefbook.model.received import Received
from briefbook.project.collection import Collection
from briefbook.project.folder_contents import FolderContents

NON_PUBLIC_FILE = "not-public.json"
"""In ``received/NAME/``: ids -> the day of the import that said so first, as 2026-05-03."""


def non_public_files(here: Collection) -> list[Path]:
    """The files that say which items are not public, in order.

    Args:
        here: The collection.
    """
    return sorted(here.received.glob(f"*/{NON_PUBLIC_FILE}"))


def non_public_items(
    here: Collection, withdrawn_sources: AnyCollection[str], items: AnyCollection[str]
) -> dict[str, Withdrawal]:
    """The items that are not published since their source does not show them.

    Args:
        here: The collection.
        withdrawn_sources: Imports that a person has undone, by name.
        items: The items that there are.

    Raises:
        InputError: A file is damaged, so that it is not known what must not be published.
    """
    found: dict[str, Withdrawal] = {}
    for path in non_public_files(here):
        if path.parent.name not in withdrawn_sources:
            for item, day in read_non_public(path).items():
                if item in items:
                    found.setdefault(item, Withdrawal(item, day, of=item, source=path.parent.name))
    return found


def read_non_public(path: Path) -> dict[str, str]:
    """The ids in a file, each with its day; none where there is no file.

    Raises:
        InputError: It is damaged, so that it is not known what must not be published.
    """
    try:
        row = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        row = None
    if not isinstance(row, dict):
        raise InputError(
            f"{path}: damaged, so that it is not known which papers of this import must not be published",
            remedy=f"restore it from a backup, or import {path.parent.name} again with --replace.",
        )
    return {str(item): str(day) for item, day in row.items()}


def non_public_text(items: Iterable[str], before: Mapping[str, str], day: str) -> str:
    """What the file holds.

    Args:
        items: The items that the source does not show.
        before: What it held: an item keeps its day.
        day: Today, as 2026-05-03.
    """
    days = {item: before.get(item, day) for item in sorted(set(items))}
    return json.dumps(days, ensure_ascii=False, indent=1) + "\n"


def non_public_items_here(here: Collection, received: Received) -> list[str]:
    """The items that a source does not show but the collection has: by a scan, a list, or a person's decision.

    Args:
        here: The collection, before the import is written.
        received: What was made of the source.
    """
    return _items_here(here, received.not_public)


def _items_here(here: Collection, items: AnyCollection[str]) -> list[str]:
    if not items:
        return []
    contents = FolderContents(here)
    decided = {getattr(decision, "item", None) for decision in in_force(Journal(here.journal).read()[0])}
    there = (
        contents.scan_of,
        contents.received.places,
        contents.transcripts,
        contents.corrections,
        contents.noted,
        decided,
    )
    return [item for item in items if any(item in of for of in there)]


def published_again(here: Collection, source: str, still: AnyCollection[str] = ()) -> list[str]:
    """The items here that nothing keeps back any longer when a source stops doing so.

    Args:
        here: The collection, before that.
        source: The name of the import.
        still: Those that it keeps back further on; none where the import is undone.
    """
    try:
        items = read_non_public(here.received / source / NON_PUBLIC_FILE).keys() - set(still)
        holding = in_force(Journal(here.journal).read()[0])
        undone = {decision.source for decision in holding if isinstance(decision, WithdrawalDecision)}
        items -= {decision.item for decision in holding if isinstance(decision, ItemWithdrawal)}
        for path in non_public_files(here) if items and source not in undone else ():
            if path.parent.name not in (source, *undone):
                items -= read_non_public(path).keys()
    except InputError:  # where one is damaged nothing is published
        return []
    return [] if source in undone else _items_here(here, sorted(items))
