"""A draft in Word's format (.docx) -> its paragraphs with the citations of Zotero; findings -> comments in a copy."""

import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run
from lxml import etree

from briefbook.errors import FormatError
from briefbook.importers.blocks import DOCX_LIMITS, refuse_large_docx
from briefbook.util.guarded import LimitError, guarded

AUTHOR = "Briefbook"
"""Who the comments are by; earlier comments by this name are replaced."""

_CSL = re.compile(r"\bCSL_CITATION\s*(?=\{)")
_HEADING = re.compile(r"heading (?P<level>[1-9])", re.I)
_QUOTE_STYLES = frozenset({"quote", "intense quote", "block text", "quotations", "block quotation"})
_NOT_SHOWN = frozenset(
    {qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), qn("w:txbxContent"), qn("w:rt")}
    | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_SPACES = frozenset({qn("w:tab"), qn("w:ptab"), qn("w:br"), qn("w:cr")})
_NOTE_REFERENCES = {qn("w:footnoteReference"): "footnote", qn("w:endnoteReference"): "endnote"}
_NO_CONTENT = frozenset({qn("w:rPr"), qn("w:lastRenderedPageBreak")})
_NO_CHARACTER = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class DraftPiece:
    """A stretch of a paragraph.

    Attributes:
        text: Its words as the reader sees them.
        cited: What it cites, if it is a citation of Zotero or Mendeley: the ``citationItems`` of CSL.
        note: The label of the footnote or endnote that is marked here, ``footnote2``; its text is "".
    """

    text: str
    cited: tuple[dict[str, Any], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class DraftParagraph:
    """A paragraph of a draft, also of a table's cell or a note.

    Attributes:
        pieces: Its stretches, in order.
        kind: ``text``, ``quote`` or ``heading``.
        level: Of a heading, from 1, else 0.
        note: The label of the note that it belongs to; "" in the body.
    """

    pieces: tuple[DraftPiece, ...]
    kind: str = "text"
    level: int = 0
    note: str = ""

    @property
    def text(self) -> str:
        """The words as the reader sees them."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class DraftComment:
    """A comment on characters ``start`` to ``end`` of a paragraph's text; ``paragraph`` counts from 0, notes last."""

    paragraph: int
    start: int
    end: int
    text: str


def read_draft(data: bytes) -> tuple[DraftParagraph, ...]:
    """The paragraphs of a draft: those of the body, then those of footnotes and endnotes.

    Deleted and hidden text is left out, inserted text is part of the draft.

    Args:
        data: The .docx file. It is opened in a process of its own, since it may unpack to any size.

    Raises:
        FormatError: It is not a .docx file, it is damaged, or it takes too much memory or time.
    """
    paragraphs: tuple[DraftParagraph, ...] = _guarded(_read_draft, data)
    return paragraphs


def with_comments(data: bytes, comments: Sequence[DraftComment]) -> bytes:
    """A copy of a draft with comments; those of an earlier check are replaced, those of people stay.

    Args:
        data: The .docx file.
        comments: Places as ``read_draft`` counts them. One on a note is put at the note's mark in the body, since
            Word has no comments in notes.

    Returns:
        The .docx file of the copy.

    Raises:
        FormatError: As for ``read_draft``.
    """
    copy: bytes = _guarded(_with_comments, data, tuple(comments))
    return copy


def _guarded(function: Callable[..., Any], data: bytes, *arguments: Any) -> Any:
    refuse_large_docx(data)
    try:
        return guarded(_whole, function, data, *arguments, limits=DOCX_LIMITS)
    except LimitError as error:
        raise FormatError(
            f"this .docx file was not opened: {error}; save it anew from Word, without pictures"
        ) from error


def _whole(function: Callable[..., Any], data: bytes, *arguments: Any) -> Any:
    """Call a function for a file that may be damaged anywhere: python-docx raises whatever zip and XML raise."""
    try:
        return function(data, *arguments)
    except (MemoryError, FormatError):
        raise
    except Exception as error:
        raise FormatError(f"this .docx file cannot be opened: {error}") from error


def _open(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


@dataclass(slots=True)
class _Token:
    """Words, a mark of a note or a part of a citation in a paragraph, with the run that holds it; None in a formula."""

    text: str
    run: Any
    element: Any = None
    note: str = ""
    cited: str = ""  # the field's code, shared by all tokens of one citation


class _Walk:
    """Goes through the paragraphs of a part of the file; fields may run over several runs and paragraphs."""

    def __init__(self) -> None:
        self._fields: list[list[Any]] = []  # of each open field: its code, and whether its result has begun

    def tokens(self, paragraph: Any) -> list[_Token]:
        tokens: list[_Token] = []
        self._children(paragraph, tokens)
        while self._fields and not self._fields[-1][1]:  # a field's code ends in its paragraph; this one is damaged
            self._fields.pop()
        return tokens

    def _children(self, parent: Any, tokens: list[_Token]) -> None:
        for element in parent:
            if element.tag in _NOT_SHOWN:
                continue
            if element.tag == qn("w:r"):
                self._run(element, tokens)
            elif element.tag == _MATH:
                tokens.append(_Token(element.text or "", None, cited=self._citation()))
            elif element.tag == qn("w:fldSimple"):
                self._fields.append([element.get(qn("w:instr")) or "", True])
                self._children(element, tokens)
                self._fields.pop()
            else:
                self._children(element, tokens)

    def _run(self, run: Any, tokens: list[_Token]) -> None:
        hidden = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
        is_hidden = hidden is not None and hidden.get(qn("w:val")) not in ("0", "false", "off")
        for element in run:
            if element.tag == qn("w:fldChar"):
                self._field(element.get(qn("w:fldCharType")))
            elif element.tag == qn("w:instrText") and self._fields:
                self._fields[-1][0] += element.text or ""
            elif is_hidden or any(not has_result for _, has_result in self._fields):
                continue
            elif element.tag == qn("w:t"):
                tokens.append(_Token(element.text or "", run, element, cited=self._citation()))
            elif element.tag in _SPACES:
                tokens.append(_Token(" ", run, cited=self._citation()))
            elif element.tag == qn("w:noBreakHyphen"):
                tokens.append(_Token("-", run, cited=self._citation()))
            elif element.tag == qn("w:sym"):
                tokens.append(_Token(_sign(element.get(qn("w:char")) or ""), run, cited=self._citation()))
            elif element.tag == qn("w:ruby"):
                self._children(element, tokens)
            elif element.tag in _NOTE_REFERENCES:
                tokens.append(_Token("", run, note=f"{_NOTE_REFERENCES[element.tag]}{element.get(qn('w:id'))}"))

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(["", False])
        elif kind == "separate" and self._fields:
            self._fields[-1][1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _citation(self) -> str:
        return next((code for code, _ in self._fields if _CSL.search(code)), "")


def _sign(code: str) -> str:
    """The character of a symbol, which is given as a number of a font; "" where only that font has it."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return chr(number) if 0x20 < number < 0xD800 else ""


def _read_draft(data: bytes) -> tuple[DraftParagraph, ...]:
    document = _open(data)
    body, notes = _all_tokens(document)
    paragraphs = []
    for paragraph, tokens in body:
        kind, level = _kind(paragraph, document)
        paragraphs.append(DraftParagraph(_pieces(tokens), kind, level))
    paragraphs += [DraftParagraph(_pieces(tokens), note=label) for label, tokens in notes]
    return tuple(paragraphs)


def _all_tokens(document: Any) -> tuple[list[tuple[Any, list[_Token]]], list[tuple[str, list[_Token]]]]:
    """The paragraphs of the body with their tokens, and those of the notes with their labels."""
    walk = _Walk()
    body = _joined((paragraph, walk.tokens(paragraph)) for paragraph in _paragraphs(document.element.body))
    notes = []
    for relation in document.part.rels.values():
        kind = relation.reltype.rpartition("/")[2].removesuffix("s")
        if kind not in ("footnote", "endnote") or relation.is_external:
            continue
        part = relation.target_part
        try:
            root = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError as error:
            raise FormatError(f"the {kind}s of this .docx file cannot be read: {error}") from error
        walk = _Walk()
        for note in root.iter(qn(f"w:{kind}")):
            if note.get(qn("w:type")) not in ("separator", "continuationSeparator", "continuationNotice"):
                label = f"{kind}{note.get(qn('w:id'))}"
                joined = _joined((paragraph, walk.tokens(paragraph)) for paragraph in _paragraphs(note))
                notes += [(label, tokens) for _, tokens in joined]
    return body, notes


def _paragraphs(root: Any) -> Iterator[Any]:
    fallback = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
    for paragraph in root.iter(qn("w:p")):
        if next(paragraph.iterancestors(fallback), None) is None:
            yield paragraph


def _joined(paragraphs: Iterable[tuple[Any, list[_Token]]]) -> list[tuple[Any, list[_Token]]]:
    """Paragraphs with their tokens; one of which the end is deleted by a tracked change, as the head of the next."""
    joined: list[tuple[Any, list[_Token]]] = []
    open_end: list[_Token] = []
    for paragraph, tokens in paragraphs:
        joined.append((paragraph, [*open_end, *tokens]))
        following = paragraph.getnext()
        ends_deleted = any(paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn(tag)}") is not None for tag in _DELETED_END)
        open_end = joined.pop()[1] if ends_deleted and following is not None and following.tag == qn("w:p") else []
    return joined


_DELETED_END = ("w:del", "w:moveFrom")


def _kind(paragraph: Any, document: Any) -> tuple[str, int]:
    style = WordParagraph(paragraph, document).style
    name = (style.name or "").casefold() if style is not None else ""
    if name == "title":
        return "heading", 1
    if match := _HEADING.fullmatch(name):
        return "heading", int(match["level"]) + 1
    return ("quote", 0) if name in _QUOTE_STYLES else ("text", 0)


def _pieces(tokens: Iterable[_Token]) -> tuple[DraftPiece, ...]:
    pieces: list[DraftPiece] = []
    before = ""
    for token in tokens:
        if token.cited and token.cited == before:
            pieces[-1] = DraftPiece(pieces[-1].text + token.text, pieces[-1].cited)
        else:
            pieces.append(DraftPiece(token.text, _csl_items(token.cited), token.note))
        before = token.cited
    return tuple(pieces)


def _csl_items(code: str) -> tuple[dict[str, Any], ...]:
    """The items that a field's code cites; nothing where its JSON is damaged."""
    match = _CSL.search(code)
    if match is None:
        return ()
    try:
        value, _ = json.JSONDecoder().raw_decode(code, match.end())
    except (ValueError, RecursionError):
        return ()
    items = value.get("citationItems") if isinstance(value, dict) else None
    return tuple(item for item in items if isinstance(item, dict)) if isinstance(items, list) else ()


# Comments


def _with_comments(data: bytes, comments: Sequence[DraftComment]) -> bytes:
    document = _open(data)
    _remove_own_comments(document)
    _refuse_doubled_parts(document)
    body, notes = _all_tokens(document)
    places = []
    for comment in comments:
        if comment.paragraph < len(body):
            paragraph, tokens = body[comment.paragraph]
            for offset in (comment.start, comment.end):
                _split(tokens, offset)
            places.append((comment, paragraph, tokens))
        else:
            label = notes[comment.paragraph - len(body)][0]
            marks = [(paragraph, [token]) for paragraph, tokens in body for token in tokens if token.note == label]
            places += [(comment, *mark) for mark in marks[:1]]
    for comment, paragraph, tokens in places:
        runs = [Run(token.run, WordParagraph(paragraph, document)) for token in _within(tokens, comment)]
        if runs:
            text = _NO_CHARACTER.sub("\ufffd", comment.text)
            document.add_comment([runs[0], runs[-1]], text=text, author=AUTHOR, initials="B")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _refuse_doubled_parts(document: Any) -> None:
    """A damaged file may have its comments where Word does not look for them: written, it would have them twice."""
    names = [str(part.partname).casefold() for part in document.part.package.iter_parts()]
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise FormatError(f"this .docx file is damaged ({doubled[0]} is in it twice); save it anew from Word")


def _within(tokens: Sequence[_Token], comment: DraftComment) -> list[_Token]:
    """The tokens that a comment is on; all of the paragraph where its place has none."""
    chosen, start = [], 0
    for token in tokens:
        end = start + len(token.text)
        if start < comment.end and comment.start < end:
            chosen.append(token)
        start = end
    in_runs = [token for token in chosen if token.run is not None]
    return in_runs or [token for token in tokens if token.run is not None]


def _split(tokens: list[_Token], offset: int) -> None:
    """Divide the run in which an offset lies, so that a comment can begin or end there."""
    start = 0
    for index, token in enumerate(tokens):
        end = start + len(token.text)
        if start < offset < end:
            if token.element is None:
                return
            if [child.tag for child in token.run if child.tag not in _NO_CONTENT] != [qn("w:t")]:
                return
            run = deepcopy(token.run)
            for mark in list(run.iter(qn("w:lastRenderedPageBreak"))):
                run.remove(mark)
            token.run.addnext(run)
            element = run.find(qn("w:t"))
            left, right = token.text[: offset - start], token.text[offset - start :]
            for part, words in ((token.element, left), (element, right)):
                part.text = words
                part.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            tokens[index : index + 1] = [
                _Token(left, token.run, token.element, cited=token.cited),
                _Token(right, run, element, cited=token.cited),
            ]
            return
        start = end


def _remove_own_comments(document: Any) -> None:
    """Take out the comments of an earlier check, so that a checked copy can be checked again."""
    root = document.part._comments_part.element
    own = [comment for comment in root if comment.get(qn("w:author")) == AUTHOR]
    identifiers = {comment.get(qn("w:id")) for comment in own}
    for comment in own:
        root.remove(comment)
    marks = (qn("w:commentRangeStart"), qn("w:commentRangeEnd"), qn("w:commentReference"))
    for mark in list(document.element.body.iter(*marks)):
        if mark.get(qn("w:id")) in identifiers:
            element = mark.getparent() if mark.tag == marks[2] else mark
            element.getparent().remove(element)
