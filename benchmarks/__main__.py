"""Run every benchmark and print its table."""

from benchmarks import parser, pipeline

parser.report()
pipeline.report()
