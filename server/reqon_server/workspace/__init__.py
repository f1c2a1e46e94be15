"""Files and projects: what is open, what is on disk, and which files belong together."""
