"""Run every benchmark and print its table."""

from benchmarks import parser

parser.report()
