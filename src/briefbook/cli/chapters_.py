"""``briefbook chapters``: the chapters of the book, and what people have written at the desk and not saved."""

from pathlib import Path
from typing import Annotated

import typer

from briefbook.cli import collection, print_json
from briefbook.errors import InputError
from briefbook.model.manuscript import Conflict, WorkingCopy
from briefbook.progress import pluralise
from briefbook.project import manuscripts
from briefbook.project.collection import Collection
from briefbook.project.media_files import MAX_BYTES, add_picture
from briefbook.project.workspace import person_name

app = typer.Typer(no_args_is_help=False, rich_markup_mode=None, invoke_without_command=True)

Name = Annotated[str, typer.Argument(metavar="CHAPTER", help="Its file: narratives/talks.md, or talks.")]
Who = Annotated[str, typer.Option("--who", help="Whose unsaved text (default: yours).")]


@app.callback(invoke_without_command=True)
def show(
    context: typer.Context,
    as_json: bool = typer.Option(False, "--json", help="Print JSON: each chapter with who has not saved."),
) -> None:
    """List the chapters, and who has written something at the desk that is not saved to the book."""
    if context.invoked_subcommand:
        return
    every = manuscripts.chapters(collection())
    if as_json:
        rows = [
            {
                "path": chapter.name,
                "title": chapter.title,
                "draft": chapter.is_draft,
                "unsaved": [{"who": who, "when": when} for who, when in chapter.writers],
            }
            for chapter in every
        ]
        print_json({"chapters": rows})
        return
    for chapter in every:
        typer.echo(f"{chapter.name}  {chapter.title}{' (draft)' if chapter.is_draft else ''}")
        for who, when in chapter.writers:
            typer.echo(f"  not saved: {who}, {when[:16].replace('T', ' ')} UTC")
    if not every:
        typer.echo("There is no chapter yet: `briefbook chapters new TITLE` begins one.")


@app.command()
def new(title: Annotated[str, typer.Argument(help="Its title.")]) -> None:
    """Begin a chapter, as a draft that is not published."""
    typer.echo(manuscripts.new_chapter(collection(), title))


@app.command()
def text(name: Name, who: Who = "") -> None:
    """Print what somebody has written at the desk and not saved."""
    here = collection()
    typer.echo(_copy_of(here, _path(here, name), who).text, nl=False)


@app.command()
def save(name: Name, who: Who = "") -> None:
    """Save to the book what somebody has written at the desk, merged with what the file holds by now."""
    here = collection()
    path = _path(here, name)
    copy = _copy_of(here, path, who)
    stored = manuscripts.save(here, path, copy.who, base=copy.base, text=copy.text)
    if not stored.conflicts:
        typer.echo(f"{path}: saved.")
        return
    typer.echo(f"{path}: not saved, {pluralise(len(stored.conflicts), 'place')} changed on both sides:")
    for part in stored.parts:
        if isinstance(part, Conflict):
            typer.echo(f"<<<<<<< {copy.who}\n{part.ours}=======\n{part.theirs}>>>>>>> the file")
    typer.echo("Nothing was written over. Decide at the desk, or put the words into the file and `discard` this.")
    raise typer.Exit(1)


@app.command()
def discard(name: Name, who: Who = "") -> None:
    """Throw away what somebody has written at the desk and not saved."""
    here = collection()
    path = _path(here, name)
    copy = _copy_of(here, path, who)
    manuscripts.discard(here, path, copy.who)
    typer.echo(f"{path}: what {copy.who} had not saved is gone; the file is as it was.")


@app.command()
def picture(file: Annotated[Path, typer.Argument(help="A JPEG, PNG, GIF or WebP.")]) -> None:
    """Put a picture into media/, after seeing that it is one, and print how a chapter shows it."""
    if not file.is_file():
        raise InputError(f"there is no file {file}", remedy="name a picture on this computer.")
    if file.stat().st_size > MAX_BYTES:
        raise InputError(f"{file} has more than {MAX_BYTES // 1_000_000} MB", remedy="make it smaller.")
    path = add_picture(collection(), file.name, file.read_bytes())
    typer.echo(f'![What it shows](../{path} "Caption | Credit")')


def _path(here: Collection, name: str) -> str:
    """The path of a chapter that was named by its file, with or without folder and ending."""
    names = [chapter.name for chapter in manuscripts.chapters(here)]
    plain = name.removeprefix("./").removesuffix(".md")
    for wanted in (name, f"{plain}.md", f"narratives/{plain}.md"):
        if wanted in names:
            return wanted
    raise InputError(f"there is no chapter {name!r}", remedy="`briefbook chapters` lists them.")


def _copy_of(here: Collection, name: str, who: str) -> WorkingCopy:
    copy = manuscripts.open_manuscript(here, name, who or person_name(here.root)).copy
    if copy is not None:
        return copy
    others = [other for chapter in manuscripts.chapters(here) if chapter.name == name for other, _ in chapter.writers]
    remedy = f"name whose with --who: {', '.join(others)}." if others else "all is saved to the file."
    raise InputError(f"{who or 'you'} {'has' if who else 'have'} nothing unsaved in {name}", remedy=remedy)
