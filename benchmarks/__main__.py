"""Run every benchmark and print its table."""

from benchmarks import completion, editing, folder, parser, pipeline

parser.report()
completion.report()
editing.report()
pipeline.report()
folder.report()
