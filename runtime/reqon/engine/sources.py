"""From the sources of a plan to clients that can send, and the texts that must stay secret."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from reqon.credentials import credentials_for, interpolate
from reqon.engine.scope import Scope
from reqon.engine.settings import Settings
from reqon.errors import ConfigurationError, EvaluationError
from reqon.http import SourceConfig
from reqon.http.auth import Auth
from reqon.http.masking import secret_values
from reqon.plan.mission import MissionPlan, SourcePlan
from reqon.values import MISSING, describe

_SECRET_NAME: Final = re.compile(
    r"TOKEN|SECRET|PASSW|CREDENTIAL|API_?KEY|PRIVATE|AUTH", re.IGNORECASE
)
_SHORTEST_SECRET: Final = 6


def source_configs(plan: MissionPlan, settings: Settings, scope: Scope) -> dict[str, SourceConfig]:
    """Evaluate the sources of a mission. Raises `ConfigurationError`."""
    hidden = tuple(environment_secrets(plan, settings).values())
    return {name: _config(source, settings, scope, hidden) for name, source in plan.sources.items()}


def environment_secrets(plan: MissionPlan, settings: Settings) -> dict[str, str]:
    """Return the values of the variables the mission reads whose names speak of secrets."""
    return {
        name: value
        for name in plan.environment
        if _SECRET_NAME.search(name)
        and len(value := settings.environ.get(name, "")) >= _SHORTEST_SECRET
    }


def journal_secrets(
    plan: MissionPlan, settings: Settings, configs: Mapping[str, SourceConfig]
) -> dict[str, str]:
    """Return by name the texts that no file of the execution may hold."""
    secrets = environment_secrets(plan, settings)
    for name, config in configs.items():
        texts = (*config.auth.secrets(), *secret_values(config.headers))
        secrets |= {f"{name}.{number}": text for number, text in enumerate(texts)}
    return secrets


def _config(
    source: SourcePlan, settings: Settings, scope: Scope, hidden: tuple[str, ...]
) -> SourceConfig:
    options = {name: value(scope) for name, value in source.credentials.items()}
    return SourceConfig(
        name=source.name,
        base=_text(source.base(scope), source, settings),
        headers=_headers(source, settings, scope),
        auth=_auth(source, options, settings),
        timeout_ms=source.timeout_ms,
        retry=source.retry,
        idempotency_header=source.idempotency_header,
        secrets=hidden,
    )


def _auth(source: SourcePlan, options: Mapping[str, Any], settings: Settings) -> Auth:
    try:
        return credentials_for(
            source.name, source.auth, settings.auth_file, options, settings.environ
        )
    except ConfigurationError as error:
        raise ConfigurationError(
            error.message, location=error.location or source.location, help=error.help
        ) from None


def _headers(source: SourcePlan, settings: Settings, scope: Scope) -> dict[str, Any]:
    value = source.headers(scope) if source.headers is not None else {}
    if not isinstance(value, dict):
        raise EvaluationError(
            f"the headers of source `{source.name}` must be an object, got {describe(value)}",
            location=source.location,
        )
    return {
        name: _interpolated(text, source, settings) if isinstance(text, str) else text
        for name, text in value.items()
        if text is not None and text is not MISSING
    }


def _text(base: Any, source: SourcePlan, settings: Settings) -> str:
    if not isinstance(base, str) or not base:
        raise ConfigurationError(
            f"the base of source `{source.name}` is {'empty' if base == '' else describe(base)}",
            location=source.location,
            help="Is the environment variable it is read from set?",
        )
    return _interpolated(base, source, settings)


def _interpolated(text: str, source: SourcePlan, settings: Settings) -> str:
    filled, unset = interpolate(text, settings.environ, bare=False)
    if unset:
        raise ConfigurationError(
            f"source `{source.name}` needs the environment variable {unset[0]}",
            location=source.location,
            help=f"Set {unset[0]}, or write a default: ${{{unset[0]}:-value}}.",
        )
    return filled
