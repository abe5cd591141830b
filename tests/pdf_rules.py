"""Rules of PDF/UA-1 and PDF/A-2 that can be read off a file: what typst says it made, another program looks at.

This is no validator: it looks at what is listed here, and at nothing else. veraPDF looks at all.
"""

from collections.abc import Iterator
from typing import Any

import pikepdf

_TEXT = {"Tj", "TJ", "'", '"'}


def problems(pdf: pikepdf.Pdf) -> list[str]:
    """What contradicts the rules; nothing where none does."""
    return [*_document(pdf), *_structure(pdf), *_fonts(pdf), *_pages(pdf)]


def elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """The elements of the structure tree, in their order."""
    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        node = waiting.pop()
        if "/S" in node:
            yield node
        kids = node.get("/K", [])
        kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
        waiting += [kid for kid in reversed(kids) if isinstance(kid, pikepdf.Dictionary)]


def _document(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    with pdf.open_metadata() as metadata:
        for name, value in {"pdfuaid:part": "1", "pdfaid:part": "2", "pdfaid:conformance": "A"}.items():
            if metadata.get(name) != value:
                yield f"{name} is {metadata.get(name)!r}"
        if not metadata.get("dc:title"):
            yield "no title in the metadata"
    if pdf.is_encrypted:
        yield "encrypted"
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "not marked as tagged"
    if not str(root.get("/Lang", "")):
        yield "no language"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "the title bar would show the file's name"
    if not any(intent.get("/DestOutputProfile") for intent in root.get("/OutputIntents", [])):
        yield "no output intent with a profile"
    for name in ("/OpenAction", "/AA", "/AcroForm"):
        if name in root:
            yield f"{name} in the catalog"


def _structure(pdf: pikepdf.Pdf) -> Iterator[str]:
    level, titles = 0, 0
    for element in elements(pdf):
        kind = str(element.S)
        if kind in ("/Figure", "/Formula") and not (element.get("/Alt") or element.get("/ActualText")):
            yield "a figure without a description"
        if kind[:2] == "/H" and kind[2:].isdigit():
            if int(kind[2:]) > level + 1:
                yield f"a heading of level {kind[2:]} after one of level {level}"
            level = int(kind[2:])
            titles += 1
        if kind == "/Table" and "/TH" not in {str(cell.S) for cell in _below(element)}:
            yield "a table without headings"
    if not titles:
        yield "no heading"


def _below(element: Any) -> Iterator[Any]:
    kids = element.get("/K", [])
    for kid in list(kids) if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _below(kid)


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for font in pdf.objects:
        if not (isinstance(font, pikepdf.Dictionary) and font.get("/Type") == "/Font"):
            continue
        is_whole = "/DescendantFonts" in font or font.get("/Subtype") == "/Type1"
        if is_whole and "/ToUnicode" not in font:
            yield f"{font.get('/BaseFont')}: its letters cannot be read aloud"
        descriptor = font.get("/FontDescriptor")
        if descriptor is not None and not ({"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys())):
            yield f"{font.get('/BaseFont')} is not embedded"


def _pages(pdf: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, 1):
        depth = 0
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            depth += (name in ("BDC", "BMC")) - (name == "EMC")
            if (name in _TEXT or (name == "Do" and operands)) and depth == 0:
                yield f"page {number}: something shown is neither content nor artifact"
                break
        annotations = list(page.get("/Annots", []))
        if annotations and page.get("/Tabs") != "/S":
            yield f"page {number}: the order of its links is not that of the text"
        for annotation in annotations:
            if annotation.get("/Subtype") == "/Link" and not annotation.get("/Contents"):
                yield f"page {number}: a link without a description"
            if "/StructParent" not in annotation:
                yield f"page {number}: a link outside the structure"
