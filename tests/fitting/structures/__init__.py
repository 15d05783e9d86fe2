"""Documents whose meaning stands in their shape, made up by chance, and questions about them.

Of a changelog, a list below "Not included", hours by the day of the week and a table without the
row that is asked about, people write few in collections that anybody may learn from.
"""
