"""What the analysis thread remembers from one piece of work to the next."""

from __future__ import annotations

from reqon_language.model.lent import Lent
from reqon_server.runs.executions import Executions
from reqon_server.runs.places import Places
from reqon_server.tokens import TokenMemory
from reqon_server.workspace.checks import Checks
from reqon_server.workspace.folders import Folders
from reqon_server.workspace.pieces import PieceMemory
from reqon_server.workspace.projects import Projects
from reqon_server.workspace.specs import SpecStore


class Analysis:
    """The projects, their documents, the reports, what was said of open documents, executions.

    `lent` is what other files lent to the documents whose tokens and hints the client has, and
    `related` are the results the client has of files it did not ask for, by path.
    """

    def __init__(self) -> None:
        self.places = Places()
        self.specs = SpecStore()
        self.projects = Projects(self.specs, self.places)
        self.folders = Folders()
        self.checks = Checks(self.projects)
        self.tokens = TokenMemory()
        self.pieces = PieceMemory()
        self.executions = Executions(self.places)
        self.lent: dict[str, Lent] = {}
        self.related: dict[str, str] = {}
