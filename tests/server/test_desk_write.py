"""Writing at the desk, as its scripts ask: who may, what comes back, and what is refused."""

import hashlib
import io
import json
import re
from pathlib import Path

import pytest
from asking import HERE, Client
from fastapi import FastAPI
from PIL import Image
from writing import CHAPTER, app_state_of, make_book, token_in, write_app

from briefbook.server.access import Access
from briefbook.server.accounts import Accounts
from briefbook.server.csrf import FormTokens
from briefbook.server.desk_layout import Desk
from briefbook.server.desk_write import write_routes

ROOT = Path(__file__).parents[2]
NAME = "narratives/harbour.md"
PASSWORD = "a long password of the tests"
PEOPLE = {"rita": "reader", "dora": "reader-of-drafts", "abel": "author", "cora": "curator", "kim": "keeper"}


@pytest.fixture
def folder(tmp_path):
    return make_book(tmp_path)


@pytest.fixture
def client(folder):
    return Writer(Client(write_app(folder, HERE)).at_the_desk())


class Writer:
    """Asks as the scripts do, with the token of the page."""

    def __init__(self, client):
        self.client = client
        self.get = client.get
        page = client.get(f"/desk/write?chapter={NAME}")
        self.token = token_in(page.text) if page.status_code == 200 else "none"

    def post(self, what, **values):
        return self.send(what, json.dumps({"chapter": NAME, **values}).encode())

    def send(self, what, body, token=None, language="en"):
        token = self.token if token is None else token
        headers = {"X-Form-Token": token, "Accept": "application/json", "Accept-Language": language}
        return self.client.post(f"/desk/write/{what}", content=body, headers=headers)


def picture():
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "PNG")
    return out.getvalue()


def table():
    text = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    section = text.partition("\n## Writing\n")[2].partition("\n## ")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line[:1] == "|"]


def questions(writer):
    """What each column of the table asks."""
    texts = {"before": CHAPTER, "base": CHAPTER, "text": CHAPTER + "More.\n"}
    yield writer.get("/desk/write")
    yield writer.get(f"/desk/write?chapter={NAME}")
    yield writer.get(f"/desk/write/state?chapter={NAME}")
    yield writer.get("/desk/write/items?q=SPEC101")
    yield writer.get("/desk/write/card?item=SPEC101")
    yield writer.get("/desk/write/page?item=SPEC101")
    yield writer.get("/desk/write/quotation?item=SPEC101&number=1&first=7.1&last=7.9")
    yield writer.post("look", text=CHAPTER)
    yield writer.post("keep", **texts)
    yield writer.post("save", base=CHAPTER, text=CHAPTER)
    yield writer.post("discard")
    yield writer.send("picture?name=pier.png", picture())
    yield writer.client.post("/desk/write/new", data={"title": "A chapter", "form": writer.token})


@pytest.mark.parametrize("row", table()[2:], ids=lambda row: row[0])
def test_what_the_page_on_security_says_is_what_comes_back(folder, tmp_path_factory, row):
    accounts = Accounts.read(tmp_path_factory.mktemp("accounts") / "accounts.json")
    for name, role in PEOPLE.items():
        accounts.add(name, PASSWORD, role)
    client = Client(write_app(folder, Access(accounts=accounts)))
    name = row[0].partition(",")[0]
    if name != "nobody":
        form = re.search(r'name="form" value="(\w+)"', client.get("/login").text)[1]
        client.post("/login", data={"name": name, "password": PASSWORD, "form": form})
    assert [str(answer.status_code) for answer in questions(Writer(client))] == row[1:]


def test_the_table_has_every_route_of_the_writing_desk(folder):
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    write_routes(app, Desk(app_state_of(folder), "", FormTokens()))
    routes = {route.path for route in app.routes}
    asked = {head.strip("`").split()[1].partition("?")[0] for head in table()[0][1:]}
    assert routes == {path if path.startswith("/") else f"/desk/write/{path}" for path in asked}


def test_the_list_names_the_chapters_and_who_has_not_saved(client):
    client.post("keep", before=CHAPTER, base=CHAPTER, text=CHAPTER + "More.\n")
    page = client.get("/desk/write").text
    assert "The harbour works" in page
    assert "narratives/second.md" in page
    assert re.search(r"<tbody>.*UTC</time>", page, re.S)


@pytest.mark.parametrize("what", ["look", "keep", "save", "discard", "picture?name=a.png", "new"])
def test_nothing_is_done_without_the_token_of_the_form(client, folder, what):
    before = {path: path.read_bytes() for path in folder.rglob("*.md")}
    body = json.dumps({"chapter": NAME, "before": CHAPTER, "base": CHAPTER, "text": "gone"}).encode()
    for token in ("", "0" * 64):
        assert client.send(what, body, token).status_code == 403
    assert {path: path.read_bytes() for path in folder.rglob("*.md")} == before
    assert not (folder / "working-copies").exists()
    assert not (folder / "media").exists()


def test_the_page_beside_the_text_is_the_page_of_the_site(client, folder):
    html = client.post("look", text=CHAPTER).json()["html"].strip()
    assert "quotation" in html
    assert html in client.get("/narratives/harbour.html").text
    body = json.dumps({"chapter": NAME, "text": CHAPTER}).encode()
    assert client.send("look", body, language="fr").json()["html"].strip() == html  # only the desk is French


HOSTILE = """\
---
title: <img src=x onerror=alert(1)>
---

# <script>alert(1)</script>

<script>alert(2)</script><img src="x" onerror="alert(3)"> <svg onload=alert(4)></svg> <style>*{display:none}</style>

[a](javascript:alert(5)) [b](data:text/html,<script>alert(6)</script>) <a href="JaVaScRiPt:alert(7)">c</a>
![d](javascript:alert(8)) <iframe src="//evil.example"></iframe> <form action="/desk"><button>x</button></form>
<p onclick="alert(9)" style="position:fixed">e</p> (SPEC101<script>alert(10)</script>) “<b onmouseover=alert(11)>f</b>”
"""


def test_no_script_comes_through_to_the_page_beside_the_text(client):
    answer = client.post("look", text=HOSTILE)
    html = answer.json()["html"]
    assert answer.headers["content-type"] == "application/json"
    assert re.search(r"<(?:script|style|svg|iframe|form|button)\b", html, re.I) is None
    assert re.search(r"<[^>]+\son\w+=", html, re.I) is None
    assert re.search(r'(?:href|src)="\s*(?:javascript|data|vbscript):', html, re.I) is None


def test_the_policy_allows_one_style_sheet_more_and_no_script(client):
    first, second = (client.get(f"/desk/write?chapter={NAME}") for _ in range(2))
    policy = first.headers["content-security-policy"]
    nonce = re.search(r"style-src 'self' 'nonce-([\w-]+)'", policy)[1]
    assert re.search(r"script-src ([^;]+)", policy)[1] == "'self' 'wasm-unsafe-eval'"
    assert nonce not in second.headers["content-security-policy"]
    assert "nonce" not in client.get("/desk/write").headers["content-security-policy"]
    assert re.search(r"<script(?![^>]*\bsrc=)", first.text) is None
    assert re.search(r"<style|\sstyle=", first.text) is None


def test_findings_come_with_their_places_and_quick_fixes(client):
    text = "A 𝔸 letter, and a paper (SPEC109).\n"
    (finding,) = [row for row in client.post("look", text=text).json()["findings"] if row["code"] == "C101"]
    units = text.encode("utf-16-le")
    assert units[2 * finding["from"] : 2 * finding["to"]].decode("utf-16-le") == "SPEC109"
    assert {fix["title"] for fix in finding["fixes"]} >= {"Cite SPEC101", "Accept C101 here"}
    fix = next(fix for fix in finding["fixes"] if fix["title"] == "Cite SPEC101")
    assert (fix["from"], fix["to"], fix["text"]) == (finding["from"], finding["to"], "SPEC101")


def test_the_outline_and_the_verdicts_come_too(client):
    look = client.post("look", text=f"{CHAPTER}\n## Later\n\nWords.\n").json()
    assert [(row["heading"], row["level"]) for row in look["outline"]] == [("Later", 2)]
    assert [(row["verdict"], row["item"], row["page"]) for row in look["quotations"]] == [
        ("word for word", "SPEC103", 1)
    ]
    assert [row["item"] for row in look["citations"]] == ["SPEC101", "SPEC102", "SPEC103"]
    assert look["title"] == "The harbour works"


@pytest.mark.parametrize(
    ("words", "first"),
    [("SPEC104", "SPEC104"), ("washdc 3316", "SPEC102"), ("13 November 1962 LDN", "SPEC103"), ("botwdc", "SPEC105")],
)
def test_an_item_is_found_by_number_office_date_or_words(client, words, first):
    items = client.get("/desk/write/items", params={"q": words}).json()["items"]
    assert items[0]["item"] == first
    assert items[0]["citation"] == f"({first})"


def test_words_of_the_text_are_found_too_and_a_slip_in_a_query_is_no_error(client):
    items = client.get("/desk/write/items", params={"q": "ferry"}).json()["items"]
    assert {row["item"] for row in items} >= {"SPEC101", "SPEC104"}
    assert "\ue000" in items[0]["snippet"]
    assert client.get("/desk/write/items", params={"q": "(ferry"}).status_code == 200
    assert client.get("/desk/write/items", params={"q": ""}).json() == {"items": []}


def test_a_page_comes_with_its_words_and_their_boxes(client):
    page = client.get("/desk/write/page?item=SPEC103").json()
    assert (page["number"], page["pages"], page["width"]) == (1, [1], 850)
    words = page["lines"][8]["words"]
    assert words[6]["text"] == "LOOKED"
    assert len(words[6]["box"]) == 4
    assert client.get(f"/{page['picture']}").headers["content-type"] == "image/png"


def test_words_pointed_at_become_a_quotation_that_is_found_word_for_word(client):
    asked = "item=SPEC103&number=1&first=9.7&last=9.10"
    quotation = client.get(f"/desk/write/quotation?{asked}").json()
    assert quotation["markdown"] == "“LOOKED DISSATISFIED WITH EVERYTHING” (SPEC103, p. 1)"
    look = client.post("look", text=f"He {quotation['markdown']}.\n").json()
    assert [row["verdict"] for row in look["quotations"]] == ["word for word"]
    assert [row["code"] for row in look["findings"] if row["code"].startswith("C2")] == []


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("page?item=NONE", 404), ("page?item=SPEC101&number=9", 404), ("page?item=SPEC101&number=x", 422),
        ("quotation?item=SPEC101&number=1&first=99.1&last=99.2", 404),
        ("quotation?item=SPEC101&number=1&first=a&last=b", 400),
        ("quotation?item=SPEC101&number=1&first=-1.1&last=2.2", 400),
        ("state?chapter=../briefbook.toml", 404), ("state?chapter=narratives/../accounts.json", 404), ("state", 422),
    ],
)  # fmt: skip
def test_what_is_not_there_is_refused(client, query, status):
    assert client.get(f"/desk/write/{query}").status_code == status


@pytest.mark.parametrize("what", ["look", "keep", "save", "discard"])
@pytest.mark.parametrize("name", ["narratives/../briefbook.toml", "/etc/passwd", "narratives/none.md", "media/x.md"])
def test_a_chapter_that_leads_elsewhere_is_refused(client, folder, what, name):
    body = json.dumps({"chapter": name, "before": "", "base": "", "text": "x"}).encode()
    assert client.send(what, body).status_code == 404
    assert (folder / "briefbook.toml").read_text(encoding="utf-8").startswith("[collection]")


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"chapter": 3, "text": "x"}', b'{"chapter": "narratives/harbour.md"}']
)
def test_a_request_that_is_no_request_is_refused(client, body):
    assert client.send("look", body).status_code == 400


def test_a_picture_is_put_into_media_and_shown_beside_the_text(client, folder):
    assert client.send("picture?name=Pier%201.png", picture()).json() == {"path": "media/pier-1.png"}
    html = client.post("look", text="![A pier](../media/pier-1.png)\n").json()["html"]
    assert 'src="../media/pier-1.png"' in html
    assert client.get("/media/pier-1.png").content == picture()


@pytest.mark.parametrize("name", ["pier.png", "pier.svg", "pier.html", "..%2f..%2fpier.jpg"])
def test_a_picture_that_is_not_what_it_says_is_refused(client, folder, name):
    answer = client.send(f"picture?name={name}", b"<html><script>alert(1)</script></html>")
    assert answer.status_code == 400
    assert not (folder / "media").exists()


def test_a_request_that_is_too_large_is_refused_before_it_is_read(client):
    assert client.send("picture?name=a.png", b"x" * 21_000_001).status_code == 413
    assert client.send("look", b"x" * ((8 << 20) + 1)).status_code == 413


def test_two_people_at_one_paragraph_are_told_and_nothing_is_written_over(client, folder):
    theirs = CHAPTER.replace("went on", "stopped")
    (folder / NAME).write_text(theirs, encoding="utf-8")
    ours = CHAPTER.replace("went on", "were resumed")
    answer = client.post("save", base=CHAPTER, text=ours).json()
    assert [part for part in answer["parts"] if isinstance(part, dict)] == [
        {
            "base": "The harbour works went on (SPEC101, SPEC102).\n",
            "ours": "The harbour works were resumed (SPEC101, SPEC102).\n",
            "theirs": "The harbour works stopped (SPEC101, SPEC102).\n",
        }
    ]
    assert answer["theirs"] == theirs
    assert (folder / NAME).read_text(encoding="utf-8") == theirs
    assert client.get(f"/desk/write/state?chapter={NAME}").json()["copy"]["text"] == ours


def test_a_file_that_did_not_change_is_not_sent_again(client):
    state = client.get(f"/desk/write/state?chapter={NAME}").json()
    assert state["text"] == CHAPTER
    again = client.get(f"/desk/write/state?chapter={NAME}&seen={state['file']}").json()
    assert set(again) == {"file", "others", "token"}


def test_a_new_chapter_is_a_draft_and_opens_in_the_editor(client, folder):
    answer = client.client.post("/desk/write/new", data={"title": "The third", "form": client.token})
    assert answer.headers["location"] == "/desk/write?chapter=narratives/the-third.md"
    assert "draft: true" in (folder / "narratives/the-third.md").read_text(encoding="utf-8")
    assert client.client.post("/desk/write/new", data={"title": " ", "form": client.token}).status_code == 400


def test_the_editor_that_is_delivered_is_the_one_that_was_built():
    vendor = ROOT / "src/briefbook/server/static/vendor"
    about = json.loads((vendor / "codemirror.json").read_text(encoding="utf-8"))
    assert hashlib.sha256((vendor / about["file"]).read_bytes()).hexdigest() == about["sha256"]
    locked = json.loads((ROOT / "tools/editor/package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert about["packages"] == {name: locked[f"node_modules/{name}"]["version"] for name in about["packages"]}
    assert {locked[f"node_modules/{name}"]["license"] for name in about["packages"]} == {"MIT"}
