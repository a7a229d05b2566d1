"""What an SMS is: values and arithmetic that every other room shares. Pure, imports no other room."""
