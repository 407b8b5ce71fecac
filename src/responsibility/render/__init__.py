"""Render: views to the bytes a program opens."""
