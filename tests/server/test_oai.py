"""OAI-PMH: every answer is valid, and an independent client harvests the collection whole."""

import base64
from dataclasses import replace
from pathlib import Path

import pytest
from asking import HERE, Client
from lxml import etree
from made_up import archive, entry

from briefbook.model.archive import ChangeTimes
from briefbook.model.catalogue import MemoryCatalogue
from briefbook.model.search import Hits
from briefbook.server.api.app_state import AppState
from briefbook.server.app import make_app

SCHEMAS = Path(__file__).parents[1] / "schemas"
OAI = {"o": "http://www.openarchives.org/OAI/2.0/", "m": "http://www.loc.gov/mods/v3"}
COUNT = 250
ITEMS = [f"CD {number}" for number in range(COUNT)]


def change_times():
    times = {item: f"2026-01-{1 + number // 10:02d}T00:00:{number % 10:02d}Z" for number, item in enumerate(ITEMS)}
    return ChangeTimes(times, {"GONE": "2026-02-01T00:00:00Z"})


def app_state(**about):
    entries = {
        item: entry(item, "LDN" if number % 2 else "WASHDC", number, f"196{number % 3}-11-08", "x")
        for number, item in enumerate(ITEMS)
    }
    made = replace(archive(**about), catalogue=MemoryCatalogue(entries), change_times=change_times)
    state = AppState(made.catalogue, lambda question, **options: Hits(0, 0.0, ()), lambda question, item: ())
    state.open(made)
    return state


@pytest.fixture(scope="module")
def client():
    return Client(make_app(app_state(contact="archivist@example.org"), access=HERE))


@pytest.fixture(scope="module")
def schema():
    return etree.XMLSchema(etree.parse(SCHEMAS / "OAI-PMH.xsd"))


@pytest.fixture
def ask(client, schema):
    def ask(address):
        answer = client.get(f"/oai?{address}")
        assert answer.headers["content-type"] == "text/xml; charset=utf-8"
        root = etree.fromstring(answer.content)
        schema.assertValid(root)
        return lambda path: root.xpath(path, namespaces=OAI)

    return ask


def test_the_provider_says_who_it_is(ask):
    found = ask("verb=Identify")
    assert found("//o:repositoryName/text()") == ["Harbour Works, 1962"]
    assert found("//o:baseURL/text()") == ["http://localhost/oai"]
    assert found("//o:adminEmail/text()") == ["archivist@example.org"]
    assert found("//o:earliestDatestamp/text()") == ["2026-01-01T00:00:00Z"]
    assert found("//o:deletedRecord/text()") == ["transient"]
    assert ask("verb=ListMetadataFormats")("//o:metadataPrefix/text()") == ["oai_dc", "mods"]


def test_sets_are_years_forms_and_senders(ask):
    assert ask("verb=ListSets")("//o:setSpec/text()") == [
        "year", "form", "from", "form:telegram", "from:LDN", "from:WASHDC", "year:1960", "year:1961", "year:1962",
    ]  # fmt: skip
    assert ask("verb=ListIdentifiers&metadataPrefix=mods&set=year:1961")("//@completeListSize") == []
    headers = ask("verb=ListIdentifiers&metadataPrefix=mods&set=year:1961")("//o:header[not(@status)]")
    assert len(headers) == 83
    assert ask("verb=ListIdentifiers&metadataPrefix=mods&set=form")("//@completeListSize") == ["251"]


def test_a_record_is_dublin_core_or_mods_and_a_removed_one_is_deleted(ask):
    mods = etree.XMLSchema(etree.parse(SCHEMAS / "mods-3-4.xsd"))
    found = ask("verb=GetRecord&identifier=oai:localhost.invalid:CD~207&metadataPrefix=mods")
    mods.assertValid(etree.fromstring(etree.tostring(found("//m:mods")[0])))
    found = ask("verb=GetRecord&identifier=oai:localhost.invalid:CD~207&metadataPrefix=oai_dc")
    assert "http://localhost/items/CD~207.html" in found("//o:metadata//text()")
    found = ask("verb=GetRecord&identifier=oai:localhost.invalid:GONE&metadataPrefix=oai_dc")
    assert found("//o:header/@status") == ["deleted"]
    assert found("//o:metadata") == []


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("", "badVerb"),
        ("verb=Nonsense", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&set=x", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        ("verb=ListRecords&metadataPrefix=marc", "cannotDisseminateFormat"),
        ("verb=ListRecords&metadataPrefix=mods&from=yesterday", "badArgument"),
        ("verb=ListRecords&metadataPrefix=mods&from=2026-02-31", "badArgument"),
        ("verb=ListRecords&metadataPrefix=mods&from=2026-01-02&until=2026-01-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=mods&from=2026-01-02&until=2026-01-03T00:00:00Z", "badArgument"),
        ("verb=ListRecords&metadataPrefix=mods&from=2026-03-01", "noRecordsMatch"),
        ("verb=ListRecords&resumptionToken=xyz", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=bnVsbA", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=xyz&metadataPrefix=mods", "badArgument"),
        ("verb=ListSets&resumptionToken=xyz", "badResumptionToken"),
        ("verb=GetRecord&identifier=x", "badArgument"),
        ("verb=GetRecord&identifier=oai:x:y&metadataPrefix=mods", "idDoesNotExist"),
        ("verb=GetRecord&identifier=oai:elsewhere.org:CD~207&metadataPrefix=mods", "idDoesNotExist"),
        ("verb=GetRecord&identifier=%3C%07&metadataPrefix=mods", "idDoesNotExist"),
    ],
)
def test_what_is_wrong_with_a_request_is_said_in_the_words_of_the_protocol(ask, address, code):
    assert ask(address)("//o:error/@code") == [code]


@pytest.mark.parametrize(
    "token", ['["oai_dc","","","","","",Infinity]', '["oai_dc","","","","","",1e400]', "[" * 9_000]
)
def test_a_token_that_somebody_made_up_is_refused_in_the_words_of_the_protocol(client, token):
    written = base64.urlsafe_b64encode(token.encode()).decode()
    answer = client.post("/oai", data={"verb": "ListRecords", "resumptionToken": written})
    assert answer.status_code == 200
    assert '<error code="badResumptionToken">' in answer.text


def test_a_harvester_may_ask_by_post_without_being_a_curator(client):
    answer = client.post("/oai", data={"verb": "ListIdentifiers", "metadataPrefix": "oai_dc", "from": "2026-02-01"})
    assert answer.status_code == 200
    assert "GONE" in answer.text


def test_days_and_seconds_bound_a_list(ask):
    path = "count(//o:header)"
    assert ask("verb=ListIdentifiers&metadataPrefix=mods&from=2026-01-02&until=2026-01-03")(path) == 20
    bounds = "from=2026-01-02T00:00:05Z&until=2026-01-02T00:00:06Z"
    assert ask(f"verb=ListIdentifiers&metadataPrefix=mods&{bounds}")(path) == 2


def test_a_record_that_changes_during_a_harvest_is_not_missed(schema):
    state = app_state()
    client = Client(make_app(state))
    first = etree.fromstring(client.get("/oai?verb=ListIdentifiers&metadataPrefix=mods").content)
    token = first.xpath("//o:resumptionToken/text()", namespaces=OAI)[0]
    times = change_times()
    moved = ChangeTimes({**times.items, "CD 0": "2026-03-01T00:00:00Z", "CD 249": "2026-03-01T00:00:01Z"})
    state.open(replace(state.archive(), change_times=lambda: moved))
    seen = []
    while token:
        root = etree.fromstring(client.get(f"/oai?verb=ListIdentifiers&resumptionToken={token}").content)
        schema.assertValid(root)
        seen += root.xpath("//o:identifier/text()", namespaces=OAI)
        token = "".join(root.xpath("//o:resumptionToken/text()", namespaces=OAI))
    assert seen[-2:] == ["oai:localhost.invalid:CD~200", "oai:localhost.invalid:CD~20249"]
    assert len(seen) == 151


def test_an_independent_client_harvests_every_record_once(client):
    sickle = pytest.importorskip("sickle")

    class ByApplication(sickle.Sickle):
        """The same client, asking the application without a network."""

        def harvest(self, **arguments):
            answer = client.get("/oai", params=arguments)
            return sickle.response.OAIResponse(answer, params=arguments)

    harvester = ByApplication("http://localhost/oai")
    records = list(harvester.ListRecords(metadataPrefix="oai_dc", ignore_deleted=True))
    assert len(records) == COUNT
    assert len({record.header.identifier for record in records}) == COUNT
    assert records[0].metadata["title"] == ["HARBOUR WORKS"]
    assert len(list(harvester.ListIdentifiers(metadataPrefix="mods"))) == COUNT + 1
