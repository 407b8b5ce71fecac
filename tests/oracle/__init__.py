"""Oracle: a second, plain implementation of every number, from the JSON of `read`, the registry and the settings.

Only `worlds`, `year` and `course` run the program; what recomputes (`loads`, `overlap`, `progress`, `marks`, …) and
what reads the written files (`readers`) knows nothing of its code. Values are looked up by header names and ids, never
by where a cell stands.
"""
