"""received."""
