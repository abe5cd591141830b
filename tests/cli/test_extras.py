"""Without extras prose is checked, and every command that wants more says what to install."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from briefbook.errors import OutsideError
from briefbook.util import extras
from briefbook.util.extras import CLUSTER, EXTRAS, missing_extra, missing_modules, require

ROOT = Path(__file__).resolve().parents[2]

BASE_ONLY = """
import sys
ABSENT = {"PIL", "cv2", "pikepdf", "pypdfium2", "onnxruntime", "rapidocr", "jinja2", "markupsafe", "networkx",
          "pagefind", "fastapi", "starlette", "uvicorn", "zstandard", "argon2", "itsdangerous", "prometheus_client",
          "watchfiles", "typst", "pypandoc", "pygls", "lsprotocol", "pyarrow"}
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ABSENT:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Absent())
from briefbook.cli import main
main()
"""


@pytest.fixture(scope="module")
def prose(tmp_path_factory):
    """A collection with a list and one page of prose that quotes an item."""
    folder = tmp_path_factory.mktemp("prose")
    (folder / "briefbook.toml").write_text('[collection]\ntitle = "Specimens"\n', encoding="utf-8")
    for name in ("received/list", "narratives", "scans"):
        (folder / name).mkdir(parents=True)
    (folder / "received/list/descriptions.jsonl").write_text(
        '{"item": "CDNW1", "pages": ["FM PARIS\\nTO EXTERNAL 12\\nSPECIMEN\\nTHE HARBOUR IS CLOSED TODAY"]}\n',
        encoding="utf-8",
    )
    (folder / "narratives/first.md").write_text(
        "# First\n\nHe wrote that “the harbour is closed today” (CDNW1).\n", encoding="utf-8"
    )
    (folder / "found.csv").write_text("Item,From,To\nCDNW2,LDN,EXTERNAL\n", encoding="utf-8")
    return folder


def run(folder, *arguments):
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "BRIEFBOOK_WHO": "Ada"}
    command = [sys.executable, "-c", BASE_ONLY, "-C", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, timeout=120)


def _with_paths(prose, arguments):
    return [str(prose / argument) if argument == "found.csv" else argument for argument in arguments]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["check", "--format", "text"], ""),
        (["import", "csv", "found.csv"], "CDNW2|1 item"),
        (["catalogue", "show", "CDNW1"], "PARIS"),
        (["search", "harbour"], "CDNW1"),
        (["quote", "the harbour is closed today", "--in", "CDNW1"], "verbatim|word for word"),
    ],
)
def test_the_base_alone_is_enough_to(prose, arguments, says):
    done = run(prose, *_with_paths(prose, arguments))

    assert done.returncode == 0, done.stderr
    assert re.search(says, done.stdout)


@pytest.mark.parametrize(
    ("arguments", "extra"),
    [
        (["build"], "serve"),
        (["serve"], "serve"),
        (["export", "pdf"], "book"),
        (["export", "epub"], "book"),
        (["lsp"], "editor"),
        (["export", "tables"], "tables"),
        (["check", "--watch"], "editor"),
        (["import", "state-cables", "found.csv"], "read"),
        (["demo", "nowhere"], "read,serve"),
    ],
)
def test_a_command_that_wants_more_says_what_to_install(prose, arguments, extra):
    done = run(prose, *_with_paths(prose, arguments))

    assert done.returncode == 4, done.stderr
    assert f"What to do: pip install 'briefbook[{extra}]'" in done.stderr


def test_a_scan_that_is_not_read_yet_wants_the_extra_that_reads(prose, tmp_path):
    (tmp_path / "briefbook.toml").write_text('[collection]\ntitle = "Specimens"\n', encoding="utf-8")
    (tmp_path / "scans").mkdir()
    (tmp_path / "scans/CDNW1.png").write_bytes(b"not looked at")
    done = run(tmp_path, "check")

    assert done.returncode == 4
    assert "this installation lacks pillow, opencv-python-headless, pikepdf, pypdfium2, onnxruntime" in done.stderr


def test_a_missing_module_of_no_extra_is_a_fault_of_the_program():
    assert missing_extra(ModuleNotFoundError("No module named 'nosuch'", name="nosuch")) is None


def test_a_missing_module_that_comes_along_with_another_belongs_to_its_extra():
    error = missing_extra(ModuleNotFoundError("No module named 'starlette.x'", name="starlette.x"))

    assert error.remedy == "pip install 'briefbook[serve]'"


def test_what_is_there_is_not_missed(monkeypatch):
    monkeypatch.setattr(extras, "is_installed", lambda module: module != "typst")

    assert [missing_modules(extra) for extra in EXTRAS] == [(), (), ("typst",), (), ()]
    with pytest.raises(OutsideError, match=r"the printed book .* this installation lacks typst"):
        require("book")


def test_two_extras_that_a_command_needs_are_asked_for_at_once(monkeypatch):
    monkeypatch.setattr(extras, "is_installed", lambda module: module not in {"PIL", "jinja2"})

    with pytest.raises(OutsideError) as caught:
        require("read", "serve")
    assert caught.value.what == (
        "to read scans or show their pictures and to build the site or serve it, this installation lacks pillow, jinja2"
    )
    assert caught.value.remedy == "pip install 'briefbook[read,serve]'"


def test_extras_are_those_of_the_project_file():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = project["optional-dependencies"]
    names = {
        name: {re.match(r"[A-Za-z0-9-]+", package)[0] for package in packages} - {"briefbook", "numpy"}
        for name, packages in listed.items()
    }

    assert listed["all"] == ["briefbook[read,serve,book,editor,tables]"]
    assert {extra.name: {*extra.needed.values(), *extra.helpful.values()} for extra in (*EXTRAS, CLUSTER)} == {
        name: packages for name, packages in names.items() if name != "all"
    }
