"""The system: the only rooms that touch the disk, the clock or another program."""
