"""What was parsed of a chapter is stored, and comes back the same; what has changed is parsed again."""

import dataclasses
import datetime
import json

import pytest

from briefbook.catalogue import StoreCatalogue
from briefbook.model.narrative_json import narrative_as_json, narrative_from_json
from briefbook.narratives import read_narrative
from briefbook.project.parsed_narratives import ParsedNarratives

CHAPTER = """---
title: The quay
dates: 1962-11-08/1962-11-10
---
# The quay

The ferry “was not at the granite quay” (D1, p. 2, ll. 3-4).[^1] See [the winter](winter.md) and D3.

![The quay](quay.jpg)

| Item | Date |
| --- | --- |
| D1 | 8 November 1962 |

{{items: D1, D3}}

[^1]: So says D2.
"""


def parsed(path, root):
    return read_narrative(path, root, citation="D[0-9]+", is_item=lambda word: word in ("D1", "D2", "D3"))


@pytest.fixture
def chapter(tmp_path):
    path = tmp_path / "narratives" / "quay.md"
    path.parent.mkdir()
    path.write_text(CHAPTER, encoding="utf-8")
    return path


def test_every_part_comes_back_from_json(chapter, tmp_path):
    narrative = parsed(chapter, tmp_path)
    parts = ("citations", "quotations", "tables", "note_marks", "links", "images", "sentences", "passages")
    assert [name for name in parts if not getattr(narrative, name)] == []
    assert narrative_from_json(json.loads(json.dumps(narrative_as_json(narrative)))) == narrative


def test_a_chapter_is_parsed_once_until_its_file_or_a_setting_changes(chapter, tmp_path):
    catalogue, asked = StoreCatalogue(tmp_path / "catalogue.sqlite"), []

    def parse():
        asked.append(chapter.read_text(encoding="utf-8"))
        return parsed(chapter, tmp_path)

    def of(setting="D[0-9]+"):
        return ParsedNarratives(catalogue, setting).of(chapter, "narratives/quay.md", parse)

    first = of()
    assert of() == first == parsed(chapter, tmp_path)
    assert len(asked) == 1
    of("E[0-9]+")
    assert len(asked) == 2
    chapter.write_text(f"{CHAPTER}\nOne more sentence.\n", encoding="utf-8")
    assert of().sentences != first.sentences
    assert len(asked) == 3


def test_what_json_cannot_say_is_parsed_each_time(chapter, tmp_path):
    catalogue, asked = StoreCatalogue(tmp_path / "catalogue.sqlite"), []

    def parse():
        asked.append(1)
        narrative = parsed(chapter, tmp_path)
        return dataclasses.replace(narrative, front_matter={"updated": datetime.date(1962, 11, 8), 1: "one"})

    made = [ParsedNarratives(catalogue).of(chapter, "narratives/quay.md", parse) for _ in range(2)]
    assert made[0] == made[1]
    assert len(asked) == 2
