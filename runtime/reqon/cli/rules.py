"""`reqon rules`: every diagnostic the checker knows."""

from __future__ import annotations

import click

from reqon.cli.options import json_option


@click.command(short_help="List the diagnostics.")
@json_option
def rules(*, as_json: bool) -> None:
    """List the diagnostics, with their severity; `reqon explain CODE` tells more of one."""
    from reqon_language.generate.rule_pages import family
    from reqon_language.rules import RULES

    if as_json:
        import orjson

        rows = [
            {
                "code": rule.code,
                "severity": rule.severity,
                "family": family(rule.code),
                "title": rule.title,
            }
            for rule in RULES.values()
        ]
        click.echo(orjson.dumps(rows, option=orjson.OPT_INDENT_2).decode())
        return
    shown = ""
    for rule in RULES.values():
        if family(rule.code) != shown:
            separator = "\n" if shown else ""
            shown = family(rule.code)
            click.echo(f"{separator}{shown}")
        click.echo(f"  {rule.code}  {rule.severity:<8} {rule.title}")
