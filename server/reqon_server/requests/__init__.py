"""The requests and notifications the server answers, one module per method; see `methods.py`."""
