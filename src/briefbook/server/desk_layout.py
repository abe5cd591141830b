"""What all pages of the desk share: layout with navigation, who is there, form tokens, scripts, refusals.

A page of the desk is a module with a function that takes a ``Desk`` and adds its routes. Its templates are in
``server/templates`` and extend ``desk.html``, its scripts in ``server/static``, which ``/desk/static/`` serves. To
write under a path one must be a curator, unless ``access.WRITERS`` names another role.
"""

import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from briefbook.server.access import DESK, PEOPLE, START, Role, Visitor
from briefbook.server.api.app_state import AppState, DeskActions
from briefbook.server.api.responses import Refusal, sent
from briefbook.server.csrf import FormTokens, fields_of, is_same_site, nonce_of, set_nonce_cookie
from briefbook.server.desk_words import refusal_sentences
from briefbook.server.login import role_name
from briefbook.server.problems import wants_page
from briefbook.site.rendering import environment
from briefbook.text.field_names import field_in_words, field_label
from briefbook.util.translation import (
    N_,
    SOURCE_LANGUAGE,
    catalogue_state,
    gettext,
    language,
    language_name,
    languages,
    percent,
    script_messages,
)

HERE = Path(__file__).parent
STATIC = HERE / "static"

SECTIONS = (
    (N_("Papers"), START),
    (N_("Review"), f"{DESK}/review"),
    (N_("Table"), f"{DESK}/table"),
    (N_("Write"), f"{DESK}/write"),
    (N_("Findings"), DESK),
    (N_("Comments"), f"{DESK}/comments"),
    (N_("History"), f"{DESK}/history"),
    (N_("Samples"), f"{DESK}/samples"),
    (N_("Parts"), f"{DESK}/parts"),
    (N_("People"), PEOPLE),
)
"""The sections of the desk in the order of the navigation: name and path."""

STATES = (N_("untouched"), N_("seen"), N_("approved"), N_("to be discussed"))
"""The states of a review in words, as templates show them."""

MAX_TYPED_CHARACTERS = 4_000
"""Characters of one field of a form; more is cut off."""

MAX_JSON_BYTES = 2 << 20

_MEDIA_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/plain; charset=utf-8",
    ".json": "application/json",
    ".woff2": "font/woff2",
}


@functools.cache
def _environment() -> Environment:
    """The site's Jinja environment, with the desk's templates besides."""
    return environment().overlay(loader=FileSystemLoader([HERE / "templates", HERE.parent / "site" / "templates"]))


@dataclass(slots=True)
class Desk:
    """The desk of one server.

    Attributes:
        app_state: The collection.
        prefix: The path under which a proxy shows the site.
        tokens: Sign the forms.
        title: The collection's name.
        sections: The paths of the sections that there are; those of ``SECTIONS`` among them are in the navigation.
    """

    app_state: AppState
    prefix: str
    tokens: FormTokens
    title: str = ""
    sections: set[str] = field(default_factory=lambda: {DESK})

    @property
    def actions(self) -> DeskActions:
        """What the desk can do to the collection."""
        assert self.app_state.desk is not None
        return self.app_state.desk

    def address(self, path: str) -> str:
        """A path of this server (``/desk/review``) as an address on any page of it."""
        return f"{self.prefix}{path}"

    def page(
        self,
        request: Request,
        template: str,
        title: str,
        *,
        section: str = "",
        status: int = 200,
        scripts: Sequence[str] = (),
        styles: Sequence[str] = (),
        **values: Any,
    ) -> Response:
        """A page of the desk.

        Args:
            request: The request.
            template: Its template, which extends ``desk.html``.
            title: The page's title.
            section: The path of the section that it belongs to.
            status: The HTTP status.
            scripts: ES modules of ``server/static``, by their names.
            styles: Style sheets of ``server/static``, by their names; ``desk.css`` is always there.
            values: Variables of the template. It also has ``visitor``, ``may_decide``, ``form_token`` (a hidden field),
                ``token`` (its value, for scripts), ``root`` (the site's root, ends in a slash), ``desk_root``.

        Returns:
            The response, which nobody may keep, with the cookie that form tokens are bound to.
        """
        nonce = nonce_of(request)
        visitor: Visitor = request.scope["briefbook.visitor"]
        may_decide = visitor.may(Role.CURATOR)
        token = self.tokens.sign(nonce)
        locales = getattr(self.app_state, "locales", lambda: None)  # where no collection is open yet there is no state
        shared: dict[str, Any] = {
            "title": gettext(title),
            "collection": self.title or "Briefbook",
            "root": f"{self.prefix}/",
            "desk_root": f"{self.prefix}{DESK}/",
            "sections": [
                (gettext(name), self.address(path), path == section)
                for name, path in SECTIONS
                if path in self.sections and (path != PEOPLE or visitor.may(Role.KEEPER))
            ],
            "visitor": visitor,
            "role_name": role_name,
            "field_label": field_label,
            "field_in_words": field_in_words,
            "percent": percent,
            "languages": [(tag, language_name(tag)) for tag in languages(locales())],
            "may_decide": may_decide,
            "token": token,
            "form_token": Markup('<input type="hidden" name="form" value="{}">').format(token),
            "scripts": [*scripts, FORMS],
            "messages": _messages(locales()),
            "styles": styles,
        }
        text = _environment().get_template(template).render(shared | values)
        answer = Response(text.encode(), status, {"Cache-Control": "no-store"}, "text/html; charset=utf-8")
        set_nonce_cookie(request, answer, nonce, self.prefix)
        return answer

    async def form(self, request: Request, *, max_fields: int = 50, max_bytes: int = 0) -> dict[str, str]:
        """The fields of a submitted form, with a token of this server.

        Args:
            request: The request, whose body was not read yet.
            max_fields: At most so many fields.
            max_bytes: At most so many bytes; 0: what forms usually have.

        Returns:
            The first value of each field.

        Raises:
            Refusal: The form has no valid token (403): it has expired, or another site sent it; or it is too large.
        """
        raw = await fields_of(request, max_fields=max_fields, max_bytes=max_bytes)
        form = {name: values[0].strip()[:MAX_TYPED_CHARACTERS] for name, values in raw.items()}
        if not self.tokens.is_ours(request, raw):
            typed = {name: value for name, value in form.items() if name != "form"} if is_same_site(request) else {}
            raise Refusal(403, _EXPIRED, "nothing was saved; please check the values and save again", typed=typed)
        return form

    def check_token(self, request: Request) -> None:
        """Refuse a script's request without a token of this server in the header ``X-Form-Token``.

        Raises:
            Refusal: It has no valid token (403).
        """
        token = request.headers.get("x-form-token", "")
        if not self.tokens.is_ours(request, {"form": [token]}):
            raise Refusal(403, _EXPIRED, "nothing was saved; load the page again and save again")

    async def json(self, request: Request, *, max_bytes: int = MAX_JSON_BYTES) -> Any:
        """The JSON of a script's request, whose header ``X-Form-Token`` has a token of this server.

        Args:
            request: The request, whose body was not read yet.
            max_bytes: At most so many bytes.

        Raises:
            Refusal: It has no valid token (403), is too large (413), or is no JSON (400).
        """
        self.check_token(request)
        body = await request.body()
        if len(body) > max_bytes:
            raise Refusal(413, "the request is too large", "save less at a time")
        try:
            value = json.loads(body)
            json.dumps(value, ensure_ascii=False, allow_nan=False).encode()  # half a character, which JSON can name
        except (ValueError, RecursionError) as error:
            raise Refusal(400, "the request is not JSON", "load the page again") from error
        return value

    def refusal(self, request: Request, refusal: Refusal, *, section: str = "", back: str = "") -> Response:
        """A page that says why nothing was saved, with the words that the person typed; for scripts, a problem object.

        Args:
            request: The request.
            refusal: What is wrong; ``more["typed"]`` has what was typed, by field.
            section: The path of the section.
            back: The path of the page to go back to.

        Returns:
            The response.

        Raises:
            Refusal: The same, where a script asked.
        """
        if not wants_page(request.scope["path"], request.headers.get("accept", "")):
            raise refusal
        typed = {name: value for name, value in refusal.more.get("typed", {}).items() if value}
        return self.page(
            request,
            "desk_refusal.html",
            _refusal_title(request, refusal),
            section=section,
            status=refusal.status,
            what=refusal_sentences(refusal.what),
            remedy=refusal_sentences(refusal.remedy),
            typed=typed,
            back=self.address(back or section or DESK),
        )


FORMS = "forms.js"
"""The script of every page: a form is sent only to a server that answers."""

_EXPIRED = N_("the form had expired")


def _refusal_title(request: Request, refusal: Refusal) -> str:
    """What a page says that refuses something: where nothing was sent, nothing can have been saved."""
    if request.method == "POST":
        return gettext("Nothing was saved")
    return gettext("Page not found") if refusal.status == 404 else gettext("That is not possible")


def _messages(folder: Path | None) -> dict[str, list[str]]:
    """The messages of the desk's scripts in the language that is being written, for ``words.js``; {} in English."""
    if language() == SOURCE_LANGUAGE:
        return {}
    return script_messages(language(), "server/static", folder, catalogue_state(language(), folder)).messages


def no_such_page_route(app: FastAPI, desk: Desk) -> None:
    """Answer every other address below ``/desk/`` with a page of the desk; to be added after all its other routes."""

    @app.get(f"{DESK}/{{path:path}}", include_in_schema=False)
    def no_such_page(request: Request, path: str) -> Response:
        """Nothing is there."""
        what, remedy = "the desk has no such page", "choose one of the menu"
        return desk.refusal(request, Refusal(404, what, remedy))


def static_routes(app: FastAPI) -> None:
    """Add ``/desk/static/``: the desk's scripts and styles."""
    files = {path.relative_to(STATIC).as_posix(): path for path in STATIC.rglob("*") if path.suffix in _MEDIA_TYPES}

    @app.get(f"{DESK}/static/{{name:path}}", include_in_schema=False)
    def static(request: Request, name: str) -> Response:
        """A script or a style sheet of the desk."""
        path = files.get(name)
        if path is None:
            raise Refusal(404, "there is no such file")
        return sent(request, path.read_bytes(), _MEDIA_TYPES[path.suffix])


def typed_in(form: Mapping[str, str], *names: str) -> dict[str, str]:
    """Of a form what a person typed, for ``Refusal(..., typed=...)``."""
    return {name: form[name] for name in names if form.get(name)}
