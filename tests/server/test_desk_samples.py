"""Samples at the desk: drawn, read again without the catalogue's values in sight, compared; and who may do which."""

import re

import pytest
from asking import HERE, Client
from table_collection import make_collection, serve_collection

from briefbook.catalogue.sampling import read_sample, result_of
from briefbook.server.access import Access, Role, TrustedProxies
from briefbook.server.app import make_app


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.setenv("BRIEFBOOK_WHO", "Ada")
    return make_collection(tmp_path, count=6)


@pytest.fixture
def served(here):
    made = serve_collection(here)
    made.renew()
    return made


@pytest.fixture
def client(served):
    return Client(make_app(served.app_state, access=HERE)).at_the_desk()


def post(client, what, **fields):
    token = re.search(r'name="form" value="(\w+)"', client.get("/desk/samples").text)[1]
    return client.post(f"/desk/samples/{what}", data={"form": token, **fields}, headers={"Accept": "text/html"})


def draw(client, **more):
    return post(client, "draw", size="3", seed="7", name="first", **{"field-date": "1", "field-number": "1"}, **more)


def test_a_sample_is_drawn_read_again_and_compared(client, here):
    assert draw(client).headers["location"] == "/desk/samples?name=first"
    item = next(iter(read_sample(here.samples).values))
    number = str(100 + int(item.removeprefix("CDNW")))
    page = client.get("/desk/samples/item?name=first").text
    assert f"<h1>{item}</h1>" in page
    assert number not in re.sub(r"[0-9a-f]{64}", "", page).replace(item, "")
    assert "1962-11" not in page
    answer = post(client, "review", name="first", item=item, **{"field-date": "1 Jan 63", "field-number": number})
    assert answer.headers["location"] == f"/desk/samples/compared?name=first&item={item}"
    compared = client.get(answer.headers["location"]).text
    assert "1 difference." in compared
    assert "1 of 3 read again." in compared
    post(client, "same", name="first", item=item, field="date")
    assert [field.errors for field in result_of(read_sample(here.samples)).fields] == [0, 0]


def test_what_is_no_date_stands_in_the_form_again_and_nothing_is_recorded(client, here):
    draw(client)
    item = next(iter(read_sample(here.samples).values))
    answer = post(client, "review", name="first", item=item, **{"field-date": "soon", "field-number": "<b>5"})
    assert answer.status_code == 400
    assert "“soon” is not recognised as a date" in answer.text
    assert 'value="&lt;b&gt;5"' in answer.text
    assert result_of(read_sample(here.samples)).reviewed == 0


def test_an_item_that_another_read_meanwhile_is_not_read_twice(client, here):
    draw(client)
    item = next(iter(read_sample(here.samples).values))
    post(client, "review", name="first", item=item)
    again = post(client, "review", name="first", item=item)
    assert again.status_code == 400
    assert f"{item} has already been read again, by Ada" in again.text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"size": "many"}, "is not a number of items"),
        ({"name": "../../out"}, "cannot be the name of a sample"),
        ({"size": "0"}, "at least an item and a field"),
    ],
)
def test_what_cannot_be_drawn_is_refused(client, here, fields, words):
    answer = post(client, "draw", **{"size": "3", "seed": "1", "name": "x", "field-date": "1", **fields})
    assert answer.status_code == 400
    assert words in answer.text
    assert not (here.root / "samples").exists()


def test_a_sample_that_is_none_and_an_item_not_read_yet_are_refused(client):
    assert client.get("/desk/samples/item?name=none").status_code == 400
    draw(client)
    assert client.get("/desk/samples/compared?name=first&item=CDNW1").status_code == 404


@pytest.mark.parametrize(("person", "read", "write"), [("", 401, 401), ("Rita", 403, 403), ("Ann", 200, 403)])
def test_an_author_reads_samples_and_only_a_curator_writes(served, person, read, write):
    roles = {"Ann": Role.AUTHOR, "Carl": Role.CURATOR, "Rita": Role.READER_OF_DRAFTS}
    access = Access(proxies=TrustedProxies.parse(["10.0.0.1"]), proxy_roles=roles)
    client = Client(make_app(served.app_state, access=access), address="10.0.0.1")
    named = {"Remote-User": person} if person else {}
    assert client.get("/desk/samples", headers=named).status_code == read
    assert [client.post(f"/desk/samples/{what}", headers=named).status_code for what in ("draw", "review", "same")] == [
        write
    ] * 3


def test_without_the_token_of_a_form_nothing_is_drawn(client, here):
    answer = client.post("/desk/samples/draw", data={"size": "3", "field-date": "1"}, headers={"Accept": "text/html"})
    assert answer.status_code == 403
    assert not (here.root / "samples").exists()


def test_the_site_says_what_the_last_sample_says(served, client, here):
    draw(client)
    assert "How often a description is wrong" not in client.get("/about.html").text
    item = next(iter(read_sample(here.samples).values))
    post(client, "review", name="first", item=item, **{"field-date": "1 Jan 63"})
    served.renew()
    page = client.get("/about.html").text
    assert "How often a description is wrong" in page
    assert "Not finished: 1 of the 3 items have been read again so far." in page
    assert ">100.0%<" in page
    assert "20.7% to 100.0%" in page
