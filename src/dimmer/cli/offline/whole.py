"""Files that are there wholly or not at all, also where the power is cut."""

import os
from pathlib import Path


def write_whole(file: Path, data: bytes, *, mode: int = 0o666) -> None:
    """Put these bytes in the file's place. When it returns they are on the disk, and so is that they are there.

    Args:
        mode: who may do what with it at most; whoever runs it may have set less (umask).
    """
    part = file.with_name(f".{file.name}.part")
    opened = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(opened, "wb") as written:
        os.fchmod(opened, os.fstat(opened).st_mode & mode)  # what was cut off may have had another
        written.write(data)
        written.flush()
        os.fsync(written.fileno())
    part.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
