"""A draft in Word's format (.docx) -> its paragraphs with their citations; findings -> comments in a copy."""

import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph
from lxml import etree

from briefbook.errors import FormatError
from briefbook.importers.blocks import DOCX_LIMITS, refuse_large_docx
from briefbook.importers.draft_citations import (
    Cited,
    KeptCitations,
    cited_by_bookmark,
    cited_by_control,
    cited_by_field,
    cited_by_link,
    is_list_control,
    is_reference_list,
    kept_citations,
)
from briefbook.util.guarded import LimitError, guarded

AUTHOR = "Briefbook"
"""Who the comments are by; earlier comments by this name are replaced."""

_HEADING = re.compile(r"heading (?P<level>[1-9])", re.I)
_QUOTE_STYLES = frozenset({"quote", "intense quote", "block text", "quotations", "block quotation"})
_NOT_SHOWN = frozenset(
    {qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), qn("w:txbxContent"), qn("w:rt")}
    | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_SPACES = frozenset({qn("w:tab"), qn("w:ptab"), qn("w:br"), qn("w:cr")})
_NOTE_REFERENCES = {qn("w:footnoteReference"): "footnote", qn("w:endnoteReference"): "endnote"}
_NOTE_PARTS = {"/word/footnotes.xml": qn("w:footnotes"), "/word/endnotes.xml": qn("w:endnotes")}
_NO_CONTENT = frozenset({qn("w:rPr"), qn("w:lastRenderedPageBreak")})
_NO_CHARACTER = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class DraftPiece:
    """A stretch of a paragraph.

    Attributes:
        text: Its words as the reader sees them.
        cited: What it cites, if it is a reference manager's citation: the ``citationItems`` of CSL.
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


def with_words(data: bytes, added: Sequence[tuple[int, int, str]]) -> bytes:
    """A copy of a draft with further words, in the body and in notes.

    Args:
        data: The .docx file.
        added: Paragraph and offset as ``read_draft`` counts them, and the words that are put there.

    Returns:
        The .docx file of the copy.

    Raises:
        FormatError: As for ``read_draft``.
    """
    copy: bytes = _guarded(_with_words, data, tuple(added))
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


@dataclass(slots=True, eq=False)
class _Stretch:
    """A field, content control, bookmark or link that is open, with what it cites."""

    code: str = ""
    data: str = ""
    has_result: bool = True
    is_list: bool = False
    cited: Cited = ()
    first: Any = None  # the elements that it begins and ends with, where comments may stand: none within
    last: Any = None


@dataclass(slots=True)
class _Token:
    """Words, a mark of a note or a part of a citation in a paragraph, with the run that holds it; None in a formula."""

    text: str
    run: Any
    element: Any = None
    note: str = ""
    cited: _Stretch | None = None  # shared by all tokens of one citation
    around: _Stretch | None = None  # the outermost field, control or link that it is a part of


@dataclass(slots=True)
class _Walk:
    """Goes through the paragraphs of a part of the file; fields may run over several runs and paragraphs."""

    kept: KeptCitations
    addresses: Callable[[str], str]  # of links, by their relation
    with_lists: bool = False  # are bibliographies and tables of contents prose?
    _fields: list[_Stretch] = field(default_factory=list)
    _around: list[_Stretch] = field(default_factory=list)  # controls and links
    _bookmarks: dict[str, _Stretch] = field(default_factory=dict)

    def tokens(self, paragraph: Any) -> list[_Token]:
        tokens: list[_Token] = []
        self._around = [
            _Stretch(is_list=is_list_control(_tag_of(control))) for control in paragraph.iterancestors(qn("w:sdt"))
        ]
        self._children(paragraph, tokens)
        while self._fields and not self._fields[-1].has_result:  # a field's code ends in its paragraph: this is damaged
            self._fields.pop()
        self._bookmarks.clear()
        return tokens

    @property
    def is_open(self) -> bool:
        """Is a bibliography open that should have ended?"""
        return any(stretch.is_list for stretch in self._fields)

    def _children(self, parent: Any, tokens: list[_Token]) -> None:
        for element in parent:
            if element.tag in _NOT_SHOWN:
                continue
            if element.tag == qn("w:r"):
                self._run(element, tokens)
            elif element.tag == _MATH:
                self._add(tokens, element.text or "", None)
            elif element.tag == qn("w:fldSimple"):
                stretch = _Stretch(element.get(qn("w:instr")) or "")
                self._read(stretch)
                self._inside(self._fields, stretch, element, tokens)
            elif element.tag == qn("w:sdt"):
                tag = _tag_of(element)
                stretch = _Stretch(cited=cited_by_control(tag), is_list=is_list_control(tag))
                self._inside(self._around, stretch, element, tokens)
            elif element.tag == qn("w:hyperlink"):
                address = self.addresses(element.get(qn("r:id")) or "")
                self._inside(self._around, _Stretch(cited=cited_by_link(address)), element, tokens)
            elif element.tag == qn("w:bookmarkStart"):
                if cited := cited_by_bookmark(element.get(qn("w:name")) or "", self.kept):
                    self._bookmarks[element.get(qn("w:id")) or ""] = _Stretch(cited=cited)
            elif element.tag == qn("w:bookmarkEnd"):
                self._bookmarks.pop(element.get(qn("w:id")) or "", None)
            else:
                self._children(element, tokens)

    def _inside(self, stretches: list[_Stretch], stretch: _Stretch, element: Any, tokens: list[_Token]) -> None:
        stretch.first = stretch.last = element
        stretches.append(stretch)
        self._children(element, tokens)
        if stretch in stretches:
            stretches.remove(stretch)

    def _run(self, run: Any, tokens: list[_Token]) -> None:
        hidden = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
        is_hidden = hidden is not None and hidden.get(qn("w:val")) not in ("0", "false", "off")
        for element in run:
            if element.tag == qn("w:fldChar"):
                self._field(element)
            elif element.tag == qn("w:instrText") and self._fields:
                self._fields[-1].code += element.text or ""
            elif is_hidden or any(not stretch.has_result for stretch in self._fields):
                continue
            elif element.tag == qn("w:t"):
                self._add(tokens, element.text or "", run, element)
            elif element.tag in _SPACES:
                self._add(tokens, " ", run)
            elif element.tag == qn("w:noBreakHyphen"):
                self._add(tokens, "-", run)
            elif element.tag == qn("w:sym"):
                self._add(tokens, _sign(element.get(qn("w:char")) or ""), run)
            elif element.tag == qn("w:ruby"):
                self._children(element, tokens)
            elif element.tag in _NOTE_REFERENCES:
                tokens.append(_Token("", run, note=f"{_NOTE_REFERENCES[element.tag]}{element.get(qn('w:id'))}"))

    def _add(self, tokens: list[_Token], text: str, run: Any, element: Any = None) -> None:
        stretches = (*self._fields, *self._around, *self._bookmarks.values())
        if self.with_lists or not any(stretch.is_list for stretch in stretches):
            cited = next((each for each in stretches if each.cited), None)
            around = next((each for each in (*self._around, *self._fields) if each.first is not None), None)
            tokens.append(_Token(text, run, element, cited=cited, around=around))

    def _field(self, element: Any) -> None:
        kind = element.get(qn("w:fldCharType"))
        if kind == "begin":
            data = element.findtext(qn("w:fldData")) or ""
            self._fields.append(_Stretch(data=data, has_result=False, first=element.getparent()))
        elif kind == "separate" and self._fields:
            self._fields[-1].has_result = True
            self._read(self._fields[-1])
        elif kind == "end" and self._fields:
            ended = self._fields.pop()
            ended.last = element.getparent()
            if self._fields and not self._fields[-1].has_result:  # EndNote has a field of data within its code
                self._fields[-1].data = self._fields[-1].data or ended.data

    def _read(self, stretch: _Stretch) -> None:
        stretch.cited = cited_by_field(stretch.code, stretch.data, self.kept)
        stretch.is_list = is_reference_list(stretch.code)


def _tag_of(control: Any) -> str:
    tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
    return "" if tag is None else tag.get(qn("w:val")) or ""


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
    kept = kept_citations((str(part.partname), part.blob) for part in document.part.package.iter_parts())
    body = _walked(document.element.body, document.part, kept)
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
        for note in root.iter(qn(f"w:{kind}")):
            if note.get(qn("w:type")) not in ("separator", "continuationSeparator", "continuationNotice"):
                label = f"{kind}{note.get(qn('w:id'))}"
                notes += [(label, tokens) for _, tokens in _walked(note, part, kept)]
    return body, notes


def _walked(root: Any, part: Any, kept: KeptCitations) -> list[tuple[Any, list[_Token]]]:
    """The paragraphs below an element with their tokens; a bibliography that never ends hides nothing."""

    def address(identifier: str) -> str:
        relation = part.rels.get(identifier)
        return relation.target_ref if relation is not None and relation.is_external else ""

    joined: list[tuple[Any, list[_Token]]] = []
    for with_lists in (False, True):
        walk = _Walk(kept, address, with_lists)
        joined = _joined((paragraph, walk.tokens(paragraph)) for paragraph in _paragraphs(root))
        if not walk.is_open:
            break
    return joined


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
    before: _Stretch | None = None
    for token in tokens:
        if token.cited is not None and token.cited is before:
            pieces[-1] = DraftPiece(pieces[-1].text + token.text, pieces[-1].cited)
        else:
            pieces.append(DraftPiece(token.text, token.cited.cited if token.cited else (), token.note))
        before = token.cited
    return tuple(pieces)


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
        if chosen := _within(tokens, comment):
            text = _NO_CHARACTER.sub("\ufffd", comment.text)
            made = document.comments.add_comment(text=text, author=AUTHOR, initials="B")
            _mark(_ends(chosen[0], paragraph)[0], _ends(chosen[-1], paragraph)[1], str(made.comment_id))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _with_words(data: bytes, added: Sequence[tuple[int, int, str]]) -> bytes:
    document = _open(data)
    _refuse_doubled_parts(document)
    body, notes = _all_tokens(document)
    paragraphs = [tokens for _, tokens in (*body, *notes)]
    changed = {}
    for paragraph, offset, words in added:
        tokens, start = paragraphs[paragraph], 0
        for token in tokens:
            start += len(token.text)
            if start >= offset and token.run is not None:
                run = OxmlElement("w:r")
                run.text = words
                around = token.around.last if token.around is not None else None
                (token.run if around is None else around).addnext(run)
                changed[id(run.getroottree())] = run.getroottree().getroot()
                break
    for part in document.part.package.iter_parts():
        if part.partname in _NOTE_PARTS:
            for root in changed.values():
                if root.tag == _NOTE_PARTS[part.partname]:
                    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _ends(token: _Token, paragraph: Any) -> tuple[Any, Any]:
    """The elements before and after which a comment on a token stands: around a field, which may be made anew.

    A comment within a field goes when Zotero or Word makes the field anew, and LibreOffice takes it for text there.
    """
    around = token.around
    if around is None or around.first is None or around.last is None:
        return token.run, token.run
    is_whole = all(paragraph in element.iterancestors() for element in (around.first, around.last))
    return (around.first, around.last) if is_whole else (token.run, token.run)


def _mark(first: Any, last: Any, identifier: str) -> None:
    """Mark what stands from one element to another as commented on."""
    start, end, run, reference = (
        OxmlElement(name) for name in ("w:commentRangeStart", "w:commentRangeEnd", "w:r", "w:commentReference")
    )
    for element in (start, end, reference):
        element.set(qn("w:id"), identifier)
    run.append(reference)
    first.addprevious(start)
    last.addnext(end)
    end.addnext(run)


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
                replace(token, text=left),
                replace(token, text=right, run=run, element=element),
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
