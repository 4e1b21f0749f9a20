"""REST: the catalogue of operations over HTTP, for a team's server and for one user's engine alike.

`app.py` makes the application from the catalogue, `guard.py` lets in what may come in,
`answering.py` does one call, `events.py` tells how far a long one is, `problems.py` writes what went
wrong, `document.py` describes it all as OpenAPI. `command.py` is `promptwell serve`.
"""
