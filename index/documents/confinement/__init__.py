"""Takes from a process whatever it does not need to read files.

In: limits of memory, time and output.
Out: what this system granted: limits, namespaces, Landlock, a filter of system calls.
Unknown here: what the process reads, and who asks it to.
"""
