"""Images, their renditions, and their uses."""
