"""What is done between the answer to `initialize` and the first message after it.

This imports the language and all that works on documents, which takes as long as everything
before; a client has its answer by then, and shows what the server can do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reqon_language.editor_settings import read_editor_settings
from reqon_server.collector import leave_imports_alone
from reqon_server.configuration import Configuration
from reqon_server.contents import Contents
from reqon_server.diagnostics.publisher import Publisher
from reqon_server.large_blocks import give_back_large_blocks
from reqon_server.methods import NOTIFICATIONS, ROUTES
from reqon_server.neighbours import Neighbours
from reqon_server.runs.running import Running
from reqon_server.session import Session
from reqon_server.settings import put_into_force
from reqon_server.workspace.analysis import Analysis
from reqon_server.workspace.upkeep import Upkeep
from reqon_server.workspace.watching import Watching

if TYPE_CHECKING:
    from reqon_server.server import ReqonServer


def begin(ls: ReqonServer) -> None:
    """Give a server what it needs to answer about documents."""
    settings, problems = read_editor_settings(ls.options.settings)
    ls.session = Session(ls.client.encoding)
    ls.analysis = Analysis()
    put_into_force(ls, Configuration(settings, problems))
    ls.publisher = Publisher(ls)
    ls.contents = Contents(ls)
    ls.neighbours = Neighbours(ls)
    ls.upkeep = Upkeep(ls)
    ls.watching = Watching(ls)
    ls.running = Running(ls)
    ls.routes.update((route.method, route) for route in ROUTES)
    ls.handlers.update((method, handler) for method, handler, _ in NOTIFICATIONS)
    give_back_large_blocks()
    leave_imports_alone()
