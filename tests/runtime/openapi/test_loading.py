"""OpenAPI documents are found beside the mission, read, and bundled with what they refer to."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from reqon.errors import ConfigurationError
from reqon.openapi import load_spec, load_specs, spec_names
from reqon_language import parse
from reqon_language.model.openapi import read_document
from reqon_language.model.shapes import element_of, expand, members
from reqon_language.model.types import NULL, STRING, options

HAS_YAML = importlib.util.find_spec("yaml") is not None


def write(path: Path, content: Any) -> Path:
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def document(schema: Any) -> dict[str, Any]:
    response = {"content": {"application/json": {"schema": schema}}}
    operation = {"operationId": "list", "responses": {"200": response}}
    return {"openapi": "3.0.0", "paths": {"/x": {"get": operation}}}


def test_sources_name_documents_inside_and_outside_missions() -> None:
    """Each `from` of a source is yielded as written."""
    text = 'source A from "./a.json" {}\nmission M { source B from "b.json" {} source C {} }'
    assert sorted(spec_names(parse(text).program)) == ["./a.json", "b.json"]


def test_references_to_other_files_lead_into_the_bundle(tmp_path: Path) -> None:
    """Files refer to each other in a circle, and the types come out whole."""
    write(
        tmp_path / "order.json",
        {"Order": {"type": "object", "properties": {"id": {"$ref": "ids.json#/Id"}}}},
    )
    write(tmp_path / "ids.json", {"Id": {"type": "string"}, "Back": {"$ref": "order.json#/Order"}})
    schema = {"type": "array", "items": {"$ref": "order.json#/Order"}}
    main = write(tmp_path / "api.json", document(schema))
    read = read_document(load_spec(main), "./api.json")
    assert read is not None
    orders = read.operations["list"].response
    found = members(orders, read.shapes)
    assert list(found) == ["id", "length"]
    ids = options(element_of(found["id"], read.shapes))
    assert {expand(of, read.shapes) for of in ids} == {STRING, NULL}


def test_what_cannot_be_read_is_told_by_name_and_urls_are_left_alone(tmp_path: Path) -> None:
    """A broken document hides no other, and nothing is fetched."""
    write(tmp_path / "good.json", document({}))
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    write(tmp_path / "list.json", [])
    names = ["good.json", "bad.json", "list.json", "none.json", "https://example.com/x.json"]
    found, failed = load_specs(names, tmp_path)
    assert list(found) == ["good.json"]
    assert list(failed) == ["bad.json", "list.json", "none.json"]
    assert "not valid JSON" in str(failed["bad.json"])
    assert "no mapping" in str(failed["list.json"])
    assert "no such file" in str(failed["none.json"])


def test_yaml_is_read_or_its_absence_explained(tmp_path: Path) -> None:
    """With PyYAML a YAML document is read; without it the error says what to do."""
    path = tmp_path / "api.yaml"
    path.write_text("openapi: 3.0.0\npaths: {}\n", encoding="utf-8")
    if HAS_YAML:
        assert load_spec(path)["openapi"] == "3.0.0"
    else:
        with pytest.raises(ConfigurationError, match="PyYAML"):
            load_spec(path)
