"""Language server for authors: diagnostics, completion of item identifiers, hovers, definitions, quick fixes."""
