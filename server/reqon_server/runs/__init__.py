"""Missions that are run from an editor, and what is known of their executions.

The server never runs a mission itself: it starts `reqon run` and listens. A broken mission
cannot take the server down, and the files it leaves are those of the command line.
"""
