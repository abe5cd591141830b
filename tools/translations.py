"""Take the messages out of the code and the templates, and bring the catalogues of all languages up to date.

Run ``python tools/translations.py`` after words were added or changed: it writes ``locales/briefbook.pot``, adds what
is new to each ``locales/<language>/LC_MESSAGES/briefbook.po``, takes out what is no longer used, and says what is not
translated. ``--check`` changes nothing and ends with 1 where something would change or is not translated.
"""

import argparse
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "briefbook"
LOCALES = SOURCE / "locales"
TEMPLATE = LOCALES / "briefbook.pot"

METHODS = [
    ("**/vendor/**", "ignore"),
    ("**.py", "python"),
    ("**/templates/**.html", "jinja2"),
    ("**/static/**.js", "javascript"),
]
OPTIONS = {"**/templates/**.html": {"extensions": "jinja2.ext.i18n", "trimmed": "true", "silent": "false"}}
KEYWORDS = {
    "gettext": None,
    "_": None,
    "N_": None,
    "ngettext": (1, 2),
    "counted": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
"""The functions whose arguments are messages: which of them is the singular, the plural and the context."""

HEADER = """\
# Words of Briefbook in PROJECT's messages, one entry for each: the English in the code, and its translation.
# A file for another language is made by `briefbook translate`; see docs/recipes/translate.md.
#"""


def extract() -> Catalog:
    """All messages of the code, each with the files that it stands in, in the order of the alphabet."""
    catalogue = Catalog(project="Briefbook", charset="utf-8", header_comment=HEADER.replace("PROJECT's ", ""))
    found = extract_from_dir(
        str(SOURCE), METHODS, OPTIONS, KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    )
    for name, _, message, comments, context in sorted(found, key=lambda entry: (entry[0], entry[1])):
        place = (f"src/briefbook/{Path(name).as_posix()}", None)
        flags = ()
        catalogue.add(message, None, [place], flags=flags, auto_comments=comments, context=context)
    for message in catalogue:
        message.locations = list(dict.fromkeys(message.locations))
        if "%(" not in _text(message.id):
            message.flags.discard("python-format")
    return catalogue


def _text(message_id: str | tuple[str, ...] | list[str]) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]


def as_text(catalogue: Catalog) -> str:
    """A catalogue as its file has it: without dates and line numbers, so that two changes seldom meet."""
    out = io.BytesIO()
    write_po(out, catalogue, width=120, sort_output=True, omit_header=False, include_lineno=False, ignore_obsolete=True)
    lines = out.getvalue().decode().splitlines(keepends=True)
    dated = (
        '"POT-Creation-Date',
        '"PO-Revision-Date',
        '"Last-Translator',
        '"Language-Team',
        '"Report-Msgid',
        '"Generated-By',
    )
    return "".join(line for line in lines if not line.startswith(dated))


def updated(path: Path, template: Catalog) -> Catalog:
    """The catalogue of a language with the messages of the template; nothing is translated by guessing."""
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.parts[-3])
    catalogue.update(template, no_fuzzy_matching=True)
    if catalogue.locale and catalogue.locale.language == "fr":
        for message in catalogue:
            if isinstance(message.string, tuple | list):
                message.string = tuple(with_french_spaces(text or "") for text in message.string)
            elif message.id and message.string:
                message.string = with_french_spaces(message.string)
    return catalogue


def with_french_spaces(text: str) -> str:
    """French with the no-break spaces that its marks have: narrow ones, and a full one before a colon.

    >>> with_french_spaces("Non : 5 % ; « oui » !").encode("ascii", "xmlcharrefreplace").decode()
    'Non&#160;: 5&#8239;%&#8239;; &#171;&#8239;oui&#8239;&#187;&#8239;!'
    """
    text = re.sub(r" (?=[;?!»]|%(?![(%]))", "\u202f", text)
    return re.sub(r"« ", "«\u202f", re.sub(r" (?=:(?:\s|$))", "\u00a0", text))


def untranslated(catalogue: Catalog) -> Iterator[str]:
    """The messages that have no translation, or one marked as doubtful."""
    for message in catalogue:
        texts = [message.string] if not isinstance(message.string, tuple | list) else list(message.string)
        if message.id and (message.fuzzy or not all(texts)):
            yield _text(message.id)


def catalogues() -> list[Path]:
    """The catalogues of all languages."""
    return sorted(LOCALES.glob("*/LC_MESSAGES/briefbook.po"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing; 1 where something is to be done")
    check = parser.parse_args().check
    template = extract()
    texts = {TEMPLATE: as_text(template)}
    missing = 0
    for path in catalogues():
        catalogue = updated(path, template)
        texts[path] = as_text(catalogue)
        for message in untranslated(catalogue):
            missing += 1
            print(f"{path.parts[-3]}: not translated: {message!r}")
    stale = [path for path, text in texts.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        if check:
            print(f"{path.relative_to(ROOT)} is not up to date: run python tools/translations.py")
        else:
            path.write_text(texts[path], encoding="utf-8")
            print(f"written: {path.relative_to(ROOT)}")
    return 1 if missing or (check and stale) else 0


if __name__ == "__main__":
    sys.exit(main())
