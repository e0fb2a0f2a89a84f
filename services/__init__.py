"""The services of Mercado, and the runtime that they share."""
