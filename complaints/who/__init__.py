"""Who is who: the office and its people, whose a complaint is, and from whom it is kept."""
