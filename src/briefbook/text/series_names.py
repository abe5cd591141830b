"""Names of telegram series that are numbered apart from a post's own: conferences, delegations, commands."""

CONFERENCE = (
    "SECTO", "TOSEC", "POLTO", "TOPOL", "TODEL", "DELTO", "DULTE", "TEDUL", "USUN", "USRO", "TOTAS", "TASTO", "CEDTO",
    "TOCED", "COLED", "LEDCO", "ECBUS", "TOECO", "DELGA", "GADEL", "DISTO", "TODIS", "EDIS", "TOFOR", "FORTO", "KOSEC",
    "SUPNU", "NUSUP", "TOAID", "AIDTO", "ICATO", "TOICA", "USITO", "TOUSI", "MUSTO", "TOMUS", "JCS",
    "CINCPAC", "MACV", "COMUSMACV", "CIRCULAR", "CIRTEL", "TUSEC", "DEA", "USDOC",
)  # fmt: skip
"""Names that number a series of their own. The list is open: on a REF line any word may stand before a number."""
