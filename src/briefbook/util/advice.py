"""Commands of this program in advice: written so that they work when they are pasted."""

import shlex


def typed(*words: str) -> str:
    """A command as advice names it: in backquotes, each word quoted where a shell would divide or change it.

    Args:
        words: The command's words after ``briefbook``, each one argument; a placeholder such as ID is one too.

    >>> typed("catalogue", "undo", "RG59 Box 12"), typed("parts", "BOX7", "--accept")
    ("`briefbook catalogue undo 'RG59 Box 12'`", '`briefbook parts BOX7 --accept`')
    """
    return f"`{command(*words)}`"


def command(*words: str) -> str:
    """The same without backquotes, for a page that sets commands apart by their type.

    >>> command("parts", "RG59 Box 12")
    "briefbook parts 'RG59 Box 12'"
    """
    return shlex.join(("briefbook", *words))
