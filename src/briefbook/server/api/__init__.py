"""The HTTP API: one module per group of endpoints, each with a function that makes its FastAPI router."""
