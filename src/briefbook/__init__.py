"""Briefbook: from a folder of scanned diplomatic cables to a checked, published briefing book.

A paper's journey: scans -> reading -> cables -> catalogue -> search -> narratives -> checks -> web -> exports.
``briefbook.project.pipeline`` shows it on one screen.
"""

import logging

__version__ = "0.1.0"

logging.getLogger("briefbook").addHandler(logging.NullHandler())
