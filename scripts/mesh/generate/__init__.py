"""Writes everything under `generated/`."""
