"""Until when, and at what hours: calendars, office hours and how a date comes about."""
