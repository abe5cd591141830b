"""A narrative -> its web page: prose with linked citations, the items cited, and the results of the checks."""

import hashlib
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from briefbook.model.catalogue import Entry
from briefbook.model.narrative import Citation, Link, Narrative, Sentence
from briefbook.model.narrative import Image as Photograph
from briefbook.model.page import Box, Page
from briefbook.model.rendering import Addresses
from briefbook.model.verdict import NotJudged, Verdict, VerdictCounts, Verification, count_verdicts
from briefbook.site import metadata_tags, urls
from briefbook.site.item_table import item_table
from briefbook.site.prose_files import file_at, linked_path, picture_path, prose_files
from briefbook.site.rendering import WebPage, environment, render_page
from briefbook.site.site_data import ItemRow, SiteData
from briefbook.text.date_display import date_in_words, sort_key
from briefbook.text.folding import fold
from briefbook.text.link_targets import (
    LinkTarget,
    has_anchor,
    item_of_target,
    page_path_of,
    passage_slug_of,
    web_address,
)
from briefbook.text.safe_names import is_shortened, name_of, safe_name
from briefbook.text.services import edition_of
from briefbook.text.typography import in_print
from briefbook.util.translation import N_, counted, gettext, language_name, ngettext

WORDS_PER_MINUTE = 230
MAX_HEADING_LINES = 14
HEADING = ("date", "dtg", "from", "to", "info", "number", "classification", "precedence", "subject")
_HEAD = re.compile(r"(FM|FROM|TO|INFO|REF\w*|SUBJ\w*|DE|BT)\b[ :.]")
_NOT_HELD = re.compile(r'<a class="cite"([^>]* href="(?:\.\./)*not-held/)')

CERTIFICATE = "certificate.html"
"""The file of the signed certificate of the checks, among the downloads."""

VERDICTS = {
    Verdict.VERBATIM: (N_("word for word"), "good"),
    Verdict.AS_ON_SCAN: (N_("as on the scan"), "good"),
    Verdict.NOISY: (N_("look at the picture"), "doubt"),
    Verdict.EDITED: (N_("shortened: see what the dots hide"), "doubt"),
    Verdict.ALTERED: (N_("altered"), "bad"),
    Verdict.ELSEWHERE: (N_("in another item"), "bad"),
    Verdict.NOT_FOUND: (N_("not found"), "bad"),
    Verdict.CANNOT_TELL: (N_("could not be checked"), "doubt"),
}
"""The label of each verdict beside a quotation, and the CSS class of its tone."""


def verdict_line(verdict: Verdict, number: int) -> str:
    """What the counts of a page say of quotations with a verdict."""
    return {
        Verdict.VERBATIM: ngettext(
            "found word for word in the item they cite", "found word for word in the item they cite", number
        ),
        Verdict.AS_ON_SCAN: ngettext(
            "found as on the scan: where the reading differs, the picture has the words quoted",
            "found as on the scan: where the reading differs, the picture has the words quoted",
            number,
        ),
        Verdict.NOISY: ngettext(
            "found, but the scan is hard to read there: look at the picture",
            "found, but the scan is hard to read there: look at the picture",
            number,
        ),
        Verdict.EDITED: ngettext(
            "found word for word, shortened by the author in a way that may change the sense",
            "found word for word, shortened by the author in a way that may change the sense",
            number,
        ),
        Verdict.ALTERED: ngettext(
            "found with a difference in the words", "found with a difference in the words", number
        ),
        Verdict.ELSEWHERE: ngettext(
            "found in an item other than the one cited", "found in an item other than the one cited", number
        ),
        Verdict.NOT_FOUND: ngettext("not found in the text held", "not found in the text held", number),
        Verdict.CANNOT_TELL: ngettext(
            "could not be checked: the text held does not allow it, or none is held",
            "could not be checked: the text held does not allow it, or none is held",
            number,
        ),
    }[verdict]


NOT_JUDGED = {
    NotJudged.SHORT: (N_("too short to check"), "plain"),
    NotJudged.FILE_TITLE: (N_("title of a file"), "plain"),
}
"""The label of words in quotation marks that are no quotation to be checked, and the CSS class of its tone."""


def verdict_label(verification: Verification) -> tuple[str, str]:
    """The label beside a quotation, and the CSS class of its tone: what the counts of the chapter count it as."""
    short = NOT_JUDGED.get(verification.not_judged) if verification.not_judged else None
    label, tone = short or VERDICTS[verification.verdict]
    return gettext(label), tone


def counts_in_words(counts: VerdictCounts) -> list[tuple[str, int]]:
    """Each verdict that occurs, in words, with its number; then what was not judged."""
    lines = [(verdict_line(verdict, counts.by_verdict[verdict]), counts.by_verdict[verdict]) for verdict in VERDICTS]
    titles = ngettext(
        "the title of a file in the archive, and not checked",
        "titles of files in the archive, and not checked",
        counts.file_titles,
    )
    lines += [(gettext("too short to check: a word or two"), counts.too_short), (titles, counts.file_titles)]
    return [(words, number) for words, number in lines if number]


@dataclass(frozen=True, slots=True)
class QuotationCard:
    """A quotation as shown with its source."""

    words: str
    verdict: str
    tone: str
    anchor: str
    cutout: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CitedItem:
    """An item cited on a page, as its card shows it."""

    id: str
    row: ItemRow
    first_lines: str
    quotes: tuple[QuotationCard, ...]
    route: str = ""
    printed: bool = False  # the text is an edition's, to be set as a book is
    title: str = ""


def quote_anchor(narrative: Narrative, quotation: int) -> str:
    """Where the words of a quotation are marked on its item's page."""
    return f"q-{safe_name(narrative.slug)}-{quotation}"


def _says(title: str, dates: str) -> bool:
    """Does a title say the dates of its chapter, whatever their order: "November 8 - November 13, 1962"?"""
    return set(re.findall(r"\w+", dates.casefold())) <= set(re.findall(r"\w+", title.casefold()))


def cited_values(site_data: SiteData, narrative: Narrative, url: str) -> dict[str, Any]:
    """What the end of a page says of its checks and of the items that it cites, for the template cited.html.

    Args:
        site_data: The site's data.
        narrative: A page of the book.
        url: The address of the page that shows it, relative to the site's root.
    """
    cited = list(dict.fromkeys(citation.item for citation in narrative.citations))
    sources = [source(site_data, narrative, item, url) for item in cited if site_data.has_item(item)]
    missing = [item for item in cited if not site_data.has_item(item) and item not in site_data.withdrawn]
    with_pages = sum(site_data.has_pages(cited_item.row.item) for cited_item in sources)
    counts = count_verdicts(site_data.verifications.get(narrative.path, ()))
    return {
        "sources": sources,
        "missing": missing,
        "checked": counts,
        "checked_words": compared_in_words(counts),
        "checked_lines": counts_in_words(counts),
        "certificate": next(
            (f"downloads/{CERTIFICATE}" for p in site_data.archive.downloads if p.name == CERTIFICATE), ""
        ),
        "cited_words": _cited_words(with_pages, len(sources) - with_pages, len(missing)),
        "of_this": words_of_part(narrative.part),
    }


def narrative_page(site_data: SiteData, narrative: Narrative, translations: Sequence[object] = ()) -> WebPage:
    """The page of a narrative.

    Args:
        site_data: The site's data.
        narrative: The narrative.
        translations: Those that stand beside it on a page of two, each with its language as ``tag`` and ``name``.
    """
    url = urls.narrative_url(narrative.slug)
    passages = shown_passages(site_data, narrative, url)
    end = cited_values(site_data, narrative, url)
    sources = end["sources"]
    posts, people = named_on(site_data, [cited_item.row for cited_item in sources])
    in_order = [page for page in site_data.narratives if page.part != "page"]
    place = in_order.index(narrative) if narrative in in_order else None
    dates = date_in_words(narrative.dates, unknown="")
    words = sum(len(sentence.text.split()) for sentence in narrative.sentences) or len(narrative.source.split())
    return render_page(
        site_data,
        url,
        "narrative.html",
        narrative.title,
        **end,
        translations=translations,
        summary=(beginning := first_words(narrative, language=site_data.language_of(narrative))),
        head=metadata_tags.of_narrative(site_data, narrative, [cited_item.row for cited_item in sources], beginning),
        narrative=narrative,
        prose_language=language if (language := site_data.language_of(narrative)) != site_data.language else "",
        passages=passages,
        headings=[passage for passage in passages if passage["heading"] and passage["shown"] == 2],
        posts=posts,
        people=people,
        dates=dates,
        dates_above="" if _says(narrative.title, dates) else dates,
        minutes=max(1, round(words / WORDS_PER_MINUTE)),
        updated=date_in_words(str(narrative.front_matter.get("updated", "")), unknown=""),
        citation=cite_narrative(site_data, narrative),
        permanent=urls.absolute(site_data.about.get("address", ""), url),
        author=str(narrative.front_matter.get("author", "")).strip(),
        number=site_data.chapters.index(narrative) + 1 if narrative.part == "chapter" else 0,
        book_files=book_files(site_data),
        previous=in_order[place - 1] if place else None,
        next=in_order[place + 1] if place is not None and place + 1 < len(in_order) else None,
    )


def words_of_part(part: str) -> dict[str, str]:
    """The headings of a page of the book, which is a chapter or another page."""
    if part == "chapter":
        return {
            "how_checked": gettext("How this chapter was checked"),
            "items_cited": gettext("Items cited in this chapter"),
            "cite": gettext("Cite this chapter"),
            "about": gettext("About this chapter"),
        }
    return {
        "how_checked": gettext("How this page was checked"),
        "items_cited": gettext("Items cited in this page"),
        "cite": gettext("Cite this page"),
        "about": gettext("About this page"),
    }


def compared_in_words(counts: VerdictCounts) -> str:
    """How many quotations of a page were compared."""
    if not counts.judged:
        return gettext("It contains no quotation to compare.")
    if counts.total > counts.judged:
        return counted(
            "{number} quotation was compared, word for word, with the text of the items, of {total} passages in "
            "quotation marks.",
            "{number} quotations were compared, word for word, with the text of the items, of {total} passages in "
            "quotation marks.",
            counts.judged,
            total=counts.total,
        )
    return counted(
        "{number} quotation was compared, word for word, with the text of the items.",
        "{number} quotations were compared, word for word, with the text of the items.",
        counts.judged,
    )


def _cited_words(present: int, described: int, missing: int) -> str:
    """How many of the items cited are held; of some only a description may be known.

    Args:
        present: Number of items with text or pictures.
        described: Number of items known from their description only.
        missing: Number of items that the catalogue does not know.

    >>> _cited_words(2, 0, 0), _cited_words(1, 0, 0)
    ('Both items cited are held in this collection.', 'The item cited is present in this collection.')
    >>> _cited_words(4, 1, 0)
    '4 of the 5 items cited are held in this collection; 1 is known from its description only.'
    """
    cited = present + described + missing
    if cited == 1:
        if described:
            return gettext(
                "The item cited is known from its description only; its text is not held in this collection."
            )
        if present:
            return gettext("The item cited is present in this collection.")
        return gettext("The item cited is not present in this collection.")
    if present == cited:
        if cited == 2:
            return gettext("Both items cited are held in this collection.")
        return gettext("All {number} items cited are held in this collection.").format(number=cited)
    if present:
        held = counted(
            "{number} of the {total} items cited is held in this collection",
            "{number} of the {total} items cited are held in this collection",
            present,
            total=cited,
        )
    else:
        held = gettext("None of the {total} items cited is held in this collection").format(total=cited)
    if not described:
        return f"{held}."
    known = counted(
        "{number} is known from its description only.",
        "{number} are known from their descriptions only.",
        described,
    )
    return gettext("{held}; {known}").format(held=held, known=known)


@dataclass(frozen=True, slots=True)
class CitingSentence:
    """A sentence of the book that cites an item, without its citations, and where its paragraph stands on its page."""

    words: str
    anchor: str


def citing_sentences(narrative: Narrative, passage: int, item: str, language: str = "") -> list[CitingSentence]:
    """The sentences of a passage that cite an item, in the order of the prose; the row of a table is none.

    Args:
        narrative: The narrative.
        passage: Index of the passage in the narrative.
        item: The id of the item.
        language: Of the prose, BCP 47, by which its quotation marks are set.

    Returns:
        Each sentence with the place of its paragraph.
    """
    cited = [
        citation.offset for citation in narrative.citations if citation.item == item and citation.passage == passage
    ]
    sentences = [
        sentence
        for sentence in narrative.sentences
        if sentence.passage == passage
        and any(sentence.offset <= offset < sentence.end for offset in cited)
        and not _ROW_OF_A_TABLE.match(sentence.text)
    ]
    return [
        CitingSentence(
            in_print(_without_citations(narrative, sentence.text) or _bare(narrative, sentence.text), language),
            urls.paragraph_anchor(_first_line(narrative, sentence.offset)),
        )
        for sentence in sentences
    ]


_ROW_OF_A_TABLE = re.compile(r"\s*\|.*\|\s*\Z", re.S)


def _first_line(narrative: Narrative, offset: int) -> int:
    """The line, from 1, on which the paragraph at an offset of a narrative begins."""
    start = narrative.source.rfind("\n\n", 0, offset + 1)
    return narrative.source.count("\n", 0, start + 2) + 1 if start >= 0 else 1


_PARAGRAPH = re.compile(r'<p id="(l\d+)">(.*?)</p>', re.S)
_TAG = re.compile(r"<[^>]+>")


def with_permalinks(passages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give each paragraph a link to itself, whose address stays while the paragraph begins with the same words.

    Args:
        passages: The passages of a page.

    Returns:
        The same with links in their HTML; an address that two paragraphs would have is numbered.
    """
    counts: Counter[str] = Counter()
    label = escape(gettext("Link to this paragraph"))

    def linked(match: re.Match[str]) -> str:
        words = fold(unescape(_TAG.sub("", match[2]))).split()[:12]
        name = "para-" + hashlib.sha256(" ".join(words).encode()).hexdigest()[:6]
        counts[name] += 1
        if counts[name] > 1:
            name += f"-{counts[name]}"
        return (
            f'<p id="{match[1]}"><a class="pilcrow" id="{name}" href="#{name}" aria-label="{label}"'
            f" data-pagefind-ignore>¶</a>{match[2]}</p>"
        )

    return [passage | {"html": Markup(_PARAGRAPH.sub(linked, str(passage["html"])))} for passage in passages]


def shown_passages(site_data: SiteData, narrative: Narrative, url: str) -> list[dict[str, Any]]:
    """The passages as HTML, headings put one below another without a gap, paragraphs with links to themselves."""
    rendered = site_data.archive.render(narrative, addresses(site_data, narrative, url))
    levels = [passage.level for passage in rendered if passage.heading and passage.level > 1]
    top = min(levels, default=2)
    sections = []
    not_held = gettext("Not held in this collection")
    for passage, name in zip(rendered, section_anchors([passage.slug for passage in rendered]), strict=True):
        level = min(max(passage.level - top + 2, 2), 6)
        html = Markup(
            _NOT_HELD.sub(
                rf'<a class="cite not-held" title="{escape(not_held)}"\1',
                add_image_sizes(site_data, passage.html),
            )
        )
        html = Markup(_OWN_TABLE.sub(_in_a_region, str(html)))
        sections.append({"heading": passage.heading, "level": passage.level, "shown": level, "id": name, "html": html})
    return with_permalinks(sections)


_HEAD = re.compile(r"<th\b[^>]*>(.*?)</th>", re.S)
_ROW = re.compile(r"<tr\b[^>]*>(.*?)</tr>", re.S)
_CELL = re.compile(r"<td\b([^>]*)>")
_FEWEST_COLUMNS = 3
_OWN_TABLE = re.compile(r"<table>.*?</table>", re.S)


def _in_a_region(table: re.Match[str]) -> str:
    """A table that the author wrote, in a part of the page that a narrow screen moves sideways, by keys too.

    One of three columns or more is a list of cards there, as tables of items are: each value after its column's head.
    """
    name = escape(gettext("Table"))
    return f'<div class="table" role="region" aria-label="{name}" tabindex="0">{_as_cards(table[0])}</div>'


def _as_cards(table: str) -> str:
    """A table with the head of its column on every cell; the same table where not every cell has one."""
    heads = [" ".join(Markup(head).striptags().split()) for head in _HEAD.findall(table)]
    rows = [_CELL.findall(row) for row in _ROW.findall(table)]
    cells = [row for row in rows if row]
    if len(heads) < _FEWEST_COLUMNS or "span=" in table or any(len(row) != len(heads) for row in cells):
        return table
    column = itertools.cycle(heads)
    labelled = _CELL.sub(lambda cell: f'<td data-label="{escape(next(column))}"{cell[1]}>', table)
    return labelled.replace("<table>", '<table class="cards">', 1)


def prose_html(site_data: SiteData, narrative: Narrative, url: str) -> str:
    """The prose of a narrative as its page has it, for a page at another address of the site.

    Args:
        site_data: The site's data, this narrative among its narratives.
        narrative: The narrative.
        url: The address of the page that shows it, relative to the site's root.

    Returns:
        HTML, sanitised as that of the narrative's own page.
    """
    passages = shown_passages(site_data, narrative, url)
    return environment().get_template("passages.html").render(passages=passages)


def section_anchors(slugs: Iterable[str]) -> list[str]:
    """The ids of the sections of a narrative on its page, from the slugs of its passages.

    >>> section_anchors(["", "the-harbour", "the-harbour"])
    ['s-introduction', 's-the-harbour', 's-the-harbour-2']
    """
    slug_counts: Counter[str] = Counter()
    anchors = []
    for slug in slugs:
        slug = slug or "introduction"
        slug_counts[slug] += 1
        anchors.append(f"s-{safe_name(slug)}" + (f"-{slug_counts[slug]}" if slug_counts[slug] > 1 else ""))
    return anchors


def paragraph_url(narrative: Narrative, passage: int, paragraph: int, line: int) -> str:
    """The address of a paragraph of a narrative, or of the section whose heading is meant where ``paragraph`` is 0."""
    url = urls.narrative_url(narrative.slug)
    if paragraph:
        return f"{url}#{urls.paragraph_anchor(line)}"
    anchors = section_anchors(passage.slug for passage in narrative.passages)
    return f"{url}#{anchors[passage]}" if passage else url


def add_image_sizes(site_data: SiteData, html: str) -> str:
    """Photographs with their width and height, so that nothing moves when they arrive."""
    if "<img " not in html:
        return html
    from PIL import Image

    def size(match: re.Match[str]) -> str:
        if is_shortened(match[1]):
            path = prose_files(site_data).get(match[1])
        else:
            path = file_at(site_data, "/".join(name_of(part) for part in match[1].split("/")))
        if path is None:
            return match[0]
        try:
            with Image.open(path) as picture:
                return f'{match[0]} width="{picture.width}" height="{picture.height}"'
        except (OSError, ValueError, Image.DecompressionBombError):
            return match[0]

    return re.sub(r'<img src="(?:\.\./)*((?:media|narratives)/[^"]+)"', size, html)


def addresses(site_data: SiteData, narrative: Narrative, url: str) -> Addresses:
    """The addresses of citations, links, images and tables, relative to a narrative's page."""
    root = urls.root_of(url)
    placed = {
        verification.quotation: verification
        for verification in site_data.verifications.get(narrative.path, ())
        if verification.page
    }
    quoted: dict[int, int] = {}
    for number, quotation in enumerate(narrative.quotations):
        for index in quotation.citations:
            if number in placed and placed[number].item == narrative.citations[index].item:
                quoted.setdefault(index, number)

    def citation(citation: Citation, index: int) -> str | None:
        if not site_data.has_item(citation.item):
            if citation.item in site_data.withdrawn:
                return root + urls.item_url(citation.item)
            if not site_data.shows("not-held"):
                return None
            return root + urls.stub_url(citation.item)
        address = root + urls.item_url(citation.item)
        if citation.page and citation.lines:
            return f"{address}#{urls.line_anchor(citation.page, citation.lines[0])}"
        if citation.page:
            return f"{address}#p{citation.page}"
        return f"{address}#{quote_anchor(narrative, quoted[index])}" if index in quoted else address

    def table(items: tuple[str, ...], columns: tuple[str, ...]) -> str:
        rows = [site_data.row_of[item] for item in items if item in site_data.row_of]
        rows.sort(key=lambda row: sort_key(row.date))  # as the exhibits do; within a day in the order of the prose
        table_html = (
            item_table(site_data, rows, columns or site_data.archive.columns, root, gettext("Items cited above"))
            if rows
            else ""
        )
        return str.__str__(table_html)  # a plain string: what renders the prose knows nothing of escaped ones

    return Addresses(
        citation=citation,
        link=lambda link: link_address(site_data, narrative, link, root),
        image=lambda image: image_address(site_data, narrative, image, root),
        table=table,
        block=urls.paragraph_anchor,
        language=site_data.language_of(narrative),
    )


def link_address(site_data: SiteData, narrative: Narrative, link: Link, root: str) -> str | None:
    """Where a link of the prose leads; None where its target is unknown or not safe."""
    target = LinkTarget.parse(link.target)
    if target.is_web:
        return web_address(target, link.target)
    path = page_path_of(target, narrative.path, site_data.narrative_at) if target.path else narrative.path
    other = site_data.narrative_at.get(path) if path is not None else None
    if other is not None:
        tail = _anchor_of(target, other)
        return (root + urls.narrative_url(other.slug) if target.path else "") + tail or None
    if item := item_of_target(target, site_data.has_item):
        return root + urls.item_url(item)
    file_path = linked_path(site_data, narrative, link)
    return root + urls.collection_file_url(file_path) if file_path else None


def _anchor_of(target: LinkTarget, narrative: Narrative) -> str:
    """The fragment that leads to a heading of a page, or to what its author gave an id; empty if there is none."""
    slug = passage_slug_of(target, [passage.slug for passage in narrative.passages])
    if slug is not None:
        return f"#s-{safe_name(slug)}"
    return f"#{quote(target.heading)}" if target.heading and has_anchor(target, narrative.source) else ""


def image_address(site_data: SiteData, narrative: Narrative, image: Photograph, root: str) -> str | None:
    """Where a photograph is; pictures from outside are not shown, for no request may leave the site."""
    path = picture_path(site_data, narrative, image)
    return root + urls.collection_file_url(path) if path else None


def source(site_data: SiteData, narrative: Narrative, item: str, url: str) -> CitedItem:
    """An item as the card of a citation shows it."""
    quotes = []
    for verification in site_data.verifications.get(narrative.path, ()):
        quotation = narrative.quotations[verification.quotation]
        cited = {narrative.citations[index].item for index in quotation.citations}
        if item not in cited or (verification.item and verification.item != item and verification.item in cited):
            continue
        here = verification.item == item and verification.page
        words, tone = verdict_label(verification)
        anchor = quote_anchor(narrative, verification.quotation) if here and verification.boxes else ""
        if here and not verification.boxes:
            anchor = (
                urls.line_anchor(verification.page or 1, verification.lines[0])
                if verification.lines
                else f"p{verification.page}"
            )
        cut = cutout(site_data, verification, urls.root_of(url)) if here and verification.boxes else ""
        quotes.append(QuotationCard(quotation.words, words, tone, anchor, cut, tuple(map(str, verification.evidence))))
    entry = site_data.archive.catalogue.get(item)
    pages = tuple(site_data.archive.catalogue.pages(item)) if entry else ()
    lines = first_lines(entry, pages, covers=site_data.archive.covers) if entry else ""
    row = site_data.row_of[item]
    printed = bool(entry and pages and is_printed(entry, pages[0]))
    return CitedItem(
        f"source-{safe_name(item)}", row, lines, tuple(quotes), site_data.route(row), printed, site_data.title(row)
    )


def is_printed(entry: Entry, page: Page) -> bool:
    """Is the text of a page from a printed edition, and not from a typescript?"""
    return page.by == "received" and bool(edition_of(entry))


def first_lines(
    entry: Entry,
    pages: Sequence[Page],
    limit: int = 220,
    *,
    covers: Callable[[str, Sequence[Page]], Sequence[bool]] | None = None,
) -> str:
    """The beginning of the paper: what stands below its heading, on the first page that is no cover sheet or blank.

    Args:
        entry: The item.
        pages: Its pages.
        limit: The characters of it, at most.
        covers: Says of each page whether it is a cover sheet; None: they are looked at here.
    """
    is_cover = _covers(pages) if covers is None else covers(entry.item, pages)
    papers = (page for page, is_it in zip(pages, is_cover, strict=True) if not is_it)
    return next((words for page in papers if (words := _first_lines(entry, page, limit))), "")


def _covers(pages: Sequence[Page]) -> list[bool]:
    from briefbook.text.page_kinds import page_kinds  # it loads numpy

    return [kind.is_cover for kind in page_kinds(pages)]


def _first_lines(entry: Entry, first: Page, limit: int) -> str:
    places = [reading.place for name in HEADING for reading in entry.readings.get(name, ()) if reading.place]
    head = max((place.line or 0 for place in places if place.page == first.number), default=0)
    begun = [number for number, line in enumerate(first.lines[:MAX_HEADING_LINES], 1) if _HEAD.match(line.text)]
    head = max([head, *begun])
    head = head if head < len(first.lines) * 0.6 else 0
    lines = [line.text for line in first.lines[head:] if str(line.kind) == "message"]
    text = " ".join(" ".join(lines).split())
    return text if len(text) <= limit else text[: text.rfind(" ", 0, limit)] + " …"


def cutout(site_data: SiteData, verification: Verification, root: str) -> str:
    """The quoted words as a cut-out of the scan; empty where no picture is held."""
    address = site_data.picture_address(verification.item or "", verification.page or 0)
    leaf = next(
        (
            leaf
            for leaf in site_data.archive.catalogue.pages(verification.item or "")
            if leaf.number == verification.page
        ),
        None,
    )
    if not address or leaf is None or not leaf.width:
        return ""
    around = Box.around(list(verification.boxes))
    margin = max(12, (around.bottom - around.top) // 2)
    left, top = max(0, around.left - 2 * margin), max(0, around.top - margin)
    width = min(leaf.width, around.right + 2 * margin) - left
    height = min(leaf.height, around.bottom + margin) - top
    rects = "".join(rect(box) for box in verification.boxes)
    label = gettext("The words on the scan")
    return Markup(
        f'<svg class="cutout" viewBox="{left} {top} {width} {height}" role="img" aria-label="{escape(label)}">'
        f'<image href="{root}{address}" width="{leaf.width}" height="{leaf.height}"></image>{rects}</svg>'
    )


def rect(box: Box, more: str = "") -> str:
    """A box as SVG."""
    width, height = box.right - box.left, box.bottom - box.top
    return f'<rect{more} x="{box.left}" y="{box.top}" width="{width}" height="{height}"/>'


def named_on(site_data: SiteData, rows: list[ItemRow]) -> tuple[list[tuple[str, str]], list[str]]:
    """The posts and the people of some items, the most frequent first, at most a dozen of each."""
    codes = Counter(code for row in rows for code in (row.sender, *row.to) if code)
    people = Counter(person for row in rows for person in row.persons)
    ordered = sorted(codes, key=lambda code: (-codes[code], code))[:12]
    posts = [(code, site_data.office_name(code)) for code in ordered]
    return posts, sorted(people, key=lambda person: (-people[person], person))[:12]


_IN_BRACKETS = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])")


def first_words(narrative: Narrative, limit: int = 200, language: str = "") -> str:
    """The beginning of the prose, for descriptions: without its byline, citations, and sentences they are words of."""
    sentences = [
        in_print(_without_citations(narrative, _without_byline(narrative, sentence)), language)
        for sentence in narrative.sentences[:6]
    ]
    whole = [sentence for sentence in sentences if sentence][:3]
    while len(whole) > 1 and len(" ".join(whole)) > limit:
        whole.pop()
    text = " ".join(whole)
    if len(text) <= limit:
        return text
    return text[: text.rfind(" ", 0, limit)].rstrip(" ,;:–—-(") + " …"


_BYLINE = re.compile(
    r"\s*[*_]*(?:[Bb]y|BY|[Pp]ar|PAR|[Vv]on|VON|[Dd]i|DI|[Pp]or|POR)\s+(?=[^\W\d_a-z\u00df-\u00ff])[^\n]{3,90}"
    r"(?<![.!?:;,])\s*\Z"
)
"""A first paragraph that says no more than who wrote it, and when: it is one line, and no sentence."""


def _without_byline(narrative: Narrative, sentence: Sentence) -> str:
    """A sentence; of the first without the paragraph before it that says who wrote the chapter: By A. Reed, 12 May."""
    source = narrative.source[sentence.offset : sentence.end]
    byline, _, behind = source.partition("\n\n")
    if sentence is not narrative.sentences[0] or not _BYLINE.match(byline):
        return sentence.text
    if behind:
        words = len(byline.split())
        return " ".join(sentence.text.split()[words:])
    is_paragraph = narrative.source[sentence.end :].startswith("\n\n")
    return "" if is_paragraph else sentence.text


def _without_citations(narrative: Narrative, text: str) -> str:
    """A sentence without the brackets that hold citations; "" where it makes no sense without them: "See [D 7]."."""
    for match in _IN_BRACKETS.finditer(text):
        if not _uncited_words(narrative, match) and _NEEDS_A_WORD.search(text[: match.start()]):
            return ""
    return _bare(narrative, text)


def _bare(narrative: Narrative, text: str) -> str:
    """A sentence without the brackets that hold citations, whatever is left: "The works went on (D 7), (D 8)."."""
    bare = _IN_BRACKETS.sub(lambda match: _uncited_words(narrative, match), text)
    return _BETWEEN_CITATIONS.sub("", bare) if bare != text else text


_BETWEEN_CITATIONS = re.compile(r"(?:\s*[,;])+(?=\s*(?:[.,;:!?](?:\s|\Z)|\Z))")
"""The comma between two citations, which stands before another mark when both are left out."""


_NEEDS_A_WORD = re.compile(
    r"(?:^|[\s(,;])(?:see|cf\.?|compare|in|of|by|and|or|with|from|to|as|at|on|than|against|under|after|before|like|per|via"
    r"|between|voir|dans|de|par|et|ou|avec|selon|apr\u00e8s|comparer)\s*\Z|^\s*\Z",
    re.I,
)
"""What stands before a citation that is a word of its sentence: nothing, or a word that needs another after it."""


def _uncited_words(narrative: Narrative, match: re.Match[str]) -> str:
    """What is left of a pair of brackets: nothing of a citation."""
    cited = {name for citation in narrative.citations for name in (citation.item, citation.as_written)}
    is_citation = match[0].lstrip().startswith("[@") or any(name in match[0] for name in cited)
    return "" if is_citation else match[0]


BOOK_FORMS = {
    "book.pdf": N_("The book as PDF"),
    "book.epub": N_("The book as EPUB"),
    "book.docx": N_("The book as .docx"),
}


def book_files(site_data: SiteData) -> list[tuple[str, str]]:
    """The whole book in the forms that are offered: address and words, with its language where the page has another."""
    names = {path.name for path in site_data.archive.downloads}
    offered = []
    for name, words in BOOK_FORMS.items():
        in_language = name.replace(".", f".{site_data.language}.", 1)
        if site_data.folder and in_language in names:
            offered.append((f"downloads/{in_language}", gettext(words)))
        elif name in names:
            other = f" ({language_name(site_data.languages[0])})" if site_data.folder else ""
            offered.append((f"downloads/{name}", gettext(words) + other))
    return offered


def book_words(name: str) -> str:
    """What a file of the book is: The book as PDF; with its language where that is not the site's main one."""
    stem, _, ending = name.rpartition(".")
    form = BOOK_FORMS.get(f"book.{ending}", "")
    if name in BOOK_FORMS or not form or not stem.startswith("book."):
        return gettext(form) if name in BOOK_FORMS else ""
    return f"{gettext(form)} ({language_name(stem.removeprefix('book.'))})"


def cite_narrative(site_data: SiteData, narrative: Narrative) -> str:
    """How to cite a page of the book."""
    address = urls.absolute(site_data.about.get("address", ""), urls.narrative_url(narrative.slug))
    author = str(narrative.front_matter.get("author", "")).strip()
    where = gettext("“{chapter},” in {book}").format(chapter=narrative.title, book=site_data.about.get("title", ""))
    words = [f"{author}, " if author else "", where]
    if updated := date_in_words(str(narrative.front_matter.get("updated", "")), unknown=""):
        words.append(f", {updated}")
    words.append(f", {address}." if address else ".")
    return "".join(words)
