"""A page of a scan -> a Page: which reader reads it, and why; what was read smaller than it is, is a finding."""

import math
import unicodedata
from dataclasses import replace

import cv2
import numpy as np
from PIL import Image

from briefbook.model.finding import COVERED, UNREAD, Finding, Severity
from briefbook.model.locator import PagePosition
from briefbook.model.page import BORN_DIGITAL, ORDINARY, TEXT_LAYER, Box, Kind, Line, Page, Region, Word
from briefbook.model.scan_page import ScanPage
from briefbook.ocr import text_layer
from briefbook.ocr.contrast import measure_contrast
from briefbook.ocr.line_kinds import classify_line_kinds
from briefbook.ocr.page_layout import lay_out
from briefbook.ocr.reader import BLANK_PAGE, OcrResult, Reader
from briefbook.ocr.reader_registry import reader_named
from briefbook.ocr.unknown_letters import HARDLY_READ, OTHER_SCRIPT
from briefbook.progress import pluralise
from briefbook.settings import ReadingSettings
from briefbook.text.line_scores import PageScores
from briefbook.text.page_places import places_in_words

MAX_PIXELS = 40_000_000
"""Pixels of a picture handed to a reader; of a larger one every side is halved or more first."""

MAX_SPREAD_OF_BLANK = 4.0
"""Standard deviation of the greys of 255 above which a page is not asked whether it is blank."""


def read_scan_page(item: str, scan_page: ScanPage, settings: ReadingSettings) -> tuple[Page, list[Finding]]:
    """Read a page of a scan with the reader the settings name or, under ``auto``, the one chosen for it.

    A PDF's own text is used where the page has no picture, or where it covers the page and a sample read anew agrees
    with it, blanks and all; else the picture is read, and only lines that the file's own text is shown to have better
    are taken from it.

    Args:
        item: Identifier of the item that the page belongs to.
        scan_page: The open page: its picture in grey, its size in pixels, its own words.
        settings: Which reader, and the longest side in pixels at which a picture is read.

    Returns:
        The page with its boxes in pixels of the full-sized picture, turned upright, and a finding R105 where the
        picture was reduced to fit ``settings.max_pixels``, R112 where the file holds words that the page does not show:
        these are not among the page's words, and where they would stand the page has a region.

    Raises:
        ScanFault: The picture is damaged.
        InputError: The settings name no reader that there is.
        OutsideError: The reader that they name is not installed.
    """
    page, findings, _ = read_with_scores(item, scan_page, settings)
    return page, findings


def read_with_scores(
    item: str, scan_page: ScanPage, settings: ReadingSettings
) -> tuple[Page, list[Finding], PageScores | None]:
    """Read a page as ``read_scan_page`` does, and give what can be asked of its picture again.

    Args:
        item: As for ``read_scan_page``.
        scan_page: As for ``read_scan_page``.
        settings: As for ``read_scan_page``.

    Returns:
        The page, its findings, and the scores of its lines; None where it was read by a reader that gives none.

    Raises:
        ScanFault: The picture is damaged.
        InputError: The settings name no reader that there is.
        OutsideError: The reader that they name is not installed.
    """
    scores: list[PageScores] = []
    page, findings = _read(item, scan_page, settings, scores)
    layout = lay_out(page.lines, is_spread=page.width > page.height)
    page = replace(page, lines=layout.lines, blocks=layout.blocks)
    last = scores[-1] if scores and page.reader != TEXT_LAYER else None
    covered = scan_page.own_text.covered
    if not covered:
        return page, findings, last
    boxes = [text_layer.turn_box(box, scan_page.size, page.turned) for box in covered]
    regions = [Region(Kind.REDACTION, box, "the file holds words here that the page does not show") for box in boxes]
    return replace(page, regions=(*page.regions, *regions)), [*findings, _covered_words(item, scan_page)], last


def _read(
    item: str, scan_page: ScanPage, settings: ReadingSettings, scores: list[PageScores]
) -> tuple[Page, list[Finding]]:
    """The page and its findings; the scores of its lines are added to ``scores``."""
    if settings.reader == "text-layer":
        return _by_layer(item, scan_page, "the collection names this reader"), []
    usable = settings.reader == "auto" or (settings.reader == "anew" and not scan_page.has_picture)
    own = text_layer.layer_lines(_upright(scan_page)) if usable else ()
    letters = text_layer.letters_of(own)
    if usable and scan_page.own_text.turns and not scan_page.has_picture:
        return _by_layer(item, scan_page, BORN_DIGITAL), []
    readable = text_layer.word_share(own) >= text_layer.MIN_WORD_SHARE
    if letters and not scan_page.has_picture and (readable or _is_of_another_script(own)):
        return _by_layer(item, scan_page, BORN_DIGITAL), []
    findings = _too_large(item, scan_page, settings)
    reduce = _reduce(scan_page, settings)
    picture = scan_page.picture(reduce)
    dpi = _dpi(scan_page)
    open_page = _OpenPage(item, scan_page, picture, dpi // reduce if dpi else None, reduce, scores)
    pixels = np.asarray(picture.convert("L"))
    if float(cv2.meanStdDev(pixels)[1][0, 0]) < MAX_SPREAD_OF_BLANK and measure_contrast(pixels).is_blank:
        return open_page.page(OcrResult(why=BLANK_PAGE), ""), findings
    reader = reader_named(settings.reader)
    if letters < text_layer.MIN_LETTERS:
        page = open_page.page(reader.read(picture, open_page.dpi), reader.name)
        why = page.why or (ORDINARY if usable else "the settings name this reader")
        return replace(page, why=why), findings + _unread(page)
    if scan_page.has_picture and not text_layer.is_badly_spaced(own) and open_page.is_covered_by(own):
        like = open_page.agreement(own, reader)
        if like >= text_layer.MIN_AGREEMENT:
            why = f"a sample read anew agrees with the file's own text ({like:.0%})"
            return _by_layer(item, scan_page, why), findings
    page = _choose_reading(open_page, own, reader)
    return page, findings + _unread(page)


def _choose_reading(open_page: "_OpenPage", own: tuple[Line, ...], reader: Reader) -> Page:
    """A new reading, with what the file's own text is shown to have better; of text without a picture, the reverse."""
    page = open_page.page(reader.read(open_page.picture, open_page.dpi), reader.name)
    if not open_page.scan_page.has_picture:
        if not text_layer.is_gibberish(own, page.lines):
            return _by_layer(open_page.item, open_page.scan_page, BORN_DIGITAL)
        why = "read anew: the letters of the file's own text are not those that are shown"
        return replace(page, why="; ".join(filter(None, (why, page.why))))
    if OTHER_SCRIPT in page.why and _is_of_another_script(own):
        return _by_layer(open_page.item, open_page.scan_page, "the file's own text is of the script that is shown")
    if page.turned:
        return replace(page, why="; ".join(filter(None, ("read anew: the page is turned", page.why))))
    if text_layer.is_better_page(own, page.lines, page.confidence):
        share, read = text_layer.word_share(own), text_layer.word_share(page.lines)
        why = f"the file's own text is nearly all words ({share:.0%}), a new reading is unsure and is not ({read:.0%})"
        return _by_layer(open_page.item, open_page.scan_page, why)
    lines, used = text_layer.merge(page.lines, own)
    why = "read anew: the file's own text is not shown to be better"
    if used:
        lines_used = "a line" if used == 1 else f"{used} lines"
        why = f"read anew, but for {lines_used} that the file's own text has better"
    return replace(page, lines=lines, why="; ".join(filter(None, (why, page.why))))


def _is_of_another_script(own: tuple[Line, ...]) -> bool:
    """Is a text mainly of letters that the reader of typescript does not know: Greek, Cyrillic, Arabic?"""
    letters = [letter for line in own for word in line.words for letter in word.text if letter.isalpha()]
    known = sum("LATIN" in unicodedata.name(letter, "LATIN") for letter in letters)
    return 2 * known < len(letters)


def _upright(scan_page: ScanPage) -> tuple[Word, ...]:
    """The file's own words that are read without turning the page."""
    turns = scan_page.own_text.turns
    return (
        tuple(word for word, turn in zip(scan_page.words, turns, strict=True) if not turn) if turns else scan_page.words
    )


def _by_layer(item: str, scan_page: ScanPage, why: str) -> Page:
    turned, lines = text_layer.turned_lines(scan_page.words, scan_page.own_text.turns, scan_page.size)
    width, height = scan_page.size if turned % 180 == 0 else scan_page.size[::-1]
    why = why if lines else "the file holds no text of its own for this page"
    lines = classify_line_kinds(lines)
    return Page(item, scan_page.number, lines, width=width, height=height, turned=turned, reader=TEXT_LAYER, why=why)


def _covered_words(item: str, scan_page: ScanPage) -> Finding:
    boxes = scan_page.own_text.covered
    message = (
        f"page {scan_page.number}: the file holds {pluralise(len(boxes), 'word')} that the page does not show (under a "
        f"black box, or in the colour of the paper) {places_in_words(boxes, (), scan_page.size)}; left out of its text"
    )
    remedy = (
        "whoever gets the file can still copy them: if they are withheld, publish pictures or a file without them; if "
        "they may be read, put a transcript of the page into transcripts/."
    )
    place = PagePosition(scan_page.number, box=boxes[0])
    data = {"boxes": [box.as_list() for box in boxes]}
    return Finding(COVERED, None, message, remedy, Severity.WARNING, item, place, data=data)


class _OpenPage:
    """A page of a scan with its picture decoded."""

    def __init__(
        self,
        item: str,
        scan_page: ScanPage,
        picture: Image.Image,
        dpi: int | None,
        reduce: int,
        scores: list[PageScores],
    ) -> None:
        self.item, self.scan_page, self.picture, self.dpi, self.reduce = item, scan_page, picture, dpi, reduce
        self.scores = scores

    def page(self, result: OcrResult, reader: str) -> Page:
        """A reader's result as a page whose boxes lie on the picture in its full size."""
        width, height = self.scan_page.size if result.turned % 180 == 0 else self.scan_page.size[::-1]
        lines = classify_line_kinds(result.lines)
        regions = result.regions
        if result.scores:
            self.scores.append(result.scores.moved(lambda box: self._box(box, width, height)))
        if self.reduce > 1:
            lines = tuple(
                replace(line, words=tuple(self._word(word, width, height) for word in line.words)) for line in lines
            )
            regions = tuple(
                Region(region.kind, self._box(region.box, width, height), region.note) for region in regions
            )
        return Page(
            self.item,
            self.scan_page.number,
            lines,
            regions,
            width=width,
            height=height,
            turned=result.turned,
            reader=reader,
            why=result.why,
        )

    def agreement(self, own: tuple[Line, ...], reader: Reader) -> float:
        """How alike a sample of the file's own text and a new reading of that place are; 0 where none can be taken."""
        sample = text_layer.sample_of(own)
        if sample is None:
            return 0.0
        lines, box = sample
        if text_layer.word_share(own) < text_layer.word_share(lines) - text_layer.MIN_MORE_WORDS:
            return 0.0  # the sample is the best of it
        room = (box.bottom - box.top) // (3 * len(lines))
        top, bottom = max(0, box.top - room), min(self.scan_page.size[1], box.bottom + room)
        cut = self.picture.crop((0, top // self.reduce, self.picture.width, bottom // self.reduce))
        return text_layer.spaced_likeness(lines, reader.read(cut, self.dpi).lines)

    def is_covered_by(self, own: tuple[Line, ...]) -> bool:
        """Does the file's own text have a line for nearly all writing on the picture?"""
        scale = self.reduce
        ink = [
            Box(*(side * scale for side in (box.left, box.top, box.right, box.bottom)))
            for box in text_layer.ink_pieces(np.asarray(self.picture))
        ]
        return text_layer.covers(own, ink)

    def _word(self, word: Word, width: int, height: int) -> Word:
        return replace(word, box=self._box(word.box, width, height)) if word.box else word

    def _box(self, box: Box, width: int, height: int) -> Box:
        if self.reduce == 1:
            return box
        left, top, right, bottom = (side * self.reduce for side in (box.left, box.top, box.right, box.bottom))
        return Box(min(left, width - 1), min(top, height - 1), min(right, width), min(bottom, height))


def _dpi(scan_page: ScanPage) -> int | None:
    """Pixels an inch; None where the file says none or what would make a sheet of no size that paper has."""
    if scan_page.dpi is None or not 4 <= max(scan_page.size) / scan_page.dpi <= 24:
        return None
    return scan_page.dpi


def _reduce(scan_page: ScanPage, settings: ReadingSettings) -> int:
    """By how much the picture's sides are divided before it is read: typescript needs 300 pixels an inch, no more."""
    dpi = min(_dpi(scan_page) or math.inf, max(scan_page.size) / 11)  # a file that claims a tiny sheet is often wrong
    reduce = max(1, int(dpi / 290), -(-max(scan_page.size) // settings.max_pixels))
    while scan_page.size[0] * scan_page.size[1] > MAX_PIXELS * reduce * reduce:
        reduce += 1
    return reduce


def _unread(page: Page) -> list[Finding]:
    """One finding for a page with typing of which no word was read."""
    boxes = [region.box for region in page.regions if region.kind is Kind.UNREAD]
    remedy = "look at the picture and type what is missing into transcripts/."
    if HARDLY_READ in page.why:
        message = (
            f"page {page.number}: hardly a word of {len(page.lines)} lines could be read: another script, handwriting, "
            "or type too worn"
        )
        return [Finding(UNREAD, None, message, remedy, Severity.NOTE, page.item, PagePosition(page.number))]
    if not boxes:
        return []
    where = places_in_words(boxes, page.lines, (page.width, page.height))
    message = f"page {page.number}: typing was not read {where}"
    if OTHER_SCRIPT in page.why:
        message = f"{message}: it looks like letters of another script (Greek, Cyrillic and so on)"
    place = PagePosition(page.number, box=boxes[0])
    data = {"boxes": [box.as_list() for box in boxes]}
    return [Finding(UNREAD, None, message, remedy, Severity.NOTE, page.item, place, data=data)]


def _too_large(item: str, scan_page: ScanPage, settings: ReadingSettings) -> list[Finding]:
    if max(scan_page.size) <= settings.max_pixels:
        return []
    longest = max(scan_page.size)
    message = f"page {scan_page.number} is {longest:,} pixels long, over {settings.max_pixels:,}; it was read smaller"
    remedy = "raise reading.max_pixels if letters were lost."
    return [Finding("R105", None, message, remedy, Severity.NOTE, item, PagePosition(scan_page.number))]
