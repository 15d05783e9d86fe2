"""`python -m index`: the index commands alone."""

from index.cli import main

main()
