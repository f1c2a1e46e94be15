"""Projects on disk: which files belong together, what they name, and what waits to be resumed.

The checker, the runner and the language server ask the same `Workspace`.
"""
