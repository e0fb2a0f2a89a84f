"""Runs the whole mesh on one machine, from the wheels of its environment."""
