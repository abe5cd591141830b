"""The live server: the site's own bytes, search, figures, refusals; who may enter."""

import json
import re

import made_up
import pytest
from asking import HERE, TOKEN, Client

from briefbook.model.search import Hits
from briefbook.search import build_index, occurrences, open_index, search
from briefbook.server.access import Access, TrustedProxies
from briefbook.server.accounts import Accounts
from briefbook.server.api.app_state import AppState
from briefbook.server.app import make_app
from briefbook.site.site_data import SiteData
from briefbook.site.views import html_urls, web_page


@pytest.fixture(scope="module")
def archive():
    return made_up.archive()


@pytest.fixture(scope="module")
def live(archive, tmp_path_factory):
    folder = tmp_path_factory.mktemp("index")
    catalogue = archive.catalogue
    build_index(folder, ((entry, catalogue.pages(entry.item)) for entry in catalogue), stamp="s")
    index = open_index(folder)

    def ask(question, **more) -> Hits:
        return search(index, question, pages_of=catalogue.pages, posts=archive.post, **more)

    made = AppState(
        catalogue, ask, lambda question, item: occurrences(index, question, catalogue.pages(item)), patience=0.2
    )
    made.open(archive)
    return made


@pytest.fixture
def client(live):
    return Client(make_app(live))


def test_every_page_is_byte_for_byte_the_built_one(client, archive):
    for url in html_urls(SiteData(archive)):
        answer = client.get(f"/{url}")
        assert answer.content == web_page(url, archive).body, url
        assert answer.headers["content-type"].startswith("text/html")


def test_the_front_page_stands_at_the_root(client, archive):
    assert client.get("/").content == web_page("index.html", archive).body


def test_what_is_not_there_is_the_sites_own_page_of_that(client):
    answer = client.get("/nothing-here.html")
    assert answer.status_code == 404
    assert b"Page not found" in answer.content
    assert b'href="./static/site.css"' in answer.content
    assert b'href="../../static/site.css"' in client.get("/a/b/nothing-here.html").content


def test_a_page_held_already_is_not_sent_again(client):
    tag = client.get("/").headers["etag"]
    again = client.get("/", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_text_is_packed_for_those_who_take_it(client):
    packed = client.get("/", headers={"Accept-Encoding": "gzip"})
    plain = client.get("/", headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content


def test_every_answer_forbids_what_the_site_does_not_need(client):
    for url in ("/", "/api/v1/items", "/nothing", "/metrics"):
        headers = client.get(url).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "unsafe-inline" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_a_question_is_answered_as_a_page(client):
    answer = client.get("/search", params={"q": "ferry"})
    assert answer.status_code == 200
    assert "<mark>FERRY</mark>" in answer.text
    assert "<script>" not in answer.text
    assert re.search(r"Searched: \d+ items", answer.text)


def test_a_question_that_does_not_parse_is_shown_with_its_place(client):
    answer = client.get("/search", params={"q": "ferry (harbour"})
    assert answer.status_code == 400
    assert "is not closed" in answer.text


def test_what_is_asked_is_shown_and_not_run(client):
    answer = client.get("/search", params={"q": '"<script>alert(1)</script>"'})
    assert "<script>alert" not in answer.text


def test_the_static_form_leads_to_the_live_answer(client):
    answer = client.get("/search.html", params={"q": "ferry", "from": "LDN"})
    assert answer.status_code == 307
    assert answer.headers["location"] == "search?q=ferry+from%3A%22LDN%22&order=relevance"


def test_health_and_figures(live):
    client = Client(make_app(live, access=HERE))
    client.get("/api/v1/search", params={"q": "ferry"})
    assert client.get("/healthz").json()["status"] == "ok"
    assert (
        'briefbook_answers_total{kind="search",status="200"}'
        in client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).text
    )
    assert client.get("/metrics").status_code == 401


def test_before_the_book_is_ready_search_answers_and_pages_ask_for_patience(live):
    early = AppState(live.catalogue, live.search, live.occurrences, patience=0.01)
    client = Client(make_app(early))
    assert client.get("/healthz").json()["status"] == "starting"
    assert client.get("/api/v1/search", params={"q": "ferry"}).status_code == 200
    answer = client.get("/")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "10"


@pytest.mark.parametrize("path", ["/cables/", "/cables/index.html", "/", "/index.html"])
def test_behind_a_prefix_the_proxy_may_strip_it_or_not(live, archive, path):
    client = Client(make_app(live, prefix="/cables"))
    assert client.get(path).content == web_page("index.html", archive).body


def test_the_prefix_without_a_slash_leads_to_the_front_page(live):
    client = Client(make_app(live, prefix="/cables"))
    assert client.get("/cables").headers["location"] == "/cables/"


def test_the_log_names_nobody(live):
    lines = []
    client = Client(make_app(live, say=lines.append))
    client.get("/api/v1/search", params={"q": "secretquestion"})
    client.get("/items/A1.html")
    assert [re.sub(r"[\d.]+ ms", "N ms", line) for line in lines] == ["GET search 200 N ms", "GET item 404 N ms"]


def test_too_long_an_address_and_too_much_to_read_are_refused(client):
    assert client.get("/api/v1/search?q=" + "a" * 40_000).status_code == 414
    assert client.post("/login", content=b"x" * 50_000).status_code == 413


def test_another_name_than_this_machines_is_not_answered(live):
    client = Client(make_app(live, access=HERE))
    assert client.get("/healthz", headers={"Host": "evil.example"}).status_code == 421
    assert client.get("/healthz", headers={"Host": "localhost:8000"}).status_code == 200


# Who may enter


@pytest.fixture(scope="module")
def accounts_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("accounts") / "accounts.json"
    Accounts.read(path).add("ada", "a long pass phrase")
    return path


@pytest.fixture
def guarded(live, accounts_file):
    return Client(make_app(live, access=Access(accounts=Accounts.read(accounts_file), private=True)))


def log_in(client, password, to="/"):
    form = client.get("/login").text
    token = re.search(r'name="form" value="(\w+)"', form)[1]
    return client.post("/login", data={"name": "ada", "password": password, "form": token, "to": to})


def test_without_a_session_one_is_asked_to_log_in(guarded):
    page = guarded.get("/items.html", headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["location"]) == (303, "/login?to=/items.html")
    assert guarded.get("/api/v1/items").status_code == 401
    assert guarded.get("/healthz").status_code == 200


def test_with_the_right_password_one_is_in_until_one_leaves(guarded):
    assert log_in(guarded, "a long pass phrase").status_code == 303
    assert guarded.get("/api/v1/items").status_code == 200
    guarded.post("/logout")
    assert guarded.get("/api/v1/items").status_code == 401


def test_a_wrong_password_an_unknown_name_and_a_foreign_form_are_refused(guarded):
    assert log_in(guarded, "wrong").status_code == 403
    assert guarded.post("/login", data={"name": "ada", "password": "a long pass phrase"}).status_code == 403
    assert guarded.get("/api/v1/items").status_code == 401


@pytest.mark.slow
def test_after_five_wrong_passwords_even_the_right_one_waits(accounts_file):
    accounts = Accounts.read(accounts_file)
    assert [accounts.log_in("ada", "wrong") for _ in range(5)] == [None] * 5
    assert accounts.log_in("ada", "a long pass phrase") is None


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", "/\\evil", "/a\r\nSet-Cookie: x=y"])
def test_logging_in_leads_nowhere_else(guarded, to):
    assert log_in(guarded, "a long pass phrase", to).headers["location"] == "/"


def test_the_file_of_accounts_holds_no_password(accounts_file):
    assert "long pass" not in accounts_file.read_text()
    assert json.loads(accounts_file.read_text())["accounts"]["ada"].startswith("$argon2id$")


def test_the_proxy_says_who_asks_and_nobody_else_can(live):
    access = Access(proxies=TrustedProxies.parse(["10.0.0.1"]), private=True)
    trusted = Client(make_app(live, access=access), address="10.0.0.1")
    assert trusted.get("/api/v1/items", headers={"Remote-User": "ada"}).status_code == 200
    assert trusted.get("/api/v1/items").status_code == 401
    stranger = Client(make_app(live, access=access), address="10.0.0.2")
    assert stranger.get("/api/v1/items", headers={"Remote-User": "ada"}).status_code == 401


# From hit to hit


def test_a_result_leads_to_its_item_with_the_question_and_its_rank(client):
    text = client.get("/search", params={"q": "ferry", "order": "item"}).text
    found = re.findall(r'<li><p><a href="items/([^"?]+)\.html\?([^"#]+)', text)
    assert found
    assert "find=ferry&amp;order=item&amp;n=1&amp;of=" in found[0][1]


def test_the_next_hit_is_reached_by_its_rank_and_the_last_has_none_after_it(client):
    total = client.get("/api/v1/search", params={"q": "ferry"}).json()["total"]
    items = [hit["item"] for hit in client.get("/api/v1/search", params={"q": "ferry", "order": "date"}).json()["hits"]]
    second = client.get("/hit", params={"q": "ferry", "order": "date", "n": 2})
    assert second.status_code == 303
    assert second.headers["location"].startswith(f"items/{items[1]}.html?find=ferry&order=date&n=2&of={total}")
    assert client.get("/hit", params={"q": "ferry", "n": total + 1}).status_code == 404
    assert client.get("/hit", params={"q": "ferry", "n": 0}).status_code == 422


def test_hits_are_leafed_through_by_links(client, monkeypatch):
    from briefbook.server.api import search_page as shown

    monkeypatch.setattr(shown, "HITS_PER_PAGE", 2)
    text = client.get("/search", params={"q": "ferry", "begin": 2}).text
    assert 'start="3"' in text
    assert 'rel="prev" href="search?q=ferry&amp;order=relevance&amp;begin=0"' in text


def test_the_live_search_offers_completions_history_and_a_citation_as_the_page_from_disk_does(client):
    page = client.get("/search", params={"q": "harbour"}).text
    assert re.search(r'<form id="search" role="search" [^>]*data-total="\d+"', page)
    assert '<datalist id="completions"></datalist>' in page
    for script in ("searches", "search_index", "completions"):
        assert f'<script src="static/{script}.js" defer></script>' in page
    assert '<section id="searches"' in page
    assert '<details id="cite-search" hidden>' in page
    assert 'data-total=""' in client.get("/search").text
