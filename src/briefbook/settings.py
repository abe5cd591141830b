"""briefbook.toml -> Settings: every setting with its default and its meaning, unknown keys refused."""

import dataclasses
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_type_hints

from rapidfuzz.process import extractOne

from briefbook.errors import InputError


def _setting(default: Any, doc: str) -> Any:
    """A setting: its default and a sentence for the commented file."""
    if isinstance(default, dict | list):
        return field(default_factory=lambda: type(default)(default), metadata={"doc": doc})
    return field(default=default, metadata={"doc": doc})


@dataclass(frozen=True, slots=True)
class CollectionSettings:
    """What the collection is."""

    title: str = _setting("Untitled collection", "Shown at the head of every page.")
    description: str = _setting("", "One or two sentences for the front page.")
    language: str = _setting("en", "Language of the narratives, BCP 47.")
    repository: str = _setting("", "Who keeps the papers: Library and Archives Canada.")
    fonds: str = _setting("", "The fonds or record group they belong to.")
    series: str = _setting("", "The series, volume or file, where all items share it.")
    rights: str = _setting("", "Rights statement or licence of the items: an address of rightsstatements.org or words.")
    contact: str = _setting("", "Whom to write to about corrections and takedown: an e-mail address or a page.")


@dataclass(frozen=True, slots=True)
class ItemSettings:
    """How an item is named."""

    pattern: str = _setting(
        "[A-Za-z0-9][A-Za-z0-9._-]*",
        "A regular expression that a scan's file name without its ending must match whole; a group `item` is the id.",
    )
    citation: str = _setting(
        "[A-Z]{2,}[0-9]{3,}",
        "A regular expression that item ids in prose match; ids in the catalogue are found whatever they look like.",
    )


@dataclass(frozen=True, slots=True)
class DateSettings:
    """How dates are understood."""

    window: int = _setting(
        1900, "First year of the hundred years that two-digit years fall in: 1900 makes 62 mean 1962."
    )
    order: str = _setting("dmy", "Order of purely numerical dates that could be either: dmy or mdy.")


READERS = ("auto", "anew", "lines", "rapidocr", "tesseract", "text-layer", "recorded")
"""What reading.reader may be; the last is for tests."""


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """How scans are read."""

    reader: str = _setting(
        "auto",
        "auto (page by page, and says why), anew (auto, but never the text another reader left in a PDF), lines, "
        "rapidocr, tesseract or text-layer.",
    )
    fast: bool = _setting(False, "Read every page once only. The reader of typed pages always does.")
    workers: int = _setting(0, "Processes that read side by side; 0: one a core; 1: no other process is started.")
    max_pages: int = _setting(2000, "Pages read of one scan; more become a finding.")
    max_pixels: int = _setting(20_000, "Longest side of a picture; a larger one is read smaller, with a finding.")
    max_seconds: int = _setting(300, "Seconds that one page may take; one that takes longer is left, with a finding.")


@dataclass(frozen=True, slots=True)
class PostSettings:
    """Posts of this collection."""

    aliases: dict[str, str] = _setting({}, 'Other spellings of a post\'s code: { "WSHDC" = "WASHDC" }.')


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """Which checks, how severe."""

    select: list[str] = _setting([], "Only these codes or beginnings of codes (C2 means all of C2xx); empty: all.")
    ignore: list[str] = _setting([], "Codes or beginnings of codes left out.")
    severity: dict[str, str] = _setting({}, 'Another severity for a code: { "C104" = "note" }; error, warning or note.')


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """The published site."""

    address: str = _setting(
        "", "Where the site will stand, for permanent links and feeds: https://example.org/cables/."
    )
    columns: list[str] = _setting(["item", "date", "from", "to", "number"], "Columns of the tables under sections.")
    search: str = _setting("auto", "Static search: auto (up to 20,000 items), always or never.")
    licence: str = _setting("", "Licence of the narratives: CC BY 4.0.")
    book: list[str] = _setting([], "The whole book among the downloads, made with the site: pdf, epub, docx.")
    moved: dict[str, str] = _setting(
        {}, 'Former item ids and what they are now, so that old addresses lead on: { "CDNW1" = "CDNW10001" }.'
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a collection, a section each."""

    collection: CollectionSettings = field(default_factory=CollectionSettings)
    items: ItemSettings = field(default_factory=ItemSettings)
    dates: DateSettings = field(default_factory=DateSettings)
    reading: ReadingSettings = field(default_factory=ReadingSettings)
    posts: PostSettings = field(default_factory=PostSettings)
    checks: CheckSettings = field(default_factory=CheckSettings)
    site: SiteSettings = field(default_factory=SiteSettings)


def read_settings(path: Path) -> Settings:
    """The settings in a file; ``InputError`` says which line or key is wrong and what is meant instead."""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(
            f"{path} is not TOML: {error}", remedy="mend that line; strings stand in quotation marks."
        ) from error
    sections = get_type_hints(Settings)
    values = {}
    for name, section in given.items():
        if name not in sections:
            raise _unknown(path, name, list(sections), "section")
        if not isinstance(section, dict):
            raise InputError(f"{path}: {name} must be a section", remedy=f"write [{name}] and its settings below it.")
        values[name] = _section(path, name, sections[name], section)
    settings = Settings(**values)
    _check_values(path, settings)
    return settings


def settings_file(title: str | None = None) -> str:
    """A briefbook.toml with every setting commented: its meaning, and its default behind ``#``.

    >>> "window = 1900" in settings_file("A")
    True
    """
    lines = ["# A Briefbook collection. A line that begins with # is a default; take the # away to change it.", ""]
    for section in dataclasses.fields(Settings):
        kind = get_type_hints(Settings)[section.name]
        lines += [f"[{section.name}]  # {(kind.__doc__ or '').rstrip('.')}"]
        for setting in dataclasses.fields(kind):
            default = setting.default_factory() if callable(setting.default_factory) else setting.default
            given = title is not None and (section.name, setting.name) == ("collection", "title")
            value = _toml(title if given else default)
            lines += [f"# {setting.metadata['doc']}", f"{'' if given else '# '}{setting.name} = {value}"]
        lines.append("")
    return "\n".join(lines)


def _section(path: Path, name: str, kind: type, given: Mapping[str, Any]) -> Any:
    hints = get_type_hints(kind)
    for key, value in given.items():
        if key not in hints:
            raise _unknown(path, f"{name}.{key}", [f"{name}.{known}" for known in hints], "setting")
        wanted = getattr(hints[key], "__origin__", hints[key])
        if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
            raise InputError(
                f"{path}: {name}.{key} is {value!r}, which is not {_NAMES[wanted]}",
                remedy=f"write it as in: {key} = {_toml(_EXAMPLES[wanted])}",
            )
    return kind(**given)


_NAMES = {str: "text", int: "a whole number", dict: "a table", list: "a list", bool: "true or false"}
_EXAMPLES: dict[type, Any] = {str: "words", int: 12, dict: {"A": "B"}, list: ["a", "b"], bool: True}


def _check_values(path: Path, settings: Settings) -> None:
    for key, pattern in (("pattern", settings.items.pattern), ("citation", settings.items.citation)):
        try:
            re.compile(pattern)
        except re.error as error:
            raise InputError(
                f"{path}: items.{key} is not a regular expression: {error}",
                remedy="[0-9]+ is a number, [A-Z]+ letters; write it in single quotes so that \\ stays as it is.",
            ) from error
    if settings.reading.reader not in READERS:
        nearest = extractOne(settings.reading.reader, READERS)
        raise InputError(
            f"{path}: there is no reader {settings.reading.reader!r}",
            remedy=f"reading.reader is one of {', '.join(READERS[:-1])}; did you mean {nearest[0]!r}?",
        )
    for name in ("workers", "max_pages", "max_pixels", "max_seconds"):
        least = 0 if name == "workers" else 1
        if (value := getattr(settings.reading, name)) < least:
            raise InputError(f"{path}: reading.{name} is {value}", remedy=f"write {least} or more.")
    for kind in settings.site.book:
        if kind not in ("pdf", "epub", "docx"):
            raise InputError(f"{path}: site.book has {kind!r}", remedy="write pdf, epub, docx, or several of them.")
    if settings.dates.order not in ("dmy", "mdy"):
        raise InputError(f"{path}: dates.order is {settings.dates.order!r}", remedy="write dmy or mdy.")


def _unknown(path: Path, key: str, known: list[str], what: str) -> InputError:
    nearest = extractOne(key, known)
    return InputError(f"{path}: there is no {what} {key!r}", remedy=f"did you mean {nearest[0]!r}?" if nearest else "")


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    if isinstance(value, list):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_toml(k)} = {_toml(v)}" for k, v in value.items()) + " }" if value else "{}"
    return str(value)
