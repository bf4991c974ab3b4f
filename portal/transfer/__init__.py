"""Whole sites in and out."""
