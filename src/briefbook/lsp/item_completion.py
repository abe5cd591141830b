"""A few typed words -> the items that may be meant; an item -> what an author wants to see of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from briefbook.model.catalogue import Catalogue, Entry
from briefbook.text.date_display import date_in_words

MOST = 40
"""Items offered at once."""

_SHOWN = ("date", "from", "to", "number", "classification", "precedence", "subject")


@dataclass(frozen=True, slots=True)
class Offer:
    """An item that may be meant: its id and a line that says what it is."""

    item: str
    detail: str


class Items:
    """The items of a collection, to be found by number, post, date or words."""

    def __init__(self, catalogue: Catalogue, texts: dict[str, str]) -> None:
        """``texts`` are the items' texts, by id."""
        self._entries = list(catalogue)
        self._said = [(_about(entry), texts.get(entry.item, "").casefold()) for entry in self._entries]

    def offers(self, words: str) -> list[Offer]:
        """The items that all the words fit, best first: those whose id begins so, then by description, then by text."""
        terms = words.casefold().split()
        found: list[tuple[int, int]] = []
        for place, (about, text) in enumerate(self._said):
            if all(term in about for term in terms):
                item = self._entries[place].item.casefold()
                found.append((0 if terms and item.startswith(terms[0]) else 1, place))
            elif all(term in about or term in text for term in terms):
                found.append((2, place))
        best = sorted(found)[:MOST]
        return [Offer(self._entries[place].item, in_a_line(self._entries[place])) for _, place in best]


def in_a_line(entry: Entry) -> str:
    """WASHDC to EXTERNAL 3316, 8 November 1962: subject."""
    who = " to ".join(one for one in (entry.value("from"), entry.value("to")) if one)
    parts = [f"{who} {entry.value('number') or ''}".strip(), date_in_words(entry.date, unknown="")]
    line = ", ".join(part for part in parts if part)
    subject = entry.value("subject")
    return f"{line}: {subject}" if subject and line else line or subject or "not described"


def card(entry: Entry, text: str, *, lines: int = 6) -> str:
    """An item as Markdown: its fields, and the first lines of its text; what is not known is said to be."""
    rows = [f"**{entry.item}**" + (" (provisional id)" if entry.provisional else "")]
    for name in _SHOWN:
        value = entry.value(name)
        if name == "date" and value:
            value = date_in_words(value)
        if value or name in ("date", "from", "number"):
            rows.append(f"- {name}: {value or '*not known*'}")
    if references := [one.mention for one in entry.references if one.mention]:
        rows.append(f"- refers to: {'; '.join(references[:4])}")
    first = [line.strip() for line in text.splitlines() if line.strip()][:lines]
    shown = "\n".join(first) if first else ""
    rows += ["", f"```text\n{shown}\n```" if shown else "*No text of it is held.*"]
    return "\n".join(rows)


def _about(entry: Entry) -> str:
    values = [entry.item, *(entry.value(name) or "" for name in _SHOWN), date_in_words(entry.date, unknown="")]
    values += [_month_first(entry.date), *_written(entry)]
    return " ".join(values).casefold()


def _written(entry: Entry) -> Sequence[str]:
    return [one.as_written for one in entry.readings.get("date", ()) if one.as_written]


def _month_first(edtf: str | None) -> str:
    words = date_in_words(edtf, unknown="").split()
    return f"{words[1]} {words[0]}, {words[2]}" if len(words) == 3 and words[0].isdigit() else ""
