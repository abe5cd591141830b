"""The whole site on disk: whole, the same every time, only what changed, never half."""

import dataclasses
import pickle
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from made_up import archive

from briefbook.errors import OutsideError
from briefbook.model.catalogue import Entry, MemoryCatalogue
from briefbook.model.locator import FilePosition
from briefbook.model.narrative import Image
from briefbook.model.rendering import RenderedPassage
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.narratives.render import render_passages
from briefbook.site import build, parallel_build, staging
from briefbook.site.build import build_site
from briefbook.site.site_data import SiteData
from briefbook.site.views import web_page
from briefbook.util import parallel
from briefbook.util.files import locked


def files(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("built") / "site"
    build_site(archive(site_search="never"), folder)
    return folder


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.links, self.ids = [], set()

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.ids.add(told.get("id"))
        self.links += [told[name] for name in ("href", "src") if told.get(name)]


def parsed(text: str) -> Links:
    found = Links()
    found.feed(text)
    return found


def test_every_link_of_every_page_leads_somewhere(site):
    pages = {url: parsed(body.decode()) for url, body in files(site).items() if url.endswith(".html")}
    lost = []
    for url, page in pages.items():
        for link in page.links:
            if url == "404.html":  # shown at any address: its links begin at the site's root
                link = link.removeprefix("/")
            parts = urlsplit(link)
            if parts.scheme or link.startswith("//"):
                continue
            target = (Path(url).parent / unquote(parts.path)).as_posix() if parts.path else url
            target = re.sub(r"[^/.]+/\.\./", "", target)
            if not (site / target).is_file() or (parts.fragment and parts.fragment not in pages[target].ids):
                lost.append((url, link))
    assert lost == []


def test_no_page_asks_for_anything_outside_the_site(site):
    loading = re.compile(rb"<(?:img|script|link|iframe|image|source)[^>]+(?:src|href)=\"(https?:|//)[^>]*>")
    for url, body in files(site).items():
        if url.endswith(".html"):
            found = [tag[0] for tag in loading.finditer(body)]
            assert [tag for tag in found if b'rel="license"' not in tag] == [], url
        if url.endswith(".css"):
            assert not re.search(rb"url\((?!fonts/|data:font/woff2;)", body)


def test_no_page_has_script_or_style_within(site):
    for url, body in files(site).items():
        if url.endswith(".html"):
            scripts = re.findall(rb"<script(?![^>]*\bsrc=)(?![^>]*ld\+json)[^>]*>", body)
            assert scripts == [], url
            assert not re.search(rb"<[^>]+\s(?:style|on[a-z]+)=", body), url


def test_an_unchanged_archive_writes_nothing_and_leaves_the_same_bytes(tmp_path):
    site = tmp_path / "site"
    build_site(archive(site_search="never"), site)
    before = files(site)
    assert build_site(archive(site_search="never"), site).written == 0
    assert files(site) == before


def test_two_builds_are_the_same_byte_for_byte(site, tmp_path):
    build_site(archive(site_search="never"), tmp_path / "site")
    assert files(tmp_path / "site") == files(site)


def test_the_server_gives_the_same_bytes_as_the_disk(site):
    served = archive(site_search="never")
    for url, body in files(site).items():
        page = web_page(url, served)
        assert page is not None, url
        assert page.body == body, url


def test_an_edited_narrative_touches_itself_and_what_it_cites(tmp_path):
    site = tmp_path / "site"
    first = archive(site_search="never")
    build_site(first, site)
    before = files(site)
    old = first.narratives[0]
    edited = dataclasses.replace(old, source=old.source.replace("harbour works went on", "harbour works stopped"))
    build_site(dataclasses.replace(first, narratives=(edited, first.narratives[1])), site)
    changed = {url for url, body in files(site).items() if before.get(url) != body}
    assert changed == {"narratives/first.html"}


def test_a_citation_of_another_item_changes_the_pages_of_both_items_only(tmp_path):
    site = tmp_path / "site"
    first = archive(site_search="never")
    build_site(first, site)
    before = files(site)
    old = first.narratives[0]
    assert old.citations[2].item == "SPEC103"
    citations = (*old.citations[:2], dataclasses.replace(old.citations[2], item="SPEC105"), *old.citations[3:])
    changed = dataclasses.replace(
        first, narratives=(dataclasses.replace(old, citations=citations), first.narratives[1])
    )
    build_site(changed, site)
    after = files(site)
    build_site(changed, tmp_path / "fresh")
    assert after == files(tmp_path / "fresh")
    pages = {url for url, body in after.items() if url.startswith("items/") and before.get(url) != body}
    assert pages == {"items/SPEC103.html", "items/SPEC105.html"}


def test_a_paper_that_changes_changes_its_neighbours_too_as_a_build_from_nothing_would(tmp_path):
    site = tmp_path / "site"
    first = archive(site_search="never")
    build_site(first, site)
    held = [entry for entry in first.catalogue if entry.item != "SPEC102"]
    assert len(held) == len(first.catalogue) - 1
    pages = {entry.item: tuple(first.catalogue.pages(entry.item)) for entry in held}
    changed = dataclasses.replace(first, catalogue=MemoryCatalogue({entry.item: entry for entry in held}, pages))
    build_site(changed, site)
    build_site(changed, tmp_path / "fresh")
    assert files(site) == files(tmp_path / "fresh")


def test_what_is_gone_is_taken_out(tmp_path):
    site = tmp_path / "site"
    first = archive(site_search="never")
    build_site(first, site)
    build_site(dataclasses.replace(first, narratives=first.narratives[:1]), site)
    assert not (site / "narratives/second.html").exists()


def test_a_build_that_breaks_leaves_the_good_site_as_it_was(tmp_path):
    site = tmp_path / "site"
    first = archive(site_search="never")
    build_site(first, site)
    before = files(site)

    def broken(narrative, addresses):
        raise RuntimeError("a page that cannot be made")

    old = first.narratives[0]
    edited = dataclasses.replace(old, title="Another title")
    with pytest.raises(RuntimeError):
        build_site(dataclasses.replace(first, narratives=(edited, first.narratives[1]), render=broken), site)
    assert files(site) == before


def test_a_full_disk_says_so_and_leaves_the_good_site(tmp_path, monkeypatch):
    site = tmp_path / "site"
    first = archive(site_search="never")
    build_site(first, site)
    before = files(site)

    def full(file, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(staging.os, "write", full)
    retitled = dataclasses.replace(first, about={**first.about, "title": "Another"})
    with pytest.raises(OutsideError, match="No space left"):
        build_site(retitled, site)
    monkeypatch.undo()
    assert files(site) == before
    assert not (tmp_path / ".site.new").exists()  # which would take up what room there is


def test_a_commit_cut_short_is_finished_by_the_next_build(tmp_path, monkeypatch):
    site = tmp_path / "site"
    first = archive(site_search="never")
    build_site(first, site)
    retitled = dataclasses.replace(first, about={**first.about, "title": "Another"})

    def crash(source, target):
        raise KeyboardInterrupt

    monkeypatch.setattr(staging, "_move_into", crash)
    with pytest.raises(KeyboardInterrupt):
        build_site(retitled, site)
    monkeypatch.undo()
    assert build_site(retitled, site).written == 0
    whole = tmp_path / "whole"
    build_site(retitled, whole)
    assert files(site) == files(whole)


def test_a_site_someone_deleted_is_made_again(tmp_path):
    import shutil

    site = tmp_path / "site"
    build_site(archive(site_search="never"), site)
    before = files(site)
    shutil.rmtree(site)
    build_site(archive(site_search="never"), site)
    assert files(site) == before


def test_photographs_are_copied_and_others_are_not(tmp_path):
    media = tmp_path / "media"
    media.mkdir()
    (media / "A photo.jpg").write_bytes(b"picture")
    (media / "notes.txt").write_bytes(b"private")
    build_site(archive(media, site_search="never"), tmp_path / "site")
    assert (tmp_path / "site/media/A~20photo.jpg").read_bytes() == b"picture"
    assert not list((tmp_path / "site/media").glob("notes*"))


def test_files_beside_a_page_are_offered_where_it_uses_them(tmp_path):
    source = (
        "See ![A ship](IMG%2099.png), ![A tug](<tug.png>), [the list](list.pdf), "
        "[the plan](Überblick%20(1).md#die-lage), [more](../journal.jsonl) and ![gone](gone.png)."
    )
    prose = tmp_path / "narratives"
    (tmp_path / "media").mkdir()
    prose.mkdir()
    for path in (
        "narratives/IMG 99.png",
        "narratives/list.pdf",
        "narratives/other.pdf",
        "media/tug.png",
        "journal.jsonl",
    ):
        (tmp_path / path).write_bytes(b"content")

    def read(name, text):
        return parse_narrative(text, f"narratives/{name}", citation="X{9}", is_item=lambda item: False)

    made = dataclasses.replace(
        archive(tmp_path / "media", site_search="never"),
        prose=prose,
        narratives=(read("a.md", source), read("Überblick (1).md", "# Plan\n\n## Die Lage\n\nRuhig.")),
        verifications=(),
        render=render_passages,
    )
    build_site(made, tmp_path / "site")
    page = (tmp_path / "site/narratives/a.html").read_text(encoding="utf-8")
    assert 'src="../narratives/IMG~2099.png"' in page
    assert 'src="../media/tug.png"' in page
    assert 'href="../narratives/list.pdf"' in page
    assert 'href="../narratives/~c3~9cberblick~20~281~29.html#s-die-lage"' in page
    assert '<span class="lost-link">more</span>' in page
    assert '<span class="missing-image">gone</span>' in page
    assert (tmp_path / "site/narratives/IMG~2099.png").read_bytes() == b"content"
    assert not list((tmp_path / "site").rglob("other.pdf"))


def test_a_renamed_page_leads_on_from_its_former_address(tmp_path):
    made = archive(site_search="never")
    old = dataclasses.replace(made.narratives[0], slug="new-name", front_matter={"formerly": ["first"]})
    build_site(dataclasses.replace(made, narratives=(old, made.narratives[1])), tmp_path / "site")
    page = (tmp_path / "site/narratives/first.html").read_text()
    assert 'http-equiv="refresh" content="0; url=../narratives/new-name.html"' in page
    assert "narratives/first.html" not in (tmp_path / "site/sitemap.xml").read_text()


def test_an_item_of_another_name_leads_on_from_its_former_address(tmp_path):
    made = dataclasses.replace(archive(site_search="never"), moved={"OLD1": "SPEC103", "SPEC101": "SPEC102"})
    build_site(made, tmp_path / "site")
    page = (tmp_path / "site/items/OLD1.html").read_text()
    assert 'http-equiv="refresh" content="0; url=../items/SPEC103.html"' in page
    assert "HARBOUR" in (tmp_path / "site/items/SPEC101.html").read_text()  # what is held is never led away from
    assert "items/OLD1.html" not in (tmp_path / "site/sitemap.xml").read_text()


def test_an_address_that_is_gone_without_a_trace_is_told(tmp_path):
    made = archive(site_search="never")
    build_site(made, tmp_path / "site")
    renamed = dataclasses.replace(made.narratives[0], slug="new-name")
    report = build_site(dataclasses.replace(made, narratives=(renamed, made.narratives[1])), tmp_path / "site")
    assert report.troubles == (
        "narratives/first.html is no longer on the site. If it was renamed, list the old name under "
        "`formerly` in its page's front matter so that it redirects.",
    )


def test_a_photograph_on_a_page_has_its_size(tmp_path):
    import PIL.Image

    media = tmp_path / "media"
    media.mkdir()
    PIL.Image.new("RGB", (64, 48)).save(media / "A photo.jpg")
    made = archive(media, site_search="never")

    def render(narrative, addresses):
        shown = addresses.image(narrative_image("../media/A photo.jpg"))
        return [RenderedPassage("", 0, "", f'<p><img src="{shown}" alt="a"></p>')]

    page = web_page("narratives/first.html", dataclasses.replace(made, render=render)).body.decode()
    assert '<img src="../media/A~20photo.jpg" width="64" height="48" alt="a">' in page


def narrative_image(source):
    return Image(source, "a", FilePosition("narratives/first.md"))


@pytest.fixture
def several(monkeypatch):
    """Two workers, also for a handful of items."""
    monkeypatch.setattr(parallel_build, "THRESHOLD", 2)
    monkeypatch.setattr(parallel_build, "BATCH_SIZE", 2)
    monkeypatch.setattr(parallel, "core_count", lambda: 2)


@pytest.mark.slow
def test_several_processes_write_what_one_writes(tmp_path, request):
    build_site(archive(site_search="never"), tmp_path / "one")
    request.getfixturevalue("several")
    build_site(archive(site_search="never"), tmp_path / "two")
    assert files(tmp_path / "two") == files(tmp_path / "one")
    state = ".{}.state.json".format
    assert (tmp_path / state("two")).read_bytes() == (tmp_path / state("one")).read_bytes()


def test_a_writer_of_items_can_be_sent_to_another_process(tmp_path):
    writer = parallel_build.ItemWriter(staging.Staging(tmp_path / "site"), SiteData(archive()))
    sent = pickle.loads(pickle.dumps(writer))
    sent.staging.write("items/a.html", b"A page")
    assert (tmp_path / ".site.new/files/items/a.html").read_bytes() == b"A page"


class FullDisk(staging.Staging):
    """A disk without room for items' pages; a class, for workers must know it too."""

    def write(self, url, content):
        if url.startswith("items/SPEC"):
            raise OutsideError(f"cannot write {url}: No space left on device", remedy="make room")
        super().write(url, content)


@pytest.mark.usefixtures("several")
@pytest.mark.slow
def test_a_disk_that_refuses_one_of_several_processes_leaves_the_site_as_it_was(tmp_path, monkeypatch):
    site = tmp_path / "site"
    build_site(archive(site_search="never"), site)
    before = files(site)
    monkeypatch.setattr(build, "Staging", FullDisk)
    with pytest.raises(OutsideError, match="No space left"):
        build_site(archive(site_search="never", title="Another title"), site)
    assert files(site) == before


def test_a_build_waits_while_another_builds_the_same_site_and_then_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(build, "WORK_TIMEOUT", 0.1)
    with locked(tmp_path / ".site.lock"), pytest.raises(OutsideError, match="another program has held"):
        build_site(archive(site_search="never"), tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_a_paper_with_a_name_of_250_letters_has_its_page(tmp_path):
    papers = archive(site_search="never")
    item = "K" * 250
    entries = {entry.item: entry for entry in papers.catalogue} | {item: Entry(item)}
    build_site(dataclasses.replace(papers, catalogue=MemoryCatalogue(entries)), tmp_path / "site")
    (page,) = (tmp_path / "site" / "items").glob("KKK*.html")
    assert len(page.name) == 143
    assert item in page.read_text(encoding="utf-8")
