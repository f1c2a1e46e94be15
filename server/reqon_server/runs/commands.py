"""The commands that run, resume and cancel missions, as lenses and panels send them.

All take one object: `uri` of a file and `mission`, or `execution`. They answer when the run has
ended, with the execution, its status and the exit status of `reqon run`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from lsprotocol import types

from reqon.errors import ConfigurationError
from reqon.project.files import read_text
from reqon.project.lenders import lenders
from reqon_server.arguments import no_file, one_object, text
from reqon_server.commands import CommandError, Entry
from reqon_server.runs.events import Narrator
from reqon_server.runs.process import Run, start
from reqon_server.showing import show_documentation, show_graph
from reqon_server.workspace.paths import is_file, to_path

if TYPE_CHECKING:
    from reqon_server.progress import Progress
    from reqon_server.server import ReqonServer
    from reqon_server.session import Document

_TARGET: Final = ("uri", "mission")
_REFUSED: Final = (2, 3)
"""The exit codes of a run that never began."""


async def run_mission(ls: ReqonServer, arguments: Sequence[Any], progress: Progress) -> Any:
    """Run a mission from its beginning."""
    return await _run(ls, one_object(arguments, *_TARGET), progress)


async def dry_run(ls: ReqonServer, arguments: Sequence[Any], progress: Progress) -> Any:
    """Go through a mission without sending a request or writing a store."""
    return await _run(ls, one_object(arguments, *_TARGET), progress, "--dry-run")


async def resume(ls: ReqonServer, arguments: Sequence[Any], progress: Progress) -> Any:
    """Go on with an execution, the latest that waits when none is named."""
    given = one_object(arguments, *_TARGET)
    execution = text(given, "execution")
    return await _run(ls, given, progress, f"--resume={execution}" if execution else "--resume")


async def cancel(ls: ReqonServer, arguments: Sequence[Any], progress: Progress) -> Any:  # noqa: ARG001
    """Stop a run where it can be resumed; asked again, stop it at once."""
    given = one_object(arguments)
    execution, mission, uri = (text(given, name) for name in ("execution", "mission", "uri"))
    if not execution and not mission:
        raise CommandError("give an object with `mission` or `execution`: what is to be stopped")
    found = ls.running.find(mission=mission, execution=execution)
    if uri:
        program, _ = await _program(ls, uri)
        found = [run for run in found if run.program == program]
    if not found:
        raise CommandError(f"no run of {execution or mission} that this editor started goes on")
    for run in found:
        run.interrupt()
    return {"cancelled": [run.execution for run in found]}


async def open_record(ls: ReqonServer, arguments: Sequence[Any], progress: Progress) -> Any:  # noqa: ARG001
    """Show the record of an execution in the editor, of the latest when none is named."""
    given = one_object(arguments, *_TARGET)
    path, mission, execution = to_path(given["uri"]), given["mission"], text(given, "execution")
    executions = ls.analysis.executions

    def look() -> Path | None:
        latest = executions.of(path, [mission]).get(mission)
        if latest is not None and execution in ("", latest.execution_id):
            return latest.record
        return executions.record_of(path, execution) if execution else None

    found = await ls.scheduler.run(look)
    if found is None and execution:
        raise CommandError(
            f"there is no record of {execution}; `reqon history` lists those there are"
        )
    if found is None:
        raise CommandError(f"{mission} never ran, or its records are elsewhere")
    record = found.as_uri()
    await ls.window_show_document_async(types.ShowDocumentParams(record))
    return {"record": record}


COMMANDS: Final[Mapping[str, Entry]] = {
    "reqon.run": Entry("Running", run_mission, counts=True),
    "reqon.dryRun": Entry("Dry run", dry_run, counts=True),
    "reqon.resume": Entry("Resuming", resume, counts=True),
    "reqon.cancel": Entry("Cancelling", cancel),
    "reqon.openRecord": Entry("Opening the record", open_record),
    "reqon.showGraph": Entry("Drawing the graph", show_graph),
    "reqon.showDocumentation": Entry("Opening the documentation", show_documentation),
}


async def _run(
    ls: ReqonServer, given: Mapping[str, Any], progress: Progress, *options: str
) -> dict[str, Any]:
    uri, mission = given["uri"], given["mission"]
    program, folder = await _saved(ls, uri)
    auth = ls.analysis.places.auth_file(Path(to_path(uri)))
    options += (f"--auth={auth.path}",) if auth is not None else ()
    try:
        run, followed = await _start(ls, progress, program, mission, folder, options)
    except OSError as error:
        raise CommandError(f"cannot start reqon: {error.strerror or error}") from error
    progress.token.when_cancelled(run.interrupt)
    await asyncio.shield(followed)
    # One that was stopped before it began has no execution, and nothing to say either.
    if run.exit_code in _REFUSED or not (run.execution or run.stopping):
        raise CommandError(run.said or f"reqon run ended with status {run.exit_code}")
    if run.status == "failed":
        _say_failed(ls, run)
    return {
        "execution": run.execution,
        "mission": mission,
        "status": run.status,
        "exitCode": run.exit_code,
        "errors": run.errors,
    }


async def _start(
    ls: ReqonServer,
    progress: Progress,
    program: Path,
    mission: str,
    folder: Path,
    options: Sequence[str],
) -> tuple[Run, asyncio.Task[None]]:
    """Start and follow a run, once one that is being stopped has ended.

    A mission is not run beside itself: both runs would write the same stores.
    """
    while True:
        progress.token.check()
        async with ls.running.starting:
            other = None if "--dry-run" in options else ls.running.beside(program, mission)
            if other is None:
                run = await start(program, mission, folder, options)
                return run, ls.running.follow(run, Narrator(mission, progress))
        if not other.stopping:
            named = f" as {other.execution}" if other.execution else ""
            message = f"{mission} is running already{named}: let it end, or cancel it first"
            raise CommandError(message)
        await other.process.wait()


def _say_failed(ls: ReqonServer, run: Run) -> None:
    reason = f": {run.errors[0]}" if run.errors else ""
    message = f"{run.mission} failed{reason}"
    ls.window_show_message(types.ShowMessageParams(types.MessageType.Error, message))


async def _saved(ls: ReqonServer, uri: str) -> tuple[Path, Path]:
    """Return what to run for a file, and where; refuse what the run would not see."""
    if not ls.options.trusted:
        raise CommandError("this workspace is not trusted, so nothing is run in it")
    program, dirty = await _program(ls, uri)
    if dirty:
        names = ", ".join(sorted(Path(name).name for name in dirty))
        raise CommandError(f"save {names} first: a run reads the files from disk")
    return program, ls.analysis.places.working(Path(to_path(uri)))


async def _program(ls: ReqonServer, uri: str) -> tuple[Path, list[str]]:
    """Return the program a file belongs to, and those of its files that are not saved."""
    path = to_path(uri)
    snapshot = ls.snapshot()

    def look() -> tuple[Path, list[str]]:
        if not is_file(path):
            return Path(path), [path]
        view = snapshot.at(path)
        if view is None:
            raise no_file(path)
        root = view.project.root
        first = root or view.path
        read = {first, *(other for other, _ in lenders(view.project, first))}
        dirty = [
            other
            for other, document in snapshot.opened.items()
            if other in read and not _is_saved(document)
        ]
        return (Path(path) if root is None else Path(root).parent), dirty

    return await ls.scheduler.run(look)


def _is_saved(document: Document) -> bool:
    try:
        return read_text(Path(document.path)) == document.text
    except ConfigurationError:
        return False
