"""The language server, measured through its standard input and output."""
