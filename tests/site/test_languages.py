"""A site in French, and a site in two languages with chapters side by side."""

import dataclasses
import re
from urllib.parse import unquote

import pytest
from made_up import archive
from markupsafe import Markup

from briefbook.site import side_by_side
from briefbook.site.build import build_site
from briefbook.site.rendering import with_shared_files
from briefbook.site.site_data import SiteData
from briefbook.site.views import web_page
from briefbook.text.office_names import place_name
from briefbook.util.translation import using

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


def test_a_translated_chapter_stands_beside_its_original_each_marked_with_its_language(both):
    page = text("side-by-side/fr/first.html", both)

    assert '<html lang="en"' in page
    assert "<h1>November 8 to 13, 1962</h1>" in page
    assert '<div lang="fr"><h1>Du 8 au 13 novembre 1962</h1>' in page
    pairs = re.findall(r'<div class="pair"><div class="prose">(.*?)</div><div class="prose" lang="fr">', page, re.S)
    assert len(pairs) > 2
    assert '<h2 id="fr-s-negotiations-at-the-harbour" lang="fr">' in page
    names = re.findall(r'\bid="([^"]+)"', page)
    assert len(names) == len(set(names))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(names)


def test_the_switch_between_languages_turns_the_two_texts_round(both):
    english, french = text("side-by-side/fr/first.html", both), text("fr/side-by-side/en/first.html", both)

    assert '<a href="../../fr/side-by-side/en/first.html" hreflang="fr"' in english
    assert '<a href="../../../side-by-side/fr/first.html" hreflang="en"' in french
    assert "<h1>Du 8 au 13 novembre 1962</h1>" in french
    assert '<div lang="en"><h1>November 8 to 13, 1962</h1>' in french


def test_each_text_of_two_has_its_own_checks_and_leads_to_the_papers_in_its_language(both):
    english = text("side-by-side/fr/first.html", both)

    assert "How this chapter was checked" in english
    assert "Vérification de ce chapitre" in english
    assert re.search(r'href="\.\./\.\./items/SPEC101\.html', english)
    assert re.search(r'href="\.\./\.\./fr/items/SPEC101\.html', english)


def test_only_a_chapter_that_is_translated_leads_to_a_page_of_two(both):
    assert 'href="../side-by-side/fr/first.html">side by side with Français</a>' in text("narratives/first.html", both)
    assert "side-by-side/" not in text("narratives/second.html", both)
    assert "side-by-side/" not in text("fr/narratives/second.html", both)
    assert web_page("side-by-side/fr/second.html", both) is None
    assert web_page("side-by-side/de/first.html", both) is None
    hidden = dataclasses.replace(both, about={**both.about, "site_hide": "side-by-side"})
    assert web_page("side-by-side/fr/first.html", hidden) is None
    assert "side-by-side/" not in text("narratives/first.html", hidden)


def test_a_section_of_other_paragraphs_stands_whole_beside_its_translation():
    left = [{"heading": "A", "level": 2, "shown": 2, "id": "s-a", "html": Markup("<p>one</p><p>two</p>")}]
    right = [{"heading": "B", "level": 2, "shown": 2, "id": "s-b", "html": Markup("<p>un et deux</p>")}]

    head, body = side_by_side.rows(left, right)
    assert head["sides"] == ("A", "B")
    assert body["sides"] == ("<p>one</p><p>two</p>", "<p>un et deux</p>")
    same = [{**right[0], "html": Markup("<p>un</p><p>deux</p>")}]
    assert [row["sides"] for row in side_by_side.rows(left, same)][1:] == [
        ("<p>one</p>", "<p>un</p>"),
        ("<p>two</p>", "<p>deux</p>"),
    ]


def test_places_of_the_list_have_their_names_in_the_language_and_others_stay():
    with using("fr"):
        names = [place_name(name) for name in ("Havana", "Soviet Union", "Burma", "Reading", "The Farm")]
    assert names == ["La Havane", "Union soviétique", "Birmanie", "Reading", "The Farm"]
    assert place_name("Havana") == "Havana"
