"""Diagnostics as the protocol writes them: translated once, then pushed or pulled."""
