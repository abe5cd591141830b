"""Site data -> the pages about the site itself: the checks, the glossary, the downloads, the design."""

from markupsafe import Markup

from briefbook.model.verdict import Verdict, count_verdicts
from briefbook.site import urls
from briefbook.site.item_table import item_table
from briefbook.site.links import link_to
from briefbook.site.list_pages import table
from briefbook.site.narrative_page import BOOK_FORMS, VERDICTS, book_words, verdict_line
from briefbook.site.rendering import WebPage, render_page
from briefbook.site.site_data import SiteData
from briefbook.text.abbreviations import shipped
from briefbook.text.date_display import days_in_words
from briefbook.text.finding_words import finding_in_words
from briefbook.util.translation import N_, SOURCE_LANGUAGE, decimal, gettext

GLOSSARY = {
    "ACTION": N_("The addressee expected to act; others receive the message for information."),
    "BT": N_("Break: marks the beginning and the end of the text of a teleprinter message."),
    "CAVEAT, CAPTION": N_("A marking that restricts distribution further than the classification does."),
    "CDN EYES ONLY": N_("For Canadian officials only."),
    "CMA": N_("Comma."),
    "DTG": N_("Date-time group: day, hour and minute, zone, month and year of sending, as in 081530Z NOV 62."),
    "EMERGENCY, FLASH": N_("The highest degrees of urgency."),
    "FM": N_("From: the post or office that sent the message."),
    "GARBLED, GRBL": N_("Letters lost or changed in transmission."),
    "IMMEDIATE, OPIMMEDIATE": N_("A high degree of urgency, above priority."),
    "INFO": N_("Addressees sent a copy for information, with no action required."),
    "MYTEL, OURTEL": N_("A telegram from the sending post."),
    "NIACT": N_("Night action: to be acted on whatever the hour."),
    "NOT RPT NOT": N_("Not, repeat not: a word whose loss would reverse the meaning is sent twice."),
    "PARA": N_("Paragraph."),
    "PD, STOP": N_("Full stop."),
    "QUOTE, UNQUOTE": N_("Quotation marks."),
    "REF": N_("The earlier message that this one answers or follows up."),
    "RPT": N_("Repeat: the preceding word is repeated, or the message is repeated to others."),
    "SECTION 01 OF 02": N_("One part of a message sent in several parts."),
    "SLUGLINE, SUBJ": N_("What the message is about."),
    "TOO": N_("Time of origin."),
    "TOR": N_("Time of receipt."),
    "URTEL, YOURTEL": N_("A telegram from the post addressed."),
    "Z": N_("Greenwich Mean Time, in a date-time group."),
}
"""Terms of the telegraph and their meaning, as printed on the glossary page."""


def checks(site_data: SiteData) -> WebPage:
    """The page about the checks and their results."""
    rows = []
    for narrative in site_data.narratives:
        counts = count_verdicts(site_data.verifications.get(narrative.path, ()))
        link = link_to(urls.narrative_url(narrative.slug), narrative.title)
        rows.append((link, *(counts.by_verdict[verdict] for verdict in Verdict), counts.too_short + counts.file_titles))
    verdicts = {verdict: _capital(gettext(label)) for verdict, (label, _) in VERDICTS.items()}
    head = (gettext("Chapter"), *(verdicts[verdict] for verdict in Verdict), gettext("Too short, or a file’s title"))
    numbers = frozenset(range(1, len(head)))
    return render_page(
        site_data,
        urls.CHECKS,
        "checks.html",
        gettext("About the checks"),
        meanings=[(verdicts[verdict], _capital(verdict_line(verdict, 2))) for verdict in VERDICTS],
        verdicts=table(gettext("Quotations of each chapter by verdict"), head, rows, numbers=numbers) if rows else "",
        unsure=sum(1 for finding in site_data.archive.findings if finding.cannot_tell),
        accepted=[
            {
                "message": _sentence(words := finding_in_words(finding.message)),
                "is_english": words == finding.message and site_data.language != SOURCE_LANGUAGE,
                "accepted": finding.accepted,
            }
            for finding in site_data.archive.findings
            if finding.accepted
        ],
    )


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def _sentence(message: str) -> str:
    """A finding as a sentence for readers: a capital, a full stop, days in words."""
    words = days_in_words(message.rstrip("."))
    return f"{words[:1].upper()}{words[1:]}."


def glossary(site_data: SiteData) -> WebPage:
    """Words of the telegraph."""
    words = [(word, gettext(meaning)) for word, meaning in GLOSSARY.items()]
    return render_page(site_data, urls.GLOSSARY, "glossary.html", gettext("Glossary"), words=words)


def abbreviations(site_data: SiteData) -> WebPage:
    """The abbreviations that occur in the book, each with its meaning; where that is from is the scholar's."""
    foreign = site_data.language != SOURCE_LANGUAGE
    rows = [
        Markup('<dt id="{}">{}</dt><dd>{} <span class="quiet scholar">{}</span></dd>').format(
            urls.anchor(entry.short),
            entry.short,
            Markup('<span lang="en">{}</span>').format(entry.meaning)
            if foreign and shipped().get(entry.short) == entry
            else entry.meaning,
            entry.source,
        )
        for entry in site_data.abbreviations
    ]
    body = (
        Markup('<dl class="facts prose abbreviations">{}</dl>').format(Markup("\n").join(rows)) if rows else Markup("")
    )
    lede = (
        gettext("Abbreviations used in the chapters.") if rows else gettext("No abbreviation is used in the chapters.")
    )
    return render_page(site_data, urls.ABBREVIATIONS, "simple.html", gettext("Abbreviations"), lede=lede, body=body)


FILES = (
    ("data/items.csv", N_("All items as a table"), N_("CSV, for a spreadsheet")),
    ("data/items.jsonl", N_("All items, one JSON object per line"), N_("JSON Lines, for programs")),
    (urls.ANNOTATIONS, N_("Quotations found in the items they cite, with their locations"), "Web Annotations"),
    ("data/posts.csv", N_("Codes of embassies and offices, their meaning and its certainty"), "CSV"),
    ("data/timeline.csv", N_("Papers by time and sender"), "CSV"),
    ("data/correspondence.csv", N_("Who wrote to whom"), "CSV"),
    ("data/replies.csv", N_("Days between messages that refer to each other"), "CSV"),
    ("feed.xml", N_("News feed of the chapters"), "Atom"),
    ("sitemap.xml", N_("Site map for search engines"), "XML"),
)


def downloads(site_data: SiteData) -> WebPage:
    """The page of downloads."""
    whole = [
        {
            "url": f"downloads/{path.name}",
            "words": book_words(path.name) or path.stem.replace("-", " ").capitalize(),
            "form": f"{path.suffix[1:].upper()}, {_size(path.stat().st_size)}",
            "download": True,
        }
        for path in site_data.archive.downloads
        if path.is_file()
    ]
    data = [
        {"url": url, "words": gettext(words), "form": gettext(form), "download": not url.endswith(".xml")}
        for url, words, form in FILES
    ]
    groups = [
        (gettext("The book"), whole),
        (gettext("The catalogue as data"), data[:-2]),
        (gettext("Feeds and site map"), data[-2:]),
    ]
    return render_page(
        site_data,
        urls.DOWNLOADS,
        "downloads.html",
        gettext("Downloads"),
        groups=[group for group in groups if group[1]],
    )


def book_not_made(site_data: SiteData, name: str) -> WebPage:
    """What the address of a form of the book shows while that form is not made."""
    words = gettext(BOOK_FORMS[name])
    lede = gettext(
        "{file} is not available: it has not been made, or the papers or the chapters have changed since. It is made "
        "anew when the site is built."
    ).format(file=words)
    body = Markup("")
    if site_data.shows("downloads"):
        body = Markup('<p><a href="{}">{}</a></p>').format("../" + urls.DOWNLOADS, gettext("All downloads"))
    title = gettext("{file} is not available").format(file=words)
    return render_page(site_data, f"downloads/{name}", "simple.html", title, status=404, lede=lede, body=body)


def _size(number: int) -> str:
    if number >= 1_000_000:
        return gettext("{number} MB").format(number=decimal(number / 1_000_000, 1))
    return gettext("{number} kB").format(number=max(1, number // 1000))


def design(site_data: SiteData) -> WebPage:
    """The style guide: a page that shows every element of the design."""
    columns = ("item", "date", "from", "to", "number")
    shown = item_table(site_data, site_data.rows[:3], columns, "", gettext("The first three items"))
    return render_page(site_data, urls.DESIGN, "design.html", gettext("Design of this site"), table=shown)
