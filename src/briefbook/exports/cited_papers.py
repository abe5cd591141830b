"""What an item refers to, as descriptions in XML name it: the words, the item or what to ask for, its address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

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


def by_item(references: Iterable[ResolvedReference]) -> dict[str, list[ResolvedReference]]:
    """The references of each item.

    Args:
        references: All references of a collection.
    """
    of_item: dict[str, list[ResolvedReference]] = {}
    for reference in references:
        of_item.setdefault(reference.item, []).append(reference)
    return of_item
