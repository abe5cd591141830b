"""The files of deploy/ agree with each other, and none of them lets a visitor name himself."""

import re
from pathlib import Path

import yaml

DEPLOY = Path(__file__).parents[1] / "deploy"
SOCKET = "/run/briefbook/site.sock"


def text_of(name):
    return "\n".join(
        row for row in (DEPLOY / name).read_text(encoding="utf-8").splitlines() if not row.strip().startswith("#")
    )


def test_the_service_and_every_proxy_mean_one_socket():
    names = ("briefbook.service", "nginx.conf", "Caddyfile", "apache.conf")
    assert {name: re.findall(r"/[\w/]+\.sock", text_of(name)) for name in names} == {
        "briefbook.service": [SOCKET],
        "nginx.conf": [SOCKET, SOCKET],
        "Caddyfile": ["/" + SOCKET, "/" + SOCKET],
        "apache.conf": [SOCKET],
    }


def test_no_proxy_passes_on_a_name_that_a_visitor_gives():
    locations = re.findall(r"location [^{]*\{[^}]*\}", text_of("nginx.conf"))
    named = [re.findall(r"Remote-User (\S+);", location) for location in locations]
    assert named == [['""'], ["$remote_user"]]
    assert "auth_basic_user_file" in locations[1]
    caddy = re.findall(r"header_up (-?Remote-User[^\n]*)", text_of("Caddyfile"))
    assert caddy == ["Remote-User {http.auth.user.id}", "-Remote-User"]
    apache = text_of("apache.conf")
    assert apache.index("RequestHeader unset Remote-User early") < apache.index("<LocationMatch")
    assert "Require valid-user" in apache


def test_the_container_runs_as_nobody_in_particular_and_opens_no_desk():
    rows = text_of("Containerfile").splitlines()
    assert "USER 1000" in rows
    assert 'CMD ["-C", "/collection", "serve", "--public", "--host", "0.0.0.0", "--port", "8000"]' in rows
    assert any("--require-hashes" in row for row in rows)
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]
    assert services["briefbook"]["command"][2:4] == ["serve", "--public"]
    assert services["caddy"]["command"][3:] == ["cables.example.edu", "--to", "briefbook:8000"]
    assert "ports" not in services["briefbook"]
