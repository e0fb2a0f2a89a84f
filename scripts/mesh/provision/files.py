"""Files that others read while they are replaced."""

import os
from pathlib import Path


def put(path: Path, content: bytes, mode: int) -> None:
    """Puts a file in place whole, with its mode from the first moment."""
    temporary = path.with_name(f".{path.name}")
    temporary.unlink(missing_ok=True)
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT, mode), "wb") as file:
        file.write(content)
    temporary.replace(path)
