"""The demo newspaper: stories written for it, and as many generated ones as are wanted."""

GENERATED_STORIES = 900  # as many as `portal demo` adds by default
