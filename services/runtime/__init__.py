"""What every service shares. It knows no service.

From the outside in: `serve` runs a server, `interceptors` wraps its methods,
`database` reaches PostgreSQL, `dial` reaches other services.
"""
