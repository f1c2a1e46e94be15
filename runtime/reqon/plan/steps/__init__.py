"""One file per kind of step: the value it compiles to, and how. `plan.kinds` lists them."""
