"""``briefbook comments``: what people say to each other about items, fields and chapters; never published."""

from collections.abc import Sequence

import typer

from briefbook.catalogue.comments import (
    CommentFilter,
    Thread,
    answer_to,
    comment_on,
    resolution_of,
    thread_with,
    threads_of,
)
from briefbook.catalogue.journal import Journal
from briefbook.cli import collection, print_json
from briefbook.errors import InputError, UsageError
from briefbook.model.decision import Decision
from briefbook.progress import show_progress
from briefbook.project import pipeline
from briefbook.project.collection import Collection
from briefbook.project.workspace import decide
from briefbook.util.nearest import did_you_mean

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="List, write and resolve comments on items, fields and chapters. They are never published.",
)


@app.command("list")
def list_comments(
    item: str = typer.Option("", "--item", help="Only those on this item."),
    chapter: str = typer.Option("", "--chapter", help="Only those on this chapter, by its file's name without .md."),
    who: str = typer.Option("", "--by", metavar="NAME", help="Only threads in which this person wrote."),
    show_all: bool = typer.Option(False, "--all", help="Also those that are resolved."),
    as_json: bool = typer.Option(False, "--json", help="Print JSON."),
) -> None:
    """List the comments that are open, oldest first, with their answers."""
    wanted = CommentFilter(item, chapter, who, None if show_all else False)
    threads = threads_of(_decisions(collection()), wanted)
    if as_json:
        print_json([thread.as_json() for thread in threads])
        return
    if not threads:
        typer.echo("No comments." if show_all else "No open comments.")
    for thread in threads:
        state = f" (resolved by {thread.resolved_by}, {thread.resolved_on[:10]})" if thread.is_resolved else ""
        typer.echo(f"{thread.id}  {thread.about}{state}")
        if thread.first.passage:
            typer.echo(f'    on "{thread.first.passage}"')
        for made in (thread.first, *thread.answers):
            typer.echo(f"    {made.who}, {made.when[:10]}: {made.text}")


@app.command()
def add(
    text: str = typer.Argument(..., help="The words."),
    item: str = typer.Option("", "--item", help="The item that it is about."),
    field: str = typer.Option("", "--field", help="The field of the item."),
    chapter: str = typer.Option("", "--chapter", help="The chapter that it is about, by its file's name without .md."),
    passage: str = typer.Option("", "--passage", help="The words that it is about."),
    answers: str = typer.Option("", "--answers", metavar="ID", help="The comment that it answers, instead."),
) -> None:
    """Write a comment on an item, a field, a chapter or a passage, or answer one."""
    here = collection()
    if answers:
        if item or field or chapter or passage:
            raise UsageError("an answer is about what the comment is about", remedy="leave out the other options.")
        line = answer_to(_thread(here, answers), text)
    else:
        line = comment_on(text, item=item or None, field=field, chapter=chapter, passage=passage)
        catalogue = pipeline.open_catalogue(here, progress=show_progress)
        if item and item not in catalogue:
            raise InputError(f"there is no item {item!r}", remedy=did_you_mean(item, catalogue.similar_items(item)))
        if chapter:
            slugs = [narrative.slug for narrative in pipeline.read_narratives(here, catalogue)]
            if chapter not in slugs:
                raise InputError(f"there is no chapter {chapter!r}", remedy=did_you_mean(chapter, slugs))
    decide(here, [line])
    typer.echo(f"Comment {line.id} is recorded.")


@app.command()
def resolve(comment: str = typer.Argument(..., metavar="ID", help="The comment, as `comments list` shows it.")) -> None:
    """Say that a comment is dealt with; an answer opens it again, and so does `catalogue undo`."""
    here = collection()
    thread = _thread(here, comment)
    decide(here, [resolution_of(thread)])
    typer.echo(f"Comment {thread.id} on {thread.about} is resolved.")


def _thread(here: Collection, comment: str) -> Thread:
    return thread_with(threads_of(_decisions(here)), comment)


def _decisions(here: Collection) -> Sequence[Decision]:
    return Journal(here.journal).read()[0]
