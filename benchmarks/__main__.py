"""Run every benchmark and print its table."""

from benchmarks import completion, editing, parser, pipeline

parser.report()
completion.report()
editing.report()
pipeline.report()
