"""The review queue over HTTP: what is decided is in the journal, two people lose no words, markup in OCR is text."""

import re
from urllib.parse import quote

import pytest
from asking import HERE, Client
from reviewed import ReviewedCollection, cable

from briefbook.model.cable import Reading
from briefbook.model.catalogue import Entry
from briefbook.model.decision import ReviewDecision, UndoDecision
from briefbook.model.page import Line, Page, Word
from briefbook.model.review import ReviewState
from briefbook.server.access import Access, TrustedProxies
from briefbook.server.app import make_app
from briefbook.server.review_fields import review_fields, shown_doubt
from briefbook.util.translation import using


@pytest.fixture
def collection(tmp_path):
    return ReviewedCollection(
        tmp_path,
        [
            cable("D7001"),
            cable("D7002", {"number": 0.4, "date": 0.5}, number="3318"),
            cable("D7003", {"from": 0.6}, from_="WASHDG", number="3321"),
        ],
    )


@pytest.fixture
def client(collection):
    return Client(make_app(collection.app_state, access=HERE)).at_the_desk()


def form_of(client, item):
    """The fields of an item's form as a browser would send them."""
    text = client.get(f"/desk/review/items/{item}").text
    action = re.search(r'id="fields" method="post" action="([^"]+)"', text)[1].replace("&amp;", "&")
    form = re.search(r'<form id="fields".*?</form>', text, re.S)[0]
    return action, dict(re.findall(r'<input[^>]* name="([^"]+)" value="([^"]*)"', form))


def send(client, item, do="approve", form=None, accept="text/html", **changed):
    action, sent = form or form_of(client, item)
    named = {name.replace("_", "-", 1): value for name, value in changed.items()}
    return client.post(action, data={**sent, **named, "do": do}, headers={"accept": accept})


def test_the_queue_lists_what_is_most_worth_a_look_with_the_reasons(client):
    text = client.get("/desk/review").text
    assert re.findall(r'<th scope="row"><a href="[^"]*">(\w+)</a>', text) == ["D7002", "D7003", "D7001"]
    assert "Number: read with 40% certainty" in text
    assert "nothing in particular; nobody has looked yet" in text
    assert "0 of 3; 3 in this list" in text
    of_kind = client.get("/desk/review?kind=contradiction").text
    assert "Nothing is left in this list" in of_kind


def test_an_item_is_shown_with_its_fields_cut_outs_and_neighbours(client):
    text = client.get("/desk/review/items/D7002").text
    assert re.findall(r'data-field="(\w+)" data-doubt', text) == ["date", "number"]
    assert '<svg class="cutout" viewBox="52 72 256 32"' in text
    assert "/desk/pictures/D7002/1" in text
    assert re.search(r'aria-current="true"><th scope="row">D7002</th><td class="num">3318</td>', text)
    assert client.get("/desk/pictures/D7002/1").headers["content-type"] == "image/png"
    assert client.get("/desk/review/items/D7009").status_code == 404


def test_right_confirms_what_was_in_doubt_approves_the_item_and_leads_to_the_next(client, collection):
    answer = send(client, "D7002")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/desk/review/items/D7003?done=D7002"
    assert collection.lines() == [
        ("confirm-field", "D7002", "date", "1962-11-08"),
        ("confirm-field", "D7002", "number", "3318"),
        ("review", "D7002", "", "approved"),
    ]
    assert collection.catalogue.queue.row("D7002").doubts == ()
    assert "Saved: D7002" in client.get("/desk/review/items/D7003?done=D7002").text


def test_a_corrected_field_is_set_and_what_is_no_value_is_refused_with_the_words_kept(client, collection):
    answer = send(client, "D7002", value_date="soon", value_number="3317", why="seen on the scan")
    assert answer.status_code == 400
    assert "is not recognised as a value of date" in answer.text
    assert 'name="value-date" value="soon"' in answer.text
    assert 'name="value-number" value="3317"' in answer.text
    assert 'name="why" value="seen on the scan"' in answer.text
    assert collection.lines() == []
    send(client, "D7002", value_date="9 Nov 62", value_number="")
    assert collection.lines() == [
        ("set", "D7002", "date", "1962-11-09"), ("set", "D7002", "number", ""), ("review", "D7002", "", "approved"),
    ]  # fmt: skip
    both = send(client, "D7001", value_date="8/11/62")
    assert "can mean 8 November 1962 or 11 August 1962" in both.text


def test_skipped_to_be_discussed_and_cannot_tell(client, collection):
    send(client, "D7001", "skip")
    send(client, "D7002", "discuss", why="which Paris?")
    send(client, "D7003", unsure_from="1")
    assert collection.lines() == [
        ("review", "D7001", "", "seen"), ("review", "D7002", "", "discuss"), ("review", "D7003", "", "discuss"),
    ]  # fmt: skip
    reviews = [collection.catalogue.queue.review(item) for item in ("D7001", "D7002", "D7003")]
    assert [review.words for review in reviews] == ["", "which Paris?", "cannot tell: from"]
    send(client, "D7002", "skip")
    assert collection.catalogue.queue.review("D7002").state is ReviewState.DISCUSS


def test_two_people_on_one_field_get_a_choice_and_lose_no_words(client, collection):
    mine = form_of(client, "D7002")
    send(client, "D7002", "save", value_number="3319")
    answer = send(client, "D7002", form=mine, value_number="3320", why="my words")
    assert answer.status_code == 409
    assert re.search(r"number: now <b>3319</b> \(Ada, \d{4}-\d\d-\d\d\); yours <b>3320</b>", answer.text)
    assert 'name="value-number" value="3320"' in answer.text
    assert 'name="before-number" value="3319"' in answer.text
    assert 'name="why" value="my words"' in answer.text
    assert [line[3] for line in collection.lines()] == ["3319"]


def test_two_people_on_one_item_but_other_fields_do_not_disturb_each_other(client, collection):
    mine = form_of(client, "D7002")
    send(client, "D7002", "save", value_to="PARIS")
    assert send(client, "D7002", form=mine, value_number="3320").status_code == 303
    entry = collection.catalogue.get("D7002")
    assert (entry.value("to"), entry.value("number")) == ("PARIS", "3320")


def test_two_people_who_decide_the_same_do_not_contradict_each_other(client, collection):
    mine = form_of(client, "D7002")
    send(client, "D7002", value_number="3320")
    assert send(client, "D7002", form=mine, value_number="3320").status_code == 303


def test_undo_undoes_what_was_saved_together_and_leads_back(client, collection):
    send(client, "D7002")
    _, sent = form_of(client, "D7003")
    answer = client.post("/desk/review/undo", data={"form": sent["form"], "item": "D7002"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/review/items/D7002")
    assert collection.catalogue.queue.review("D7002").state is ReviewState.UNTOUCHED
    assert [doubt.field for doubt in collection.catalogue.queue.row("D7002").doubts] == ["number", "date"]
    assert sum(isinstance(line, UndoDecision) for line in collection.journal.read()[0]) == 3
    again = client.post("/desk/review/undo", data={"form": sent["form"], "item": "D7002"})
    assert again.status_code == 409


def test_another_person_s_decision_is_not_undone_by_a_key(collection):
    collection.record([ReviewDecision(item="D7001", state=ReviewState.APPROVED)], "Ben")
    app = make_app(collection.app_state, access=Access(proxies=TrustedProxies.parse(["10.0.0.1"])))
    proxied = Client(app, address="10.0.0.1")
    headers = {"remote-user": "ada"}
    text = proxied.get("/desk/review/items/D7002", headers=headers).text
    token = re.search(r'name="form" value="(\w+)"', text)[1]
    answer = proxied.post("/desk/review/undo", data={"form": token, "item": "D7001"}, headers=headers)
    assert (answer.status_code, answer.json()["title"]) == (409, "the last decision about D7001 is Ben's")


def test_a_script_is_told_what_was_saved_and_where_the_same_repair_may_be_right(tmp_path):
    wrong = {"from_": "WASHDG"}
    collection = ReviewedCollection(tmp_path, [cable("D1", {"from": 0.5}, **wrong), cable("D2", **wrong), cable("D3")])
    client = Client(make_app(collection.app_state, access=HERE)).at_the_desk()
    answer = send(client, "D1", accept="application/json", value_from="washdc").json()
    assert (answer["item"], answer["state"], answer["next"], answer["left"]) == (
        "D1", "approved", "/desk/review/items/D2", 2,
    )  # fmt: skip
    (repair,) = answer["repairs"]
    assert repair["words"] == "1 other item with from WASHDG"
    batch = client.get(repair["address"])
    assert re.findall(r'name="item-(\w+)"', batch.text) == ["D2"]
    assert "<del>WASHDG</del> → <ins>WASHDC</ins>" in batch.text
    token = re.search(r'name="form" value="(\w+)"', batch.text)[1]
    sent = {"form": token, "field": "from", "before": "WASHDG", "after": "WASHDC", "item-D2": "1", "item-D3": "1"}
    done = client.post("/desk/review/batch", data=sent)
    assert "1 item: from is now WASHDC." in done.text
    assert "Changed in the meantime and left alone: D3." in done.text
    assert collection.catalogue.get("D2").value("from") == "WASHDC"


def test_a_form_that_has_expired_saves_nothing_and_shows_what_was_typed(client, collection):
    action, sent = form_of(client, "D7002")
    answer = client.post(
        action, data={**sent, "form": "x", "value-number": "3320", "do": "approve"}, headers={"accept": "text/html"}
    )
    assert answer.status_code == 403
    assert "3320</textarea>" in answer.text
    assert collection.lines() == []


@pytest.mark.parametrize(
    "odd", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "</textarea><b>"]
)
def test_markup_in_what_was_read_typed_or_asked_is_text(tmp_path, odd):
    reading = Reading(odd, odd, confidence=0.3)
    made = cable("D1", number=odd, candidates={"subject": [reading]})
    collection = ReviewedCollection(tmp_path, [made, cable(f"D{odd}")])
    client = Client(make_app(collection.app_state, access=HERE)).at_the_desk()
    collection.record([ReviewDecision(item="D1", state=ReviewState.SEEN, why=odd)], odd)
    pages = [
        client.get("/desk/review?state=any").text,
        client.get("/desk/review/items/D1").text,
        client.get(f"/desk/review/batch?field=number&before={quote(odd)}&after={quote(odd)}").text,
        client.get(f"/desk/review?done={quote(odd)}").text,
        send(client, "D1", value_date=odd, why=odd).text,
    ]
    for text in pages:
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "</textarea><b>" not in text
        assert "49" not in re.findall(r">\s*49\s*<", text)


def test_the_queue_says_why_in_french_and_its_scripts_have_french_words(client):
    french = {"accept-language": "fr-CA,fr;q=0.9"}
    assert "desk-messages" not in client.get("/desk/review/items/D7002").text

    item = client.get("/desk/review/items/D7002", headers=french).text
    assert '<script type="application/json" id="desk-messages">{' in item
    assert '"Undo": ["Annuler"]' in item
    assert "Lu avec une certitude de 40\u202f%" in item
    assert "Numéro\xa0: lu avec une certitude de 40\u202f%" in client.get("/desk/review", headers=french).text
    assert client.get("/desk/static/words.js").status_code == 200


def test_a_heading_field_that_is_blank_is_looked_at_and_the_first_names_the_others():
    text = [Page("D1", 1, (Line((Word("SPECIMEN"),)),))]
    entry = Entry("D1", {"from": (Reading("OSLO", "OSLO"),), "subject": (Reading("FERRIES", "FERRIES"),)})
    assert [(field.name, field.doubts) for field in review_fields(entry, text, (), str, {}) if field.doubts] == [
        ("date", ("nothing was read here, nor in To and Number",))
    ]
    complete = Entry("D1", {name: (Reading("X", "X"),) for name in ("date", "from", "number")})
    assert [(field.name, field.doubts) for field in review_fields(complete, text, (), str, {}) if field.doubts] == [
        ("to", ("nothing was read",))
    ]
    assert [field for field in review_fields(entry, (), (), str, {}) if field.doubts] == []


def test_a_reason_to_look_has_no_code_before_it():
    assert shown_doubt("C113: D1 has no page 3") == "D1 has no page 3"
    with using("fr"):
        assert re.match("[A-Z][0-9]{3}", shown_doubt("C113: D1 has no page 3")) is None
