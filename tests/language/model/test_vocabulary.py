"""The option tables are consistent: what completion, checks and docs read makes sense."""

from __future__ import annotations

import pytest

from reqon_language.rules.shapes import wanted
from reqon_language.vocabulary.blocks import BLOCKS
from reqon_language.vocabulary.specs import OptionSpec

OPTIONS = [
    pytest.param(spec, id=f"{name} {spec.key}")
    for name, block in BLOCKS.items()
    for spec in block.options.values()
]


@pytest.mark.parametrize("spec", OPTIONS)
def test_an_option_is_documented_in_a_sentence(spec: OptionSpec) -> None:
    """Hover shows it as it is."""
    assert spec.doc[0].isupper()
    assert spec.doc.endswith(".")


@pytest.mark.parametrize("spec", OPTIONS)
def test_an_option_names_a_block_and_words_that_exist(spec: OptionSpec) -> None:
    """A block of options is one of ours, and an enumeration has words."""
    assert spec.block is None or spec.block in BLOCKS
    assert ("block" not in spec.shapes) or spec.block
    assert ("word" not in spec.shapes) or spec.words


@pytest.mark.parametrize("spec", OPTIONS)
def test_messages_can_say_what_an_option_wants(spec: OptionSpec) -> None:
    """Every shape has its phrase."""
    assert wanted(spec)
