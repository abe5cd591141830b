"""The language that is being written: messages in it, from gettext catalogues, and the names of languages.

The words in the code are English. ``gettext``, ``ngettext`` and ``pgettext`` give them in the language of the page or
file that is being made, which ``using`` sets for everything within it, also in other modules; without it, that is
English. A message that the catalogue does not have stays English.

A catalogue is one file in the form of gettext, ``briefbook.po``, read as it is: nothing has to be compiled. Those of
Briefbook are in ``locales/<language>/LC_MESSAGES``; a collection may have its own, ``locales/<language>.po``, whose
messages go before them. ``tools/translations.py`` takes the messages out of the code.
"""

import functools
import gettext as standard_gettext
import io
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from briefbook.errors import InputError

LOCALES = Path(__file__).parents[1] / "locales"
"""The catalogues that come with Briefbook."""

SOURCE_LANGUAGE = "en"
"""The language of the messages in the code."""

Translations = standard_gettext.NullTranslations


@dataclass(frozen=True, slots=True)
class _Active:
    tag: str
    translations: Translations


_ENGLISH = _Active(SOURCE_LANGUAGE, Translations())
_active: ContextVar[_Active] = ContextVar("briefbook_language", default=_ENGLISH)


def language() -> str:
    """The language that is being written, BCP 47.

    >>> language()
    'en'
    """
    return _active.get().tag


def messages() -> Translations:
    """The messages of the language that is being written: the key of what is cached in it.

    Two collections, or one whose own catalogue was written anew, have other messages in the same language.
    """
    return _active.get().translations


@contextmanager
def using(tag: str, folder: Path | None = None) -> Iterator[None]:
    """Write in a language until the end of the block.

    Args:
        tag: The language, BCP 47; where there is no catalogue of it, the words are English.
        folder: A folder with catalogues of the collection, ``<language>.po``.

    >>> with using("fr"):
    ...     gettext("Search")
    'Recherche'
    """
    token = _active.set(_Active(tag, translations(tag, folder)))
    try:
        yield
    finally:
        _active.reset(token)


def gettext(message: str) -> str:
    """A message in the language that is being written."""
    return _active.get().translations.gettext(message) if message else ""  # the entry of "" is the file's head


def ngettext(singular: str, plural: str, number: int) -> str:
    """A message with the form that a number asks for; the number is not put in."""
    return _active.get().translations.ngettext(singular, plural, number)


def pgettext(context: str, message: str) -> str:
    """A message that in another context would be translated otherwise."""
    return _active.get().translations.pgettext(context, message)


def npgettext(context: str, singular: str, plural: str, number: int) -> str:
    """As ``ngettext``, in a context."""
    return _active.get().translations.npgettext(context, singular, plural, number)


def N_(message: str) -> str:
    """Mark a message that is translated later, where it is shown: the labels of a table of constants."""
    return message


def refilled(text: str, templates: Iterable[str], value: Callable[[str, str], str] = lambda name, text: text) -> str:
    """A sentence that was made in English before, in the language that is being written.

    Args:
        text: The sentence, as a catalogue of items or a finding keeps it.
        templates: The messages that it may have been made of, with ``{names}`` where values stand in them.
        value: Gives a value, of its name and its English, as the language has it; otherwise it stays as it is.

    Returns:
        The sentence; as it stands where it is made of none of them, or has no translation.

    >>> refilled("it alone went to Bonn", [N_("it alone went to {names}")])
    'it alone went to Bonn'
    """
    if language() == SOURCE_LANGUAGE:
        return text
    if (direct := gettext(text)) != text:
        return direct
    for template in templates:
        if match := _pattern_of(template).fullmatch(text):
            values = {name: value(name, words) for name, words in match.groupdict().items()}
            return gettext(template).format(**values)
    return text


@functools.cache
def _pattern_of(template: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", template)
    return re.compile(
        "".join(re.escape(part) if index % 2 == 0 else f"(?P<{part}>.+?)" for index, part in enumerate(parts)),
        re.DOTALL,
    )


def counted(singular: str, plural: str, number: int, **values: object) -> str:
    """A message about a number, with the number put in for ``{number}`` as the language writes it.

    Args:
        singular: The message for one, with ``{number}``.
        plural: The message for several, likewise.
        number: The number.
        values: What else is put in.

    >>> counted("{number} item", "{number} items", 1200)
    '1,200 items'
    """
    return ngettext(singular, plural, number).format(number=number_in_figures(number), **values)


def number_in_figures(number: int) -> str:
    """A whole number with its thousands set apart as the language that is being written has it.

    >>> number_in_figures(1200)
    '1,200'
    """
    if language() == SOURCE_LANGUAGE:
        return f"{number:,}"
    from babel.numbers import format_decimal

    return format_decimal(number, locale=babel_locale())


def decimal(number: float, decimals: int) -> str:
    """A number with a fixed count of decimals, and the language's mark before them.

    >>> decimal(1.25, 1)
    '1.2'
    """
    if language() == SOURCE_LANGUAGE:
        return f"{number:.{decimals}f}"
    from babel.numbers import format_decimal

    return format_decimal(number, format=f"0.{'0' * decimals}", locale=babel_locale())


def percent(share: float, decimals: int = 0) -> str:
    """A share as a percentage.

    >>> percent(0.5), percent(0.125, 1)
    ('50%', '12.5%')
    """
    if language() == SOURCE_LANGUAGE:
        return f"{share:.{decimals}%}"
    from babel.numbers import format_percent

    pattern = _percent_pattern(babel_locale())
    return format_percent(
        share,
        format=pattern.replace("#,##0", f"#,##0.{'0' * decimals}") if decimals else pattern,
        locale=babel_locale(),
    )


@functools.cache
def _percent_pattern(locale: str) -> str:
    from babel import Locale

    return str(Locale.parse(locale).percent_formats[None].pattern)


def babel_locale() -> str:
    """The language that is being written, as Babel names it; English where Babel knows none of this name.

    >>> babel_locale()
    'en'
    """
    return _babel_locale(language())


@functools.cache
def _babel_locale(tag: str) -> str:
    from babel import Locale, UnknownLocaleError

    for candidate in _from_special_to_general(tag):
        try:
            return str(Locale.parse(candidate.replace("-", "_")))
        except (UnknownLocaleError, ValueError):
            continue
    return SOURCE_LANGUAGE


def language_name(tag: str) -> str:
    """The name of a language in itself, as a switch between languages has it.

    >>> language_name("fr"), language_name("en")
    ('Français', 'English')
    """
    from babel import Locale, UnknownLocaleError

    try:
        name = Locale.parse(tag.replace("-", "_")).get_display_name() or tag
    except (UnknownLocaleError, ValueError):
        return tag
    return name[:1].upper() + name[1:]


def has_catalogue(tag: str, folder: Path | None = None) -> bool:
    """Can pages be written in a language? English always."""
    return any(
        name == SOURCE_LANGUAGE or any(path.is_file() for path in _catalogue_paths(name, folder))
        for name in _from_special_to_general(tag)
    )


def languages(folder: Path | None = None) -> list[str]:
    """The languages that have a catalogue, English first, without those in which nothing is translated.

    >>> languages()
    ['en', 'fr']
    """
    paths = folder.glob("*.po") if folder is not None and folder.is_dir() else ()
    own = {path.stem for path in paths if _is_begun(path, path.stat().st_mtime_ns)}
    return [SOURCE_LANGUAGE, *sorted((own | _shipped()) - {SOURCE_LANGUAGE})]


@functools.lru_cache(maxsize=64)
def _is_begun(path: Path, written_ns: int) -> bool:
    """Is any message of a catalogue translated? A file that cannot be read counts, so that its fault is reported."""
    from babel.messages.pofile import PoFileError, read_po

    try:
        with path.open("rb") as file:
            return any(any(_texts(message.string)) for message in read_po(file, abort_invalid=True) if message.id)
    except (PoFileError, UnicodeDecodeError, LookupError):
        return True


@functools.cache
def _shipped() -> frozenset[str]:
    return frozenset(path.parts[-3] for path in LOCALES.glob("*/LC_MESSAGES/briefbook.po"))


def translations(tag: str, folder: Path | None = None) -> Translations:
    """The messages of a language: the collection's own, then Briefbook's; of pt-BR, then of pt.

    Raises:
        InputError: A file of the collection's is no catalogue.
    """
    try:
        return _translations(tag, folder, _state(tag, folder))
    except ValueError as error:
        raise InputError(str(error), remedy="correct the file, or move it out of the folder.") from error


def _state(tag: str, folder: Path | None) -> tuple[int, ...]:
    """When the collection's own files were written; those of Briefbook stay as they are."""
    if folder is None:
        return ()
    paths = [folder / f"{name}.po" for name in _from_special_to_general(tag)]
    return tuple(path.stat().st_mtime_ns if path.is_file() else 0 for path in paths)


@functools.lru_cache(maxsize=16)
def _translations(tag: str, folder: Path | None, state: tuple[int, ...]) -> Translations:
    first: Translations | None = None
    for name in _from_special_to_general(tag):
        for path in _catalogue_paths(name, folder):
            if path.is_file():
                catalogue = read_catalogue(path)
                if first is None:
                    first = catalogue
                else:
                    first.add_fallback(catalogue)
    return first or _ENGLISH.translations  # one object, by which what was made without a catalogue is known again


def _catalogue_paths(name: str, folder: Path | None) -> list[Path]:
    own = [folder / f"{name}.po"] if folder is not None else []
    return [*own, LOCALES / name / "LC_MESSAGES" / "briefbook.po"]


def _from_special_to_general(tag: str) -> list[str]:
    """A language's name, and those with ever less of what makes it special.

    >>> _from_special_to_general("zh-Hant-TW")
    ['zh-Hant-TW', 'zh-Hant', 'zh']
    """
    parts = tag.split("-")
    return ["-".join(parts[:count]) for count in range(len(parts), 0, -1)]


def read_catalogue(path: Path) -> Translations:
    """A catalogue in the form of gettext; messages marked as doubtful (fuzzy) or not translated are left out.

    Raises:
        ValueError: The file is not in the form of gettext.
    """
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po

    try:
        with path.open("rb") as file:
            catalogue = read_po(file, abort_invalid=True)
        compiled = io.BytesIO()
        write_mo(compiled, catalogue)
    except (PoFileError, UnicodeDecodeError, LookupError) as error:  # a charset that there is not
        raise ValueError(f"{path}: not a catalogue of messages: {error}") from error
    compiled.seek(0)
    return standard_gettext.GNUTranslations(compiled)


@dataclass(frozen=True, slots=True)
class ScriptMessages:
    """The messages that scripts show, and how a plural is chosen: an expression of ``n``, as in C and JavaScript."""

    messages: dict[str, list[str]]
    plural: str = "n != 1"


_PLURAL = re.compile(r"[n0-9\s%!=<>&|?:()]+")


@functools.lru_cache(maxsize=64)
def script_messages(tag: str, scripts: str, folder: Path | None = None, state: tuple[int, ...] = ()) -> ScriptMessages:
    """The messages of the scripts of a folder in a language.

    Args:
        tag: The language.
        scripts: The folder of the scripts, such as ``site/static``.
        folder: A folder with catalogues of the collection.
        state: When they were written, so that a new one is read anew; see ``catalogue_state``.

    Returns:
        Each message with its translations: one, or one for each form of the plural.
    """
    from babel.messages.pofile import read_po

    messages: dict[str, list[str]] = {}
    plural = "n != 1"
    for name in reversed(_from_special_to_general(tag)):
        for path in reversed(_catalogue_paths(name, folder)):
            if not path.is_file():
                continue
            with path.open("rb") as file:
                catalogue = read_po(file)
            if _PLURAL.fullmatch(catalogue.plural_expr):
                plural = catalogue.plural_expr
            for message in catalogue:
                shown = any(f"{scripts}/" in place and place.endswith(".js") for place, _ in message.locations)
                texts = _texts(message.string)
                if message.id and shown and all(texts) and not message.fuzzy:
                    messages[message.id if isinstance(message.id, str) else message.id[0]] = texts
    return ScriptMessages(dict(sorted(messages.items())), plural)


def catalogue_state(tag: str, folder: Path | None) -> tuple[int, ...]:
    """When the collection's own catalogues of a language were written."""
    return _state(tag, folder)


def translation_file(tag: str, path: Path) -> tuple[str, int, int]:
    """A catalogue with every message of Briefbook, for somebody to translate.

    Args:
        tag: The language, BCP 47.
        path: A catalogue of it that there may be already, whose translations are kept; those that no longer occur are
            kept as comments at its end.

    Returns:
        The text of the file, the number of messages, and of those without a translation.

    Raises:
        ValueError: There is no such language, or the file is no catalogue.
    """
    from babel import Locale, UnknownLocaleError
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import PoFileError, read_po, write_po

    try:
        locale = Locale.parse(tag.replace("-", "_"))
    except (UnknownLocaleError, ValueError) as error:
        raise ValueError(f"no language is known as {tag!r}") from error
    with (LOCALES / "briefbook.pot").open("rb") as file:
        template = read_po(file)
    shipped = LOCALES / tag / "LC_MESSAGES" / "briefbook.po"
    known = path if path.is_file() else shipped
    if known.is_file():
        try:
            with known.open("rb") as file:
                catalogue = read_po(file, locale=locale, abort_invalid=True)
        except (PoFileError, UnicodeDecodeError) as error:
            raise ValueError(f"{known}: not a catalogue of messages: {error}") from error
    else:
        catalogue = Catalog(locale=locale, charset="utf-8", header_comment=template.header_comment)
    catalogue.update(template, no_fuzzy_matching=True)
    out = io.BytesIO()
    write_po(out, catalogue, width=120, sort_output=True, include_lineno=False)
    messages = [message for message in catalogue if message.id]
    missing = sum(1 for message in messages if message.fuzzy or not all(_texts(message.string)))
    return out.getvalue().decode(), len(messages), missing


def _texts(string: str | Iterable[str] | None) -> list[str]:
    """The translations of a message: one, or one for each form of the plural."""
    return [string or ""] if string is None or isinstance(string, str) else list(string)
