"""``briefbook posts``: what the posts' codes stand for; confirm unknown ones."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict

import typer

from briefbook.cli import collection, print_json
from briefbook.errors import UsageError
from briefbook.model.decision import CodeDecision
from briefbook.model.post import Post
from briefbook.progress import pluralise
from briefbook.project.collection import Collection
from briefbook.project.workspace import Workspace, decide
from briefbook.text.posts import all_posts, unknown_codes
from briefbook.text.services import CodeUse, code_key, combined_office, service_of
from briefbook.util.advice import typed
from briefbook.util.nearest import did_you_mean

app = typer.Typer(no_args_is_help=False, rich_markup_mode=None, invoke_without_command=True)


@app.callback(invoke_without_command=True)
def show(
    context: typer.Context,
    as_json: bool = typer.Option(
        False,
        "--json",
        help="Print JSON: known codes, unknown codes with their counts, and offices that are named in words.",
    ),
    every: bool = typer.Option(
        False, "--all", help="List the whole vocabulary, not only the codes used in this collection."
    ),
) -> None:
    """List what the codes stand for, how certain that is, and which codes of the collection are unknown."""
    if context.invoked_subcommand:
        return
    workspace = Workspace(collection(), read=False)
    aliases = workspace.collection.settings.posts.aliases
    used = {code for entry in workspace.catalogue for name in ("from", "to", "info") for code in entry.values(name)}
    unknown = {code: n for code, n in unknown_codes(workspace.catalogue, aliases).items() if not workspace.post(code)}
    in_use = {code_key(code) for code in used}
    confirmed = {key.upper() for key in workspace.confirmed_posts if key not in in_use}
    codes = {post.code for post in all_posts()} | confirmed if every else used - unknown.keys()
    in_words = sorted(code for code in used - unknown.keys() if workspace.post(code) is None)
    uses = {} if every else _uses(workspace)
    known_posts = [post for code in sorted(codes) if (post := _post_used(workspace, uses, code))]
    if as_json:
        print_json({"posts": [asdict(post) for post in known_posts], "unknown": unknown, "in_words": in_words})
        return
    for post in known_posts:
        typer.echo(f"{post.code:24} {post.name:44} {post.standing}")
    for words in in_words:
        typer.echo(f"{words:24} {'as written':44} in words")
    for code, count in unknown.items():
        typer.echo(
            f"{code:24} unknown; in {pluralise(count, 'item')}: {typed('posts', 'confirm', code, 'NAME').strip('`')}"
        )


def _uses(workspace: Workspace) -> dict[str, set[CodeUse]]:
    """The services and years of the papers on which each code is."""
    uses: dict[str, set[CodeUse]] = defaultdict(set)
    for entry in workspace.catalogue:
        year = (entry.date or "")[:4]
        use = CodeUse(service_of(entry), year if year.isdigit() else "")
        for name in ("from", "to", "info"):
            for code in entry.values(name):
                uses[code].add(use)
    return uses


def _post_used(workspace: Workspace, uses: Mapping[str, set[CodeUse]], code: str) -> Post | None:
    """What a code stands for on the papers of the collection; on no paper, what the vocabulary says."""
    return combined_office(code, uses[code], workspace.office) if code in uses else workspace.post(code)


@app.command()
def confirm(
    code: str = typer.Argument(..., help="The code as written in the cables."),
    name: str = typer.Argument(..., help="Its meaning: 'Embassy Oslo'."),
    why: str = typer.Option("", help="Evidence, recorded in the journal."),
) -> None:
    """Confirm what a code stands for; recorded in the journal."""
    if not code.strip() or not name.strip():
        raise UsageError("a code and a name are needed", remedy="write `briefbook posts confirm OSLO 'Embassy Oslo'`.")
    here = collection()
    code = _as_used(here, code)
    decide(here, [CodeDecision(code=code, name=name.strip(), why=why)])
    typer.echo(f"{code} is {name.strip()}; recorded in the journal.")


def _as_used(here: Collection, code: str) -> str:
    """A code as the collection's items or a list write it; what none writes is refused: it would have no effect."""
    workspace = Workspace(here, read=False)
    used = {value for entry in workspace.catalogue for name in ("from", "to", "info") for value in entry.values(name)}
    wanted = " ".join(code.split())
    as_written = next((value for value in sorted(used) if code_key(value) == code_key(wanted)), None)
    if as_written is not None:
        return as_written
    if workspace.post(wanted.upper()) is not None:
        return wanted.upper()
    known = [*sorted(used), *sorted(post.code for post in all_posts())]
    guess = did_you_mean(wanted, known) or did_you_mean(wanted.upper(), known)
    raise UsageError(
        f"no item of the collection writes the code {wanted!r}",
        remedy=f"{guess}See `briefbook posts` for those it has.",
    )
