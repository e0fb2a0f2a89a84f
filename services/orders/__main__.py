"""Serves orders: `python -m services.orders`."""

from services.orders.app import app
from services.orders.settings import Settings
from services.runtime.serve import main

if __name__ == "__main__":
    main("orders", Settings.from_environment, app)
