"""What a reference manager keeps in a .docx file -> the items that a citation cites, as CSL names their fields."""

import base64
import binascii
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from briefbook.errors import FormatError
from briefbook.importers.safe_xml import children, descendants, local_name, parse_xml, words_of

Cited = tuple[dict[str, Any], ...]
"""The ``citationItems`` of a citation; an empty dictionary for what is cited and cannot be told."""

UNKNOWN: Cited = ({},)
"""A citation of which it cannot be told what it cites."""

_CSL = re.compile(r"\bCSL_CITATION\s*(?=\{)")
_CITES = re.compile(r"\s*(?:ADDIN\s+)?(?:.*\bCSL_CITATION\b|EN\.CITE\b|CITAVIPLACEHOLDER|CITATION\s)", re.I | re.S)
_LISTS = re.compile(
    r"\s*(?:ADDIN\s+(?:EN\.REFLIST|ZOTERO_BIBL|MENDELEY BIBLIOGRAPHY|CITAVIBIBLIOGRAPHY)"
    r"|BIBLIOGRAPHY\b|TOC\b|.*\bCSL_BIBLIOGRAPHY\b)",
    re.I | re.S,
)
_CONTROL = "MENDELEY_CITATION_v3_"
_LIST_CONTROLS = ("MENDELEY_BIBLIOGRAPHY", "CitaviBibliography")
_GOOGLE = re.compile(r"https?://www\.zotero\.org/google-docs/\?(?!broken=)\w", re.I)
_BOOKMARK = re.compile(r"ZOTERO_BREF_\w+")
_ENDNOTE = {
    "title": "title", "short-title": "source", "call-num": "call-number", "accession-num": "archive_location",
    "label": "citation-key", "number": "number", "url": "URL", "notes": "note", "remote-database-name": "source",
    "electronic-resource-num": "number", "custom1": "note", "custom2": "note", "custom3": "note", "custom4": "note",
    "research-notes": "note", "isbn": "number",
}  # fmt: skip
_CITAVI = {
    "Title": "title", "ShortTitle": "source", "CitationKey": "citation-key", "BibTeXKey": "id", "Number": "number",
    "OnlineAddress": "URL", "Notes": "note", "SpecificField1": "note", "SpecificField2": "note",
}  # fmt: skip
_WORD = {
    "Tag": "citation-key", "Title": "title", "ShortTitle": "source", "URL": "URL", "Comments": "note",
    "StandardNumber": "number", "CaseNumber": "number",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class KeptCitations:
    """What a .docx file keeps apart from its text.

    Attributes:
        bookmarks: Name of a bookmark of Zotero -> the code of its citation.
        sources: Tag of a source of Word's own -> what it is, as CSL names it.
    """

    bookmarks: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    sources: Mapping[str, dict[str, Any]] = field(default_factory=lambda: MappingProxyType({}))


def kept_citations(parts: Iterable[tuple[str, bytes]]) -> KeptCitations:
    """Read what a .docx file keeps of citations in its properties and its own XML.

    Args:
        parts: The names of parts of the file, and their bytes.
    """
    values: dict[str, str] = {}
    sources: dict[str, dict[str, Any]] = {}
    for name, data in parts:
        is_list = name.startswith("/customXml/item") and b"bibliography" in data
        if name != "/docProps/custom.xml" and not is_list:
            continue
        try:
            root = parse_xml(data)
        except FormatError:
            continue
        if is_list:
            for source in children(root, "Source"):
                found = {_WORD[local_name(part)]: words_of(part) for part in source if local_name(part) in _WORD}
                if tag := found.get("citation-key"):
                    sources.setdefault(tag, found)
        else:
            for part in children(root, "property"):
                values[part.get("name") or ""] = "".join(str(words) for words in part.itertext())
    codes: dict[str, str] = {}
    numbered = (match for name in values if (match := re.fullmatch(r"(ZOTERO_BREF_\w+)_(\d{1,5})", name)))
    for match in sorted(numbered, key=lambda match: (match[1], int(match[2]))):
        codes[match[1]] = codes.get(match[1], "") + values[match[0]]
    return KeptCitations(codes, sources)


def is_reference_list(code: str) -> bool:
    """Is a field with this code a bibliography or a table of contents, and so no prose?"""
    return bool(_LISTS.match(code))


def is_list_control(tag: str) -> bool:
    """Is a content control with this tag a bibliography?"""
    return tag.startswith(_LIST_CONTROLS)


def cited_by_field(code: str, data: str, kept: KeptCitations) -> Cited:
    """The items that a field cites: of Zotero, Mendeley, EndNote, Citavi, or Word itself; () of any other field.

    Args:
        code: The field's code.
        data: What else the field holds (``w:fldData``): base64.
        kept: What the file keeps apart.
    """
    if not _CITES.match(code) or is_reference_list(code):
        return ()
    if match := _CSL.search(code):
        return _of_csl(code[match.end() :])
    words = re.sub(r"^ADDIN\s+", "", code.strip(), flags=re.I)
    if words.upper().startswith("EN.CITE"):
        written = re.search(r"<EndNote>.*</EndNote>", code, re.S)
        return _of_endnote(written[0].encode("utf-8", "replace") if written else _decoded(data))
    if words.upper().startswith("CITAVIPLACEHOLDER"):
        return _of_citavi(_decoded(words[len("CitaviPlaceholder") :].strip().strip("{}")))
    if words.upper().startswith("CITATION"):
        return _of_word(words, kept)
    return UNKNOWN


def cited_by_control(tag: str) -> Cited:
    """The items that a content control cites (Mendeley Cite); () of any other control."""
    if not tag.startswith(_CONTROL):
        return ()
    return _of_csl(_decoded(tag.removeprefix(_CONTROL)).decode("utf-8", "replace"))


def cited_by_bookmark(name: str, kept: KeptCitations) -> Cited:
    """The items that a bookmark cites (Zotero, where fields are kept as bookmarks); () of any other bookmark."""
    if not _BOOKMARK.fullmatch(name):
        return ()
    code = kept.bookmarks.get(name, "")
    match = _CSL.search(code)
    return _of_csl(code[match.end() :]) if match else () if is_reference_list(f"ADDIN {code}") else UNKNOWN


def cited_by_link(address: str) -> Cited:
    """What a link cites that Zotero makes in Google Docs: it cannot be told; () of any other link."""
    return UNKNOWN if _GOOGLE.match(address) else ()


def _of_csl(words: str) -> Cited:
    try:
        value, _ = json.JSONDecoder().raw_decode(words)
    except (ValueError, RecursionError):
        return UNKNOWN
    items = value.get("citationItems") if isinstance(value, dict) else None
    cited = tuple(item for item in items if isinstance(item, dict)) if isinstance(items, list) else ()
    return cited or UNKNOWN


def _of_endnote(data: bytes) -> Cited:
    try:
        root = parse_xml(data.strip(b"\0 \r\n\t"))
    except FormatError:
        return UNKNOWN
    cited = []
    for cite in descendants(root, "Cite"):
        values: dict[str, str] = {}
        for part in cite.iter():
            if (name := _ENDNOTE.get(local_name(part))) and (words := words_of(part)):
                values[name] = f"{values[name]}; {words}" if name in values else words
        pages = "".join(words_of(part) for part in children(cite, "Pages"))
        cited.append({"itemData": values, "locator": pages})
    return tuple(cited) or UNKNOWN


def _of_citavi(data: bytes) -> Cited:
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return UNKNOWN
    entries = value.get("Entries") if isinstance(value, dict) else None
    cited = []
    for entry in entries if isinstance(entries, list) else ():
        reference = entry.get("Reference") if isinstance(entry, dict) else None
        values = {_CITAVI[name]: words for name, words in reference.items() if name in _CITAVI} if reference else {}
        places = reference.get("Locations") if isinstance(reference, Mapping) else None
        for place in places if isinstance(places, list) else ():
            if isinstance(place, dict) and isinstance(place.get("CallNumber"), str):
                values.setdefault("call-number", place["CallNumber"])
        cited.append({"itemData": values} if values else {})
    return tuple(cited) or UNKNOWN


def _of_word(words: str, kept: KeptCitations) -> Cited:
    r"""Of ``CITATION Hav62 \p 7 \m Hav63 \l 1033``: tags of sources, each with its page."""
    cited: list[dict[str, Any]] = []
    for match in re.finditer(r"(?:^CITATION|\\m)\s+(?P<tag>[^\s\\]+)(?P<switches>(?:\s*\\[^m\s]\s*[^\\]*)*)", words):
        page = re.search(r'\\p\s*"?([^"\\]+?)"?\s*(?:\\|$)', match["switches"])
        data = kept.sources.get(match["tag"], {"citation-key": match["tag"]})
        cited.append({"itemData": data, "locator": page[1].strip() if page else ""})
    return tuple(cited) or UNKNOWN


def _decoded(words: str) -> bytes:
    """Base64 of either alphabet, with or without its end; b"" if it is none."""
    plain = re.sub(r"[\s=]+", "", words).replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""
