"""The file that is being typed in, and what a declaration of it would be with a word more."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from reqon_language.features.completion.outside import Outside
from reqon_language.model import FileModel
from reqon_language.model.body import facts_of
from reqon_language.model.facts import BodyFacts
from reqon_language.model.file import Body
from reqon_language.model.inference import Environment, Typed
from reqon_language.model.inference_bodies import infer_body
from reqon_language.model.types import ANY
from reqon_language.syntax import ast, parse

_IN_MISSION = "mission _ {\n"


@dataclass(frozen=True, slots=True)
class Mended:
    """The types of a declaration as it would be; `offset` is where its places count from."""

    typed: Typed
    offset: int


@dataclass(frozen=True, slots=True)
class File:
    """A file, its model, and what is known of other files."""

    model: FileModel
    text: str
    outside: Outside

    def mended(self, start: int, end: int, inserted: str) -> Mended | None:
        """Return the types of the declaration around `start` with `[start, end)` replaced.

        A dot without a name may cost a whole statement its shape, and with it what `.` reads
        from; with a name behind it all is known. Only this declaration is read again.
        """
        model = self.model
        index = bisect_right(model.bodies, start, key=lambda body: body.extent.start) - 1
        if index < 0:
            return None
        body = model.bodies[index]
        first = body.extent.start
        margin = self.text[self.text.rfind("\n", 0, first) + 1 : first]
        before = _IN_MISSION if body.mission is not None else ""
        before += margin if margin.isspace() else ""
        after = self.text[end : max(body.extent.end, end)]
        program = parse(before + self.text[first:start] + inserted + after).program
        found = _declaration_at(program, len(before) + start - first)
        if found is None:
            return None
        facts = facts_of(found.node, body.names)
        typed = infer_body(
            found.node,
            facts,
            self._around(body, facts),
            recording=True,
            last_run=model.steps_seen(found.node, body.mission),
        )
        return Mended(typed, found.offset - len(before) + first)

    def _around(self, body: Body, facts: BodyFacts) -> Environment:
        """Return what a declaration reads that may begin to read another store than before."""
        kept = self.model.seen.of(body).environment
        stores = {
            store.name: self.model.stored_type(store, self.outside.stored(store.name))
            for store in self.model.declarations("store")
            if store.mission in (body.mission, None)
        }
        for reference in facts.references:
            name = reference.name
            if reference.kind == "store" and not {name} & (stores.keys() | kept.stores.keys()):
                stores[name] = self.outside.stored(name) or ANY
        return Environment(kept.declared, {**stores, **kept.stores}, kept.variables)


def _declaration_at(program: ast.Program, offset: int) -> ast.Placed[ast.FileItem] | None:
    """Return the last declaration of a small text that begins before `offset`."""
    found: ast.Placed[ast.FileItem] | None = None
    for item in program.items:
        if isinstance(item.node, ast.Mission):
            for member in item.node.members:
                at = item.offset + member.offset
                if at + member.node.span.start <= offset:
                    found = ast.Placed(at, member.node)
        elif item.offset + item.node.span.start <= offset:
            found = item
    return found
