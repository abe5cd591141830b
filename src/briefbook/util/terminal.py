"""Output in a terminal by rich, in which what users wrote is text: [brackets] are no markup and :names: no pictures."""

from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


def console(
    *, stderr: bool = False, width: int | None = None, soft_wrap: bool = False, file: IO[str] | None = None
) -> "Console":
    """A console that takes every text as it stands; all output by rich goes through one of these.

    rich is imported here, for no command with nothing to draw should wait for it.

    Args:
        stderr: Write to standard error.
        width: Places in a line; None for those of the terminal.
        soft_wrap: Leave long lines to the terminal.
        file: Where it writes, in place of standard output or error.

    Returns:
        The console.
    """
    from rich.console import Console

    return Console(
        stderr=stderr, width=width, soft_wrap=soft_wrap, file=file, markup=False, emoji=False, highlight=False
    )
