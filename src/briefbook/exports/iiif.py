"""Item -> IIIF Presentation 3 manifest: its pages as canvases, its text as annotations on them."""

import functools
import json
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import quote

from briefbook.exports.citation_elements import SPECIMEN, CitationElements, elements
from briefbook.exports.descriptions import ItemDescription, item_description
from briefbook.model.catalogue import Entry
from briefbook.model.page import Box, Page
from briefbook.text.date_display import date_in_words
from briefbook.text.safe_names import safe_name
from briefbook.text.services import words_of_source
from briefbook.util.picture_size import thumbnail_name, thumbnail_size, web_size
from briefbook.util.translation import N_, SOURCE_LANGUAGE, gettext, using

CONTEXT = "http://iiif.io/api/presentation/3/context.json"
COLLECTION = "iiif/collection.json"
"""The address in the site of the collection of all manifests."""

TILES = "iiif-tiles"
"""The folder of the site with the pictures in tiles, and the manifests that name them, where they were exported."""

_Sizes = Mapping[int, tuple[int, int]]
"""Page number -> width and height of its image service; empty where there is none."""

LABELS = {"date": N_("Date"), "from": N_("From"), "to": N_("To"), "number": N_("Number")}
LABELS |= {"classification": N_("Classification"), "subject": N_("Subject")}


def in_languages(about: Mapping[str, str], make: Callable[[], str]) -> dict[str, list[str]]:
    """Words in English, and in the other languages of the site where they are translated, as IIIF has them.

    Args:
        about: The settings that pages show (``Archive.about``).
        make: Gives the words in the language that is being written.
    """
    chosen = [tag for tag in about.get("site_languages", "").split("\n") if tag] or [about.get("language", "")]
    words: dict[str, list[str]] = {}
    for tag in dict.fromkeys((SOURCE_LANGUAGE, *filter(None, chosen))):
        with using(tag):
            made = [make()]
        if made not in words.values():
            words[tag] = made
    return words


def _message(about: Mapping[str, str], message: str) -> dict[str, list[str]]:
    return in_languages(about, lambda: gettext(message))


def manifest(
    entry: Entry,
    pages: Sequence[Page],
    about: Mapping[str, str],
    pictures: Mapping[int, tuple[str, str]],
    *,
    is_live: bool = False,
    services: _Sizes | None = None,
) -> str:
    """The manifest as JSON; empty if the site's address is not set, since IIIF requires absolute URLs.

    Args:
        entry: The item's entry.
        pages: Its pages.
        about: The settings that pages show (``Archive.about``).
        pictures: Page number -> URL of the page's picture, relative to the site's root, and its media type.
        is_live: Whether a server answers at the address, so that the words of the item can be searched there.
        services: Page number -> width and height of the picture that is there in tiles (``exports/image_tiles.py``);
            the manifest then stands beside these, and its canvases have these sizes.
    """
    services = services or {}
    base = base_address(about)
    pages_with_pictures = [page for page in pages if page.width and page.height and page.number in pictures]
    if not base or not pages_with_pictures:
        return ""
    citation, description = elements(entry, about), item_description(entry, about)
    folder = base + pictures[pages_with_pictures[0].number][0].rpartition("/")[0]
    own = f"{base}{tiles_folder(entry.item)}" if services else folder
    value: dict[str, Any] = {
        "@context": CONTEXT,
        "id": f"{own}/manifest.json",
        "type": "Manifest",
        "label": in_languages(
            about,
            lambda: label_of(entry.item, elements(entry, about).title, is_specimen=citation.specimen),
        ),
        "metadata": [
            {"label": _message(about, label), "value": _value(entry, name, about)}
            for name, label in LABELS.items()
            if entry.value(name)
        ]
        + [
            {"label": _message(about, label), "value": {"none": [value]}}
            for label, value in (
                (N_("Held by"), citation.repository),
                (N_("Location"), citation.location),
                (N_("Editor’s note"), "\n".join(filter(None, (description.editors, description.edition)))),
            )
            if value
        ]
        + [{"label": _message(about, N_("In the file")), "value": {"none": [str(files)]}} for files in entry.files],
        "summary": in_languages(about, lambda: _summary(elements(entry, about), description)),
        "thumbnail": [_thumbnail(base, pages_with_pictures[0], pictures[pages_with_pictures[0].number])],
        "seeAlso": _descriptions(entry.item, pages, folder, about),
        "rendering": _renderings(entry.item, pages, folder, about),
        "partOf": [{"id": base + (f"{TILES}/collection.json" if services else COLLECTION), "type": "Collection"}],
        "items": [_canvas(page, own, base, pictures[page.number], services, about) for page in pages_with_pictures],
    }
    if ranges := _ranges(pages_with_pictures, own, about):
        value["structures"] = ranges
    if is_live:
        value["service"] = _search_services(base, entry.item)
    if not value["rendering"]:
        del value["rendering"]
    _add_rights(value, citation, about)
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _summary(citation: CitationElements, description: ItemDescription) -> str:
    """The item's own description, after the words that mark a specimen; from whom to whom and when without one."""
    if citation.specimen or description.own:
        parts = (gettext(SPECIMEN) if citation.specimen else "", description.own)
        return ". ".join(part for part in parts if part)
    return ", ".join(part for part in (citation.shown_route, citation.shown_date()) if part)


def tiles_folder(item: str) -> str:
    """Where an item's pictures in tiles and their manifest stand in the site."""
    return f"{TILES}/{quote(safe_name(item))}"


def base_address(about: Mapping[str, str]) -> str:
    """The site's address with a slash at its end; empty where it is not set."""
    address = about.get("address") or about.get("site_address") or ""
    return f"{address.rstrip('/')}/" if address else ""


def label_of(item: str, title: str, *, is_specimen: bool) -> str:
    """What a viewer shows as an item's name."""
    mark = "[" + gettext("Specimen") + "] " if is_specimen else ""
    return f"{mark}{item}: {title}"


def _add_rights(value: dict[str, Any], citation: CitationElements, about: Mapping[str, str]) -> None:
    if citation.rights.startswith(("http://rightsstatements.org/", "http://creativecommons.org/")):
        value["rights"] = citation.rights
    elif citation.rights:
        value["requiredStatement"] = {"label": _message(about, N_("Rights")), "value": {"none": [citation.rights]}}
    if citation.address:
        value["homepage"] = [
            {"id": citation.address, "type": "Text", "label": {"en": [citation.item]}, "format": "text/html"}
        ]


def _has_words(pages: Sequence[Page]) -> bool:
    return any(page.width and any(line.box for line in page.lines) for page in pages)


def _file(folder: str, name: str) -> str:
    return f"{folder}/{quote(safe_name(name))}"


def _descriptions(item: str, pages: Sequence[Page], folder: str, about: Mapping[str, str]) -> list[dict[str, Any]]:
    """The item's files for programs: TEI always, ALTO where words have places."""
    alto = {
        "id": _file(folder, f"{item}.alto.xml"),
        "type": "Dataset",
        "label": _message(about, N_("ALTO: words with their places")),
        "format": "application/alto+xml",
        "profile": "http://www.loc.gov/standards/alto/v4/alto.xsd",
    }
    tei = {
        "id": _file(folder, f"{item}.tei.xml"),
        "type": "Dataset",
        "label": {"en": ["TEI"]},
        "format": "application/tei+xml",
        "profile": "http://www.tei-c.org/ns/1.0",
    }
    return [alto, tei] if _has_words(pages) else [tei]


def _renderings(item: str, pages: Sequence[Page], folder: str, about: Mapping[str, str]) -> list[dict[str, Any]]:
    """The item's files for people: the searchable PDF, the text."""
    files = []
    if _has_words(pages):
        files.append((f"{item}.searchable.pdf", N_("Searchable PDF"), "application/pdf"))
    if any(page.lines for page in pages):
        files.append((f"{item}.txt", N_("Text"), "text/plain"))
    return [
        {"id": _file(folder, name), "type": "Text", "label": _message(about, label), "format": media_type}
        for name, label, media_type in files
    ]


def _search_services(base: str, item: str) -> list[dict[str, Any]]:
    """Content Search 2.0, and 1.0 in the form in which older viewers know it."""
    name = quote(safe_name(item))
    return [
        {"id": f"{base}iiif/search/2/{name}", "type": "SearchService2"},
        {
            "@context": "http://iiif.io/api/search/1/context.json",
            "@id": f"{base}iiif/search/1/{name}",
            "@type": "SearchService1",
            "profile": "http://iiif.io/api/search/1/search",
        },
    ]


def _ranges(pages: Sequence[Page], folder: str, about: Mapping[str, str]) -> list[dict[str, Any]]:
    """A range for the pages of each file, where an item's pages are of several."""
    parts = [(file, list(of_file)) for file, of_file in groupby(pages, key=lambda page: page.file)]
    if len(parts) < 2:
        return []
    return [
        {
            "id": f"{folder}/range/{part_number}",
            "type": "Range",
            "label": in_languages(about, functools.partial(_range_label, file, of_file)),
            "items": [{"id": f"{folder}/canvas/{page.number}", "type": "Canvas"} for page in of_file],
        }
        for part_number, (file, of_file) in enumerate(parts, 1)
    ]


def _range_label(file: str, pages: Sequence[Page]) -> str:
    first, last = pages[0].number, pages[-1].number
    where = gettext("Page {number}").format(number=first)
    if first != last:
        where = gettext("Pages {first}-{last}").format(first=first, last=last)
    return gettext("{pages}, of {file}").format(pages=where, file=file) if file else where


def _value(entry: Entry, name: str, about: Mapping[str, str]) -> dict[str, list[str]]:
    value = entry.value(name) or ""
    if name == "date":
        return in_languages(about, lambda: date_in_words(value))
    return {"none": [words_of_source(entry, name) or value if name in ("from", "to") else value]}


def _image(base: str, page: Page, picture: tuple[str, str]) -> dict[str, Any]:
    address, media_type = picture
    width, height = web_size(page.width, page.height)
    return {"id": base + address, "type": "Image", "format": media_type, "width": width, "height": height}


def _thumbnail(base: str, page: Page, picture: tuple[str, str]) -> dict[str, Any]:
    """The small picture of a page; the picture itself where that is small."""
    name = thumbnail_name(page.number, page.width, page.height)
    if not name:
        return _image(base, page, picture)
    width, height = thumbnail_size(page.width, page.height)
    address = f"{base}{picture[0].rpartition('/')[0]}/{name}"
    return {"id": address, "type": "Image", "format": "image/webp", "width": width, "height": height}


def _painted(base: str, page: Page, picture: tuple[str, str], own: str, services: _Sizes) -> dict[str, Any]:
    """The picture of a canvas without its format: Universal Viewer 4 offers an image that has one for download only."""
    if size := services.get(page.number):
        service = f"{own}/p{page.number:03d}"
        return {
            "id": f"{service}/full/max/0/default.jpg",
            "type": "Image",
            "format": "image/jpeg",
            "width": size[0],
            "height": size[1],
            "service": [{"id": service, "type": "ImageService3", "profile": "level0"}],
        }
    return {key: value for key, value in _image(base, page, picture).items() if key != "format"}


def _canvas(
    page: Page, folder: str, base: str, picture: tuple[str, str], services: _Sizes, about: Mapping[str, str]
) -> dict[str, Any]:
    canvas_id = f"{folder}/canvas/{page.number}"
    width, height = services.get(page.number) or web_size(page.width, page.height)
    canvas: dict[str, Any] = {
        "id": canvas_id,
        "type": "Canvas",
        "label": in_languages(about, lambda: _page_label(page)),
        "width": width,
        "height": height,
        "thumbnail": [_thumbnail(base, page, picture)],
        "items": [
            {
                "id": f"{canvas_id}/page",
                "type": "AnnotationPage",
                "items": [
                    {
                        "id": f"{canvas_id}/picture",
                        "type": "Annotation",
                        "motivation": "painting",
                        "body": _painted(base, page, picture, folder, services),
                        "target": canvas_id,
                    }
                ],
            }
        ],
    }
    lines = [
        _line(
            canvas_id, line_number, line.text, on_canvas(line.box, page.width, page.height, services.get(page.number))
        )
        for line_number, line in enumerate(page.lines, 1)
        if line.box
    ]
    if lines:
        canvas["annotations"] = [{"id": f"{canvas_id}/text", "type": "AnnotationPage", "items": lines}]
    return canvas


def _page_label(page: Page) -> str:
    """The page's number, with its place in the file, if that is not the item's."""
    if page.file:
        template = gettext("Page {number} (page {place} of {file})")
        return template.format(number=page.number, place=page.file_page, file=page.file)
    return gettext("Page {number}").format(number=page.number)


def on_canvas(box: Box, width: int, height: int, canvas: tuple[int, int] | None = None) -> str:
    """A box of a page's picture as a region of its canvas: left, top, width, height, as ``xywh=`` takes it.

    Args:
        box: In pixels of the picture as scanned.
        width: Pixels of that picture; 0 if it is not known, and the box is taken as it is.
        height: The same.
        canvas: Width and height of the canvas, where it is not that of the picture on the web.
    """
    sizes = zip(canvas or web_size(width, height), (width, height), strict=True)
    across, down = (new / old if old else 1.0 for new, old in sizes)
    left, top = round(box.left * across), round(box.top * down)
    return f"{left},{top},{round(box.right * across) - left},{round(box.bottom * down) - top}"


def _line(canvas: str, line_number: int, text: str, region: str) -> dict[str, Any]:
    return {
        "id": f"{canvas}/text/{line_number}",
        "type": "Annotation",
        "motivation": "supplementing",
        "body": {"type": "TextualBody", "value": text, "format": "text/plain"},
        "target": f"{canvas}#xywh={region}",
    }
