"""What officers text and are told: their lists, orders, codes and posts."""
