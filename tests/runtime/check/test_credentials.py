"""What a run would miss on this machine: credentials of sources, databases of stores.

`credentials.md` beside this shows what is said; here is when, and that no value is ever told.
"""

from __future__ import annotations

import itertools
import json
import os
from pathlib import Path

import pytest

from conformance.specs import Case, cases
from reqon.credentials import AuthFile, credentials_for
from reqon.errors import ConfigurationError
from reqon.project.machine import AuthPath, Machine
from reqon.project.variables import Variables
from reqon_language import parse
from reqon_language.rules import check as check_tree
from reqon_language.rules.surroundings import Surroundings
from runtime.check.conftest import CLEAN, Check
from runtime.check.test_projects import Files, codes

CASES = cases(str(Path(__file__).with_name("credentials.md")))
BEARER = CLEAN.replace("auth: none", "auth: bearer")
SQL = CLEAN.replace('file("orders")', 'sql("orders")')


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("REQON_")]:
        monkeypatch.delenv(name)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_said_is_what_the_specification_shows(run: Check, case: Case) -> None:
    """Which file, which entry, which variable."""
    source = CLEAN.splitlines()[1].strip()
    text = CLEAN.replace(source, case.blocks["source"].strip()).replace("get", "get Shop")
    files: Files = {"a.vague": text}
    files |= {".env": case.blocks["env"]} if "env" in case.blocks else {}
    files |= {"auth.json": case.blocks["auth"]} if "auth" in case.blocks else {}
    options = ["--auth", "auth.json"] if "auth" in case.blocks else []
    result = run("a.vague", *options, "--format", "json", files=files)
    found = json.loads(result.stdout)
    said = [f"{one['code']} {one['message']}\n  {one['help']}\n" for one in found]
    assert "".join(said) == case.blocks["said"]


@pytest.mark.parametrize(
    ("options", "files", "found"),
    [
        ([], {}, False),
        ([], {".env": "OTHER=1"}, True),
        ([], {"jobs/.env.local": "OTHER=1"}, True),
        ([], {".env": "REQON_API_TOKEN=t"}, False),
        ([], {".env": "REQON_API_TOKEN="}, True),
        (["--auth", "auth.json"], {"auth.json": '{"Api": {"token": "t"}}'}, False),
        (["--auth", "auth.json"], {"auth.json": "{}"}, True),
        (["--env", "my.env"], {"my.env": "OTHER=1"}, True),
        (["--env", "my.env"], {"my.env": "", ".env": "REQON_API_TOKEN=t"}, True),
        (["--env", "my.env"], {"my.env": "REQON_API_TOKEN=t", ".env": ""}, False),
    ],
)
def test_missing_credentials_are_reported_where_somebody_says_which_there_are(
    run: Check, options: list[str], files: Files, found: bool
) -> None:
    """A file that is named, or an environment file nearby; without one nobody can tell."""
    wanted = [("jobs/a.vague", "RQ6007")] if found else []
    assert codes(run, "jobs", *options, files={"jobs/a.vague": BEARER, **files}) == wanted


@pytest.mark.parametrize(
    ("options", "files", "found"),
    [
        ([], {}, False),
        ([], {".env": ""}, True),
        (["--store-url", "other=sqlite:///x"], {}, True),
        (["--store-url", "orders=sqlite:///x"], {".env": ""}, False),
        (["--store-url", "sqlite:///x"], {".env": ""}, False),
        (["--env", "my.env"], {"my.env": ""}, True),
    ],
)
def test_stores_without_a_database_are_pointed_out_there_too(
    run: Check, options: list[str], files: Files, found: bool
) -> None:
    wanted = [("jobs/a.vague", "RQ6012")] if found else []
    assert codes(run, "jobs", *options, files={"jobs/a.vague": SQL, **files}) == wanted


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--auth", "no.json"], "the credentials file no.json cannot be read: No such file"),
        (["--auth", "a.vague"], "a.vague:1:1: the credentials file is not valid JSON"),
        (["--env", "no.env"], "the environment file no.env cannot be read: No such file"),
        (["--env", "a.vague"], "a.vague:1:1: this line is no assignment"),
        (["--store-url", "orders="], "--store-url gives orders no database"),
    ],
)
def test_what_cannot_be_used_is_a_matter_of_configuration(
    run: Check, options: list[str], message: str
) -> None:
    """Exit status 3, as for a run, and no guess about sources."""
    result = run("a.vague", *options, files={"a.vague": BEARER, ".env": "OTHER=1"})
    failure = result.exception if isinstance(result.exception, ConfigurationError) else None
    assert message in (str(failure) if failure else result.output)
    assert (failure.exit_code if failure else result.exit_code) == 3
    assert "RQ6007" not in result.output


CANARY = "canary-7f3a"
ENTRIES: list[dict[str, object]] = [
    {},
    {"token": CANARY},
    {"accessToken": CANARY},
    {"key": CANARY},
    {"username": CANARY},
    {"username": CANARY, "password": CANARY},
    {"username": CANARY, "key": CANARY},
    {"type": "bearer", "token": CANARY},
    {"type": "oauth2", "accessToken": CANARY},
    {"type": "basic", "username": CANARY, "password": CANARY},
    {"type": "api_key", "apiKey": CANARY},
    {"type": "none"},
    {"token": CANARY, CANARY: CANARY},
    {"token": CANARY, "prefix": "X"},
    {"key": CANARY, "prefix": CANARY, "additionalHeaders": {"X-App": CANARY}},
    {"token": CANARY, "scopes": [CANARY], "expiresAt": 1},
    {"type": CANARY, "token": CANARY},
    {"type": 7},
    {"token": ""},
    {"token": 7},
    {"token": "${MISSING}"},
    {"token": "$MISSING"},
    {"token": "$" + CANARY},
    {"token": "${MISSING:-" + CANARY + "}"},
    {"token": "${PRESENT}"},
    {"type": "${KIND}", "token": CANARY},
]
KINDS = ("bearer", "oauth2", "basic", "api_key")
VARIABLES: list[dict[str, str]] = [
    {},
    {"TOKEN": CANARY},
    {"ACCESS_TOKEN": CANARY},
    {"API_KEY": CANARY},
    {"USERNAME": CANARY},
    {"USERNAME": CANARY, "PASSWORD": CANARY},
    {"USERNAME": CANARY, "PASSWORD": CANARY, "TOKEN": CANARY},
    {"TYPE": "basic", "TOKEN": CANARY},
    {"TYPE": "oauth2", "TOKEN": CANARY},
    {"TYPE": CANARY, "TOKEN": CANARY},
    {"TYPE": "basic"},
    {"HEADER_NAME": "X-Key"},
    {"CLIENT_ID": CANARY},
    {"TOKEN": ""},
]


def refused(kind: str, auth_file: AuthFile | None, environ: dict[str, str]) -> bool:
    """Whether a run would refuse a source."""
    try:
        credentials_for("Api", kind, auth_file, {}, environ)
    except ConfigurationError:
        return True
    return False


@pytest.mark.parametrize("kind", KINDS)
def test_the_check_and_the_run_agree_and_the_check_tells_no_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """What is reported is what a run refuses; whatever values there are, none is handed on."""
    tree = parse(BEARER.replace("bearer", kind))
    settings = tmp_path / ".env"
    path = tmp_path / "auth.json"
    monkeypatch.setenv("UNRELATED", CANARY)
    places = [(entry, {}) for entry in ENTRIES] + [(None, given) for given in VARIABLES]
    for entry, given in places:
        environ = {f"REQON_API_{name}": value for name, value in given.items()}
        environ |= {"PRESENT": CANARY, "KIND": "bearer"}
        settings.write_text("".join(f"{name}={value}\n" for name, value in environ.items()))
        auth_file = None if entry is None else AuthFile("auth.json", {"Api": entry})
        path.write_text(json.dumps({"Api": entry} if entry is not None else {}))
        named = AuthPath(path, "auth.json")
        machine = Machine(Variables(), auth=lambda _, named=named: named)
        known = machine.credentials(tmp_path)
        found = check_tree(tree, Surroundings(credentials=known))
        reported = [one for one in found if one.code in ("RQ6007", "RQ6008")]
        assert bool(reported) == refused(kind, auth_file, environ), (entry, given)
        assert CANARY not in repr((known, found, machine)), (entry, given)


def test_no_output_of_a_check_shows_a_value(run: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    """In any format, whatever is wrong; with files that are damaged, too."""
    monkeypatch.setenv("REQON_API_TYPE", CANARY)
    monkeypatch.setenv("REQON_API_PASSWORD", CANARY)
    url = f"orders=postgresql://me:{CANARY}@127.0.0.1/db"
    damaged = [f'{{"Api": "{CANARY}"}}', f'["{CANARY}"]', f'{{"Api": {CANARY}']
    for entry, kind in itertools.product([*map(json.dumps, ENTRIES), *damaged], KINDS):
        text = entry if entry in damaged else f'{{"Api": {entry}}}'
        files: Files = {
            "a.vague": SQL.replace("auth: none", f"auth: {kind}"),
            "auth.json": text,
            ".env": f"REQON_API_KEY={CANARY}\nPRESENT={CANARY}\n",
        }
        for form in ("text", "json", "sarif"):
            options = ["--auth", "auth.json", "--store-url", url, "--format", form]
            result = run("a.vague", *options, files=files)
            assert result.exit_code in (0, 3)
            assert CANARY not in result.output


def test_a_change_of_the_file_of_credentials_is_followed(folder: Path) -> None:
    """By the `Checker` behind `--watch`, wherever the file lies and whatever it is called."""
    from reqon.cli.checking import Checker
    from reqon.cli.given import machine_of_check

    (folder / "jobs").mkdir()
    (folder / "jobs" / "a.vague").write_text(BEARER)
    secrets = folder / "elsewhere" / "secrets"
    secrets.parent.mkdir()
    checker = Checker(machine=machine_of_check(secrets, None, ()))

    def found() -> tuple[list[str], int]:
        files, failures = checker.check([folder / "jobs"])
        return [one.code for one in files[0].diagnostics if one.severity != "hint"], len(failures)

    assert found() == ([], 1)
    for text, wanted in [
        ("{}", (["RQ6007"], 0)),
        ('{"Api": {"key": "k"}}', (["RQ6008"], 0)),
        ('{"Api": {"token": "t"}}', ([], 0)),
        ('{"Api": ', ([], 1)),
    ]:
        secrets.write_text(text)
        assert checker.concerns(secrets)
        assert secrets.parent in checker.folders()
        checker.look_again([secrets])
        assert found() == wanted
