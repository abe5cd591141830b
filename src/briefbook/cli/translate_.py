"""``briefbook translate``: begin or bring up to date a collection's own catalogue of messages in a language."""

from pathlib import Path

import typer

from briefbook.cli import collection
from briefbook.errors import InputError
from briefbook.util.files import write_atomic
from briefbook.util.translation import language_name, translation_file


def command(
    language: str = typer.Argument(help="The language, as BCP 47 names it: de, pt-BR."),
) -> None:
    """Write locales/LANGUAGE.po with every message of Briefbook; what is translated in it stays."""
    root = collection().root
    path = root / "locales" / f"{language}.po"
    try:
        text, total, missing = translation_file(language, path)
    except ValueError as error:
        raise InputError(str(error), remedy="correct the file, or name a language as in de or pt-BR.") from error
    path.parent.mkdir(exist_ok=True)
    write_atomic(path, text)
    typer.echo(
        f"{_display_path(path)}: {language_name(language)}, {total - missing:,} of {total:,} messages translated."
    )
    typer.echo('Translate the rest there, then set site.languages = ["' + language + '"] and run: briefbook build')


def _display_path(path: Path) -> str:
    return path.relative_to(path.parents[1]).as_posix()
