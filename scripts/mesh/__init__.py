"""The `mesh` tool: the configuration compiler, the local mesh, and its operations."""
