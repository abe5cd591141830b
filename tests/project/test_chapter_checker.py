"""While a chapter is typed the same is said of it as a check of the whole book would say, and nothing is stored."""

import datetime

import pytest

from briefbook.errors import InputError
from briefbook.project import pipeline
from briefbook.project.chapter_checker import ChapterChecker
from briefbook.project.collection import Collection
from briefbook.project.workspace import Workspace

TODAY = datetime.date(2026, 11, 27)
OTHER = """\
---
title: After the harbour
dates: 1963-03-14/1963-03-20
---

The first chapter is [here](harbour.md). “THE LIGHTS WERE LIT AND THE TOWN CAME TO LOOK” (H105).
"""
TYPED = """\
---
title: The harbour works
dates: 1963-03-02/1963-03-11
ordre: 3
---

# The harbour works

The minister “looked dissatisfied with nothing” (H101). The lights were lit a week later (H105).
On 9 March 1963 Oslo wrote of it (H999, H102), see [the next](after.md) and [another](nowhere.md).

> THE LIGHTS WERE LIT AND THE TOWN CAME TO LOOK.

The town came (H105). <!-- accept C101: it is lost -->

Words of nobody: “a paper which nobody ever wrote down”. A mark[^1] without its note.
"""


@pytest.fixture
def workspace(harbour):
    (harbour / "narratives/after.md").write_text(OTHER, encoding="utf-8")
    return Workspace(Collection.open(harbour))


def test_the_findings_are_those_of_a_check_of_the_whole_book(harbour, workspace):
    checker = ChapterChecker(workspace.collection, lambda: workspace)
    live = checker.check("narratives/harbour.md", TYPED, TODAY)
    (harbour / "narratives/harbour.md").write_text(TYPED, encoding="utf-8")
    narratives = pipeline.read_narratives(workspace.collection, workspace.catalogue)
    findings, verifications = pipeline.check_narratives(workspace, narratives, TODAY)
    of_book = [finding for finding in findings if finding.where and finding.where.path == "narratives/harbour.md"]
    assert list(live.findings) == of_book
    assert {"N103", "C101", "C201", "C301"} <= {finding.code for finding in live.findings}
    assert list(live.verifications) == [
        result for result in verifications if result.narrative == "narratives/harbour.md"
    ]


def test_the_file_and_what_is_stored_stay_as_they_are(harbour, workspace):
    checker = ChapterChecker(workspace.collection, lambda: workspace)
    before = (harbour / "narratives/harbour.md").read_bytes()
    checker.check("narratives/harbour.md", TYPED, TODAY)
    assert (harbour / "narratives/harbour.md").read_bytes() == before
    assert dict(Workspace(workspace.collection).verification_cache.by_key) == {}


def test_what_is_put_right_is_found_no_more(workspace):
    checker = ChapterChecker(workspace.collection, lambda: workspace)
    wrong = checker.check("narratives/harbour.md", TYPED, TODAY)
    right = checker.check("narratives/harbour.md", TYPED.replace("H999, ", ""), TODAY)
    assert "C101" in {finding.code for finding in wrong.findings}
    assert "C101" not in {finding.code for finding in right.findings}


def test_a_chapter_that_is_not_there_is_refused(workspace):
    checker = ChapterChecker(workspace.collection, lambda: workspace)
    with pytest.raises(InputError, match="there is no chapter"):
        checker.check("narratives/none.md", "", TODAY)
