"""C301 A link leads somewhere.

Why:
    Pages are renamed, and a link that was right last year leads nowhere.
Fails:
    > More is told [on the next page](nov-14.md).
Passes:
    book nov-14.md title=Next
    > The next page.
    book page.md
    > More is told [on the next page](nov-14.md).
Remedy:
    Name the page as it is called now (near names are given), or take the link away. Pictures and files are looked for
    beside the page, then in media/; blanks and umlauts may stand in names as they are, or percent-encoded. A draft is
    not there for readers: a link to it from a published page waits until it is published too.
"""

import posixpath
from collections.abc import Iterator

from rapidfuzz.process import extract

from briefbook.checks.check_input import CheckInput
from briefbook.model.finding import Finding, Fix
from briefbook.model.narrative import Image, Link, Narrative
from briefbook.text.link_targets import (
    LinkTarget,
    file_path_of,
    has_anchor,
    item_of_target,
    page_path_of,
    passage_slug_of,
)


def check(inputs: CheckInput) -> Iterator[Finding]:
    """One finding for every link and picture whose target is neither a page, an item nor a file."""
    for narrative in inputs.narratives:
        for link in narrative.links:
            if not leads_somewhere(inputs, narrative, link):
                yield _finding(inputs, narrative, link)
            elif not narrative.is_draft and (draft := _draft_of(inputs, narrative, link)) is not None:
                yield Finding(
                    "C301",
                    link.where,
                    f"{link.target} is a draft, and readers of this page will not find it",
                    remedy="take the link away until that page is published, or its `draft: true`.",
                    data={"draft": draft.path},
                )
        for image in narrative.images:
            if (
                file_path_of(LinkTarget.parse(image.source), narrative.path, inputs.context.exists, picture=True)
                is None
            ):
                yield _no_picture(inputs, narrative, image)


def leads_somewhere(inputs: CheckInput, narrative: Narrative, link: Link) -> bool:
    """Is the target outside the book, an item, a narrative (and a heading in it), or a file that is published?"""
    target = LinkTarget.parse(link.target)
    if target.is_web:
        return True
    pages = {other.path: other for other in inputs.narratives}
    path = page_path_of(target, narrative.path, pages) if target.path else narrative.path
    if path is not None:
        if not target.heading:
            return bool(target.path)
        page = pages.get(path, narrative)
        slugs = [passage.slug for passage in page.passages]
        return passage_slug_of(target, slugs) is not None or has_anchor(target, page.source)
    return (
        item_of_target(target, inputs.catalogue.__contains__) is not None
        or file_path_of(target, narrative.path, inputs.context.exists) is not None
    )


def _draft_of(inputs: CheckInput, narrative: Narrative, link: Link) -> Narrative | None:
    """The draft that a link leads to; None if it leads elsewhere."""
    target = LinkTarget.parse(link.target)
    pages = {other.path: other for other in inputs.narratives}
    path = page_path_of(target, narrative.path, pages) if target.path and not target.is_web else None
    page = pages.get(path) if path is not None else None
    return page if page is not None and page.is_draft else None


def _no_picture(inputs: CheckInput, narrative: Narrative, image: Image) -> Finding:
    target = LinkTarget.parse(image.source)
    if target.is_outside:
        message = f"the picture {image.source} is on another site, and pages show none from there"
        remedy = "save it in media/ and name it here, if its owner allows."
    elif file_path_of(target, narrative.path, inputs.context.exists) is not None:
        message = f"the picture {image.source} is of a kind that browsers do not show"
        remedy = "save it as JPEG, PNG, WebP, GIF or SVG."
    else:
        message = f"the picture {image.source} is not there"
        remedy = "put it into media/ or beside the page, or correct its name."
    return Finding("C301", image.where, message, remedy=remedy)


def _finding(inputs: CheckInput, narrative: Narrative, link: Link) -> Finding:
    target = link.target.partition("#")[0]
    names = {posixpath.basename(other.path): other.path for other in inputs.narratives if other.path != narrative.path}
    similar = [name for name, _, _ in extract(posixpath.basename(target), list(names), limit=2, score_cutoff=70)]
    where = link.where
    remedy = f"did you mean {' or '.join(similar)}?" if similar else "name a page, an item, a file or a web address."
    fix = None
    if len(similar) == 1 and where.end:
        written = narrative.source.split("\n")[where.line - 1][where.column - 1 : where.end - 1]
        if f"({link.target})" in written and target and " " not in similar[0]:
            new = posixpath.join(posixpath.dirname(target), similar[0])
            fix = Fix(where, written.replace(f"({link.target})", f"({link.target.replace(target, new)})"))
    there = {other.path for other in inputs.narratives}
    is_page = not target or page_path_of(LinkTarget.parse(target), narrative.path, there) is not None
    is_heading = "#" in link.target and is_page
    what = f'the heading "{link.target}" is not on that page' if is_heading else f"{link.target} leads nowhere"
    return Finding("C301", where, what, remedy=remedy, fix=fix, data={"near": similar})
