"""Folder: the only room that opens a path. `matrix` reads what people write, `outputs` publishes what we write."""
