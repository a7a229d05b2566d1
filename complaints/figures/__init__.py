"""How regions, agencies and senders stand, in figures."""
