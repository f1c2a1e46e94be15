"""Whose settings count, and where the code of a diagnostic leads."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from reqon_language.editor_settings import read_editor_settings
from reqon_language.rules import RULES
from reqon_server.configuration import Configuration


def test_a_project_has_the_last_word_where_it_has_one(tmp_path: Path) -> None:
    """Below its file; elsewhere, and for documents that are no files, the editor has."""
    project = tmp_path / "project"
    (project / "deep").mkdir(parents=True)
    (project / "reqon.toml").write_text('ignore = ["RQ8"]\n')
    settings, _ = read_editor_settings({"ignore": ["RQ3"]})
    configuration = Configuration(settings)
    assert configuration.rules(str(project / "deep" / "a.vague")).ignore == ("RQ8",)
    assert configuration.rules(str(tmp_path / "a.vague")).ignore == ("RQ3",)
    assert configuration.rules("untitled:Untitled-1").ignore == ("RQ3",)


def test_a_broken_file_of_settings_is_one_problem(tmp_path: Path) -> None:
    """However many files of the folder are checked; they are checked as the editor says."""
    (tmp_path / "pyproject.toml").write_text("[tool.reqon\n")
    settings, _ = read_editor_settings({"ignore": ["RQ3"]})
    configuration = Configuration(settings)
    for name in ("a.vague", "b.vague"):
        assert configuration.rules(str(tmp_path / name)).ignore == ("RQ3",)
    [problem] = configuration.problems
    assert str(tmp_path / "pyproject.toml") in problem


def test_every_code_leads_to_a_page_that_exists() -> None:
    """To the one that comes with the server, unless there is a website."""
    for code in RULES:
        page = Configuration().page(code)
        assert page is not None
        assert Path(urlsplit(page).path).is_file()
    settings, _ = read_editor_settings({"diagnostics": {"docs": "https://docs.example/codes/"}})
    assert Configuration(settings).page("RQ3003") == "https://docs.example/codes/RQ3003.md"
