"""Where the credentials of a source come from (specification 4.18).

In order: the file given with `--auth`, the options of the source in the mission, variables named
`REQON_<SOURCE>_…`. The first that knows the source is used, alone. How credentials are sent is in
`reqon.http.auth`. No message shows a value, for any of them may be secret.
"""

from __future__ import annotations

from reqon.credentials.auth_file import AuthFile, load_auth_file
from reqon.credentials.environment import default_env_files, interpolate, load_env
from reqon.credentials.lookup import credentials_for

__all__ = [
    "AuthFile",
    "credentials_for",
    "default_env_files",
    "interpolate",
    "load_auth_file",
    "load_env",
]
