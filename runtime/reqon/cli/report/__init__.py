"""How diagnostics are shown: one module per format, each with `render(files)`."""
