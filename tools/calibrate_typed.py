"""Real pages with a transcription -> how far the typed reader's confidence may be trusted, and its weights.

    python tools/calibrate_typed.py ../shared/data/scans [--released ../shared/data/releases/pdf] \
        [--write letters|surroundings]

There are two steps (``briefbook.ocr.confidence``): by a word's letters, which the reader decides by while it reads, so
that other weights make another text; and by these and where the word stands, which is what is given out, and what is
reported here. The second is fitted to what the first says with the weights in use.

With ``--released`` words of further pages are judged too, by bench/reading_words.jsonl: words of the choosing half of
bench/reading_figures.py's pages, lines of fewer than four words above all, as one person saw them on cut-outs beside
the reading. A row has the word's place (record, page, box in pixels of 300 an inch) and the beginning of the SHA-256
of what the paper has there (``word``), or of a reading that is wrong where the paper has no word, or not one (``not``).
What is written by hand and was read, and what was read in specks, is wrong.

Every page is judged by weights fitted to the other pages only; what is written is fitted to all. A word counts as right
if the alignment of the page's words with the transcription's has it in a run of equal words; words whose transcription
has a character nobody can read, and what the transcription leaves out (printed labels, stamps, handwriting), are left
out: lines like none of it, and words of ``PRINTED`` that it does not have where they stand.
Words of the body are aligned once more by themselves, as bench/_scoring.py does it, and these count five times
(``BODY``): there are as many words in heads, which are wrong oftener, and it is in the body that readers ask how sure a
word is.
"""

import argparse
import hashlib
import json
import re
import sys
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
from rapidfuzz import fuzz

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "bench"))

from _scoring import overlap, plain, word_errors

from briefbook.ocr import typed_reader, word_assembly, word_surroundings
from briefbook.ocr.confidence import Surroundings, WordEvidence, confidence, confidence_in, with_margin

TARGET = Path(typed_reader.__file__).with_name("typed_calibration.json")
NAMES = ["constant", "least likelihood", "mean likelihood", "readings differ", "length"]
NAMES += ["line's mean likelihood", "figures", "by context"]
NAMES_IN_SURROUNDINGS = ["constant", "confidence by its letters", "in other type", "in a short line", "signs"]
NAMES_IN_SURROUNDINGS += ["common word", "unusual letters that are not sure", "least likelihood", "other width"]
NAMES_IN_SURROUNDINGS += ["least usual letter", "ink beside"]
WORDS = Path(__file__).resolve().parent.parent / "bench" / "reading_words.jsonl"

PRINTED = frozenset(
    {"ACQ", "ACTION", "APPRAISAL", "AUTHENTICATING", "BASED", "BY", "CITE", "CLASSIFIED", "CONF", "CONTENT",
     "COPY", "COUNTRY", "DATE", "DIR", "DISTR", "DISTRIBUTED", "EXT", "FIELD", "FILE", "FORM", "FROM",
     "IMMEDIATE", "INDEX", "INFO", "INITIALS", "IS", "ISSUING", "MESSAGE", "NO", "OF", "OFFICE", "OFFICER", "ON",
     "OPERATIONAL", "ORIG", "OTHER", "PLACE", "PRECEDENCE", "PRIORITY", "PROHIBITED", "REFERENCES", "RELEASING",
     "REPORT", "REPRODUCTION", "ROUTINE", "ROUTING", "SECRET", "SOURCE", "SUBJECT", "TDCS", "THAN", "THE", "TO",
     "UNIT"}
)  # fmt: skip
"""What is printed on forms; the transcription has what was typed."""


class EvidencedConfidence(float):
    """A confidence that knows what it was made of."""

    evidence: WordEvidence
    features: tuple[float, ...]
    """Those of the second step; none where there was none."""

    @classmethod
    def of(cls, evidence: WordEvidence) -> "EvidencedConfidence":
        """The confidence of some evidence."""
        made = cls(confidence(evidence))
        made.evidence, made.features = evidence, ()
        return made

    @classmethod
    def within(cls, surroundings: Surroundings, by_letters: float) -> "EvidencedConfidence":
        """The confidence of a word where it stands."""
        made = cls(confidence_in(surroundings, by_letters))
        assert isinstance(by_letters, EvidencedConfidence)
        made.evidence, made.features = by_letters.evidence, surroundings.features(by_letters)
        return made


BODY_ALONE, BODY_IN_PAGE, HEAD, RELEASED_TEXT, RELEASED_HEAD = range(5)
"""How a word was judged: as one of the body, by the body alone; the same by the whole page; outside the body; by
bench/reading_words.jsonl, in a line of four words and more, and in a shorter one."""


JudgedWord = tuple[str, tuple[float, ...], tuple[float, ...], int, int]
"""A word's page, its features of the first and of the second step, 1 if it is right, and how it was judged."""


def words_of(folder: Path) -> list[JudgedWord]:
    """The words of the pages of a folder that can be judged; those of skewed stamps, which have one step, are not."""
    reader, rows = _reader(), []
    for row in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        page = json.loads(row)
        document = pypdfium2.PdfDocument(folder / "pdf" / f"{page['record']}.pdf")
        picture = document[min(page["page"], len(document)) - 1].render(scale=300 / 72).to_pil()
        truth = page["text_lines"]
        read_lines = reader.read(picture, 300).lines
        lines = [
            [(word.text, word.certainty) for word in line.words if isinstance(word.certainty, EvidencedConfidence)]
            for line in read_lines
        ]
        lines = [line for line in lines if line]
        words = [word for line in lines for word in line]
        body = plain(truth[page["body_start"] : page["body_end"] + 1])
        in_body = word_errors(body, [text for text, _ in words]).right
        for place, right in in_body.items():
            if right is not None:
                rows.append(_row(page["record"], words[place][1], int(right), BODY_ALONE))
        of_body = {id(words[place][1]) for place in in_body}
        read = [
            word
            for line in lines
            if max(fuzz.ratio(" ".join(text for text, _ in line), true_line) for true_line in truth) > 45
            for word in line
        ]
        for sure, is_right in _judged(truth, read):
            kind = BODY_IN_PAGE if id(sure) in of_body else HEAD
            rows.append(_row(page["record"], sure, is_right, kind))
    return rows


MIN_OVERLAP = 0.5
"""What a word's box must share with a place that was judged, to be the word that stands there."""


def released_words(folder: Path, judged: Path = WORDS) -> list[JudgedWord]:
    """The words of pages of released files that were judged one by one and are read as words there now."""
    pages: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for row in map(json.loads, judged.read_text(encoding="utf-8").splitlines()):
        pages.setdefault((row["record"], row["page"]), []).append(row)
    reader, rows = _reader(), []
    for (record, number), places in pages.items():
        with pypdfium2.PdfDocument(folder / f"{record}.pdf") as document:
            picture = document[number - 1].render(scale=300 / 72).to_pil()
        lines = reader.read(picture, 300).lines
        words = [(word, len(line.words)) for line in lines for word in line.words if word.box]
        for place in places:
            shares = [overlap(tuple(word.box.as_list()), tuple(place["box"])) if word.box else 0.0 for word, _ in words]
            best = int(np.argmax(shares)) if shares else 0
            if not shares or shares[best] <= MIN_OVERLAP:
                continue
            word, count = words[best]
            right = is_right(word.text, place)
            if right is not None and isinstance(word.certainty, EvidencedConfidence):
                kind = RELEASED_TEXT if count >= word_surroundings.FEW_WORDS else RELEASED_HEAD
                rows.append(_row(record, word.certainty, int(right), kind))
    return rows


def is_right(read: str, place: dict[str, Any]) -> bool | None:
    """Whether a word is what the paper has in a place that was judged; None where that is not known.

    >>> place = {"word": hashlib.sha256(b"OSLO").hexdigest()[:12]}
    >>> is_right("OSLO", place), is_right("0SLO", place), is_right("OSLO", {"not": place["word"]})
    (True, False, False)
    """
    digest = hashlib.sha256(read.encode()).hexdigest()[:12]
    if "word" in place:
        return bool(digest == place["word"])
    return False if digest == place["not"] else None


def _reader() -> typed_reader.TypedReader:
    """The reader, whose confidences know what they were made of."""
    word_assembly.confidence, word_surroundings.confidence_in = EvidencedConfidence.of, EvidencedConfidence.within
    return typed_reader.TypedReader()


def _row(page: str, sure: EvidencedConfidence, is_right: int, kind: int) -> JudgedWord:
    return page, sure.evidence.features(), sure.features, is_right, kind


def _judged(truth: list[str], read: list[tuple[str, Any]]) -> list[tuple[Any, int]]:
    typed_words = [word for line in truth for word in re.sub(r"\[(redacted|overtyped|struck)\]", "?", line).split()]
    out = []
    matcher = SequenceMatcher(a=typed_words, b=[text for text, _ in read], autojunk=False)
    for step, a1, a2, b1, b2 in matcher.get_opcodes():
        if step == "equal" or not any("?" in word for word in typed_words[a1:a2]):
            out += [
                (sure, int(step == "equal"))
                for text, sure in read[b1:b2]
                if step == "equal" or re.sub(r"\W", "", text).upper() not in PRINTED
            ]
    return out


BODY = 5.0
"""What a word of the body counts more: with 1 the calibration error on pages not fitted to was .037 in the body and
.025 in all lines, with 5 it was .018 and .043, with 10 .013 and .049, printed labels still counted as wrong;
without them with 1 .016 and .012, with 5 .011 and .022."""


def fit(x: Any, y: Any, counts: Any) -> Any:
    """Logistic weights, by Newton's method, held a little to nought; each word counts so much."""
    weights = np.zeros(x.shape[1])
    for _ in range(25):
        share = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        bend = (x * (counts * share * (1 - share))[:, None]).T @ x + np.eye(len(weights))
        weights -= np.linalg.solve(bend, x.T @ (counts * (share - y)) + weights)
    return weights


def by_other_pages(pages: Any, x: Any, y: Any, counts: Any) -> Any:
    """The confidence of each word, by weights fitted to the words of all other pages.

    Args:
        pages: The page of each word, an array (words,).
        x: Its features, float64 array (words, features).
        y: 1.0 if it is right, else 0.0, array (words,).
        counts: How much it counts, array (words,).

    Returns:
        float64 array (words,), 0 to 1.
    """
    confidences = np.zeros(len(y))
    for page in sorted(set(pages)):
        own = pages == page
        confidences[own] = 1 / (1 + np.exp(-x[own] @ fit(x[~own], y[~own], counts[~own])))
    return confidences


def reliability(confidences: Any, right: Any) -> tuple[float, list[tuple[float, int, float, float]]]:
    """The calibration error over ten bins, and for each bin: its beginning, words, mean confidence, share right."""
    place = np.minimum(9, (confidences * 10).astype(int))
    table = [
        (
            number / 10,
            int((place == number).sum()),
            float(confidences[place == number].mean()),
            float(right[place == number].mean()),
        )
        for number in range(10)
        if (place == number).any()
    ]
    return sum(count * abs(mean - share) for _, count, mean, share in table) / len(right), table


def main() -> None:
    """Judge each page by the others, print how far confidence may be trusted, and write the weights if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--released", type=Path, help="the folder of released files that bench/reading_words.jsonl names"
    )
    parser.add_argument("--write", choices=("letters", "surroundings"), help="the step whose weights are written")
    options = parser.parse_args()
    rows = words_of(options.folder)
    if options.released:
        rows += released_words(options.released)
    pages, kinds = np.array([row[0] for row in rows]), np.array([row[4] for row in rows])
    in_body = kinds == BODY_ALONE
    letters, x, y = (np.array([row[place] for row in rows], float) for place in (1, 2, 3))
    counts = np.where(in_body, BODY, 1.0)
    figures = letters[:, NAMES.index("figures")] > 0
    groups = {
        "all lines": ~in_body,
        "body": in_body,
        "heads and feet": kinds == HEAD,
        "all lines, words with figures": ~in_body & figures,
        "released pages, lines of four words and more": kinds == RELEASED_TEXT,
        "released pages, shorter lines": kinds == RELEASED_HEAD,
        "all heads and shorter lines": (kinds == HEAD) | (kinds == RELEASED_HEAD),
    }
    errors = {}
    for step, features in (("letters", letters), ("surroundings", x)):
        confidences = by_other_pages(pages, features, y, counts)
        if step == "surroundings":
            confidences = np.array([with_margin(share) for share in confidences.tolist()])
        errors[step] = [_report(f"{step}: {name}", confidences[one], y[one]) for name, one in groups.items()]
    if options.write:
        made = f"tools/calibrate_typed.py on {(~in_body).sum()} words of {len(set(pages))} real pages, those of the "
        made += f"body {1 + BODY:.0f} times; tried on each page by the others: ECE {errors[options.write][0]:.3f}, "
        made += f"body {errors[options.write][1]:.3f}, heads {errors[options.write][2]:.3f}"
        features, names, suffix = (
            (letters, NAMES, "") if options.write == "letters" else (x, NAMES_IN_SURROUNDINGS, " in surroundings")
        )
        calibration = json.loads(TARGET.read_text(encoding="utf-8"))
        weights = fit(features, y, counts).round(4).tolist()
        calibration |= {f"weights{suffix}": weights, f"of{suffix}": names, f"made{suffix}": made}
        TARGET.write_text(json.dumps(calibration, indent=2) + "\n", encoding="utf-8")


def _report(name: str, confidences: Any, right: Any) -> float:
    """Print how far some words' confidence may be trusted; their calibration error."""
    error, table = reliability(confidences, right)
    sure = confidences >= 0.9
    print(
        f"{name}: {len(right)} words, {right.mean():.3f} right; calibration error {error:.4f}, by chance alone ", end=""
    )
    print(f"{error_by_chance(confidences):.4f}; at 0.9 and above: {sure.sum()} words, {right[sure].mean():.4f} right")
    for begin, count, mean, share in table:
        print(f"{begin:.1f}  {count:5d}  confidence {mean:.3f}  right {share:.3f}")
    return error


def error_by_chance(confidences: Any) -> float:
    """The calibration error that words as sure as these have in the mean if each is right just so often.

    With few words it is not small: it is what no calibration can be shown to be better than.
    """
    chance = np.random.default_rng(1)
    drawn = (
        reliability(confidences, (chance.random(len(confidences)) < confidences).astype(float)) for _ in range(200)
    )
    return float(np.mean([error for error, _ in drawn]))


if __name__ == "__main__":
    main()
