"""Settings and their loader, and the shipped data: regions, agencies, topics, texts."""
