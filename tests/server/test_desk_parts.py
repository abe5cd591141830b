"""The desk divides a file with the pictures of its pages in view, and joins two; each is a line of the journal."""

import json
import re

import pytest
from asking import HERE, Client
from papers import pdf

from briefbook.cli.serve_ import ServedCollection
from briefbook.project.collection import Collection
from briefbook.project.pipeline import open_search
from briefbook.server.app import make_app

OSLO = ["FM OSLO MAR4/61 CONFD", "TO EXTERNAL 812 OPIMMED", "1. THE DUES WOULD STAY.", "2. NO MORE."]
BONN = ["FM BONN MAR5/61 SECRET", "TO EXTERNAL 97 IMMED", "1. NO DAY HAS BEEN NAMED FOR GRETA HOLM."]


def sheet(lines):
    return {"words": [(line, 72, 700 - 20 * row, 12) for row, line in enumerate(lines)], "shown": True}


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.setenv("BRIEFBOOK_WHO", "Ada")
    settings = '[collection]\ntitle = "Specimen"\n[reading]\nworkers = 1\n'
    (tmp_path / "briefbook.toml").write_text(settings, encoding="utf-8")
    for name in ("scans", "narratives", "received"):
        (tmp_path / name).mkdir()
    pdf(
        tmp_path / "scans" / "BOX7.pdf", sheet(OSLO), sheet(["PAGE TWO 812", "THE PILOTS WERE NOT NAMED."]), sheet(BONN)
    )
    pdf(tmp_path / "scans" / "LOOSE.pdf", sheet(["PAGE TWO 97", "SHE MAY COME IN MAY."]))
    return Collection.open(tmp_path)


@pytest.fixture
def client(here):
    index, catalogue = open_search(here)
    served = ServedCollection(here, index, catalogue)
    served.load_changes()
    return Client(make_app(served.app_state, access=HERE)).at_the_desk()


def form_of(client, address):
    return re.search(r'name="form" value="(\w+)"', client.get(address).text)[1]


def send(client, item, before="", **fields):
    form = {"form": form_of(client, f"/desk?item={item}"), "do": "parts", "item": item, "before": before}
    return client.post("/desk", data={**form, **fields})


def journal(here):
    lines = here.journal.read_text(encoding="utf-8").splitlines() if here.journal.exists() else []
    return [json.loads(line) for line in lines]


def test_the_pages_of_a_file_are_shown_with_what_seems_to_be_there(client):
    page = client.get("/desk?item=BOX7").text
    assert "The file seems to hold 2 papers" in page
    assert page.count("<img ") == 3
    assert re.search(r'name="begins-3" value="1" checked> another item begins here', page)
    assert not re.search(r'name="begins-2" value="1" checked', page)
    assert 'name="id-3" value="BOX7-p3"' in page
    assert "BONN 97: a heading of its own (BONN 97)" in page


def test_a_division_is_recorded_and_its_items_are_there_at_once(client, here):
    answer = send(client, "BOX7", how="divide", why="two forms", **{"begins-3": "1", "id-3": "CDNW97"})
    assert answer.status_code == 303
    (line,) = journal(here)
    assert (line["kind"], line["who"], line["why"]) == ("parts", "Ada", "two forms")
    assert line["parts"] == [{"item": "BOX7", "pages": "1-2"}, {"item": "CDNW97", "pages": "3"}]
    found = client.get("/api/v1/items/CDNW97").json()
    assert (found["from"], found["number"], found["files"]) == ("BONN", "97", [{"file": "BOX7", "pages": [3]}])
    page = client.get("/desk?item=CDNW97").text
    assert "By a person’s decision, pages 1-2 are BOX7, page 3 is CDNW97." in page
    assert "page 1 of CDNW97" in page


def test_a_file_may_be_said_to_be_one_item(client, here):
    send(client, "BOX7", how="whole", **{"begins-3": "1"})
    assert journal(here)[0]["parts"] == [{"item": "BOX7", "pages": "1-3"}]
    assert "seems to hold" not in client.get("/desk?item=BOX7").text


def test_two_files_are_joined_and_the_id_that_is_gone_leads_on(client, here):
    send(client, "BOX7", how="divide", **{"begins-3": "1", "id-3": "CDNW97"})
    answer = send(client, "CDNW97", "pages 1-2 are BOX7, page 3 is CDNW97", how="join", other="LOOSE")
    assert answer.status_code == 303
    assert journal(here)[1]["parts"] == [{"item": "CDNW97", "pages": "1", "continues": True}]
    assert client.get("/api/v1/items/CDNW97").json()["pages"] == 2
    gone = client.get("/desk?item=LOOSE")
    assert (gone.status_code, "whose pages (1) are those of" in gone.text) == (404, True)


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"how": "divide", "begins-3": "1", "id-3": "LOOSE"}, 400, "The id LOOSE is taken"),
        ({"how": "join", "other": "BOX7"}, 400, "BOX7 cannot go on with itself"),
        ({"how": "join", "other": "NOTHING"}, 400, "There is no file or item NOTHING"),
        ({"how": "divide", "before": "page 1 is X"}, 409, "BOX7 has been divided in the meantime"),
        ({"how": "divide", "starts-3": "1"}, 400, "The form has no field"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stands_there(client, here, fields, status, words):
    answer = send(client, "BOX7", **fields)
    assert (answer.status_code, words in answer.text) == (status, True)
    assert journal(here) == []
    if "id-3" in fields:
        assert 'name="id-3" value="LOOSE"' in answer.text
