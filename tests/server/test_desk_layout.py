"""What all pages of the desk share: who may come, scripts, form tokens, and what was typed is shown again."""

import asyncio

import pytest
from asking import HERE, Client
from fastapi import FastAPI, Request

from briefbook.server.access import Access, Role, Visitor
from briefbook.server.api.app_state import AppState, DeskActions
from briefbook.server.api.responses import Refusal
from briefbook.server.app import make_app
from briefbook.server.csrf import FormTokens
from briefbook.server.desk_layout import Desk


def app():
    actions = DeskActions(lambda make, who, **more: make(), lambda field, value: value)
    return make_app(AppState(None, None, None, actions), access=HERE)


@pytest.mark.parametrize("path", ["/desk/static/desk.css", "/desk/review", "/desk/anything/else"])
def test_below_the_desk_nobody_comes_without_a_key(path):
    assert Client(app()).get(path).status_code == 401
    assert Client(app(), address="10.0.0.7").get(path).status_code == 403


def test_scripts_and_styles_are_served_to_those_at_the_desk_and_nothing_else_is():
    client = Client(app()).at_the_desk()
    answer = client.get("/desk/static/desk.css")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/css; charset=utf-8")
    for name in ("..%2fdesk_layout.py", "%2e%2e%2fdesk.py", "none.js", ""):
        assert client.get(f"/desk/static/{name}").status_code == 404


def test_under_the_desk_an_author_reads_and_a_curator_writes_but_for_the_book():
    access = Access(token="x")
    assert access.needed_role("GET", "/desk/review") is Role.AUTHOR
    assert access.needed_role("POST", "/desk/review/D7") is Role.CURATOR
    assert access.needed_role("POST", "/desk/write/page") is Role.AUTHOR
    assert access.needed_role("POST", "/desk/writers") is Role.CURATOR
    assert access.needed_role("GET", "/desks") is None


def request(accept="text/html", **headers):
    named = {"accept": accept, **headers}
    scope = {
        "type": "http", "method": "POST", "path": "/desk/review", "query_string": b"", "scheme": "http",
        "headers": [(name.encode(), value.encode()) for name, value in named.items()],
        "briefbook.visitor": Visitor("Ada", Role.CURATOR, "account"),
    }  # fmt: skip
    return Request(scope)


def desk(prefix=""):
    return Desk(AppState(None, None, None), prefix, FormTokens(), "Ferry papers", {"/desk", "/desk/review"})


def test_a_page_has_the_sections_there_are_the_person_and_a_token_bound_to_its_cookie():
    answer = desk("/cables").page(
        request(), "desk_refusal.html", "Review", section="/desk/review", what="Hello <b>", remedy="", typed={}, back=""
    )
    text = answer.body.decode()
    assert '<a href="/cables/desk/review" aria-current="page">Review</a>' in text
    assert '<a href="/cables/desk">Findings</a>' in text
    assert ">Table<" not in text
    assert "Ada" in text
    assert "(curator)" in text
    assert "Hello &lt;b&gt;" in text
    assert "briefbook_form=" in answer.headers["set-cookie"]
    assert answer.headers["cache-control"] == "no-store"


def test_what_was_typed_and_refused_is_shown_again_and_is_no_markup():
    refusal = Refusal(409, "number of D7 has been changed", "decide again", typed={"number": "<script>3316", "why": ""})
    answer = desk().refusal(request(), refusal, back="/desk/review/D7")
    text = answer.body.decode()
    assert answer.status_code == 409
    assert "Number of D7 has been changed." in text
    assert "Decide again." in text
    assert "&lt;script&gt;3316</textarea>" in text
    assert "<script>3316" not in text
    assert 'href="/desk/review/D7"' in text
    with pytest.raises(Refusal):
        desk().refusal(request(accept="application/json"), refusal)


def test_a_form_or_a_script_without_a_token_saves_nothing():
    async def receive():
        return {"type": "http.request", "body": b"form=x&number=3316"}

    asked = request()
    asked._receive = receive
    with pytest.raises(Refusal) as caught:
        asyncio.run(desk().form(asked))
    assert (caught.value.status, caught.value.more["typed"]) == (403, {"number": "3316"})
    with pytest.raises(Refusal) as caught:
        asyncio.run(desk().json(request(**{"x-form-token": "x"})))
    assert caught.value.status == 403


def test_static_routes_serve_only_what_lies_in_the_folder():
    from briefbook.server.desk_layout import STATIC, static_routes

    made = FastAPI()
    static_routes(made)
    assert any(getattr(route, "path", "") == "/desk/static/{name:path}" for route in made.routes)
    assert (STATIC / "desk.css").is_file()
