"""Page -> JSON and back, without loss, for databases and files."""

from typing import Any

from briefbook.model.page import Box, Kind, Line, Page, Region, Word


def page_as_json(page: Page) -> dict[str, Any]:
    """A page as a compact JSON object.

    Args:
        page: The page.

    Returns:
        The object: a word is [text, box, confidence, alternatives, picture], cut after the last that it has; a box
        is [left, top, right, bottom] in pixels. ``certainty`` of a line has that of each word, if any has one.
    """
    row: dict[str, Any] = {"item": page.item, "number": page.number}
    row["lines"] = [_line(line) for line in page.lines]
    row["regions"] = [
        {"kind": str(region.kind), "box": _box(region.box), "note": region.note} for region in page.regions
    ]
    if page.blocks:
        row["blocks"] = [{"kind": str(block.kind), "box": _box(block.box)} for block in page.blocks]
    for name in ("width", "height", "turned", "reader", "by", "why"):
        row[name] = getattr(page, name)
    if page.file:
        row["file"], row["file_page"] = page.file, page.file_page
    return row


def page_of_json(row: dict[str, Any]) -> Page:
    """Undo ``page_as_json``.

    Args:
        row: The JSON object.

    Raises:
        KeyError: A key is missing.
    """
    return Page(
        item=row["item"],
        number=row["number"],
        lines=tuple(Line(_words_of(line), Kind(line["kind"])) for line in row["lines"]),
        regions=tuple(Region(Kind(region["kind"]), Box(*region["box"]), region["note"]) for region in row["regions"]),
        width=row["width"],
        height=row["height"],
        turned=row["turned"],
        reader=row["reader"],
        by=row["by"],
        why=row["why"],
        file=row.get("file", ""),
        file_page=row.get("file_page", 0),
        blocks=tuple(Region(Kind(block["kind"]), Box(*block["box"])) for block in row.get("blocks", ())),
    )


def _box(box: Box | None) -> list[int] | None:
    return box.as_list() if box else None


def _line(line: Line) -> dict[str, Any]:
    row: dict[str, Any] = {"kind": str(line.kind), "words": [_word(word) for word in line.words]}
    if any(word.certainty is not None for word in line.words):
        row["certainty"] = [word.certainty for word in line.words]
    return row


def _words_of(line: dict[str, Any]) -> tuple[Word, ...]:
    if "certainty" not in line:
        return tuple(_word_of(word) for word in line["words"])
    return tuple(_word_of(word, sure) for word, sure in zip(line["words"], line["certainty"], strict=True))


def _word(word: Word) -> list[Any]:
    row = [word.text, _box(word.box), word.confidence, list(word.alternatives), word.picture]
    while len(row) > 1 and not row[-1] and row[-1] != 0.0:
        row.pop()
    return row


def _word_of(row: list[Any], certainty: float | None = None) -> Word:
    text, box, confidence, alternatives, picture = [*row, None, None, None, None][:5]
    return Word(text, Box(*box) if box else None, confidence, tuple(alternatives or ()), picture or "", certainty)
