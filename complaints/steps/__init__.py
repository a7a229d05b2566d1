"""The steps of a complaint, from opening to closing, and what each of them changes."""
