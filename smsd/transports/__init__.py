"""What carries SMS: one file per transport, each of the shape told in `base`."""
