"""Run every benchmark and print its table."""

from benchmarks import editing, parser, pipeline

parser.report()
editing.report()
pipeline.report()
