"""Files parted into papers, against the first pages that a person sees: found, missed, parted wrongly.

    python bench/parts.py choose|report COLLECTION [-v] [--joined SEED]

The truths are ``parts/releases-....jsonl``, half of the files of ``../shared/data/releases`` each, and COLLECTION has
them read. A page under ``either`` may begin a paper or not: such are counted apart, and as wrong in the strict count.
``--joined`` makes files of several papers: the papers of the half in a row drawn by the seed, three in a file, without
the record's cover sheet and without what its release stamped, by which they would be known. ``-v`` lists every
difference, not of ``report``: single rows of it are not looked at.
"""

import argparse
import itertools
import json
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from briefbook.cables.papers import Paper, papers_of
from briefbook.model.page import Page
from briefbook.project.collection import Collection
from briefbook.project.workspace import Workspace
from briefbook.text.page_kinds import page_kinds
from briefbook.text.release_markings import is_release_marking

TRUTHS = Path(__file__).resolve().parent / "parts"
RECORD = re.compile(r"\W*\d{3}-\d{5}-\d{5}\W*")
"""A record's number alone, as the release stamps it on the first page of each."""

PAPERS_IN_A_FILE = 3


def truths(half):
    """The rows of a half: the file, the first pages of its further papers, pages that may begin one."""
    rows = [json.loads(line) for line in (TRUTHS / f"releases-{half}.jsonl").read_text(encoding="utf-8").splitlines()]
    for row in rows:
        row["further"] = {int(page): kind for page, kind in row["further"].items()}
        row["either"] = {int(page): why for page, why in row["either"].items()}
    return rows


def without_release(page: Page) -> Page:
    """A page without the lines that its release put on it."""
    lines = [line for line in page.lines if not is_release_marking(line.text) and not RECORD.fullmatch(line.text)]
    return replace(page, lines=tuple(lines))


def single_papers(rows, pages_of) -> Iterator[list[Page]]:
    """The papers of a half's files, each with its pages, without covers of records."""
    for row in rows:
        if row["either"]:
            continue
        pages = pages_of[row["file"]]
        covers = {at for at, kind in enumerate(page_kinds(pages)) if kind.is_cover}
        firsts = [0, *(first - 1 for first in row["further"]), len(pages)]
        for first, behind in itertools.pairwise(firsts):
            if paper := [without_release(pages[at]) for at in range(first, behind) if at not in covers]:
                yield paper


def joined_files(rows, pages_of, seed) -> Iterator[tuple[list[Page], set[int]]]:
    """Files of three papers each, and the first pages of the second and third."""
    papers = list(single_papers(rows, pages_of))
    random.Random(seed).shuffle(papers)
    for at in range(0, len(papers) - PAPERS_IN_A_FILE + 1, PAPERS_IN_A_FILE):
        pages, firsts = [], set()
        for paper in papers[at : at + PAPERS_IN_A_FILE]:
            if pages:
                firsts.add(len(pages) + 1)
            pages += [replace(page, number=len(pages) + number) for number, page in enumerate(paper, 1)]
        yield pages, firsts


def told(paper: Paper) -> str:
    """A proposal in words."""
    return f"page {paper.first_page} {paper.name!r} {paper.weight} {'; '.join(paper.reasons)}"


def main() -> None:
    """Print the counts of a half."""
    parser = argparse.ArgumentParser()
    parser.add_argument("half")
    parser.add_argument("collection", type=Path)
    parser.add_argument("-v", action="store_true")
    parser.add_argument("--joined", default="")
    given = parser.parse_args()
    rows = truths(given.half)
    workspace = Workspace(Collection.open(given.collection), read=False)
    pages_of = {row["file"]: workspace.pages_of_file(row["file"].removesuffix(".pdf")) for row in rows}
    if given.joined:
        files = [
            (f"joined {at}", pages, firsts, set())
            for at, (pages, firsts) in enumerate(joined_files(rows, pages_of, given.joined))
        ]
    else:
        files = [(row["file"], pages_of[row["file"]], set(row["further"]), set(row["either"])) for row in rows]
    report(files, show=given.v and given.half != "report")


def report(files, show) -> None:
    """Count what is proposed, by files and by papers."""
    further = found = possible = files_wrong = files_strict = files_several = files_found = either_parted = 0
    for name, pages, firsts, either in files:
        papers = papers_of(pages)
        proposed = {paper.first_page for paper in papers[1:]}
        hinted = {number for paper in papers for number, _ in paper.possible}
        further += len(firsts)
        found += len(firsts & proposed)
        possible += len(firsts & hinted)
        files_several += bool(firsts)
        files_found += bool(firsts & proposed)
        either_parted += len(proposed & either)
        files_wrong += bool(proposed - firsts - either)
        files_strict += bool(proposed - firsts)
        if show and (proposed - firsts or firsts - proposed):
            print(name, "missed", sorted(firsts - proposed), "hinted", sorted(firsts & hinted))
            for paper in papers[1:]:
                print(
                    "   ",
                    "right" if paper.first_page in firsts else "either" if paper.first_page in either else "WRONG",
                    told(paper),
                )
            for number, reasons in (possible for paper in papers for possible in paper.possible):
                print("    possible", number, "; ".join(reasons))
    print(f"{len(files)} files, {files_several} of several papers, {files_found} of them parted")
    print(f"{further} further papers: {found} found, {possible} more only hinted at")
    wrong, strict = (f"{count} ({100 * count / len(files):.1f} %)" for count in (files_wrong, files_strict))
    print(f"files parted wrongly: {wrong}; with pages that may be either ({either_parted} parted): {strict}")


if __name__ == "__main__":
    main()
