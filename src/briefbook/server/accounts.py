"""User accounts: password hashes (Argon2) in a file beside the collection, login sessions in memory."""

import hashlib
import json
import secrets
import time
from dataclasses import dataclass, field
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from briefbook.errors import InputError
from briefbook.util.files import write_atomic

SESSION_HOURS = 12
"""Hours after its last use at which a session expires."""

MAX_FAILED_LOGINS = 5
"""Failed logins of one name after which it is locked out for ``LOCKOUT_SECONDS``."""

LOCKOUT_SECONDS = 60.0
MIN_PASSWORD_LENGTH = 12
"""Minimum number of characters of a password."""


@dataclass(slots=True)
class Accounts:
    """The accounts of a shared installation. Only password hashes are stored; sessions end with the server."""

    path: Path
    _hashes: dict[str, str] = field(default_factory=dict)
    _sessions: dict[str, tuple[str, float]] = field(default_factory=dict)  # hash of the token -> name, until
    _failed: dict[str, list[float]] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> "Accounts":
        """Read the accounts file.

        Args:
            path: The file, JSON; there are no accounts if it does not exist.

        Returns:
            The accounts.

        Raises:
            InputError: The file is not an accounts file.
        """
        try:
            rows = json.loads(path.read_text(encoding="utf-8"))
            return cls(path, {str(name): str(value) for name, value in rows["accounts"].items()})
        except FileNotFoundError:
            return cls(path)
        except (ValueError, KeyError, AttributeError, TypeError) as error:
            raise InputError(
                f"{path} is not an accounts file: {error}", remedy="delete it and create the accounts again."
            ) from error

    def __len__(self) -> int:
        return len(self._hashes)

    def add(self, name: str, password: str) -> None:
        """Create an account or change its password, and write the file.

        Args:
            name: The user's name, at most 100 characters.
            password: At least ``MIN_PASSWORD_LENGTH`` characters.

        Raises:
            InputError: The name is empty or too long, or the password too short.
        """
        if not name.strip() or len(name) > 100:
            raise InputError("an account needs a name", remedy="write --account NAME.")
        if len(password) < MIN_PASSWORD_LENGTH:
            raise InputError(
                f"the password has fewer than {MIN_PASSWORD_LENGTH} characters", remedy="choose a longer one."
            )
        self._hashes[name.strip()] = PasswordHasher().hash(password)
        write_atomic(self.path, json.dumps({"accounts": self._hashes}, indent=1, sort_keys=True) + "\n")
        self.path.chmod(0o600)

    def log_in(self, name: str, password: str) -> str | None:
        """Log in: the token of a new session; None if name or password is wrong, or the name is locked out."""
        now = time.monotonic()
        failed = [when for when in self._failed.get(name, ()) if now - when < LOCKOUT_SECONDS]
        if len(failed) >= MAX_FAILED_LOGINS:
            return None
        if not self._is_right(name, password):
            if len(self._failed) > 10_000:
                self._failed.clear()
            self._failed[name] = [*failed, now]
            return None
        self._failed.pop(name, None)
        self._sessions = {token_hash: session for token_hash, session in self._sessions.items() if session[1] > now}
        token = secrets.token_urlsafe(32)
        self._sessions[_hash_token(token)] = (name, now + SESSION_HOURS * 3600)
        return token

    def user_of(self, token: str) -> str | None:
        """The name of the user whose session a token is, or None; each use extends the session."""
        token_hash = _hash_token(token)
        name, until = self._sessions.get(token_hash, ("", 0.0))
        if until <= time.monotonic():
            return None
        self._sessions[token_hash] = (name, time.monotonic() + SESSION_HOURS * 3600)
        return name

    def log_out(self, token: str) -> None:
        """End a session."""
        self._sessions.pop(_hash_token(token), None)

    def _is_right(self, name: str, password: str) -> bool:
        stored_hash = self._hashes.get(name) or _DUMMY_HASH  # an unknown name takes as long as a wrong password
        try:
            return PasswordHasher().verify(stored_hash, password) and name in self._hashes
        except (VerificationError, InvalidHashError):
            return False


_DUMMY_HASH = PasswordHasher().hash(secrets.token_urlsafe(16))


def _hash_token(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
