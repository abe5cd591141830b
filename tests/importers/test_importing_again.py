"""Any list, imported again with items more, fewer or in another order: none is doubled, and nothing said is lost."""

import datetime
import json
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_state_cables import ATTRIBUTES, MESSAGE, drawn

from briefbook.cables import read_heading
from briefbook.exports.bag import write_bag
from briefbook.importers.bag import unpack_bag
from briefbook.importers.bundle import BundleFile
from briefbook.importers.csv_table import read_table
from briefbook.importers.ead import read_ead
from briefbook.importers.exhibit import read_exhibit
from briefbook.importers.exhibit_exports import read_collectionbuilder
from briefbook.importers.frus import read_frus
from briefbook.importers.iiif import read_iiif
from briefbook.importers.layout_files import ScanNames, read_layout_files
from briefbook.importers.mods import read_mods
from briefbook.importers.omeka import read_omeka
from briefbook.importers.openrefine import read_openrefine
from briefbook.importers.state_cables import read_state_cables
from briefbook.importers.tei_files import read_tei_files
from briefbook.importers.tropy import read_tropy
from briefbook.importers.wikileaks import read_wikileaks
from briefbook.importers.zotero import read_zotero

NOON = datetime.datetime(1999, 5, 4, 12, 0, tzinfo=datetime.UTC)
NOTHING_READ = dict.fromkeys(("from", "number", "date", "classification", "subject", "reference"), None) | {"tags": []}

WORD = st.from_regex(r"[A-Z][a-zé]{2,9}", fullmatch=True)
PLAIN_LISTS = st.dictionaries(
    st.integers(1, 999).map("H{}".format), st.from_regex(r"[A-Z][a-z]{2,9}", fullmatch=True), min_size=1, max_size=3
)
LISTS = st.dictionaries(st.integers(1, 999).map("H{}".format), WORD, min_size=1, max_size=6)


def files(name, text):
    return [BundleFile(name, text.encode)]


def table(column, more, items):
    rows = "".join(f"{name},{colour},X\n" for name, colour in items.items())
    return f"{column},{more},Title\n{rows}"


def csl(items):
    return json.dumps([{"id": name, "type": "letter", "colour": colour} for name, colour in items.items()])


def ris(items):
    return "".join(f"TY  - PCOMM\nID  - {name}\nZZ  - {colour}\nER  - \n" for name, colour in items.items())


def rdf(items):
    letters = "".join(
        f'<bib:Letter rdf:about="#{name}"><z:itemType>letter</z:itemType><dc:subject><dcterms:LCC><rdf:value>{name}'
        f"</rdf:value></dcterms:LCC></dc:subject><z:colour>{colour}</z:colour></bib:Letter>"
        for name, colour in items.items()
    )
    return (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:bib="http://purl.org/net/biblio#" '
        'xmlns:z="http://www.zotero.org/namespaces/export#" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'xmlns:dcterms="http://purl.org/dc/terms/">{letters}</rdf:RDF>'
    )


def tropy(items):
    graph = [{"title": "x", "identifier": name, "colour": colour, "photo": []} for name, colour in items.items()]
    return json.dumps({"@context": {"@vocab": "https://tropy.org/v1/tropy#"}, "@graph": graph})


def omeka_s(items):
    return json.dumps(
        [
            {"o:id": 1, "dcterms:identifier": [{"@value": name}], "ex:colour": [{"@value": colour}]}
            for name, colour in items.items()
        ]
    )


def omeka_classic(items):
    return json.dumps(
        [
            {
                "id": 3,
                "element_texts": [
                    {"text": words, "element": {"name": element}}
                    for element, words in (("Identifier", name), ("Colour", colour))
                ],
            }
            for name, colour in items.items()
        ]
    )


def ead(items):
    parts = "".join(
        f'<c level="item"><did><unitid>{name}</unitid><unittitle>x</unittitle><physdesc>{colour}</physdesc></did></c>'
        for name, colour in items.items()
    )
    return f'<ead><archdesc level="fonds"><did><unitid>F</unitid></did><dsc>{parts}</dsc></archdesc></ead>'


def mods(items):
    records = "".join(
        f"<mods><identifier>{name}</identifier><colour>{colour}</colour></mods>" for name, colour in items.items()
    )
    return f'<modsCollection xmlns="http://www.loc.gov/mods/v3">{records}</modsCollection>'


def tei(items):
    letters = "".join(
        f'<TEI xml:id="{name}"><teiHeader><fileDesc><titleStmt><title>{colour}</title></titleStmt></fileDesc>'
        '<profileDesc><correspDesc><correspAction type="sent"><persName>Ann Reed</persName></correspAction>'
        f"</correspDesc></profileDesc></teiHeader><text><body><p>{escape(colour)}</p></body></text></TEI>"
        for name, colour in items.items()
    )
    return f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/>{letters}</teiCorpus>'


def cables(items):
    return "".join(
        f'"1","1/2/1966 3:04","66OSLO{name[1:]}","Embassy Oslo","SECRET","","HEAD","{colour}"\n'
        for name, colour in items.items()
    )


def frus(items):
    documents = "".join(
        f'<div type="document" xml:id="{name}"><head>Telegram</head><p>{colour}</p></div>'
        for name, colour in items.items()
    )
    return f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body>{documents}</body></text></TEI>'


def manifests(items):
    """A collection of manifests, and each of them, by their addresses."""
    addresses = {name: f"https://archive.example/{name}/manifest" for name in items}
    collection = {
        "type": "Collection",
        "items": [{"id": address, "type": "Manifest"} for address in addresses.values()],
    }
    found = {
        addresses[name]: {
            "id": addresses[name],
            "type": "Manifest",
            "label": {"en": ["x"]},
            "metadata": [{"label": {"en": ["Colour"]}, "value": {"en": [colour]}}],
            "items": [],
        }
        for name, colour in items.items()
    }
    return json.dumps({"": collection, **found})


def of_manifests(text):
    found = json.loads(text)
    collection = json.dumps(found[""]).encode()
    fetch = lambda address: json.dumps(found[address]).encode()  # noqa: E731 - one line says it
    return read_iiif(collection, "list", scan_names=ScanNames(), fetch=fetch)


def pages(items):
    """PAGE of each item, by the names of files."""
    return json.dumps(
        {
            f"{name}.xml": '<PcGts><Page imageWidth="100" imageHeight="200"><TextRegion><TextLine>'
            f'<Coords points="1,1 90,1 90,9 1,9"/><TextEquiv><Unicode>{colour}</Unicode></TextEquiv></TextLine>'
            "</TextRegion></Page></PcGts>"
            for name, colour in items.items()
        }
    )


def of_pages(text):
    bundle = [BundleFile(name, page.encode) for name, page in json.loads(text).items()]
    scans = ScanNames({}, frozenset(name.removesuffix(".xml") for name in json.loads(text)), "")
    return read_layout_files(bundle, "list", scan_names=scans)


def exhibit(items):
    rows = "".join(f"ABCD10{int(name[1:]):03}.pdf\t2-May-61\t{colour}\n" for name, colour in items.items())
    return f"May 2, 1961\n\nShips came.\n\nHarbours\n\nItem\tDate\tSubject\n{rows}"


def of_file(read):
    return lambda text: read(text.encode(), "list")


def of_bundle(read, name, **more):
    return lambda text: read(files(name, text), "list", **more)


NAMES = {"scan_names": ScanNames()}
KINDS = {
    "csv": (lambda items: table("Item", "Colour", items), of_file(read_table)),
    "csv, JSON": (
        lambda items: json.dumps([{"Item": name, "Colour": colour} for name, colour in items.items()]),
        of_file(read_table),
    ),
    "openrefine": (lambda items: table("Item", "Colour", items), of_file(read_openrefine)),
    "collectionbuilder": (lambda items: table("objectid", "colour", items), of_file(read_collectionbuilder)),
    "omeka, CSV": (lambda items: table("Dublin Core:Identifier", "Colour", items), of_file(read_omeka)),
    "omeka S": (omeka_s, of_file(read_omeka)),
    "omeka Classic": (omeka_classic, of_file(read_omeka)),
    "zotero, CSL": (csl, of_bundle(read_zotero, "a.json", **NAMES)),
    "zotero, RIS": (ris, of_bundle(read_zotero, "a.ris", **NAMES)),
    "zotero, RDF": (rdf, of_bundle(read_zotero, "a.rdf", **NAMES)),
    "tropy": (tropy, of_bundle(read_tropy, "a.json", **NAMES)),
    "ead": (ead, lambda text: read_ead(text.encode(), "list", **NAMES)),
    "mods": (mods, of_bundle(read_mods, "a.xml", **NAMES)),
    "frus": (frus, lambda text: read_frus(text.encode(), "list", heading=read_heading)),
    "iiif": (manifests, of_manifests),
    "ocr": (pages, of_pages),
    "exhibit": (exhibit, lambda text: read_exhibit(text, "text", "list", is_post=lambda code: False)),
    "tei": (tei, of_bundle(read_tei_files, "a.xml", heading=read_heading)),
}


ITEMS = {"frus": lambda name: f"list-{name}", "exhibit": lambda name: f"ABCD10{int(name[1:]):03}"}
"""What items are called by kinds that make their ids."""


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=15, deadline=None)
@given(items=LISTS, later=LISTS)
def test_every_item_is_there_once_with_all_that_its_source_says(kind, items, later):
    write, read = KINDS[kind]
    item_of = ITEMS.get(kind, str)
    for said in (items, items | later, dict(reversed(items.items()))):
        received = read(write(said))
        descriptions = list(received.descriptions)
        colours = {item_of(name): colour for name, colour in said.items()}
        assert sorted(description.item for description in descriptions) == sorted(colours)
        if kind not in ("ocr", "exhibit"):  # whose items are in the order of their names, or of the text
            assert [description.item for description in descriptions] == list(colours)
        for description in descriptions:
            readings = (reading for readings in description.readings.values() for reading in readings)
            texts = (*description.pages, *(page.text for page in description.layouts))
            narratives = (text for _, text in received.narratives)  # of an exhibit, where its tables stand as published
            words = (*(reading.value or "" for reading in readings), *texts, *narratives)
            assert colours[description.item] in " ".join(words)


@settings(max_examples=15, deadline=None)
@given(items=LISTS)
def test_every_row_that_stands_twice_is_one_item_and_told(items):
    for kind in ("csv", "collectionbuilder"):
        write, read = KINDS[kind]
        text = write(items)
        received = read(text + text.partition("\n")[2])
        assert [description.item for description in received.descriptions] == list(items)
        assert len([words for words in received.not_understood if "repeats row" in words]) == len(items)


@settings(max_examples=15, deadline=None)
@given(items=LISTS)
def test_cables_of_wikileaks_are_there_once(items, tmp_path_factory):
    path = tmp_path_factory.mktemp("cables") / "cables.csv"
    path.write_text(cables(items) * 2, encoding="utf-8")
    received = list(read_wikileaks(path, "list").descriptions)
    assert [description.item for description in received] == [f"66OSLO{name[1:]}" for name in items]
    assert [items[f"H{description.item[6:]}"] in description.pages[0] for description in received] == [True] * len(
        items
    )


@settings(max_examples=5, deadline=None)
@given(items=PLAIN_LISTS, later=PLAIN_LISTS)
def test_an_archives_pdfs_are_there_once_with_all_their_attributes(items, later, tmp_path_factory):
    for said in (items, items | later):
        folder = tmp_path_factory.mktemp("pdfs")
        paths = [
            drawn(
                folder / f"{name}.pdf",
                MESSAGE,
                ATTRIBUTES.format(subject=colour).replace("99001", f"99{int(name[1:]):03}") + f"\nShade: {colour}",
            )
            for name, colour in said.items()
        ]
        received = read_state_cables(paths, "list", heading=lambda text: NOTHING_READ)
        numbers = {f"1974LAPAZ99{int(name[1:]):03}": colour for name, colour in said.items()}
        assert sorted(description.item for description in received.descriptions) == sorted(numbers)
        for description in received.descriptions:
            readings = (reading for readings in description.readings.values() for reading in readings)
            words = " ".join(reading.value or "" for reading in readings)
            assert numbers[description.item] in words
            assert f"Shade: {numbers[description.item]}" in words  # an attribute that nothing knows


@settings(max_examples=10, deadline=None)
@given(items=LISTS)
def test_a_bag_taken_in_twice_is_there_once(items, tmp_path_factory):
    folder = tmp_path_factory.mktemp("bag")
    root, target = folder / "harbour", folder / "again"
    (root / "narratives").mkdir(parents=True)
    (root / "briefbook.toml").write_text("[collection]\n", encoding="utf-8")
    for name, colour in items.items():
        (root / "narratives" / f"{name}.md").write_text(colour, encoding="utf-8")
    about = {"title": "Harbour", "repository": "A Made-up Archive", "fonds": "F"}
    write_bag(root, folder / "bag", about, (), program_version="9.9", packed_at=NOON)

    for _ in range(2):
        unpack_bag(folder / "bag", target)
        files = {path.relative_to(target): path.read_bytes() for path in target.rglob("*") if path.is_file()}
        assert files == {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}
