"""IIIF Presentation 2 and 3: a manifest, or a collection of manifests -> received descriptions, pictures as scans."""

import re
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from briefbook.errors import FormatError
from briefbook.importers.bundle import BundleFile
from briefbook.importers.columns import meanings
from briefbook.importers.json_source import JsonSource
from briefbook.importers.layout_files import ScanNames
from briefbook.importers.page_layout_parts import share_box
from briefbook.importers.records import Record, describe_records
from briefbook.model.page import Box, Line, Page
from briefbook.model.received import Received
from briefbook.progress import pluralise
from briefbook.text.vocabulary import find_level

MAX_MANIFESTS = 1_000
"""Manifests of a collection that are fetched."""

MAX_PICTURES = 5_000
"""Pictures that an import fetches."""

_MIN_WEIGHT = 0.6
"""How surely a label must mean a field to fill it; any other is a note."""

_XYWH = re.compile(r"#xywh=(?:pixel:)?(\d{1,6})(?:\.\d+)?,(\d{1,6})(?:\.\d+)?,(\d{1,6})(?:\.\d+)?,(\d{1,6})(?:\.\d+)?$")


@dataclass(slots=True)
class _Manifest:
    """A manifest under construction: its record, and for each canvas the addresses of its picture."""

    record: Record
    pictures: list[tuple[str, ...]] = field(default_factory=list)


def read_iiif(
    data: bytes,
    name: str,
    *,
    scan_names: ScanNames,
    fetch: Callable[[str], bytes] | None = None,
    window: int = 1900,
    order: str = "",
    include_private: bool = False,
) -> Received:
    """Read a manifest, or a collection, whose manifests are fetched.

    Args:
        data: The JSON.
        name: The import's name.
        scan_names: What the collection's scans and items are called.
        fetch: Gives what is at an address; None where nothing may be fetched: then no picture comes along.
        window: First year of the hundred years that years of two digits fall in.
        order: Order of day and month in figures, "dmy" or "mdy"; "" if not set.
        include_private: Take what conditions of access keep from the public, too.

    Returns:
        A description per manifest; its pictures as the scan of an item that has none; lines of text with their places
        where the canvases have them.

    Raises:
        FormatError: It is no IIIF, or nothing of it could be fetched.
    """
    problems: list[str] = []
    document = _parsed(data, problems)
    manifests = [_read_manifest(document) for document in _manifests(document, fetch, problems)]
    folder = _SpoolFolder()
    chosen: dict[str, BundleFile] = {}
    for position, manifest in enumerate(manifests, 1):
        for place, addresses in enumerate(manifest.pictures, 1):
            if len(chosen) >= MAX_PICTURES:
                raise FormatError(
                    f"there are more than {MAX_PICTURES:,} pictures in it", remedy="import its manifests one by one."
                )
            key = f"{position}-{place}.jpg"
            manifest.record.files.append(key)
            if fetch:
                chosen[key] = BundleFile(addresses[0], folder.fetching(fetch, addresses))
    if not fetch:
        for manifest in manifests:
            manifest.record.files.clear()
        problems += _not_fetched(manifests)
    received = describe_records(
        [manifest.record for manifest in manifests],
        name,
        program="iiif",
        scan_names=scan_names,
        files=chosen.get,
        window=window,
        order=order,
        include_private=include_private,
    )
    return replace(received, not_understood=(*problems, *received.not_understood))


def _not_fetched(manifests: Sequence[_Manifest]) -> Iterator[str]:
    if count := sum(len(manifest.pictures) for manifest in manifests):
        were = "was" if count == 1 else "were"
        yield f"{pluralise(count, 'picture')} named by address {were} not fetched; --fetch does"


class _SpoolFolder:
    """Pictures on their way: fetched once, and on disk until the import ends."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="briefbook-iiif-"))
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._count = 0

    def fetching(self, fetch: Callable[[str], bytes], addresses: Sequence[str]) -> Callable[[], bytes]:
        """What reads a picture: the first of its addresses that answers."""
        self._count += 1
        name = str(self._count)

        def read() -> bytes:
            path = self._folder / name  # which is there as long as anything may read it
            if not path.exists():
                fault: FormatError | None = None
                for address in addresses:
                    try:
                        path.write_bytes(fetch(address))
                        break
                    except FormatError as error:
                        fault = fault or error
                else:
                    raise fault or FormatError("it has no address")
            return path.read_bytes()

        return read


def _parsed(data: bytes, problems: list[str]) -> dict[str, Any]:
    source = JsonSource(data)
    value = source.whole()
    problems += source.notes()
    if not isinstance(value, dict) or not _kind(value):
        raise FormatError(
            "this is no IIIF: it has no type", remedy="give the address of a manifest, not of a web page."
        )
    return value


def _kind(value: Any) -> str:
    kind = value.get("type", value.get("@type")) if isinstance(value, dict) else None
    return kind.rpartition(":")[2] if isinstance(kind, str) else ""


def _manifests(
    document: dict[str, Any], fetch: Callable[[str], bytes] | None, problems: list[str]
) -> Iterator[dict[str, Any]]:
    """The manifests: the document itself, or those of a collection and of the collections in it."""
    waiting = [document]
    seen: set[str] = set()
    faults = 0
    while waiting:
        current = waiting.pop(0)
        if _kind(current) == "Manifest":
            yield current
            continue
        if _kind(current) != "Collection":
            raise FormatError(f"this is IIIF of the type {_kind(current)}, and neither a manifest nor a collection")
        members = [
            member
            for key in ("items", "manifests", "collections", "members")
            for member in _list(current.get(key))
            if isinstance(member, dict)
        ]
        if members and fetch is None:
            raise FormatError(
                f"this is a collection of {len(members)} manifests, which are at other addresses",
                remedy="import it with --fetch, or give its address.",
            )
        for member in members:
            address = _text(member.get("id", member.get("@id")))
            if address in seen or not fetch:
                continue
            if len(seen) >= MAX_MANIFESTS:
                problems.append(f"more than {MAX_MANIFESTS:,} manifests; the rest was left out")
                return
            seen.add(address)
            try:
                waiting.append(_of_manifests(_parsed(fetch(address), problems), address))
            except FormatError as error:
                faults += 1
                if faults <= 8:
                    problems.append(f"{error.what}; it was left out")


def _of_manifests(document: dict[str, Any], address: str) -> dict[str, Any]:
    if _kind(document) not in ("Manifest", "Collection"):
        raise FormatError(f"{address} is of the type {_kind(document)[:40]!r}, neither a manifest nor a collection")
    return document


def _read_manifest(value: Mapping[str, Any]) -> _Manifest:
    address = _text(value.get("id", value.get("@id")))
    label = _words(value.get("label"))
    record = Record(key=_name_in(address))
    made = _Manifest(record)
    headings = [_words(pair.get("label")) for pair in _list(value.get("metadata")) if isinstance(pair, dict)]
    is_ours = "Held by" in headings
    for pair in _list(value.get("metadata")):
        if isinstance(pair, dict) and (heading := _words(pair.get("label"))) and (words := _words(pair.get("value"))):
            words = re.sub(r"<[^<>]*>", "", words)
            sense = next((sense for sense, weight in meanings(heading) if weight >= _MIN_WEIGHT), heading.lower())
            if sense == "item" or heading.casefold() in ("identifier", "call number", "shelfmark", "reference"):
                record.names.append(words)
            if sense == "places" and heading.casefold() == "location":  # of a paper, or a place in it
                sense, words = ("citation", words) if is_ours else ("note", f"location: {words}")
            if sense == "classification" and not find_level(words.upper()):  # of a library, not of secrecy
                sense, words = "note", f"{heading.lower()}: {words}"
            record.add(_NOT_FIELDS.get(sense, sense) if sense != "text" else "note", words)
    own_id, colon, title = label.removeprefix("[Specimen] ").partition(": ")
    if colon and own_id == record.key:
        record.names.insert(0, own_id)
        label = title
    record.names += [record.key, label]
    if "subject" not in dict(record.values):
        record.add("subject", label)
    record.add("note", _words(value.get("summary", value.get("description"))))
    statement = value.get("requiredStatement")
    rights = _text(value.get("rights", value.get("license")))
    rights = rights or _words(statement.get("value") if isinstance(statement, dict) else None)
    record.add("rights", re.sub(r"<[^<>]*>", "", rights))
    record.add("note", re.sub(r"<[^<>]*>", "", _words(value.get("attribution"))))
    for number, canvas in enumerate(_canvases(value), 1):
        made.pictures.append(tuple(_pictures(canvas)))
        if page := _layout(canvas, number):
            record.layouts.append(page)
        for words in _comments(canvas):
            record.add("note", words)
    made.pictures = [addresses for addresses in made.pictures if addresses]
    return made


_NOT_FIELDS = {"item": "identifier"}


def _name_in(address: str) -> str:
    """What an address calls its manifest: the last part of its path that is no general word."""
    try:
        path = urlsplit(address).path
    except ValueError:  # brackets in its host
        path = address.rpartition("://")[2].partition("/")[2]
    parts = [unquote(part) for part in path.split("/") if part]
    general = re.compile(r"(?:manifest|iiif|info|presentation|v?[0-9])(?:\.json)?", re.I)
    return next((part.removesuffix(".json") for part in reversed(parts) if not general.fullmatch(part)), "")


def _canvases(value: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    canvases = [canvas for canvas in _list(value.get("items")) if _kind(canvas) == "Canvas"]
    for sequence in _objects(value.get("sequences"))[:1]:
        canvases += _objects(sequence.get("canvases"))
    return canvases


def _pictures(canvas: Mapping[str, Any]) -> Iterator[str]:
    """The addresses of a canvas's picture: whole, by its service, and as it is named."""
    resources = [image.get("resource") for image in _objects(canvas.get("images"))]
    for page in _objects(canvas.get("items")):
        resources += [note.get("body") for note in _objects(page.get("items"))]
    for resource in resources[:1]:
        body: Any = resource[0] if isinstance(resource, list) and resource else resource
        if isinstance(body, dict) and _kind(body) in ("Choice", "choice"):
            options = [body.get("default"), *_list(body.get("items")), *_list(body.get("item"))]
            body = next((option for option in options if isinstance(option, dict)), None)
        if not isinstance(body, dict):
            continue
        for service in _list(body.get("service")):
            base = _text(service.get("id", service.get("@id"))).rstrip("/") if isinstance(service, dict) else ""
            if re.match(r"https?://", base):
                context = f"{service.get('@context', '')} {service.get('type', '')} {service.get('profile', '')}"
                is_new = "ImageService3" in context or "/image/3" in context
                yield f"{base}/full/{'max' if is_new else 'full'}/0/default.jpg"
        address = _text(body.get("id", body.get("@id")))
        if re.match(r"https?://", address):
            yield address


def _layout(canvas: Mapping[str, Any], number: int) -> Page | None:
    """The lines of text that a canvas has with their places; None where it has none in itself."""
    width, height = canvas.get("width"), canvas.get("height")
    if not isinstance(width, int) or not isinstance(height, int) or not 0 < width < 10**6 or not 0 < height < 10**6:
        return None
    lines = []
    for page in _objects(canvas.get("annotations")):
        for note in _objects(page.get("items")):
            body, target = note.get("body"), note.get("target")
            place = _XYWH.search(target) if isinstance(target, str) else None
            if not isinstance(body, dict) or not _is_of_the_paper(note) or not place:
                continue
            left, top, across, down = (int(figures) for figures in place.groups())
            words = _text(body.get("value"))
            if words and across and down and "\n" not in words:
                lines.append(Line(tuple(share_box(words, Box(left, top, left + across, top + down)))))
    return Page("", number, tuple(lines), width=width, height=height, by="received") if lines else None


_REMARKS = frozenset({"commenting", "describing", "replying", "questioning", "assessing"})
"""Motivations and purposes of annotations that speak of the paper."""


def _is_of_the_paper(note: Mapping[str, Any]) -> bool:
    """Are the words of an annotation the paper's own, by its motivation and its body's purpose?"""
    body = note.get("body")
    purposes = _list(body.get("purpose")) if isinstance(body, dict) else []
    return _list(note.get("motivation")) == ["supplementing"] and not _REMARKS.intersection(map(_text, purposes))


def _comments(canvas: Mapping[str, Any]) -> Iterator[str]:
    """What somebody remarks on a canvas, which is never the paper's text."""
    for page in _objects(canvas.get("annotations")):
        for note in _objects(page.get("items")):
            for body in _objects(note.get("body")):
                motives = {_text(value) for value in (*_list(note.get("motivation")), *_list(body.get("purpose")))}
                if motives & _REMARKS:
                    yield re.sub(r"<[^<>]*>", "", _text(body.get("value")))


def _words(value: Any) -> str:
    """The words of a text in any of the forms of versions 2 and 3; English, or the first language."""
    if isinstance(value, dict) and "@value" not in value:
        languages = [value.get(key) for key in ("en", "none", "@none")] + list(value.values())
        return next((words for language in languages if (words := _words(language))), "")
    if isinstance(value, list):
        return "; ".join(words for part in _in_one_language(value) if (words := _words(part)))
    return _text(value.get("@value") if isinstance(value, dict) else value)


def _in_one_language(values: list[Any]) -> list[Any]:
    """Of texts that version 2 gives in several languages, those in English, or else in the first."""
    languages = [part.get("@language") if isinstance(part, dict) else None for part in values]
    if len(set(languages)) < 2 or not all(isinstance(language, str) for language in languages):
        return values
    english = [language for language in languages if str(language).lower().startswith("en")]
    chosen = (english or languages)[0]
    return [part for part, language in zip(values, languages, strict=True) if language == chosen]


def _text(value: Any) -> str:
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _objects(value: Any) -> list[dict[str, Any]]:
    return [part for part in _list(value) if isinstance(part, dict)]
