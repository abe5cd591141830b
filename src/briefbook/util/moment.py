"""The present moment, as far as what is made names it: ``SOURCE_DATE_EPOCH`` says another, for equal bytes."""

import datetime
import os


def moment_of_making() -> datetime.datetime:
    """The time that files say they were made at, UTC.

    Returns:
        That of ``SOURCE_DATE_EPOCH`` (seconds since 1970; reproducible-builds.org), where it is set to a number;
        else the clock's.
    """
    written = os.environ.get("SOURCE_DATE_EPOCH", "")
    if written.isdecimal() and len(written) < 12:
        return datetime.datetime.fromtimestamp(int(written), datetime.UTC)
    return datetime.datetime.now(datetime.UTC)
