"""Archive -> the web pages of the briefing book, the same on disk and from the server."""
