"""Files of a made-up site that tests publish."""


def write(folder, **files):
    """Write files by names in which ``__`` stands for a slash and ``_`` for a full stop."""
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
