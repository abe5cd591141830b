"""A book in two languages, served: pages in the language of their address, and what has one address as asked for."""

import pytest
from asking import HERE, Client

from briefbook.cli.serve_ import ServedCollection
from briefbook.project.collection import Collection
from briefbook.project.pipeline import open_search
from briefbook.server.app import make_app

FRENCH = {"accept-language": "fr-CA,fr;q=0.9,en;q=0.8"}


@pytest.fixture
def client(harbour):
    (harbour / "narratives/harbour.md").write_text("---\ntitle: The harbour\n---\n\nLights (H101).\n", encoding="utf-8")
    (harbour / "narratives/harbour.fr.md").write_text(
        "---\ntitle: Le port\n---\n\nDes feux (H101).\n", encoding="utf-8"
    )
    with (harbour / "briefbook.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[site]\nlanguages = ["en", "fr"]\n')
    here = Collection.open(harbour)
    made = ServedCollection(here, *open_search(here))
    made.load_changes()
    return Client(make_app(made.app_state, access=HERE))


def test_pages_searches_and_refusals_are_in_the_language_of_their_folder(client):
    assert "<h1" in client.get("/narratives/harbour.html").text
    assert "Le port</h1>" in client.get("/fr/narratives/harbour.html").text
    assert "The harbour</h1>" in client.get("/narratives/harbour.html", headers=FRENCH).text

    french = client.get("/fr/search", params={"q": "lights"}).text
    assert '<html lang="fr"' in french
    assert "Recherche effectuée dans" in french
    assert 'href="../api/v1/search?q=lights' in french
    assert 'action="search"' in french
    assert '<html lang="en"' in client.get("/search", params={"q": "lights"}, headers=FRENCH).text
    assert client.get("/de/search", params={"q": "lights"}).status_code == 404
    moved = client.get("/fr/search.html", params={"q": "lights"})
    assert (moved.status_code, moved.headers["location"]) == (307, "search?q=lights&order=relevance")

    missing = client.get("/fr/nowhere/at-all.html")
    assert missing.status_code == 404
    assert "Page introuvable" in missing.text
    assert 'href="../../static/site.css"' in missing.text
    assert "Page not found" in client.get("/nowhere/at-all.html", headers=FRENCH).text


def test_a_reader_is_led_to_a_front_page_in_their_language_and_may_choose_another(client):
    led = client.get("/", headers=FRENCH)
    assert (led.status_code, led.headers["location"]) == (302, "fr/")
    assert "Pièces" in client.get("/fr/").text
    assert client.get("/index.html", headers=FRENCH).status_code == 200
    assert client.get("/", headers={"accept-language": "de"}).status_code == 200
    assert client.get("/", headers=FRENCH | {"cookie": "briefbook-language=en"}).status_code == 200

    kept = client.get("/index.html?lang=fr").headers["set-cookie"]
    assert kept.startswith("briefbook-language=fr; Path=/;")
    assert "briefbook-language" not in client.get("/index.html?lang=xx").headers.get("set-cookie", "")


def test_the_desks_findings_are_in_the_language_of_who_works_there(client):
    client.at_the_desk()
    page = client.get("/desk", headers=FRENCH).text
    assert "<h2>Points en suspens</h2>" in page
    assert "<h2>Codes à confirmer</h2>" in page
    item = client.get("/desk?item=H101&field=subject", headers=FRENCH).text
    assert "Valeur actuelle et source" in item
    assert "Motif (consigné au journal)" in item
    unknown = client.get("/desk?item=NOWHERE", headers=FRENCH)
    assert (unknown.status_code, "Il n’y a pas de pièce NOWHERE." in unknown.text) == (404, True)


def test_programs_get_english_whoever_asks(client):
    answer = client.get("/api/v1/search", params={"q": "lights"}, headers=FRENCH).json()
    assert answer["caution"]["says"].startswith("Searched: 8 items, 8 pages.")


def test_a_catalogue_that_is_none_hinders_no_page_of_another_language(client, harbour):
    (harbour / "locales").mkdir()
    (harbour / "locales/de.po").write_text("msgid without quotation marks", encoding="utf-8")
    answer = client.get("/index.html", headers={"accept-language": "de"})
    assert answer.status_code == 200
    assert '<html lang="en"' in answer.text
