"""The course of a plan's year: what came back, how far each task is, and its light."""
