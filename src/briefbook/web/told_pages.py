"""The book -> what it tells of itself: the checks, the glossary, the downloads, how the site is set."""

from markupsafe import Markup

from briefbook.model.verdict import Verdict
from briefbook.web import urls
from briefbook.web.book import Book
from briefbook.web.item_table import item_table
from briefbook.web.lists import table
from briefbook.web.reading_page import VERDICT_LINES, VERDICTS, checked
from briefbook.web.rendering import WebPage, counted, page

GLOSSARY = {
    "ACTION": "The addressee who must act; others are told for information.",
    "BT": "Break text: stands before and after the text of a teleprinter message.",
    "CAVEAT, CAPTION": "A marking that narrows who may see a message beyond its classification.",
    "CDN EYES ONLY": "For Canadian officials only.",
    "CMA": "Comma.",
    "DTG": "Date-time group: day, hour and minute, zone, month and year of sending, as in 081530Z NOV 62.",
    "EMERGENCY, FLASH": "The highest degrees of urgency.",
    "FM": "From: the post or office that sent the message.",
    "GARBLED, GRBL": "Letters lost or changed on the way.",
    "IMMEDIATE, OPIMMEDIATE": "A high degree of urgency, above priority.",
    "INFO": "Addressees who were told, and did not have to act.",
    "MYTEL, OURTEL": "A telegram from the post that is writing now.",
    "NIACT": "Night action: to be acted on whatever the hour.",
    "NOT RPT NOT": "Not, repeat not: a word that would turn the sense if it were lost is sent twice.",
    "PARA": "Paragraph.",
    "PD, STOP": "Full stop.",
    "QUOTE, UNQUOTE": "Quotation marks.",
    "REF": "The message that this one answers or follows.",
    "RPT": "Repeat: the word before is repeated, or the message is repeated to others.",
    "SECTION 01 OF 02": "A part of a message sent in parts.",
    "SLUGLINE, SUBJ": "What the message is about.",
    "TOO": "Time of origin.",
    "TOR": "Time of receipt.",
    "URTEL, YOURTEL": "A telegram from the post that is written to.",
    "Z": "Greenwich time, in a date-time group.",
}
"""Words of the telegraph, and what they mean."""


def checks(book: Book) -> WebPage:
    """How quotations and citations are checked, and how that came out."""
    rows = []
    for narrative in book.narratives:
        counts = checked(book.verifications.get(narrative.path, ())).counts
        link = Markup('<a href="{}">{}</a>').format(urls.narrative_url(narrative.slug), narrative.title)
        rows.append((link, *(counts[verdict] for verdict in Verdict)))
    head = ("Page", *(VERDICTS[verdict][0].capitalize() for verdict in Verdict))
    meanings = Markup("").join(
        Markup("<dt>{}</dt><dd>{}.</dd>").format(VERDICTS[verdict][0].capitalize(), words.capitalize())
        for verdict, words in VERDICT_LINES.items()
    )
    accepted = [one for one in book.archive.findings if one.accepted]
    unsure = sum(1 for one in book.archive.findings if one.cannot_tell)
    body = Markup(
        "<h2>Quotations</h2><p>Each quotation is looked for, word for word, in the item it cites. What the telegraph did "
        "is set aside: capitals, line ends, page lines, stamps, NOT RPT NOT. What an author does never is: a word left "
        'out without a mark, or changed, makes a quotation altered.</p><dl class="facts">{}</dl>{}'
        "<h2>Citations</h2><p>Each item cited must be held, each link must lead somewhere, each table must agree with the "
        "prose above it and with the scans, and a date or a number that does not fit its neighbours is looked at again. "
        "{}</p><h2>What was accepted</h2>{}"
    ).format(
        meanings,
        table("Quotations of each page by verdict", head, rows, numbers=frozenset(range(1, len(head)))) if rows else "",
        f"Of the collection, {counted(unsure, 'matter')} could not be told either way." if unsure else "",
        _accepted(accepted),
    )
    lede = "A page of this book says how it was checked. Here is what that means, and how the whole came out."
    return page(book, urls.CHECKS, "simple.html", "About the checks", lede=lede, body=body)


def _accepted(accepted: list[object]) -> Markup:
    if not accepted:
        return Markup('<p class="quiet">No finding had to be accepted.</p>')
    lines = Markup("").join(
        Markup("<li>{} {}. <span class=quiet>Accepted: {}</span></li>").format(
            getattr(one, "code", ""), str(getattr(one, "message", "")).rstrip("."), getattr(one, "accepted", "")
        )
        for one in accepted
    )
    return Markup('<ul class="plain">{}</ul>').format(lines)


def glossary(book: Book) -> WebPage:
    """Words of the telegraph."""
    pairs = Markup("").join(
        Markup('<dt id="{}" class="mono">{}</dt><dd>{}</dd>').format(urls.anchor(word), word, meaning)
        for word, meaning in GLOSSARY.items()
    )
    body = Markup('<dl class="facts">{}</dl>').format(pairs)
    return page(
        book, urls.GLOSSARY, "simple.html", "Glossary", lede="Words of the telegraph, and what they mean.", body=body
    )


FILES = (
    ("data/items.csv", "All items as a table", "CSV, for a spreadsheet"),
    ("data/items.jsonl", "All items, an object a line", "JSON Lines, for programs"),
    ("data/posts.csv", "Posts, what they stand for and how sure that is", "CSV"),
    ("data/timeline.csv", "Messages by time and sender", "CSV"),
    ("data/correspondence.csv", "Who wrote to whom", "CSV"),
    ("data/replies.csv", "Reply times", "CSV"),
    ("feed.xml", "The pages of the book, newest first for those who follow it", "Atom"),
    ("sitemap.xml", "Every page, for those who index", "XML"),
)


def downloads(book: Book) -> WebPage:
    """Everything that can be taken away whole."""
    lines = [
        Markup('<li><a href="downloads/{}" download>{}</a> <span class="quiet">{}, {}</span></li>').format(
            path.name, path.stem.replace("-", " ").capitalize(), path.suffix[1:].upper(), _size(path.stat().st_size)
        )
        for path in book.archive.downloads
        if path.is_file()
    ]
    lines += [
        Markup('<li><a href="{}"{}>{}</a> <span class="quiet">{}</span></li>').format(
            url, Markup("" if url.endswith(".xml") else " download"), words, form
        )
        for url, words, form in FILES
    ]
    body = Markup('<ul class="plain">{}</ul>').format(Markup("").join(lines))
    body += Markup(
        '<p class="quiet">Each item’s page offers the item’s own files: the scan, its text, and as far as there is something in '
        "them ALTO, TEI, a IIIF manifest, and its citation for citation programs.</p>"
    )
    return page(
        book, urls.DOWNLOADS, "simple.html", "Downloads", lede="Take it with you; each file says what it is.", body=body
    )


def _size(number: int) -> str:
    return f"{number / 1_000_000:.1f} MB" if number >= 1_000_000 else f"{max(1, number // 1000)} kB"


def design(book: Book) -> WebPage:
    """A living page of all the parts that the site is set with."""
    colours = Markup("").join(
        Markup(
            '<div><svg class="swatch" role="img" aria-label="{}"><rect width="100%" height="100%" fill="var(--{})"/></svg>{}</div>'
        ).format(name, name, name)
        for name in (
            "ground",
            "raised",
            "sunk",
            "ink",
            "quiet",
            "hair",
            "line",
            "accent",
            "mark",
            "good",
            "doubt",
            "bad",
        )
    )
    body = Markup(
        '<h2>Colours</h2><div class="parts">{}</div><h2>Words</h2><p class="kicker">A kicker</p><p class="lede">A lede, which '
        "stands under a title.</p><p class=prose>A paragraph for long reading, with <a href=index.html>a link</a>, <em>stress</em>, "
        "<strong>weight</strong>, <mark>a mark</mark> and <code>code</code>.</p><blockquote><p>A quotation set apart.</p>"
        '</blockquote><p class="quiet">A quiet line of apparatus.</p><h3>A third heading</h3><h4>A fourth heading</h4>'
        '<h2>Tags</h2><p><span class="tag">plain</span> <span class="tag good">word for word</span> '
        '<span class="tag doubt">inferred</span> <span class="tag bad">not found</span> '
        '<span class="tag specimen-tag">specimen</span></p><h2>A table</h2>{}'
        '<h2>Facts</h2><dl class="facts"><dt>From</dt><dd>WASHDC</dd><dt>To</dt><dd>EXTERNAL</dd></dl>'
        '<h2>How a page was checked</h2><div class="checked"><p>How this page was checked: each of its 2 quotations was held '
        "against the text of the items.</p></div><h2>Typed lines</h2>"
        '<ol class="lines"><li><span class="n"></span><span class="t">FM WASHDC</span></li><li><span class="n"></span>'
        '<span class="t">TO EXTERNAL <span class="unsure">3316</span></span></li></ol>'
    ).format(
        colours, item_table(book, book.rows[:3], ("item", "date", "from", "to", "number"), "", "The first three items")
    )
    lede = "Every part that the pages are made of, once."
    return page(book, urls.DESIGN, "simple.html", "How this site is set", lede=lede, body=body)
