"""The state as one file: `snap-<segment>.json`, what all segments up to that one add up to.

    {"crc32":"9f1c02aa","body":{"format":1,"sequence":4096,"state":{…}}}

The checksum is that of the bytes of `body`. Loading a snapshot and folding the segments after
it gives the state that folding all segments gives.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any, Final
from zlib import crc32

import orjson

from reqon.journal.encoding import dumps, marked, marked_all, restore
from reqon.journal.records import FORMAT, BadLineError
from reqon.journal.state import (
    ABSENT,
    ArmState,
    BranchState,
    ExecutionState,
    FrameState,
    Intent,
    LoopState,
    PageProgress,
    Progress,
    Resumption,
    StageState,
    StoreCounters,
)

_HEAD: Final = b'{"crc32":"%08x","body":'
_HEAD_LENGTH: Final = len(_HEAD % 0)
_TAIL: Final = b"}\n"


def render(state: ExecutionState, hide: Callable[[bytes], bytes] = bytes) -> bytes:
    """Return the content of a snapshot of `state`; `hide` takes secrets out."""
    body = hide(dumps({"format": FORMAT, "sequence": state.sequence, "state": to_json(state)}))
    return _HEAD % crc32(body) + body + _TAIL


def parse(data: bytes, reveal: Callable[[bytes], bytes] = bytes) -> ExecutionState:
    """Return the state in a snapshot. Raises `BadLineError` when a bit of it has changed."""
    body = data[_HEAD_LENGTH : -len(_TAIL)]
    if data != _HEAD % crc32(body) + body + _TAIL:
        raise BadLineError("the checksum does not match")
    content = orjson.loads(reveal(body))
    if content["format"] > FORMAT:
        raise BadLineError(f"format {content['format']} is newer than this version of Reqon reads")
    return from_json(content["state"])


def to_json(state: ExecutionState) -> dict[str, Any]:
    """Return `state` as `dumps` takes it."""
    return {
        **{name: getattr(state, name) for name in _PLAIN},
        "stages": [
            {**_members(stage), "branches": [_members(branch) for branch in stage.branches]}
            for stage in state.stages
        ],
        "stores": {name: _members(counters) for name, counters in state.stores.items()},
        "progress": {name: _members(progress) for name, progress in state.progress.items()},
        "frames": {place: _frame_to_json(frame) for place, frame in state.frames.items()},
        "intents": {place: _members(intent) for place, intent in state.intents.items()},
        "resumptions": [_members(resumption) for resumption in state.resumptions],
    }


def from_json(data: dict[str, Any]) -> ExecutionState:
    """Return the state in decoded JSON."""
    state = ExecutionState(**{name: data[name] for name in _PLAIN})
    state.stages = [
        StageState(**{**stage, "branches": [BranchState(**branch) for branch in stage["branches"]]})
        for stage in data["stages"]
    ]
    state.stores = {name: StoreCounters(**value) for name, value in data["stores"].items()}
    state.progress = {name: Progress(**value) for name, value in data["progress"].items()}
    state.frames = {place: _frame_from_json(value) for place, value in data["frames"].items()}
    state.intents = {place: Intent(**value) for place, value in data["intents"].items()}
    state.resumptions = [Resumption(**value) for value in data["resumptions"]]
    return state


_STRUCTURED: Final = {"stages", "stores", "progress", "frames", "intents", "resumptions"}
_PLAIN: Final = [f.name for f in fields(ExecutionState) if f.name not in _STRUCTURED]


def _members(value: Any) -> dict[str, Any]:
    return {f.name: getattr(value, f.name) for f in fields(value)}


def _frame_to_json(frame: FrameState) -> dict[str, Any]:
    data: dict[str, Any] = {"done": frame.done}
    if frame.rewinds:
        data["rewinds"] = frame.rewinds
    if frame.grouped:
        data["grouped"] = True
    if frame.variables:
        data["variables"] = marked_all(frame.variables)
    if frame.response is not ABSENT:
        data["response"] = marked(frame.response)
    if frame.loops:
        data["loops"] = [
            {**_members(loop), "step": step, "ahead": sorted(loop.ahead)}
            for step, loop in frame.loops.items()
        ]
    if frame.pages:
        data["pages"] = [{**_members(page), "step": step} for step, page in frame.pages.items()]
    if frame.arms:
        data["arms"] = [
            {
                **_members(arm),
                "step": step,
                "bindings": marked_all(arm.bindings),
            }
            for step, arm in frame.arms.items()
        ]
    if frame.children:
        data["children"] = [
            {"step": step, "frames": sorted(children)}
            for step, children in frame.children.items()
            if children
        ]
    return data


def _frame_from_json(data: dict[str, Any]) -> FrameState:
    frame = FrameState(
        done=data["done"], rewinds=data.get("rewinds", 0), grouped=data.get("grouped", False)
    )
    frame.variables = _values(data.get("variables", {}))
    if "response" in data:
        frame.response = restore(data["response"])
    for loop in data.get("loops", ()):
        step = loop.pop("step")
        for name in ("keys", "values"):
            loop[name] = restore(loop[name])
        frame.loops[step] = LoopState(**{**loop, "ahead": set(loop["ahead"])})
    for page in data.get("pages", ()):
        step = page.pop("step")
        page["chunks"] = [restore(chunk) for chunk in page["chunks"]]
        frame.pages[step] = PageProgress(**page)
    for arm in data.get("arms", ()):
        step = arm.pop("step")
        frame.arms[step] = ArmState(**{**arm, "bindings": _values(arm["bindings"])})
    for child in data.get("children", ()):
        frame.children[child["step"]] = set(child["frames"])
    return frame


def _values(data: dict[str, Any]) -> dict[str, Any]:
    return {name: restore(value) for name, value in data.items()}
