"""An address that fsspec knows, such as ``s3://bucket/path`` -> its file system and the folder there."""

from typing import Any
from urllib.parse import urlsplit

from briefbook.errors import InputError, OutsideError


def file_system_of(address: str) -> tuple[Any, str]:
    """The file system of an address, and the path in it.

    Args:
        address: ``s3://bucket/path``, ``webdav://…``, ``file:///path`` and so on.

    Raises:
        OutsideError: The package fsspec, or the one that it needs for this address, is not installed.
        InputError: fsspec knows no such address.
    """
    try:
        import fsspec  # type: ignore[import-untyped,unused-ignore]
    except ImportError as error:
        scheme = urlsplit(address).scheme
        remedy = f"pip install fsspec, and what it names for {scheme}: s3fs for s3, gcsfs for gs, adlfs for az."
        raise OutsideError(f"{address} needs the package fsspec", remedy=remedy) from error
    try:
        system, folder = fsspec.core.url_to_fs(address)
    except ImportError as error:
        raise OutsideError(f"{address}: {error}", remedy="install the package that it names.") from error
    except ValueError as error:
        raise InputError(f"{address}: {error}", remedy="fsspec knows no such address.") from error
    return system, folder
