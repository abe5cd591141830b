"""``briefbook init``: an empty folder -> a collection."""

import shlex
from pathlib import Path

import typer

from briefbook.cli import collection_root
from briefbook.errors import InputError
from briefbook.project import private_files
from briefbook.project.collection import SETTINGS_FILE
from briefbook.settings import settings_file
from briefbook.util.files import write_atomic

FOLDERS = {
    "scans": "Put scans here as you received them: one PDF or TIFF per item, or a folder of page images. "
    "Nothing here is ever changed.",
    "received": "Descriptions supplied with the papers; `briefbook import` puts them here.",
    "transcripts": "Page text corrected by a person: ITEM/p001.txt. It takes precedence over the machine's reading.",
    "narratives": "The chapters of the briefing book, in Markdown.",
    "media": "Photographs for the narratives.",
}

OPTIONAL = {
    "annotations/": "Your notes on papers, shown with them: ITEM.md. Make the folder when you write the first.",
    "abbreviations.csv": "What abbreviations stand for: abbreviation,meaning,source.",
    "persons.csv": "Names of persons to look for in the papers; places.csv those of places.",
    "theme/": "A look of your own, named by `theme` in briefbook.toml.",
}
"""What else a person may put beside the folders that are made."""


def command(
    folder: Path | None = typer.Argument(None, help="The new collection's folder (default: -C, or here)."),
    title: str = typer.Option("", help="Title, shown at the top of every web page."),
) -> None:
    """Make a new collection. Existing files in the folder are not touched."""
    root = folder or collection_root()
    settings = make(root, title)
    typer.echo(f"Made a collection in {root.resolve()}")
    if root.resolve() != Path.cwd():
        typer.echo(f"Next: `cd {shlex.quote(str(root))}`; then put scans into scans/ and run `briefbook read`,")
    else:
        typer.echo("Next: put scans into scans/ and run `briefbook read`,")
    typer.echo("or bring in a list with `briefbook import csv FILE`, or a page with `briefbook import exhibit PATH`.")
    typer.echo("Chapters go into narratives/: `briefbook check` compares them with the papers, and")
    typer.echo("`briefbook build` makes the site.")
    typer.echo(f"The settings are explained in {settings}")


def make(root: Path, title: str, language: str = "") -> Path:
    """Create a collection in a folder; existing files in it are not touched.

    Args:
        root: The folder, which need not exist.
        title: The collection's title; "": the folder's name.
        language: The language of its narratives as in briefbook.toml; "": as the settings have it.

    Returns:
        The file of its settings.

    Raises:
        InputError: It is a collection already.
    """
    settings = root / SETTINGS_FILE
    if settings.exists():
        raise InputError(f"{root} is already a collection", remedy=f"edit {settings}, or name another folder.")
    if root.exists() and not root.is_dir():
        raise InputError(f"{root} is a file", remedy="name a folder; it need not exist.")
    for name in FOLDERS:
        (root / name).mkdir(parents=True, exist_ok=True)
    if not (root / "README.txt").exists():
        meanings = {f"{name}/": what for name, what in FOLDERS.items()} | OPTIONAL
        lines = [f"{name:19}{what}" for name, what in meanings.items()]
        write_atomic(root / "README.txt", "What is kept where\n\n" + "\n".join(lines) + "\n")
    private_files.ignore(root, ["build/"])
    text = settings_file(title or root.resolve().name)
    if language:
        text = text.replace('# language = "en"', f'language = "{language}"', 1)
    write_atomic(settings, text)
    return settings
