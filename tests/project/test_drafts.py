"""Drafts are left out of what is published, and that is said; what is doubtful is a draft."""

import json

import pytest
from PIL import Image

from briefbook.narratives.narrative_parser import parse_narrative


def parsed(front):
    return parse_narrative(
        f"---\n{front}\n---\n\nProse.\n", "narratives/a.md", citation="H[0-9]{3}", is_item=lambda item: False
    )


@pytest.mark.parametrize(
    ("front", "is_draft", "codes"),
    [
        ("draft: true", True, []),
        ("draft: yes", True, []),
        ("Draft: TRUE", True, []),
        ('draft: "true"', True, []),
        ("draft: false", False, []),
        ("draft: no", False, []),
        ('draft: "off"', False, []),
        ("title: A draft", False, []),
        ("draft: perhaps", True, ["N101"]),
        ("draft:", True, ["N101"]),
        ("draft: 2026-01-01", True, ["N101"]),
        ("draft: true\ntitle: [", True, ["N101"]),
        ("draft: false\ntitle: [", False, ["N101"]),
        ("published: false", False, ["N103"]),
        ("status: Draft", False, ["N103"]),
        ("status: final", False, []),
    ],
)
def test_what_is_a_draft(front, is_draft, codes):
    narrative = parsed(front)
    assert (narrative.is_draft, [finding.code for finding in narrative.findings]) == (is_draft, codes)


@pytest.fixture
def folder(harbour):
    (harbour / "narratives/harbour.md").write_text(
        "---\ntitle: The harbour works\n---\n\nLights (H101). See [the walrus](walrus.md).\n", encoding="utf-8"
    )
    (harbour / "narratives/walrus.md").write_text(
        "---\ntitle: The walrus\ndraft: true\n---\n\nA walrus (H105). See [the harbour](harbour.md).\n",
        encoding="utf-8",
    )
    return harbour


def test_a_site_is_built_without_drafts_and_says_so_in_one_line(run_command, folder):
    code, _, err = run_command("-C", folder, "build")
    assert code == 0
    assert "briefbook: 1 page is a draft and is left out: narratives/walrus.md." in err.splitlines()
    site = folder / "build/site"
    assert (site / "narratives/harbour.html").exists()
    assert not (site / "narratives/walrus.html").exists()
    for path in site.rglob("*"):
        if path.suffix in (".html", ".js", ".json", ".xml", ".csv", ".jsonl") and path.name != "checks.html":
            text = path.read_text(encoding="utf-8").replace('<span class="lost-link">the walrus</span>', "")
            assert "he walrus" not in text.replace("See the walrus.", ""), path


def test_an_export_names_the_drafts_that_it_leaves_out(run_command, folder):
    code, _, err = run_command("-C", folder, "export", "annotations")
    assert code == 0
    assert "briefbook: 1 page is a draft and is left out: narratives/walrus.md." in err.splitlines()


def test_an_export_of_items_alone_leaves_out_no_chapter_and_names_none(run_command, folder):
    code, _, err = run_command("-C", folder, "export", "ris")
    assert (code, err) == (0, "")


def test_a_link_from_a_published_page_to_a_draft_is_a_finding_and_not_the_other_way(run_command, folder):
    _, out, _ = run_command("-C", folder, "check", "--json", "--select", "C301")
    assert [(row["where"], row["message"]) for row in json.loads(out)["findings"]] == [
        ("narratives/harbour.md:5:20", "walrus.md is a draft, and readers of this page will not find it")
    ]


def test_a_draft_is_searched_at_the_terminal_and_called_one(run_command, folder):
    _, out, _ = run_command("-C", folder, "search", "walrus NOT lights")
    assert out.splitlines()[1:3] == [
        "Essay: The walrus (draft), paragraph 1 (narratives/walrus.md:6)",
        "    A [walrus] (H105). See the harbour.",
    ]
    _, out, _ = run_command("-C", folder, "search", "--json", "H105")
    assert json.loads(out)["facets"]["chapter"] == {}


def picture(path):
    Image.new("RGB", (4, 4)).save(path)


def test_a_picture_that_only_a_draft_shows_is_not_published(run_command, folder):
    (folder / "media").mkdir(exist_ok=True)
    for name in ("walrus.png", "both.png", "spare.png"):
        picture(folder / "media" / name)
    with (folder / "narratives/walrus.md").open("a", encoding="utf-8") as draft:
        draft.write("\n![A walrus](walrus.png)\n\n![A ship](both.png)\n")
    with (folder / "narratives/harbour.md").open("a", encoding="utf-8") as page:
        page.write("\n![A ship](both.png)\n")
    assert run_command("-C", folder, "build")[0] == 0
    published = sorted(path.name for path in (folder / "build/site/media").iterdir())
    assert published == ["both.png", "spare.png"]


def test_what_only_a_draft_cites_is_cited_on_no_page(run_command, folder):
    _, out, _ = run_command("-C", folder, "check", "--json", "--select", "C111")
    (finding,) = json.loads(out)["findings"]
    assert "H105" in finding["data"]["items"]
    assert "H101" not in finding["data"]["items"]
