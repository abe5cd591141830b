"""A paper is withdrawn at the desk, listed there, and published again."""

import re

import pytest
from asking import HERE, Client

from briefbook.cli.serve_ import ServedCollection
from briefbook.project import pipeline
from briefbook.project.collection import Collection
from briefbook.server.app import make_app


@pytest.fixture
def served(run_command, harbour):
    run_command("-C", harbour, "catalogue", "list")
    here = Collection.open(harbour)
    served = ServedCollection(here, *pipeline.open_search(here))
    served.load_changes()
    return served


@pytest.fixture
def client(served):
    return Client(make_app(served.app_state, access=HERE)).at_the_desk()


def send(client, **fields):
    token = re.search(r'name="form" value="(\w+)"', client.get("/desk").text)[1]
    return client.post("/desk", data={"form": token, **fields})


def test_a_paper_is_withdrawn_shown_as_such_and_published_again(served, client):
    assert 'name="do" value="withdraw"' in client.get("/desk?item=H105").text
    said = {"why": "a letter of the family", "said": "On request."}
    answer = send(client, do="withdraw", item="H105", **said)
    assert answer.status_code == 303
    shown = client.get(answer.headers["location"])
    assert "H105 is withdrawn." in shown.text
    assert client.get("/api/v1/items/H105").status_code in (404, 410)
    served.renew()
    assert client.get("/items/H105.html").status_code == 410
    listed = client.get("/desk").text
    assert "Withdrawn papers" in listed
    assert "<q>On request.</q>" in listed
    assert "<q>a letter of the family</q>" in listed
    page = client.get("/desk?item=H105").text
    assert "There is no item H105" not in page
    line = re.search(r'name="do" value="undo"><input type="hidden" name="line" value="(\w+)"', page)[1]
    assert send(client, do="undo", line=line).status_code == 303
    served.renew()
    assert client.get("/items/H105.html").status_code == 200
    assert "Withdrawn papers" not in client.get("/desk").text


def test_without_a_reason_nothing_is_withdrawn_and_what_was_typed_stays(client):
    answer = send(client, do="withdraw", item="H105", why="", said="Nobody may read it.")
    assert answer.status_code == 400
    assert 'value="Nobody may read it."' in answer.text
    assert client.get("/items/H105.html").status_code == 200


def test_what_is_no_item_cannot_be_withdrawn(client):
    assert send(client, do="withdraw", item="H999", why="a letter").status_code == 404
