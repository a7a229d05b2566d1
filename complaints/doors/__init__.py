"""Other doors: complaints that come from other systems in files, and go to them."""
