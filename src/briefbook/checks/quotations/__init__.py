"""Quotations held against the papers: is it word for word, where does it stand, and if not there, where else?"""

from briefbook.checks.quotations.quotation_parser import Quoted, read_quotation
from briefbook.checks.quotations.quotation_search import QuotationFinder
from briefbook.checks.quotations.source_text import SourceText, checksum, source_text
from briefbook.checks.quotations.verify import prepared, verify, verify_in

__all__ = [
    "QuotationFinder",
    "Quoted",
    "SourceText",
    "checksum",
    "prepared",
    "read_quotation",
    "source_text",
    "verify",
    "verify_in",
]
