"""What is gathered once for all parts of a folder is what each would gather for itself."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from reqon_language import parse
from reqon_language.model import Project
from reqon_language.model.lent import NOTHING_LENT, Lent, lends
from reqon_language.model.parts import Parts
from reqon_language.model.types import join

TEXTS = (
    "schema Order { id: string }",
    "schema Order { id: number } schema Order { x: int } store orders: memory",
    'store orders: file("orders") let since = 3',
    'source Api from "api.yaml" { auth: none } transform T: Order -> Item { id: .id }',
    'source Api { auth: none, base: "https://a.example" } schema Item { order: Order }',
    'action Send { let total = 1 map 1 -> Item { id: "a" } store response -> orders }',
    "action Send { let since = 1 }",
    "dataset D { rows: 3 } schema Item { id: number }",
    "",
)
FILES = st.lists(st.sampled_from(TEXTS), min_size=1, max_size=6)
SPECS: dict[str, dict[str, Any]] = {"api.yaml": {"openapi": "3.1.0"}}


@given(FILES)
def test_a_part_gets_what_each_other_part_gives(texts: list[str]) -> None:
    """The first part that declares a name counts, and nothing of its own comes back to it."""
    gives = {f"{number}.vague": lends(parse(t).program, SPECS) for number, t in enumerate(texts)}
    parts = Parts(gives)
    for path in gives:
        wanted = NOTHING_LENT
        for other, given_ in gives.items():
            if other != path:
                wanted = wanted.union(given_)
        found = parts.beside(path)
        assert (found.names, found.specs, found.folder) == (
            wanted.names,
            wanted.specs,
            wanted.folder,
        )
        assert first_of_each(found) == first_of_each(wanted)


def first_of_each(lent: Lent) -> dict[tuple[type, str], object]:
    """What each name means; of two declarations in one file the earlier one counts."""
    return {(type(node), node.name.text): node for node in reversed(lent.declarations)}


def test_what_all_parts_see_is_made_once() -> None:
    """A part that declares a name anew sees something else; it alone."""
    texts = {f"m/{n}.vague": f"schema Row{n} {{ id: string }} let x{n} = {n}" for n in range(5)}
    texts["m/mission.vague"] = "mission M { let y = 1 }"
    project = Project("m/mission.vague").with_files({p: parse(t) for p, t in texts.items()})
    made = declared(project)
    assert len(set(made.values())) == 1
    again = project.with_file("m/4.vague", parse("schema Row0 { id: number } let x4 = 4"))
    others = {path: one for path, one in declared(again).items() if path != "m/4.vague"}
    assert len(set(others.values())) == 1
    assert declared(again)["m/4.vague"] not in others.values()


def declared(project: Project) -> dict[str, int]:
    """Which object tells each file what is declared."""
    return {path: id(file.model.types.sections[0].declared) for path, file in project.files.items()}


def test_a_store_that_many_fill_holds_what_all_others_put_into_it() -> None:
    """Parts that put the same into it count once, and a part does not get its own back."""
    steps = ["1 -> A", "1 -> B", "1 -> A", "1 -> C"]
    texts = {
        f"m/{n}.vague": f'action F{n} {{ map {step} {{ id: "a" }} store response -> s }}'
        for n, step in enumerate(steps)
    }
    texts["m/mission.vague"] = (
        "mission M { store s: memory schema A { id: string } schema B { id: string } "
        "schema C { id: string } action R { for one in s { let x = one.id } } run R }"
    )
    project = Project("m/mission.vague").with_files({p: parse(t) for p, t in texts.items()})
    own = {path: [*project.model(path).types.stored("s", None)] for path in texts}
    for path in texts:
        others = [of for other, types in own.items() if other != path for of in types]
        assert project.stored(path, "s") == join(*others)
