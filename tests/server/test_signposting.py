"""Where an item's page, files and descriptions are: in ``Link`` headers, in the page's head, as oEmbed."""

import json
import re

from asking import Client
from made_up import archive

from briefbook.model.search import Hits
from briefbook.server.api.app_state import AppState
from briefbook.server.app import make_app
from briefbook.server.signposting import link_header
from briefbook.site.site_data import SiteData
from briefbook.site.views import page_at

MADE = archive(site_address="https://example.org/book/")
SITE = SiteData(MADE)


def links_of(header):
    return {(rel, target) for target, rel in re.findall(r'<([^>]*)>; rel="([^"]*)"', header)}


def test_an_items_page_signposts_its_address_content_descriptions_and_licence():
    state = AppState(MADE.catalogue, lambda question, **options: Hits(0, 0.0, ()), lambda question, item: ())
    state.open(MADE)
    client = Client(make_app(state))
    links = links_of(client.get("/items/SPEC103.html").headers["link"])
    assert ("cite-as", "https://example.org/book/items/SPEC103.html") in links
    assert ("item", "../items/SPEC103/SPEC103.searchable.pdf") in links
    assert ("describedby", "../items/SPEC103/SPEC103.tei.xml") in links
    assert ("license", "http://rightsstatements.org/vocab/NoC-US/1.0/") in links
    assert ("type", "https://schema.org/AboutPage") in links
    assert ("linkset", "../items/SPEC103/linkset.json") in links
    answer = client.get("/items/SPEC103/linkset.json")
    assert answer.headers["content-type"] == "application/linkset+json"
    assert "link" not in answer.headers
    assert links_of(client.get("/items/SPEC103/p001.png").headers["link"]) == {("collection", "../SPEC103.html")}
    assert links_of(client.get("/items/SPEC103/SPEC103.ris").headers["link"]) == {("describes", "../SPEC103.html")}
    assert "link" not in client.get("/index.html").headers


def test_the_link_set_says_of_page_and_files_what_each_is_to_the_other():
    page, folder = "https://example.org/book/items/SPEC103.html", "https://example.org/book/items/SPEC103"
    links = json.loads(page_at("items/SPEC103/linkset.json", SITE).body)["linkset"]
    assert links[0]["anchor"] == page
    assert links[0]["cite-as"] == [{"href": page}]
    assert links[0]["type"] == [{"href": "https://schema.org/AboutPage"}, {"href": "https://schema.org/Message"}]
    assert links[0]["license"] == [{"href": "http://rightsstatements.org/vocab/NoC-US/1.0/"}]
    assert {"href": f"{folder}/p001.png", "type": "image/png"} in links[0]["item"]
    assert {"href": f"{folder}/SPEC103.tei.xml", "type": "application/tei+xml"} in links[0]["describedby"]
    of_files = {link["anchor"]: link for link in links[1:]}
    assert of_files[f"{folder}/SPEC103.ris"]["describes"] == [{"href": page, "type": "text/html"}]
    assert of_files[f"{folder}/SPEC103.searchable.pdf"]["collection"] == [{"href": page, "type": "text/html"}]
    assert '<link rel="linkset" href="../items/SPEC103/linkset.json" type="application/linkset+json">' in head_of(
        "SPEC103"
    )
    relative = json.loads(page_at("items/SPEC103/linkset.json", SiteData(archive())).body)["linkset"][0]
    assert (relative["anchor"], relative.get("cite-as")) == ("../../items/SPEC103.html", None)
    assert "linkset" not in page_at("items/SPEC103.html", SITE).body.decode().partition("</head>")[2]


def test_a_page_that_is_no_items_has_no_links():
    assert link_header("people/x.html", b'<link rel="cite-as" href="x">', "text/html") == ""


def head_of(item, made=SITE):
    return page_at(f"items/{item}.html", made).body.decode().partition("</head>")[0]


def test_scholarly_programs_find_title_date_and_pdf():
    head = head_of("SPEC103")
    assert '<meta name="citation_publication_date" content="1962/11/13">' in head
    pdf = "https://example.org/book/items/SPEC103/SPEC103.searchable.pdf"
    assert f'<meta name="citation_pdf_url" content="{pdf}">' in head
    assert '<meta name="citation_author" content="LDN">' in head
    assert "citation_pdf_url" not in head_of("SPEC103", SiteData(archive()))


def test_schema_org_has_the_address_of_the_licence_the_day_sent_and_the_files():
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', head_of("SPEC103"))[1])
    assert data["license"] == "http://rightsstatements.org/vocab/NoC-US/1.0/"
    assert (data["dateSent"], data["url"]) == ("1962-11-13", "https://example.org/book/items/SPEC103.html")
    assert "https://example.org/book/items/SPEC103/SPEC103.alto.xml" in [
        file["contentUrl"] for file in data["encoding"]
    ]
    prose = SiteData(archive(rights="Ask the archive."))
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', head_of("SPEC103", prose))[1])
    assert (data.get("license"), data["copyrightNotice"]) == (None, "Ask the archive.")


def test_a_link_to_an_item_is_a_card_with_its_first_page():
    address = "https://example.org/book/items/SPEC103/oembed.json"
    link = re.search(rf'<link rel="alternate" href="{re.escape(address)}"[^>]*>', head_of("SPEC103"))
    assert link is not None
    assert 'type="application/json+oembed"' in link[0]
    assert re.search(r' title="[^"]+"', link[0])
    card = json.loads(page_at("items/SPEC103/oembed.json", SITE).body)
    assert (card["version"], card["type"]) == ("1.0", "photo")
    assert (card["url"], card["width"]) == ("https://example.org/book/items/SPEC103/p001.png", 850)
    assert card["title"].startswith("[Specimen] High Commission in London")
    assert json.loads(page_at("items/SPEC106/oembed.json", SITE).body)["type"] == "link"
    assert page_at("items/SPEC103/oembed.json", SiteData(archive())) is None
    assert "oembed.json" not in page_at("items/SPEC103.html", SITE).body.decode().partition("</head>")[2]


def test_an_address_that_no_header_can_hold_is_written_in_percents():
    head = '<link rel="license" href="https://例.jp/a?b=%20c&amp;d=é&#10;x&gt;"></head>'.encode()
    assert link_header("items/X1.html", head, "text/html").endswith(
        'rel="type", <https://%E4%BE%8B.jp/a?b=%20c&d=%C3%A9%0Ax%3E>; rel="license"'
    )
