"""Pictures: the networks and bars of a plan as shapes in plain coordinates."""
