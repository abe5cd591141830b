"""The address of a server -> its collection in Python: search, items, pages, lists; standard library only.

>>> book = Client("http://127.0.0.1:8000")          # doctest: +SKIP
>>> book.search("missiles from:HAVANA").total       # doctest: +SKIP
41
>>> import pandas                                   # doctest: +SKIP
>>> pandas.DataFrame(book.items())                  # doctest: +SKIP
"""

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

PAGE_SIZE = 200
"""Rows fetched in one request; the API allows no more."""


class ClientError(Exception):
    """The server refused a request or could not be reached.

    Attributes:
        status: The HTTP status; 0 where the server could not be reached.
        problem: The problem document (RFC 9457) of the response; empty where there is none.
    """

    def __init__(self, what: str, status: int = 0, problem: Mapping[str, Any] | None = None) -> None:
        super().__init__(what)
        self.status = status
        self.problem = dict(problem or {})


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question.

    Attributes:
        total: How many items match.
        hits: Those of this page of the answer: dicts with item, score, page, snippet and boxes.
        facets: For each field, how many of all matching items have which value.
        histogram: How many of all matching items are of which month.
        caution: How much of the collection is hard to search, as ``docs/searching.md`` explains.
        proposals: Other spellings of the question that match.
        cursor: Asks for the next page of the answer; None on the last.
        took_ms: Milliseconds that the server took.
    """

    total: int
    hits: list[dict[str, Any]]
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    histogram: dict[str, int] = field(default_factory=dict)
    caution: dict[str, Any] = field(default_factory=dict)
    proposals: list[str] = field(default_factory=list)
    cursor: str | None = None
    took_ms: float = 0.0


class Client:
    """A collection that a server shows.

    Args:
        address: The address of the site, such as ``http://127.0.0.1:8000``.
        name: A user's name for HTTP Basic authentication, where the server or a proxy demands it.
        password: The password that goes with it.
        seconds: How long to wait for a response.
    """

    def __init__(self, address: str, *, name: str = "", password: str = "", seconds: float = 30.0) -> None:
        self.address = address.rstrip("/")
        self.seconds = seconds
        self._headers = {"Accept": "application/json", "User-Agent": "briefbook-client"}
        if name:
            credentials = base64.b64encode(f"{name}:{password}".encode()).decode()
            self._headers["Authorization"] = f"Basic {credentials}"

    # Search

    def search(self, question: str, *, limit: int = 20, order: str = "relevance", cursor: str | None = None) -> Answer:
        """One page of the answer to a question.

        Args:
            question: In the query language of docs/searching.md.
            limit: How many hits to return, 1 to 200.
            order: How to order the hits, such as ``relevance`` or ``date``.
            cursor: ``Answer.cursor`` of the page before; None for the first page.

        Returns:
            The hits of this page, and counts over all matching items.

        Raises:
            ClientError: The question cannot be parsed (the message says where), or the server cannot be reached.
        """
        answer = self.get("search", q=question, limit=limit, order=order, cursor=cursor)
        return Answer(**{name: answer[name] for name in Answer.__slots__ if name in answer})

    def hits(self, question: str, *, order: str = "relevance", max_hits: int = 10_000) -> Iterator[dict[str, Any]]:
        """All hits of a question, at most ``max_hits``, fetched as they are needed."""
        cursor: str | None = None
        yielded = 0
        while yielded < max_hits:
            answer = self.search(question, limit=min(PAGE_SIZE, max_hits - yielded), order=order, cursor=cursor)
            yield from answer.hits
            yielded += len(answer.hits)
            cursor = answer.cursor
            if not cursor:
                return

    def places(self, item: str, question: str) -> list[dict[str, Any]]:
        """The occurrences of a query's words in one item, with boxes."""
        places: list[dict[str, Any]] = self.get(f"items/{quote_segment(item)}/hits", q=question)["hits"]
        return places

    # Items

    def items(self) -> Iterator[dict[str, Any]]:
        """Every item with the effective values of its main fields."""
        return self._all("items", "items")

    def item(self, item: str) -> dict[str, Any]:
        """One item with all readings of all its fields."""
        return self.get(f"items/{quote_segment(item)}")

    def pages(self, item: str) -> list[dict[str, Any]]:
        """The pages of an item: text, and words with boxes and confidence."""
        pages: list[dict[str, Any]] = self.get(f"items/{quote_segment(item)}/pages")["pages"]
        return pages

    def text(self, item: str) -> str:
        """The text of all pages of an item, separated by form feeds."""
        return "\f".join(page["text"] for page in self.pages(item))

    # Narratives, and lists of the whole collection

    def narratives(self) -> Iterator[dict[str, Any]]:
        """Every narrative, with the items that it cites."""
        return self._all("narratives", "narratives")

    def narrative(self, slug: str) -> dict[str, Any]:
        """One narrative: its passages, citations and Markdown source."""
        return self.get(f"narratives/{quote_segment(slug)}")

    def references(self, item: str | None = None) -> Iterator[dict[str, Any]]:
        """Every reference from a cable to another; those of one item, or all."""
        return self._all("references", "references", item=item)

    def series(self) -> Iterator[dict[str, Any]]:
        """Every numbered series."""
        return self._all("series", "series")

    def findings(self, item: str | None = None) -> Iterator[dict[str, Any]]:
        """The findings of the checks, of one item or all; docs/formats.md describes a finding."""
        return self._all("findings", "findings", item=item)

    def vocabulary(self, name: str) -> Iterator[dict[str, Any]]:
        """The terms of a vocabulary: posts, people, places."""
        return self._all(f"vocabularies/{quote_segment(name)}", "terms")

    # Any endpoint

    def get(self, path: str, **parameters: Any) -> dict[str, Any]:
        """Request an endpoint under ``/api/v1/``.

        Args:
            path: The path of the endpoint, such as ``items``.
            parameters: Query parameters; None values are left out.

        Returns:
            The JSON object of the response.

        Raises:
            ClientError: The server refuses, or cannot be reached.
        """
        words = urlencode({name: value for name, value in parameters.items() if value is not None})
        address = f"{self.address}/api/v1/{path}{'?' + words if words else ''}"
        try:
            with urlopen(Request(address, headers=self._headers), timeout=self.seconds) as answer:
                value: dict[str, Any] = json.load(answer)
                return value
        except HTTPError as error:
            raise _error_from_response(error) from error
        except (URLError, TimeoutError, ValueError) as error:
            reason = getattr(error, "reason", error)
            raise ClientError(f"{self.address} cannot be reached: {reason}") from error

    def _all(self, path: str, name: str, **parameters: Any) -> Iterator[dict[str, Any]]:
        cursor: str | None = None
        while True:
            answer = self.get(path, limit=PAGE_SIZE, cursor=cursor, **parameters)
            yield from answer[name]
            cursor = answer["cursor"]
            if not cursor:
                return


def quote_segment(name: str) -> str:
    """A name as one segment of a path, escaped as in the site's file names.

    >>> quote_segment("FO 371/12")
    'FO%20371~2f12'
    """
    return quote(name.replace("~", "~7e").replace("/", "~2f"), safe="~")


def _error_from_response(error: HTTPError) -> ClientError:
    try:
        problem = json.loads(error.read())
    except ValueError:
        problem = {}
    words = ". ".join(str(problem[name]) for name in ("title", "detail") if problem.get(name)) or str(error.reason)
    return ClientError(words, error.code, problem)
