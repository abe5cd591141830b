"""What knows nothing of cables: files, processes, sequences, regular expressions."""
