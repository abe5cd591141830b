"""Templates and values -> the bytes of a web page; menus and helpers that all pages share."""

import functools
import hashlib
import re
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    pass_context,
)
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from briefbook.errors import InputError
from briefbook.progress import pluralise
from briefbook.site import urls
from briefbook.site.compiled_templates import compiled_beside
from briefbook.site.prose_files import file_at
from briefbook.site.reply_times import reply_rows
from briefbook.site.site_data import ItemRow, SiteData
from briefbook.text.date_display import date_in_words
from briefbook.util import translation
from briefbook.util.translation import N_, counted, gettext, pgettext

HERE = Path(__file__).parent
STATIC = HERE / "static"
SPECIMEN = N_(
    "This is an imitation made for demonstration. It is not a historical document and must not be cited as one."
)
SPECIMEN_BOOK = N_(
    "Some or all items here are imitations made for demonstration, each marked as such; they are not historical "
    "documents."
)


@dataclass(frozen=True, slots=True)
class WebPage:
    """The response for an address: body, media type and HTTP status."""

    body: bytes
    media_type: str = "text/html; charset=utf-8"
    status: int = 200


class _ThemeLoader(FileSystemLoader):
    """Loads the templates of a theme; a link that leads out of the theme is no template of it."""

    def __init__(self, theme: Path) -> None:
        super().__init__(theme / "templates")
        self._theme = theme

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """A template's text, its file, and whether it is still as it was read."""
        text, file, is_current = super().get_source(environment, template)
        if not _is_within(self._theme, Path(file)):
            raise TemplateNotFound(template)
        return text, file, is_current


def _is_within(theme: Path, path: Path) -> bool:
    return path.resolve().is_relative_to(theme.resolve())


@functools.cache
def environment(theme: Path | None = None) -> Environment:
    """The Jinja environment: text is escaped, unknown names are errors, and words are in the language being written.

    Args:
        theme: The folder of a collection's own templates, which go before those of the same names; they reach nothing
            of the program but the values of the page. None if there is none.

    Returns:
        The environment. A theme's template extends the one that it replaces as ``shipped/item.html``.
    """
    shipped = FileSystemLoader(HERE / "templates")
    own = [_ThemeLoader(theme)] if theme else []
    templates = (SandboxedEnvironment if theme else Environment)(
        extensions=["jinja2.ext.i18n"],
        loader=ChoiceLoader([*own, shipped, PrefixLoader({"shipped": shipped})]),
        bytecode_cache=None if theme else compiled_beside(Path(__file__)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=theme is not None,
        keep_trailing_newline=True,
    )
    templates.policies["ext.i18n.trimmed"] = True
    templates.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    templates.globals.update(
        _=shown_message,
        gettext=shown_message,
        counted=counted,
        pluralise=pluralise,
        figures=translation.number_in_figures,
        language=translation.language,
        date_in_words=date_in_words,
        narrative_url=urls.narrative_url,
        item_url=urls.item_url,
        item_file=urls.item_file,
        items_url=urls.items_url,
        anchor=urls.anchor,
        person_url=urls.person_url,
        post_url=urls.post_url,
        side_by_side_url=urls.side_by_side_url,
        web_link=web_link,
        quoted=quoted,
        marked=marked,
        mark_if_unsure=mark_if_unsure,
    )
    return templates


def shown_message(message: str, **variables: Any) -> Markup:
    """A message as templates show it: in the language being written, its ``%(names)s`` filled with escaped values."""
    words = _message_in(translation.messages(), message)
    return words[1] % variables if variables else words[0]


@functools.lru_cache(maxsize=4096)
def _message_in(translations: translation.Translations, message: str) -> tuple[Markup, Markup]:
    """A message in the language being written, as it is shown without values, and as it is filled with values."""
    template = Markup(translations.gettext(message) if message else "")
    try:
        return Markup(template % {}), template
    except KeyError:  # it has names, and is never shown without values
        return template, template


@functools.cache
def version() -> str:
    """A SHA-256 of the code and templates that make the pages, so that a new version rebuilds the site."""
    digest = hashlib.sha256()
    for path in sorted(HERE.rglob("*")):
        if path.suffix in (".py", ".html", ".css", ".js", ".json", ".svg"):
            digest.update(path.relative_to(HERE).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


_MENU_PAGES = {
    "items": (N_("Items"), urls.ITEMS),
    "posts": (N_("Embassies and offices"), urls.POSTS),
    "timeline": (N_("Timeline"), urls.TIMELINE),
    "search": (N_("Search"), urls.SEARCH),
    "about": (N_("About"), urls.ABOUT),
    "people": (N_("People"), urls.PEOPLE),
    "places": (N_("Places"), urls.PLACES),
    "correspondence": (N_("Correspondence"), urls.CORRESPONDENCE),
    "map": (N_("Map of embassies and offices"), urls.MAP),
    "replies": (N_("Time between messages"), urls.REPLIES),
    "series": (N_("Numbered series"), urls.SERIES),
    "not-held": (N_("Papers referred to but not held"), urls.NOT_HELD),
    "abbreviations": (N_("Abbreviations"), urls.ABBREVIATIONS),
    "glossary": (N_("Glossary"), urls.GLOSSARY),
    "checks": (N_("About the checks"), urls.CHECKS),
    "downloads": (N_("Downloads"), urls.DOWNLOADS),
    "design": (N_("Design of this site"), urls.DESIGN),
}
"""The pages that menus may name, by their name in the settings."""

_MAIN_MENU = ("read", "items", "posts", "timeline", "search", "about")


def menu(site_data: SiteData) -> list[tuple[str, str]]:
    """The main menu: as the settings have it, or the usual one with the pages that stand for themselves."""
    chosen = tuple(filter(None, site_data.about.get("menu", "").split("\n")))
    own = tuple(narrative.slug for narrative in site_data.narratives_in("page"))
    entries = []
    for name in chosen or (*_MAIN_MENU[:-1], *own, _MAIN_MENU[-1]):
        if name == "read" and site_data.narratives:
            entries.append((gettext("Read"), urls.narrative_url((site_data.chapters or site_data.narratives)[0].slug)))
        elif name in site_data.narrative_of:
            entries.append((site_data.narrative_of[name].title, urls.narrative_url(name)))
        elif name in _MENU_PAGES and _has_page(site_data, name):
            title, address = _MENU_PAGES[name]
            entries.append((gettext(title), address))
    return entries


def foot_menu(site_data: SiteData, main_menu: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The footer menu: every page that has content and is not in the main menu."""
    main = {address for _, address in main_menu}
    own = [(narrative.title, urls.narrative_url(narrative.slug)) for narrative in site_data.narratives_in("page")]
    usual = [(gettext(title), address) for name, (title, address) in _MENU_PAGES.items() if _has_page(site_data, name)]
    return [entry for entry in (*own, *usual) if entry[1] not in main]


def _has_page(site_data: SiteData, name: str) -> bool:
    """Has a page that menus may name something to show?"""
    names: dict[str, Any] = {"people": site_data.people, "places": site_data.places}
    if name == "series":
        return site_data.shows(name) and bool(site_data.series_reports)
    if name == "abbreviations":
        return site_data.shows(name) and bool(site_data.abbreviations)
    if name == "posts":
        return site_data.shows(name) and bool(site_data.post_items)
    if name == "not-held":
        return site_data.shows(name) and bool(site_data.not_held or site_data.cited_not_held)
    if name == "correspondence":
        return site_data.shows(name) and any(row.sender and (row.to or row.info) for row in site_data.rows)
    if name == "map":
        posts = (site_data.post(code) for code in site_data.post_items)
        return site_data.shows(name) and any(post and post.latitude is not None for post in posts)
    if name == "replies":
        return site_data.shows(name) and bool(reply_rows(site_data))
    return site_data.shows(name) and bool(names.get(name, True))


def render_page(
    site_data: SiteData, url: str, template: str, title: str, *, status: int = 200, **values: Any
) -> WebPage:
    """Render a template as a web page.

    Args:
        site_data: The site's data.
        url: The page's address relative to the site's root.
        template: Name of the template.
        title: The page's title.
        status: The HTTP status.
        values: Variables of the template; ``summary``, ``head``, ``scripts``, ``specimen`` have defaults.

    Returns:
        The page.
    """
    shared: dict[str, Any] = {
        "about": _About(site_data.about),
        "site_data": site_data,
        "url": url,
        "root": urls.root_of(url),
        "files": urls.root_of(site_data.folder + url),
        "languages": languages_of_page(site_data, url),
        "title": title,
        "summary": "",
        "head": "",
        "scripts": (),
        "specimen": gettext(SPECIMEN_BOOK) if site_data.has_specimens else "",
        "pagefind": False,
        "trail": (),
    }
    if not values.get("summary") and values.get("lede"):
        shared["summary"] = Markup(values["lede"]).striptags()
        values.pop("summary", None)
    text = _rendered(site_data.archive.theme, template, shared | frame(site_data) | values)
    if site_data.folder:
        text = with_shared_files(text, site_data)
    return WebPage(text.encode(), status=status)


def _rendered(theme: Path | None, template: str, values: dict[str, Any]) -> str:
    """A template with values; what a theme's own template gets wrong is an error of its author, with its line.

    Raises:
        InputError: A template of the theme cannot be read or filled.
    """
    if theme is None:
        return environment().get_template(template).render(values)
    try:
        return environment(theme).get_template(template).render(values)
    except Exception as error:
        place = _place_in_theme(theme, error)
        if not place:
            raise
        remedy = "correct the template, or take it out of the theme: the site's own is used then."
        raise InputError(f"{place}: {error}", remedy=remedy) from error


def _place_in_theme(theme: Path, error: Exception) -> str:
    """Which line of a theme's template an error is from; empty if from none."""
    folder = theme / "templates"
    if isinstance(error, TemplateSyntaxError) and error.filename and Path(error.filename).is_relative_to(folder):
        return f"{error.filename}, line {error.lineno}"
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(folder)
    ]
    return f"{frames[-1].filename}, line {frames[-1].lineno}" if frames else ""


def theme_files(theme: Path | None) -> dict[str, Path]:
    """The media of a theme by their addresses on the site: ``theme/`` and the path in the theme's folder media/."""
    if theme is None:
        return {}
    root = (theme / "media").resolve()
    if not _is_within(theme, root):
        return {}
    return {
        f"theme/{path.relative_to(root).as_posix()}": path
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.resolve().is_relative_to(root)
    }


def theme_state(theme: Path | None) -> list[tuple[str, int, int]]:
    """Paths, sizes and times of a theme's templates, on which every page depends."""
    if theme is None:
        return []
    paths = sorted(path for path in (theme / "templates").rglob("*") if path.is_file())
    return [(path.relative_to(theme).as_posix(), path.stat().st_size, path.stat().st_mtime_ns) for path in paths]


@dataclass(frozen=True, slots=True)
class PageLanguage:
    """A page in another language of the site: the language, its name in itself, and the address."""

    tag: str
    name: str
    url: str
    absolute: str


def languages_of_page(site_data: SiteData, url: str) -> list[PageLanguage]:
    """A page in each language of the site, the present one included.

    Empty where the site has one language, and for the page of addresses that do not exist: a host shows that one in
    the main language only.
    """
    if len(site_data.languages) < 2 or url == urls.NOT_FOUND:
        return []
    root, address = urls.root_of(site_data.folder + url), site_data.site_address
    pages = []
    for language in site_data.languages:
        inside = _in_language(site_data, url, language)
        if inside is None:
            continue
        place = ("" if language == site_data.languages[0] else f"{language}/") + inside
        pages.append(
            PageLanguage(
                language,
                translation.language_name(language),
                root + place,
                urls.absolute(address, place) or root + place,
            )
        )
    return pages


def _in_language(site_data: SiteData, url: str, language: str) -> str | None:
    """The address of the same page in another language; None where it has no such page.

    A page of two languages is, in the other of them, the one with the two the other way round.
    """
    folder, _, rest = url.partition("/")
    if folder != urls.SIDE_BY_SIDE or language == site_data.language:
        return url
    tag, _, name = rest.partition("/")
    return f"{folder}/{site_data.language}/{name}" if tag == language else None


SHARED = (
    r"(?:static/|media/|downloads/|data/(?!items\.js\")|items/[^/\"#?]+/|narratives/(?![^\"#?]*\.html)"
    r"|theme/|cards/|card\.png|sitemap(?:-\d+)?\.xml|theme\.css|feed\.xml|iiif/)"
)
"""How the addresses begin that are no pages, and stand outside the folders of languages."""
_LOCAL = re.compile(rf'(\b(?:href|src)=")((?:\.\./)*)(?={SHARED})')
_SETS = re.compile(r'\bsrcset="[^"]*"')
_CANDIDATE = re.compile(rf'((?:"|, ))((?:\.\./)*)(?={SHARED})')
"""Where an address begins in a list of pictures to choose from."""


def with_shared_files(text: str, site_data: SiteData) -> str:
    """A page in the folder of a language, its links to what all languages share leading out of the folder."""
    text = _LOCAL.sub(r"\1../\2", text)
    text = _SETS.sub(lambda sources: _CANDIDATE.sub(r"\1../\2", sources[0]), text)
    if address := site_data.site_address.rstrip("/"):
        text = re.sub(rf"{re.escape(address)}/{re.escape(site_data.folder)}(?={SHARED})", f"{address}/", text)
    return text


def frame(site_data: SiteData) -> dict[str, Any]:
    """What stands around every page of a site: menus, logo, and whether it has a style of its own; made once."""
    if site_data.frame is None:
        main_menu = menu(site_data)
        site_data.frame = {
            "menu": main_menu,
            "foot_menu": foot_menu(site_data, main_menu),
            "logo": _logo(site_data),
            "themed": _is_themed(site_data),
        }
    return site_data.frame


def _is_themed(site_data: SiteData) -> bool:
    """Has the collection a style of its own?"""
    coloured = any(site_data.about.get(name) for name in ("colour", "colour_dark"))
    return (
        coloured
        or file_at(site_data, "media/theme.css") is not None
        or theme_style(site_data.archive.theme) is not None
    )


def theme_style(theme: Path | None) -> Path | None:
    """The style sheet of a theme; None if it has none."""
    path = theme / "theme.css" if theme else None
    return path if theme and path and path.is_file() and _is_within(theme, path) else None


def _logo(site_data: SiteData) -> str:
    """The address of the collection's logo; empty if it has none."""
    path = f"media/{site_data.about.get('logo', '')}"
    return urls.collection_file_url(path) if file_at(site_data, path) else ""


class _About(dict[str, str]):
    """Settings as attributes; what is not set is empty."""

    def __getattr__(self, name: str) -> str:
        return self.get(name, "")


def mark_if_unsure(row: ItemRow, text: str, *names: str) -> Markup:
    """Mark a text if one of the fields it is made of was hard to read, visibly and for screen readers."""
    if not text or not set(names) & set(row.unsure):
        return escape(text)
    return Markup('<span class="unsure" title="{hard}">{}</span><span class="visually-hidden"> ({hard})</span>').format(
        text, hard=gettext("hard to read")
    )


@pass_context
def quoted(context: Context, words: str) -> Markup:
    """Words of a paper in the quotation marks of the page's language; their own language is said where it differs."""
    site_data: SiteData = context["site_data"]
    return in_quotation_marks(of_paper(site_data, words))


def in_quotation_marks(words: str) -> Markup:
    """Words in the quotation marks of the language that is being written."""
    return Markup(pgettext("quotation marks", "“{words}”")).format(words=words)


def of_paper(site_data: SiteData, words: str) -> str:
    """Words of a paper, marked with its language where the page is in another."""
    if site_data.paper_language == site_data.language:
        return words
    return Markup('<span lang="{}">{}</span>').format(site_data.paper_language, words)


def marked(words: str) -> Markup:
    """Words with a mark, as of a pen."""
    return Markup("<mark>{}</mark>").format(words)


def web_link(text: str, subject: str = "") -> str:
    """An address or e-mail address as a link; other words as they stand. A letter may be given its subject."""
    if re.fullmatch(r"https?://\S+", text):
        return Markup('<a href="{}">{}</a>').format(
            text, gettext(RIGHTS.get(text.rstrip("/").split("/vocab/")[-1], text))
        )
    if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        about = f"?subject={quote(subject)}" if subject else ""
        return Markup('<a href="mailto:{}{}">{}</a>').format(text, about, text)
    return escape(text)


RIGHTS = {
    "InC/1.0": N_("In Copyright"),
    "InC-EDU/1.0": N_("In Copyright – Educational Use Permitted"),
    "InC-NC/1.0": N_("In Copyright – Non-Commercial Use Permitted"),
    "InC-RUU/1.0": N_("In Copyright – Rights-holder Unlocatable"),
    "InC-OW-EU/1.0": N_("In Copyright – EU Orphan Work"),
    "NoC-CR/1.0": N_("No Copyright – Contractual Restrictions"),
    "NoC-NC/1.0": N_("No Copyright – Non-Commercial Use Only"),
    "NoC-OKLR/1.0": N_("No Copyright – Other Known Legal Restrictions"),
    "NoC-US/1.0": N_("No Copyright – United States"),
    "CNE/1.0": N_("Copyright Not Evaluated"),
    "UND/1.0": N_("Copyright Undetermined"),
    "NKC/1.0": N_("No Known Copyright"),
}
"""The statements of rightsstatements.org, by the end of their address."""
