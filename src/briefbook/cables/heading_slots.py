"""The fields of a heading under construction: each a slot with the type of its value.

A slot's ``key`` is its name in what ``briefbook heading --json`` prints. A slot that is misspelt, or given a value of
another type, is seen by mypy.
"""

from dataclasses import dataclass
from typing import Generic, TypedDict, TypeVar

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True, eq=False)
class ReadableSlot(Generic[T_co]):
    """A field of a heading, to be read; two slots with the same key are still two slots."""

    key: str


@dataclass(frozen=True, slots=True, eq=False)
class Slot(ReadableSlot[T], Generic[T]):
    """A field of a heading, to be read and filled: only a value of its type may be put into it."""


class PartialDate(TypedDict, total=False):
    """A date of which a part is not on the paper, or not legible: that part is None."""

    year: int | None
    month: int | None
    day: int | None


def edtf_of(value: str | PartialDate) -> str:
    """A date of a heading as EDTF, with X for what is not on the paper or not legible.

    >>> edtf_of({"year": 1961, "month": 3, "day": None})
    '1961-03'
    """
    if isinstance(value, str):
        return value
    year, month, day = value.get("year"), value.get("month"), value.get("day")
    edtf = f"{year or 'XXXX'}-{month:02d}" if month else f"{year or 'XXXX'}-XX"
    return edtf + (f"-{day:02d}" if day else "")


PostSlot = Slot[str] | Slot[list[str]]
"""The sender's field or the addressees'."""


class ReferenceParts(TypedDict):
    """The parts of every reference; None where it does not give one."""

    form: str
    series: str | None
    number: str | None
    date: str | None
    author: str | None


class ReferenceRow(ReferenceParts, total=False):
    """A reference as ``briefbook heading --json`` prints it, with what else it says."""

    date_md: str  # month and day, where the year is not known: 11-08
    end_number: str  # the last of a range
    uncertain: bool
    aliases: list[str]  # the same text under other numbers: "PARIS 1234"
    to: str
    time: str


# What every heading has

FROM: Slot[str] = Slot("from")
TO: Slot[list[str]] = Slot("to")
INFO: Slot[list[str]] = Slot("info")
DATE: Slot[str | PartialDate] = Slot("date")
NUMBER: Slot[str] = Slot("number")
SECURITY: Slot[str] = Slot("security")
PRECEDENCE: Slot[str | dict[str, str]] = Slot("precedence")
SUBJECT: Slot[str] = Slot("subject")
REF: Slot[list[ReferenceRow]] = Slot("ref")
DTG: Slot[str] = Slot("dtg")
MRN: Slot[str] = Slot("mrn")
REGISTER_NO: Slot[str] = Slot("register_no")
FILE: Slot[str] = Slot("file")
SIGNER: Slot[str] = Slot("signer")

# What some forms have

ADDRESS_PRECEDENCE: Slot[dict[str, str]] = Slot("address_precedence")
ALIASES: Slot[list[str]] = Slot("aliases")
APPROVED_BY: Slot[list[str]] = Slot("approved_by")
ATIP_PAGE: Slot[str] = Slot("atip_page")
ATTENTION: Slot[list[str] | dict[str, str]] = Slot("attention")
BAG: Slot[list[str]] = Slot("bag")
BILINGUAL_FORM: Slot[bool] = Slot("bilingual_form")
CAVEATS: Slot[list[str]] = Slot("caveats")
CHECKS: Slot[dict[str, int]] = Slot("checks")
CLEARED_BY: Slot[list[str]] = Slot("cleared_by")
CODEWORD: Slot[str] = Slot("codeword")
CONTROL: Slot[str] = Slot("control")
COPY_NO: Slot[int] = Slot("copy_no")
CORRECTION_OF: Slot[str] = Slot("correction_of")
COUNTRY: Slot[str] = Slot("country")
CREST_ID: Slot[str] = Slot("crest_id")
CYPHER: Slot[str] = Slot("cypher")
DATE_OF_INFO: Slot[str] = Slot("date_of_info")
DATE_UTC: Slot[str] = Slot("date_utc")
DCER_DOC: Slot[int] = Slot("dcer_doc")
DECIPHERED: Slot[str] = Slot("deciphered")
DIRECTION: Slot[str] = Slot("direction")
DISPATCHED: Slot[str] = Slot("dispatched")
DIST_OK: Slot[bool] = Slot("dist_ok")
DIST_SUM: Slot[int] = Slot("dist_sum")
DOC_TYPE: Slot[str] = Slot("doc_type")
DRAFTED_BY: Slot[list[str]] = Slot("drafted_by")
DRAFTED_UTC: Slot[str] = Slot("drafted_utc")
EMBEDDED_ORIGINAL_DATE: Slot[str] = Slot("embedded_original_date")
EO: Slot[str] = Slot("eo")
EO_VALUE: Slot[str] = Slot("eo_value")
EXEMPTIONS: Slot[list[str]] = Slot("exemptions")
FIELD_REPORT: Slot[str] = Slot("field_report")
FILM: Slot[str] = Slot("film")
IN_NUMBER: Slot[str] = Slot("in_number")
INFO_PRECEDENCE: Slot[str | dict[str, str]] = Slot("info_precedence")
INFO_VIA: Slot[str] = Slot("info_via")
ITEM: Slot[str] = Slot("item")
LOCAL_DATE_WASHINGTON: Slot[str] = Slot("local_date_washington")
MESSAGE_CENTRE: Slot[str] = Slot("message_centre")
NUMBER_BY_ADDRESSEE: Slot[dict[str, str | None]] = Slot("number_by_addressee")
NUMBER_RANGE: Slot[list[int]] = Slot("number_range")
OCR_REPAIRS: Slot[bool] = Slot("ocr_repairs")
OFFICE_HOLDER: Slot[str] = Slot("office_holder")
PASS_TO: Slot[list[str]] = Slot("pass_to")
RECEIVED: Slot[str] = Slot("received")
RECEIVED_DATE: Slot[str] = Slot("received_date")
RECEIVED_LOCAL: Slot[str] = Slot("received_local")
REDACTED: Slot[list[str]] = Slot("redacted")
REFERENCE_LINE: Slot[str] = Slot("reference_line")
RELEASE_DATE: Slot[str] = Slot("release_date")
REPEATED: Slot[dict[str, str | None]] = Slot("repeated")
REPORT_NO: Slot[str] = Slot("report_no")
RETRANSMISSION: Slot[bool] = Slot("retransmission")
SENT_DATE: Slot[str] = Slot("sent_date")
SENT_LOCAL: Slot[str] = Slot("sent_local")
SERIES: Slot[str] = Slot("series")
SERIES_YEAR: Slot[int] = Slot("series_year")
STAMP: Slot[str] = Slot("stamp")
STATION: Slot[str] = Slot("station")
SUGGESTED_DISPATCH_DATE: Slot[str] = Slot("suggested_dispatch_date")
TAGS: Slot[list[str]] = Slot("tags")
TAGS_PERSONS: Slot[list[str]] = Slot("tags_persons")
TIME: Slot[str] = Slot("time")
TIME_LOCAL: Slot[str] = Slot("time_local")
WEEKDAY: Slot[str] = Slot("weekday")
WEEKDAY_OK: Slot[bool] = Slot("weekday_ok")
YEAR: Slot[int] = Slot("year")

# Taken out again before the heading is finished

RECEIVED_MOMENT: Slot[tuple[str, str]] = Slot("received_moment")  # day and clock
SERIAL: Slot[str] = Slot("serial")
