"""Every page held against the HTML standard by the Nu checker, where its jar is at hand (VNU_JAR names it)."""

import json
import os
import shutil
import subprocess

import pytest
from made_up import archive

from briefbook.site.build import build_site

JAR = os.environ.get("VNU_JAR", "")


@pytest.mark.skipif(
    not (JAR and shutil.which("java")), reason="VNU_JAR does not name the Nu checker, or there is no Java"
)
def test_every_page_is_valid_html(tmp_path):
    site = tmp_path / "site"
    build_site(archive(site_search="never", site_address="https://example.org/book"), site)
    pages = [str(path) for path in sorted(site.rglob("*.html"))]
    command = ["java", "-jar", JAR, "--format", "json", *pages]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=False, timeout=300).stderr)
    assert [(one["url"].rpartition("/")[2], one["message"]) for one in told["messages"]] == []
