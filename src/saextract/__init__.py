"""Turns landlords' self-assessments against the Complaint Handling Code into a dataset."""

__version__ = "0.1.0"
