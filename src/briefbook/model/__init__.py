"""The data model of a briefing book: frozen values without input or output, importing only one another."""
