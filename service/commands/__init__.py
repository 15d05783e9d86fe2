"""The command line: what a person types, and what is printed in return.

In: arguments and flags.
Out: lines for a person, or one JSON document; and an exit code.
Unknown here: how questions are answered, and what happens inside the server.
"""
