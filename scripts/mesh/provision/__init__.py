"""What a mesh has to be given before its first request: credentials, databases, products.

The local runner calls it; in containers each step is a job of its own (`python -m
scripts.mesh.provision`), for which it needs no more than the services themselves do.
"""
