"""Random projects that name the same few fields and schemas in as many ways as there are.

But for one: an object without a schema that went through a variable is known by its shape alone,
and its fields cannot be told from those of another.
"""

from __future__ import annotations

from hypothesis import strategies as st

FIELDS = ("id", "total", "address", "lines")
SCHEMAS = ("Order", "Line", "Base")
NAMES = (*FIELDS, *SCHEMAS, "kept", "Clean", "made", "one", "Work")

_field = st.sampled_from(FIELDS)
_schema = st.sampled_from(SCHEMAS)
_STEPS = (
    "map response -> {X} {{ {f}: .{g}, {g}: {{ {h}: 1 }} }}",
    "map response -> {X} {{ {f} }}",
    'map response -> {X} {{ lines: [{{ {f}: 1 }}, {{ "{g}": 2 }}] }}',
    "let made = response.{f}",
    "let made = response.{f}.{g} + response.{h}",
    "let made = [response] where {f} == 1 and .{g} > 2",
    "store response -> kept {{ key: .{f} }}",
    'for one in kept where .{f} == 1 {{ get "/x/{{one.{g}}}" let made = one.{h} }}',
    "match response {{ {X} where .{f} == 1 -> skip, {{ {g}: made }} -> abort made, _ -> skip }}",
    "match response {{ {{ address: {{ {f} }} }} -> abort {f}, {{ {g} }} -> abort {g}, _ -> skip }}",
    "for one in response.lines {{ let made = one.{f} clear kept }}",
    "apply Clean to response as made let one = made.{f}",
)


@st.composite
def _schemas(draw: st.DrawFn) -> str:
    fields = {
        "id": "string",
        "total": "number",
        "address": draw(st.sampled_from(["Base", "{ id: string, total: number }"])),
        "lines": "array<Line>",
    }
    base = draw(st.sampled_from(["", "...Base, "]))
    chosen = draw(st.lists(_field, min_size=1, max_size=4, unique=True))
    order = ", ".join(f"{name}: {fields[name]}" for name in chosen)
    return (
        "schema Base { id: string, total: number }\n"
        "schema Line { id: string, total: number }\n"
        f"schema Order {{ {base}{order} }}\n"
    )


@st.composite
def _action(draw: st.DrawFn, name: str) -> str:
    steps = [
        template.format(X=draw(_schema), f=draw(_field), g=draw(_field), h=draw(_field))
        for template in draw(st.lists(st.sampled_from(_STEPS), min_size=1, max_size=5))
    ]
    first = draw(st.sampled_from(["map response -> Order { id: 1 }", 'get "/orders"']))
    inside = "\n".join([first, *steps])
    return f"action {name} {{\n{inside}\n}}\n"


@st.composite
def _members(draw: st.DrawFn) -> str:
    transform = "transform Clean: {X} -> {Y} {{ {f}: .{g}, {g} }}\n".format(
        X=draw(_schema), Y=draw(_schema), f=draw(_field), g=draw(_field)
    )
    return 'store kept: memory("kept")\n' + transform


@st.composite
def projects(draw: st.DrawFn) -> dict[str, str]:
    """Return the texts of a file alone, of files that import, or of a mission folder."""
    source = 'source Api { auth: none, base: "https://a.example" }\n'
    schemas, members, work = draw(_schemas()), draw(_members()), draw(_action("Work"))
    run = "run Work\n"
    layout = draw(st.sampled_from(["alone", "apart", "imports", "folder"]))
    if layout == "alone":
        return {"a.vague": f"mission A {{\n{source}{schemas}{members}{work}{run}}}\n"}
    if layout == "apart":
        own = f"{source}{members}{work}{run}"
        other = draw(_schemas()) + draw(_members()) + draw(_action("Work"))
        text = f"mission A {{\n{schemas}{own}}}\nmission B {{\n{source}{other}{run}}}\n"
        return {"a.vague": text}
    if layout == "folder":
        return {
            "mission.vague": f"mission A {{\n{source}{run}}}\n",
            "schemas/all.vague": schemas,
            "stores.vague": members,
            "work.vague": work,
            "more.vague": draw(_action("More")),
        }
    texts = {"types.vague": schemas}
    for path in ("a.vague", "b.vague"):
        names = draw(st.lists(_schema, min_size=1, max_size=3, unique=True))
        brought = f'import {{ {", ".join(names)} }} from "./types.vague"\n'
        own = f"{source}{draw(_members())}{draw(_action('Work'))}{run}"
        texts[path] = f"{brought}mission {path[0].upper()} {{\n{own}}}\n"
    return texts
