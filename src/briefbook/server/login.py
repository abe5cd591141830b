"""Login and logout: a form protected against CSRF, and the session cookie."""

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from markupsafe import Markup

from briefbook.server.accounts import Accounts
from briefbook.server.csrf import FormTokens, fields_of, nonce_of, set_nonce_cookie
from briefbook.server.middleware import SESSION, session_of


def login_routes(app: FastAPI, accounts: Accounts, prefix: str, tokens: FormTokens) -> None:
    """Add the routes /login and /logout to an application."""

    @app.get("/login", include_in_schema=False)
    def form(request: Request, to: str = "") -> Response:
        """Show the login form."""
        return _form(request, tokens, prefix, to)

    @app.post("/login", include_in_schema=False)
    async def enter(request: Request) -> Response:
        """Open a session."""
        form = await fields_of(request)
        name, password, to = (form.get(field, [""])[0] for field in ("name", "password", "to"))
        if not tokens.is_ours(request, form):
            return _form(request, tokens, prefix, to, "The form had expired. Please try again.", 403)
        token = await run_in_threadpool(accounts.log_in, name, password)
        if token is None:
            return _form(
                request,
                tokens,
                prefix,
                to,
                "The name or password is wrong, or there were too many attempts; wait a minute and try again.",
                403,
            )
        answer = Response(status_code=303, headers={"Location": prefix + _inside(to)})
        secure = request.url.scheme == "https" or request.headers.get("x-forwarded-proto") == "https"
        answer.set_cookie(SESSION, token, path=f"{prefix}/", httponly=True, samesite="lax", secure=secure)
        return answer

    @app.post("/logout", include_in_schema=False)
    def leave(request: Request) -> Response:
        """End the session."""
        accounts.log_out(session_of(request.headers.get("cookie", "")))
        answer = Response(status_code=303, headers={"Location": f"{prefix}/login"})
        answer.delete_cookie(SESSION, path=f"{prefix}/")
        return answer


def _inside(to: str) -> str:
    """The address to return to after login, if it is a path of this site; else the front page."""
    good = to.startswith("/") and not to.startswith(("//", "/\\")) and to.isprintable() and "\\" not in to
    return to if good and to.isascii() else "/"


def _form(request: Request, tokens: FormTokens, prefix: str, to: str, trouble: str = "", status: int = 200) -> Response:
    nonce = nonce_of(request)
    alert = Markup('<p role="alert">{}</p>').format(trouble) if trouble else ""
    page = Markup(_PAGE).format(prefix, alert, tokens.sign(nonce), to)
    answer = Response(page.encode(), status, {"Cache-Control": "no-store"}, "text/html; charset=utf-8")
    set_nonce_cookie(answer, nonce, prefix)
    return answer


_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Log in</title><link rel="stylesheet" href="{0}/static/site.css"></head>
<body><main><h1>Log in</h1>{1}
<form method="post" action="{0}/login"><input type="hidden" name="form" value="{2}">
<input type="hidden" name="to" value="{3}">
<p><label>Name <input type="text" name="name" autocomplete="username" required></label></p>
<p><label>Password <input type="password" name="password" autocomplete="current-password" required></label></p>
<p><button>Log in</button></p></form></main></body></html>
"""
