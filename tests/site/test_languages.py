"""A site in French, and a site in two languages with chapters side by side."""

import dataclasses
import re
from urllib.parse import unquote

import pytest
from made_up import archive

from briefbook.site.build import build_site
from briefbook.site.rendering import with_shared_files
from briefbook.site.site_data import SiteData
from briefbook.site.views import web_page

BOTH = {"site_languages": "en\nfr", "site_address": "https://example.org/book/", "fr.title": "Les travaux du port"}


def text(url: str, made) -> str:
    page = web_page(url, made)
    assert page is not None
    return page.body.decode()


@pytest.fixture(scope="module")
def both():
    """The made-up book in English and French; the first chapter is translated."""
    made = archive(**BOTH)
    first = made.narratives[0]
    translated = dataclasses.replace(
        first, path="narratives/first.fr.md", title="Du 8 au 13 novembre 1962", language="fr"
    )
    return dataclasses.replace(made, narratives=(*made.narratives, translated))


def test_a_french_collection_has_french_pages_with_french_dates_and_quotation_marks():
    made = archive(language="fr")

    page = text("index.html", made)
    assert '<html lang="fr"' in page
    assert ">Pièces</a>" in page
    assert "8–13 novembre 1962" in page
    assert "«\u202flooked dissatisfied with everything\u202f»" in page
    assert '<script src="messages.js" defer>' in page
    assert "Numérisation de la page 1 de SPEC101" in text("items/SPEC101.html", made)
    assert "Pièces citées dans ce chapitre" in text("narratives/first.html", made)


def test_an_english_site_asks_for_no_catalogue():
    made = archive()

    assert "messages.js" not in text("index.html", made)
    assert "hreflang" not in text("index.html", made)


def test_a_language_without_a_catalogue_is_written_about_in_english():
    page = text("narratives/first.html", archive(language="nl"))

    assert '<html lang="en"' in page
    assert '<div lang="nl">' in page
    assert "has not been translated" not in page


def test_each_page_leads_to_the_same_page_in_the_other_language(both):
    english, french = text("items/SPEC101.html", both), text("fr/items/SPEC101.html", both)

    assert '<a href="../fr/items/SPEC101.html" hreflang="fr" lang="fr" rel="alternate">Français</a>' in english
    assert '<a href="../../items/SPEC101.html" hreflang="en" lang="en" rel="alternate">English</a>' in french
    alternate = '<link rel="alternate" hreflang="fr" href="https://example.org/book/fr/items/SPEC101.html">'
    assert alternate in english
    assert alternate in french
    assert '<link rel="canonical" href="https://example.org/book/fr/items/SPEC101.html">' in french


def test_a_translated_chapter_is_shown_in_its_language_and_another_says_that_it_is_the_original(both):
    assert "Du 8 au 13 novembre 1962</h1>" in text("fr/narratives/first.html", both)
    assert "November 8 to 13, 1962</h1>" in text("narratives/first.html", both)
    second = text("fr/narratives/second.html", both)
    assert "Cette page n’a pas été traduite" in second
    assert '<h1 data-pagefind-meta="title" lang="en">The Second Page</h1>' in second
    assert '<div lang="en">' in second


def test_the_text_of_a_paper_says_its_language_where_the_page_is_in_another(both):
    assert '<ol class="lines" lang="en">' in text("fr/items/SPEC101.html", both)
    assert '<ol class="lines">' in text("items/SPEC101.html", both)


def test_settings_may_be_translated(both):
    assert "<title>Les travaux du port</title>" in text("fr/index.html", both)
    assert "<title>Harbour Works, 1962</title>" in text("index.html", both)


def test_scripts_get_their_words_and_plurals(both):
    words = text("fr/messages.js", both)

    assert words.startswith("window.briefbookMessages={plural:(n)=>(n > 1),")
    assert '"{number} result":["{number} résultat","{number} résultats"]' in words
    assert web_page("messages.js", both).body.startswith(b"window.briefbookMessages={plural:(n)=>n != 1,texts:{}")


def test_a_site_in_two_languages_is_built_whole_and_its_pictures_once(both, tmp_path):
    site = tmp_path / "site"
    report = build_site(dataclasses.replace(both, about={**both.about, "site_search": "never"}), site)

    assert report.troubles == ()
    assert (site / "fr" / "items" / "SPEC101.html").is_file()
    assert (site / "items" / "SPEC101" / "p001.png").is_file()
    assert not (site / "fr" / "items" / "SPEC101").exists()
    assert not (site / "fr" / "static").exists()
    lost = [
        (path.relative_to(site).as_posix(), link)
        for path in site.rglob("*.html")
        if path.name != "404.html"
        for link in re.findall(r'(?:href|src)="([^"#?]+)', path.read_text())
        if not re.match("[a-z]+:", link) and not (path.parent / unquote(link)).exists()
    ]
    assert lost == []
    assert "hreflang" not in (site / "404.html").read_text()
    assert 'hreflang="fr" href="https://example.org/book/fr/about.html"/>' in (site / "sitemap.xml").read_text()


def test_nothing_is_written_again_where_nothing_changed_and_a_translation_changes_only_its_page(both, tmp_path):
    made = dataclasses.replace(both, about={**both.about, "site_search": "never"})
    build_site(made, tmp_path / "site")
    assert build_site(made, tmp_path / "site").written == 0

    changed = dataclasses.replace(made.narratives[-1], source=f"{made.narratives[-1].source}\nUne phrase de plus.\n")
    build_site(dataclasses.replace(made, narratives=(*made.narratives[:-1], changed)), tmp_path / "site")
    assert (tmp_path / "site" / "fr" / "narratives" / "first.html").is_file()


def test_pictures_to_choose_from_are_shared_by_the_languages_as_every_picture_is():
    site_data = SiteData(archive(**BOTH, page_language="fr"))
    page = with_shared_files(
        '<img src="../items/X1/p1.webp" srcset="../items/X1/p1-phone.webp 640w, ../items/X1/p1.webp 1391w">', site_data
    )
    assert page == (
        '<img src="../../items/X1/p1.webp" srcset="../../items/X1/p1-phone.webp 640w, ../../items/X1/p1.webp 1391w">'
    )
