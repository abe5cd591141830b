"""A small collection that is served whole, for the tests of the desk's table and of samples."""

import json

from briefbook.cli.serve_ import ServedCollection
from briefbook.project.collection import Collection
from briefbook.project.pipeline import open_search

POSTS = ("WASHDC", "LDN", "PARIS")


def make_collection(root, count=60):
    """Items CDNW1 to CDNW60: numbers 101 to 160, a day of November each, three senders in turn, no subject."""
    (root / "briefbook.toml").write_text('[collection]\ntitle = "Harbour papers"\n', encoding="utf-8")
    for name in ("scans", "narratives", "received/list"):
        (root / name).mkdir(parents=True)
    rows = []
    for number in range(1, count + 1):
        day = f"1962-11-{(number - 1) % 28 + 1:02}"
        fields = {"date": day, "from": POSTS[number % 3], "number": str(100 + number), "specimen": "yes"}
        readings = {name: [{"as_written": value, "value": value}] for name, value in fields.items()}
        rows.append({"item": f"CDNW{number}", "fields": readings, "pages": ["SPECIMEN\nTHE FERRY IS LATE"]})
    text = "".join(json.dumps(row) + "\n" for row in rows)
    (root / "received/list/descriptions.jsonl").write_text(text, encoding="utf-8")
    return Collection.open(root)


def serve_collection(here):
    index, catalogue = open_search(here)
    served = ServedCollection(here, index, catalogue)
    served.load_changes()
    return served


def journal_of(here):
    lines = here.journal.read_text(encoding="utf-8").splitlines() if here.journal.exists() else []
    return [json.loads(line) for line in lines]
