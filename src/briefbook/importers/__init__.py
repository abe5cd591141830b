"""Files from other sources -> received descriptions and narratives, with a report of what was read and what was not."""
