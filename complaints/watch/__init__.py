"""What nobody may overlook: the ladder, alerts of danger, the last door."""
