"""How fast the site is built, and how large it is: `python bench/site.py [100 5000 50000]`.

Items are made up: two pages of forty lines with boxes, one blank picture a page; twenty narratives cite them. The
whole is built into a temporary folder, built again unchanged, and again with one narrative edited. Pagefind is left
out of the first figures and measured by itself, up to 5,000 items.
"""

import dataclasses
import hashlib
import io
import resource
import sys
import tempfile
import time
from pathlib import Path
from random import Random

import processor_time
from PIL import Image

from briefbook.exports import cite_forms, item_files, searchable_pdf
from briefbook.model.archive import Archive
from briefbook.model.cable import Reading
from briefbook.model.catalogue import Entry, MemoryCatalogue
from briefbook.model.locator import FilePosition, PagePosition
from briefbook.model.narrative import Citation, Narrative, Passage
from briefbook.model.page import Box, Line, Page, Word
from briefbook.model.rendering import Addresses, RenderedPassage
from briefbook.site.build import build_site

WORDS = ("MIKOYAN", "CASTRO", "MISSILES", "INSPECTION", "REPORTED", "THAT", "THE", "WAS", "NOT", "MINISTER", "SHIPS")
SENDERS = ("WASHDC", "LDN", "PARIS", "BONN", "MOSCOW", "HAVANA", "TOKYO", "DELHI")


class KeyedCatalogue(MemoryCatalogue):
    """Knows a key of each item, as the store does."""

    def keys(self) -> dict[str, str]:
        """Made once from the id: a bench item never changes."""
        return {item: hashlib.sha256(item.encode()).hexdigest() for item in self.entries}


def page(item: str, number: int, random: Random) -> Page:
    lines = []
    for row in range(40):
        words, left = [], 80
        for _ in range(9):
            text, sure = random.choice(WORDS), 1 - random.random() ** 4
            words.append(Word(text, Box(left, 90 + row * 24, left + 9 * len(text), 108 + row * 24), sure))
            left += 9 * (len(text) + 1)
        lines.append(Line(tuple(words)))
    return Page(item, number, tuple(lines), (), 1000, 1200, reader="lines 1")


def entry(item: str, number: int, random: Random) -> Entry:
    date = f"19{60 + number % 4}-{1 + number % 12:02d}-{1 + number % 28:02d}"
    told = {"date": date, "from": SENDERS[number % 8], "to": "EXTERNAL", "number": str(number), "subject": "CUBA"}
    told |= {"classification": "SECRET", "form": "telegram"}
    readings = {
        name: (Reading(value, value, place=PagePosition(1, 2), confidence=0.9),) for name, value in told.items()
    }
    return Entry(item, readings, page_count=2, checksum=hashlib.sha256(item.encode()).hexdigest())


def archive(size: int) -> Archive:
    random = Random(7)
    items = [f"BENCH{number:06d}" for number in range(size)]
    entries = {item: entry(item, number, random) for number, item in enumerate(items)}
    stock = [
        (page("X", 1, random), page("X", 2, random)) for _ in range(50)
    ]  # shared, so that memory is the site's own
    pages = {item: stock[number % 50] for number, item in enumerate(items)}
    picture = io.BytesIO()
    Image.new("L", (500, 600), 230).save(picture, "JPEG", quality=40)  # small: what is timed is the pages, not the disk
    narratives = tuple(narrative(number, random.sample(items, min(30, size))) for number in range(20))
    return Archive(
        catalogue=KeyedCatalogue(entries, pages),
        narratives=narratives,
        about={"title": "Bench", "site_search": "auto"},
        picture=Picture(picture.getvalue()),
        render=render,
        cite=cite_forms,
        item_files=item_files,
        searchable_pdf=searchable_pdf,
    )


@dataclasses.dataclass(frozen=True)
class Picture:
    """The same picture for every page, in a form that can be sent to another process."""

    content: bytes

    def __call__(self, item: str, number: int) -> tuple[bytes, str]:
        """The one picture there is."""
        return self.content, "image/jpeg"


def render(told: Narrative, addresses: Addresses) -> list[RenderedPassage]:
    return [RenderedPassage("", 0, "", f"<p>{told.source}</p>" + addresses.table(tuple(told.cited_in(0)), ()))]


def narrative(number: int, items: list[str]) -> Narrative:
    path = f"narratives/n{number}.md"
    citations = tuple(Citation(item, FilePosition(path, 1), item) for item in items)
    source = "The prose of a page. " * 200
    return Narrative(
        path, f"n{number}", f"Page {number}", source, passages=(Passage("", 0, "", 1, 1),), citations=citations
    )


def measure(size: int, *, pagefind: bool) -> None:
    made = archive(size)
    quiet = dataclasses.replace(made, about={**made.about, "site_search": "never"})
    with tempfile.TemporaryDirectory() as name:
        site = Path(name) / "site"
        first = timed("first build", lambda: build_site(quiet, site))
        print(f"  {size / first:,.0f} item pages a second")
        again = archive(size)
        same = dataclasses.replace(again, about=quiet.about)
        timed("nothing changed", lambda: build_site(same, site))
        old = same.narratives[0]
        edited = dataclasses.replace(old, source=old.source + "One more sentence.")
        new = dataclasses.replace(same, narratives=(edited, *same.narratives[1:]))
        timed("one narrative edited", lambda: print("   ", build_site(new, site)))
        files = [path for path in site.rglob("*") if path.is_file()]
        kinds = {
            "item page": "items/BENCH000000.html",
            "reading page": "narratives/n0.html",
            "items.html": "items.html",
        }
        for kind, url in kinds.items():
            print(f"  {kind}: {(site / url).stat().st_size / 1000:,.1f} kB")
        print(f"  {len(files):,} files, {sum(path.stat().st_size for path in files) / 1e6:,.0f} MB")
        if pagefind:
            timed("with both search indexes", lambda: print("   ", build_site(made, site)))
            timed(
                "and one narrative edited",
                lambda: build_site(dataclasses.replace(made, narratives=new.narratives), site),
            )
    print(
        f"  peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:,.0f} MB, "
        f"of the largest process beside it {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000:,.0f} MB"
    )


def timed(what: str, work) -> float:
    """The seconds by the clock; those of the processor are printed too, for the clock also counts other programs."""
    begin, spent = time.perf_counter(), processor_time.spent()
    work()
    took = time.perf_counter() - begin
    print(f"  {what}: {took:.2f} s ({processor_time.spent() - spent:.2f} s of processor time)")
    return took


if __name__ == "__main__":
    for asked in [int(one) for one in sys.argv[1:]] or [100, 5000, 50000]:
        print(f"{asked:,} items")
        measure(asked, pagefind=asked <= 5000)
