"""Site data -> the pages about the site itself: the checks, the glossary, the downloads, the design."""

from markupsafe import Markup

from briefbook.model.verdict import Verdict, count_verdicts
from briefbook.site import urls
from briefbook.site.item_table import item_table
from briefbook.site.list_pages import table
from briefbook.site.narrative_page import BOOK_FORMS, VERDICT_LINES, VERDICTS
from briefbook.site.rendering import WebPage, render_page
from briefbook.site.site_data import SiteData
from briefbook.text.date_display import days_in_words

GLOSSARY = {
    "ACTION": "The addressee expected to act; others receive the message for information.",
    "BT": "Break: marks the beginning and the end of the text of a teleprinter message.",
    "CAVEAT, CAPTION": "A marking that restricts distribution further than the classification does.",
    "CDN EYES ONLY": "For Canadian officials only.",
    "CMA": "Comma.",
    "DTG": "Date-time group: day, hour and minute, zone, month and year of sending, as in 081530Z NOV 62.",
    "EMERGENCY, FLASH": "The highest degrees of urgency.",
    "FM": "From: the post or office that sent the message.",
    "GARBLED, GRBL": "Letters lost or changed in transmission.",
    "IMMEDIATE, OPIMMEDIATE": "A high degree of urgency, above priority.",
    "INFO": "Addressees sent a copy for information, with no action required.",
    "MYTEL, OURTEL": "A telegram from the sending post.",
    "NIACT": "Night action: to be acted on whatever the hour.",
    "NOT RPT NOT": "Not, repeat not: a word whose loss would reverse the meaning is sent twice.",
    "PARA": "Paragraph.",
    "PD, STOP": "Full stop.",
    "QUOTE, UNQUOTE": "Quotation marks.",
    "REF": "The earlier message that this one answers or follows up.",
    "RPT": "Repeat: the preceding word is repeated, or the message is repeated to others.",
    "SECTION 01 OF 02": "One part of a message sent in several parts.",
    "SLUGLINE, SUBJ": "What the message is about.",
    "TOO": "Time of origin.",
    "TOR": "Time of receipt.",
    "URTEL, YOURTEL": "A telegram from the post addressed.",
    "Z": "Greenwich Mean Time, in a date-time group.",
}
"""Terms of the telegraph and their meaning, as printed on the glossary page."""


def checks(site_data: SiteData) -> WebPage:
    """The page about the checks and their results."""
    rows = []
    for narrative in site_data.narratives:
        counts = count_verdicts(site_data.verifications.get(narrative.path, ()))
        link = Markup('<a href="{}">{}</a>').format(urls.narrative_url(narrative.slug), narrative.title)
        rows.append((link, *(counts.by_verdict[verdict] for verdict in Verdict), counts.too_short + counts.file_titles))
    head = ("Chapter", *(VERDICTS[verdict][0].capitalize() for verdict in Verdict), "Too short, or a file’s title")
    numbers = frozenset(range(1, len(head)))
    return render_page(
        site_data,
        urls.CHECKS,
        "checks.html",
        "About the checks",
        meanings=[(VERDICTS[verdict][0].capitalize(), words.capitalize()) for verdict, words in VERDICT_LINES.items()],
        verdicts=table("Quotations of each chapter by verdict", head, rows, numbers=numbers) if rows else "",
        unsure=sum(1 for finding in site_data.archive.findings if finding.cannot_tell),
        accepted=[
            {"message": _sentence(finding.message), "accepted": finding.accepted}
            for finding in site_data.archive.findings
            if finding.accepted
        ],
    )


def _sentence(message: str) -> str:
    """A finding as a sentence for readers: a capital, a full stop, days in words."""
    words = days_in_words(message.rstrip("."))
    return f"{words[:1].upper()}{words[1:]}."


def glossary(site_data: SiteData) -> WebPage:
    """Words of the telegraph."""
    return render_page(site_data, urls.GLOSSARY, "glossary.html", "Glossary", words=list(GLOSSARY.items()))


FILES = (
    ("data/items.csv", "All items as a table", "CSV, for a spreadsheet"),
    ("data/items.jsonl", "All items, one JSON object per line", "JSON Lines, for programs"),
    (urls.ANNOTATIONS, "Quotations found in the items they cite, with their locations", "Web Annotations"),
    ("data/posts.csv", "Codes of embassies and offices, their meaning and its certainty", "CSV"),
    ("data/timeline.csv", "Messages by time and sender", "CSV"),
    ("data/correspondence.csv", "Who wrote to whom", "CSV"),
    ("data/replies.csv", "Days between messages that refer to each other", "CSV"),
    ("feed.xml", "News feed of the chapters", "Atom"),
    ("sitemap.xml", "Site map for search engines", "XML"),
)


def downloads(site_data: SiteData) -> WebPage:
    """The page of downloads."""
    whole = [
        {
            "url": f"downloads/{path.name}",
            "words": BOOK_FORMS.get(path.name) or path.stem.replace("-", " ").capitalize(),
            "form": f"{path.suffix[1:].upper()}, {_size(path.stat().st_size)}",
            "download": True,
        }
        for path in site_data.archive.downloads
        if path.is_file()
    ]
    data = [
        {"url": url, "words": words, "form": form, "download": not url.endswith(".xml")} for url, words, form in FILES
    ]
    groups = [("The book", whole), ("The catalogue as data", data[:-2]), ("Feeds and site map", data[-2:])]
    return render_page(
        site_data, urls.DOWNLOADS, "downloads.html", "Downloads", groups=[group for group in groups if group[1]]
    )


def book_not_made(site_data: SiteData, name: str) -> WebPage:
    """What the address of a form of the book shows while that form is not made."""
    words = BOOK_FORMS[name]
    lede = (
        f"{words} is not at hand: it has not been made, or the papers or the chapters have changed since. It is made "
        "anew when the site is built."
    )
    body = Markup('<p><a href="{}">All downloads</a></p>').format("../" + urls.DOWNLOADS)
    title = f"{words} is not at hand"
    return render_page(site_data, f"downloads/{name}", "simple.html", title, status=404, lede=lede, body=body)


def _size(number: int) -> str:
    return f"{number / 1_000_000:.1f} MB" if number >= 1_000_000 else f"{max(1, number // 1000)} kB"


def design(site_data: SiteData) -> WebPage:
    """The style guide: a page that shows every element of the design."""
    columns = ("item", "date", "from", "to", "number")
    shown = item_table(site_data, site_data.rows[:3], columns, "", "The first three items")
    return render_page(site_data, urls.DESIGN, "design.html", "Design of this site", table=shown)
