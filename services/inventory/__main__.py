"""Serves the inventory: `python -m services.inventory`."""

from services.inventory.app import app
from services.inventory.settings import Settings
from services.runtime.serve import main

if __name__ == "__main__":
    main("inventory", Settings.from_environment, app)
