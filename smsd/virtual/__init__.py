"""An AT modem with its SIM and its network on a pseudo-terminal, for the demo and the tests."""
