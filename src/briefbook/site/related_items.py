"""An item -> the items related to it by what is known of them, each with why: date of event, subject, names."""

from dataclasses import dataclass

from briefbook.model.catalogue import natural
from briefbook.site.site_data import ItemRow, SiteData
from briefbook.text.date_display import date_in_words
from briefbook.util.translation import gettext, ngettext

MAX_RELATED = 6
"""Maximum number of related items that a page lists."""

MIN_NAMES = 2
"""How many persons and places two items share, at least, to be related by names alone."""


@dataclass(frozen=True, slots=True)
class RelatedItem:
    """An item related to another, with what they share: date of event and subject (each may be empty), and names."""

    row: ItemRow
    event: str = ""
    subject: str = ""
    names: tuple[str, ...] = ()

    @property
    def why(self) -> str:
        """Why it is related, in the language being written."""
        reasons = []
        if self.event:
            reasons.append(gettext("about the same date, {date}").format(date=date_in_words(self.event)))
        if self.subject:
            reasons.append(gettext("the same subject"))
        if self.names:
            words = ngettext("also names {names}", "both name {names}", len(self.names))
            reasons.append(words.format(names=", ".join(self.names)))
        return "; ".join(reasons)


def related_items(site_data: SiteData, item: str) -> tuple[RelatedItem, ...]:
    """The items related to an item by what is known of them, the closest first.

    What few items share relates them more than what many do, and what more than ``site_data.MAX_SHARING`` items share
    relates none. Names alone relate items that share at least two. References and copies are listed elsewhere.

    Args:
        site_data: The site's data, this item among its items.
        item: The id of an item.

    Returns:
        At most ``MAX_RELATED`` items.
    """
    own = site_data.row_of.get(item)
    if own is None:
        return ()
    elsewhere = {item, *site_data.copies_of.get(item, ())}
    elsewhere |= {reference.target for reference in site_data.references_out.get(item, ()) if reference.target}
    elsewhere |= {reference.item for reference in site_data.references_in.get(item, ())}
    shared: dict[str, dict[str, list[str]]] = {}
    closeness: dict[str, float] = {}
    for kind, value in site_data.features(own):
        sharing = site_data.sharing.get((kind, value), ())
        for other in sharing:
            if other not in elsewhere:
                shared.setdefault(other, {}).setdefault(kind, []).append(value)
                closeness[other] = closeness.get(other, 0.0) + 1 / len(sharing)
    related = [
        other for other, by in shared.items() if "event" in by or "subject" in by or len(by["name"]) >= MIN_NAMES
    ]
    related.sort(key=lambda other: (-round(closeness[other], 6), natural(other)))
    return tuple(
        RelatedItem(
            site_data.row_of[other],
            event=next(iter(shared[other].get("event", ())), ""),
            subject=next(iter(shared[other].get("subject", ())), ""),
            names=tuple(shared[other].get("name", ())),
        )
        for other in related[:MAX_RELATED]
    )
