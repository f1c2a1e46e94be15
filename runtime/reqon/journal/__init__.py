"""The execution journal: what happened, kept so that a mission can go on after any crash.

One append-only journal per execution is the truth; the documented JSON files are projections
of it that can be deleted and rebuilt. `session.py` is the way in.
"""
