"""What is done by the clock: a file for each job, and the table of them."""
