"""The example packages of examples/extensions, each installed and used as its README says; and extensions at fault."""

import importlib
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import briefbook
from briefbook.cables import heading as heading_module
from briefbook.ocr import reader_registry
from briefbook.util import extensions

EXAMPLES = Path(__file__).parents[2] / "examples" / "extensions"


def forget():
    of_extensions = (extensions.installed, extensions.loaded, extensions._is_any_declared)
    for cached in (*of_extensions, heading_module.forms, reader_registry._make):
        cached.cache_clear()


def write_declaration(project, folder):
    """The declaration of a package, in a folder of the path, as pip writes it."""
    name, version = project["name"], project["version"]
    declared = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    declared.mkdir(parents=True)
    (declared / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    groups = [
        f"[{group}]\n" + "".join(f"{key} = {value}\n" for key, value in points.items())
        for group, points in project["entry-points"].items()
    ]
    (declared / "entry_points.txt").write_text("\n".join(groups))


@pytest.fixture
def declare(tmp_path, monkeypatch):
    """Installs a package as pip does: its declaration beside its modules, on the path."""

    def declare(project, folder):
        write_declaration(project, tmp_path / "site")
        for path in (tmp_path / "site", folder):
            monkeypatch.syspath_prepend(str(path))
        forget()

    yield declare
    monkeypatch.undo()
    forget()


@pytest.fixture
def install(declare):
    def install(name):
        folder = EXAMPLES / name
        declare(tomllib.loads((folder / "pyproject.toml").read_text())["project"], folder)

    return install


def test_every_kind_of_extension_has_an_example():
    groups = {
        group.removeprefix("briefbook.")
        for path in EXAMPLES.glob("*/pyproject.toml")
        for group in tomllib.loads(path.read_text())["project"]["entry-points"]
    }
    assert groups == set(extensions.GROUPS)


def test_a_check_finds_what_it_looks_for_and_can_be_ignored(install, run_command, harbour):
    install("harbour-check")
    page = harbour / "narratives" / "harbour.md"
    page.write_text(page.read_text() + "\nThe ferry left Kristiania. Oslo (Kristiania) was dark.\n")
    code, out, _ = run_command("-C", harbour, "check", "--select", "H901", "--format", "json")
    findings = [(finding["code"], finding["message"]) for finding in json.loads(out)["findings"]]
    assert (code, findings) == (0, [("H901", "Kristiania is the former name of Oslo")])
    code, out, _ = run_command("-C", harbour, "check", "--ignore", "H901", "--format", "json")
    assert "H901" not in out


def test_a_form_reads_its_heading_before_ours(install, run_command, tmp_path):
    install("signals-form")
    path = tmp_path / "heading.txt"
    path.write_text("A  OSLO\nB  LDN EXTERNAL\nC  210\nD  2 MAR 63\nLIGHTS WERE LIT TODAY.\n")
    _, out, _ = run_command("heading", path, "--json")
    read = json.loads(out)
    assert {name: read[name] for name in ("form", "from", "to", "number", "date")} == {
        "form": "signals",
        "from": "OSLO",
        "to": ["LDN", "EXTERNAL"],
        "number": "210",
        "date": "1963-03-02",
    }


def test_an_export_writes_its_file(install, run_command, harbour, tmp_path):
    install("ferry-export")
    code, out, _ = run_command("-C", harbour, "export", "ferry", "H101", "--to", tmp_path / "out")
    assert (code, out) == (0, f"1 file: {tmp_path / 'out' / 'day-book.tsv'}\n")
    assert (tmp_path / "out" / "day-book.tsv").read_text() == "1963-03-02\tH101\tOSLO\tHARBOUR WORKS\n"
    assert "ferry" in run_command("-C", harbour, "export", "fery")[2]


def test_an_importer_reads_its_source_and_reports(install, run_command, harbour, tmp_path):
    install("logbook-importer")
    path = tmp_path / "log.txt"
    path.write_text("1963-03-02 H201 OSLO: lights were lit\nfog all day\n")
    code, out, _ = run_command("-C", harbour, "import", "logbook", path)
    assert (code, out.splitlines()[:2]) == (0, ["logbook log: 1 item", "  look at: line 2 is no entry: 'fog all day'"])
    assert (harbour / "received" / "log" / "original.txt").read_text() == path.read_text()
    path.write_bytes(b"\xff\xff")
    code, _, err = run_command("-C", harbour, "import", "logbook", path, "--name", "other")
    assert (code, "this logbook is not text in UTF-8" in err) == (3, True)


def test_a_reader_is_chosen_by_its_name_and_its_words_are_the_page(install, run_command, harbour):
    install("tape-reader")
    tape = importlib.import_module("tape_reader")
    tape.punch("FM OSLO MAR2/63\nLIGHTS LIT").save(harbour / "scans" / "H101.png")
    settings = harbour / "briefbook.toml"
    settings.write_text(settings.read_text() + '\n[reading]\nreader = "tape"\nworkers = 1\n')
    assert run_command("-C", harbour, "read", "H101")[0] == 0
    _, out, _ = run_command("-C", harbour, "read", "--explain", "H101", "1", "--json")
    assert json.loads(out)["reader"] == "tape 1.0"
    _, out, _ = run_command("-C", harbour, "catalogue", "show", "H101", "--json")
    assert json.loads(out)["pages"][0]["text"] == "FM OSLO MAR2/63\nLIGHTS LIT"


def test_a_theme_of_a_package_is_on_the_site(install, run_command, harbour):
    install("harbour-theme")
    settings = harbour / "briefbook.toml"
    settings.write_text(settings.read_text() + '\n[site]\ntheme = "harbour"\nsearch = "never"\n')
    assert run_command("-C", harbour, "build")[0] in (0, 1)
    styles = [path.read_text() for path in (harbour / "build" / "site").rglob("*.css")]
    assert any("--accent: #0b5563" in style for style in styles)
    settings.write_text(settings.read_text().replace('"harbour"', '"harbor"'))
    code, _, err = run_command("-C", harbour, "build")
    assert (code, "has no such folder" in err) == (3, True)


def test_all_of_them_together_on_the_demonstration_collection(tmp_path):
    """As ``use_all.py`` does it for a person who has installed them; here their declarations alone are installed."""
    paths = [tmp_path / "site", Path(briefbook.__file__).parents[1]]
    for path in EXAMPLES.glob("*/pyproject.toml"):
        project = tomllib.loads(path.read_text())["project"]
        write_declaration(project, tmp_path / "site")
        paths.append(path.parent)
    done = subprocess.run(
        [sys.executable, EXAMPLES / "use_all.py", tmp_path / "out", "--bare"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths))},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    used = [row.partition(":")[0] for row in done.stdout.splitlines()]
    assert sorted(used) == sorted(path.parent.name for path in EXAMPLES.glob("*/pyproject.toml"))


def test_an_extension_at_fault_is_named_and_stops_nothing(declare, run_command, harbour, tmp_path, monkeypatch):
    points = {
        "briefbook.checks": {"broken": "no_such_module_of_harbours", "c201": "briefbook.checks.links"},
        "briefbook.exports": {"tei": "json:dumps"},
    }
    declare({"name": "harbour-faults", "version": "0.1", "entry-points": points}, tmp_path)
    code, out, _ = run_command("doctor")
    assert "check broken" in out
    assert "harbour-faults 0.1: it cannot be loaded: ModuleNotFoundError" in out
    code, out, _ = run_command("-C", harbour, "check", "--format", "json")
    assert (code in (0, 1), '"X101"' in out) == (True, False)
    assert run_command("-C", harbour, "export", "tei", "H101", "--to", tmp_path / "tei")[0] == 0
    assert (tmp_path / "tei" / "H101.tei.xml").exists()
    monkeypatch.setenv("BRIEFBOOK_EXTENSIONS", "off")
    forget()
    assert "harbour-faults" not in run_command("doctor")[1]


def test_only_packages_that_declare_something_of_ours_are_asked(tmp_path):
    declared = tmp_path / "harbour-1.0.dist-info"
    declared.mkdir()
    (tmp_path / "no_package.txt").write_text("[briefbook.checks]\n")
    assert not extensions._is_any_declared((str(tmp_path), str(tmp_path / "nowhere")))
    (declared / "entry_points.txt").write_text("[console_scripts]\nharbour = briefbook.harbour:main\n")
    extensions._is_any_declared.cache_clear()
    assert not extensions._is_any_declared((str(tmp_path),))
    (declared / "entry_points.txt").write_text("[briefbook.checks]\nharbour = harbour\n")
    extensions._is_any_declared.cache_clear()
    assert extensions._is_any_declared((str(tmp_path),))
    archive = tmp_path / "packages.zip"
    archive.write_bytes(b"")
    assert extensions._is_any_declared((str(archive),)), "what is in an archive cannot be seen by listing folders"
