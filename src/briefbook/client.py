"""A server's address -> the collection in Python: search, items, pages, all lists; needs nothing but Python.

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
"""Rows fetched at once."""


class ClientError(Exception):
    """The server refuses, or cannot be reached: what it says, and its status (0 where it was not reached)."""

    def __init__(self, what: str, status: int = 0, problem: Mapping[str, Any] | None = None) -> None:
        super().__init__(what)
        self.status = status
        self.problem = dict(problem or {})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question found: ``hits`` are dicts with item, score, page, snippet, boxes; the rest counts over all."""

    total: int
    hits: list[dict[str, Any]]
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    histogram: dict[str, int] = field(default_factory=dict)
    caution: dict[str, Any] = field(default_factory=dict)
    proposals: list[str] = field(default_factory=list)
    cursor: str | None = None
    took_ms: float = 0.0


class Client:
    """A collection that someone serves. ``name`` and ``password`` where a proxy asks for them (HTTP Basic)."""

    def __init__(self, address: str, *, name: str = "", password: str = "", seconds: float = 30.0) -> None:
        self.address = address.rstrip("/")
        self.seconds = seconds
        self._headers = {"Accept": "application/json", "User-Agent": "briefbook-client"}
        if name:
            credentials = base64.b64encode(f"{name}:{password}".encode()).decode()
            self._headers["Authorization"] = f"Basic {credentials}"

    # Search

    def search(self, question: str, *, limit: int = 20, order: str = "relevance", cursor: str | None = None) -> Answer:
        """One page of the answer to a question; ``ClientError`` says where it does not parse."""
        answer = self.get("search", q=question, limit=limit, order=order, cursor=cursor)
        return Answer(**{name: answer[name] for name in Answer.__slots__ if name in answer})

    def hits(self, question: str, *, order: str = "relevance", most: int = 10_000) -> Iterator[dict[str, Any]]:
        """All hits of a question, fetched as they are wanted."""
        cursor: str | None = None
        yielded = 0
        while yielded < most:
            answer = self.search(question, limit=min(PAGE_SIZE, most - yielded), order=order, cursor=cursor)
            yield from answer.hits
            yielded += len(answer.hits)
            cursor = answer.cursor
            if not cursor:
                return

    def places(self, item: str, question: str) -> list[dict[str, Any]]:
        """The occurrences of a query's words in one item, with boxes."""
        places: list[dict[str, Any]] = self.get(f"items/{quoted(item)}/hits", q=question)["hits"]
        return places

    # Items

    def items(self) -> Iterator[dict[str, Any]]:
        """Every item with the effective values of its main fields."""
        return self._all("items", "items")

    def item(self, item: str) -> dict[str, Any]:
        """One item with all readings of all its fields."""
        return self.get(f"items/{quoted(item)}")

    def pages(self, item: str) -> list[dict[str, Any]]:
        """The pages of an item: text, and words with boxes and confidence."""
        pages: list[dict[str, Any]] = self.get(f"items/{quoted(item)}/pages")["pages"]
        return pages

    def text(self, item: str) -> str:
        """The text of all pages of an item, separated by form feeds."""
        return "\f".join(page["text"] for page in self.pages(item))

    # The book and what is known of the whole

    def narratives(self) -> Iterator[dict[str, Any]]:
        """The pages of the book."""
        return self._all("narratives", "narratives")

    def narrative(self, slug: str) -> dict[str, Any]:
        """One page of the book, with its Markdown."""
        return self.get(f"narratives/{quoted(slug)}")

    def references(self, item: str | None = None) -> Iterator[dict[str, Any]]:
        """Every reference from a cable to another; those of one item, or all."""
        return self._all("references", "references", item=item)

    def series(self) -> Iterator[dict[str, Any]]:
        """Every numbered series."""
        return self._all("series", "series")

    def findings(self, item: str | None = None) -> Iterator[dict[str, Any]]:
        """What the checks have to say, of one item or all; the shape of a finding is in docs/formats.md."""
        return self._all("findings", "findings", item=item)

    def vocabulary(self, name: str) -> Iterator[dict[str, Any]]:
        """The terms of a vocabulary: posts, people, places."""
        return self._all(f"vocabularies/{quoted(name)}", "terms")

    # How it is asked

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
            raise _refused(error) from error
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


def quoted(name: str) -> str:
    """A name as one segment of a path, escaped as in the site's file names.

    >>> quoted("FO 371/12")
    'FO%20371~2f12'
    """
    return quote(name.replace("~", "~7e").replace("/", "~2f"), safe="~")


def _refused(error: HTTPError) -> ClientError:
    try:
        problem = json.loads(error.read())
    except ValueError:
        problem = {}
    words = ". ".join(str(problem[name]) for name in ("title", "detail") if problem.get(name)) or str(error.reason)
    return ClientError(words, error.code, problem)
