"""briefbook.toml -> Settings: every setting with its default and its meaning; what would change nothing is refused.

A misspelt key, a value of the wrong type, an element that is none of those there are: each would be passed over
unseen, and a gate before publication would stand open. So each is an ``InputError`` with its line and the nearest right
value.
"""

import dataclasses
import re
import tomllib
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from briefbook.errors import InputError
from briefbook.model.finding import PROGRAM_FAULT, Severity
from briefbook.util import extensions
from briefbook.util.nearest import did_you_mean


def _setting(
    default: Any,
    doc: str,
    *,
    choices: tuple[str, ...] = (),
    least: int | None = None,
    pattern: str = "",
    form: str = "",
) -> Any:
    """A setting: its default and a sentence for the commented file.

    ``choices`` are the values there are (of a list: its elements; of a table: its values), ``least`` is the smallest
    number; a text that is not empty must match ``pattern`` whole, of which ``form`` is an example.
    """
    metadata = {"doc": doc, "choices": choices, "least": least, "pattern": pattern, "form": form}
    if isinstance(default, dict | list):
        return field(default_factory=lambda: type(default)(default), metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True)
class CollectionSettings:
    """What the collection is."""

    title: str = _setting("Untitled collection", "Shown at the top of every web page.")
    description: str = _setting("", "One or two sentences for the front page.")
    language: str = _setting(
        "en",
        "Language of the narratives, BCP 47.",
        pattern="[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*",
        form="en, pt-BR",
    )
    paper_language: str = _setting(
        "",
        "Language of the papers, BCP 47, if it is another than that of the narratives.",
        pattern="[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*",
        form="en, pt-BR",
    )
    translations: dict[str, str] = _setting(
        {},
        'Texts of these settings in other languages of the site: { "fr.title" = "Titre", "fr.description" = "..." }.',
    )
    repository: str = _setting("", "The archive that holds the papers, such as Library and Archives Canada.")
    fonds: str = _setting("", "The fonds or record group they belong to.")
    series: str = _setting("", "The series, volume or file, if it is the same for all items.")
    rights: str = _setting("", "Rights statement or licence of the items: a URI of rightsstatements.org, or text.")
    contact: str = _setting("", "Contact for corrections and takedown requests: an e-mail address or a web page.")


@dataclass(frozen=True, slots=True)
class ItemSettings:
    """How an item is named."""

    pattern: str = _setting(
        "[A-Za-z0-9][A-Za-z0-9._-]*",
        "A regular expression for the whole name of a scan's file, without extension; a group named `item` is the id.",
    )
    citation: str = _setting(
        "[A-Z]{2,}[0-9]{3,}",
        "A regular expression for item ids in prose; ids in the catalogue are recognised whatever their form.",
    )

    @property
    def own_pattern(self) -> str:
        """The pattern that the curator set; "" where it is the default, which nearly every name matches."""
        return "" if self.pattern == ItemSettings().pattern else self.pattern


@dataclass(frozen=True, slots=True)
class DateSettings:
    """How dates are understood."""

    window: int = _setting(
        1900, "First year of the century in which two-digit years fall: with 1900, 62 means 1962.", least=1000
    )
    order: str = _setting(
        "",
        "Order of dates in figures that can be read both ways: dmy or mdy. If empty: in a list they are read as its "
        "other dates show, else not taken; other dates written by people are read day first, with a note; dates on the "
        "papers remain in doubt.",
        choices=("", "dmy", "mdy"),
    )


READERS = ("auto", "anew", "lines", "rapidocr", "tesseract", "text-layer", "recorded")
"""The values of reading.reader; the last is for tests."""


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """How scans are read."""

    reader: str = _setting(
        "auto",
        "auto (chosen page by page), anew (auto, but never the text that other software left in a PDF), lines, "
        "rapidocr, tesseract or text-layer.",
        choices=READERS,
    )
    workers: int = _setting(
        0, "Number of processes for reading; 0: one per core; 1: no further process is started.", least=0
    )
    max_pages: int = _setting(
        2000, "Maximum number of pages read per scan; further pages are reported as a finding.", least=1
    )
    max_pixels: int = _setting(
        20_000,
        "Maximum length in pixels of the longer side of a picture; a larger one is scaled down, with a finding.",
        least=1,
    )
    max_seconds: int = _setting(
        300, "Maximum number of seconds per page; a page that takes longer is skipped, with a finding.", least=1
    )
    max_memory: int = _setting(
        2000,
        "Maximum number of megabytes that opening a scan or unpacking a page may take (on Linux); what takes more is "
        "skipped, with a finding.",
        least=100,
    )
    max_opening_seconds: int = _setting(
        60, "Maximum number of seconds that opening a scan or unpacking a page may take; else a finding.", least=1
    )


@dataclass(frozen=True, slots=True)
class PostSettings:
    """Posts of this collection."""

    aliases: dict[str, str] = _setting({}, 'Other spellings of a post\'s code: { "WSHDC" = "WASHDC" }.')
    service: str = _setting(
        "",
        "Service that wrote the papers that do not say it themselves: Canada, United States, CIA, United Kingdom, ...; "
        "its list says what codes stand for.",
    )


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """Which checks are made, and how severe their findings are."""

    select: list[str] = _setting([], "Only these codes or beginnings of codes (C2 means all C2xx); if empty: all.")
    ignore: list[str] = _setting([], "Codes or beginnings of codes to leave out.")
    severity: dict[str, str] = _setting(
        {},
        'Severity of a code, if not the default: { "C104" = "note" }; error, warning or note.',
        choices=tuple(str(severity) for severity in Severity),
    )


SITE_COLUMNS = (
    "item", "date", "from", "to", "info", "number", "classification", "precedence", "subject", "form", "pages",
)  # fmt: skip
"""The columns that site.columns may name."""


HIDEABLE = (
    "abbreviations", "checks", "correspondence", "design", "downloads", "figures", "glossary", "headline", "map",
    "method", "not-held", "people", "places", "replies", "series", "timeline",
)  # fmt: skip
"""What site.hide may name: pages, and of the others the figures of the front page, of these the headline (how many
quotations were found word for word), and each chapter's box of checks."""


MENU_PAGES = (
    "read", "items", "posts", "timeline", "search", "about", "people", "places", "correspondence", "map", "replies",
    "series", "not-held", "abbreviations", "glossary", "checks", "downloads", "design",
)  # fmt: skip
"""What site.menu may name beside the files of the book's pages."""


@dataclass(frozen=True, slots=True)
class PublicationSettings:
    """The book as a publication: who made it, who publishes it, how it is identified."""

    editors: list[str] = _setting([], "Editors or authors of the whole, in the order of the title page.")
    publisher: str = _setting("", "The publisher.")
    place: str = _setting("", "Place of publication.")
    year: str = _setting("", "Year of publication.", pattern=r"\d{4}", form="1998")
    edition: str = _setting("", "Edition: Second edition, revised.")
    isbn: str = _setting("", "ISBN.", pattern=r"[\dXx -]{10,17}", form="978-0-00-000000-2")
    doi: str = _setting("", "DOI, without the address before it.", pattern=r"10\.\d{4,9}/\S+", form="10.1234/abcd")
    copyright: str = _setting("", "Copyright notice of the book; the rights in the papers are collection.rights.")
    credits: str = _setting("", "Acknowledgements in a sentence or two; longer ones are a page (part: front).")
    funders: list[str] = _setting([], "Who paid for it.")


@dataclass(frozen=True, slots=True)
class PrintSettings:
    """The printed book: PDF, and EPUB where it applies."""

    paper: str = _setting(
        "a5", "Size of the PDF's pages: a5, iso-b5, a4 or us-letter.", choices=("a5", "iso-b5", "a4", "us-letter")
    )
    cutouts: bool = _setting(False, "Below each passage, the lines of the scans that it quotes from, as pictures.")
    facsimiles: bool = _setting(False, "The pages of the papers cited, as pictures, in an appendix of the PDF.")
    subjects: list[str] = _setting(
        [],
        "Subjects of the index, looked for in the chapters; with other words for them: "
        '["Berlin", "Inspection = inspectors, verification"].',
    )
    apparatus: bool = _setting(
        False, "For scholars: archival notes with codes of offices, as they are on the papers, in place of titles."
    )


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """The published site."""

    address: str = _setting(
        "",
        "Public address of the site, for permanent links and feeds, such as https://example.org/cables/.",
        pattern=r"https?://\S+",
        form="https://example.org/cables/",
    )
    columns: list[str] = _setting(
        ["item", "date", "from", "to", "number"], "Columns of the tables under sections.", choices=SITE_COLUMNS
    )
    languages: list[str] = _setting(
        [],
        "Languages of the pages, BCP 47: the first at the site's address, the others in folders (/fr/); if "
        "empty: that of the narratives where Briefbook has words in it, else English.",
        pattern="[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*",
        form="en, fr",
    )
    search: str = _setting(
        "auto",
        "Static search: auto (up to 50,000 items), always (beyond, with Pagefind) or never.",
        choices=("auto", "always", "never"),
    )
    licence: str = _setting("", "Licence of the narratives: CC BY 4.0.")
    logo: str = _setting("", "A picture in media/ beside the title of every page.", pattern=r"[^/].*", form="logo.svg")
    colour: str = _setting(
        "", "Colour of links and marks on a light ground.", pattern="#[0-9A-Fa-f]{6}", form="#1b4a7a"
    )
    colour_dark: str = _setting("", "The same on a dark ground.", pattern="#[0-9A-Fa-f]{6}", form="#9cc3ee")
    theme: str = _setting(
        "",
        "A folder of the collection with templates, a theme.css and media that replace or add to the site's own.",
        pattern=r"[^/].*",
        form="theme",
    )
    footer: str = _setting("", "A sentence at the foot of every page.")
    menu: list[str] = _setting(
        [],
        "The main menu in its order: names of pages (items, posts, people, timeline, search, about, ...), and of "
        "chapters' files without .md; if empty: the usual one.",
    )
    hide: list[str] = _setting(
        [],
        "Pages that are not made, figures (of the front page), headline (only the figure of quotations found word for "
        "word) and method (each chapter's box about its checks).",
        choices=HIDEABLE,
    )
    book: list[str] = _setting(
        [], "Forms of the whole book offered as downloads: pdf, epub, docx.", choices=("pdf", "epub", "docx")
    )
    moved: dict[str, str] = _setting(
        {}, 'Former item ids and the present ones, so that old addresses redirect: { "CDNW1" = "CDNW10001" }.'
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
    publication: PublicationSettings = field(default_factory=PublicationSettings)
    print: PrintSettings = field(default_factory=PrintSettings)
    site: SiteSettings = field(default_factory=SiteSettings)


def read_settings(path: Path, codes: Callable[[], Collection[str]] | None = None) -> Settings:
    """The settings in a file.

    Args:
        path: The file, briefbook.toml.
        codes: Gives the codes of all findings there are; asked for only where the file names any. None: codes are
            not looked at.

    Returns:
        The settings; those that the file does not have are the defaults.

    Raises:
        InputError: The file is not TOML, a key or a value is unknown, or a value is of the wrong type; it says in
            which line and what is meant instead.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        document = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = 1 + error.object[: error.start].count(b"\n")
        raise InputError(f"{path}, line {line}: it is not text in UTF-8", remedy="save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+), column \d+\)", str(error))
        line = int(place[1]) if place else max(1, len(text.splitlines()))
        raise InputError(
            f"{path}, line {line}: it is not TOML: {error}",
            remedy=_toml_remedy(str(error)),
        ) from error
    source = _SettingsText(path, text)
    sections = get_type_hints(Settings)
    values = {}
    for name, section in document.items():
        if name not in sections:
            raise source.error(name, "", f"there is no section {name!r}", did_you_mean(name, sections))
        if not isinstance(section, dict):
            raise source.error("", name, f"{name} must be a section", f"write [{name}] and its settings below it.")
        values[name] = _read_section(source, name, sections[name], section)
    settings = Settings(**values)
    aliases = {" ".join(spelling.upper().split()): code for spelling, code in settings.posts.aliases.items()}
    posts = dataclasses.replace(settings.posts, aliases=aliases)  # as the codes of cables are compared
    settings = dataclasses.replace(settings, posts=posts)
    settings = dataclasses.replace(settings, checks=_with_codes_in_capitals(settings.checks))
    _check_patterns(source, settings.items)
    if codes is not None:
        _check_codes(source, settings.checks, codes)
    return settings


def _with_codes_in_capitals(checks: CheckSettings) -> CheckSettings:
    return dataclasses.replace(
        checks,
        select=[code.strip().upper() for code in checks.select],
        ignore=[code.strip().upper() for code in checks.ignore],
        severity={code.strip().upper(): severity for code, severity in checks.severity.items()},
    )


def selects_nothing(checks: CheckSettings, codes: Collection[str]) -> bool:
    """Is every code that is selected also left out?

    Args:
        checks: The beginnings of codes that are selected, and of those left out.
        codes: All codes there are.

    >>> selects_nothing(CheckSettings(select=["C1"], ignore=["C10"]), ["C101", "C201"])
    True
    """
    select, ignore = tuple(checks.select) or ("",), tuple(checks.ignore)
    return bool(ignore) and not any(code.startswith(select) and not code.startswith(ignore) for code in codes)


def code_problem(prefix: str, codes: Collection[str], *, ignored: bool = False) -> tuple[str, str] | None:
    """What is wrong with a code, or a beginning of codes, that a person wrote.

    Args:
        prefix: What they wrote: C201, or C2 for all of C2xx.
        codes: All codes there are.
        ignored: It names what shall be left out.

    Returns:
        What is wrong, and what to do; None if it is the beginning of a code there is.

    >>> code_problem("C2O1", ["C101", "C201"])
    ("no code begins with 'C2O1'", "did you mean 'C201'? docs/checks.md has them all.")
    """
    if not prefix or not any(code.startswith(prefix) for code in codes):
        guess = did_you_mean(prefix, sorted(codes), min_similarity=1)
        return f"no code begins with {prefix!r}", f"{guess}docs/checks.md has them all."
    if ignored and PROGRAM_FAULT.startswith(prefix):
        return f"{PROGRAM_FAULT} cannot be ignored", "it says that something was not done; report it instead."
    return None


def settings_file(title: str | None = None) -> str:
    """A briefbook.toml with every setting commented: its meaning, and its default behind ``#``.

    >>> "window = 1900" in settings_file("A")
    True
    """
    lines = [
        "# Settings of a Briefbook collection. Lines like `# key = value` show defaults; remove the # to change one.",
        "",
    ]
    for section in dataclasses.fields(Settings):
        kind = get_type_hints(Settings)[section.name]
        lines += [f"[{section.name}]  # {(kind.__doc__ or '').rstrip('.')}"]
        for setting in dataclasses.fields(kind):
            default = setting.default_factory() if callable(setting.default_factory) else setting.default
            is_title = title is not None and (section.name, setting.name) == ("collection", "title")
            value = _toml(title if is_title else default)
            lines += [f"# {setting.metadata['doc']}", f"{'' if is_title else '# '}{setting.name} = {value}"]
        lines.append("")
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class _SettingsText:
    """The text of the file, to find the line in which a key stands: the TOML parser gives no line numbers."""

    path: Path
    text: str

    def error(self, section: str, key: str, what: str, remedy: str) -> InputError:
        """A fault of a key, or of a whole section."""
        line = self._line_of(section, key)
        return InputError(f"{self.path}{f', line {line}' if line else ''}: {what}", remedy=remedy.strip())

    def _line_of(self, section: str, key: str) -> int:
        """The line number, from 1; 0 where the key is written in a way that is not searched (dotted, inline table)."""
        inside = ""
        for number, row in enumerate(self.text.splitlines(), 1):
            if header := re.match(r"""\s*\[\s*["']?(\w+)["']?\s*\]""", row):
                inside = header[1]
                if not key and inside == section:
                    return number
            elif key and inside == section and re.match(rf"""\s*["']?{re.escape(key)}["']?\s*=""", row):
                return number
        return 0


_RETIRED = {"reading.fast": "it changed nothing, for a page is read once anyway"}
"""Former settings, and why they were removed."""


def _toml_remedy(error: str) -> str:
    """What to do about an error of ``tomllib``."""
    if twice := re.search(r"Cannot declare \('(\w+)',?\) twice", error):
        return f"the section [{twice[1]}] is there already: write its lines below that heading, and take this out."
    if "Cannot overwrite a value" in error:
        return "the setting is there already, above: keep one of the two lines."
    if "Unescaped" in error or "Invalid hex value" in error:
        return "write text that has a backslash in it between single quotation marks: 'CDNW\\d+'."
    return "correct that line; text must be in quotation marks."


def _read_section(source: _SettingsText, name: str, kind: type, table: Mapping[str, Any]) -> Any:
    hints = get_type_hints(kind)
    rules = {setting.name: setting.metadata for setting in dataclasses.fields(kind)}
    defaults = {setting.name: setting.default for setting in dataclasses.fields(kind)}
    for key, value in table.items():
        if why := _RETIRED.get(f"{name}.{key}"):
            raise source.error(name, key, f"the setting '{name}.{key}' is gone: {why}", "delete the line.")
        if key not in hints:
            names = [f"{name}.{key}" for key in hints]
            what = f"there is no setting '{name}.{key}'"
            raise source.error(name, key, what, did_you_mean(f"{name}.{key}", names))
        _check_type(source, name, key, value, hints[key], defaults[key])
        _check_value(source, name, key, value, rules[key])
    return kind(**table)


_TYPE_NAMES = {str: "text", int: "a whole number", dict: "a table", list: "a list", bool: "true or false"}
_EXAMPLE_VALUES: dict[type, Any] = {str: "words", dict: {"A": "B"}, list: ["a", "b"], bool: True}


def _check_type(source: _SettingsText, name: str, key: str, value: Any, hint: Any, default: Any) -> None:
    expected: type = get_origin(hint) or hint
    example = default if isinstance(default, int) else _EXAMPLE_VALUES[expected]
    if expected is list and value and isinstance(value, str):
        example = [value]
    remedy = f"write it as in: {key} = {_toml(example)}"
    if not _is_of_type(value, expected):
        raise source.error(name, key, f"{name}.{key} is {value!r}, which is not {_TYPE_NAMES[expected]}", remedy)
    inner: type = (get_args(hint) or (str,))[-1]
    for element in _elements(value):
        if not _is_of_type(element, inner) and isinstance(value, list | dict):
            raise source.error(name, key, f"{name}.{key} holds {element!r}, which is not {_TYPE_NAMES[inner]}", remedy)


def _is_of_type(value: Any, expected: type) -> bool:
    return isinstance(value, expected) and not (expected is int and isinstance(value, bool))


def _elements(value: Any) -> Iterator[Any]:
    """The single values of a setting: itself, the elements of a list, the values of a table."""
    yield from value.values() if isinstance(value, dict) else value if isinstance(value, list) else (value,)


def _check_value(source: _SettingsText, name: str, key: str, value: Any, rules: Mapping[str, Any]) -> None:
    holds = "holds" if isinstance(value, list | dict) else "is"
    for element in _elements(value):
        what = f"{name}.{key} {holds} {element!r}"
        if rules["choices"] and element not in rules["choices"]:
            choices = [rule for rule in rules["choices"] if rule not in ("", "recorded")]  # not set; for tests
            if (name, key) == ("reading", "reader"):
                choices += [extension.name for extension in extensions.installed("readers")]
                if element in choices:
                    continue
            guess = did_you_mean(element, choices)
            every = f"{', '.join(choices[:-1])} or {choices[-1]}"
            raise source.error(name, key, f"{what}, which is not known", f"{guess}Write {every}.")
        if rules["least"] is not None and element < rules["least"]:
            raise source.error(name, key, what, f"write {rules['least']} or more.")
        if rules["pattern"] and element and not re.fullmatch(rules["pattern"], element):
            raise source.error(
                name, key, f"{what}, which is not of the form wanted", f"write it as in: {rules['form']}."
            )


def _check_patterns(source: _SettingsText, items: ItemSettings) -> None:
    for key, pattern in (("pattern", items.pattern), ("citation", items.citation)):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", FutureWarning)
                groups = re.compile(pattern).groupindex
        except (re.error, OverflowError, RecursionError) as error:
            raise source.error(
                "items",
                key,
                f"items.{key} is not a regular expression: {error}",
                "[0-9]+ is a number, [A-Z]+ letters; write it in single quotes so that \\ stays as it is.",
            ) from error
        if re.fullmatch(pattern, ""):
            what = f"items.{key} is {pattern!r}, which matches even where there is nothing"
            raise source.error("items", key, what, "write + in place of * for what an id must have, as in [0-9]+.")
        for name in groups:
            if key != "pattern" or name != "item":
                what = f"items.{key} has a group {name!r}, which means nothing"
                raise source.error("items", key, what, "the group of items.pattern that is the id is called item.")


def _check_codes(source: _SettingsText, checks: CheckSettings, codes: Callable[[], Collection[str]]) -> None:
    if not (checks.select or checks.ignore or checks.severity):
        return
    all_codes = codes()
    for key, prefixes in (("select", checks.select), ("ignore", checks.ignore)):
        for prefix in prefixes:
            if problem := code_problem(prefix, all_codes, ignored=key == "ignore"):
                raise source.error("checks", key, f"checks.{key}: {problem[0]}", problem[1])
    if selects_nothing(checks, all_codes):
        what = "checks.ignore leaves out every code that is selected, so that nothing would be checked"
        raise source.error("checks", "ignore", what, "leave out fewer codes, or select others.")
    for code in checks.severity:
        if code not in all_codes:
            remedy = f"{did_you_mean(code, sorted(all_codes))}docs/checks.md has them all; write each out."
            raise source.error("checks", "severity", f"checks.severity: there is no code {code!r}", remedy)
        if code == PROGRAM_FAULT:
            remedy = "it says that something was not done; report it instead."
            raise source.error("checks", "severity", f"checks.severity: {code} always is an error", remedy)


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    if isinstance(value, list):
        return "[" + ", ".join(_toml(element) for element in value) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_toml(k)} = {_toml(v)}" for k, v in value.items()) + " }" if value else "{}"
    return str(value)
