"""Files that are there wholly or not at all, also where the power is cut."""

import os
from pathlib import Path


def write_whole(file: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Put these bytes in the file's place. When it returns they are on the disk, and so is that they are there."""
    part = file.with_name(f".{file.name}.part")
    part.unlink(missing_ok=True)  # what was cut off may have had another mode
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as written:
        written.write(data)
        written.flush()
        os.fsync(written.fileno())
    part.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
