"""Several people decide at once: what they saw is compared and written together, and nobody waits for ever."""

import json
import threading

import pytest
from asking import HERE, Client
from table_collection import journal_of, make_collection, serve_collection

from briefbook.model.decision import CodeDecision, FieldDecision
from briefbook.server.app import make_app

LATE = FieldDecision(item="CDNW1", field="subject", after="Late ferry")
CODE = CodeDecision(code="WASHDC", name="Embassy in Washington")


@pytest.fixture
def here(tmp_path):
    return make_collection(tmp_path, 9)


@pytest.fixture
def served(here):
    return serve_collection(here)


def at_once(count, act):
    """Do something in so many threads at the same moment; what each came to."""
    barrier, results = threading.Barrier(count), []

    def run(number):
        barrier.wait(10)
        results.append(act(number))

    threads = [threading.Thread(target=run, args=(number,), daemon=True) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    return results


@pytest.fixture
def post(served):
    """Sends a form, each time as another person's browser, with a valid token."""
    app = make_app(served.app_state, access=HERE)

    def post(path, **form):
        client = Client(app).at_the_desk()
        page = client.get("/desk/review").text
        token = page.split('data-token="')[1].split('"')[0]
        headers = {"Accept": "application/json"} if path.startswith("/desk/review/items") else {}
        return client.post(path, data={"form": token, **form}, headers=headers).status_code

    return post


def test_a_decision_that_takes_long_does_not_wait_for_itself_while_items_are_described_anew(served, here, monkeypatch):
    served.decide(lambda: [LATE], "Ada")
    begun, ready = threading.Event(), served._ready_workspace

    def describing_has_begun():
        begun.set()
        return ready()

    settling = threading.Thread(target=served.settle, daemon=True)

    def while_others_describe():
        monkeypatch.setattr(served, "_ready_workspace", describing_has_begun)
        settling.start()
        assert begun.wait(20)  # it has the lock of describing, and will want that of writing
        return [CODE]

    deciding = threading.Thread(target=served.decide, args=(while_others_describe, "Ben"), daemon=True)
    deciding.start()
    deciding.join(30)
    settling.join(30)
    assert not deciding.is_alive()
    assert not settling.is_alive()
    assert [line["kind"] for line in journal_of(here)] == ["set", "confirm"]
    assert served.post("WASHDC").name == "Embassy in Washington"


def test_of_two_who_correct_what_both_saw_a_single_person_is_saved_and_the_others_are_told(post, here):
    wanted = {"do": "set", "item": "CDNW1", "field": "number", "before": "101"}
    answers = at_once(4, lambda number: post("/desk", **wanted, value=str(900 + number)))
    assert sorted(answers) == [303, 409, 409, 409]
    assert len(journal_of(here)) == 1


def test_on_the_review_screen_too(post, here):
    wanted = {"do": "save", "before-number": "102"}
    answers = at_once(
        4, lambda number: post("/desk/review/items/CDNW2", **wanted, **{"value-number": str(900 + number)})
    )
    assert sorted(answers) == [200, 409, 409, 409]
    assert len(journal_of(here)) == 1


def test_the_same_repair_made_twice_at_once_is_recorded_a_single_time(post, here):
    ticked = {"item-CDNW1": "1", "item-CDNW4": "1", "item-CDNW7": "1"}
    repair = {"field": "from", "before": "LDN", "after": "LONDON", **ticked}
    at_once(3, lambda number: post("/desk/review/batch", **repair))
    lines = journal_of(here)
    assert sorted(line["item"] for line in lines) == ["CDNW1", "CDNW4", "CDNW7"]
    assert {(line["from"], line["to"]) for line in lines} == {("LDN", "LONDON")}


def test_what_two_undo_at_once_is_undone_a_single_time(post, served, here):
    served.decide(lambda: [LATE], "Ada")
    answers = at_once(3, lambda number: post("/desk/review/undo", item="CDNW1"))
    assert sorted(answers) == [303, 409, 409]
    assert [line["kind"] for line in journal_of(here)] == ["set", "undo"]


def test_what_another_program_writes_while_items_are_described_is_not_passed_over(served, here, monkeypatch):
    from briefbook.cli import serve_

    indexed = serve_.index_of

    def another_program_writes(workspace, narratives):
        indexed(workspace, narratives)
        line = FieldDecision(item="CDNW3", field="subject", after="No ferry", when="2026-11-27T10:00:00Z", who="Ben")
        with here.journal.open("a", encoding="utf-8") as journal:
            journal.write(f"{line}\n")

    monkeypatch.setattr(serve_, "index_of", another_program_writes)
    served.decide(lambda: [LATE], "Ada", wait=True)
    monkeypatch.setattr(serve_, "index_of", indexed)
    assert served.is_behind()
    served.load_changes()
    assert served.catalogue.get("CDNW3").value("subject") == "No ferry"


ODD_BODIES = (
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b'{"edits":[{"item":"CDNW1","field":"number","typed":"\\ud83d","base":""}]}',
    b'{"edits":[{"item":"CDNW1","field":"number","typed":NaN,"base":""}]}',
    b'{"chapter":"a","text":"\\udfff","base":"","before":""}',
    b"\xff\xfe",
    b"",
)


@pytest.mark.parametrize("path", ["table/check", "table/save", "table/undo"])
def test_what_is_no_json_of_unicode_is_refused(served, path):
    client = Client(make_app(served.app_state, access=HERE)).at_the_desk()
    token = client.get("/desk/table").text.split('data-token="')[1].split('"')[0]
    headers = {"X-Form-Token": token, "Accept": "application/json"}
    answers = [client.post(f"/desk/{path}", content=body, headers=headers) for body in ODD_BODIES]
    assert [answer.status_code for answer in answers] == [400] * 7
    assert {json.loads(answer.text)["title"] for answer in answers} == {"the request is not JSON"}


HUGE = "9223372036854775808"
"""One more than a database's numbers go."""


@pytest.mark.parametrize(
    "address",
    [
        f"/desk/pictures/CDNW1/{HUGE}",
        f"/desk/items/CDNW1/pages/{HUGE}/transcript",
        f"/desk/items/CDNW1/pages/{HUGE}/transcript/words",
        f"/desk/write/page?item=CDNW1&number={HUGE}",
        f"/desk/write/quotation?item=CDNW1&number={HUGE}&first=1.1&last=1.2",
    ],
)
def test_a_page_number_beyond_all_numbers_is_refused(served, address):
    client = Client(make_app(served.app_state, access=HERE)).at_the_desk()
    assert client.get(address).status_code == 422


def test_the_name_of_a_file_that_no_system_can_have_is_not_there(served):
    client = Client(make_app(served.app_state, access=HERE)).at_the_desk()
    served.renew()
    assert client.get(f"/static/{'a' * 5_000}").status_code == 404
    assert client.get(f"/media/{'a' * 5_000}").status_code == 404
