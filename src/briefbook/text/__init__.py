"""What every stage knows of typed telegrams: dates, posts, vocabulary, time zones, confused letters, words."""
