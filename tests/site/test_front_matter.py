"""A book's own front: introduction, editors, imprint, logo and colours, menu, and what it does not show."""

import dataclasses
import re

from made_up import archive, narrative

from briefbook.settings import HIDEABLE, MENU_PAGES
from briefbook.site.build import build_site
from briefbook.site.rendering import _MENU_PAGES
from briefbook.site.views import web_page


def made(media=None, **about):
    base = archive(media, **about)
    front = dataclasses.replace(narrative("introduction", "Introduction", "", 9), front_matter={"part": "front"})
    back = dataclasses.replace(narrative("appendix", "Appendix", "", 0), front_matter={"part": "back"})
    page = dataclasses.replace(narrative("credits", "Credits", "", 0), front_matter={"part": "page"})
    return dataclasses.replace(base, narratives=(*base.narratives, back, front, page))


def html(url, book):
    page = web_page(url, book)
    assert page is not None, url
    return page.body.decode()


def menu(url, book):
    nav = re.search(r'<nav aria-label="Main">.*?</nav>', html(url, book), re.S)[0]
    return re.findall(r">([^<>\n]+)</a>", nav)


def test_front_matter_comes_first_without_a_number_and_pages_of_their_own_are_in_the_menu():
    book = made()
    home = html("index.html", book).partition('<ul class="matter">')[2]
    assert 0 < home.index("Introduction") < home.index("November 8 to 13") < home.index("Appendix")
    assert "Chapter 1 of 2" in html("narratives/first.html", book)
    assert "Chapter" not in re.search(r'<p class="kicker">.*?</p>', html("narratives/introduction.html", book))[0]
    assert menu("index.html", book) == [
        "Read",
        "Items",
        "Embassies and offices",
        "Timeline",
        "Search",
        "Credits",
        "About",
    ]
    assert 'rel="next" href="../narratives/first.html"' in html("narratives/introduction.html", book)
    assert 'class="turn"' in html("narratives/credits.html", book)
    assert 'rel="next"' not in html("narratives/credits.html", book)


def test_the_menu_is_as_the_settings_have_it():
    book = made(site_menu="introduction\npeople\nsearch")
    assert menu("items/SPEC103.html", book) == ["Introduction", "People", "Search"]
    foot = html("index.html", book).partition('aria-label="All pages"')[2]
    assert '<a href="items.html">Items</a>' in foot


def test_every_name_that_a_menu_may_have_is_a_page():
    assert set(MENU_PAGES) == {"read", *_MENU_PAGES}
    for name in HIDEABLE:
        assert name in _MENU_PAGES or name in ("figures", "headline", "method")


def test_what_is_hidden_is_not_made_and_nothing_leads_there(tmp_path):
    hidden = [name for name in HIDEABLE if name not in ("figures", "headline", "method")]
    build_site(made(site_hide="\n".join(HIDEABLE)), tmp_path / "site")
    pages = {path.relative_to(tmp_path / "site").as_posix(): path for path in (tmp_path / "site").rglob("*.html")}
    assert not {f"{name}.html" for name in hidden} & set(pages)
    assert not [url for url in pages if url.startswith(("people/", "places/"))]
    for url, path in pages.items():
        text = path.read_text(encoding="utf-8")
        for name in hidden:
            assert f'href="{name}.html' not in text, (url, name)
            assert f"/{name}.html" not in text, (url, name)
            assert f'"../{name}/' not in text, (url, name)
        assert "How this chapter was checked" not in text, url
        assert 'class="figures"' not in text, url


def test_editors_imprint_colours_and_logo_are_shown(tmp_path):
    (tmp_path / "a logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    book = made(
        tmp_path,
        site_logo="a logo.svg",
        site_colour="#1b4a7a",
        site_footer="A sentence & more.",
        publication_editors="A. Archivist\nH. Historian",
        publication_publisher="A Press",
        publication_year="1998",
        publication_doi="10.1234/abcd",
    )
    home = html("index.html", book)
    assert "Edited by A. Archivist and H. Historian" in home
    assert '<img class="logo" src="media/a~20logo.svg" alt="">' in home
    assert "A Press, 1998" in home
    assert "A sentence &amp; more." in home
    assert 'href="theme.css"' in home
    assert html("theme.css", book) == ":root { --accent: #1b4a7a; --link: #1b4a7a; --box: #1b4a7a; }\n"
    about = html("about.html", book)
    assert '<dt>DOI</dt><dd><a href="https://doi.org/10.1234/abcd">https://doi.org/10.1234/abcd</a></dd>' in about


def test_a_style_of_the_collections_own_comes_last(tmp_path):
    (tmp_path / "theme.css").write_text("h1 { color: green; }")
    book = made(tmp_path, site_colour_dark="#9cc3ee")
    assert html("theme.css", book).splitlines() == [
        "@media (prefers-color-scheme: dark) { :root { --accent: #9cc3ee; --link: #9cc3ee; --box: #9cc3ee; } }",
        "h1 { color: green; }",
    ]
    assert 'href="theme.css"' not in html("index.html", made())


def test_what_stands_around_every_page_is_made_again_when_it_changes(tmp_path):
    media, site = tmp_path / "media", tmp_path / "site"
    media.mkdir()
    build_site(made(media), site)
    item = site / "items/SPEC103.html"
    assert 'href="../theme.css"' not in item.read_text(encoding="utf-8")
    (media / "theme.css").write_text("h1 { color: green; }")
    build_site(made(media), site)
    assert 'href="../theme.css"' in item.read_text(encoding="utf-8")
    book = made(media)
    moved = dataclasses.replace(book.narratives[-1], front_matter={"part": "back"})
    build_site(dataclasses.replace(book, narratives=(*book.narratives[:-1], moved)), site)
    nav = re.search(r'<nav aria-label="Main">.*?</nav>', item.read_text(encoding="utf-8"), re.S)[0]
    assert "Credits" not in nav
    assert "Credits" in (site / "narratives/first.html").read_text(encoding="utf-8")
