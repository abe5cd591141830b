"""A paper that was withdrawn is gone from the server, and deleted for harvesters."""

from asking import HERE, Client

from briefbook.cli.serve_ import ServedCollection
from briefbook.project import pipeline
from briefbook.project.collection import Collection
from briefbook.server.app import make_app


def test_the_server_says_gone_and_the_harvest_deleted(run_command, harbour):
    run_command("-C", harbour, "catalogue", "list")
    why = ("--why", "a letter", "--say", "On request of the family.")
    assert run_command("-C", harbour, "catalogue", "withdraw", "H105", *why)[0] == 0
    here = Collection.open(harbour)
    served = ServedCollection(here, *pipeline.open_search(here))
    served.load_changes()
    client = Client(make_app(served.app_state, access=HERE))
    gone = client.get("/items/H105.html")
    assert (gone.status_code, "On request of the family." in gone.text) == (410, True)
    assert client.get("/api/v1/items/H105").status_code == 410
    assert client.get("/api/v1/items/H105/pages/1/text").status_code == 410
    assert client.get("/items/H101.html").status_code == 200
    listed = client.get("/oai?verb=ListIdentifiers&metadataPrefix=oai_dc").text
    assert '<header status="deleted"><identifier>oai:localhost.invalid:H105</identifier>' in listed
