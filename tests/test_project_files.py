"""Files at the root agree with each other and with what is delivered."""

import hashlib
import re
import tomllib
from pathlib import Path

import pytest
import yaml

import briefbook
from briefbook.ocr.reader_registry import NETWORK, NETWORK_CHECKSUM

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def text_of(name):
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_recogniser_is_the_one_that_its_card_describes():
    content = NETWORK.read_bytes()
    card = text_of("docs/recogniser.md")
    assert hashlib.sha256(content).hexdigest() == NETWORK_CHECKSUM
    assert f"`{NETWORK_CHECKSUM}`" in card
    assert f"{len(content):,} bytes" in card


@pytest.mark.parametrize(
    ("pages", "result", "errors"),
    [
        ("real, clean (4)", "auto | 0.006 | 0.029 | 1.13 | 16 of 20", "0.006"),
        ("real, medium (5)", "auto | 0.013 | 0.050 | 1.07 | 27 of 29", "0.013"),
        ("real, bad (3)", "auto | 0.035 | 0.161 | 1.53 | 11 of 14", "0.035"),
    ],
)
def test_the_cards_figures_are_those_of_the_results(pages, result, errors):
    assert any(
        row.startswith(f"| {pages} |") and row.endswith(f"| {result} |")
        for row in text_of("bench/results/reading.md").splitlines()
    )
    assert f"| {pages} | {errors} |" in text_of("docs/recogniser.md")


def test_one_version_is_said_in_three_places():
    citation = yaml.safe_load(text_of("CITATION.cff"))
    assert PROJECT["project"]["version"] == briefbook.__version__
    assert citation["version"] == briefbook.__version__


def test_the_citation_file_has_what_its_format_wants():
    citation = yaml.safe_load(text_of("CITATION.cff"))
    assert citation["cff-version"] == "1.2.0"
    assert {"message", "title", "authors"} <= set(citation)
    assert citation["authors"] == [{"name": "Briefbook contributors"}]
    assert citation["type"] == "software"


def test_the_wheel_has_everything_of_the_specimens_that_people_made():
    forced = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    specimens = ROOT / "examples" / "cuban-missile-crisis"
    made = {path.name for path in specimens.iterdir() if path.name not in ("build",)}
    assert {Path(source).name for source in forced} == made
    assert all(target == f"briefbook/specimens/{Path(source).name}" for source, target in forced.items())
    assert all((ROOT / source).exists() for source in forced)


def test_every_decision_is_in_the_list_and_says_its_date_and_status():
    index = text_of("docs/decisions/README.md")
    for path in sorted((ROOT / "docs/decisions").glob("0*.md")):
        assert f"({path.name})" in index
        assert re.search(
            r"^\*20\d\d-\d\d-\d\d · (accepted|superseded|given up)", path.read_text(encoding="utf-8"), re.M
        )


@pytest.mark.parametrize(
    "name",
    [".github/workflows/ci.yml", ".gitlab-ci.yml", ".pre-commit-config.yaml", ".pre-commit-hooks.yaml",
     ".github/ISSUE_TEMPLATE/bug.yml", ".github/ISSUE_TEMPLATE/wrong-reading.yml",
     ".github/ISSUE_TEMPLATE/feature.yml"],
)  # fmt: skip
def test_forge_files_can_be_parsed(name):
    assert yaml.safe_load(text_of(name))


def test_the_workflow_runs_on_three_systems_and_the_pythons_that_are_promised():
    matrix = yaml.safe_load(text_of(".github/workflows/ci.yml"))["jobs"]["test"]["strategy"]["matrix"]
    promised = [
        line.rpartition(" ")[2] for line in PROJECT["project"]["classifiers"] if re.search(r"Python :: 3\.\d+$", line)
    ]
    assert matrix["os"] == ["ubuntu-latest", "macos-latest", "windows-latest"]
    assert matrix["python"] == promised == ["3.11", "3.12", "3.13"]


def test_the_hook_for_collections_is_a_command_of_ours():
    [hook] = yaml.safe_load(text_of(".pre-commit-hooks.yaml"))
    assert (hook["id"], hook["entry"], hook["pass_filenames"]) == ("briefbook-check", "briefbook check", False)
    for name in ("narratives/first.md", "received/list/descriptions.jsonl", "journal.jsonl", "briefbook.toml"):
        assert re.search(hook["files"], name)
    assert not re.search(hook["files"], "build/site/index.html")


def test_every_dependency_says_what_it_is_for():
    section = text_of("pyproject.toml").split("dependencies = [", 1)[1].split("[project.scripts]")[0]
    named = [line for line in section.splitlines() if re.match(r'\s+"(?!briefbook\[)', line)]
    assert [line for line in named if "#" not in line] == []
