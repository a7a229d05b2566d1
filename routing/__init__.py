"""Complaint to agency. Pure: no storage, no clock, no I/O."""
