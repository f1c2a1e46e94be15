"""`reqon graph PATH`: the stages, actions, sources and stores of missions as a graph."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reqon.cli.options import a_path
from reqon.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reqon_language.features.graph import Graph

FORMATS = ("mermaid", "dot", "json")


@click.command("graph", short_help="Draw the stages and stores of missions.")
@click.argument("path", type=a_path)
@click.option("--mission", metavar="NAME", help="Only this mission.")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(FORMATS),
    default="mermaid",
    show_default=True,
    help="How to write the graph.",
)
def graph(path: Path, mission: str | None, format_name: str) -> None:
    """Write the graph of the missions in PATH: which action uses which source and store.

    Nothing is run. A program with errors is drawn as far as it is understood.
    """
    found = list(graphs(path))
    if mission is not None:
        names = [one.mission for one in found]
        found = [one for one in found if one.mission == mission]
        if not found:
            known = f"It has: {', '.join(names)}." if names else "It declares none."
            raise ConfigurationError(f"{path} has no mission `{mission}`", help=known)
    if not found:
        raise ConfigurationError(f"{path} declares no mission", help="give a file with one")
    click.echo(import_module(f"reqon.cli.graphs.as_{format_name}").render(found))


def graphs(path: Path) -> Iterator[Graph]:
    """Yield the graphs of the missions in a file or folder, in the order of files and text."""
    from reqon.project.files import mission_files
    from reqon.project.workspace import Workspace
    from reqon_language.features.graph import graphs as graphs_in

    workspace = Workspace()
    files = [file.absolute() for file in mission_files(path)]
    failures = workspace.load(files)
    for file in files:
        if file in failures:
            raise failures[file]
        yield from graphs_in(workspace.project_of(file), str(file))
