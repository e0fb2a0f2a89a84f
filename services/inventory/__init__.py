"""The inventory: how much there is of each product, and what is kept for whom."""
