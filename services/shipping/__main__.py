"""Serves shipping: `python -m services.shipping`."""

from services.runtime.serve import main
from services.shipping.app import app
from services.shipping.settings import Settings

if __name__ == "__main__":
    main("shipping", Settings.from_environment, app)
