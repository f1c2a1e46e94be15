"""One file per kind of step: how it runs. `engine.kinds` lists them."""
