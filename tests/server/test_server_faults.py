"""What goes wrong inside is never shown, nor taken for the asker's mistake; the log has it under the request's id."""

import logging

import made_up
import pytest
from asking import Client

from briefbook.errors import OutsideError
from briefbook.server.api.app_state import AppState
from briefbook.server.app import make_app
from briefbook.server.problems import problem

BROWSER = {"Accept": "text/html,application/xhtml+xml"}


@pytest.fixture(scope="module")
def archive():
    return made_up.archive()


def client_of(archive, error):
    """A client of a server whose search raises an exception."""

    def search(question, **more):
        raise error

    live = AppState(archive.catalogue, search, lambda question, item: ())
    live.open(archive)
    return Client(make_app(live))


@pytest.mark.parametrize(
    "error",
    [
        ValueError("invalid literal for int() with base 10: '/srv/secret/path'"),
        KeyError("/srv/secret/path"),
        PermissionError(13, "Permission denied", "/srv/secret/path"),
    ],
)
def test_a_fault_of_the_program_is_500_without_its_words_and_logged_under_its_number(archive, error, caplog):
    answer = client_of(archive, error).get("/api/v1/search?q=ferry")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["title"] == "something went wrong on our side"
    assert "secret" not in answer.text
    (record,) = [one for one in caplog.records if one.levelno == logging.ERROR]
    assert record.getMessage() == f"request {told['request_id']} failed: GET search, route /search"
    assert record.exc_info[1] is error
    assert "ferry" not in record.getMessage()  # the log names no question


def test_a_person_gets_a_page_that_says_so(archive):
    answer = client_of(archive, ValueError("/srv/secret/path")).get("/search?q=ferry", headers=BROWSER)
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "<h1>Something went wrong on our side</h1>" in answer.text
    assert "This is not your fault." in answer.text
    assert "secret" not in answer.text
    assert "default-src 'self'" in answer.headers["content-security-policy"]


def test_what_failed_outside_is_503_and_names_no_path(archive):
    answer = client_of(archive, OutsideError("cannot write /srv/secret/path")).get("/api/v1/search?q=ferry")
    assert answer.status_code == 503
    assert answer.json()["title"] == "this is not available at the moment"
    assert "secret" not in answer.text


def test_a_book_that_cannot_be_shown_names_no_path(archive):
    live = AppState(archive.catalogue, lambda question, **more: None, lambda question, item: (), patience=0.01)
    live.give_up("the book cannot be shown; the cause is in the log of this server")
    answer = Client(make_app(live)).get("/", headers=BROWSER)
    assert answer.status_code == 503
    assert "The book cannot be shown" in answer.text


@pytest.mark.parametrize(("address", "status"), [("/search?q=a&order=fancy", 400), ("/hit?q=a&n=0", 422)])
def test_a_wrong_address_is_a_page_for_people_and_a_problem_for_programs(archive, address, status):
    client = client_of(archive, ValueError("unused"))
    page = client.get(address, headers=BROWSER)
    assert (page.status_code, page.headers["content-type"]) == (status, "text/html; charset=utf-8")
    problem = client.get(address)
    assert (problem.status_code, problem.headers["content-type"]) == (status, "application/problem+json")


def test_even_a_fault_of_what_guards_the_server_is_answered(archive, monkeypatch):
    client = client_of(archive, ValueError("unused"))
    monkeypatch.setattr("briefbook.server.middleware._kind", lambda path: {}[path])
    answer = client.get("/")
    assert answer.status_code == 500
    assert answer.json()["title"] == "something went wrong on our side"


def test_a_command_in_a_message_is_set_as_one_and_what_it_holds_stays_text():
    page = problem(400, "not found", "see `briefbook posts list <b>`.", page=True)[0].decode()
    assert "<code>briefbook posts list &lt;b&gt;</code>" in page
    assert "`" not in page
