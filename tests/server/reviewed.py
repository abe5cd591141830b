"""A made-up catalogue at the desk: items read with more and less certainty, with pictures, and a journal on disk."""

import datetime
import io
import threading
from dataclasses import replace

from PIL import Image

from briefbook.catalogue import Journal, StoreCatalogue, Update, describe_item
from briefbook.catalogue.field_values import date_alternatives, parse_field
from briefbook.model.cable import Cable, Reading
from briefbook.model.locator import PagePosition
from briefbook.model.page import Box, Line, Page, Word
from briefbook.project.quick_decisions import JournalReader, show_at_once
from briefbook.server.api.app_state import AppState, DeskActions

HEADING = {"from": ("WASHDC", 40), "date": ("1962-11-08", 60), "number": ("3316", 80), "to": ("EXTERNAL", 100)}


def page(item, words="SPECIMEN THE FERRY IS LATE"):
    lines = [Line((Word(value, Box(100, top, 260, top + 16), 0.9),)) for value, top in HEADING.values()]
    boxes = [Box(100 + 90 * at, 130, 180 + 90 * at, 146) for at in range(9)]
    lines.append(Line(tuple(Word(word, box, 0.9) for word, box in zip(words.split(), boxes, strict=False))))
    return Page(item, 1, tuple(lines), width=600, height=400, reader="typed")


def cable(item, certainty=(), candidates=(), **values):
    """A cable as read: ``certainty`` by field, 0.95 elsewhere; ``values`` other than those of ``HEADING``."""
    fields = {}
    for line, (name, (value, top)) in enumerate(HEADING.items(), 1):
        place = PagePosition(1, line, Box(100, top, 260, top + 16))
        read = values.get(name, values.get(f"{name}_", value))
        fields[name] = (Reading(read, read, place=place, confidence=dict(certainty).get(name, 0.95)),)
    return Cable(item, fields=fields, candidates={name: tuple(readings) for name, readings in dict(candidates).items()})


def picture(item, number):
    out = io.BytesIO()
    Image.new("RGB", (600, 400), "white").save(out, "PNG")
    return out.getvalue(), "image/png"


class ReviewedCollection:
    """A collection whose catalogue is written by hand; decisions go to a journal and are shown at once."""

    def __init__(self, folder, cables, who="Ada", pages=page):
        self.catalogue = StoreCatalogue(folder / "build" / "catalogue.sqlite")
        entries = [describe_item(made.item, cable=made, scan=f"scans/{made.item}.pdf", page_count=1) for made in cables]
        updates = [Update.of(entry, [pages(entry.item)], "key") for entry in entries]
        self.catalogue.bring_up_to_date(updates, (), "stamp")
        self.journal = Journal(folder / "journal.jsonl")
        self.reader = JournalReader(self.journal.path)
        self.second = StoreCatalogue(self.catalogue.path)
        self.who = who
        self.lock = threading.RLock()
        self.actions = DeskActions(
            self.decide,
            parse_field,
            lambda: self.journal.read()[0],
            date_alternatives,
            picture=picture,
            about=self.reader.about,
        )
        self.app_state = AppState(self.catalogue, None, None, self.actions, patience=0.01)

    def decide(self, make, who, *, wait=False):
        with self.lock:
            decisions = make()
            if decisions:
                self.record(decisions, who)
            return decisions

    def record(self, decisions, who):
        now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.journal.append(*(replace(decision, when=now, who=who or self.who) for decision in decisions))
        items = [decision.item for decision in decisions]
        show_at_once(self.second, self.reader, items)
        self.actions.live.note(items)

    def lines(self):
        """The journal's lines in short: kind, item, and what was decided."""
        return [(line.KIND, line.item, getattr(line, "field", ""), _decided(line)) for line in self.journal.read()[0]]


def _decided(line):
    return next((str(getattr(line, name)) for name in ("after", "value", "state") if getattr(line, name, None)), "")
