"""A package by name: some libraries install a top-level ``tests`` of their own, which a bare folder would lose to."""
