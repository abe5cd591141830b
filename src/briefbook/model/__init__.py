"""The nouns of a briefing book: frozen values that read and write nothing and import nothing but one another."""
