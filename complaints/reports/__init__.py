"""Reports of a region or an agency: what they say, and how that is written for a terminal, a page and paper."""
