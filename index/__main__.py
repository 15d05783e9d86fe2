"""`python -m index`: the index commands without the service."""

from index.commands.index import main

main()
