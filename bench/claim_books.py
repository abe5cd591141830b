"""Made-up books of several chapters: contradictions between chapters that are told of, look-alikes that are accused.

    ./run bench checks --only books

A book is a file of ``claims/books``: items as in ``claim_cases``, chapters (``book 1.md dates=...``), and sentences,
each on a line of its own that ends with the names of its cases: ``{W01a,R03a}``. Sentences of one W contradict one
another; those of an R only look as if they did. A finding counts for a W where it stands on one of its lines and names
the place of another, or where no other W has that line; of a line that has a W and an R it is the W's, unless it names
a line of the R alone.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from claim_cases import context_of

from briefbook.checks import check
from briefbook.checks.manual import example
from briefbook.model.finding import Finding
from briefbook.narratives.narrative_parser import parse_narrative

BOOKS = Path(__file__).parent / "claims" / "books"
NOT_OF_BOOKS = frozenset(("C101", "C102", "C103", "C111", "C112", "C205", "C301", "C302", "C310"))
"""Findings on the made-up catalogue and on pages that have no citation, not on what the sentences say."""

_CASES = re.compile(r"\s*\{(?P<names>[WR]\d\d[a-z](?:,[WR]\d\d[a-z])*)\}\s*$", re.M)
_POSITION = re.compile(r"(?P<path>narratives/[\w.]+):(?P<line>\d+)")


def measure(verbose: bool = False) -> None:
    """Print what is told of in each book.

    Args:
        verbose: Print each finding with the case that it counts for.
    """
    for path in sorted(BOOKS.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        findings, cases = findings_of(text)
        told: dict[str, list[Finding]] = defaultdict(list)
        for finding in findings:
            for name in sorted(_counts_for(finding, cases)):
                told[name].append(finding)
                if verbose:
                    print(f"  {name or '-'} {finding.where} {finding.code} {finding.message}")
        known = sorted({name for names in cases.values() for name in names})
        for kind, what in (("W", "contradictions told of"), ("R", "look-alikes accused")):
            of_kind = [name for name in known if name[0] == kind]
            seen = [name for name in of_kind if name in told]
            print(f"book {path.stem}: {len(seen)} of {len(of_kind)} {what}: {' '.join(seen)}")
        print(f"book {path.stem}: findings on other sentences {len(told[''])}")


def findings_of(text: str) -> tuple[Sequence[Finding], dict[tuple[str, int], frozenset[str]]]:
    """The findings on a book, and for each line of its chapters that has cases their names (W01)."""
    rows = [row for row in text.splitlines() if not row.startswith("#")]
    made = example("\n".join(rows))
    cases: dict[tuple[str, int], frozenset[str]] = {}
    narratives = []
    for path, source in made.files.items():
        for number, line in enumerate(source.splitlines(), 1):
            if named := _CASES.search(line):
                cases[path, number] = frozenset(name[:3] for name in named["names"].split(","))
        prose = "\n".join(_CASES.sub("", line) for line in source.splitlines()) + "\n"
        citation = "[A-Z]{2,}[0-9]{3,}"
        narratives.append(parse_narrative(prose, path, citation=citation, is_item=made.catalogue.__contains__))
    findings = [
        finding
        for finding in check(made.catalogue, narratives, context=context_of(made))[0]
        if finding.where and finding.code not in NOT_OF_BOOKS and not finding.cannot_tell
    ]
    return findings, cases


def _counts_for(finding: Finding, cases: dict[tuple[str, int], frozenset[str]]) -> frozenset[str]:
    """The cases that a finding is about; "" for one on a sentence that has none."""
    where = finding.where
    here = cases.get((where.path, where.line), frozenset()) if where else frozenset()
    named = [
        cases.get((match["path"], int(match["line"])), frozenset())
        for match in _POSITION.finditer(f"{finding.message} {finding.remedy}")
    ]
    if named:
        return here & frozenset().union(*named) or frozenset(("",))
    wrong = frozenset(name for name in here if name[0] == "W")
    return wrong or here or frozenset(("",))
