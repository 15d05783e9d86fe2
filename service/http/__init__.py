"""The service over HTTP: the application, the server that runs it, and its OpenAPI schema.

In: requests over HTTP, and the parts that `service.wiring` puts together.
Out: answers, pages, and failures in one shape.
Unknown here: how a question is answered, and anything about the terminal.
"""
