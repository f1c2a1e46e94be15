"""Option blocks and words of the language, each listed once.

The checker, completion, hover and the documentation read these tables; a word or an option
that is not here does not exist. Nothing here judges or resolves: see `rules/` and `model/`.
Source: language specification 1.8 and 2.2-2.5, durability 1.3 and 4.
"""
