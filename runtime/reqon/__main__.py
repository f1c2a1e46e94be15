"""`python -m reqon`, the same as the `reqon` command."""

from reqon.cli import main

main()
