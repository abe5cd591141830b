"""The tesseract program as a Reader, where it is installed."""

from PIL import Image

from briefbook.model.page import Box, Line, Word
from briefbook.ocr.reader import OcrResult
from briefbook.programs import tesseract


class TesseractReader:
    """The whole page by tesseract, taken for one column."""

    def __init__(self) -> None:
        """Ask which version there is."""
        self.name = " ".join(("tesseract", tesseract.version() or "(not installed)", *tesseract.ARGUMENTS))

    def read(self, picture: Image.Image, dpi: int | None = None) -> OcrResult:
        """The lines on an upright picture, in tesseract's order."""
        return OcrResult(lines_of(tesseract.table(picture, dpi or max(70, round(max(picture.size) / 11)))))


def lines_of(table: str) -> tuple[Line, ...]:
    """The words of tesseract's table, put together as it numbers their lines."""
    rows = [row.split("\t") for row in table.splitlines()[1:]]
    lines: dict[tuple[str, ...], list[Word]] = {}
    for row in rows:
        if len(row) < 12 or row[0] != "5" or not row[11].strip():
            continue
        left, top, width, height = (int(edge) for edge in row[6:10])
        confidence = round(max(0.0, min(100.0, float(row[10]))) / 100, 3)
        word = Word(row[11].strip(), Box(left, top, left + width, top + height), confidence)
        lines.setdefault(tuple(row[1:5]), []).append(word)
    return tuple(Line(tuple(words)) for words in lines.values())
