"""The tree-sitter parser, built from the committed C files."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "grammars" / "tree-sitter-vague"


@pytest.fixture(scope="session")
def vague_language(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Compile parser.c and scanner.c and load them."""
    tree_sitter = pytest.importorskip(
        "tree_sitter", reason="the Python binding `tree-sitter` is not installed"
    )
    compiler = shutil.which("gcc")
    if compiler is None:
        pytest.skip("there is no gcc to build the tree-sitter parser with")
    library = tmp_path_factory.mktemp("tree-sitter") / "vague.so"
    sources = [str(FOLDER / "src" / name) for name in ("parser.c", "scanner.c")]
    flags = ["-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC"]
    subprocess.run(
        [compiler, *flags, "-I", str(FOLDER / "src"), *sources, "-o", str(library)], check=True
    )
    entry = ctypes.CDLL(str(library)).tree_sitter_vague
    entry.restype = ctypes.c_void_p
    new_capsule = ctypes.pythonapi.PyCapsule_New
    new_capsule.restype = ctypes.py_object
    new_capsule.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
    return tree_sitter.Language(new_capsule(entry(), b"tree_sitter.Language", None))
