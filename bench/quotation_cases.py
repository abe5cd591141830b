"""Reviewers' cases of quotations, judged by Briefbook and, on the same text, by other programs.

    ./run bench checks --only cases [--peers PYTHON]

The cases are in ``../shared/cases/truth`` and rules were mended by them: no first sight. PYTHON is the interpreter of
an environment that has the peers (``peers_quotations.py`` names them). An altered quotation that a program calls right
has *passed*; a right one that it does not has been *accused*; Briefbook may also say that it cannot tell.
"""

import json
import subprocess
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from briefbook.checks.quotations import verify
from briefbook.model.page import Page

SHARED = Path(__file__).parents[1] / ".." / "shared"
CASES = SHARED / "cases" / "truth"
TEI, XML = "{http://www.tei-c.org/ns/1.0}", "{http://www.w3.org/XML/1998/namespace}"
PADDING = "THE CLERK THEN READ OUT THE LIST OF THE SHIPS AND OF THEIR CARGOES WHICH TOOK ALL AFTERNOON.\n"
RIGHT = ("verbatim", "as-on-scan", "verbatim-noisy")


@dataclass(frozen=True, slots=True)
class Case:
    """A quotation with the text it is from; ``kind`` is the pile, ``is_right`` whether it is word for word."""

    kind: str
    is_right: bool
    words: str
    text: str


def cases() -> Iterator[Case]:
    """Every case of which the text is at hand."""
    for row in _rows("minimal.jsonl"):
        text = f"{PADDING * 3}{row['source']}\n{PADDING * 3}"
        yield Case("small cases", row["expect"] == "verbatim", row["quote"], text)
    for row in _rows("alterations_7.jsonl"):
        if row["cls"] == "D":
            continue  # open to debate: another spelling, a figure for a word
        kind = "editions, alterations of 49 kinds" if row["cls"] == "F" else "editions, fair handling of 18 kinds"
        yield Case(kind, row["cls"] != "F", row["quote"], row["text"])
    texts = _documents({row["item"].rsplit("-d", 1)[0] for row in _rows("frus_human_quotations.jsonl")})
    for row in _rows("frus_human_quotations.jsonl"):
        if row["item"] in texts:
            yield Case("editors' own quotations", row["expect"] == "verbatim", row["quote"], texts[row["item"]])


def _rows(name: str) -> list[dict[str, str]]:
    path = CASES / name
    return [json.loads(row) for row in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def _documents(volumes: set[str]) -> dict[str, str]:
    """The texts of the volumes' documents that are at hand, without their notes."""
    texts = {}
    for path in sorted(SHARED.glob("data/frus*/*.xml")):
        if path.stem not in volumes:
            continue
        tree = etree.parse(str(path), etree.XMLParser(collect_ids=False, huge_tree=True))
        for document in tree.iter(f"{TEI}div"):
            if document.get("type") == "document":
                for note in document.iter(f"{TEI}note"):
                    tail = note.tail
                    note.clear()
                    note.tail = tail
                parts = document.iter(*(f"{TEI}{name}" for name in ("p", "head", "dateline", "opener", "item")))
                texts[f"{path.stem}-{document.get(f'{XML}id')}"] = "\n".join("".join(p.itertext()) for p in parts)
    return texts


def measure(peers: str) -> None:
    """Print what becomes of every pile, by Briefbook and by the peers."""
    every = list(cases())
    if not every:
        print("quotations of reviewers: left out, ../shared/cases/truth is not beside the repository")
        return
    counts: dict[tuple[str, bool, str], Counter[str]] = defaultdict(Counter)
    began = time.process_time()
    for case in every:
        verdict = str(verify(case.words, [Page.of_text("D", 1, case.text, by="received")]).verdict)
        answer = "agrees" if verdict in RIGHT else "cannot tell" if verdict == "cannot-tell" else "differs"
        counts[case.kind, case.is_right, "briefbook"][answer] += 1
    took = time.process_time() - began
    print(f"briefbook: {len(every) / took:.0f} quotations a second, each text made ready anew")
    for case, answers in zip(every, _asked(peers, every) if peers else [{}] * len(every), strict=True):
        for program, answer in answers.items():
            counts[case.kind, case.is_right, program][answer] += 1
    for (kind, is_right, program), answers in sorted(counts.items()):
        total = answers.total()
        agreed, unsure = answers["agrees"], answers["cannot tell"]
        said = f"accused {total - agreed - unsure}" if is_right else f"passed {agreed}"
        print(f"  {kind:36} {'right' if is_right else 'altered':8} {program:12} {said} of {total}", end="")
        print(f", cannot tell {unsure}" if unsure else "")


def _asked(python: str, every: list[Case]) -> list[dict[str, str]]:
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.write("".join(json.dumps({"words": case.words, "text": case.text}) + "\n" for case in every))
        file.flush()
        script = Path(__file__).parent / "peers_quotations.py"
        done = subprocess.run([python, str(script), file.name], capture_output=True, text=True, check=True)
    print(done.stderr.rstrip())
    return [json.loads(row) for row in done.stdout.splitlines()]
