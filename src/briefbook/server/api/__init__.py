"""The collection for programs: one module a group of endpoints, each with a function that makes its router."""
