"""`python -m index`: the index commands alone."""

from index.commands.index import main

main()
