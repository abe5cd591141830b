"""cables."""
