"""`reqon explain RQ3003`: what a diagnostic means, why it matters and what to do about it."""

from __future__ import annotations

import sys

import click

from reqon.errors import ConfigurationError


@click.command(short_help="Explain a diagnostic.")
@click.argument("code")
def explain(code: str) -> None:
    """Explain the diagnostic CODE, with an example of the mistake and of the remedy."""
    from reqon_language.generate.rule_pages import page
    from reqon_language.rules import RULES

    rule = RULES.get(code.upper())
    if rule is None:
        raise ConfigurationError(f"there is no diagnostic {code}", help=_way_out(code.upper()))
    text = page(rule)
    click.echo(_rendered(text) if sys.stdout.isatty() else text.rstrip("\n"))


def _way_out(code: str) -> str:
    from reqon_language.rules import RULES
    from reqon_language.rules.nearest import nearest

    found = nearest(code, (known for known in RULES if known[:3] == code[:3]))
    near = f"did you mean {found}? " if found else ""
    return f"{near}`reqon rules` lists them all"


def _rendered(text: str) -> str:
    """Return Markdown as a terminal shows it."""
    from rich.console import Console
    from rich.markdown import Markdown

    console = Console(width=min(100, Console().width))
    with console.capture() as capture:
        console.print(Markdown(text))
    return capture.get().rstrip("\n")
