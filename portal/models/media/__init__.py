"""Images, their renditions, and where they are used."""
