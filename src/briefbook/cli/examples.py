"""Examples of use, shown at the end of ``briefbook COMMAND --help``."""

EXAMPLES = {
    "": (
        ("briefbook init cables", "make a new collection in the folder cables"),
        ("briefbook -C cables read", "read its scans"),
        ("briefbook -C cables check", "check narratives and catalogue"),
        ("briefbook -C cables build", "make the site in cables/build/site"),
        ("briefbook COMMAND --help", "options and examples of one command"),
    ),
    "verify": (
        ("briefbook verify", "every file as it arrived? new ones are recorded"),
        ("briefbook verify --accept scans/H101.pdf --why 'a better scan'", ""),
    ),
    "backup": (("briefbook backup /media/disk/backups", "a new, verified copy beside the earlier ones"),),
    "restore": (
        ("briefbook -C harbour restore /media/disk/backups/harbour-20261127T120000Z", "into the new folder harbour"),
    ),
    "desk": (
        ("briefbook desk", "choose or make a collection in the browser"),
        ("briefbook desk cables", "open the desk of the collection cables"),
    ),
    "init": (("briefbook init cables --title 'Havana, 1962'", ""),),
    "import": (
        ("briefbook import csv list.csv", "a spreadsheet with a column Item"),
        ("briefbook import exhibit page.html", "a published page with its tables"),
        ("briefbook import frus frus1961-63v11.xml", "a FRUS volume in TEI"),
        ("briefbook -C copy import bag harbour.zip", "a whole collection, as `export bag` wrote it, into a new folder"),
    ),
    "read": (
        ("briefbook read", "read every scan not read yet"),
        ("briefbook read --estimate", "say how long that would take"),
        ("briefbook read 'CDNW12*' --redo --dry-run", "show what re-reading would change"),
        ("briefbook read --explain CDNW12638 1", "show how page 1 was read"),
    ),
    "parts": (
        ("briefbook parts", "files that are divided, or seem to hold several papers"),
        ("briefbook parts BOX7 --accept", "divide it as proposed"),
        ("briefbook parts BOX7 1-2 3-5=CDNW102", "divide it otherwise, and name an item"),
        ("briefbook parts CDNW102 --join CDNW102b", "a cable that runs over two files"),
    ),
    "catalogue": (
        ("briefbook catalogue list", "all items"),
        ("briefbook catalogue show CDNW12638", "every reading of every field"),
        ("briefbook catalogue set CDNW12638 date 1962-11-09 --why 'clear on the scan'", ""),
        ("briefbook catalogue assign CDNW12638 --to anna", "anna is to look at it"),
        ("briefbook catalogue list --assigned-to me", "what you are to look at"),
        ("briefbook catalogue export catalogue.csv", "edit it anywhere, then import it"),
    ),
    "translate": (("briefbook translate de", "German: every message, to be translated in locales/de.po"),),
    "sample": (
        ("briefbook sample draw --n 60 --seed 1962", "sixty items at random; the same seed draws the same"),
        ("briefbook sample review", "read them again without seeing the catalogue"),
        ("briefbook sample show", "each field's error rate and its interval"),
    ),
    "comments": (
        ("briefbook comments add 'Which ferry is meant?' --item CDNW12638 --field subject", ""),
        ("briefbook comments list --item CDNW12638", "what is open about an item"),
    ),
    "heading": (("briefbook heading telegram.txt", ""), ("pdftotext telegram.pdf - | briefbook heading", "")),
    "references": (
        ("briefbook references CDNW12638", "what this item refers to"),
        ("briefbook references --stubs", "cables referred to but not held, most cited first"),
    ),
    "series": (("briefbook series WASHDC", "one post's numbered series"),),
    "copies": (
        ("briefbook copies", "all groups of copies"),
        ("briefbook copies CDNW12638", "differences between copies"),
    ),
    "posts": (
        ("briefbook posts", "the codes used here"),
        ("briefbook posts confirm OSLO 'Embassy Oslo' --why 'Foreign Service List 1962'", ""),
    ),
    "search": (
        ("briefbook search '\"missile bases\" from:HAVANA'", "a phrase, from one post"),
        ("briefbook search 'castro NEAR/5 mikoyan' --order date", ""),
        ("briefbook search --batch queries.txt > hits.csv", "one query per line"),
    ),
    "quote": (("briefbook quote 'dissatisfied with everything' --in CDNW12630", ""),),
    "publish": (
        ("briefbook publish /srv/www/cables --dry-run", "show what would change there"),
        ("briefbook publish --git origin --branch gh-pages", "a branch that a forge shows as a site"),
    ),
    "chapters": (
        ("briefbook chapters", "the chapters, and who has not saved"),
        ("briefbook chapters new 'The talks in Havana'", "begin one, as a draft"),
        ("briefbook chapters save talks --who ada", "put into the book what ada wrote at the desk"),
        ("briefbook chapters picture harbour.jpg", "put a picture into media/"),
    ),
    "check": (
        ("briefbook check", "everything"),
        ("briefbook check narratives/nov-8.md", "one file"),
        ("briefbook check --select C2", "quotations only"),
        ("briefbook check --format html > report.html", "a report to send"),
    ),
    "lsp": (),
    "build": (("briefbook build", ""), ("briefbook build --watch", "rebuild after every change")),
    "serve": (
        ("briefbook serve", "http://127.0.0.1:8000/; the desk by the link that it prints"),
        ("briefbook serve --trusted-proxy 127.0.0.1", "behind a proxy that names the user"),
    ),
    "accounts": (
        ("briefbook accounts add anna", "a curator; --role author for one who only looks"),
        ("briefbook accounts list", ""),
    ),
    "export": (
        ("briefbook export ris", "citations of all items for a reference manager"),
        ("briefbook export tei CDNW12638 --to tei/", "one item, into the folder tei"),
        ("briefbook export bag --to /media/disk/harbour", "the whole collection with checksums, to deposit or move"),
    ),
    "doctor": (("briefbook doctor", ""),),
    "demo": (("briefbook demo", "the demonstration in the folder demo"),),
}
"""Command -> pairs of a command line and what it does; "" is ``briefbook`` itself."""

COMMON_OPTIONS = (
    ("-C DIR", "folder of the collection (default: the current folder)"),
    ("-v, --verbose", "log what is done to standard error (-vv: in detail)"),
    ("--log-file FILE", "append the log to a file"),
)
"""Options that every command takes, before or after its name."""

LINE_WIDTH = 34
"""Characters of a command line before the explanation after it."""


def epilog(command: str) -> str:
    """The end of a command's help: the options common to all commands, and examples.

    Args:
        command: Name of the command, "" for ``briefbook`` itself, which lists the common options itself.

    Returns:
        Text for click; its mark for a paragraph that is not to be wrapped stands before each list.
    """
    parts = []
    if command:
        width = max(len(option) for option, _ in COMMON_OPTIONS)
        parts += ["\b", "Options of every command:"]
        parts += [f"  {option:<{width}}  {meaning}" for option, meaning in COMMON_OPTIONS]
    if examples := EXAMPLES.get(command):
        parts += ["", "\b", "Examples:"]
        for line, meaning in examples:
            parts.append(f"  {line:<{LINE_WIDTH}}  # {meaning}" if meaning else f"  {line}")
    return "\n".join(parts)
