"""Verify quotations against the text of the papers by alignment, tolerant of OCR errors, and find them elsewhere."""

from briefbook.checks.quotations.picture_comparison import LineScoresOf
from briefbook.checks.quotations.quotation_parser import Quoted, read_quotation
from briefbook.checks.quotations.quotation_search import QuotationFinder
from briefbook.checks.quotations.source_text import SourceText, SourceTexts, checksum, source_text
from briefbook.checks.quotations.verify import verify, verify_in

__all__ = [
    "LineScoresOf",
    "QuotationFinder",
    "Quoted",
    "SourceText",
    "SourceTexts",
    "checksum",
    "read_quotation",
    "source_text",
    "verify",
    "verify_in",
]
