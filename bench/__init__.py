"""Measurements on generated graphs: `make bench`. Nothing here is imported by the packages."""
