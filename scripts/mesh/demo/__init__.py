"""A walk through the market, against a mesh that runs."""
