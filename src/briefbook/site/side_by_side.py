"""A chapter and its translation -> one page with both, paragraph beside paragraph, each marked with its language."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from briefbook.model.narrative import Narrative
from briefbook.site import urls
from briefbook.site.metadata_tags import link
from briefbook.site.narrative_page import cited_values, shown_passages
from briefbook.site.rendering import SHARED, WebPage, environment, render_page
from briefbook.site.site_data import SiteData
from briefbook.util.translation import gettext, language_name


@dataclass(frozen=True, slots=True)
class Translation:
    """A page of the book in another language of the site: the language, its own name for itself, and the page."""

    tag: str
    name: str
    narrative: Narrative


def translations_of(site_data: SiteData, narrative: Narrative) -> list[Translation]:
    """The translations of a page into the other languages of the site, in their order; none of a page in another.

    Args:
        site_data: The site in one of its languages.
        narrative: A page as this site shows it.
    """
    if site_data.language_of(narrative) != site_data.language or not site_data.shows(urls.SIDE_BY_SIDE):
        return []
    return [
        Translation(tag, language_name(tag), other)
        for tag in site_data.languages
        if tag != site_data.language
        for other in site_data.of_all_languages.narratives
        if other.slug == narrative.slug and site_data.language_of(other) == tag
    ]


def side_by_side_urls(site_data: SiteData) -> Iterator[tuple[str, Narrative, Translation]]:
    """The addresses of the pages of two languages in this language's part of the site, with what each shows."""
    for narrative in site_data.narratives if len(site_data.languages) > 1 else ():
        for translation in translations_of(site_data, narrative):
            yield urls.side_by_side_url(translation.tag, narrative.slug), narrative, translation


def side_by_side_page(site_data: SiteData, tag: str, slug: str) -> WebPage | None:
    """The page of a chapter and its translation into a language; None if there is no such translation."""
    narrative = site_data.narrative_of.get(slug)
    translations = translations_of(site_data, narrative) if narrative else []
    translation = next((each for each in translations if each.tag == tag), None)
    if narrative is None or translation is None:
        return None
    url = urls.side_by_side_url(tag, slug)
    other = next(data for data in site_data.others.values() if data.language == tag)
    shown = other.narrative_of[slug]  # with its quotations placed, as its own page has it
    here = _side(site_data, narrative, url)
    with other.in_its_language():
        there = _side(other, shown, url)
        only_there = alone(translation.name)
    there = {
        name: _in_folder_of(other, site_data, url, _named_apart(tag, value)) if isinstance(value, str) else value
        for name, value in there.items()
    }
    there["passages"] = [
        passage | {"html": _in_folder_of(other, site_data, url, _named_apart(tag, passage["html"]))}
        for passage in there["passages"]
    ]
    own = urls.narrative_url(slug)
    permanent = urls.absolute(site_data.about.get("address", ""), own)
    return render_page(
        site_data,
        url,
        "side_by_side.html",
        f"{narrative.title} · {shown.title}",
        summary=gettext("The chapter in two languages, paragraph beside paragraph."),
        head=link("canonical", permanent) if permanent else "",
        narrative=narrative,
        translation=shown,
        tag=tag,
        only=(alone(language_name(site_data.language)), only_there),
        names=(language_name(site_data.language), translation.name),
        pages=(
            urls.root_of(url) + own,
            _root_of_other(other, site_data, url) + own,
        ),
        rows=list(rows(here["passages"], there["passages"])),
        cited=(here["cited"], there["cited"]),
    )


def alone(language: str) -> str:
    """What leads to the page of a text in one language only."""
    return gettext("{language} alone").format(language=language)


def _side(site_data: SiteData, narrative: Narrative, url: str) -> dict[str, Any]:
    """The passages of a page, and what its end says of its checks and of the items that it cites."""
    template = environment(site_data.archive.theme).get_template("cited.html")
    values = cited_values(site_data, narrative, url)
    root = urls.root_of(url)
    cited = Markup(template.render(values | {"root": root, "site_data": site_data}))
    return {"passages": shown_passages(site_data, narrative, url), "cited": cited}


def rows(here: Sequence[dict[str, Any]], there: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The rows of a side-by-side page: section beside section, and block beside block if both have the same blocks.

    Where a section has another number of paragraphs than its translation, the whole of it stands beside the whole;
    where a chapter has other sections, so do the texts.
    """
    if [passage["level"] for passage in here] != [passage["level"] for passage in there]:
        yield {"heading": None, "sides": tuple(_whole(passages) for passages in (here, there))}
        return
    for number, (left, right) in enumerate(zip(here, there, strict=True)):
        if left["heading"] and not (number == 0 and left["level"] == 1):
            yield {
                "heading": left["shown"],
                "ids": (left["id"], right["id"]),
                "sides": (left["heading"], right["heading"]),
            }
        blocks = [top_level_elements(str(passage["html"])) for passage in (left, right)]
        kinds = [[_TAG_NAME.match(block)[1] for block in side] for side in blocks]  # type: ignore[index]
        if kinds[0] == kinds[1]:
            for pair in zip(*blocks, strict=True):
                yield {"heading": None, "sides": tuple(map(Markup, pair))}
        else:
            yield {"heading": None, "sides": (left["html"], right["html"])}


def _whole(passages: Sequence[dict[str, Any]]) -> Markup:
    return Markup(environment().get_template("passages.html").render(passages=passages))


_TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-z][a-z0-9]*)\b[^>]*?(?P<empty>/?)>")
_TAG_NAME = re.compile(r"\s*<([a-z][a-z0-9]*)")
_VOID = frozenset({"br", "hr", "img", "input", "wbr"})


def top_level_elements(html: str) -> list[str]:
    r"""The elements that HTML is a row of, each with all within it; of text between them none is lost.

    >>> top_level_elements('<p>a<br>b <em>c</em></p>\n<hr><ul><li>d</li></ul>')
    ['<p>a<br>b <em>c</em></p>', '<hr>', '<ul><li>d</li></ul>']
    >>> top_level_elements("words <p>a</p>")
    ['<p>words </p>', '<p>a</p>']
    """
    elements: list[str] = []
    depth = start = 0
    for tag in _TAG.finditer(html):
        is_void = tag["name"] in _VOID or bool(tag["empty"])
        if not depth and not tag["close"]:
            if html[start : tag.start()].strip():
                elements.append(f"<p>{html[start : tag.start()]}</p>")
            start = tag.start()
        if not is_void:
            depth += -1 if tag["close"] else 1
        if not depth:
            elements.append(html[start : tag.end()])
            start = tag.end()
    if html[start:].strip():
        elements.append(f"<p>{html[start:]}</p>")
    return elements


_NAMED = re.compile(r'(\b(?:id|aria-labelledby|for)=")(?=[^"])|(\bhref="#)(?=[^"])')


def _named_apart(tag: str, html: str) -> Markup:
    """HTML with the names of its places, and links to them, begun with a language: two texts are on one page."""
    return Markup(_NAMED.sub(lambda name: f"{name[0]}{tag}-", str(html)))


def _root_of_other(other: SiteData, site_data: SiteData, url: str) -> str:
    """The way from a page to the root of the site in another language."""
    return "../" * bool(site_data.folder) + urls.root_of(url) + other.folder


def _in_folder_of(other: SiteData, site_data: SiteData, url: str, html: str) -> Markup:
    """HTML whose links to pages lead to those of another language; files that all languages share stay."""
    root, there = urls.root_of(url), _root_of_other(other, site_data, url)
    is_page = re.compile(rf'(\bhref="){re.escape(root)}(?!{SHARED}|\.\./)')
    return Markup(is_page.sub(lambda start: start[1] + there, str(html)))
