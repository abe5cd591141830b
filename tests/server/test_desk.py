"""The desk: a curator's decisions become lines of the journal, and are found at once; nobody else can send them."""

import json
import re
from dataclasses import replace

import pytest
from asking import HERE, Client

from briefbook.catalogue.journal import Journal
from briefbook.cli.serve_ import ServedCollection
from briefbook.errors import OutsideError
from briefbook.model.decision import FieldDecision
from briefbook.model.finding import Finding
from briefbook.model.locator import PagePosition
from briefbook.project.collection import Collection
from briefbook.project.pipeline import open_search
from briefbook.project.workspace import decide
from briefbook.server.access import Access, TrustedProxies
from briefbook.server.app import make_app

PROXIED = Access(proxies=TrustedProxies.parse(["10.0.0.1"]))


def description(item, **fields):
    readings = {name: [{"as_written": value, "value": value}] for name, value in fields.items()}
    return {"item": item, "fields": readings, "pages": [f"SPECIMEN\nTHE FERRY {item} IS LATE"]}


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.setenv("BRIEFBOOK_WHO", "Ada")
    (tmp_path / "briefbook.toml").write_text('[collection]\ntitle = "Specimen"\n', encoding="utf-8")
    for name in ("scans", "narratives", "received/list"):
        (tmp_path / name).mkdir(parents=True)
    rows = [
        description("CDNW1", date="1962-11-08", **{"from": "WASHDC"}, number="3316", specimen="yes"),
        description("CDNW2", date="1962-11-09", **{"from": "NOWHERESVILLE"}, number="12", specimen="yes"),
    ]
    text = "".join(json.dumps(row) + "\n" for row in rows)
    (tmp_path / "received/list/descriptions.jsonl").write_text(text, encoding="utf-8")
    return Collection.open(tmp_path)


@pytest.fixture
def kept(here):
    index, catalogue = open_search(here)
    made = ServedCollection(here, index, catalogue)
    made.load_changes()
    return made


@pytest.fixture
def client(kept):
    return Client(make_app(kept.app_state, access=HERE)).at_the_desk()


def form_of(client, address="/desk"):
    return re.search(r'name="form" value="(\w+)"', client.get(address).text)[1]


def send(client, **told):
    return client.post("/desk", data={"form": form_of(client, "/desk?item=CDNW1&field=subject"), **told})


def journal(here):
    lines = here.journal.read_text(encoding="utf-8").splitlines() if here.journal.exists() else []
    return [json.loads(line) for line in lines]


CORRECTION = {"do": "set", "item": "CDNW1", "field": "subject", "before": "", "value": "Late ferry", "why": "seen"}


def test_a_correction_is_a_line_of_the_journal_and_is_found_at_once(client, here):
    assert client.get("/api/v1/search?q=subject:late").json()["total"] == 0
    answer = send(client, **CORRECTION)
    assert answer.status_code == 303
    (line,) = journal(here)
    assert (line["kind"], line["item"], line["field"], line["from"], line["to"], line["why"], line["who"]) == (
        "set", "CDNW1", "subject", None, "Late ferry", "seen", "Ada",
    )  # fmt: skip
    hits = client.get("/api/v1/search?q=subject:late").json()["hits"]
    assert [hit["item"] for hit in hits] == ["CDNW1"]
    assert client.get("/api/v1/items/CDNW1").json()["fields"]["subject"][0]["by"] == "person"


def test_a_correction_can_be_undone_and_what_nobody_corrected_cannot(client, here):
    send(client, **CORRECTION)
    assert "Undo the correction" in client.get("/desk?item=CDNW1&field=subject").text
    answer = send(client, do="unset", item="CDNW1", field="subject", why="a slip")
    assert answer.status_code in (200, 303)
    last = journal(here)[-1]
    assert (last["kind"], last["field"], last["from"], last["why"]) == ("unset", "subject", "Late ferry", "a slip")
    assert "Undo the correction" not in client.get("/desk?item=CDNW1&field=subject").text
    assert send(client, do="unset", item="CDNW1", field="subject").status_code == 409


def line_of(client, address="/desk"):
    return re.search(r'name="line" value="(\w+)"', client.get(address).text)[1]


def test_the_last_decisions_are_listed_newest_first_with_who_took_them_and_when(client, here):
    assert "None yet" in client.get("/desk").text
    decide(here, [FieldDecision(item="CDNW2", field="subject", before=None, after="Early ferry")], who="Grace")
    send(client, **CORRECTION)
    page = re.sub(r"<[^>]+>", "", client.get("/desk").text)
    day = journal(here)[0]["when"][:10]
    assert re.search(
        rf"CDNW1: subject: \(blank\) → Late ferry Ada, {day} \d\d:\d\d UTC seen.*"
        rf"CDNW2: subject: \(blank\) → Early ferry Grace, {day}",
        page,
    )
    of_item = client.get("/desk?item=CDNW2").text
    assert ("Early ferry</" in of_item or "→ Early ferry" in of_item, "Late ferry" in of_item) == (True, False)


def test_a_decision_is_undone_by_its_button_and_the_journal_keeps_both_lines(client, here):
    send(client, **CORRECTION)
    answer = send(client, do="undo", line=line_of(client), why="the wrong paper")
    assert answer.status_code == 303
    first, last = journal(here)
    assert (last["kind"], last["why"], last["who"]) == ("undo", "the wrong paper", "Ada")
    assert last["undone"] == first
    assert client.get("/api/v1/search?q=subject:late").json()["total"] == 0
    page = client.get("/desk").text
    assert "Undone since." in page
    assert page.count('name="line"') == 1  # the undo itself can be undone
    assert ">Undo</button>" not in page


def test_an_undo_can_itself_be_undone_and_then_the_decision_again(client, here):
    send(client, **CORRECTION)
    send(client, do="undo", line=line_of(client), why="the wrong paper")
    assert "Redo</button>" in client.get("/desk").text
    send(client, do="undo", line=line_of(client), why="no, the right one")
    _, undo, again = journal(here)
    assert (again["kind"], again["undone"], again["why"]) == ("undo", undo, "no, the right one")
    assert client.get("/api/v1/search?q=subject:late").json()["total"] == 1
    page = client.get("/desk").text
    assert "Redone since." in page
    assert "Redo</button>" not in page
    send(client, do="undo", line=line_of(client))
    assert client.get("/api/v1/search?q=subject:late").json()["total"] == 0
    assert journal(here)[-1]["undone"] == journal(here)[0]


def test_a_date_that_can_be_two_days_is_asked_and_not_recorded(client, here):
    answer = send(client, do="set", item="CDNW1", field="date", before="1962-11-08", value="9/11/62", why="seen")
    assert answer.status_code == 400
    assert "can mean 9 November 1962 or 11 September 1962" in answer.text
    assert "write 1962-11-09 or 1962-09-11" in answer.text
    assert journal(here) == []


@pytest.mark.parametrize("field", ["received", "sent", "event"])
def test_a_day_of_receipt_in_words_that_are_no_date_is_refused(client, here, field):
    answer = send(client, do="set", item="CDNW1", field=field, before="", value="the other day", why="seen")
    assert (answer.status_code, "is not recognised as a value" in answer.text) == (400, True)
    assert journal(here) == []


def test_the_desk_shows_every_reading_of_a_field_with_its_source(client, kept, here):
    row = {"item": "CDNW1", "fields": {"number": [{"as_written": "3361", "value": "3361"}]}}
    (here.received / "other").mkdir()
    (here.received / "other" / "descriptions.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    kept.load_changes()
    send(client, do="set", item="CDNW1", field="number", before="3316", value="3317", why="seen")
    page = re.sub(r"<[^>]+>", " ", client.get("/desk?item=CDNW1").text)
    assert "3317  entered by a person (Ada, " in page
    assert "Not chosen: 3316: from the supplied list (list)" in page
    assert "Not chosen: 3361: from the supplied list (other)" in page


def test_where_list_and_paper_differ_the_desk_offers_both_values(client, kept):
    finding = Finding(
        "C104", None, "they differ", item="CDNW1", data={"field": "number", "received": "3316", "machine": "3361"}
    )
    kept.app_state.open(replace(kept.app_state.archive(), findings=(finding,)))
    page = client.get("/desk").text
    assert "<button>The list is right: 3316</button>" in page
    assert "<button>The paper is right: 3361</button>" in page
    assert "Neither: correct number" in page


def test_that_the_list_is_right_is_a_persons_word(client, here):
    assert send(client, do="keep", item="CDNW1", field="number", before="3316", why="seen").status_code == 303
    (line,) = journal(here)
    assert (line["kind"], line["field"], line["from"], line["to"], line["why"]) == (
        "set", "number", "3316", "3316", "seen",
    )  # fmt: skip
    assert send(client, do="keep", item="CDNW1", field="number", before="9", why="seen").status_code == 409
    assert send(client, do="keep", item="CDNW9", field="number", before="9", why="seen").status_code == 404


def test_a_decision_is_undone_once(client, here):
    send(client, **CORRECTION)
    line = line_of(client)
    send(client, do="undo", line=line)
    assert send(client, do="undo", line=line).status_code == 409
    assert send(client, do="undo", line="0").status_code == 409
    assert len(journal(here)) == 2


def test_where_a_later_decision_still_holds_it_is_said(client, here):
    send(client, **CORRECTION)
    line = line_of(client)
    later = FieldDecision(item="CDNW1", field="subject", before="Late ferry", after="Later ferry")
    Journal(here.journal).append(replace(later, when="2099-01-01T00:00:00Z", who="Grace"))
    answer = send(client, do="undo", line=line)
    assert "A later decision still applies: Later ferry." in client.get(answer.headers["location"]).text


def test_taking_back_needs_our_form(client, here):
    send(client, **CORRECTION)
    assert client.post("/desk", data={"do": "undo", "line": line_of(client)}).status_code == 403
    assert len(journal(here)) == 1


def test_what_was_typed_stays_in_the_form_where_it_is_refused(client):
    told = {
        "do": "set",
        "item": "CDNW1",
        "field": "date",
        "before": "1962-11-08",
        "value": "31-Nov-62",
        "why": "seen <b>",
    }
    page = send(client, **told).text
    assert 'name="value" value="31-Nov-62"' in page
    assert 'name="why" value="seen &lt;b&gt;"' in page
    assert 'name="before" value="1962-11-08"' in page


def test_what_was_typed_stays_where_the_form_had_expired_but_not_if_another_site_sent_it(client):
    page = client.post("/desk", data=CORRECTION).text
    assert 'name="value" value="Late ferry"' in page
    page = client.post("/desk", data=CORRECTION, headers={"Sec-Fetch-Site": "cross-site"}).text
    assert "Late ferry" not in page


def test_the_reason_of_another_form_that_is_refused_is_shown_again(client):
    assert "You typed: “as in the list”" in send(client, do="accept", code="C999", why="as in the list").text


def test_the_book_follows_a_decision(client, kept):
    assert "Late ferry" not in client.get("/items/CDNW1.html").text
    send(client, **CORRECTION)
    kept.renew()
    assert "Late ferry" in client.get("/items/CDNW1.html").text


def test_a_date_is_kept_as_it_is_stored_and_one_that_is_none_is_refused(client, here):
    good = {"do": "set", "item": "CDNW1", "field": "date", "before": "1962-11-08"}
    assert send(client, **good, value="31-Nov-62").status_code == 400
    assert journal(here) == []
    assert send(client, **good, value="9-Nov-62").status_code == 303
    assert journal(here)[0]["to"] == "1962-11-09"


def test_what_was_changed_meanwhile_is_not_overwritten(client, here):
    send(client, **CORRECTION)
    answer = send(client, **{**CORRECTION, "value": "Another"})
    assert answer.status_code == 409
    assert "is now Late ferry" in answer.text
    assert len(journal(here)) == 1


def test_an_empty_value_says_that_the_field_is_blank(client, here):
    assert send(client, do="set", item="CDNW1", field="number", before="3316", value="").status_code == 303
    assert journal(here)[0]["to"] is None
    assert client.get("/api/v1/search?q=number:3316").json()["total"] == 0


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({**CORRECTION, "item": "CDNW9"}, 404),
        ({**CORRECTION, "field": "colour"}, 400),
        ({**CORRECTION, "value": ""}, 400),
        ({"do": "accept", "code": "C999", "item": "", "where": "", "why": "so"}, 404),
        ({"do": "accept", "code": "C999"}, 400),
        ({"do": "confirm", "code": "NOWHERESVILLE", "name": " "}, 400),
        ({"do": "dance"}, 400),
    ],
)
def test_what_cannot_be_decided_is_refused_and_leaves_no_line(client, here, told, status):
    answer = send(client, **told)
    assert answer.status_code == status
    assert 'role="alert"' in answer.text
    assert journal(here) == []


def test_a_code_is_confirmed(client, here, kept):
    assert "NOWHERESVILLE" in client.get("/desk").text
    assert send(client, do="confirm", code="nowheresville", name="Consulate Nowhere").status_code == 303
    assert (journal(here)[0]["kind"], journal(here)[0]["code"]) == ("confirm", "NOWHERESVILLE")
    kept.renew()
    assert 'name="code" value="NOWHERESVILLE"' not in client.get("/desk").text


def test_a_finding_is_accepted_with_a_reason(client, here, kept):
    finding = next(one for one in kept.app_state.archive().findings if one.accepted is None)
    told = {"do": "accept", "code": finding.code, "item": finding.item or "", "where": str(finding.where or "")}
    assert send(client, **told).status_code == 400
    assert send(client, **told, why="it is known").status_code == 303
    kept.renew()
    again = [one for one in kept.app_state.archive().findings if (one.code, one.item) == (finding.code, finding.item)]
    assert again
    assert all("it is known" in (one.accepted or "") for one in again if one.where == finding.where)


def test_what_is_not_sent_from_our_form_is_refused(client, here):
    assert client.post("/desk", data=CORRECTION).status_code == 403
    assert client.post("/desk", data={**CORRECTION, "form": "é"}).status_code == 403
    token = form_of(client, "/desk?item=CDNW1&field=subject")
    foreign = client.post("/desk", data={**CORRECTION, "form": token}, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403
    assert journal(here) == []


def test_what_is_typed_is_shown_and_not_run(client):
    send(client, **{**CORRECTION, "value": "<script>alert(1)</script>"})
    for address in ("/desk?item=CDNW1", "/desk?item=<script>alert(1)</script>", "/desk?done=<script>alert(1)</script>"):
        assert "<script>alert" not in client.get(address).text


def test_there_is_no_desk_where_nobody_says_who_asks(kept):
    assert Client(make_app(kept.app_state, prefix="/cables")).get("/desk").status_code == 404
    proxied = Client(make_app(kept.app_state, access=PROXIED), address="10.0.0.1")
    assert proxied.get("/desk", headers={"Remote-User": "grace"}).status_code == 200


def test_behind_a_proxy_the_journal_names_who_decided(kept, here):
    proxied = Client(make_app(kept.app_state, access=PROXIED), address="10.0.0.1")
    page = proxied.get("/desk?item=CDNW1&field=subject", headers={"Remote-User": "grace"}).text
    token = re.search(r'name="form" value="(\w+)"', page)[1]
    proxied.post("/desk", data={**CORRECTION, "form": token}, headers={"Remote-User": "grace"})
    assert journal(here)[0]["who"] == "grace"


def test_what_is_written_elsewhere_is_noticed_and_shown(client, here, kept):
    assert not kept.is_behind()
    page = "---\ntitle: The crossing\n---\n\nThe ferry was late (CDNW1).\n"
    (here.narratives / "crossing.md").write_text(page, encoding="utf-8")
    assert kept.is_behind()
    kept.load_changes()
    assert "The crossing" in client.get("/narratives/crossing.html").text
    decide(here, [FieldDecision(item="CDNW2", field="subject", before=None, after="From a terminal")])
    assert kept.is_behind()
    send(client, **CORRECTION)
    kept.load_changes()
    assert client.get("/api/v1/search?q=subject:terminal").json()["total"] == 1
    assert client.get("/api/v1/search?q=subject:late").json()["total"] == 1
    assert not kept.is_behind()


def test_a_catalogue_brought_up_to_date_elsewhere_does_not_lose_a_decision(client, here):
    assert client.get("/api/v1/search?q=subject:late").json()["total"] == 0
    decide(here, [FieldDecision(item="CDNW2", field="subject", before=None, after="From a terminal")])
    open_search(here)
    assert send(client, **CORRECTION).status_code == 303
    assert client.get("/api/v1/search?q=subject:late").json()["total"] == 1


def test_a_field_that_the_form_does_not_have_is_refused(client, here):
    answer = send(client, **{**CORRECTION, "reason": "seen on the paper"})
    assert answer.status_code == 400
    assert "the form has no field" in answer.text.lower()
    assert journal(here) == []


def test_more_fields_than_any_form_has_are_refused(client):
    answer = client.post("/desk", data={f"f{number}": "x" for number in range(60)})
    assert answer.status_code == 400


def test_what_keeps_the_book_from_being_shown_is_said_once_and_tried_again(here, kept, monkeypatch, capsys):
    tries = []

    def load_changes():
        tries.append(1)
        if len(tries) > 3:
            raise SystemExit  # the thread would go on for ever
        raise OutsideError(f"cannot write {here.root}")

    monkeypatch.setattr(kept, "load_changes", load_changes)
    monkeypatch.setattr(kept, "_workspace", None)
    monkeypatch.setattr("briefbook.cli.serve_.POLL_SECONDS", 0.01)
    with pytest.raises(SystemExit):
        kept.make_ready()
    assert len(tries) == 4
    assert capsys.readouterr().err.count("the book cannot be brought up to date") == 1


def test_a_blank_field_is_a_link_and_the_item_leads_to_its_review(client):
    page = client.get("/desk?item=CDNW1").text
    assert 'href="/desk/review/items/CDNW1"' in page
    assert re.search(
        r'<a href="desk\?item=CDNW1&amp;field=caveats#correct" aria-label="Correct Caveats">Caveats</a>', page
    )


def test_a_finding_names_its_item_once_and_what_is_to_be_typed_is_no_backtick(client, kept):
    finding = Finding(
        "C108", None, "CDNW1: it may hold several papers", item="CDNW1", remedy="see `briefbook parts ITEM`."
    )
    kept.app_state.open(replace(kept.app_state.archive(), findings=(finding,)))
    row = next(part for part in client.get("/desk").text.split("<li>") if "<strong>C108</strong>" in part)
    visible = re.sub(r"<form.*?</form>|<[^>]*>", "", row, flags=re.DOTALL)
    assert visible.count("CDNW1") == 1
    assert "See <code>briefbook parts ITEM</code>." in row
    assert 'href="/desk?item=CDNW1#parts"' in row


def test_advice_that_a_page_of_the_desk_carries_out_is_a_link_in_place_of_a_folder(client, kept):
    advice = "look at the picture and type what is missing into transcripts/."
    finding = Finding("R111", None, "page 1: typing was not read", advice, item="CDNW1", place=PagePosition(1))
    kept.app_state.open(replace(kept.app_state.archive(), findings=(finding,)))
    row = next(part for part in client.get("/desk").text.split("<li>") if "<strong>R111</strong>" in part)
    link = re.search(r'<a href="(/desk/items/CDNW1/pages/1/transcript)">The picture and the text</a>', row)
    assert "Look at the picture and type what is missing.<" in row
    assert link is not None
    assert client.get(link[1]).status_code == 200


def test_an_address_of_the_desk_that_is_none_is_answered_by_the_desk_with_its_menu(client):
    answer = client.get("/desk/nothing-here", headers={"accept": "text/html"})
    assert answer.status_code == 404
    assert "The desk has no such page" in answer.text
    assert 'href="/desk/review"' in answer.text


def test_what_is_not_recognised_is_named_with_its_field(client):
    answer = send(client, do="set", item="CDNW1", field="date", before="1962-11-08", value="soon", why="seen")
    assert "“soon” is not recognised as a value of date." in answer.text
