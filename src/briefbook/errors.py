"""The exceptions that end a command, each with its exit code, and ``ScanFault``, which becomes a finding.

Three things can go wrong. Something is wrong with a paper or with the prose: that is a ``Finding``, and the work goes
on. The work itself cannot go on, for a reason that its user can remove: that is a ``BriefbookError``. The program has
a fault of its own: that is any other exception. It is logged with its traceback, the user is asked to report it, and
nothing that it may have spoilt is kept.
"""

EXIT_CODES = {
    0: "done",
    1: "findings that stop publication, or conflicts left to decide",
    2: "the command was called wrongly",
    3: "bad input: settings, a file to import, a folder that is no collection",
    4: "something outside failed: the disk, a program, the network port",
    70: "a fault of Briefbook itself; the log has the details, please report it",
    130: "interrupted; what was finished is kept",
}
"""Every exit code and what it says. 70 is ``EX_SOFTWARE`` of BSD's sysexits.h."""

PROGRAM_FAULT_CODE = 70


class BriefbookError(Exception):
    """The work cannot go on.

    Attributes:
        what: What is wrong and where, in a sentence without a full stop; and that nothing was changed, where a user
            might think that it was.
        remedy: What the user can do about it; empty where there is nothing to advise.
        exit_code: What the command ends with, a key of ``EXIT_CODES``.
    """

    exit_code = 3

    def __init__(self, what: str, *, remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy

    def __reduce__(self) -> tuple[object, ...]:
        """Let it be sent from one process to another, remedy and all."""
        return _rebuild, (type(self), self.what, self.remedy)

    def __str__(self) -> str:
        return f"{self.what}\n  What to do: {self.remedy}" if self.remedy else self.what


class UsageError(BriefbookError):
    """The command was called wrongly."""

    exit_code = 2


class InputError(BriefbookError):
    """What came in cannot be used: settings, a file to import, a folder that is no collection."""

    exit_code = 3


class FormatError(InputError, ValueError):
    """A file is not what it is said to be: no CSV, no TEI, no list with the columns that are needed.

    Attributes:
        line: The line of the file, from 1.
    """

    def __init__(self, what: str, *, remedy: str = "", line: int = 1) -> None:
        super().__init__(what, remedy=remedy)
        self.line = line


class OutsideError(BriefbookError):
    """Something outside the program failed: the disk, another program, the network port, the memory."""

    exit_code = 4


class ProgramFault(BriefbookError):
    """A fault of the program itself, where a command cannot do without what failed. It was logged where it occurred."""

    exit_code = PROGRAM_FAULT_CODE


class ScanFault(Exception):
    """A scan, or a page of one, that cannot be opened or shown, and why: the file's fault, not the program's.

    Attributes:
        number: The page's number from 1; 0 for the whole scan.
        remedy: What to do, where that is something else than to ask for a sound copy.
        file: The name of the file, where the scan has several and it is this one's fault; "" otherwise.
    """

    number = 0
    remedy = ""
    file = ""


def _rebuild(kind: type[BriefbookError], what: str, remedy: str) -> BriefbookError:
    return kind(what, remedy=remedy)
