"""C301 A link leads somewhere.

Why:
    Pages are renamed, and a link that was right last year leads nowhere.
Fails:
    > More is told [on the next page](nov-14.md).
Passes:
    file narratives/nov-14.md
    > More is told [on the next page](nov-14.md).
Remedy:
    Name the page as it is called now (near names are given), or take the link away.
"""

import posixpath
import re
from collections.abc import Iterator

from rapidfuzz.process import extract

from briefbook.checks.check_input import CheckInput
from briefbook.model.finding import Finding, Fix
from briefbook.model.narrative import Link, Narrative

_OUTSIDE = ("http://", "https://", "mailto:", "tel:", "ftp://", "doi:")


def check(inputs: CheckInput) -> Iterator[Finding]:
    """One finding for every link and picture whose target is neither a page, an item nor a file."""
    for narrative in inputs.narratives:
        for link in narrative.links:
            if not leads_somewhere(inputs, narrative, link):
                yield _finding(inputs, narrative, link)
        for image in narrative.images:
            if not image.source.startswith((*_OUTSIDE, "data:")) and not _exists(inputs, narrative, image.source):
                yield Finding(
                    "C301",
                    image.where,
                    f"the picture {image.source} is not there",
                    remedy="put it into media/, or correct its name.",
                )


def leads_somewhere(inputs: CheckInput, narrative: Narrative, link: Link) -> bool:
    """Is the target outside the book, an item, a narrative (and a heading in it), or a file?"""
    written = link.target or _angled(narrative, link)
    target, _, heading = written.partition("#")
    if target.startswith(_OUTSIDE) or target in inputs.catalogue:
        return True
    page = _page(inputs, narrative, target) if target else narrative
    if page is not None:
        if not heading:
            return bool(target)
        anchors = {passage.slug for passage in page.passages}
        return heading in anchors or f'id="{heading}"' in page.source or heading.startswith("fn")
    return _exists(inputs, narrative, target)


def _angled(narrative: Narrative, link: Link) -> str:
    """A target in angle brackets, <with blanks in it>, as the file has it."""
    lines = narrative.source.splitlines()
    row = lines[link.where.line - 1] if 0 < link.where.line <= len(lines) else ""
    match = re.search(r"\]\(<([^>]*)>", row[max(0, link.where.column - 1) :])
    return match.group(1) if match else ""


def _page(inputs: CheckInput, narrative: Narrative, target: str) -> Narrative | None:
    path = posixpath.normpath(posixpath.join(posixpath.dirname(narrative.path), target))
    slug = posixpath.splitext(posixpath.basename(target.rstrip("/")))[0]
    for other in inputs.narratives:
        if other.path == path or (other.slug == slug and "/" not in target.strip("/")):
            return other
    return None


def _exists(inputs: CheckInput, narrative: Narrative, target: str) -> bool:
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(narrative.path), target))
    paths = (beside, posixpath.normpath(target.lstrip("/")))
    return any(not path.startswith("..") and inputs.context.exists(path) for path in paths if path)


def _finding(inputs: CheckInput, narrative: Narrative, link: Link) -> Finding:
    target = link.target.partition("#")[0]
    names = {posixpath.basename(other.path): other.path for other in inputs.narratives if other.path != narrative.path}
    similar = [name for name, _, _ in extract(posixpath.basename(target), list(names), limit=2, score_cutoff=70)]
    where = link.where
    remedy = f"did you mean {' or '.join(similar)}?" if similar else "name a page, an item, a file or a web address."
    fix = None
    if len(similar) == 1 and where.end:
        line = narrative.source.splitlines()[where.line - 1]
        written = line[where.column - 1 : where.end - 1]
        if f"({link.target})" in written:
            new = posixpath.join(posixpath.dirname(target), similar[0])
            fix = Fix(where, written.replace(f"({link.target})", f"({link.target.replace(target, new)})"))
    what = f'the heading "{link.target}" is not on that page' if "#" in link.target else f"{link.target} leads nowhere"
    return Finding("C301", where, what, remedy=remedy, fix=fix, data={"near": similar})
