"""The demo newspaper: stories written for it, and as many composed ones as are wanted."""

COMPOSED = 900
