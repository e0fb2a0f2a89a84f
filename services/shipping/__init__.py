"""Shipping: the parcels of confirmed orders, and where they are."""
