"""Payments: money that is promised, taken and given back, and a ledger of it."""
