"""``/desk/people``: the keeper invites people, gives them roles, and sees who is at the desk now."""

import datetime
from collections.abc import Mapping

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool

from briefbook.errors import InputError
from briefbook.server.access import PEOPLE
from briefbook.server.accounts import INVITATION_DAYS, ROLE_NAMES, Accounts
from briefbook.server.api.responses import Refusal
from briefbook.server.desk_layout import Desk
from briefbook.util.translation import gettext


def people_routes(app: FastAPI, desk: Desk, accounts: Accounts) -> None:
    """Add the routes of the people's page to an application. Only a keeper comes here.

    Args:
        app: The application.
        desk: The desk, which gets the section.
        accounts: Those who may log in.
    """
    desk.sections.add(PEOPLE)

    @app.get(PEOPLE, include_in_schema=False)
    def shown(request: Request) -> Response:
        """Everybody with a role, who is here now, and the open invitations."""
        return _page(desk, accounts, request)

    @app.post(PEOPLE, include_in_schema=False)
    async def changed(request: Request) -> Response:
        """Invite somebody, give a role, remove an account, or withdraw the open invitations."""
        try:
            form = await desk.form(request)
            key = await run_in_threadpool(_change, accounts, form, request.scope["briefbook.who"])
        except Refusal as refusal:
            return desk.refusal(request, refusal, section=PEOPLE)
        if key:  # shown once: the file holds its checksum only
            return await run_in_threadpool(_page, desk, accounts, request, key, form["role"])
        return Response(status_code=303, headers={"Location": desk.address(PEOPLE), "Cache-Control": "no-store"})


def _change(accounts: Accounts, form: Mapping[str, str], who: str) -> str:
    """Do what a form says; gives the key of an invitation, if it is that.

    Raises:
        Refusal: It cannot be done.
    """
    act, name, role = form.get("act", ""), form.get("name", ""), form.get("role", "")
    try:
        if act == "invite":
            return accounts.invite(role)
        if act == "withdraw":
            accounts.withdraw_invitations()
            return ""
        if name == who:
            raise Refusal(400, "nobody takes away their own role", "let another keeper do it, or use the command line")
        if name not in accounts.names():
            raise Refusal(404, f"there is no account {name!r}", "load the page again")
        if act == "role":
            accounts.set_role(name, role)
        elif act == "remove":
            accounts.remove(name)
        else:
            raise Refusal(400, "the form names no action", "load the page again")
    except InputError as error:
        raise Refusal(400, error.what, error.remedy) from error
    return ""


def _page(desk: Desk, accounts: Accounts, request: Request, key: str = "", key_role: str = "") -> Response:
    accounts.current_roles()
    here: dict[str, list[str]] = {}
    for place, names in desk.actions.live.everybody().items():
        for name in names:
            here.setdefault(name, []).append(place)
    return desk.page(
        request,
        "desk_people.html",
        "People",
        section=PEOPLE,
        styles=("comments.css",),
        people=[
            (
                name,
                accounts.role_of(name),
                accounts.has_password(name),
                ", ".join(map(_place_in_words, sorted(here.get(name, ())))),
            )
            for name in accounts.names()
        ],
        who=request.scope["briefbook.who"],
        roles=ROLE_NAMES,
        invitations=[
            (role, datetime.datetime.fromtimestamp(until, datetime.UTC).strftime("%Y-%m-%d %H:%M"))
            for role, until in accounts.open_invitations()
        ],
        days=INVITATION_DAYS,
        key=key,
        key_role=key_role,
        invited=f"{desk.prefix}/login/invited?key={key}",
    )


def _place_in_words(place: str) -> str:
    """Where a person is, in words, from a page's ``data-place``."""
    kind, _, name = place.partition(" ")
    if kind == "item":
        return gettext("item {name}").format(name=name)
    if kind == "chapter":
        return gettext("chapter {name}").format(name=name.removeprefix("narratives/").removesuffix(".md"))
    return gettext("table") if place == "table" else place or gettext("at the desk")
