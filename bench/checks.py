"""How well quotations are judged: altered ones found, verbatim ones passed, by class and noise; speed; a baseline.

Quotations are made from the texts of published editions (TEI volumes in ``../shared/data/frus``), which are only
measured on. ``./run bench checks [--quick] [--seed N]``. Quotations of real scans: ``--only scans``, in
``scan_quotations.py``; reviewers' cases and other programs on them: ``--only cases``, in ``quotation_cases.py``;
styles of citing, claims and State cables: ``--only claims``, in ``claim_cases.py``;
made-up books whose chapters contradict one another: ``--only books``, in ``claim_books.py``.
"""

import argparse
import json
import random
import re
import string
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

import claim_books
import claim_cases
import quotation_cases
import scan_quotations
from lxml import etree
from rapidfuzz.fuzz import partial_ratio

from briefbook.checks.quotations import QuotationFinder, SourceTexts, read_quotation, verify, verify_in
from briefbook.model.page import Page
from briefbook.text.tokens import is_negation, tokens_of

TEI = "{http://www.tei-c.org/ns/1.0}"
DATA = Path(__file__).parents[1] / ".." / "shared" / "data" / "frus"
# what recognisers make of typed capitals: written from tables of published OCR studies, apart from the product's own
CONFUSIONS = {
    "O": "0QDC", "0": "O", "I": "1LT", "1": "IL", "L": "IE1", "S": "58", "5": "S", "B": "8RE", "8": "B3", "E": "FBC",
    "F": "PE", "P": "FR", "R": "PKB", "N": "HMW", "H": "NMB", "M": "NHW", "W": "MN", "U": "VOD", "V": "UY", "C": "GOE",
    "G": "CQ6", "T": "IYF", "A": "R4", "D": "OB", "K": "XR", "X": "K", "Y": "VT", "Z": "2", "2": "Z", "6": "G",
    "Q": "O", "J": "I", "3": "8", "9": "g", "4": "A", "7": "T",
}  # fmt: skip
SYNONYMS = {
    "said": "stated", "states": "nations", "would": "will", "could": "might", "should": "must", "government": "regime",
    "important": "vital", "agreement": "accord", "believed": "thought", "discuss": "consider", "question": "matter",
    "position": "stance", "large": "great", "problem": "issue", "proposal": "suggestion", "began": "started",
    "difficult": "hard", "possible": "likely", "help": "aid", "need": "want", "meeting": "session", "view": "opinion",
    "many": "some", "all": "most", "increase": "rise", "shows": "proves", "think": "believe", "military": "armed",
}  # fmt: skip
SUBJECTS = {"he": "they", "they": "he", "we": "they", "i": "he", "she": "he", "it": "he", "you": "we"}


def documents(limit: int) -> list[tuple[str, str]]:
    """Texts of some 300 words each, from paragraphs of the edition's documents."""
    texts = []
    for path in sorted(DATA.glob("frus*.xml")):
        tree = etree.parse(str(path))
        for div in tree.iter(f"{TEI}div"):
            if div.get("type") != "document":
                continue
            words: list[str] = []
            for paragraph in div.iter(f"{TEI}p"):
                if any(True for _ in paragraph.iterancestors(f"{TEI}note")):
                    continue
                for note in paragraph.findall(f".//{TEI}note"):
                    tail = note.tail or ""
                    note.clear()
                    note.tail = tail
                words += " ".join("".join(paragraph.itertext()).split()).split()
            for start in range(0, len(words) - 150, 320):
                texts.append((f"{path.stem}-{div.get('n')}-{start}", " ".join(words[start : start + 320])))
    random.Random(1).shuffle(texts)
    return texts[:limit]


def as_cable(text: str, rng: random.Random) -> str:
    """The text as a telegram: capitals, lines of sixty-odd, hyphens at line ends, NOT RPT NOT, a page line."""
    plain = text.upper().replace("“", '"').replace("”", '"').replace("’", "'").replace("—", " - ")
    words = []
    for word in plain.split():
        words.append(word)
        if word == "NOT" and rng.random() < 0.5:
            words += ["RPT", "NOT"]
    lines, line = [], ""
    for word in words:
        if len(line) + len(word) + 1 <= 64:
            line = f"{line} {word}".strip()
        elif len(word) > 8 and word.isalpha() and rng.random() < 0.4 and len(line) < 60:
            cut = len(word) // 2
            lines.append(f"{line} {word[:cut]}-")
            line = word[cut:]
        else:
            lines.append(line)
            line = word
    lines.append(line)
    middle = len(lines) // 2
    return "\n".join([*lines[:middle], f"PAGE TWO {rng.randint(100, 4000)} CONFD", *lines[middle:]])


def damaged(text: str, cer: float, rng: random.Random) -> str:
    """The text misread: mostly confusions of shape, some letters lost, added or wild, some blanks lost or added."""
    out = []
    for character in text:
        if character == "\n" or rng.random() >= cer:
            out.append(character)
            continue
        kind = rng.random()
        if character == " ":
            out.append("" if kind < 0.3 else " ")
        elif kind < 0.70:
            out.append(rng.choice(CONFUSIONS.get(character, character)))
        elif kind < 0.80:
            continue
        elif kind < 0.86:
            out.append(character + rng.choice(string.ascii_uppercase + ".,'"))
        elif kind < 0.91:
            out.append(character + " ")
        elif kind < 0.95 and character == "M":
            out.append("RN")
        else:
            out.append(rng.choice(string.ascii_uppercase))
    return "".join(out)


def passage(text: str, rng: random.Random) -> list[str]:
    """A run of 6 to 24 words."""
    words = text.split()
    while True:
        size = rng.randint(6, 24)
        start = rng.randrange(len(words) - size)
        chosen = words[start : start + size]
        if not any("[" in word or "]" in word for word in chosen):  # an editor's brackets are not the author's
            return chosen


def edited(words: list[str], kind: str, rng: random.Random) -> str | None:
    """A verbatim quotation, edited as authors may."""
    words = list(words)
    if kind == "case":
        words[0] = words[0].capitalize()
        return " ".join(words).rstrip(".,;:") + ","
    if kind == "bracket word":
        i = rng.randrange(1, len(words) - 1)
        if is_negation((tokens_of(words[i]) or ("",))[0]) or not words[i].islower():  # a name: that would be altered
            return None
        words[i] = "[the Soviets]"
    elif kind == "bracket letters":
        i = next((i for i, w in enumerate(words) if w.isalpha() and len(w) > 4), None)
        if i is None:
            return None
        words[i] = rng.choice([f"{words[i][:-1]}[ed]", f"[{words[i][0]}]{words[i][1:]}"])
    elif kind == "sic":
        words.insert(rng.randrange(1, len(words)), "[sic]")
    elif kind == "ellipsis":
        i = rng.randrange(2, len(words) - 2)
        words[i : i + rng.randint(1, 2)] = ["…"]
    elif kind == "hyphen":
        i = next((i for i, w in enumerate(words) if len(w) > 7 and w.isalpha()), None)
        if i is None:
            return None
        words[i] = f"{words[i][:4]}-{words[i][4:]}"
    elif kind == "punctuation":
        words = [word.rstrip(",;:") for word in words]
        words[0] = words[0].capitalize()
        return " ".join(words).rstrip(".,;:") + rng.choice(".,;—")
    elif kind == "two ellipses":
        if len(words) < 12:
            return None
        i, j = rng.randrange(3, len(words) // 2 - 1), rng.randrange(len(words) // 2 + 1, len(words) - 3)
        words[j : j + 1], words[i : i + 1] = [". . ."], ["…"]
    return " ".join(words)


EDITS = ("plain", "case", "bracket word", "bracket letters", "sic", "ellipsis", "hyphen", "punctuation", "two ellipses")


def altered(words: list[str], kind: str, names: list[str], rng: random.Random) -> str | None:
    """A quotation with one thing changed; None where the words offer nothing to change."""
    words = list(words)
    plain = [(tokens_of(word) or ("",))[0] for word in words]
    if kind == "negation dropped":
        places = [i for i, token in enumerate(plain) if token in ("not", "no", "never")]
        if not places:
            return None
        del words[rng.choice(places)]
    elif kind == "number":
        places = [i for i, token in enumerate(plain) if token.isdigit()]
        if not places:
            return None
        i = rng.choice(places)
        digits = re.search(r"\d", words[i])
        new = rng.choice([d for d in "123456789" if d != digits.group()])
        words[i] = words[i][: digits.start()] + new + words[i][digits.end() :]
    elif kind == "name":
        places = [i for i in range(1, len(words)) if words[i].strip(".,;:").istitle() and plain[i] in names]
        if not places:
            return None
        i = rng.choice(places)
        words[i] = rng.choice([name for name in names if name != plain[i]]).capitalize()
    elif kind == "synonym":
        places = [i for i, token in enumerate(plain) if token in SYNONYMS]
        if not places:
            return None
        i = rng.choice(places)
        words[i] = SYNONYMS[plain[i]]
    elif kind == "order":
        i = rng.randrange(len(words) - 1)
        if plain[i] == plain[i + 1] or "".join(plain[i : i + 2]) == "".join(plain[i + 1 : i - 1 or None : -1]):
            return None
        words[i], words[i + 1] = words[i + 1], words[i]
    elif kind == "subject":
        places = [i for i, token in enumerate(plain) if token in SUBJECTS]
        if not places:
            return None
        i = rng.choice(places)
        words[i] = SUBJECTS[plain[i]]
    elif kind == "word dropped":
        i = rng.randrange(1, len(words) - 1)
        if plain[i] in (plain[i - 1], plain[i + 1]) or not plain[i] or is_negation(plain[i]):
            return None
        del words[i]
    elif kind == "word added":
        words.insert(rng.randrange(1, len(words)), rng.choice(("very", "only", "also", "now", "never", "not", "all")))
    elif kind == "ending":
        places = [i for i, token in enumerate(plain) if token.isalpha() and len(token) > 4]
        if not places:
            return None
        i = rng.choice(places)
        bare = words[i].rstrip(".,;:")
        words[i] = (bare[:-1] if bare.endswith("s") else f"{bare}s") + words[i][len(bare) :]
    elif kind == "one letter of a name":
        places = [i for i in range(1, len(words)) if words[i].strip(".,;:").istitle() and len(plain[i]) > 4]
        if not places:
            return None
        i = rng.choice(places)
        k = rng.randrange(1, len(plain[i]))
        other = rng.choice([c for c in "aeioulrstn" if c != words[i][k : k + 1].lower()])
        words[i] = words[i][:k] + other + words[i][k + 1 :]
    elif kind == "and for or":
        places = [i for i, token in enumerate(plain) if token in ("and", "or")]
        if not places:
            return None
        i = rng.choice(places)
        words[i] = {"and": "or", "or": "and"}[plain[i]]
    elif kind == "figure by a figure like it":
        places = [i for i, token in enumerate(plain) if token.isdigit() and set(token) & set("38561706")]
        if not places:
            return None
        i = rng.choice(places)
        old = next(c for c in words[i] if c in "38561706")
        words[i] = words[i].replace(old, {"3": "8", "8": "3", "5": "6", "6": "5", "1": "7", "7": "1", "0": "6"}[old], 1)
    return " ".join(words)


CHANGES = (
    "negation dropped", "number", "name", "synonym", "order", "subject", "word dropped", "word added",
    "ending", "one letter of a name", "and for or", "figure by a figure like it")  # fmt: skip


def baseline(words: str, text: str) -> str:
    """What a plain fuzzy threshold says."""
    plain = " ".join(token for word in words.split() for token in tokens_of(word))
    score = partial_ratio(plain, " ".join(token for word in text.split() for token in tokens_of(word)))
    return "verbatim" if score >= 90 else "altered"


def measure(
    docs: list[tuple[str, str]], cer: float, each: int, rng: random.Random, by: str = "machine"
) -> dict[str, Counter[str]]:
    """Verdicts by class; the baseline's under the same class with an asterisk. ``by``: who is said to have read."""
    names = sorted(
        {t for _, text in docs[:300] for w in text.split() if w.istitle() for t in tokens_of(w) if len(t) > 5}
    )
    names = names[:: max(1, len(names) // 400)]
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    kinds = [(kind, True) for kind in EDITS] + [(kind, False) for kind in CHANGES]
    ready = {}
    for kind, good in kinds:
        mutated = tries = 0
        while mutated < each and tries < 60 * each:
            tries += 1
            item, text = rng.choice(docs)
            words = passage(text, rng)
            quote = edited(words, kind, rng) if good else altered(words, kind, names, rng)
            if quote is None or (not good and " ".join(tokens_of(quote)) in " ".join(tokens_of(text))):
                continue
            mutated += 1
            if item not in ready:
                cable = damaged(as_cable(text, rng), cer, rng) if cer else as_cable(text, rng)
                ready[item] = (Page.of_text(item, 1, cable, reader="bench", by=by),)
            pages = ready[item]
            verdict = str(verify(quote, pages).verdict)
            group = "verbatim" if good else "altered"
            for name in (kind, f"all {group}"):
                counts[name][verdict] += 1
                counts[f"{name} *"][baseline(quote, pages[0].text)] += 1
    return counts


def speed(docs: list[tuple[str, str]], rng: random.Random) -> float:
    """Quotations a second of one core against their cited item, texts made ready: half of them verbatim."""
    pages = {item: (Page.of_text(item, 1, as_cable(text, rng), by="machine"),) for item, text in docs[:200]}
    quotations = []
    for _ in range(2000):
        item, text = rng.choice(docs[:200])
        words = passage(text, rng)
        quotations.append(
            (item, " ".join(words) if rng.random() < 0.5 else altered(words, "order", [], rng) or " ".join(words))
        )
    texts = SourceTexts()
    for item in pages:
        texts.of(pages[item])
    began = time.process_time()
    for item, quote in quotations:
        verify_in(read_quotation(quote), texts.of(pages[item]))
    return len(quotations) / (time.process_time() - began)


def finding(docs: list[tuple[str, str]], cer: float, rng: random.Random, count: int) -> tuple[float, float, float]:
    """Share of quotations whose item is named first among all; median and worst milliseconds of one core."""
    items = []
    for item, text in docs:
        cable = as_cable(text, rng)
        items.append((item, (Page.of_text(item, 1, damaged(cable, cer, rng) if cer else cable, by="machine"),)))
    finder = QuotationFinder(items)
    finder.find("to make the index ready")
    right, times = 0, []
    for _ in range(count):
        item, text = rng.choice(docs)
        quote = " ".join(passage(text, rng))
        began = time.process_time()
        hits = finder.find(quote)
        times.append(1000 * (time.process_time() - began))
        best = hits[0] if hits else None
        same = best is not None and (best.item == item or quote.lower() in dict(docs)[best.item or ""].lower())
        right += same
    times.sort()
    return right / count, times[len(times) // 2], times[-1]


def make_book(folder: Path, docs: list[tuple[str, str]], rng: random.Random, pages: int = 100) -> None:
    """A collection of as many items as there are texts, and a book that cites and quotes them."""
    posts = ("WASHDC", "LDN", "BONN", "EMBPARIS", "NATOPARIS", "HAVANA")
    received = folder / "received" / "edition"
    received.mkdir(parents=True)
    (folder / "narratives").mkdir()
    (folder / "briefbook.toml").write_text("[items]\npattern = 'DOC[0-9]{5}'\ncitation = 'DOC[0-9]{5}'\n", "utf-8")
    with open(received / "descriptions.jsonl", "w", encoding="utf-8") as file:
        for i, (_, text) in enumerate(docs):
            values = {"date": f"1962-{1 + i // 260:02d}-{1 + i % 28:02d}", "from": posts[i % 6], "number": str(100 + i)}
            fields = {name: [{"as_written": value, "value": value}] for name, value in values.items()}
            row = {"item": f"DOC{10000 + i}", "fields": fields, "pages": [as_cable(text, rng)]}
            file.write(json.dumps(row) + "\n")
    for n in range(pages):
        rows = [f"---\ntitle: Page {n}\ndates: 1962-01-01/1962-12-31\n---\n"]
        for section in range(4):
            rows.append(f"\n## Section {section}\n")
            for _ in range(5):
                i = rng.randrange(len(docs))
                words = passage(docs[i][1], rng)
                if rng.random() < 0.05:
                    words = (altered(words, "order", [], rng) or " ".join(words)).split()
                sentence = " ".join(words).replace('"', "").replace("“", "").replace("”", "")
                rows.append(f"The embassy reported that “{sentence}” (DOC{10000 + i}).\n")
        (folder / "narratives" / f"page-{n:03d}.md").write_text("\n".join(rows), "utf-8")


def book(docs: list[tuple[str, str]], rng: random.Random) -> None:
    """Seconds of `briefbook check` for a book of 100 pages, from cold, again, and after one word is changed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_book(folder, (docs * 2)[:3000], rng)
        page = folder / "narratives" / "page-050.md"
        for what in ("cold", "warm", "one page changed"):
            if what == "one page changed":
                page.write_text(page.read_text("utf-8").replace("reported that", "wrote that", 1), "utf-8")
            began = time.perf_counter()
            command = [sys.executable, "-m", "briefbook", "-C", name, "check", "--format", "json"]
            process = subprocess.run(command, capture_output=True, text=True, check=False)
            took = time.perf_counter() - began
            summary = json.loads(process.stdout)["summary"]
            print(f"check of 100 pages, 3,000 items, {what}: {took:.1f} s; {summary['quotations']} quotations")


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--each", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--peers", default="", help="with --only cases: the Python that has other programs")
    parser.add_argument("--pile", default="scans", help="the scans that --only scans takes: scans or scans-2")
    parser.add_argument("--read", type=Path, help="with --only scans: a collection in which the pile is read already")
    options = parser.parse_args()
    if options.only == "scans":
        scan_quotations.measure(options.pile, altered, CHANGES, options.seed, options.read)
        return
    if options.only == "cases":
        quotation_cases.measure(options.peers)
        return
    if options.only in ("", "claims"):
        claim_cases.measure()
    if options.only in ("", "books"):
        claim_books.measure()
    if options.only in ("claims", "books"):
        return
    if not DATA.is_dir():
        raise SystemExit("no edition texts in ../shared/data/frus: nothing to measure on")
    each = options.each or (80 if options.quick else 400)
    docs = documents(3000)
    print(f"{len(docs)} texts, {each} quotations a class")
    if options.only in ("", "verdicts"):
        for by, cer in (*(("machine", c) for c in (0.0, 0.02, 0.05, 0.08)), ("received", 0.0), ("received", 0.02)):
            counts = measure(docs, cer, each, random.Random(options.seed), by)
            print(f"\nCER {cer:.0%}, read by {by}")
            for kind, verdicts in counts.items():
                total = sum(verdicts.values())
                shares = ", ".join(f"{name} {n / total:.2%}" for name, n in verdicts.most_common())
                print(f"  {kind:24} {total:5}  {shares}")
    if options.only in ("", "speed"):
        print(f"\n{speed(docs, random.Random(options.seed)):.0f} quotations a second against the cited item")
    if options.only in ("", "book"):
        book(docs, random.Random(options.seed))
    if options.only in ("", "find"):
        for cer in (0.0, 0.02, 0.05, 0.08):
            share, median, worst = finding(docs, cer, random.Random(options.seed), 100 if options.quick else 400)
            print(
                f"item named first among {len(docs)}, CER {cer:.0%}: {share:.1%}, "
                f"median {median:.1f} ms, worst {worst:.0f} ms"
            )


if __name__ == "__main__":
    main()
