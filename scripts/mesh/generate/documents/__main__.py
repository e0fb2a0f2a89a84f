"""Checks the documents: python -m scripts.mesh.generate.documents."""

from scripts.mesh.generate.documents import main

main()
