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


def day_of_making() -> datetime.date:
    """The day that files say they were made on, and on which acceptances expire: that of ``moment_of_making``, UTC.

    The day of the clock on the wall would make other bytes of the same collection in Tokyo than in Ottawa.
    """
    return moment_of_making().date()
