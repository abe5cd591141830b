"""A small made-up archive: specimen items with pages drawn here, two narratives, quotations compared."""

import io
import re
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from briefbook.exports import cite_forms, item_files, searchable_pdf
from briefbook.exports.annotations import annotations_text
from briefbook.model.archive import Archive, Post
from briefbook.model.cable import Derivation, Reading, SourceKind
from briefbook.model.catalogue import Entry, MemoryCatalogue
from briefbook.model.locator import FilePosition, PagePosition
from briefbook.model.narrative import Citation, Link, Narrative, Passage, Quotation, Sentence
from briefbook.model.network import Network, ResolvedReference, SeriesReport
from briefbook.model.page import Box, Kind, Line, Page, Region, Word
from briefbook.model.rendering import Addresses, RenderedPassage
from briefbook.model.verdict import Verdict, Verification

WIDTH, HEIGHT, LEFT, TOP, STEP, PITCH = 850, 1100, 90, 120, 24, 9.6

BODY = """THIS IS A SPECIMEN COMPOSED FOR DEMONSTRATION AND IS NOT THE CABLE.
1. THE MINISTER SAID THAT THE FERRY TIMETABLE HAD BEEN AGREED AND
THAT HARBOUR LIGHTS WOULD BE LIT FROM MONDAY.
2. ASKED ABOUT THE BRIDGE HE LOOKED DISSATISFIED WITH EVERYTHING
AND WOULD SAY ONLY THAT THE ENGINEERS WERE AT WORK."""

POSTS = {
    "WASHDC": Post("WASHDC", "Embassy in Washington", "United States", 38.9, -77.04, "verified"),
    "LDN": Post("LDN", "High Commission in London", "United Kingdom", 51.5, -0.12, "verified"),
    "EXTERNAL": Post("EXTERNAL", "Department of External Affairs, Ottawa", "Canada", 45.42, -75.7, "verified"),
    "PARIS": Post("PARIS", "Embassy in Paris", "France", 48.86, 2.35, "inferred"),
}


def lines_of(sender: str, number: int, date: str) -> list[str]:
    """The lines of a specimen page."""
    heading = [f"FM {sender}", f"TO EXTERNAL {number} OPIMMEDIATE", f"REF YOURTEL {number - 7}", "SUBJ HARBOUR WORKS"]
    return [f"{date} CONFIDENTIAL", *heading, *BODY.splitlines()]


def leaf(item: str, number: int, lines: list[str], *, boxes: bool = True) -> Page:
    """A page of words with boxes at typewriter pitch; one word in twenty is hard to read."""
    made = []
    for row, text in enumerate(lines):
        words, column = [], 0
        for index, word in enumerate(text.split()):
            left, top = LEFT + round(column * PITCH), TOP + row * STEP
            box = Box(left, top, left + round(len(word) * PITCH), top + 18) if boxes else None
            words.append(Word(word, box, 0.41 if (row + index) % 20 == 13 else 0.95))
            column += len(word) + 1
        made.append(Line(tuple(words)))
    made.append(Line((Word("DECLASSIFIED", Box(600, 1030, 760, 1050) if boxes else None, 0.9),), Kind.STAMP))
    region = (Region(Kind.REDACTION, Box(90, 700, 500, 730)),) if boxes else ()
    size = (WIDTH, HEIGHT) if boxes else (0, 0)
    return Page(item, number, tuple(made), region, *size, reader="lines 1.0", why="it was the surest of two readers")


def draw(page: Page) -> bytes:
    """The picture of a page, SPECIMEN across it."""
    picture = Image.new("L", (WIDTH, HEIGHT), 236)
    pen = ImageDraw.Draw(picture)
    for line in page.lines:
        for word in line.words:
            if word.box:
                pen.text((word.box.left, word.box.top), word.text, fill=40, font=ImageFont.load_default(16))
    for region in page.regions:
        pen.rectangle((region.box.left, region.box.top, region.box.right, region.box.bottom), fill=10)
    pen.text((150, 850), "SPECIMEN", fill=150, font=ImageFont.load_default(120))
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=False)
    return out.getvalue()


def entry(item: str, sender: str, number: int, date: str, words: str, pages: int = 1) -> Entry:
    """A specimen's description: read by machine, its date received too."""
    readings = {
        "date": (
            Reading(words, date, SourceKind.RECEIVED, source="table.csv"),
            Reading(words.upper(), date, place=PagePosition(1, 1), confidence=0.9),
        ),
        "from": (Reading(sender, sender, place=PagePosition(1, 2), confidence=0.97),),
        "to": (Reading("EXTERNAL", "EXTERNAL", place=PagePosition(1, 3), confidence=0.96),),
        "info": (Reading("PARIS", "PARIS", how=Derivation.INFERRED),),
        "number": (Reading(str(number), str(number), place=PagePosition(1, 3), confidence=0.93),),
        "subject": (Reading("HARBOUR WORKS", "HARBOUR WORKS", place=PagePosition(1, 5), confidence=0.9),),
        "classification": (Reading("CONFIDENTIAL", "CONFIDENTIAL", place=PagePosition(1, 1), confidence=0.9),),
        "form": (Reading("TELEGRAM", "telegram", how=Derivation.INFERRED),),
        "persons": (Reading("THE MINISTER", "Minister of Harbours"),),
        "specimen": (Reading("SPECIMEN", "yes", SourceKind.RECEIVED),),
    }
    return Entry(item, readings, page_count=pages, checksum="0" * 64)


FACTS = [
    ("SPEC101", "WASHDC", 3314, "1962-11-08", "8-Nov-62"),
    ("SPEC102", "WASHDC", 3316, "1962-11-08", "8-Nov-62"),
    ("SPEC103", "LDN", 4028, "1962-11-13", "13-Nov-62"),
    ("SPEC104", "WASHDC", 3355, "1962-11-13", "13-Nov-62"),
    ("SPEC105", "BOTWDC", 12, "1962-11-10", "10-Nov-62"),
]

PROSE = """The harbour works went on (SPEC101, SPEC102). In London he “looked dissatisfied with everything” (SPEC103).

He also said that “engineers were asleep” (SPEC104), of which more [in the second page](second.md), and see SPEC999."""


def narrative(slug: str, title: str, dates: str, order: float) -> Narrative:
    """A page of the book with two passages over the same prose."""
    path = f"narratives/{slug}.md"
    source = f"# {title}\n\n{PROSE}\n"
    citations = tuple(
        Citation(
            found[0], FilePosition(path, 3, found.start()), found[0], passage=1, offset=found.start(), end=found.end()
        )
        for found in re.finditer(r"SPEC\d+", source)
    )
    quotations = tuple(
        Quotation(found[1], FilePosition(path, 3), (2 + number,), 1, found.start(), found.end())
        for number, found in enumerate(re.finditer(r"“([^”]+)”", source))
    )
    return Narrative(
        path,
        slug,
        title,
        source,
        dates,
        order,
        {"updated": "2026-11-01", "author": "A. Writer"},
        (Passage("", 0, "", 1, 2), Passage("Negotiations at the Harbour", 2, "negotiations-at-the-harbour", 3, 9)),
        (Sentence("The harbour works went on (SPEC101, SPEC102).", FilePosition(path, 3), 1, 0, 40),),
        citations,
        quotations,
        (Link("second.md", "in the second page", FilePosition(path, 5)),),
    )


def render(narrative: Narrative, addresses: Addresses) -> tuple[RenderedPassage, ...]:
    """A stand-in for the renderer of narratives."""
    html, end = [], 0
    for index, one in enumerate(narrative.citations):
        html.append(narrative.source[end : one.offset])
        href = addresses.citation(one, index)
        link = f'<a class="cite" href="{href}" data-citation="{index}">{one.item}</a>'
        html.append(link if href else f'<span class="not-held">{one.item}</span>')
        end = one.end
    text = "".join([*html, narrative.source[end:]]).split("\n\n", 1)[1]
    link = narrative.links[0]
    text = text.replace("[in the second page](second.md)", f'<a href="{addresses.link(link)}">{link.text}</a>')
    items = tuple(dict.fromkeys(citation.item for citation in narrative.citations))
    body = "".join(f"<p>{part}</p>" for part in text.split("\n\n")) + addresses.table(items, ())
    return (
        RenderedPassage("", 0, "", "<p>An introduction.</p>"),
        RenderedPassage("Negotiations at the Harbour", 2, "negotiations-at-the-harbour", body, items),
    )


@dataclass(frozen=True)
class Pictures:
    """The pictures of first pages, in a form that can be sent to another process."""

    by_item: dict[str, bytes]

    def __call__(self, item: str, page: int) -> tuple[bytes, str] | None:
        return (self.by_item[item], "image/png") if item in self.by_item and page == 1 else None


def archive(media: Path | None = None, **about: str) -> Archive:
    """The whole made-up archive."""
    entries = {fact[0]: entry(*fact) for fact in FACTS}
    entries["SPEC106"] = Entry(
        "SPEC106", {"specimen": (Reading("SPECIMEN", "yes", SourceKind.RECEIVED),)}, provisional=True
    )
    pages = {item: (leaf(item, 1, lines_of(sender, number, words)),) for item, sender, number, _, words in FACTS}
    pictures = {item: draw(leaves[0]) for item, leaves in pages.items()}
    verifications = []
    narratives = (
        narrative("first", "November 8 to 13, 1962", "1962-11-08/1962-11-13", 1),
        narrative("second", "The Second Page", "1962-11-14/1962-11-20", 2),
    )
    for one in narratives:
        found = pages["SPEC103"][0].lines[8]
        boxes = tuple(word.box for word in found.words[5:] if word.box)
        verifications.append(
            Verification(
                Verdict.VERBATIM,
                "looked dissatisfied with everything",
                item="SPEC103",
                page=1,
                lines=(9, 9),
                boxes=(Box.around(list(boxes)),),
                found="LOOKED DISSATISFIED WITH EVERYTHING",
                narrative=one.path,
                quotation=0,
            )
        )
        verifications.append(Verification(Verdict.NOT_FOUND, "engineers were asleep", narrative=one.path, quotation=1))
    network = Network(
        references=(
            ResolvedReference("SPEC104", "YOURTEL 3316", "YOURTEL", "3316", "held", "SPEC102", confidence=0.9),
            ResolvedReference(
                "SPEC101", "YOURTEL 3307", "YOURTEL", "3307", "stub", "EXTERNAL 3307 (1962)", date="1962-11?"
            ),
            ResolvedReference("SPEC102", "MYTEL 3314", "MYTEL", "3314", "ambiguous", candidates=("SPEC101", "SPEC104")),
        ),
        series=(
            SeriesReport("WASHDC telegrams 1962", "WASHDC", "telegram", "1962", ("SPEC101", "SPEC102", "SPEC104")),
        ),
        copies=(("SPEC101", "SPEC104"),),
    )
    told = {
        "title": "Harbour Works, 1962",
        "description": "A made-up collection that shows what a page looks like.",
        "repository": "A Made-up Archive",
        "fonds": "Fonds 1",
        "rights": "http://rightsstatements.org/vocab/NoC-US/1.0/",
        "contact": "someone@example.org",
        "language": "en",
        "licence": "CC BY 4.0",
    } | about
    return Archive(
        catalogue=MemoryCatalogue(entries, pages),
        narratives=narratives,
        about=told,
        verifications=tuple(verifications),
        network=network,
        post=POSTS.get,
        picture=Pictures(pictures),
        media=media,
        render=render,
        cite=cite_forms,
        item_files=item_files,
        searchable_pdf=searchable_pdf,
        annotations=annotations_text,
    )
