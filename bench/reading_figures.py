"""How many words with figures are read as the paper has them, on pages of released files.

    python bench/reading_figures.py [--half choose|held] [--words]

reading_figures.jsonl says where each word stands (record, page, box in pixels of 300 an inch) and what the paper has
there, as seen by one person on cut-outs: the typed words with figures that the reader of 28 November 2026 gave, or took
for letters, on pages drawn from ../shared/data/releases; none of ``data/scans-2``. Words that the eye cannot decide,
print, stamps and handwriting are left out. *choose* is what rules were made from, *held* what they are reported on. A
page is bad if the reader's mean confidence in its words was below .875. A word counts as right if the reading has in
its place exactly that; where a figure was read for a letter the truth has no figure.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from _scoring import overlap

from briefbook.model.page import Word
from briefbook.ocr.typed_reader import TypedReader

HERE = Path(__file__).resolve().parent
RELEASES = HERE.parent / ".." / "shared" / "data" / "releases" / "pdf"
MIN_OVERLAP = 0.3
"""What a word's box must share with the truth's to stand in its place."""


def main() -> None:
    """Print how many words are right by half and quality, and those that are wrong if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("choose", "held"))
    parser.add_argument("--words", action="store_true", help="name the words that are wrong")
    options = parser.parse_args()
    rows = [json.loads(row) for row in (HERE / "reading_figures.jsonl").read_text(encoding="utf-8").splitlines()]
    counts: dict[tuple[str, str], list[int]] = {}
    pages: dict[tuple[str, int], list[Word]] = {}
    for row in rows:
        if options.half in (None, row["half"]):
            place = row["record"], row["page"]
            pages[place] = pages.get(place) or words_of(*place)
            read = in_place_of(pages[place], tuple(row["box"]))
            count = counts.setdefault((row["half"], row["quality"]), [0, 0])
            count[0] += read == row["word"]
            count[1] += 1
            if options.words and read != row["word"]:
                print(f"{row['half']} {row['record']} p. {row['page']}: {read} for {row['word']}")
    for (half, quality), (right, total) in sorted(counts.items()):
        print(f"{half}, {quality}: {right} of {total} right ({right / total:.1%})")


def words_of(record: str, page: int) -> list[Word]:
    """The words that are read on a page of a released file."""
    with pypdfium2.PdfDocument(RELEASES / f"{record}.pdf") as document:
        picture = document[page - 1].render(scale=300 / 72).to_pil()
    return [word for line in TypedReader().read(picture, 300).lines for word in line.words if word.box]


def in_place_of(words: Sequence[Word], box: tuple[int, ...]) -> str | None:
    """The word that shares most with a box; None where none shares enough."""
    shares = [(overlap(tuple(word.box.as_list()), box), word.text) for word in words if word.box]
    share, text = max(shares, default=(0.0, ""))
    return text if share > MIN_OVERLAP else None


if __name__ == "__main__":
    main()
