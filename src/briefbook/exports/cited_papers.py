"""What an item refers to, as descriptions in XML name it: the words, the item or what to ask for, its address."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

from briefbook.model.archive import Archive
from briefbook.model.catalogue import Entry, natural
from briefbook.model.network import ResolvedReference
from briefbook.text.safe_names import safe_name


@dataclass(frozen=True, slots=True)
class CitedPaper:
    """A paper that an item refers to.

    Attributes:
        mention: The reference in the item's words.
        target: The item that is meant, or what to ask for where it is not held; "" where that is not sure.
        address: The web page of the item; "" where it is not held, or the site has no address.
    """

    mention: str
    target: str
    address: str


def cited_papers(references: Iterable[ResolvedReference], about: Mapping[str, str]) -> tuple[CitedPaper, ...]:
    """The papers that references lead to, each once, without what was too hard to read.

    Args:
        references: An item's references.
        about: The settings that pages show (``Archive.about``).
    """
    base = (about.get("address") or about.get("site_address") or "").rstrip("/")
    papers: dict[tuple[str, str], CitedPaper] = {}
    for reference in references:
        if reference.status == "none":  # no reference that can be resolved, or too hard to read
            continue
        target = reference.target or ""
        is_held = reference.status == "held" and bool(target)
        address = f"{base}/items/{quote(safe_name(target))}.html" if base and is_held else ""
        mention = " ".join(reference.mention.split())
        papers.setdefault((mention, target), CitedPaper(mention, target, address))
    return tuple(papers.values())


def with_references(archive: Archive, entries: Iterable[Entry]) -> Iterator[tuple[Entry, Sequence[ResolvedReference]]]:
    """Each entry with the references of its item, of which only these are in memory.

    Args:
        archive: The collection.
        entries: The chosen entries, in the catalogue's order.

    Raises:
        ValueError: The entries are in another order.
    """
    groups = groupby(archive.references(), key=lambda reference: reference.item)
    item, group = next(groups, _NO_GROUP)
    last = ""
    for entry in entries:
        if last and natural(entry.item) <= natural(last):
            raise ValueError(f"{entry.item} comes after {last}: its references are passed already")
        last = entry.item
        while item and natural(item) < natural(entry.item):  # of an item that is not chosen
            item, group = next(groups, _NO_GROUP)
        if item != entry.item:
            yield entry, ()
            continue
        yield entry, tuple(group)
        item, group = next(groups, _NO_GROUP)


_NO_GROUP: tuple[str, Iterator[ResolvedReference]] = "", iter(())
