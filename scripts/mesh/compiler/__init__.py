"""Descriptors and topology in, Envoy configuration out. Pure functions over a parsed model."""
