"""Public names of a package that are loaded on first use, so that no command waits for what it does not need."""

import importlib
import sys
from collections.abc import Mapping
from typing import Any


def loaded_on_use(package: str, homes: Mapping[str, str], name: str) -> Any:
    """What a public name of a package stands for; the package's ``__getattr__`` asks once for each name.

    Args:
        package: The package's full name.
        homes: For each public name the module of the package that defines it.
        name: The name.

    Raises:
        AttributeError: It is none of the package's names.
    """
    if name not in homes:
        raise AttributeError(f"module {package!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{package}.{homes[name]}"), name)
    setattr(sys.modules[package], name, value)
    return value
