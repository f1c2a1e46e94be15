"""`reqon check --fix`: mend what can be mended without asking anybody.

A fix may uncover something, or make room for the fix beside it, so files are checked again until
nothing is left to do. Files are written at the end, each in one step.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reqon.cli.checking import check_paths
from reqon.cli.rewriting import difference, rewrite
from reqon.errors import ConfigurationError, ReqonError
from reqon.project.files import shown
from reqon.project.machine import Machine

if TYPE_CHECKING:
    from reqon.cli.report.checked import Checked


@dataclass(slots=True)
class Fixed:
    """A file that fixes change: its text before and after, and how often which code was mended."""

    name: str
    before: str
    after: str
    codes: Counter[str] = field(default_factory=Counter)


def fix_paths(
    paths: Iterable[Path], machine: Machine, *, unsafe: bool
) -> tuple[list[Fixed], list[Checked], list[ReqonError]]:
    """Return the files that fixes change, and what is left to report once they are changed.

    Nothing is written. With `unsafe`, proposals are followed too where there is but one.
    """
    from reqon_language.rules.fixing import MOST_ROUNDS

    paths = list(paths)
    fixed: dict[Path, Fixed] = {}
    for _ in range(MOST_ROUNDS):
        files, failures = check_paths(paths, configured=True, texts=_texts(fixed), machine=machine)
        mended = [_mend(file, fixed, unsafe=unsafe) for file in files]
        if not any(mended):
            break
    else:
        files, failures = check_paths(paths, configured=True, texts=_texts(fixed), machine=machine)
    return list(fixed.values()), files, failures


def write(fixed: Iterable[Fixed]) -> Iterator[ReqonError]:
    """Write the files that fixes change and say what was mended; yield what went wrong."""
    for file in fixed:
        try:
            rewrite(Path(file.name), file.before, file.after)
        except ConfigurationError as error:
            yield error
        else:
            mended = ", ".join(
                f"{number} {code}" if number > 1 else code
                for code, number in sorted(file.codes.items())
            )
            click.echo(f"{shown(file.name)}: fixed {mended}", err=True)


def show(fixed: Iterable[Fixed]) -> None:
    """Print what fixes would change."""
    for file in fixed:
        lines = difference(shown(file.name), file.before, file.after)
        click.echo("".join(lines), nl=False)


def _texts(fixed: Mapping[Path, Fixed]) -> dict[Path, str]:
    return {path: file.after for path, file in fixed.items()}


def _mend(file: Checked, fixed: dict[Path, Fixed], *, unsafe: bool) -> bool:
    """Make the fixes of one round in a file; False where there are none."""
    from reqon_language.rules.fixing import one_round

    made = one_round(file.report, file.tree, unsafe=unsafe)
    if made is None:
        return False
    chosen, tree = made
    text = file.lines.text
    path = Path(file.path).absolute()
    record = fixed.setdefault(path, Fixed(file.path, text, text))
    record.after = tree.lines.text
    record.codes.update(fix.code for fix in chosen)
    return True
