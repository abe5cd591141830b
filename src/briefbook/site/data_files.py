"""Site data -> files for machines and scripts: the table of items, annotations, feed, robots.txt."""

import io
import json
from html import escape

from briefbook.site import urls
from briefbook.site.office_labels import addressee_names, sender_name
from briefbook.site.prose_files import file_at
from briefbook.site.rendering import WebPage, theme_style
from briefbook.site.site_data import SiteData
from briefbook.text.date_display import sort_key
from briefbook.text.dates import edtf_bounds
from briefbook.text.imprint import editors_of, in_a_row
from briefbook.text.safe_names import safe_name
from briefbook.util import translation
from briefbook.util.cells import CsvWriter
from briefbook.util.encodings import decode

COLUMNS = (
    "item",
    "url",
    "date",
    "key",
    "from",
    "to",
    "number",
    "classification",
    "subject",
    "flag",
    "unsure",
    "sender",
    "addressees",
)


def items_js(site_data: SiteData) -> WebPage:
    """The rows of all items as a classic script, which also works from disk.

    The names of senders and addressees are numbers in a list of names.
    """
    numbers: dict[str, int] = {}

    def number_of(name: str) -> int:
        return numbers.setdefault(name, len(numbers))

    rows = [
        [
            row.item,
            urls.item_url(row.item),
            row.date_words,
            sort_key(row.date),
            row.sender,
            list(row.to),
            row.number,
            row.classification,
            row.subject or row.edition_title,
            " ".join(name for name, is_so in (("specimen", row.specimen), ("provisional", row.provisional)) if is_so),
            " ".join(row.unsure),
            number_of(sender_name(site_data, row)),
            [number_of(name) for name in addressee_names(site_data, row)],
        ]
        for row in site_data.rows
    ]
    lines = ",\n".join(_compact(row) for row in rows)
    columns, names = _compact(list(range(len(COLUMNS)))), _compact(list(numbers))
    head = f"window.briefbookItems={{columns:{columns},names:{names},rows:[\n"
    return WebPage(f"{head}{lines}]}};\n".encode(), "text/javascript; charset=utf-8")


CSV_COLUMNS = (
    "item",
    "date",
    "from",
    "to",
    "info",
    "number",
    "classification",
    "precedence",
    "subject",
    "form",
    "pages",
)

DERIVED_COLUMNS = ("specimen", "page", "title")
"""Columns of the spreadsheet of items that are no fields: ``title`` is made of the fields (``text/titles.py``)."""


def items_csv(site_data: SiteData) -> WebPage:
    """The rows of all items as a spreadsheet; a cell that begins like a formula gets an apostrophe."""
    out = io.StringIO()
    writer = CsvWriter(out)
    writer.write((*CSV_COLUMNS, *DERIVED_COLUMNS))
    for row in site_data.rows:
        values = [row.item, row.date, row.sender, "; ".join(row.to), "; ".join(row.info), row.number]
        values += (row.classification, row.precedence, row.subject, row.form, str(row.pages))
        writer.write([*values, "yes" if row.specimen else "", urls.item_url(row.item), site_data.title(row)])
    return WebPage(b"\xef\xbb\xbf" + out.getvalue().encode(), "text/csv; charset=utf-8")


def items_jsonl(site_data: SiteData) -> WebPage:
    """The rows of all items, a JSON object a line; unknown values are left out."""
    lines = []
    for row in site_data.rows:
        value = {
            "item": row.item,
            "date": row.date,
            "from": row.sender,
            "to": list(row.to),
            "info": list(row.info),
            "number": row.number,
            "classification": row.classification,
            "precedence": row.precedence,
            "subject": row.subject,
            "form": row.form,
            "persons": list(row.persons),
            "places": list(row.places),
            "pages": row.pages,
            "specimen": row.specimen,
            "provisional": row.provisional,
            "page": urls.item_url(row.item),
            "title": site_data.title(row),
        }
        lines.append(_compact({name: cell for name, cell in value.items() if cell not in ("", [], False)}))
    return WebPage(("\n".join(lines) + "\n").encode(), "application/x-ndjson")


def annotations(site_data: SiteData) -> WebPage:
    """The verified quotations as W3C Web Annotations."""
    return WebPage(site_data.archive.annotations(site_data.archive).encode(), "application/ld+json")


def theme(site_data: SiteData) -> WebPage:
    """The collection's own style: the colours of its settings, its theme's, then what it has in media/theme.css."""
    about = site_data.about
    rules = []
    for name, ground in (("colour", ""), ("colour_dark", "@media (prefers-color-scheme: dark) ")):
        if colour := about.get(name, ""):
            rule = f":root {{ --accent: {colour}; --link: {colour}; --box: {colour}; }}"
            rules.append(f"{ground}{{ {rule} }}" if ground else rule)
    sheets = (theme_style(site_data.archive.theme), file_at(site_data, "media/theme.css"))
    text = "\n".join([*rules, *(decode(sheet.read_bytes())[0] for sheet in sheets if sheet)])
    return WebPage(f"{text.strip()}\n".encode(), "text/css; charset=utf-8")


SHARED_FOLDERS = ("items", "iiif", "iiif-tiles", "data", "downloads", "static")
"""Folders whose files pages of other sites may read."""


def host_headers(site_data: SiteData) -> WebPage:
    """Headers by address, for hosts that take them from a file: viewers on other sites may read what is published."""
    rules = [f"/{folder}/*\n  Access-Control-Allow-Origin: *\n" for folder in SHARED_FOLDERS]
    return WebPage("".join(rules).encode(), "text/plain; charset=utf-8")


def messages(site_data: SiteData) -> WebPage:
    """The words of the site's scripts in the language of the pages, and how it chooses a plural."""
    folder = site_data.archive.locales
    state = translation.catalogue_state(site_data.language, folder)
    words = translation.script_messages(site_data.language, "site/static", folder, state)
    texts = _compact(words.messages)
    text = f"window.briefbookMessages={{plural:(n)=>{words.plural},texts:{texts}}};\n"
    return WebPage(text.encode(), "text/javascript; charset=utf-8")


def robots(site_data: SiteData) -> WebPage:
    """Everyone may read; where the sitemap is."""
    address = urls.absolute(site_data.about.get("address", ""), "sitemap.xml")
    return WebPage(
        f"User-agent: *\nAllow: /\n{f'Sitemap: {address}' if address else ''}\n".encode(), "text/plain; charset=utf-8"
    )


def feed(site_data: SiteData) -> WebPage:
    """The chapters as an Atom feed, by the date that their author gives, else that of their last change.

    A book without chapters has an empty feed, of the day of its last change.
    """
    address = site_data.about.get("address", "")
    times = site_data.change_times.narratives
    dated = [
        str(narrative.front_matter.get("updated", "") or "") or times.get(narrative.path, "")
        for narrative in site_data.narratives
    ]
    changed = [date for date in dated if date] or site_data.change_times.items.values()
    latest = max(map(_instant, changed), default="1970-01-01T00:00:00Z")
    by = in_a_row(editors_of(site_data.about))
    entries = []
    for narrative, updated in zip(site_data.narratives, dated, strict=True):
        url = urls.narrative_url(narrative.slug)
        link = urls.absolute(address, url) or url
        author = str(narrative.front_matter.get("author", "")) or by or site_data.about.get("title", "")
        entries.append(
            f"<entry><title>{escape(narrative.title)}</title><id>{escape(_tag(site_data, url))}</id>"
            f'<link href="{escape(link)}"/><updated>{escape(_instant(updated or latest))}</updated>'
            f"<author><name>{escape(author)}</name></author></entry>\n"
        )
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<title>{escape(site_data.about.get('title', ''))}</title><id>{escape(_tag(site_data, ''))}</id>"
        f"<updated>{escape(_instant(latest))}</updated>\n"
        f'<link rel="self" href="{escape(urls.absolute(address, "feed.xml") or "feed.xml")}"/>\n'
        f"{''.join(entries)}</feed>\n"
    )
    return WebPage(text.encode(), "application/atom+xml")


def _tag(site_data: SiteData, url: str) -> str:
    if address := site_data.about.get("address", ""):
        return urls.absolute(address, url)
    return f"urn:briefbook:{safe_name(site_data.about.get('title', ''))}:{url}"


def _instant(date: str) -> str:
    first, _ = edtf_bounds(date) or (None, None)
    return date if "T" in date else f"{first.isoformat() if first else '1970-01-01'}T00:00:00Z"


def _compact(value: object) -> str:
    return (
        json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )
