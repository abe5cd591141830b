"""A page of an item at the desk: its lines as read, what a person made of each, and the files that say so.

The files in ``transcripts/`` are the truth: ``p001.lines`` for single lines, ``p001.txt`` for a page that a person
approved as a whole. They are read when a page is opened and written when it is saved; the catalogue follows.
"""

import threading
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from briefbook.errors import InputError
from briefbook.model.decision import TranscriptDecision
from briefbook.model.page import Page, Word
from briefbook.model.transcript import DoubtfulWord, LaterReading, LineConflict, TranscriptLine, TranscriptPage
from briefbook.ocr.received_layout import laid_over
from briefbook.ocr.transcript import (
    contradictions,
    correct,
    line_corrections,
    overlay,
    set_line,
)
from briefbook.project.describing import layouts_of, read_text
from briefbook.project.transcript_places import page_of_transcript
from briefbook.project.workspace import Workspace
from briefbook.util.encodings import decode
from briefbook.util.files import write_atomic

DOUBTFUL_BELOW = 0.8
"""Confidence (0 to 1) of a word below which a person should look at it."""

LIKELY_FROM = 0.25
"""Probability (0 to 1) from which another word is offered in place of one that was read with more confidence."""


class TranscriptFiles:
    """The transcripts of a collection, written line by line."""

    def __init__(
        self,
        workspace: Callable[[], Workspace],
        changed: Callable[[], None],
        note: Callable[[Sequence[TranscriptDecision], str], None] = lambda lines, who: None,
    ) -> None:
        """``changed()`` is told of each change; ``note(lines, who)`` writes who made it to the journal."""
        self._workspace, self._changed, self._note = workspace, changed, note
        self._lock = threading.Lock()

    def open(self, item: str, number: int) -> TranscriptPage | None:
        """A page of an item; None if there is none."""
        files = self._files(item, number)
        return files.opened() if files else None

    def others(self, item: str, number: int) -> dict[int, dict[int, list[str]]]:
        """What the recogniser's scores say that words of a page may be: by line as read and place, likeliest first."""
        files = self._files(item, number)
        scores = self._workspace().page_scores(item, number) if files and files.read else None
        if files is None or files.read is None or scores is None:
            return {}
        from briefbook.text.probable_words import probable_words

        words: dict[int, dict[int, list[str]]] = {}
        for word in sorted(probable_words(files.read, scores), key=lambda word: -word.probability):
            confidence = files.read.lines[word.line].words[word.at].probability or 0.0
            if confidence < DOUBTFUL_BELOW or word.probability >= LIKELY_FROM:
                words.setdefault(word.line, {}).setdefault(word.at, []).append(word.word)
        return words

    def save(
        self, item: str, number: int, before: Mapping[str, str], after: Mapping[str, str], who: str = ""
    ) -> tuple[LineConflict, ...]:
        """Save lines of a page, flushed to disk.

        Args:
            item: The item.
            number: The page.
            before: Each line as the person saw it, by its key.
            after: Each line as it should be; what equals what was read is found right.
            who: The person, for the journal.

        Returns:
            Lines that somebody else changed meanwhile. If there are any, nothing was saved.

        Raises:
            InputError: There is no such page or line, or its transcript cannot be a file.
            OutsideError: The disk refuses.
        """
        with self._lock:
            files = self._existing(item, number)
            lines = {line.key: line for line in files.opened().lines}
            if unknown := after.keys() - lines.keys():
                raise InputError(
                    f"page {number} of {item} has no line {min(unknown)}",
                    remedy="it was read again meanwhile: load the page again.",
                )
            rows = {
                key: lines[key].text if text == before.get(key) else _as_row(text)  # as it stands, where it was right
                for key, text in after.items()
            }
            conflicts = tuple(
                LineConflict(key, lines[key].text, after[key])
                for key, row in rows.items()
                if _plain(lines[key].text) not in (_plain(before.get(key, "")), _plain(after[key]))
            )
            if not conflicts:
                files.write(rows)
                self._changed()
                made = [
                    TranscriptDecision(item=item, page=number, line=key, before=lines[key].text, after=row)
                    for key, row in rows.items()
                ]
                self._note(made, who)
            return conflicts

    def leave(self, item: str, number: int, key: str, who: str = "") -> None:
        """Leave a line to the machine again; errors as in ``save``."""
        with self._lock:
            files = self._existing(item, number)
            if files.read is None or files.page_file.exists():
                raise InputError("this line is part of a page that a person approved", remedy="correct it instead.")
            texts = {line.key: line.text for line in files.opened().lines}
            if key not in texts:
                raise InputError(f"page {number} of {item} has no line {key[:40]}", remedy="load the page again.")
            files.write_lines(set_line(files.read, files.lines_text, int(key[1:]), None))
            self._changed()
            self._note([TranscriptDecision(item=item, page=number, line=key, before=texts[key])], who)

    def approve(self, item: str, number: int, before: Sequence[str], who: str = "") -> bool:
        """Approve a page as a whole: its text becomes the person's.

        Args:
            item: The item.
            number: The page.
            before: The lines of the page as the person saw them.
            who: The person, for the journal.

        Returns:
            False, with nothing saved, if somebody else changed a line meanwhile.
        """
        with self._lock:
            files = self._existing(item, number)
            opened = files.opened()
            lines = [_plain(line.text) for line in opened.lines if line.text.strip()]
            if lines != [_plain(line) for line in before if line.strip()]:
                return False
            if not files.page_file.is_file():  # else it is as a person typed it
                typed = {_plain(line.text): line.text for line in opened.lines if line.is_persons}
                rows = (typed.get(line.text, line.text) for line in opened.page.lines)
                write_atomic(files.page_file, "".join(f"{row}\n" for row in rows))
            self._changed()
            self._note([TranscriptDecision(item=item, page=number, after="approved as a whole")], who)
            return True

    def reopen(self, item: str, number: int, who: str = "") -> None:
        """Take the approval of a page back: what the person wrote there is set aside as ``p001.txt.was``."""
        with self._lock:
            files = self._existing(item, number)
            if files.page_file.exists():
                files.page_file.replace(files.page_file.with_name(f"{files.page_file.name}.was"))
                self._changed()
                self._note([TranscriptDecision(item=item, page=number, before="approved as a whole")], who)

    def _existing(self, item: str, number: int) -> "_PageFiles":
        files = self._files(item, number)
        if files is None:
            raise InputError(f"{item} has no page {number}", remedy="check the number.")
        if not files.folder.name or "/" in files.name or files.name.startswith("."):
            raise InputError(
                f"{files.name} cannot be the name of a folder of transcripts", remedy="rename the scan's file."
            )
        if other := files.other_page:
            place = f"{files.page_file.parent.name}/{files.page_file.name}"
            raise InputError(
                f"{place} has the words of page {other} of the file, and is not used; nothing was saved",
                remedy=f"move it in transcripts/ to where the transcript of page {other} belongs.",
            )
        return files

    def _files(self, item: str, number: int) -> "_PageFiles | None":
        workspace = self._workspace()
        held = workspace.catalogue.page(item, number)
        place = workspace.place_of(item, number)
        if place is None:
            return _PageFiles(workspace.collection.transcripts, item, number, None, held) if held else None
        scan, file_page = place
        answer = workspace.page_store.answer(scan) or workspace.page_store.unfinished(scan)
        read = next((page for page in answer[1] if page.number == file_page), None) if answer else None
        if layout := layouts_of(workspace.received.of(scan.item)).get(file_page):
            read = laid_over(layout, read)
        if read is None and held is None:
            return None
        if read is not None:
            read = replace(read, item=item, number=number)
        pages = {page.number: page for page in answer[1]} if answer else {}
        transcripts = workspace.collection.transcripts
        files = _PageFiles(transcripts, scan.item, file_page, read, held, pages, file_page)
        of_part = _PageFiles(transcripts, item, number, read, held, pages, file_page)
        return of_part if item != scan.item and of_part.page_file.is_file() else files


def _folder_of(transcripts: Path, name: str) -> Path:
    """The folder of an item's transcripts, however its accents are composed; a new one where there is none."""
    folder = transcripts / name
    if name.isascii() or folder.is_dir() or not transcripts.is_dir():
        return folder
    composed = unicodedata.normalize("NFC", name)
    alike = (path for path in transcripts.iterdir() if unicodedata.normalize("NFC", path.name) == composed)
    return next(alike, folder)


class _PageFiles:
    """The files of a page and what they say now."""

    def __init__(
        self,
        transcripts: Path,
        name: str,
        number: int,
        read: Page | None,
        held: Page | None,
        pages: Mapping[int, Page] = MappingProxyType({}),
        file_page: int = 0,
    ) -> None:
        """``pages`` are all pages of the file as read, by number, of which this one is ``file_page``."""
        self.name, self.read, self.held = name, read, held
        self._pages, self._file_page = pages, file_page
        self.folder = _folder_of(transcripts, name)
        self.page_file = self._path(number, "txt")
        self.lines_file = self._path(number, "lines")
        self.lines_text = read_text(self.lines_file) if self.lines_file.is_file() else ""

    def _path(self, number: int, ending: str) -> Path:
        """The file of a page, under whatever name it has; as ``p001`` where there is none."""
        names = (f"p{number:03d}", f"p{number}", f"p{number:02d}", f"p{number:04d}")
        paths = [self.folder / f"{name}.{ending}" for name in names]
        return next((path for path in paths if path.is_file()), paths[0])

    @property
    def other_page(self) -> int | None:
        """The page of the file that the person's page is of, if that is surely another; None otherwise."""
        if not self.page_file.is_file():
            return None
        return page_of_transcript(read_text(self.page_file), self._file_page, self._pages)

    def opened(self) -> TranscriptPage:
        """The page with its lines; a person's page that is of another page is left out."""
        if self.read is not None and self.other_page:
            return self._of_machine(self.read)
        if self.page_file.is_file() or self.read is None:
            return self._of_person()
        return self._of_machine(self.read)

    def _of_person(self) -> TranscriptPage:
        is_persons = self.page_file.is_file()
        page = self.read or self.held
        assert page is not None
        if is_persons:
            typed = read_text(self.page_file)
            page = overlay(page, typed)
            rows = typed.splitlines()[: len(page.lines)]
        else:
            rows = [line.text for line in page.lines]
        lines = tuple(
            TranscriptLine(f"t{row}", text, "", line.box, is_persons, is_message=line.kind.value == "message")
            for row, (text, line) in enumerate(zip(rows, page.lines, strict=True))
        )
        later = contradictions(read_text(self.page_file), self.read) if is_persons and self.read else ()
        differing = tuple(LaterReading(difference.line, difference.said, difference.read) for difference in later)
        return TranscriptPage(page, lines, is_persons, differing)

    def _of_machine(self, read: Page) -> TranscriptPage:
        corrections = line_corrections(read, self.lines_text)
        page, differences = correct(read, self.lines_text)
        lines = []
        for index, line in enumerate(read.lines):
            made = corrections.get(index)
            now = _plain(line.text)
            text = now if made is None else made.wanted
            lines.append(
                TranscriptLine(
                    f"r{index}",
                    text,
                    now,
                    line.box,
                    made is not None,
                    line.kind.value == "message",
                    () if made is not None else _doubtful(line.words),
                    now if made is not None and now not in (made.was, _plain(made.wanted)) else None,
                )
            )
        unplaced = tuple(difference.said for difference in differences if not difference.read)
        return TranscriptPage(page, tuple(lines), False, (), unplaced)

    def write(self, after: Mapping[str, str]) -> None:
        """Write lines, by their keys."""
        if self.page_file.is_file() or self.read is None:
            rows = [f"{line.text}\n" for line in self.opened().page.lines]
            if self.page_file.is_file():
                rows = decode(self.page_file.read_bytes())[0].splitlines(
                    keepends=True
                )  # as typed: rows that nobody changed stay
            for key, text in after.items():
                row = rows[int(key[1:])]
                rows[int(key[1:])] = text + (row[len(row.splitlines()[0]) :] or "\n")
            write_atomic(self.page_file, "".join(rows))
            return
        text = self.lines_text
        for key, line in after.items():
            text = set_line(self.read, text, int(key[1:]), line)
        self.write_lines(text)

    def write_lines(self, text: str) -> None:
        """Write the file of single lines; without any line it goes."""
        if text.strip():
            write_atomic(self.lines_file, text)
        else:
            self.lines_file.unlink(missing_ok=True)


def _doubtful(words: Sequence[Word]) -> tuple[DoubtfulWord, ...]:
    return tuple(
        DoubtfulWord(at, word.text, chance, tuple(other for other in word.alternatives if other != word.text))
        for at, word in enumerate(words)
        if (chance := word.probability) is not None and chance < DOUBTFUL_BELOW
    )


def _plain(text: str) -> str:
    return " ".join(text.split())


def _as_row(text: str) -> str:
    r"""A person's line as it is written to a file: as typed, on one row.

    >>> _as_row(" NO  BOAT\r\nTODAY ")
    ' NO  BOAT TODAY '
    """
    return " ".join(text.splitlines())
