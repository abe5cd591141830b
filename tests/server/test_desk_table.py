"""The table's routes: windows of rows, cells checked and saved together, conflicts kept, and who may do which."""

import hashlib
import json
import re

import pytest
from asking import HERE, Client
from table_collection import journal_of, make_collection, serve_collection

from briefbook.catalogue.journal import Journal
from briefbook.catalogue.undo import decisions_of_import
from briefbook.model.decision import FieldDecision
from briefbook.project.workspace import decide
from briefbook.server.access import Access, Role, TrustedProxies
from briefbook.server.app import make_app
from briefbook.server.desk_layout import STATIC

ROLES = Access(
    proxies=TrustedProxies.parse(["10.0.0.1"]),
    proxy_roles={"Ann": Role.AUTHOR, "Carl": Role.CURATOR, "Rita": Role.READER_OF_DRAFTS},
)


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.setenv("BRIEFBOOK_WHO", "Ada")
    return make_collection(tmp_path)


@pytest.fixture
def served(here):
    return serve_collection(here)


@pytest.fixture
def client(served):
    return Client(make_app(served.app_state, access=HERE)).at_the_desk()


def token_of(client, **headers):
    return re.search(r'data-token="(\w+)"', client.get("/desk/table", headers=headers).text)[1]


def send(client, what, **value):
    return client.post(f"/desk/table/{what}", json=value, headers={"X-Form-Token": token_of(client)})


def cell(item, field, typed, base="", **more):
    return {"item": item, "field": field, "typed": typed, "base": base, **more}


def rows(client, query):
    return [row[0] for row in client.get(f"/desk/table/rows?{query}").json()["rows"]]


def test_a_window_of_rows_has_the_values_where_they_come_from_and_how_many_there_are(client):
    window = client.get("/desk/table/rows?columns=number,subject&begin=8&count=2").json()
    assert (window["total"], window["begin"]) == (60, 8)
    assert window["rows"] == [["CDNW9", ["109", ""], ["r", ""]], ["CDNW10", ["110", ""], ["r", ""]]]


def test_rows_are_filtered_and_sorted_by_the_server(client):
    assert rows(client, "where=from%3DPARIS&count=3") == ["CDNW2", "CDNW5", "CDNW8"]
    assert rows(client, "where=from%3DPARIS&where=number%3D15&sort=-number") == ["CDNW59", "CDNW56", "CDNW53", "CDNW50"]
    assert client.get("/desk/table/rows?where=subject%3D%3D&count=0").json()["total"] == 60


@pytest.mark.parametrize(
    "query", ["columns=sender", "where=sender%3Dx", "where=x", "sort=-sender", "where=date%3Dsoon..later"]
)
def test_a_column_or_condition_that_is_none_is_refused(client, query):
    assert client.get(f"/desk/table/rows?{query}").status_code == 400


def test_a_cell_says_all_its_readings(client):
    answer = client.get("/desk/table/cell?item=CDNW1&field=number").json()
    assert answer["page"] == "/items/CDNW1.html"
    assert [(reading["value"], reading["by"], reading["holds"]) for reading in answer["readings"]] == [
        ("101", "received", True)
    ]
    assert client.get("/desk/table/cell?item=CDNW1&field=x").status_code == 404


def test_cells_are_checked_and_nothing_is_recorded(client, here):
    edits = [cell("CDNW1", "date", "9-Nov-62", "1962-11-01"), cell("CDNW2", "date", "soon", "1962-11-02")]
    answer = send(client, "check", edits=edits).json()
    assert [(one["outcome"], one["before"], one["after"]) for one in answer["cells"]] == [
        ("change", "1962-11-01", "1962-11-09"),
        ("refused", "1962-11-02", ""),
    ]
    assert journal_of(here) == []


def test_changes_are_saved_together_and_undone_together(client, here):
    edits = [cell("CDNW1", "number", "901", "101"), cell("CDNW2", "subject", "Ferry"), cell("CDNW3", "date", "soon")]
    answer = send(client, "save", edits=edits, why="from the register").json()
    assert (answer["saved"], [one["outcome"] for one in answer["cells"]]) == (2, ["change", "change", "refused"])
    lines = journal_of(here)
    assert [(line["item"], line["from"], line["to"], line["why"], line["who"]) for line in lines] == [
        ("CDNW1", "101", "901", "from the register", "Ada"),
        ("CDNW2", None, "Ferry", "from the register", "Ada"),
    ]
    assert {line["spreadsheet"] for line in lines} == {answer["name"]}
    assert rows(client, "where=number%3D%3D901") == ["CDNW1"]
    assert send(client, "undo", name=answer["name"]).json() == {"undone": 2}
    assert rows(client, "where=number%3D%3D901") == []
    assert send(client, "undo", name=answer["name"]).status_code == 409
    assert send(client, "undo", name="list.csv").status_code == 400


def test_what_another_person_wrote_meanwhile_is_a_conflict_and_the_rest_is_saved(client, here):
    decide(here, [FieldDecision(item="CDNW1", field="number", before="101", after="777")], who="Ben")
    edits = [cell("CDNW1", "number", "901", "101"), cell("CDNW2", "number", "902", "102")]
    answer = send(client, "save", edits=edits).json()
    assert [(one["outcome"], one["before"], one["after"]) for one in answer["cells"]] == [
        ("conflict", "777", "901"),
        ("change", "102", "902"),
    ]
    assert [(line["item"], line["to"]) for line in journal_of(here)] == [("CDNW1", "777"), ("CDNW2", "902")]


@pytest.mark.parametrize("sent", [[], {}, {"edits": "x"}, {"edits": [1]}, {"edits": [{"item": 1}]}, "x"])
def test_a_request_that_is_none_of_the_page_is_refused(client, sent, here):
    for what in ("check", "save"):
        headers = {"X-Form-Token": token_of(client)}
        assert client.post(f"/desk/table/{what}", json=sent, headers=headers).status_code == 400
    assert journal_of(here) == []


def test_too_many_cells_are_refused(client):
    edits = [cell("CDNW1", "note", "x")] * 5_001
    assert send(client, "check", edits=edits).status_code == 413


def test_without_the_token_of_this_page_nothing_is_saved(client, here):
    body = {"edits": [cell("CDNW1", "number", "901", "101")]}
    assert client.post("/desk/table/save", json=body).status_code == 403
    assert client.post("/desk/table/save", json=body, headers={"X-Form-Token": "0" * 64}).status_code == 403
    other_site = {"X-Form-Token": token_of(client), "Sec-Fetch-Site": "cross-site"}
    assert client.post("/desk/table/save", json=body, headers=other_site).status_code == 403
    assert journal_of(here) == []


READ = ["/desk/table", "/desk/table/rows", "/desk/table/cell?item=CDNW1&field=number"]
WRITE = ["/desk/table/check", "/desk/table/save", "/desk/table/undo"]


@pytest.mark.parametrize(
    ("person", "read", "write"), [("", 401, 401), ("Rita", 403, 403), ("Ann", 200, 403), ("Carl", 200, 400)]
)
def test_an_author_reads_the_table_and_a_curator_writes(served, person, read, write):
    client = Client(make_app(served.app_state, access=ROLES), address="10.0.0.1")
    named = {"Remote-User": person} if person else {}
    assert [client.get(path, headers=named).status_code for path in READ] == [read] * 3
    token = token_of(client, **named) if person == "Carl" else "x"
    headers = {**named, "X-Form-Token": token}
    assert [client.post(path, json={}, headers=headers).status_code for path in WRITE] == [write] * 3


def test_an_author_gets_a_page_without_a_token_and_without_buttons_to_change(served):
    client = Client(make_app(served.app_state, access=ROLES), address="10.0.0.1")
    page = client.get("/desk/table", headers={"Remote-User": "Ann"}).text
    assert "data-token" not in page
    assert 'id="fill"' not in page


def test_the_journal_says_who_saved(served, here):
    client = Client(make_app(served.app_state, access=ROLES), address="10.0.0.1")
    headers = {"Remote-User": "Carl", "X-Form-Token": token_of(client, **{"Remote-User": "Carl"})}
    body = {"edits": [cell("CDNW1", "number", "901", "101")]}
    assert client.post("/desk/table/save", json=body, headers=headers).status_code == 200
    assert json.loads(here.journal.read_text(encoding="utf-8"))["who"] == "Carl"


def test_the_grid_library_is_the_file_that_is_noted_beside_it():
    noted = json.loads((STATIC / "vendor/regular-table.json").read_text(encoding="utf-8"))
    body = (STATIC / "vendor" / noted["file"]).read_bytes()
    assert hashlib.sha256(body).hexdigest() == noted["sha256"]
    assert noted["licence"] == "Apache-2.0"
    assert "Apache License" in (STATIC / "vendor/regular-table-LICENSE.txt").read_text(encoding="utf-8")


def test_what_was_saved_together_is_undone_by_its_name_on_the_command_line(client, here):
    name = send(client, "save", edits=[cell("CDNW1", "number", "901", "101"), cell("CDNW2", "note", "x")]).json()[
        "name"
    ]
    assert [line.item for line in decisions_of_import(Journal(here.journal).read()[0], name)] == ["CDNW1", "CDNW2"]
