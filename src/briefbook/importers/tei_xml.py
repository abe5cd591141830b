"""The bytes of a TEI file -> its tree in the TEI namespace: entities resolved, old forms of TEI made the same."""

import codecs
import hashlib
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from html.entities import html5
from typing import IO

from lxml import etree

from briefbook.errors import FormatError
from briefbook.importers.safe_xml import parse_step_by_step

TEI = "{http://www.tei-c.org/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
MAX_EXPANSION = 1_000_000
"""Characters that all entities of a file may amount to; an edition's are accented letters and names of archives."""

_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE\s[^\[>]*(?:\[(?P<subset>.*?)\]\s*)?>", re.S)
_ENTITY = re.compile(
    r"<!ENTITY\s+(?P<parameter>%\s+)?(?P<name>[\w.:-]+)\s+"
    r"(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<outside>(?:SYSTEM|PUBLIC)\b))"
)
_REFERENCE = re.compile(r"[&%](?P<name>[A-Za-z_][\w.:-]*);")
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})
_CORPUS_ROOTS = ("TEI", "TEI.2", "teiCorpus", "teiCorpus.2")


def parse_tei(data: bytes) -> tuple[etree._Element, tuple[str, ...]]:
    """Parse a TEI file, of TEI P5 or P4, in any encoding that it declares, with or without the TEI namespace.

    An id that occurs twice is no error. Entities that the file itself declares are replaced by their text, as are the
    standard names of characters (``nbsp``, ``mdash``); any other stays as ``&name;``. Nothing outside the file is read.

    Args:
        data: The file.

    Returns:
        The root, every element of TEI in the namespace ``TEI``, ids in ``xml:id``; and sentences for the curator on
        what could not be resolved.

    Raises:
        FormatError: It is not well-formed XML, not TEI, or its entities expand beyond ``MAX_EXPANSION``.
    """
    text = _decode(data)
    entities = _declared_entities(text)
    _refuse_expansion(text, entities)
    root, undeclared = _parse(text, entities)
    if _local(root) not in _CORPUS_ROOTS:
        raise FormatError(f"this is not TEI: its root is <{_local(root)}>")
    unknown = undeclared | _resolve(root, entities)
    normalise(root)
    problems = []
    if unknown:
        names = ", ".join(f"&{name};" for name in sorted(unknown))
        problems.append(f"{names}: the file does not say what text this stands for; kept as written")
    if root.find(".//{http://www.w3.org/2001/XInclude}include") is not None:
        problems.append("parts of the edition are in other files (xi:include); they were not read")
    return root, tuple(problems)


def corpus_documents(file: IO[bytes]) -> Iterator[etree._Element]:
    """Yield the documents of a corpus (``teiCorpus``) one after the other, only the present one in memory.

    Args:
        file: A corpus of TEI P5 that declares no document type, read from its beginning.

    Yields:
        Each ``TEI`` element, which is empty once the next one is asked for.

    Raises:
        FormatError: It is not well-formed XML.
    """
    depth = 0
    try:
        for event, element in parse_step_by_step(file, tag=f"{TEI}TEI"):
            depth += 1 if event == "start" else -1
            if event == "end" and depth == 0:
                yield element
                element.clear(keep_tail=False)
                if (parent := element.getparent()) is not None:
                    parent.remove(element)
    except etree.XMLSyntaxError as error:
        raise FormatError(f"this is not well-formed XML: {error}") from error


def is_plain_corpus(start: bytes) -> bool:
    """Does a file begin as a corpus of TEI P5 without entities of its own does?

    Args:
        start: Its beginning, at least some thousand bytes.
    """
    return re.match(_PLAIN_CORPUS, start) is not None


_PLAIN_CORPUS = (
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?[^>]*\?>\s*)*"
    rb"(?:<!--(?:[^-]|-(?!->))*-->\s*)*"  # a comment ends at the first mark of its end: else many take for ever
    rb"<teiCorpus\s[^>]*xmlns=[\"']http://www\.tei-c\.org/ns/1\.0"
)


def _decode(data: bytes) -> str:
    """The text of the file: by its byte order mark, else by the encoding that it declares, else UTF-8."""
    marks = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
    declared = re.match(rb"\s*<\?xml[^>]*encoding=[\"']([\w.-]+)", data[:200])
    encoding = next((encoding for mark, encoding in marks if data.startswith(mark)), "")
    if not encoding and data[:4] in (b"<\0?\0", b"\0<\0?"):
        encoding = "utf-16-le" if data.startswith(b"<") else "utf-16-be"
    encoding = encoding or (declared[1].decode("ascii") if declared else "utf-8")
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise FormatError(f"this is not well-formed XML: its text is not in {encoding}: {error}") from error


def _declared_entities(text: str) -> dict[str, str | None]:
    """The entities of the internal subset: name -> text; None for what is in another file."""
    doctype = _DOCTYPE.search(text[:200_000])
    entities: dict[str, str | None] = {}
    for match in _ENTITY.finditer(doctype["subset"] or "" if doctype else ""):
        value = match["double"] if match["double"] is not None else match["single"]
        entities.setdefault(match["name"], None if match["outside"] else value)
    return entities


def _refuse_expansion(text: str, entities: Mapping[str, str | None]) -> None:
    """Refuse a file whose entities expand to more text than any edition has (a "billion laughs" file)."""
    sizes: dict[str, int] = {}

    def size(name: str, within: frozenset[str]) -> int:
        if name in within or len(within) > 50:
            raise FormatError(f"the entity &{name}; contains itself")
        if name not in sizes:
            value = entities.get(name) or ""
            inner = sum(size(match["name"], within | {name}) for match in _REFERENCE.finditer(value))
            sizes[name] = len(value) + inner
        return sizes[name]

    if not entities:
        return
    uses = Counter(match["name"] for match in _REFERENCE.finditer(text))
    if sum(size(name, frozenset()) * count for name, count in uses.items() if name in entities) > MAX_EXPANSION:
        raise FormatError(f"its entities expand to more than {MAX_EXPANSION:,} characters, as no edition's do")


def _parse(text: str, entities: Mapping[str, str | None]) -> tuple[etree._Element, set[str]]:
    """The root, and the names of entities that nothing declares, which stay as written."""
    text = _XML_DECLARATION.sub("", text)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        remove_comments=True,
        collect_ids=False,
    )
    undeclared: set[str] = set()

    def characters(match: re.Match[str]) -> str:
        name = match["name"]
        if name in _OF_XML or name in entities:
            return match[0]
        if value := html5.get(f"{name};"):
            return "".join(f"&#{ord(character)};" for character in value)
        undeclared.add(name)
        return f"&amp;{name};"

    try:
        try:
            return etree.fromstring(text.encode("utf-8"), parser), undeclared
        except etree.XMLSyntaxError as error:
            if "not defined" not in str(error):
                raise
        return etree.fromstring(_REFERENCE_IN_TEXT.sub(characters, text).encode("utf-8"), parser), undeclared
    except etree.XMLSyntaxError as error:
        raise FormatError(f"this is not well-formed XML: {error}") from error


_REFERENCE_IN_TEXT = re.compile(r"&(?P<name>[A-Za-z][\w.-]*);")


def _resolve(root: etree._Element, entities: Mapping[str, str | None]) -> set[str]:
    """Replace the references to entities by their text; return the names of those that are not known."""
    unknown: set[str] = set()
    for reference in list(root.iter(etree.Entity)):
        name = str(reference.text)[1:-1]  # of "&name;"
        value = _expand(name, entities)
        if value is None:
            unknown.add(name)
        _replace_by_text(reference, f"&{name};" if value is None else value)
    return unknown


def _expand(name: str, entities: Mapping[str, str | None]) -> str | None:
    value = entities.get(name)
    if value is None:
        return None if name in entities else html5.get(f"{name};")
    value = re.sub(r"&#(?:x(?P<hex>[0-9A-Fa-f]+)|(?P<decimal>\d+));", _character, value)
    value = _REFERENCE.sub(lambda match: _expand_inner(match, entities), value)
    return re.sub(r"<[^<>]*>", "", value)


def _expand_inner(match: re.Match[str], entities: Mapping[str, str | None]) -> str:
    if match["name"] in _OF_XML:
        return html5[f"{match['name']};"]
    value = _expand(match["name"], entities)
    return match[0] if value is None else value


def _character(match: re.Match[str]) -> str:
    code = int(match["hex"], 16) if match["hex"] else int(match["decimal"])
    return chr(code) if 0 < code < 0x110000 else match[0]


def _replace_by_text(element: etree._Element, text: str) -> None:
    """Put text where a node is, which is removed; what follows the node stays."""
    parent = element.getparent()
    if parent is None:
        return
    text += element.tail or ""
    previous = element.getprevious()
    if previous is not None:
        previous.tail = (previous.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    element.tail = None
    parent.remove(element)


def normalise(root: etree._Element) -> None:
    """Put TEI without a namespace and TEI P4 (``TEI.2``, ``div1``, ``id``) into the names and the namespace of P5."""
    namespace = _namespace(root)
    is_p5 = namespace == TEI
    for element in root.iter(etree.Element):
        if not is_p5 and _namespace(element) in (namespace, ""):
            element.tag = TEI + re.sub(r"\.2$", "", _local(element))
        if is_p5 and _local(element) in _PROPOSED and _namespace(element) != TEI:
            element.tag = TEI + _local(element)
        if re.fullmatch(r"div[0-7]", _local(element)):
            element.tag = f"{TEI}div"
        if XML_ID not in element.attrib and (identifier := element.get("id")):
            element.set(XML_ID, identifier)


_PROPOSED = frozenset({"correspDesc", "correspAction", "correspContext"})
"""Elements that letters had in a namespace of their own before they became a part of TEI."""


def _namespace(element: etree._Element) -> str:
    tag = str(element.tag)
    return tag[: tag.index("}") + 1] if tag.startswith("{") else ""


def _local(element: etree._Element) -> str:
    return str(element.tag).rsplit("}", 1)[-1]


def name_by_content(element: etree._Element, base: str, taken: Container[str]) -> str:
    """The name of a document to which its edition gives none: of what it says, wherever it stands among others.

    Args:
        element: The document.
        base: What the name begins with.
        taken: Names of other documents; one that says the same in all is told apart by a number.
    """
    days = (value for part in element.iter() for key in ("when", "notBefore", "notAfter") if (value := part.get(key)))
    words = " ".join([*"".join(map(str, element.itertext())).split(), *days])
    named = f"{base}-{hashlib.sha256(words.encode('utf-8', 'replace')).hexdigest()[:_FIGURES]}"
    name, count = named, 2
    while name in taken:
        name, count = f"{named}-{count}", count + 1
    return name


_FIGURES = 10
"""Hexadecimal figures of a name, as in ``content_names``."""


def name_documents(documents: Iterable[etree._Element]) -> tuple[dict[etree._Element, str], tuple[str, ...]]:
    """Name each document of an edition: by its ``xml:id``, else by its number, else by what it says.

    Args:
        documents: The elements, in order.

    Returns:
        Element -> name, each name once; and sentences for the curator on documents that the edition does not name.
    """
    elements = list(documents)
    used = {element.get(XML_ID) for element in elements}
    names: dict[etree._Element, str] = {}
    problems = []
    for position, element in enumerate(elements, 1):
        own = element.get(XML_ID)
        taken = set(names.values())
        if own and own not in taken:
            names[element] = own
            continue
        number = re.sub(r"[^\w.-]", "", element.get("n") or "")
        base = own or (f"d{number}" if number else name_by_content(element, "document", {*taken, *filter(None, used)}))
        name, count = base, 2
        while name in taken or (not own and name in used):
            name, count = f"{base}-{count}", count + 1
        names[element] = name
        why = f"its xml:id {own!r} is another document's too" if own else "it has no xml:id"
        problems.append(f"document {position} of the file is named {name}: {why}")
    return names, tuple(problems)
