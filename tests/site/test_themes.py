"""A theme is a folder of the collection: its style, its media and its templates go before the site's own."""

import dataclasses
import re
from pathlib import Path

import pytest
from made_up import archive

from briefbook.errors import InputError
from briefbook.site.build import build_site
from briefbook.site.views import web_page

RECIPE = Path(__file__).parents[2] / "docs" / "recipes" / "theme.md"


def example(folder, **templates):
    """The example of the recipe, and further templates, as a theme."""
    text = RECIPE.read_text(encoding="utf-8")
    theme = folder / "theme"
    (theme / "media").mkdir(parents=True)
    (theme / "templates").mkdir()
    (theme / "media" / "mark.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    (theme / "theme.css").write_text(re.search(r"```css\n(.*?)```", text, re.S)[1], encoding="utf-8")
    (theme / "templates" / "base.html").write_text(re.search(r"```html\n(.*?)```", text, re.S)[1], encoding="utf-8")
    for name, template in templates.items():
        (theme / "templates" / f"{name}.html").write_text(template, encoding="utf-8")
    return dataclasses.replace(archive(), theme=theme)


def text(url, book):
    return web_page(url, book).body.decode()


def test_the_example_of_the_recipe_works_on_every_page(tmp_path):
    book = example(tmp_path)
    page = text("items/SPEC101.html", book)
    assert '<p class="press"><img src="../theme/mark.svg" alt="" width="24" height="24">' in page
    assert page.index("Printed for the Harbour Press") < page.index('<footer class="foot"')
    assert "Printed for the Harbour Press" in text("index.html", book)
    assert '<link rel="stylesheet" href="../theme.css">' in page
    assert '--serif: "Our Serif", Georgia, serif' in text("theme.css", book)
    assert web_page("theme/mark.svg", book).media_type == "image/svg+xml"
    assert web_page("theme/../theme.css", book) is None


def test_a_page_can_be_replaced_whole_and_others_stay(tmp_path):
    book = example(
        tmp_path, simple='{% extends "base.html" %}{% block content %}<h1>Ours: {{ title }}</h1>{% endblock %}'
    )
    assert "<h1>Ours: Map of embassies and offices</h1>" in text("map.html", book)
    assert "<h1>All items</h1>" in text("items.html", book)


@pytest.mark.parametrize(
    "template",
    ['{% extends "base.html" %}\n{% block content %}{{ nothing_of_this_name }}{% endblock %}', "one\n{% if %}"],
)
def test_a_fault_in_a_template_is_an_error_with_its_line(tmp_path, template):
    with pytest.raises(InputError, match=r"templates/simple\.html, line 2: "):
        text("map.html", example(tmp_path, simple=template))


def test_templates_reach_nothing_of_the_program(tmp_path):
    template = "{{ ''.__class__.__mro__ }}"
    with pytest.raises(InputError, match="unsafe"):
        text("map.html", example(tmp_path, simple=template))


def test_the_site_is_built_with_the_theme_and_anew_when_it_changes(tmp_path):
    book = example(tmp_path)
    site = tmp_path / "site"
    build_site(book, site)
    assert (site / "theme" / "mark.svg").is_file()
    (book.theme / "templates" / "base.html").write_text('{% extends "shipped/base.html" %}', encoding="utf-8")
    build_site(book, site)
    assert "Harbour Press" not in (site / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "template",
    ["{{ 1 // 0 }}", '{% extends "simple.html" %}', "{{ {}['nothing']() }}", "{{ [1] | map('upper', 1, 2) | list }}"],
)
def test_whatever_a_template_does_wrong_is_an_error_of_the_theme(tmp_path, template):
    with pytest.raises(InputError, match=r"templates/simple\.html"):
        text("map.html", example(tmp_path, simple=template))


def test_links_that_lead_out_of_a_theme_publish_nothing(tmp_path):
    book = example(tmp_path)
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "letter.txt").write_text("not for readers", encoding="utf-8")
    (book.theme / "media" / "mark.svg").unlink()
    (book.theme / "media").rmdir()
    (book.theme / "media").symlink_to(tmp_path / "private", target_is_directory=True)
    (book.theme / "theme.css").unlink()
    (book.theme / "theme.css").symlink_to(tmp_path / "private" / "letter.txt")
    (book.theme / "templates" / "simple.html").symlink_to(tmp_path / "private" / "letter.txt")
    assert web_page("theme/letter.txt", book) is None
    assert "not for readers" not in text("theme.css", book)
    assert "Map of embassies and offices" in text("map.html", book)
