"""The Python client asks a running server, and tells what it refuses."""

import made_up
import pytest
from serving import serving_app

from briefbook.client import Client, ClientError, quote_segment
from briefbook.search import build_index, occurrences, open_index, search
from briefbook.server.api.app_state import AppState
from briefbook.server.app import make_app


@pytest.fixture(scope="module")
def archive():
    return made_up.archive()


@pytest.fixture(scope="module")
def client(archive, tmp_path_factory):
    folder, catalogue = tmp_path_factory.mktemp("index"), archive.catalogue
    build_index(folder, ((entry, catalogue.pages(entry.item)) for entry in catalogue), stamp="s")
    index = open_index(folder)

    def ask(question, **more):
        return search(index, question, pages_of=catalogue.pages, **more)

    live = AppState(catalogue, ask, lambda question, item: occurrences(index, question, catalogue.pages(item)))
    live.open(archive)
    with serving_app(make_app(live)) as address:
        yield Client(f"{address}/")


def test_it_searches_and_leafs_through_all_hits(client):
    answer = client.search("ferry", limit=1)
    assert answer.total > 1
    assert answer.cursor
    assert len({hit["item"] for hit in client.hits("ferry")}) == answer.total


def test_it_lists_items_pages_and_the_book(client, archive):
    assert [row["item"] for row in client.items()] == [entry.item for entry in archive.catalogue]
    item = next(entry.item for entry in archive.catalogue if archive.catalogue.pages(entry.item))
    assert client.text(item) == "\f".join(page.text for page in archive.catalogue.pages(item))
    assert client.item(item)["fields"]
    assert [row["slug"] for row in client.narratives()] == [narrative.slug for narrative in archive.narratives]
    assert len(list(client.references())) == len(archive.network.references)
    assert list(client.vocabulary("posts"))


def test_a_refusal_is_told_in_its_words(client):
    with pytest.raises(ClientError, match="is not closed") as problem_response:
        client.search("(ferry")
    assert (problem_response.value.status, problem_response.value.problem["position"]) == (400, 6)


def test_a_server_that_is_not_there_is_said_so():
    with pytest.raises(ClientError, match="cannot be reached"):
        Client("http://127.0.0.1:9", seconds=1).search("ferry")


def test_an_id_with_a_slash_is_one_part_of_an_address():
    assert quote_segment("FO 371/12") == "FO%20371~2f12"
