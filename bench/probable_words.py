"""What ~ finds of words that were misread on real scans: by probable words, and by the list of confused letters.

    ./run bench probable_words [--pile scans-2]

Every word of four letters and more of the transcriptions by eye is asked for on every page of the pile where the
reading has it not: right where the transcription has it. Names are words that the word list lacks. Neither way has
the words that differ by a letter or two, which ``word~`` ranks last.
"""

import argparse
import json
import subprocess
import tempfile
import time
from collections import Counter
from pathlib import Path

import scan_quotations

from briefbook.search import Index, build_index, open_index
from briefbook.search.query_ast import SearchTerm
from briefbook.search.query_compiler import Compiler
from briefbook.text.lexicon import is_word
from briefbook.text.tokens import tokens_of


def _tokens(lines: list[str]) -> set[str]:
    words = {word for line in lines for word in line.split() if "?" not in word}
    return {token for word in words for token in tokens_of(word)}


def _items(index: Index, word: str, *, misread: bool) -> set[str]:
    searcher, state = index.view()
    query, _ = Compiler(index, searcher, with_misreadings=misread, state=state).compile(SearchTerm(word, ""))
    return {searcher.doc(address)["item"][0] for _, address in searcher.search(query, 1000).hits}


def measure(pile: str) -> None:
    """Print recall and precision of both ways, and what the index takes."""
    folder = scan_quotations.SHARED / "data" / pile
    rows = [json.loads(line) for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    body = {row["record"]: _tokens(row["text_lines"][row["body_start"] : row["body_end"] + 1]) for row in rows}
    whole = {
        row["record"]: _tokens([*row["text_lines"], *row["stamps"], json.dumps(row["fields"]), row["form"]])
        for row in rows
    }
    with tempfile.TemporaryDirectory() as name:
        workspace = scan_quotations.read_pile(Path(name) / "collection", folder)
        indexes = {}
        for way in ("confused letters", "probable words"):
            root = Path(name) / way.replace(" ", "-")
            pairs = [
                (entry, [page for page in workspace.catalogue.pages(entry.item) if page.number == 1])
                for entry in workspace.catalogue
            ]
            began = time.process_time()
            kept = {}
            if way == "probable words":
                kept["probable"] = workspace.probable_words
            build_index(root, pairs, stamp=way, **kept)
            seconds = time.process_time() - began
            size = int(subprocess.run(["du", "-sb", root], capture_output=True, check=True).stdout.split()[0])
            print(f"{pile}, {way}: index of {len(pairs)} pages {size // 1000} kB, {seconds:.1f} s of one core")
            index = open_index(root)
            assert index is not None
            indexes[way] = index
        words = sorted({word for tokens in body.values() for word in tokens if len(word) >= 4 and not word.isdigit()})
        for what, asked in (("names", [word for word in words if not is_word(word)]), ("all words", words)):
            for way, index in indexes.items():
                counts: Counter[str] = Counter()
                for word in asked:
                    there = _items(index, word, misread=False)
                    more = _items(index, word, misread=True) - there
                    counts["right"] += sum(word in body[item] for item in more)
                    counts["false"] += sum(word not in whole[item] for item in more)
                    counts["missing"] += sum(word in tokens for item, tokens in body.items() if item not in there)
                hits = max(1, counts["right"] + counts["false"])
                print(
                    f"  {what}, {len(asked)}, {way}: found {counts['right']} of {counts['missing']} misread "
                    f"({counts['right'] / max(1, counts['missing']):.0%}), {counts['false']} false hits, precision "
                    f"{counts['right'] / hits:.0%}"
                )


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pile", default="scans")
    measure(parser.parse_args().pile)


if __name__ == "__main__":
    main()
