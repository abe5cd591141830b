"""``python -m briefbook``."""

from briefbook.cli import main

main()
