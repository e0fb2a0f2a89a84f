"""What a visitor sees in a browser."""
