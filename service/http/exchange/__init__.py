"""One exchange of a request and its response: its failures, limits, log, metrics and streaming.

In: what the doors and routes know of the request under way, and what they answer.
Out: responses in the shapes of the API, lines in the log, and metrics for Prometheus.
Unknown here: the doors and the routes.
"""
