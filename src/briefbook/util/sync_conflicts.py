"""A file's name -> the file that it is a second version of, as programs that synchronise folders name these."""

import re

_WORDS = "(?:conflict|konflikt|conflit|конфликт|冲突|衝突|競合|コンフリクト|충돌)"
_SUBJECT = rf"(?!{_WORDS},? \d{{4}}(?:[-–]\d{{2,4}})?[)\]])"
"""Papers may be about a conflict: "Kashmir (conflict 1948).pdf" is no second version of "Kashmir.pdf"."""

_CERTAIN = (
    rf"(?P<stem>.+?) ?\({_SUBJECT}[^()]*{_WORDS}[^()]*(?:\(\d+\))?\)",  # Dropbox
    rf"(?P<stem>.+?) ?\[{_SUBJECT}[^\[\]]*{_WORDS}[^\[\]]*\]",
    r"(?P<stem>.+)\.sync-conflict-\d{8}-\d{6}(?:-\w+)?",  # Syncthing
    r"(?P<stem>.+)_conflict-\d{8}-\d{6}",  # ownCloud
    r"(?P<stem>.+)\.conflict(?:-?\d*)",  # Resilio
)
_POSSIBLE = (
    r"(?P<stem>.+?)(?: - | )(?:copy|copie|kopie|copia)(?: ?\(?\d+\)?)?",  # Windows, macOS
    rf"(?P<stem>.+?)(?: - |[_-])[^()]*{_WORDS}[^()]*",
    r"(?P<stem>.+?) ?\(\d{1,2}\)",  # Google Drive, browsers
    r"(?P<stem>.+) \d{1,2}",  # iCloud
    r"(?:copy of|copie de|kopie von|copia de) (?P<stem>.+)",
    r"(?P<stem>.+?)-(?:[\w’']+-)*(?:desktop|laptop|macbook|imac|mac|pc|notebook|surface)(?:-[\w]+)*",  # OneDrive
)
_COMPUTER = re.compile(r"(?P<stem>.+?)-(?=[A-Z0-9-]*[A-Z])[A-Z0-9][A-Z0-9-]{3,14}")  # OneDrive, any computer's name


def conflict_copy_of(name: str) -> tuple[str, bool] | None:
    """The name of the file that another is a conflict copy of, and whether its name can mean nothing else.

    >>> conflict_copy_of("journal (Ann's conflicted copy 2026-03-01).jsonl")
    ('journal.jsonl', True)
    >>> conflict_copy_of("p001 (1).txt"), conflict_copy_of("talks.md")
    (('p001.txt', False), None)
    """
    stem, dot, ending = name.rpartition(".")
    stem, ending = (stem, dot + ending) if stem else (name, "")
    for patterns, is_certain in ((_CERTAIN, True), (_POSSIBLE, False)):
        for pattern in patterns:
            if match := re.fullmatch(pattern, stem, re.I):
                return match["stem"] + ending, is_certain
    match = _COMPUTER.fullmatch(stem)
    return (match["stem"] + ending, False) if match else None
