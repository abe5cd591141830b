"""A few typed words -> suggested items; an item -> its hover card."""

from collections.abc import Sequence
from dataclasses import dataclass

from briefbook.model.catalogue import Catalogue, Entry
from briefbook.text.date_display import date_in_words
from briefbook.text.folding import fold

MAX_OFFERS = 40
"""How many items are suggested at once, at most."""

_CARD_FIELDS = ("date", "from", "to", "number", "classification", "precedence", "subject")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A suggested item: its identifier and a one-line description."""

    item: str
    detail: str


class ItemIndex:
    """The items of a collection, searchable by number, post, date or words."""

    def __init__(self, catalogue: Catalogue, texts: dict[str, str]) -> None:
        """``texts`` are the items' texts by identifier."""
        self._entries = list(catalogue)
        self._search_texts = [(_description(entry), fold(texts.get(entry.item, ""))) for entry in self._entries]

    def suggest(self, words: str) -> list[Suggestion]:
        """The items that match all the words: by identifier first, then by description, then by text."""
        terms = fold(words).split()
        ranked: list[tuple[int, int]] = []
        for index, (about, text) in enumerate(self._search_texts):
            if all(term in about for term in terms):
                item = fold(self._entries[index].item)
                ranked.append((0 if terms and item.startswith(terms[0]) else 1, index))
            elif all(term in about or term in text for term in terms):
                ranked.append((2, index))
        best = sorted(ranked)[:MAX_OFFERS]
        return [Suggestion(self._entries[index].item, one_line_summary(self._entries[index])) for _, index in best]


def one_line_summary(entry: Entry) -> str:
    """WASHDC to EXTERNAL 3316, 8 November 1962: subject."""
    route = " to ".join(code for code in (entry.value("from"), entry.value("to")) if code)
    parts = [f"{route} {entry.value('number') or ''}".strip(), date_in_words(entry.date, unknown="")]
    heading = ", ".join(part for part in parts if part)
    subject = entry.value("subject")
    return f"{heading}: {subject}" if subject and heading else heading or subject or "not described"


def card(entry: Entry, text: str, *, lines: int = 6) -> str:
    """An item as Markdown: its fields, unknown ones marked so, and the first lines of its text."""
    rows = [f"**{entry.item}**" + (" (provisional id)" if entry.provisional else "")]
    for name in _CARD_FIELDS:
        value = entry.value(name)
        if name == "date" and value:
            value = date_in_words(value)
        if value or name in ("date", "from", "number"):
            rows.append(f"- {name}: {value or '*not known*'}")
    if references := [reference.mention for reference in entry.references if reference.mention]:
        rows.append(f"- refers to: {'; '.join(references[:4])}")
    first_rows = [row.strip() for row in text.splitlines() if row.strip()][:lines]
    beginning = "\n".join(first_rows) if first_rows else ""
    rows += ["", f"```text\n{beginning}\n```" if beginning else "*There is no text of it.*"]
    return "\n".join(rows)


def _description(entry: Entry) -> str:
    values = [entry.item, *(entry.value(name) or "" for name in _CARD_FIELDS), date_in_words(entry.date, unknown="")]
    values += [_month_first(entry.date), *_dates_as_written(entry)]
    return fold(" ".join(values))


def _dates_as_written(entry: Entry) -> Sequence[str]:
    return [reading.written_words for reading in entry.readings.get("date", ()) if reading.written_words]


def _month_first(edtf: str | None) -> str:
    words = date_in_words(edtf, unknown="").split()
    return f"{words[1]} {words[0]}, {words[2]}" if len(words) == 3 and words[0].isdigit() else ""
