"""Serves the accounts: `python -m services.accounts`."""

from services.accounts.app import app
from services.accounts.settings import Settings
from services.runtime.serve import main

if __name__ == "__main__":
    main("accounts", Settings.from_environment, app)
