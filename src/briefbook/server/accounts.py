"""Who may log in: names, roles and hashes of passwords in a file beside the collection, read by its owner alone."""

import contextlib
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from briefbook.errors import InputError
from briefbook.util.files import locked, write_atomic

SESSION_HOURS = 12
"""How long a session lasts without being used."""

RENEW_SECONDS = 600
"""A session that is older is signed anew when it is used."""

MAX_FAILED_LOGINS = 5
"""Wrong passwords of one name before it must wait."""

INVITATION_DAYS = 7
"""How long an invitation can be taken up; it is valid once."""

LOCKOUT_SECONDS = 60.0
MIN_PASSWORD_LENGTH = 12
"""Characters of a password."""

ROLE_NAMES = ("reader", "reader-of-drafts", "author", "curator", "keeper")
DEFAULT_ROLE = "curator"
"""Of an account that was given none."""


@dataclass(slots=True)
class Accounts:
    """The accounts of a shared installation.

    The file holds hashes of passwords only, and the key that signs sessions, so that these survive a restart. Roles may
    also be set for names without a password: those of users whom a proxy names. A session ends when its person logs
    out, is given another password, or is removed; a running server reads the file again when it has changed.
    """

    path: Path
    _hashes: dict[str, str] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    secret: str = ""
    _ended: dict[str, float] = field(default_factory=dict)  # id of a session -> until when its cookie would hold
    _invitations: dict[str, tuple[str, float]] = field(default_factory=dict)  # checksum of a key -> role, until when
    _failed: dict[str, list[float]] = field(default_factory=dict)
    _state: tuple[int, int] = (0, 0)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def read(cls, path: Path) -> "Accounts":
        """Read the accounts.

        Args:
            path: Their file; where there is none, there are no accounts.

        Returns:
            The accounts.

        Raises:
            InputError: The file is none of ours, or names a role that does not exist.
        """
        accounts = cls(path)
        accounts._load()
        return accounts

    def __len__(self) -> int:
        return len(self._hashes)

    def names(self) -> tuple[str, ...]:
        """Every name with a password or a role, in alphabetical order."""
        return tuple(sorted({*self._hashes, *self.roles}))

    def has_password(self, name: str) -> bool:
        """Can this name log in here?"""
        return name in self._hashes

    def current_roles(self) -> Mapping[str, str]:
        """The roles that were set, as the file now says."""
        self._reload()
        return self.roles

    def role_of(self, name: str) -> str:
        """The role of an account."""
        return self.roles.get(name, DEFAULT_ROLE)

    def add(self, name: str, password: str, role: str = "") -> None:
        """Make an account, or give it another password, which ends its sessions.

        Args:
            name: The name, as the journal will record it.
            password: At least ``MIN_PASSWORD_LENGTH`` characters.
            role: One of ``ROLE_NAMES``; empty leaves it as it is.

        Raises:
            InputError: Name, password or role is none.
        """
        name, password_hash = checked_name(name), _hash_of(password)
        with self._changed():
            self._hashes[name] = password_hash
            if role:
                self.roles[name] = _check_role(role)

    def invite(self, role: str) -> str:
        """Make an invitation, whose key lets its holder choose a name and a password, once, within a week.

        Args:
            role: The role that the account will have; one of ``ROLE_NAMES``.

        Returns:
            The key. The file holds only its checksum.

        Raises:
            InputError: There is no such role.
        """
        role, key = _check_role(role), secrets.token_urlsafe(32)
        with self._changed():
            now = time.time()
            self._invitations = {kept: row for kept, row in self._invitations.items() if row[1] > now}
            self._invitations[_checksum(key)] = (role, now + INVITATION_DAYS * 86_400)
        return key

    def open_invitations(self) -> list[tuple[str, float]]:
        """The invitations that can be taken up: role, and until when (seconds since 1970); the soonest to end first."""
        self._reload()
        return sorted((row for row in self._invitations.values() if row[1] > time.time()), key=lambda row: row[1])

    def withdraw_invitations(self) -> None:
        """Withdraw all invitations that were not taken up."""
        with self._changed():
            self._invitations = {}

    def invited_role(self, key: str) -> str | None:
        """The role that an invitation gives; None if there is none, or it was taken up or has run out."""
        self._reload()
        role, until = self._invitations.get(_checksum(key), ("", 0.0))
        return role if until > time.time() else None

    def accept_invitation(self, key: str, name: str, password: str) -> str:
        """Create the account of an invited person and end the invitation.

        Args:
            key: The invitation's key.
            name: A name that nobody has yet.
            password: At least ``MIN_PASSWORD_LENGTH`` characters.

        Returns:
            The name, as the journal will record it.

        Raises:
            InputError: The invitation does not hold, the name is none or in use, or the password is too short.
        """
        if self.invited_role(key) is None:
            raise InputError(_NOT_INVITED, remedy="ask for another.")
        name, password_hash = checked_name(name), _hash_of(password)
        with self._changed():
            role, until = self._invitations.get(_checksum(key), ("", 0.0))
            if until <= time.time():  # somebody took it up meanwhile
                raise InputError(_NOT_INVITED, remedy="ask for another.")
            if name.casefold() in {taken.casefold() for taken in self.names()}:
                raise InputError(f"the name {name!r} is in use", remedy="choose another.")
            del self._invitations[_checksum(key)]
            self._hashes[name], self.roles[name] = password_hash, role
        return name

    def keep_secret(self) -> None:
        """Write a key into a file that has none, as those of earlier versions, so that sessions survive a restart."""
        if not self.secret:
            with self._changed():
                pass  # writing makes it

    def set_role(self, name: str, role: str) -> None:
        """Give a role to an account, or to a user whom a proxy names; ``InputError`` if name or role is none."""
        name, role = checked_name(name), _check_role(role)
        with self._changed():
            self.roles[name] = role

    def remove(self, name: str) -> None:
        """Remove an account and its role, which ends its sessions; ``InputError`` if there is none."""
        if name not in self.names():
            raise InputError(f"there is no account {name!r}", remedy="see `briefbook accounts list`.")
        with self._changed():
            self._hashes.pop(name, None)
            self.roles.pop(name, None)

    def log_in(self, name: str, password: str) -> dict[str, Any] | None:
        """A new session; None if name or password is wrong, or wrong too often of late."""
        self._reload()
        now = time.monotonic()
        with self._lock:
            failed = [when for when in self._failed.get(name, ()) if now - when < LOCKOUT_SECONDS]
            if len(failed) >= MAX_FAILED_LOGINS:
                return None
            if len(self._failed) > 10_000:
                self._failed.clear()
            self._failed[name] = [*failed, now]  # before the password is looked at: many may ask at once
        if not self._is_right(name, password):
            return None
        self._failed.pop(name, None)
        return {"user": name, "id": secrets.token_urlsafe(12), "mark": self._mark(name), "at": int(time.time())}

    def user_of(self, session: Mapping[str, Any]) -> str | None:
        """Whose session this is; None if it has ended or is none."""
        name, number = str(session.get("user", "")), str(session.get("id", ""))
        if not name or not number:
            return None
        self._reload()
        if name not in self._hashes or number in self._ended or session.get("mark") != self._mark(name):
            return None
        return name

    def log_out(self, session: Mapping[str, Any]) -> None:
        """End a session, also for those who copied its cookie, and also after a restart."""
        if self.user_of(session) is None:
            return
        now = time.time()
        with self._changed():
            self._ended = {number: until for number, until in self._ended.items() if until > now}
            self._ended[str(session["id"])] = now + SESSION_HOURS * 3600

    def _mark(self, name: str) -> str:
        return hashlib.sha256(self._hashes[name].encode()).hexdigest()[:16]

    def _is_right(self, name: str, password: str) -> bool:
        stored_hash = self._hashes.get(name) or _DUMMY_HASH  # an unknown name takes as long as a wrong password
        try:
            return PasswordHasher().verify(stored_hash, password) and name in self._hashes
        except (VerificationError, InvalidHashError):
            return False

    @contextlib.contextmanager
    def _changed(self) -> Iterator[None]:
        """Read the file, apply a change, and write it, under a lock."""
        with self._lock, locked(self.path.with_name(f".{self.path.name}.lock")):
            self._load()
            yield
            self.secret = self.secret or secrets.token_hex(32)
            rows: dict[str, Any] = {
                "accounts": self._hashes,
                "roles": self.roles,
                "secret": self.secret,
                "ended": self._ended,
            }
            if self._invitations:
                rows["invitations"] = self._invitations
            write_atomic(self.path, json.dumps(rows, indent=1, sort_keys=True) + "\n", mode=0o600)
            self._state = _state(self.path)

    def _reload(self) -> None:
        if _state(self.path) != self._state:
            with self._lock:
                self._load()

    def _load(self) -> None:
        state = _state(self.path)
        try:
            rows = json.loads(self.path.read_text(encoding="utf-8"))
            hashes = {_plain(name): _plain(value) for name, value in rows["accounts"].items()}
            roles = {str(name): _check_role(str(role)) for name, role in rows.get("roles", {}).items()}
            ended = {str(number): float(until) for number, until in rows.get("ended", {}).items()}
            invitations = {
                str(kept): (_check_role(str(role)), float(until))
                for kept, (role, until) in rows.get("invitations", {}).items()
            }
            secret = str(rows.get("secret", ""))
        except FileNotFoundError:
            hashes, roles, ended, invitations, secret = {}, {}, {}, {}, self.secret
        except (ValueError, KeyError, AttributeError, TypeError, OverflowError, RecursionError) as error:
            raise InputError(
                f"{self.path} is not an accounts file: {error}", remedy="delete it and create the accounts again."
            ) from error
        self._invitations = invitations
        self._hashes, self.roles, self._ended, self.secret, self._state = hashes, roles, ended, secret, state


_DUMMY_HASH = PasswordHasher().hash(secrets.token_urlsafe(16))


def _plain(value: object) -> str:
    """A text that can be written as UTF-8: half a character, which JSON can name, becomes a question mark."""
    return str(value).encode("utf-8", "replace").decode()


_NOT_INVITED = "this invitation was used, has run out, or is none"


def _hash_of(password: str) -> str:
    if len(password) < MIN_PASSWORD_LENGTH:
        raise InputError(f"the password has fewer than {MIN_PASSWORD_LENGTH} characters", remedy="choose a longer one.")
    return PasswordHasher().hash(password)


def _checksum(key: str) -> str:
    return hashlib.sha256(f"briefbook invitation {key}".encode("utf-8", "replace")).hexdigest()


def checked_name(name: str) -> str:
    """A name as an account has it, without blanks around it.

    Raises:
        InputError: It is empty, too long, or has characters that cannot be printed.
    """
    name = name.strip()
    if not name or len(name) > 100 or not name.isprintable():
        raise InputError("an account needs a name", remedy="write `briefbook accounts add NAME`.")
    return name


def _check_role(role: str) -> str:
    if role not in ROLE_NAMES:
        raise InputError(f"there is no role {role!r}", remedy=f"the roles are {', '.join(ROLE_NAMES)}.")
    return role


def _state(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except FileNotFoundError:
        return (0, 0)
    return (stat.st_mtime_ns, stat.st_size)
