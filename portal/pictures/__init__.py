"""Uploaded pictures: decoded, cut to sizes, stored, served."""
