"""The ways to write the graph of a mission: one file per format."""
