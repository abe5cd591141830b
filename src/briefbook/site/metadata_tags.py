"""Items and narratives -> metadata in the head of web pages: Dublin Core, Zotero, Open Graph, JSON-LD, links."""

import json
import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from briefbook.model.catalogue import Entry
from briefbook.model.narrative import Narrative
from briefbook.site import urls
from briefbook.site.quote_card import cards
from briefbook.site.site_data import ItemRow, SiteData
from briefbook.text.documentary_forms import is_sent, kind_and_number
from briefbook.text.posts import is_person_name, is_plain_words
from briefbook.util.translation import N_, counted, gettext

SPECIMEN_WORDS = N_("Specimen made for demonstration; not a historical document")


def tag(name: str, content: str | None, *, attribute: str = "name") -> str:
    """A meta tag; nothing where there is nothing to say."""
    return f'<meta {attribute}="{escape(name)}" content="{escape(content)}">\n' if content else ""


def link(rel: str, href: str, media_type: str = "", title: str = "") -> str:
    """A link tag; nothing without an address."""
    kind = f' type="{media_type}"' if media_type else ""
    name = f' title="{escape(title)}"' if title else ""
    return f'<link rel="{rel}" href="{escape(href)}"{kind}{name}>\n' if href else ""


def feed_title(about: Mapping[str, str]) -> str:
    """The name under which a feed reader offers the feed of a book."""
    return gettext("{title}: pages of the book").format(title=about.get("title", ""))


def json_ld(value: dict[str, Any]) -> str:
    """A block of JSON-LD that no markup inside it can end."""
    text = json.dumps({"@context": "https://schema.org"} | _filled(value), ensure_ascii=False, separators=(",", ":"))
    return f'<script type="application/ld+json">{text.replace("<", chr(92) + "u003c")}</script>\n'


def _filled(value: dict[str, Any]) -> dict[str, Any]:
    return {key: content for key, content in value.items() if content not in (None, "", [], {})}


def preview_image(site_data: SiteData, url: str) -> str:
    """The absolute address of the preview image of a page: its own, with the quoted lines, or the book's."""
    return urls.absolute(site_data.site_address, url if url in cards(site_data) else "card.png")


def of_item(site_data: SiteData, row: ItemRow, entry: Entry, files: list[tuple[str, str]]) -> str:
    """The head of an item's page; ``files`` are (address in the site, media type)."""
    about, url = site_data.about, urls.item_url(row.item)
    permanent = urls.absolute(about.get("address", ""), url)
    root = urls.root_of(url)
    home = ", ".join(part for part in (entry.value("citation"), about.get("fonds")) if part)
    title = f"{site_data.title(row)} ({row.item})"
    if row.specimen:
        title = f"[Specimen] {title}"
    tags = [
        tag("DC.title", title),
        tag("DC.type", "Text"),
        tag("DC.identifier", permanent or row.item),
        tag("DC.identifier", row.item if permanent else None),
        tag("DC.date", row.date),
        tag("DC.creator", row.sender_words or row.sender),
        *(tag("DC.contributor", name) for name in _addressees(row)),
        tag("DC.publisher", about.get("repository")),
        tag("DC.source", home),
        tag("DC.rights", entry.value("rights") or about.get("rights")),
        tag("DC.subject", row.subject),
        tag("DC.description", gettext(SPECIMEN_WORDS) if row.specimen else None),
        tag("DC.language", site_data.paper_language),
        *zotero(site_data, row, entry, permanent),
        *scholarly(site_data, row, files),
        tag("og:title", title, attribute="property"),
        tag("og:type", "article", attribute="property"),
        tag("og:site_name", about.get("title"), attribute="property"),
        tag("og:url", permanent, attribute="property"),
        tag("og:description", row.subject or row.date_words, attribute="property"),
        tag("og:image", preview_image(site_data, urls.item_card_url(row.item)), attribute="property"),
        tag("twitter:card", "summary_large_image"),
        link("canonical", permanent),
        link("cite-as", permanent),
        *(link("item" if kind in ITEM_TYPES else "describedby", root + address, kind) for address, kind in files),
        link("license", rights)
        if (rights := entry.value("rights") or about.get("rights", "")).startswith("http")
        else "",
        link(
            "alternate", urls.absolute(about.get("address", ""), urls.oembed_url(url)), "application/json+oembed", title
        ),
        link("linkset", root + urls.item_file(row.item, "linkset.json"), "application/linkset+json"),
        json_ld(item_data(site_data, row, entry, permanent, files)),
    ]
    return Markup("".join(tags))


def zotero(site_data: SiteData, row: ItemRow, entry: Entry, permanent: str) -> list[str]:
    """Zotero's own fields for what Dublin Core lacks: kind of letter, recipients, archive and location."""
    about = site_data.about
    home = [
        entry.value("citation") or about.get("fonds") or "",
        about.get("series") if not entry.value("citation") else "",
    ]
    place = ", ".join(part for part in (*home, row.item) if part)
    notice = f"{gettext(SPECIMEN_WORDS)}. " if row.specimen else ""
    return [
        tag("z:itemType", "letter"),
        tag("z:letterType", kind_and_number(row.form, row.number)),
        *(tag("z:recipients", code) for code in row.to),
        tag("z:archive", about.get("repository")),
        tag("z:archiveLocation", place),
        tag("z:libraryCatalog", about.get("title")),
        tag("z:url", permanent),
        tag("z:extra", notice + gettext("Item: {item}").format(item=row.item)),
    ]


def scholarly(site_data: SiteData, row: ItemRow, files: list[tuple[str, str]]) -> list[str]:
    """The fields of Google Scholar (``citation_...``), by which Zotero and others fetch the PDF."""
    address = site_data.about.get("address", "")
    day = row.date.split("T")[0]
    is_plain = len(day) in (4, 7, 10) and day.replace("-", "").isdigit()
    return [
        tag("citation_title", site_data.title(row)),
        tag("citation_author", row.sender_words or row.sender),
        tag("citation_publication_date", day.replace("-", "/") if is_plain else None),
        tag("citation_public_url", urls.absolute(address, urls.item_url(row.item))),
        *(tag("citation_pdf_url", urls.absolute(address, url)) for url, kind in files if kind == "application/pdf"),
    ]


def _addressees(row: ItemRow) -> tuple[str, ...]:
    """The addressees in the words of the source, else their codes."""
    return tuple(part.strip() for part in row.to_words.split(";") if part.strip()) or row.to


def _party(site_data: SiteData, name: str) -> dict[str, str]:
    """A sender or addressee as an office (by code), a person (by name), or neither if that is not known."""
    if is_person_name(name):
        return {"@type": "Person", "name": name}
    is_code = not (is_plain_words(name) or name in site_data.names_on_covers)
    return {"@type": "Organization" if is_code else "Thing", "name": name}


ITEM_TYPES = frozenset({"application/pdf", "image/jpeg", "image/png", "image/tiff", "text/plain"})


def item_data(
    site_data: SiteData, row: ItemRow, entry: Entry, permanent: str, files: list[tuple[str, str]]
) -> dict[str, Any]:
    """An item as schema.org sees it; unknown things are left out."""
    address = site_data.about.get("address", "")
    rights = entry.value("rights") or site_data.about.get("rights", "")
    day = row.date.split("T")[0]
    goes_out = is_sent(row.form, row.sender, *row.to)
    return {
        "@type": ["ArchiveComponent", "Message"] if goes_out else ["ArchiveComponent", "CreativeWork"],
        "@id": permanent,
        "identifier": row.item,
        "name": site_data.title(row),
        "alternateName": row.designation,
        "alternativeHeadline": row.subject,
        "url": permanent,
        "dateSent": day if goes_out and re.fullmatch(r"\d{4}-(?:0\d|1[0-2])-\d\d", day) else "",
        "encoding": [
            {"@type": "MediaObject", "contentUrl": urls.absolute(address, url), "encodingFormat": kind}
            for url, kind in files
        ]
        if address
        else [],
        "dateCreated": row.date if re.fullmatch(r"\d{4}(?:-(?:0\d|1[0-2])(?:-\d\d)?)?", row.date) else "",
        "temporalCoverage": row.date,
        "sender": _party(site_data, row.sender_words or row.sender) if row.sender else None,
        "toRecipient": [_party(site_data, name) for name in _addressees(row)],
        "ccRecipient": [_party(site_data, code) for code in row.info],
        "holdingArchive": {"@type": "ArchiveOrganization", "name": name}
        if (name := site_data.about.get("repository"))
        else None,
        "isPartOf": {"@type": "Collection", "name": site_data.about.get("title", "")},
        "license": rights if rights.startswith("http") else "",
        "copyrightNotice": rights if not rights.startswith("http") else "",
        "creativeWorkStatus": gettext(SPECIMEN_WORDS) if row.specimen else "",
        "disambiguatingDescription": gettext(SPECIMEN_WORDS) if row.specimen else "",
    }


def of_narrative(site_data: SiteData, narrative: Narrative, sources: list[ItemRow], summary: str) -> str:
    """The head of a page of the book."""
    address = site_data.about.get("address", "")
    permanent = urls.absolute(address, urls.narrative_url(narrative.slug))
    author = str(narrative.front_matter.get("author", "")).strip()
    data = {
        "@type": "Article",
        "@id": permanent,
        "headline": narrative.title,
        "description": summary,
        "temporalCoverage": narrative.dates,
        "author": {"@type": "Person", "name": author} if author else None,
        "dateModified": str(narrative.front_matter.get("updated", "")),
        "isPartOf": {"@type": "Collection", "name": site_data.about.get("title", "")},
        "license": site_data.about.get("licence"),
        "citation": [f"{site_data.title(row)} ({row.item})" for row in sources],
        "creativeWorkStatus": gettext(SPECIMEN_WORDS) if any(row.specimen for row in sources) else "",
    }
    tags = [
        tag("author", author),
        tag("DC.title", narrative.title),
        tag("DC.type", "Text"),
        tag("DC.creator", author),
        tag("DC.date", str(narrative.front_matter.get("updated", ""))),
        tag("DC.identifier", permanent),
        tag("og:title", narrative.title, attribute="property"),
        tag("og:type", "article", attribute="property"),
        tag("og:site_name", site_data.about.get("title"), attribute="property"),
        tag("og:description", summary, attribute="property"),
        tag("og:url", permanent, attribute="property"),
        tag("og:image", preview_image(site_data, urls.chapter_card_url(narrative.slug)), attribute="property"),
        tag("twitter:card", "summary_large_image"),
        link("canonical", permanent),
        link("cite-as", permanent),
        link(
            "alternate",
            urls.root_of(urls.narrative_url("x")) + "feed.xml",
            "application/atom+xml",
            feed_title(site_data.about),
        ),
        link("describedby", urls.root_of(urls.narrative_url("x")) + urls.ANNOTATIONS, "application/ld+json"),
        json_ld(data),
    ]
    return Markup("".join(tags))


def of_home(site_data: SiteData) -> str:
    """The head of the front page: the collection as a data set."""
    about = site_data.about
    first, last = site_data.span()
    data = {
        "@type": "Dataset",
        "@id": about.get("address"),
        "name": about.get("title"),
        "description": about.get("description")
        or counted(
            "{number} item of {title}", "{number} items of {title}", len(site_data.rows), title=about.get("title", "")
        ),
        "temporalCoverage": f"{first}/{last}" if first else "",
        "license": about.get("rights") or about.get("licence"),
        "creator": {"@type": "ArchiveOrganization", "name": about.get("repository")}
        if about.get("repository")
        else None,
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": "text/csv", "contentUrl": "data/items.csv"},
            {"@type": "DataDownload", "encodingFormat": "application/x-ndjson", "contentUrl": "data/items.jsonl"},
        ],
        "creativeWorkStatus": gettext(SPECIMEN_WORDS) if site_data.has_specimens else "",
    }
    tags = [
        tag("og:title", about.get("title"), attribute="property"),
        tag("og:type", "website", attribute="property"),
        tag("og:description", about.get("description"), attribute="property"),
        tag("og:url", about.get("address"), attribute="property"),
        tag("og:image", urls.absolute(about.get("address", ""), "card.png"), attribute="property"),
        link("canonical", about.get("address", "")),
        link("alternate", "feed.xml", "application/atom+xml", feed_title(about)),
        json_ld(data),
    ]
    return Markup("".join(tags))
