"""Text to meaning. Pure: no storage, no clock, no I/O."""
