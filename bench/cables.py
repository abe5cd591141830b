"""How well headings, references and series are understood, on the sets in ../shared. Run as ``./run bench cables``.

``-v`` lists every difference. Nothing of the sets is printed otherwise, and nothing is written.
"""

import datetime
import json
import re
import sys
import time
from collections import Counter
from pathlib import Path

from cables_network import dating, imports, persons, references
from heading_lists import by_kind, coverage
from make_forms import KINDS, forms
from mutations import mutations

from briefbook.cables import read_cable, read_heading
from briefbook.cables.heading import CORE
from briefbook.model.page import Page
from briefbook.text.vocabulary import full_level

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
SHOW = sys.argv.count("-v")
PARTS = ("form", "series", "number", "date", "author")
TEI = "{http://www.tei-c.org/ns/1.0}"


def blank(value):
    return value in (None, [], {}, "")


def same(key, expected, actual):
    """Is the value exact? Lists in order; of references the parts that are expected."""
    if key == "ref":
        actual = actual or []
        pairs = zip(expected, actual, strict=False)
        return len(expected) == len(actual) and all(
            all(one.get(part) == value for part, value in want.items() if part in PARTS) for want, one in pairs
        )
    if key == "to" and isinstance(expected, str):
        expected = [expected]
    return blank(actual) if blank(expected) else expected == actual


def headers():
    """Every field of headers.jsonl: exact, false fills (a value where the truth is blank), wrong values."""
    counts = Counter()
    rows = [json.loads(line) for line in (SHARED / "domain" / "headers.jsonl").read_text(encoding="utf-8").splitlines()]
    for row in rows:
        heading = read_heading(row["text"])
        for key, expected in row["expect"].items():
            if key == "note":
                continue
            if key == "flags":
                raised = {flag.split(":")[0] for flag in heading["flags"]}
                counts["flags"] += len(expected)
                counts["flags raised"] += sum(flag.split(":")[0] in raised for flag in expected)
                continue
            kind = "core" if key in CORE else "further"
            right = same(key, expected, heading.get(key))
            counts[kind] += 1
            counts[f"{kind} exact"] += right
            counts["false fills"] += not right and blank(expected)
            counts[f"{kind} wrong"] += not right and not blank(expected) and not blank(heading.get(key))
            if SHOW and not right:
                print(f"  {kind} {row['style']} {key}: wants {expected!r} got {heading.get(key)!r}")
    start = time.process_time()
    for _ in range(5):
        for row in rows:
            read_heading(row["text"])
    counts["a second a core"] = round(5 * len(rows) / (time.process_time() - start))
    return counts


def made_up():
    """Headings made up in six lists: exact, false fills, wrong; and the same spoilt, held against what was meant."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "cables"))
    from further_headings import LISTS

    counts = Counter()
    for number, (_, text, expected) in enumerate(row for rows in LISTS for row in rows):
        clean = read_heading(text)
        expected_values = clean | {key: value for key, value in expected.items() if key != "ref"}
        for key, want in expected.items():
            actual = clean.get(key)
            if key == "ref":
                actual = [tuple(one[part] for part in PARTS) for one in actual]
            if key == "flags":
                right = set(want) <= {flag.split(":")[0] for flag in actual}
            else:
                right = want == actual if key == "ref" else same(key, want, actual)
            counts["fields"] += 1
            counts["exact"] += right
            counts["false fills"] += not right and blank(want) and key != "flags"
            counts["wrong"] += not right and not blank(want) and not blank(actual)
        for kind, spoilt in mutations(text, number):
            heading = read_heading(spoilt)
            for key in CORE:
                if key in ("ref", "flags") or blank(heading[key]):
                    continue
                value, right = heading[key], expected_values[key]
                part = isinstance(value, list) and isinstance(right, list) and set(value) <= set(right)
                counts[f"{kind} given"] += 1
                counts[f"{kind} wrong"] += value != right and not part
    return counts


def lists():
    """The lists of invented headings, ``choose`` and ``report`` with their second parts.

    All fields, and the five; by kind of paper with -v.

    ``python bench/heading_lists.py`` prints the whole table.
    """
    counts = Counter()
    for name in ("choose", "choose-2", "choose-3", "report", "report-2"):
        for group, verdicts in sorted(by_kind(name, SHOW).items()):
            if group in ("all", "five fields") or (SHOW and group.startswith("kind ")):
                counts.update({f"{name} {group} {answer}": count for answer, count in verdicts.items()})
        (share, _, given, wrong), _ = coverage(name)
        counts[f"{name} % right at 1 % wrong"] = round(100 * share, 1)
        counts[f"{name} given at 1 % wrong"], counts[f"{name} of these wrong"] = given, wrong
    return counts


def damaged():
    """The same headings, spoilt: values that differ from the clean reading and are not blank."""
    counts = Counter()
    for number, line in enumerate((SHARED / "domain" / "headers.jsonl").read_text(encoding="utf-8").splitlines()):
        text = json.loads(line)["text"]
        clean = read_heading(text)
        for kind, spoilt in mutations(text, number):
            heading = read_heading(spoilt)
            for key in CORE:
                if key in ("ref", "flags") or blank(heading[key]):
                    continue
                counts[f"{kind} given"] += 1
                value, right = heading[key], clean[key]
                part = isinstance(value, list) and isinstance(right, list) and set(value) <= set(right)
                counts[f"{kind} wrong"] += value != right and not part
    return counts


def laid_out():
    """Made-up forms with their words' places (``make_forms``), damaged more and more: from, to, date, number."""
    counts = Counter()
    for kind in KINDS:
        for damage in (0.0, 0.06, 0.15):
            for page, truth in forms(kind, damage, 100, "measured"):
                cable = read_cable("X", [page])
                for key, expected in truth.items():
                    actual = cable.value(key)
                    verdict = "right" if actual == expected else "blank" if actual is None else "wrong"
                    counts[f"{kind.__name__} {damage:.0%} {verdict}"] += 1
                    if SHOW and verdict == "wrong":
                        print(f"  {kind.__name__} {key}: wants {expected!r} got {actual!r}")
    return counts


def plain(text):
    return re.sub(r"[^A-Z0-9]", "", (text or "").upper())


def state_cables():
    """Agreement with the archive's attributes. The archive took two lines for the subject whatever they were, and
    added tags and persons: so one subject may begin the other, and our tags must be among the archive's.
    """
    from pypdfium2 import PdfDocument

    counts = Counter()
    folder = SHARED / "data" / "state-cables"
    for line in (folder / "attributes.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        document = PdfDocument(folder / row["file"])
        pages = [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]
        text = "\f".join(pages).split("Message Text", 1)[-1].split("Message Attributes")[0]
        item = row["Document Number"]
        cable = read_cable(item, [Page.of_text(item, n, page_text) for n, page_text in enumerate(text.split("\f"), 1)])
        heading = read_heading(text)
        day = datetime.datetime.strptime(row["Draft Date"], "%d %b %Y").date().isoformat()
        subject, ours = plain(row["Subject"]).removesuffix("NA"), plain(cable.value("subject"))
        tags = {tag.strip() for tag in re.sub(r"\([^)]*\)", "", row["TAGS"]).split(",")}
        reference, our_reference = plain(row["Reference"]), plain(heading.get("reference_line"))
        results = {
            "from": cable.value("from") == row["From"],
            "number": heading["mrn"] == item,
            "date": cable.value("date") == day,
            "classification": full_level(heading["security"] or "") == row["Original Classification"],
            "subject exactly": subject == ours,
            "subject": bool(subject) == bool(ours) and (subject.startswith(ours) or ours.startswith(subject)),
            "tags": set(heading.get("tags") or ()) <= tags,
            "references": (row["Reference"] == "n/a" and not our_reference)
            or our_reference.startswith(reference[:40])
            or (bool(our_reference) and reference.startswith(our_reference[:40])),
        }
        for key, right in results.items():
            counts[key] += right
            archive = row["Subject" if key == "subject" else "TAGS"]
            if SHOW and not right and key != "subject exactly":
                print(f"  {item} {key}: archive {archive!r}, we {heading.get(key)!r}")
        counts["cables"] += 1
    return counts


def scans():
    """Headings of the real scans, from the transcription and, where pages were read, from the reading."""
    counts = Counter()
    truth = [
        json.loads(line)
        for line in (SHARED / "data" / "scans" / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    read = _read_pages()
    for source, pages_of in (("transcription", _transcribed), ("reading", lambda row: read.get(row["record"]))):
        for row in truth:
            pages = pages_of(row)
            if pages is None:
                continue
            cable = read_cable(row["record"], pages)
            for key in ("from", "to", "date", "number"):
                expected = (row["fields"].get(key) or {}).get("normalised")
                expected = "; ".join(expected) if isinstance(expected, list) else expected
                actual = cable.value(key)
                verdict = "right" if actual == expected else "blank" if actual is None else "wrong"
                counts[f"{source} {verdict}"] += 1
                if SHOW and verdict != "right":
                    print(f"  {source} {row['record']} {key}: wants {expected!r} got {actual!r}")
    return counts


def _transcribed(row):
    return [Page.of_text(row["record"], 1, "\n".join(row["text_lines"]))]


def _read_pages():
    """The pages as our own reading gives them, kept in a temporary folder; {} where reading is not there."""
    import tempfile

    try:
        from briefbook.ocr import PageStore, read_scans
        from briefbook.progress import quiet
        from briefbook.project.workspace import SCAN_OPENER
        from briefbook.scans import find_scans
        from briefbook.settings import ReadingSettings
    except ImportError:
        return {}
    cache_folder = Path(tempfile.gettempdir()) / "briefbook-bench-scans"
    cache_folder.mkdir(exist_ok=True)
    scans_found, _ = find_scans(SHARED / "data" / "scans" / "pdf", ".*", cache=cache_folder / "checksums.json")
    readings = PageStore(cache_folder / "readings", ReadingSettings(workers=1), {})
    answers = read_scans(scans_found, opener=SCAN_OPENER, page_store=readings, progress=quiet)
    return {scan.item: pages for scan, pages, _ in answers}


if __name__ == "__main__":
    asked = [name for name in sys.argv[1:] if not name.startswith("-")]
    for measure in (
        headers,
        lists,
        made_up,
        damaged,
        laid_out,
        state_cables,
        scans,
        imports,
        references,
        dating,
        persons,
    ):
        if not asked or measure.__name__ in asked:
            print(f"{measure.__name__}: {dict(measure())}", flush=True)
