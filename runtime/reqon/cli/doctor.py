"""`reqon doctor`: what this installation is, and whether its parts work together here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Literal, TypeAlias

import click
import orjson

from reqon.cli.options import json_option, state_dir_option
from reqon.cli.terminal import plain
from reqon.errors import ConfigurationError, ReqonError

Verdict: TypeAlias = Literal["ok", "note", "problem"]

_EXTRAS: Final = {"postgres": ("psycopg", "PostgreSQL stores")}
_HANDSHAKE_SECONDS: Final = 30


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is, and what to do about a problem."""

    subject: str
    verdict: Verdict
    detail: str
    help: str = ""


@click.command("doctor", short_help="Say which Reqon this is and whether it works here.")
@state_dir_option
@json_option
def doctor(state_dir: Path, *, as_json: bool) -> None:
    """Look at the installation, the language server, the settings and the state directory.

    Nothing is changed. The exit status is 0, or 3 when there is a problem.
    """
    found = [finding for look in _LOOKS for finding in look(state_dir)]
    if as_json:
        findings = [asdict(finding) for finding in found]
        click.echo(orjson.dumps(findings, option=orjson.OPT_INDENT_2).decode())
    else:
        width = max(len(finding.subject) for finding in found)
        for finding in found:
            click.echo(plain(f"{finding.verdict:<8} {finding.subject:<{width}}  {finding.detail}"))
            if finding.help:
                click.echo(plain(f"{'':<8} {'':<{width}}  → {finding.help}"))
    if any(finding.verdict == "problem" for finding in found):
        click.get_current_context().exit(ConfigurationError.exit_code)


def _installation(_state_dir: Path) -> Iterator[Finding]:
    import platform
    import shutil
    import sys
    from importlib.metadata import version

    yield Finding("reqon", "ok", f"{version('reqon')}, at {Path(__file__).parents[1]}")
    yield Finding("python", "ok", f"{platform.python_version()}, {sys.executable}")
    yield Finding("system", "ok", platform.platform())
    command = shutil.which("reqon")
    if command is None:
        detail = "the command is not on the PATH"
        yield Finding("command", "note", detail, "editors need its full path in their settings")
    else:
        yield Finding("command", "ok", command)


def _extras(_state_dir: Path) -> Iterator[Finding]:
    from importlib.util import find_spec

    for extra, (module, purpose) in _EXTRAS.items():
        if find_spec(module) is not None:
            yield Finding(f"extra {extra}", "ok", f"installed, for {purpose}")
        else:
            help_ = f"pip install 'reqon[{extra}]' if you need it"
            yield Finding(f"extra {extra}", "note", f"not installed: no {purpose}", help_)


def _server(_state_dir: Path) -> Iterator[Finding]:
    """Start the language server and wait until it answers `initialize`."""
    import json
    import subprocess
    import sys
    from time import perf_counter

    request = {"jsonrpc": "2.0", "id": 1, "method": "initialize"}
    body = json.dumps({**request, "params": {"capabilities": {}}}).encode()
    leave = json.dumps({"jsonrpc": "2.0", "method": "exit"}).encode()
    messages = b"".join(b"Content-Length: %d\r\n\r\n%s" % (len(m), m) for m in (body, leave))
    command = [sys.executable, "-m", "reqon", "lsp"]
    begin = perf_counter()
    try:
        done = subprocess.run(  # noqa: S603  our own command
            command, input=messages, capture_output=True, timeout=_HANDSHAKE_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        yield Finding("language server", "problem", str(error), "run `reqon lsp` and read its log")
        return
    if b'"capabilities"' in done.stdout:
        spent = perf_counter() - begin
        yield Finding("language server", "ok", f"started, answered and left in {spent:.1f} s")
    else:
        said = done.stderr.decode(errors="replace").strip().splitlines() or ["it said nothing"]
        yield Finding("language server", "problem", said[-1], "run `reqon lsp --log FILE`")


def _settings(_state_dir: Path) -> Iterator[Finding]:
    from reqon.cli.configuration import settings_of

    try:
        settings_of(Path.cwd(), {})
    except ConfigurationError as error:
        yield Finding("settings", "problem", error.message, error.help or "")
    else:
        yield Finding("settings", "ok", "readable, or none")


def _missions(_state_dir: Path) -> Iterator[Finding]:
    from reqon.cli.checking import check_paths
    from reqon.project.files import mission_files

    if next(mission_files(Path()), None) is None:
        yield Finding("missions", "ok", "none in this folder")
        return
    files, failures = check_paths((Path(),), configured=True)
    for failure in failures:
        yield Finding("missions", "problem", failure.message, failure.help or "")
    if files:
        count = sum(file.missions for file in files)
        wrong = sum(1 for file in files for found in file.diagnostics if found.severity == "error")
        detail = f"{count} in {len(files)} file{'' if len(files) == 1 else 's'} here"
        if wrong:
            yield Finding("missions", "problem", f"{detail}; errors: {wrong}", "run `reqon check`")
        else:
            yield Finding("missions", "ok", detail)


def _state(state_dir: Path) -> Iterator[Finding]:
    import os

    from reqon.journal import catalog

    if not state_dir.exists():
        yield Finding("state", "ok", f"{state_dir} is made by the first run")
        return
    try:
        found = list(catalog.executions(state_dir))
    except ReqonError as error:
        yield Finding("state", "problem", error.message, error.help or "")
        return
    if not os.access(state_dir, os.W_OK | os.X_OK):
        yield Finding("state", "problem", f"{state_dir} cannot be written", "mend its permissions")
        return
    waiting = sum(1 for execution in found if execution.resumable)
    detail = f"{state_dir}: {len(found)} executions, {waiting} could be resumed"
    notes = [note for execution in found for note in execution.notes]
    yield Finding("state", "ok", detail)
    for note in notes:
        yield Finding("state", "note", note)


_LOOKS: Final[tuple[Callable[[Path], Iterator[Finding]], ...]] = (
    _installation, _extras, _server, _settings, _missions, _state,
)  # fmt: skip
