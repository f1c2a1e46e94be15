"""Credentials as far as an editor knows them: which there are, never what they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from server.clients import capabilities_of
from server.editor import Editor, start_editor

MISSION = """\
mission Orders {
  source Shop { auth: bearer, base: "https://shop.example.com" }
  store orders: sql("orders")
  action Fetch {
    get "/orders" { allow: [404] }
    store response -> orders { key: .id }
  }
  run Fetch
}
"""
CANARY = "canary-7f3a"
PUSHED = capabilities_of("vscode", pulls=False)


def said(found: list[types.Diagnostic]) -> dict[str, str]:
    """Return what is said of credentials and databases, by code."""
    codes = ("RQ6007", "RQ6008", "RQ6012")
    return {str(one.code): one.message for one in found if one.code in codes}


async def test_a_change_of_an_environment_file_is_felt(tmp_path: Path) -> None:
    """Without one nobody can tell what a run will be given; with one it counts."""
    mission, variables = tmp_path / "orders.vague", tmp_path / ".env"
    mission.write_text(MISSION)
    async with start_editor(PUSHED, tmp_path) as editor:
        uri = editor.open(MISSION, mission)
        assert said(await editor.diagnostics(uri)) == {}
        for text, codes in [
            ("OTHER=1\n", {"RQ6007", "RQ6012"}),
            (f"REQON_SHOP_TOKEN={CANARY}\n", {"RQ6012"}),
            (f"REQON_SHOP_API_KEY={CANARY}\n", {"RQ6008", "RQ6012"}),
            (f"REQON_SHOP_TYPE={CANARY}\nREQON_SHOP_TOKEN={CANARY}\n", {"RQ6008", "RQ6012"}),
        ]:
            variables.write_text(text)
            editor.changed(variables)
            await editor.until(lambda codes=codes: said(editor.shown(uri)).keys() == codes)
        variables.unlink()
        editor.changed(variables)
        await editor.until(lambda: not said(editor.shown(uri)))
        assert CANARY not in repr(editor.published)


@pytest.mark.parametrize("name", ["auth.json", "../secrets/shop"])
async def test_a_change_of_the_file_of_credentials_is_felt(tmp_path: Path, name: str) -> None:
    """Wherever the setting says it is; one that is damaged is told of, and nothing is guessed."""
    folder, secrets = tmp_path / "work", tmp_path / "work" / name
    for each in (folder, secrets.parent):
        each.mkdir(exist_ok=True)
    mission, secrets = folder / "orders.vague", secrets.resolve()
    mission.write_text(MISSION)
    secrets.write_text("{}")
    settings = {"run": {"auth": name}}
    async with start_editor(PUSHED, folder, settings=settings, messages=1) as editor:
        uri = editor.open(MISSION, mission)
        await editor.until(lambda: editor.watches("reqon-auth"))
        await editor.until(lambda: "RQ6007" in said(editor.shown(uri)))
        [found] = [one for one in editor.shown(uri) if one.code == "RQ6007"]
        assert found.message.startswith("no credentials are given for source `Shop`")
        for text, wanted in [
            (f'{{"Shop": {{"token": "{CANARY}"}}}}', {}),
            (
                f'{{"Shop": {{"type": "api_key", "key": "{CANARY}"}}}}',
                {"RQ6008": "source `Shop` has `api_key` credentials, not `bearer`"},
            ),
            (f'{{"Shop": "{CANARY}', {}),
        ]:
            secrets.write_text(text)
            editor.changed(secrets)
            await editor.until(lambda wanted=wanted: matches(editor, uri, wanted))
        await editor.until(lambda: bool(editor.messages))
        assert (
            f"`reqon.run.auth`: {secrets}:1:10: the credentials file" in editor.messages[0].message
        )
        assert CANARY not in repr((editor.published, editor.messages))


def matches(editor: Editor, uri: str, wanted: dict[str, str]) -> bool:
    shown = said(editor.shown(uri))
    return shown.keys() == wanted.keys() and all(
        shown[code].startswith(text) for code, text in wanted.items()
    )


async def test_a_client_that_pulls_is_asked_to_pull_again(tmp_path: Path) -> None:
    """Also when the setting changes, and names another file."""
    mission, secrets = tmp_path / "orders.vague", tmp_path / "auth.json"
    mission.write_text(MISSION)
    secrets.write_text("{}")
    async with start_editor("vscode", tmp_path) as editor:
        uri = editor.open(MISSION, mission)
        assert said(await editor.diagnostics(uri)) == {}
        editor.configure(run={"auth": str(secrets)})
        await editor.pulled(uri, lambda found: said(found).keys() == {"RQ6007"})
        await editor.until(lambda: editor.watches("reqon-auth"))
        secrets.write_text('{"Shop": {"token": "t"}}')
        editor.changed(secrets)
        await editor.pulled(uri, lambda found: said(found) == {})


async def test_credentials_of_a_workspace_that_is_not_trusted_are_not_read(tmp_path: Path) -> None:
    """Nothing is run there, so nothing would be given to it; a damaged file is no matter."""
    mission, secrets = tmp_path / "orders.vague", tmp_path / "auth.json"
    mission.write_text(MISSION)
    secrets.write_text("{")
    start = start_editor(
        PUSHED,
        tmp_path,
        settings={"run": {"auth": "auth.json"}},
        options={"trusted": False},
    )
    async with start as editor:
        uri = editor.open(MISSION, mission)
        await editor.until(lambda: editor.watches("reqon-files"))
        assert said(await editor.diagnostics(uri)) == {}
        assert not editor.watches("reqon-auth")


async def test_a_run_gets_the_file_of_credentials(tmp_path: Path) -> None:
    """What checks see is what runs have. A dry run needs credentials, too, and sends none."""
    mission, secrets = tmp_path / "orders.vague", tmp_path / "auth.json"
    mission.write_text(MISSION)
    secrets.write_text(f'{{"Shop": {{"token": "{CANARY}"}}}}')
    async with start_editor("vscode", tmp_path) as editor:
        orders = {"uri": editor.open(MISSION, mission), "mission": "Orders"}
        with pytest.raises(JsonRpcException, match="no credentials are given"):
            await editor.execute("reqon.dryRun", orders)
        editor.configure(run={"auth": "auth.json"})
        await editor.until(lambda: editor.watches("reqon-auth"))
        ended = await editor.execute("reqon.dryRun", orders)
        assert ended["exitCode"] == 0
        assert CANARY not in repr(ended)
