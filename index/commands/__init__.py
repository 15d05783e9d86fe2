"""The command line of the index; typer and rich are used here alone.

In: the arguments that a person types.
Out: lines or one JSON document on standard output, messages on standard error, an exit code.
Unknown here: how an index is built, stored or searched; the rooms below do that, without printing.
"""
