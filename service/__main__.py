"""`python -m service`: the whole `pincite` command."""

from service.cli import main

main()
