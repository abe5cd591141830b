"""The API: every endpoint answers what the collection holds, and refuses clearly what cannot be."""

import csv
import dataclasses
import io
import json
from pathlib import Path

import jsonschema
import made_up
import pytest
from asking import Client

from briefbook.model.finding import Finding
from briefbook.model.locator import FilePosition, PagePosition
from briefbook.model.page import Box
from briefbook.search import build_index, occurrences, open_index, search
from briefbook.server.api.app_state import AppState
from briefbook.server.app import make_app


@pytest.fixture(scope="module")
def archive():
    return made_up.archive()


@pytest.fixture(scope="module")
def live(archive, tmp_path_factory):
    folder = tmp_path_factory.mktemp("index")
    catalogue = archive.catalogue
    build_index(folder, ((entry, catalogue.pages(entry.item)) for entry in catalogue), stamp="s")
    index = open_index(folder)

    def ask(question, **more):
        return search(index, question, pages_of=catalogue.pages, posts=archive.post, **more)

    live = AppState(catalogue, ask, lambda question, item: occurrences(index, question, catalogue.pages(item)))
    live.open(archive)
    return live


@pytest.fixture(scope="module")
def client(live):
    return Client(make_app(live))


@pytest.fixture(scope="module")
def first(archive):
    return next(entry for entry in archive.catalogue if any(page.width for page in archive.catalogue.pages(entry.item)))


def test_search_answers_hits_facets_and_histogram(client):
    answer = client.get("/api/v1/search", params={"q": "ferry", "limit": 2}).json()
    assert set(answer) >= {"total", "took_ms", "hits", "facets", "histogram"}
    assert len(answer["hits"]) == 2
    assert set(answer["hits"][0]) == {"item", "score", "page", "snippet", "boxes"}
    assert sum(answer["facets"]["post"].values()) == answer["total"]


def test_the_boxes_of_a_hit_are_those_of_its_words(client, archive):
    hits = client.get("/api/v1/search", params={"q": "ferry"}).json()["hits"]
    boxed = next(hit for hit in hits if hit["boxes"])
    page = next(page for page in archive.catalogue.pages(boxed["item"]) if page.number == boxed["page"])
    words = {(w.box.left, w.box.top, w.box.right, w.box.bottom) for w in page.words if w.text == "FERRY"}
    assert {tuple(box) for box in boxed["boxes"]} == words


def test_hits_are_leafed_through_by_cursor(client):
    seen, cursor = [], None
    while True:
        params = {"q": "ferry", "limit": 1, "order": "item"} | ({"cursor": cursor} if cursor else {})
        answer = client.get("/api/v1/search", params=params).json()
        seen += [hit["item"] for hit in answer["hits"]]
        cursor = answer["cursor"]
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == answer["total"]


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/api/v1/search?q=" + "a" * 10_000, 422, "2000"),
        ("/api/v1/search?q=" + "(" * 40 + "a" + ")" * 40, 400, "brackets"),
        ("/api/v1/search?q=a%00b", 400, "cannot be typed"),
        ("/api/v1/search?q=%2F(a%2B)%2B%24%2F", 400, "no letter"),
        ("/api/v1/search?q=fron:X", 400, "no field"),
        ("/api/v1/search?q=x&cursor=nonsense", 400, "cursor"),
        ("/api/v1/search?q=x&limit=100000", 422, "limit"),
        ("/api/v1/search?q=x&limit=-1", 422, "limit"),
        ("/api/v1/search?q=x&order=fancy", 422, "order"),
        ("/api/v1/items?cursor=WzEsImIiXQ", 400, "cursor"),
        ("/api/v1/items/NONE", 404, "no item"),
        ("/api/v1/items/%00", 404, "no item"),
        ("/api/v1/items/NONE/pages/1", 404, "no item"),
        ("/api/v1/findings?cursor=WzEsImIiXQ", 400, "cursor"),
        ("/api/v1/vocabularies/spices", 404, "no vocabulary"),
        ("/api/v1/narratives/nothing", 404, "no chapter"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(client, address, status, words):
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert words in answer.json()["title"]


def test_page_nought_is_refused(client, first):
    assert client.get(f"/api/v1/items/{first.item}/pages/0").status_code == 422
    assert client.get(f"/api/v1/items/{first.item}/pages/99").status_code == 404


@pytest.mark.parametrize("address", ["search?q=castro&page=0", "items?page=0", "findings?fom=csv"])
def test_a_parameter_that_there_is_not_is_refused(client, address):
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 400
    assert answer.json()["title"].startswith("there is no parameter")


def test_a_cursor_of_another_question_is_refused(client):
    cursor = client.get("/api/v1/search", params={"q": "ferry", "limit": 1}).json()["cursor"]
    answer = client.get("/api/v1/search", params={"q": "harbour", "limit": 1, "cursor": cursor})
    assert (answer.status_code, "another question" in answer.json()["title"]) == (400, True)


def test_the_place_where_a_question_stops_is_told(client):
    answer = client.get("/api/v1/search", params={"q": "ferry (harbour"}).json()
    assert answer["position"] == 14
    assert answer["detail"]


def test_items_are_listed_in_order_and_by_cursor(client, archive):
    ids = [entry.item for entry in archive.catalogue]
    one = client.get("/api/v1/items", params={"limit": 2}).json()
    two = client.get("/api/v1/items", params={"limit": 1000, "cursor": one["cursor"]}).json()
    assert [row["item"] for row in one["items"] + two["items"]] == ids
    assert one["total"] == len(ids)


def test_items_come_as_a_spreadsheet(client, archive):
    answer = client.get("/api/v1/items", params={"format": "csv"})
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["item"] for row in rows] == [entry.item for entry in archive.catalogue]
    assert answer.headers["content-type"].startswith("text/csv")


def test_one_item_tells_every_reading(client, first):
    answer = client.get(f"/api/v1/items/{first.item}").json()
    assert answer["item"] == first.item
    assert answer["fields"]["number"][0]["value"] == first.value("number")
    assert answer["specimen"] is True


def test_pages_tell_text_and_words_with_boxes(client, archive, first):
    page = archive.catalogue.pages(first.item)[0]
    base = f"/api/v1/items/{first.item}/pages"
    assert client.get(base).json()["pages"][0]["text"] == page.text
    assert client.get(f"{base}/{page.number}/text").text == page.text
    words = client.get(f"{base}/{page.number}/words").json()["words"]
    assert [word["text"] for word in words] == [word.text for word in page.words]
    rows = list(csv.reader(io.StringIO(client.get(f"{base}/{page.number}/words?format=csv").text)))
    assert len(rows) == len(words) + 1


def test_the_places_of_a_question_in_an_item(client, archive, first):
    hits = client.get(f"/api/v1/items/{first.item}/hits", params={"q": "ferry"}).json()["hits"]
    page = archive.catalogue.pages(first.item)[0]
    assert len(hits) == sum(p.text.count("FERRY") for p in archive.catalogue.pages(first.item))
    assert hits[0]["words"] == "FERRY"
    assert f"{hits[0]['before']}FERRY{hits[0]['after']}" in page.text


@pytest.mark.parametrize("name", ["references", "series", "narratives", "findings"])
def test_what_is_known_of_the_whole_is_listed(client, archive, name):
    answer = client.get(f"/api/v1/{name}").json()
    held = {
        "references": archive.network.references,
        "series": archive.network.series,
        "narratives": archive.narratives,
        "findings": archive.findings,
    }[name]
    assert answer["total"] == len(held)
    assert len(answer[name]) == min(100, len(held))


@pytest.mark.parametrize("name", ["references", "series", "findings", "vocabularies/posts"])
def test_lists_come_as_spreadsheets(client, name):
    assert client.get(f"/api/v1/{name}", params={"format": "csv"}).text.count("\r\n") >= 1


def test_a_page_of_the_book_is_told_with_its_markdown(client, archive):
    one = archive.narratives[0]
    answer = client.get(f"/api/v1/narratives/{one.slug}").json()
    assert answer["markdown"] == one.source
    assert answer["cites"] == list(dict.fromkeys(citation.item for citation in one.citations))


def test_posts_are_told_with_what_they_sent_and_received(client):
    terms = client.get("/api/v1/vocabularies/posts").json()["terms"]
    washington = next(term for term in terms if term["term"] == "WASHDC")
    assert washington["country"] == "United States"
    assert washington["sent"] + washington["received"] + washington["informed"] > 0


def test_any_page_may_read_the_api(client):
    assert client.get("/api/v1/items").headers["access-control-allow-origin"] == "*"


def test_a_page_of_another_site_may_ask_with_a_tag_and_may_only_read(client):
    headers = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "If-None-Match",
    }
    answer = client.ask("OPTIONS", "/api/v1/items", headers=headers)
    assert (answer.status_code, answer.headers["access-control-allow-methods"]) == (200, "GET, HEAD")
    assert "access-control-allow-credentials" not in answer.headers
    assert client.ask("OPTIONS", "/api/v1/items", headers={**headers, "Access-Control-Request-Method": "POST"}).is_error
    assert "If-None-Match" in answer.headers["access-control-allow-headers"]
    assert client.post("/api/v1/items").status_code == 405


def test_answers_have_tags(client):
    tag = client.get("/api/v1/items").headers["etag"]
    assert client.get("/api/v1/items", headers={"If-None-Match": tag}).status_code == 304


def test_iiif_search_in_both_versions_points_at_the_words(client, first):
    one = client.get(f"/iiif/search/1/{first.item}", params={"q": "ferry"}).json()
    two = client.get(f"/iiif/search/2/{first.item}", params={"q": "ferry"}).json()
    assert one["@type"] == "sc:AnnotationList"
    assert two["type"] == "AnnotationPage"
    assert [r["on"] for r in one["resources"]] == [i["target"] for i in two["items"]]
    assert f"/items/{first.item}/canvas/1#xywh=" in one["resources"][0]["on"]
    assert one["hits"][0]["match"] == two["annotations"][0]["items"][0]["target"]["selector"][0]["exact"] == "FERRY"


def test_the_description_names_every_endpoint_with_an_example(client):
    described = client.get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    for path, methods in described["paths"].items():
        content = methods["get"]["responses"]["200"]["content"]
        assert any("example" in form for form in content.values()), path


def test_the_page_of_the_api_loads_nothing_from_elsewhere(client):
    page = client.get("/api/v1/docs").text
    assert "/api/v1/search" in page
    assert "<script" not in page
    assert "http://" not in page.replace("http://iiif.io", "")


def test_too_many_at_once_are_turned_away_and_told_to_come_back(client, live, monkeypatch):
    monkeypatch.setattr(live.queries, "capacity", 0)
    answer = client.get("/api/v1/search", params={"q": "ferry"})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


def test_a_question_that_takes_too_long_is_refused(client, live, monkeypatch):
    import time

    monkeypatch.setattr(live.queries, "seconds", 0.05)
    monkeypatch.setattr("briefbook.search.query_execution.parse", lambda question, days_of: time.sleep(0.3))
    answer = client.get("/api/v1/search", params={"q": "ferry slow"})
    assert (answer.status_code, answer.json()["title"]) == (422, "this query takes too long")


def test_all_hits_come_as_a_spreadsheet(client):
    answer = client.get("/api/v1/search", params={"q": "ferry", "format": "csv", "order": "item"})
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == client.get("/api/v1/search", params={"q": "ferry"}).json()["total"]
    assert [row["rank"] for row in rows] == [str(rank) for rank in range(1, len(rows) + 1)]
    assert "[FERRY]" in rows[0]["snippet"]


def test_findings_have_the_shape_they_have_everywhere():
    finding = Finding(
        "C201", FilePosition("narratives/a.md", 14), "not there", item="X1", place=PagePosition(1, 3, Box(1, 2, 3, 4))
    )
    archive = dataclasses.replace(made_up.archive(), findings=(finding,))
    live = AppState(archive.catalogue, None, None)
    live.open(archive)
    [row] = Client(make_app(live)).get("/api/v1/findings").json()["findings"]
    schema = Path(__file__).parents[2] / "docs/schemas/finding.schema.json"
    jsonschema.Draft202012Validator(json.loads(schema.read_text(encoding="utf-8"))).validate(row)
    assert (row["where"], row["page"], row["page_line"], row["box"]) == ("narratives/a.md:14", 1, 3, [1, 2, 3, 4])
