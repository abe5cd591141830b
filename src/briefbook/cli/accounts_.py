"""``briefbook accounts``: those who may log in to the live site, and the roles of all who may do more than read."""

import os
from typing import TYPE_CHECKING

import typer

from briefbook.cli import collection
from briefbook.errors import InputError
from briefbook.project import private_files
from briefbook.project.collection import Collection
from briefbook.util import extras

if TYPE_CHECKING:
    from briefbook.server.accounts import Accounts

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Those who may log in to the live site.")

ROLE_HELP = "reader, author, curator or keeper (docs/security.md says what each may do)."


@app.command("add")
def add(
    name: str = typer.Argument(help="The name, as the journal will record it."),
    role: str = typer.Option("", help=f"{ROLE_HELP} A new account is a curator."),
) -> None:
    """Make an account, or give it another password; the password is asked for, or taken from BRIEFBOOK_PASSWORD."""
    add_account(collection(), name, role)


@app.command()
def invite(
    role: str = typer.Option("author", help=ROLE_HELP),
    address: str = typer.Option("", help="The address of the live site, to print the whole link."),
) -> None:
    """Make a link with which somebody chooses a name and a password; it is valid once and for seven days."""
    here = collection()
    accounts = _accounts(here)
    _keep_from_git(here)
    key = accounts.invite(role)
    typer.echo(f"{address.rstrip('/')}/login/invited?key={key}")
    typer.echo(f"Whoever opens it becomes {role}; it is valid once, for seven days. Send it to nobody else.")
    if not len(accounts):
        typer.echo(
            "briefbook: `serve` lets people log in once there is an account: `briefbook accounts add`.", err=True
        )


@app.command("role")
def set_role(
    name: str = typer.Argument(help="An account, or a user whom a trusted proxy names."),
    role: str = typer.Argument(help=ROLE_HELP),
) -> None:
    """Give a role to an account, or to a user whom a trusted proxy names; a running server knows it at once."""
    here = collection()
    _accounts(here).set_role(name, role)
    _keep_from_git(here)
    typer.echo(f"{name.strip()} is {role}.")


@app.command("list")
def list_accounts() -> None:
    """List every name with its role, and how it comes in."""
    accounts = _accounts(collection())
    for name in accounts.names():
        how = "password" if accounts.has_password(name) else "named by the proxy"
        typer.echo(f"{name}\t{accounts.role_of(name)}\t{how}")
    if not accounts.names():
        typer.echo("There are no accounts.")


@app.command("remove")
def remove(name: str = typer.Argument(help="The name.")) -> None:
    """Remove an account and its role; its sessions end at once."""
    _accounts(collection()).remove(name)
    typer.echo(f"{name} is removed.")


def add_account(here: Collection, name: str, role: str = "") -> None:
    """Make an account, or give it another password, and keep its file from git.

    Args:
        here: The collection.
        name: The account's name.
        role: Its role; empty leaves it as it is.

    Raises:
        InputError: Name, role or password cannot be an account's.
    """
    extras.require("serve")
    from briefbook.server.accounts import ROLE_NAMES, checked_name

    name = checked_name(name)
    if role and role not in ROLE_NAMES:
        raise InputError(f"there is no role {role!r}", remedy=f"the roles are {', '.join(ROLE_NAMES)}.")
    accounts = _accounts(here)
    password = os.environ.get("BRIEFBOOK_PASSWORD") or typer.prompt(
        "Password", hide_input=True, confirmation_prompt=True
    )
    _keep_from_git(here)  # before there is anything to keep from it
    accounts.add(name, password, role)
    typer.echo(f"{name} can log in; the hash of the password is in {private_files.ACCOUNTS}.")
    typer.echo(f"Role: {accounts.role_of(name)}.")
    for warning in private_files.warnings(here.root):
        typer.echo(f"briefbook: {warning}", err=True)


def _accounts(here: Collection) -> "Accounts":
    extras.require("serve")
    from briefbook.server.accounts import Accounts

    return Accounts.read(here.root / private_files.ACCOUNTS)


def _keep_from_git(here: Collection) -> None:
    if added := private_files.ignore(here.root):
        typer.echo(f"Added to .gitignore, so that git does not take them: {', '.join(added)}.")
