"""Preview images of links show the quoted lines; many addresses are in several sitemaps; what a feed holds."""

import dataclasses
import io

from made_up import archive
from PIL import Image

from briefbook.model.archive import ChangeTimes
from briefbook.site.build import build_site
from briefbook.site.views import web_page

ADDRESS = "https://example.org/book/"


def test_a_chapter_and_an_item_that_it_quotes_have_a_picture_of_the_lines_with_the_specimen_mark():
    book = archive(site_address=ADDRESS)
    page = web_page("narratives/first.html", book).body.decode()
    assert '<meta property="og:image" content="https://example.org/book/cards/chapter-first.jpg">' in page
    item = web_page("items/SPEC103.html", book).body.decode()
    assert 'content="https://example.org/book/cards/item-SPEC103.jpg"' in item
    card = web_page("cards/item-SPEC103.jpg", book)
    assert card.media_type == "image/jpeg"
    with Image.open(io.BytesIO(card.body)) as picture:
        assert picture.size == (1200, 630)
        colours = picture.convert("RGB").resize((300, 158)).getcolors(100_000)
        marked = sum(number for number, (red, _, blue) in colours if red > 180 and blue < 120)
        accent = picture.convert("RGB").crop((48, 10, 700, 50)).getcolors(100_000)
    assert marked > 100
    assert any(abs(r - 124) < 30 and g < 70 and b < 70 for _, (r, g, b) in accent)


def test_an_item_that_is_not_quoted_has_the_picture_of_the_book_and_no_address_no_cards():
    book = archive(site_address=ADDRESS)
    assert 'content="https://example.org/book/card.png"' in web_page("items/SPEC101.html", book).body.decode()
    assert web_page("cards/item-SPEC101.jpg", book) is None
    assert web_page("cards/item-SPEC103.jpg", archive()) is None


def test_the_cards_are_built_and_left_while_nothing_changes(tmp_path):
    book = archive(site_address=ADDRESS)
    build_site(book, tmp_path / "site")
    assert (tmp_path / "site/cards/chapter-first.jpg").is_file()
    assert build_site(book, tmp_path / "site").written == 0


def test_more_addresses_than_a_sitemap_may_have_are_in_several_with_an_index(tmp_path, monkeypatch):
    monkeypatch.setattr("briefbook.site.views.MAX_ADDRESSES_IN_SITEMAP", 20)
    book = dataclasses.replace(archive(site_address=ADDRESS))
    build_site(book, tmp_path / "site")
    index = (tmp_path / "site/sitemap.xml").read_text(encoding="utf-8")
    assert "<sitemap><loc>https://example.org/book/sitemap-1.xml</loc></sitemap>" in index
    parts = sorted(path.name for path in (tmp_path / "site").glob("sitemap-*.xml"))
    assert parts == [f"sitemap-{number}.xml" for number in range(1, index.count("<sitemap>") + 1)]
    every = "".join((tmp_path / "site" / name).read_text(encoding="utf-8") for name in parts)
    assert "<loc>https://example.org/book/items/SPEC106.html</loc>" in every
    assert all((tmp_path / "site" / name).read_text(encoding="utf-8").count("<url>") <= 20 for name in parts)


def test_the_feed_of_a_book_without_chapters_has_the_day_of_its_last_change():
    times = ChangeTimes({"SPEC103": "1999-05-04T12:00:00Z", "SPEC101": "1998-01-01T00:00:00Z"})
    book = dataclasses.replace(archive(site_address=ADDRESS), narratives=(), change_times=lambda: times)
    feed = web_page("feed.xml", book).body.decode()
    assert "<updated>1999-05-04T12:00:00Z</updated>" in feed
    assert "<entry>" not in feed
