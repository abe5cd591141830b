"""Why work cannot go on: each error says what happened, where, and what to do, and has an exit code."""


class BriefbookError(Exception):
    """Work cannot go on. ``exit_code`` is what the command ends with."""

    exit_code = 3

    def __init__(self, what: str, *, remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.what}\n  What to do: {self.remedy}" if self.remedy else self.what


class UsageError(BriefbookError):
    """The command was called wrongly."""

    exit_code = 2


class InputError(BriefbookError):
    """What came in cannot be used: settings, a file to import, a collection that is none."""

    exit_code = 3


class OutsideError(BriefbookError):
    """Something outside failed: the disk, a program, the network port."""

    exit_code = 4
