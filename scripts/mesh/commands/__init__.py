"""What operators do with a running mesh: a module for each family of commands."""
