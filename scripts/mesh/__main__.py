"""The `mesh` command, as a module: `python -m scripts.mesh`."""

from scripts.mesh.cli import app

if __name__ == "__main__":
    app()
