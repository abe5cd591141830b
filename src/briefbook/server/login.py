"""A name and a password -> a session, by a form that only this server can have sent."""

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from markupsafe import Markup

from briefbook.errors import InputError
from briefbook.server.access import DESK, Role, Visitor
from briefbook.server.accounts import MIN_PASSWORD_LENGTH, Accounts
from briefbook.server.csrf import FormTokens, fields_of, is_same_site, nonce_of, set_nonce_cookie
from briefbook.server.desk_words import refusal_sentences
from briefbook.server.problems import problem
from briefbook.util.translation import N_, gettext, language, pgettext

_WRONG = "The name or password is wrong, or there were too many attempts; wait a minute and try again."


def login_routes(app: FastAPI, accounts: Accounts, prefix: str, tokens: FormTokens, title: str) -> None:
    """The pages to log in and out.

    Args:
        app: The application.
        accounts: Those who may log in.
        prefix: The path under which a proxy shows the site.
        tokens: Sign the form.
        title: The collection's name.
    """

    @app.get("/login", include_in_schema=False)
    def form(request: Request, to: str = "") -> Response:
        """The form; for those who are in already, the way out."""
        visitor: Visitor = request.scope["briefbook.visitor"]
        if visitor.proof == "account":
            return _inside_already(request, tokens, prefix, title)
        return _form(request, tokens, prefix, title, to)

    @app.post("/login", include_in_schema=False)
    async def enter(request: Request) -> Response:
        """Open a session."""
        form = await fields_of(request)
        name, password, to = (form.get(field, [""])[0] for field in ("name", "password", "to"))
        if not tokens.is_ours(request, form):
            return _form(request, tokens, prefix, title, to, "The form had expired. Please try again.", 403)
        session = await run_in_threadpool(accounts.log_in, name, password)
        if session is None:
            return _form(request, tokens, prefix, title, to, _WRONG, 403)
        request.session.clear()
        request.session.update(session)
        return Response(status_code=303, headers={"Location": prefix + _inside(to), "Cache-Control": "no-store"})

    @app.get("/login/invited", include_in_schema=False)
    def invited(request: Request, key: str = "") -> Response:
        """The form for an invited person."""
        return _invited_form(request, tokens, prefix, title, key, accounts.invited_role(key))

    @app.post("/login/invited", include_in_schema=False)
    async def accept(request: Request) -> Response:
        """Create the account of an invited person, and redirect to the login form."""
        form = await fields_of(request)
        key, name, password, again = (form.get(field, [""])[0] for field in ("key", "name", "password", "again"))
        role = accounts.invited_role(key)
        trouble, status = "", 400
        if not tokens.is_ours(request, form):
            trouble, status = gettext("The form had expired. Please try again."), 403
        elif password != again:
            trouble = gettext("The two passwords differ.")
        else:
            try:
                await run_in_threadpool(accounts.accept_invitation, key, name, password)
            except InputError as error:
                trouble = refusal_sentences(error.what, error.remedy)
        if trouble:
            return _invited_form(request, tokens, prefix, title, key, role, name, trouble, status)
        return Response(status_code=303, headers={"Location": f"{prefix}/login", "Cache-Control": "no-store"})

    logout_route(app, accounts, prefix, tokens)


def logout_route(app: FastAPI, accounts: Accounts | None, prefix: str, tokens: FormTokens) -> None:
    """The way out: ends the session of an account for good, and forgets that of the person at this machine.

    Args:
        app: The application.
        accounts: Those who may log in; None where only the person at this machine may enter the desk.
        prefix: The path under which a proxy shows the site.
        tokens: Sign the forms.
    """

    @app.post("/logout", include_in_schema=False)
    def leave(request: Request) -> Response:
        """End the session."""
        if not is_same_site(request):
            body, media_type = problem(403, "the form is not of this site", page=True, prefix=prefix)
            return Response(body, 403, media_type=media_type)
        if accounts is not None:
            accounts.log_out(request.session)
        request.session.clear()
        return Response(status_code=303, headers={"Location": f"{prefix}/", "Cache-Control": "no-store"})


def role_name(role: str) -> str:
    """A role in words."""
    if role == "reader":
        return pgettext("role", "reader")
    return gettext(_ROLES.get(str(role), str(role).replace("-", " ")))


_ROLES = {
    "reader-of-drafts": N_("reader of drafts"),
    "author": N_("author"),
    "curator": N_("curator"),
    "keeper": N_("keeper"),
}


def logout_form(visitor: Visitor, prefix: str) -> Markup:
    """Who is in, as what, and a button to log out, except for those whom a proxy names: they log out there."""
    if not visitor.proof:
        return Markup("")
    name = visitor.name or gettext("the person at this machine")
    button = Markup('<form method="post" action="{}/logout"><button>{}</button></form>').format(
        prefix, gettext("Log out")
    )
    role = "" if visitor.proof == "token" else " (" + role_name(str(visitor.role)) + ")"
    who = gettext("Logged in as {name}.").format(name=f"{name}{role}")
    return Markup('<div class="quiet">{} {}</div>').format(who, "" if visitor.proof == "proxy" else button)


def _inside(to: str) -> str:
    """A path of this site only, whatever was asked."""
    good = to.startswith("/") and not to.startswith(("//", "/\\")) and to.isprintable() and "\\" not in to
    return to if good and to.isascii() else "/"


def _inside_already(request: Request, tokens: FormTokens, prefix: str, title: str) -> Response:
    visitor: Visitor = request.scope["briefbook.visitor"]
    desk = (
        Markup('<li><a href="{}">{}</a></li>').format(f"{prefix}{DESK}", gettext("The desk"))
        if visitor.may(Role.AUTHOR)
        else ""
    )
    body = Markup('<ul><li><a href="{}/">{}</a></li>{}</ul>{}').format(
        prefix, gettext("Front page"), desk, logout_form(visitor, prefix)
    )
    page = Markup(_PAGE).format(prefix, gettext("Logged in"), title or gettext("Log in"), body, language())
    return Response(page.encode(), 200, {"Cache-Control": "no-store"}, "text/html; charset=utf-8")


def _form(
    request: Request, tokens: FormTokens, prefix: str, title: str, to: str, trouble: str = "", status: int = 200
) -> Response:
    nonce = nonce_of(request)
    alert = Markup('<p role="alert">{}</p>').format(trouble) if trouble else ""
    about = (
        Markup("<p>{}</p>").format(
            gettext("For those who work on {title}. To read it, nobody need log in.").format(title=title)
        )
        if title
        else ""
    )
    if request.scope["briefbook.private"] and title:
        about = Markup("<p>{}</p>").format(gettext("{title} is open to those who have an account.").format(title=title))
    body = Markup(_FORM).format(
        prefix, alert, tokens.sign(nonce), to, about, gettext("Name"), gettext("Password"), gettext("Log in")
    )
    page = Markup(_PAGE).format(
        prefix,
        gettext("Log in"),
        gettext("Log in: {title}").format(title=title) if title else gettext("Log in"),
        body,
        language(),
    )
    answer = Response(page.encode(), status, {"Cache-Control": "no-store"}, "text/html; charset=utf-8")
    set_nonce_cookie(request, answer, nonce, prefix)
    return answer


def _invited_form(
    request: Request,
    tokens: FormTokens,
    prefix: str,
    title: str,
    key: str,
    role: str | None,
    name: str = "",
    trouble: str = "",
    status: int = 200,
) -> Response:
    """The form to choose a name and a password; where the invitation does not hold, that it does not."""
    nonce = nonce_of(request)
    alert = Markup('<p role="alert">{}</p>').format(trouble) if trouble else ""
    if role is None:
        body = Markup('<p role="alert">{}</p>').format(
            gettext("This invitation has been used, has expired or does not exist. Ask for a new one.")
        )
        status = 403 if status == 200 else status
    else:
        body = Markup(_INVITED).format(
            prefix,
            alert,
            tokens.sign(nonce),
            key,
            name,
            gettext(
                "Choose the name under which the journal records your decisions, and a password. Your role: {role}."
            ).format(role=role_name(role)),
            MIN_PASSWORD_LENGTH,
            gettext("Name"),
            gettext("Password, at least {number} characters").format(number=MIN_PASSWORD_LENGTH),
            gettext("The password again"),
            gettext("Create the account"),
        )
    page = Markup(_PAGE).format(
        prefix,
        gettext("Invitation"),
        gettext("Invitation: {title}").format(title=title) if title else gettext("Invitation"),
        body,
        language(),
    )
    answer = Response(page.encode(), status, {"Cache-Control": "no-store"}, "text/html; charset=utf-8")
    answer.headers["Referrer-Policy"] = "no-referrer"
    set_nonce_cookie(request, answer, nonce, prefix)
    return answer


_INVITED = """{1}<p>{5}</p>
<form method="post" action="{0}/login/invited"><input type="hidden" name="form" value="{2}">
<input type="hidden" name="key" value="{3}">
<p><label>{7} <input type="text" name="name" value="{4}" autocomplete="username" maxlength="100" required></label></p>
<p><label>{8}
<input type="password" name="password" autocomplete="new-password" minlength="{6}" required></label></p>
<p><label>{9}
<input type="password" name="again" autocomplete="new-password" minlength="{6}" required></label></p>
<p><button>{10}</button></p></form>
"""

_PAGE = """<!DOCTYPE html>
<html lang="{4}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{2}</title><link rel="stylesheet" href="{0}/static/site.css"></head>
<body><main><h1>{1}</h1>{3}</main></body></html>
"""

_FORM = """{4}{1}
<form method="post" action="{0}/login"><input type="hidden" name="form" value="{2}">
<input type="hidden" name="to" value="{3}">
<p><label>{5} <input type="text" name="name" autocomplete="username" required></label></p>
<p><label>{6} <input type="password" name="password" autocomplete="current-password" required></label></p>
<p><button>{7}</button></p></form>
"""
