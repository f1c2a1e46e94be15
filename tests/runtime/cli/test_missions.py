"""Which missions a command line runs, in which order, and where it ends."""

from __future__ import annotations

import pytest

from runtime.cli.conftest import ITEMS, Reqon, program


@pytest.mark.parametrize(
    "arguments",
    [
        ["sync.vague"],
        ["run", "sync.vague"],
        ["--quiet", "sync.vague"],
        ["sync.vague", "--quiet"],
        ["run", "--quiet", "sync.vague"],
        ["--mission", "Sync", "sync.vague", "--quiet"],
        ["--mission=Sync", "sync.vague"],
        ["."],
        ["./sync.vague"],
    ],
)
def test_a_path_runs_its_missions(reqon: Reqon, arguments: list[str]) -> None:
    """With or without `run`, and with options on either side."""
    reqon.mission()
    outcome = reqon.run(*arguments)
    assert outcome.code == 0
    assert outcome.out.splitlines()[0].startswith("✓ Sync completed in ")
    assert "  items    5 records (5 added, 0 updated)" in outcome.out
    assert reqon.stored() == ITEMS
    assert reqon.record()["status"] == "completed"


def test_a_file_with_the_name_of_a_command_is_run_by_its_path(reqon: Reqon) -> None:
    """`status` is the command; `./status` is the folder."""
    reqon.mission(file="status/sync.vague")
    assert reqon.run("status").code == 3
    assert reqon.run("./status").code == 0


def test_all_missions_of_a_file_run_in_order(reqon: Reqon) -> None:
    """Each has its own record, and all share the stores of the file."""
    text = "".join(program(reqon.api.url, name, path=f"/items?of={name}") for name in "ABC")
    for name in "ABC":
        reqon.api.serve(f"GET /items?of={name}", ITEMS)
    outcome = reqon.run(reqon.write("abc.vague", text))
    assert outcome.code == 0
    assert reqon.api.lines == ["GET /items?of=A", "GET /items?of=B", "GET /items?of=C"]
    assert [reqon.record(name)["status"] for name in "ABC"] == ["completed"] * 3


def test_one_mission_of_several_can_be_chosen(reqon: Reqon) -> None:
    text = program(reqon.api.url, "A") + program(reqon.api.url, "B")
    assert reqon.run(reqon.write("ab.vague", text), "--mission", "B").code == 0
    assert (len(reqon.records("A")), len(reqon.records("B"))) == (0, 1)


def test_the_first_failure_ends_the_run_and_names_what_did_not_run(reqon: Reqon) -> None:
    """A later mission may need what an earlier one brings."""
    text = (
        program(reqon.api.url, "A")
        + program(reqon.api.url, "B", path="/gone")
        + program(reqon.api.url, "C")
        + program(reqon.api.url, "D")
    )
    outcome = reqon.run(reqon.write("abc.vague", text))
    assert outcome.code == 1
    assert "not run: C, D" in outcome.err.splitlines()
    assert reqon.api.lines == ["GET /items", "GET /gone"]
    assert reqon.records("C") == []


def test_a_folder_runs_all_its_files_and_skips_those_without_missions(reqon: Reqon) -> None:
    reqon.mission("A", file="all/a.vague")
    reqon.mission("B", file="all/deep/b.reqon")
    reqon.mission("No", file="all/.git/c.vague")
    reqon.write("all/schemas.vague", "schema Item { id: number }")
    outcome = reqon.run("all")
    assert outcome.code == 0
    assert [line.split()[1] for line in outcome.out.splitlines() if line[0] == "✓"] == ["A", "B"]


def test_an_error_in_one_file_of_a_folder_keeps_all_from_running(reqon: Reqon) -> None:
    """Found before anything is sent, wherever it stands."""
    reqon.mission("A", file="all/a.vague")
    reqon.write("all/b.vague", "mission B { run Nothing }")
    outcome = reqon.run("all")
    assert outcome.code == 2
    assert "all/b.vague:1:17" in outcome.err
    assert reqon.api.lines == []
    assert not reqon.state.exists()


def test_warnings_do_not_keep_a_mission_from_running(reqon: Reqon) -> None:
    mission = reqon.mission()
    mission.write_text(mission.read_text() + "schema NeverUsed { id: number }\n")
    assert reqon.run(mission).code == 0


@pytest.mark.parametrize("given", ["option", "environment"])
def test_the_state_directory_can_be_elsewhere(
    reqon: Reqon, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    """The option wins over REQON_STATE_DIR; an empty variable counts as none."""
    mission = reqon.mission()
    monkeypatch.setenv("REQON_STATE_DIR", "elsewhere" if given == "environment" else "wrong")
    options = ["--state-dir", "elsewhere"] if given == "option" else []
    assert reqon.run(mission, *options).code == 0
    assert (reqon.folder / "elsewhere" / "stores" / "items.json").is_file()
    assert not reqon.state.exists()
    assert not (reqon.folder / "wrong").exists()
    assert "completed" in reqon.run("status", "Sync", *options).out
    monkeypatch.setenv("REQON_STATE_DIR", "")
    assert reqon.run("status", "Sync").code == 3


def test_the_hint_how_to_resume_can_be_typed_as_it_stands(reqon: Reqon) -> None:
    """It quotes the path and names the state directory, where the usual one would be wrong."""
    reqon.mission(file="my sync.vague", path="/gone")
    outcome = reqon.run("my sync.vague", "--state-dir", "my state")
    (hint,) = [line for line in outcome.out.splitlines() if line.startswith("  resume")]
    (record,) = (reqon.folder / "my state" / "execution").glob("Sync-*.json")
    assert hint.startswith("  resume   reqon 'my sync.vague' --resume exec_")
    assert hint.endswith(" --state-dir 'my state'")
    assert hint.split()[5] in record.read_text()
    assert hint[11:] in reqon.run("status", "Sync", "--state-dir", "my state").out


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sqlite:///{0}/all.sqlite", "all.sqlite"),
        ("items=sqlite:///{0}/one.sqlite", "one.sqlite"),
    ],
)
def test_sql_stores_go_where_store_url_says(reqon: Reqon, url: str, file: str) -> None:
    mission = reqon.mission()
    mission.write_text(mission.read_text().replace('file("items")', 'sql("items")'))
    assert reqon.run(mission, "--store-url", url.format(reqon.folder)).code == 0
    assert (reqon.folder / file).is_file()
    assert not (reqon.state / "stores.sqlite").exists()


def test_a_sql_store_may_name_its_database(reqon: Reqon, monkeypatch: pytest.MonkeyPatch) -> None:
    """It goes before `--store-url`; where it turns out empty nothing runs."""
    mission = reqon.mission()
    own = 'sql("items", { url: env("DATABASE_URL") })'
    mission.write_text(mission.read_text().replace('file("items")', own))
    outcome = reqon.run(mission, "--quiet")
    assert outcome.code == 3
    assert "store items: its `url` is empty" in outcome.error()
    assert reqon.run(mission, "--dry-run").code == 0
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{reqon.folder}/own.sqlite")
    outcome = reqon.run(mission, "--store-url", f"sqlite:///{reqon.folder}/other.sqlite")
    assert outcome.code == 0
    assert "no database" not in outcome.err
    assert (reqon.folder / "own.sqlite").is_file()
    assert not (reqon.folder / "other.sqlite").exists()


def test_a_store_without_a_database_is_named_before_the_run(reqon: Reqon) -> None:
    """Its records are not where `sql` lets one expect them. A comment, or --quiet, keeps it still.

    So does another mission's being asked for, and a dry run, which stores nothing.
    """
    mission = reqon.mission()
    mission.write_text(mission.read_text().replace('file("items")', 'sql("items")'))
    said = "sync.vague:4:16: no database is configured: the records go into a SQLite file\n"
    assert reqon.run("sync.vague").err.startswith(said)
    for more in (["--quiet"], ["--dry-run"], ["--store-url", f"sqlite:///{reqon.folder}/a.sqlite"]):
        assert "database" not in reqon.run("sync.vague", *more).err
    reqon.write("two.vague", mission.read_text() + program(reqon.api.url, "Other"))
    assert "database" not in reqon.run("two.vague", "--mission", "Other").err
    assert said.replace("sync", "two") in reqon.run("two.vague", "--mission", "Sync").err
    quiet = mission.read_text().replace('sql("items")', 'sql("items")  // reqon: ignore[RQ6012]')
    reqon.write("quiet.vague", quiet)
    assert "database" not in reqon.run("quiet.vague").err


@pytest.mark.parametrize(
    ("urls", "message"),
    [
        (["other=sqlite://"], "--store-url is for other, and there is no such sql store"),
        (["itmes=sqlite://"], "Did you mean items?"),
        (["sqlite://", "sqlite://"], "--store-url gives all stores two databases"),
        (["no url"], "its database URL cannot be read"),
    ],
)
def test_a_store_url_that_fits_nothing_is_refused(
    reqon: Reqon, urls: list[str], message: str
) -> None:
    mission = reqon.mission()
    mission.write_text(mission.read_text().replace('file("items")', 'sql("items")'))
    options = [word for url in urls for word in ("--store-url", url)]
    outcome = reqon.run(mission, "--quiet", *options)
    assert outcome.code == 3
    assert message in outcome.error()
    assert reqon.api.lines == []
    assert reqon.records() == []


def test_a_database_that_is_down_is_named_without_its_password(reqon: Reqon) -> None:
    mission = reqon.mission()
    mission.write_text(mission.read_text().replace('file("items")', 'sql("items")'))
    url = "postgresql://me:canary-2f9@127.0.0.1:9/db"
    outcome = reqon.run(mission, "--store-url", url)
    assert outcome.code == 3
    assert "127.0.0.1:9" in outcome.error()
    assert "canary-2f9" not in outcome.err
    assert reqon.records() == []


def test_credentials_and_variables_come_from_the_files_named(reqon: Reqon) -> None:
    """`--env` is read instead of `.env`; `--auth` knows the source by its name."""
    text = program("URL").replace('"URL"', 'env("API")').replace("auth: none", "auth: bearer")
    mission = reqon.write("sync.vague", text)
    reqon.write(".env", "API=http://127.0.0.1:9\nTOKEN=wrong\n")
    reqon.write("my.env", f"API={reqon.api.url}\nTOKEN=t-1\n")
    reqon.write("auth.json", '{"Api": {"type": "bearer", "token": "${TOKEN}"}}')
    outcome = reqon.run(mission, "--env", "my.env", "--auth", "auth.json")
    assert outcome.code == 0, outcome.err
    assert reqon.api.tokens == ["Bearer t-1"]


def test_a_source_that_declares_none_sends_no_credentials(
    reqon: Reqon, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever the file and the variables hold; what is not used is said, without its value."""
    mission = reqon.mission()
    reqon.write(".env", "REQON_API_TOKEN=canary-env\n")
    reqon.write("auth.json", '{"Api": {"type": "bearer", "token": "canary-file"}}')
    assert reqon.run("check", mission, "--auth", "auth.json").code == 0
    outcome = reqon.run(mission, "--auth", "auth.json")
    assert outcome.code == 0, outcome.err
    assert reqon.api.lines == ["GET /items"]
    assert not any(reqon.api.tokens)
    assert "auth.json: Api is not used: the source declares `auth: none`" in caplog.text
    assert "canary" not in outcome.out + outcome.err + caplog.text


def test_missing_credentials_are_a_matter_of_configuration(reqon: Reqon) -> None:
    """Found before anything is sent or written."""
    text = program(reqon.api.url).replace("auth: none", "auth: bearer")
    outcome = reqon.run(reqon.write("sync.vague", text), "--quiet")
    assert outcome.code == 3
    assert "sync.vague:3:3: source Api" in outcome.error()
    assert reqon.api.lines == []
    assert not reqon.state.exists()
