"""What came from elsewhere -> received descriptions and narratives, with a report of what was understood."""
