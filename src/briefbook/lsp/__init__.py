"""What an editor asks while a page is written: what is wrong, which item is meant, what it says, where it stands."""
