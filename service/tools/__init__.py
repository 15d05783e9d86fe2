"""Pincite as tools for agents, by the Model Context Protocol (https://modelcontextprotocol.io).

In: calls of tools and reads of resources, over standard input and output or over HTTP.
Out: structured results, a text beside each that reads well, and errors in plain sentences.
Unknown here: how answers come about, who may ask over HTTP, and what the agent makes of a result.
"""
