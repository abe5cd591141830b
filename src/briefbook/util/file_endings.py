"""The endings of file names: which are pictures, which a browser shows, which media type each has."""

import re

MEDIA_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".jp2": "image/jp2",
    ".j2k": "image/jp2",
    ".jpx": "image/jpx",
    ".webp": "image/webp",
    ".gif": "image/gif",
    ".svg": "image/svg+xml",
    ".bmp": "image/bmp",
    ".heic": "image/heic",
    ".heif": "image/heif",
    ".avif": "image/avif",
    ".djvu": "image/vnd.djvu",
    ".psd": "image/vnd.adobe.photoshop",
    ".dng": "image/x-adobe-dng",
    ".cr2": "image/x-canon-cr2",
    ".nef": "image/x-nikon-nef",
    ".pdf": "application/pdf",
}
"""The media type of each kind of picture, and of PDF, by the ending in small letters."""

_TEXT_TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".md": "text/markdown",
    ".xml": "application/xml",
    ".json": "application/json",
    ".jsonl": "application/x-ndjson",
    ".ris": "application/x-research-info-systems",
    ".bib": "text/x-bibtex",
}
"""The media type of each kind of text that a site has, all of it UTF-8."""

_OTHER_TYPES = {".woff2": "font/woff2", ".wasm": "application/wasm", ".epub": "application/epub+zip"}
"""The media type of what else a site has."""


def published_media_type(name: str) -> str:
    """The media type that a file of a site is sent with, with its encoding where it is text; unknown kinds as bytes."""
    ending = "." + name.lower().rpartition(".")[2]
    if ending in _TEXT_TYPES:
        return f"{_TEXT_TYPES[ending]}; charset=utf-8"
    return MEDIA_TYPES.get(ending) or _OTHER_TYPES.get(ending, "application/octet-stream")


SCAN_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".jp2", ".j2k", ".jpx", ".webp"})
"""Pictures that are read as pages of a scan."""

WEB_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"})
"""Pictures that every browser shows."""

_BEGINNINGS = {
    b"\xff\xd8\xff": ".jpg",
    b"\x89PNG": ".png",
    b"II*\0": ".tif",
    b"MM\0*": ".tif",
    b"RIFF": ".webp",
    b"%PDF-": ".pdf",
}
"""How files of scans begin, whatever their names say."""

EXTENSIONS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "image/gif": "gif"}
"""The ending, without the stop, of a picture that is written, by its media type."""

_FILES = (*(ending.removeprefix(".") for ending in MEDIA_TYPES), "doc", "docx")
_FILE_ENDING = re.compile(rf"\.(?:{'|'.join(_FILES)})$", re.I)


def without_file_ending(name: str) -> str:
    """The name of a paper's file without its ending; other names stay as they are.

    >>> without_file_ending("TEL 12.JP2"), without_file_ending("TEL 1.2")
    ('TEL 12', 'TEL 1.2')
    """
    return _FILE_ENDING.sub("", name)


def has_file_ending(name: str) -> bool:
    """Does a name end as files of papers do?"""
    return _FILE_ENDING.search(name) is not None


def ending_by_content(start: bytes) -> str:
    """How the name of a scan's file should end by its first bytes; "" where these are none of a scan's.

    >>> ending_by_content(b"%PDF-1.7"), ending_by_content(b"One line.")
    ('.pdf', '')
    """
    return next((ending for begin, ending in _BEGINNINGS.items() if start.startswith(begin)), "")


_BRANDS = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"), "a HEIC picture"),
    **dict.fromkeys((b"avif", b"avis"), "an AVIF picture"),
    b"crx ": "a raw photograph (Canon CR3)",
}
"""What a file of boxes is (ISO/IEC 14496-12, section 4.3) by its brand; of any other brand it is a film."""

_OTHER_BEGINNINGS = {
    b"GIF8": "a GIF picture",
    b"BM": "a BMP picture",
    b"8BPS": "a Photoshop file",
    b"AT&TFORM": "a DjVu file",
    b"\x00\x00\x00\x0cjP  ": "a JPEG 2000 picture",
    b"PK\x03\x04": "a ZIP file, as Word and Excel make them too",
    b"\xd0\xcf\x11\xe0": "a file of Word or Excel of before 2007",
    b"<!doctype": "a web page, as a failed download leaves one",
    b"<html": "a web page, as a failed download leaves one",
}
"""What else is found under the name of a scan, by its beginning, in small letters where it has letters."""


def kind_by_content(start: bytes) -> str:
    r"""What a file that is no scan is by its first bytes, in words; "" where it is not known.

    >>> kind_by_content(b"\x00\x00\x00\x18ftypheic"), kind_by_content(b"One line.")
    ('a HEIC picture', '')
    """
    if start[4:8] == b"ftyp":
        return _BRANDS.get(start[8:12], "a film")
    start = start.lstrip() if start.lstrip().startswith(b"<") else start
    return next(
        (kind for begin, kind in _OTHER_BEGINNINGS.items() if start[: len(begin)].lower() == begin.lower()),
        "",
    )


def how_to_convert(kind: str) -> str:
    """What to do with a picture of a kind that is not read, as a sentence's end; "" where nothing helps generally."""
    if "HEIC" in kind:
        return (
            "save it as JPEG (in Photos or Preview of a Mac, or in Windows' Photos; an iPhone takes JPEG where "
            "Settings, Camera, Formats says Most Compatible) and put that in its place"
        )
    if "picture" in kind or "photograph" in kind or "Photoshop" in kind or "DjVu" in kind:
        return "save it as JPEG, PNG, TIFF or PDF and put that in its place"
    return ""


def looks_binary(start: bytes) -> bool:
    """Is this the beginning of no text in any encoding: has it many of the characters that no text has?

    >>> looks_binary(b"One line."), looks_binary("Zeile".encode("utf-16")), looks_binary(bytes(range(32)))
    (False, False, True)
    """
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    controls = sum(byte < 32 and byte not in b"\t\n\v\f\r\x1b" for byte in start)
    return b"\x00" in start or controls * 50 > len(start)
