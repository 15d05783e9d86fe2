"""`python -m service`: the whole `pincite` command."""

from service.commands.main import main

main()
