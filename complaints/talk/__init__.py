"""What citizens text: from one SMS to what it does and the answer to it."""
