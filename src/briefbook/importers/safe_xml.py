"""XML from outside -> its tree: no other file is read, no entity is expanded, no network is used."""

from typing import IO

from lxml import etree

from briefbook.errors import FormatError


def parse_xml(data: bytes) -> etree._Element:
    """Parse XML in whatever encoding it declares.

    Args:
        data: The file.

    Returns:
        The root. References to entities that the file declares stay nodes of their own, and count for nothing.

    Raises:
        FormatError: It is not well-formed, or a text in it is larger than ten million characters.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FormatError(
            f"this is not well-formed XML: {str(error)[:200]}", remedy="export it again, or name another file."
        ) from error


def parse_step_by_step(file: IO[bytes], tag: str | None = None) -> "etree.iterparse[tuple[str, etree._Element]]":
    """Parse XML as it comes, by the same rules; what is no longer needed is for the caller to clear.

    Args:
        file: The file, read from where it is.
        tag: The name of the elements that are wanted, with its namespace; None: all.

    Returns:
        Pairs of "start" or "end" and an element; their iteration raises ``XMLSyntaxError`` where it is not well-formed.
    """
    return etree.iterparse(
        file,
        events=("start", "end"),
        tag=tag,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )


def local_name(element: etree._Element) -> str:
    """An element's name without its namespace; "" of what is no element."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(element: etree._Element, *names: str) -> list[etree._Element]:
    """An element's own children of these names, whatever their namespace.

    Args:
        element: The element.
        names: Their names without namespace.
    """
    return [child for child in element if local_name(child) in names]


def descendants(element: etree._Element, *names: str) -> list[etree._Element]:
    """An element and what is in it of these names, in order, whatever their namespace.

    Args:
        element: The element.
        names: Their names without namespace.
    """
    return [inner for inner in element.iter() if local_name(inner) in names]


def lines_of(element: etree._Element) -> str:
    """The words of an element, line by line, white space collapsed in each; blank lines left out."""
    lines = (" ".join(line.split()) for line in "".join(map(str, element.itertext())).splitlines())
    return "\n".join(line for line in lines if line)


def words_of(element: etree._Element | None) -> str:
    """The text of an element and of all in it, white space collapsed; "" of None."""
    if element is None:
        return ""
    return " ".join("".join(str(part) for part in element.itertext(with_tail=False)).split())
