#!/usr/bin/env python3
"""Use every example once on a copy of the demonstration collection, and say what each of them did.

    pip install 'briefbook[read,serve]' ./examples/extensions/*/
    python examples/extensions/use_all.py FOLDER

FOLDER is where the copy is made. A scan that the reader reads and whose heading is in the form, a log that the importer
takes, a chapter that the check finds fault with; then the export and the site with the theme. With --bare the copy has
none of the demonstration's own scans and chapters, so that nothing else has to be read. The first step that does not do
what it should ends the program with 1.
"""

import argparse
import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

DEMONSTRATION = Path(__file__).resolve().parents[1] / "cuban-missile-crisis"

PAGE = "A  OSLO\nB  LDN EXTERNAL\nC  210\nD  8 NOV 62\nSPECIMEN. LIGHTS WERE LIT TODAY."
LOG = "1962-11-09 CDNW90002 OSLO: the ferry ran again\nfog all day\n"
CHAPTER = """---
dates: 1962-11-08/1962-11-09
---
# A harbour in the crisis

On November 8 the lights were lit in Kristiania (CDNW90001); on November 9 the ferry ran again (CDNW90002).
"""


class StepFailed(Exception):
    """An extension did not do what it should."""


class Collection:
    """A copy of the demonstration, and the program that works on it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def run(self, *arguments: str, codes: tuple[int, ...] = (0,)) -> str:
        """Run a command and give what it prints.

        Raises:
            StepFailed: It ends with another code than one of these.
        """
        done = subprocess.run(
            [sys.executable, "-m", "briefbook", "-C", str(self.root), *arguments], capture_output=True, text=True
        )
        if done.returncode not in codes:
            raise StepFailed(f"briefbook {shlex.join(arguments)} ended with {done.returncode}: {done.stderr.strip()}")
        return done.stdout


def make_copy(root: Path, *, bare: bool) -> None:
    """Copy the demonstration, and put our scan, log and chapter into it."""
    left_out = shutil.ignore_patterns("build", *(["scans", "narratives"] if bare else []))
    shutil.copytree(DEMONSTRATION, root, ignore=left_out)
    for folder in ("scans", "narratives"):
        (root / folder).mkdir(exist_ok=True)
    settings = root / "briefbook.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("[site]\n", '[site]\ntheme = "harbour"\nsearch = "never"\n'), encoding="utf-8")
    (root / "narratives" / "a-harbour.md").write_text(CHAPTER, encoding="utf-8")


def expect(name: str, is_so: bool, what: str) -> None:
    """Say what an extension did.

    Raises:
        StepFailed: It did not.
    """
    if not is_so:
        raise StepFailed(f"{name}: not so: {what}")
    print(f"{name}: {what}", flush=True)


def use_all(here: Collection, log: Path) -> None:
    """Use the reader, the form, the importer, the check, the export and the theme, in this order."""
    from tape_reader import punch

    punch(PAGE).save(here.root / "scans" / "CDNW90001.png")
    here.run("read", "--redo", "CDNW90001", "--reader", "tape")
    item = json.loads(here.run("catalogue", "show", "CDNW90001", "--json"))
    reader, first = item["pages"][0]["reader"], item["pages"][0]["text"].partition("\n")[0]
    expect("tape-reader", (reader, first) == ("tape 1.0", "A OSLO"), f"it read CDNW90001, which begins {first!r}")
    heading = [item[name] for name in ("from", "to", "number", "date")]
    is_ours = item["fields"]["form"][0]["note"] == "by its form: signals"
    is_right = heading == ["OSLO", "LDN; EXTERNAL", "210", "1962-11-08"]
    expect("signals-form", is_ours and is_right, f"its heading says {', '.join(heading)}")
    log.write_text(LOG, encoding="utf-8")
    said = here.run("import", "logbook", str(log)).splitlines()
    expect("logbook-importer", said[0].endswith(": 1 item") and "fog all day" in said[1], " ".join(said[:2]))
    report = json.loads(here.run("check", "--select", "H901", "--format", "json", codes=(0, 1)))
    messages = [finding["message"] for finding in report["findings"]]
    expect("harbour-check", messages == ["Kristiania is the former name of Oslo"], f"it found {messages}")
    here.run("export", "ferry")
    rows = (here.root / "build/exports/ferry/day-book.tsv").read_text(encoding="utf-8").splitlines()
    ours = [row for row in rows if "CDNW9000" in row]
    expect("ferry-export", len(ours) == 2, f"a day book of {len(rows)} lines, of which {ours}")
    here.run("build", codes=(0, 1))
    styles = [path.read_text(encoding="utf-8") for path in (here.root / "build/site").rglob("*.css")]
    expect("harbour-theme", any("--accent: #0b5563" in style for style in styles), "the site has its colours")


def main() -> int:
    """Make the copy and use the examples; 1 if one of them does not do what it should."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path, help="where the copy is made; it must not be there yet")
    arguments.add_argument("--bare", action="store_true", help="without the demonstration's scans and chapters")
    options = arguments.parse_args()
    root = options.folder / "collection"
    make_copy(root, bare=options.bare)
    try:
        use_all(Collection(root), options.folder / "log.txt")
    except StepFailed as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
