"""Serves the payments: `python -m services.payments`."""

from services.payments.app import app
from services.payments.settings import Settings
from services.runtime.serve import main

if __name__ == "__main__":
    main("payments", Settings.from_environment, app)
