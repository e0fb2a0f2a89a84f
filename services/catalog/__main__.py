"""Serves the catalog: `python -m services.catalog`."""

from services.catalog.app import app
from services.catalog.settings import Settings
from services.runtime.serve import main

if __name__ == "__main__":
    main("catalog", Settings.from_environment, app)
