"""What other programs say of quotations; run by a Python that has them: PYTHON peers_quotations.py CASES > ANSWERS.

CASES and ANSWERS are JSON lines: {"words", "text"} and {program: "agrees" | "differs" | "absent" | "error"}. The
programs compare a quotation with text; none reads scans. Versions that were run: quotecheck 0.1.0, krokai 0.15.0,
citations 0.6.1, citefact 0.3.0 (of this the comparison of quotations; what asks a language model is left out).
"""

import importlib
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

FUZZY = 85  # citefact's own threshold for a modified quotation, of 100


def _quotecheck() -> Callable[[str, str], str]:
    check = importlib.import_module("quotecheck").check
    named = {"found": "agrees", "interleaved": "agrees", "drift": "differs"}
    return lambda words, text: named.get(check(words, text).status, "absent")


def _krokai() -> Callable[[str, str], str]:
    corpus, verify = importlib.import_module("krokai.corpus"), importlib.import_module("krokai.verify")
    ready: dict[str, Any] = {}

    def judge(words: str, text: str) -> str:
        if text not in ready:
            folder = Path(tempfile.mkdtemp())
            (folder / "source.txt").write_text(text, encoding="utf-8")
            ready[text] = corpus.Corpus([str(folder)], quiet=True)
        verdict = verify.check(words, ready[text])[0]
        if verdict in ("VERIFIED", "PUNCTUATION", "TYPESETTING", "ASSEMBLED", "WRONG_SPEAKER"):
            return "agrees"
        return "absent" if verdict == "NOT_FOUND" else "differs"

    return judge


def _citations() -> Callable[[str, str], str]:
    resolve = importlib.import_module("citations").resolve_in
    return lambda words, text: "agrees" if resolve(words, text).state in ("found", "ambiguous") else "absent"


def _citefact() -> Callable[[str, str], str]:
    quotes, fuzz = importlib.import_module("citefact.checks.quotes"), importlib.import_module("rapidfuzz.fuzz")

    def judge(words: str, text: str) -> str:
        wanted, source = quotes.normalize(words), quotes.normalize(text)
        if wanted in source:
            return "agrees"
        return "differs" if fuzz.partial_ratio(wanted, source) >= FUZZY else "absent"

    return judge


PEERS = {"quotecheck": _quotecheck, "krokai": _krokai, "citations": _citations, "citefact": _citefact}


def main() -> None:
    """Answer every case with every program that is installed; the seconds that each took go to standard error."""
    cases = [json.loads(row) for row in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]
    answers: list[dict[str, str]] = [{} for _ in cases]
    for name, load in PEERS.items():
        try:
            judge = load()
        except ImportError as error:
            print(f"{name}: not installed ({error})", file=sys.stderr)
            continue
        began = time.process_time()
        for case, answer in zip(cases, answers, strict=True):
            try:
                answer[name] = judge(case["words"], case["text"])
            except Exception:
                answer[name] = "error"
        print(f"{name}: {len(cases) / (time.process_time() - began):.0f} quotations a second", file=sys.stderr)
    for answer in answers:
        print(json.dumps(answer))


if __name__ == "__main__":
    main()
