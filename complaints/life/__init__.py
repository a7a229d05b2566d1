"""What a complaint is and what can become of it: pure tables and values, known to everybody."""
