"""Packages that are sent to the phone: what is in an archive, and which are taken."""

from __future__ import annotations

import random

import pytest

from openphone_gym.phone.phone import Phone
from openphone_gym.phone.shell import Budget, Files, run
from openphone_gym.phone.shell.archives import package_of
from openphone_gym.phone.shell.forwarding import PACKAGE
from tests.phone.shell.archive import archive


@pytest.mark.parametrize("utf8", [True, False])
@pytest.mark.parametrize("stored", [True, False])
def test_an_archive_tells_its_package(utf8, stored):
    assert package_of(archive("org.example.app", utf8=utf8, stored=stored)) == "org.example.app"


def test_what_is_broken_tells_nothing_and_costs_little():
    whole = archive(PACKAGE, stored=True)
    assert package_of(b"") == package_of(bytes(100)) == package_of(whole[:-1]) == ""
    chance = random.Random(5)
    with Budget(steps=10_000_000).charged():
        for _ in range(300):
            broken = bytearray(whole[100_000:])
            for _ in range(3):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
            assert isinstance(package_of(whole[:100_000] + bytes(broken)), str)


def test_only_the_forwarder_is_new_to_the_phone():
    phone, files = Phone.new(), Files()
    for name, package in (("a", PACKAGE), ("b", "org.example.app"), ("c", "us.zoom.videomeetings")):
        files.write(f"/data/local/tmp/{name}.apk", archive(package))
    path = f"pm path {PACKAGE}"
    assert run(phone, path, files) == ("", 1)
    assert run(phone, "pm install -r -t -g /data/local/tmp/a.apk", files) == ("Success\n", 0)
    assert run(phone, path, files) == (f"package:/data/app/{PACKAGE}/base.apk\n", 0)
    text, code = run(phone, "pm install /data/local/tmp/b.apk", files)
    assert ("INSTALL_FAILED_ABORTED" in text, code) == (True, 1)
    assert run(phone, "pm install /data/local/tmp/c.apk", files) == ("Success\n", 0)
    assert run(phone, "pm install /data/local/tmp/d.apk", files)[1] == 1
    assert run(phone, f"pm uninstall {PACKAGE}", files) == ("Success\n", 0)
    assert run(phone, path, files) == ("", 1)
