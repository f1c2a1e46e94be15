"""What an editor asks of a file: one module per answer, in plain values."""
