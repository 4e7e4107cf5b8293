"""What deploy/assemble makes of what a container's build sees: the content of the image, started as a container would."""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from relevo_process import ROOT, RelevoProcess, copy_sources

NOBODY = 65532
# Without the base image, which adds some 20.
LIMIT_MB = 150


class LauncherTest(unittest.TestCase):
    def test_a_link_to_it_starts_what_lies_beside_it(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="with blank "))
        self.addCleanup(shutil.rmtree, folder)
        java = folder / "opt/runtime/bin/java"
        java.parent.mkdir(parents=True)
        java.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
        java.chmod(0o755)
        shutil.copy2(ROOT / "deploy/launcher", folder / "opt/relevo")
        (folder / "link").symlink_to("opt/relevo")
        started = subprocess.run([folder / "link", "a b"], cwd=folder, capture_output=True, text=True, timeout=60)
        self.assertEqual(["a b"], started.stdout.splitlines()[-1:], started.stderr)
        self.assertIn(f"{folder}/opt/relevo.jar\n", started.stdout)


class AssembleTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(dir="/var/tmp"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.folder.chmod(0o755)
        cls.place = cls.folder / "opt/relevo"
        seen = re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE)
        copy_sources(seen, cls.folder / "source")
        subprocess.run([cls.folder / "source/deploy/assemble", cls.place], check=True, timeout=600)

    def setUp(self):
        self.work = pathlib.Path(tempfile.mkdtemp(dir=self.folder))
        self.other_user = {}
        if os.geteuid() == 0:
            os.chown(self.work, NOBODY, NOBODY)
            self.other_user = {"user": NOBODY, "group": NOBODY, "extra_groups": []}

    def run_relevo(self, *arguments, **environment):
        return [self.place / "relevo", *arguments], {
            "cwd": self.work,
            "env": {"PATH": "/usr/bin:/bin", **environment},
            **self.other_user,
        }

    def test_it_answers_and_reports_its_health_as_a_user_without_rights(self):
        command, options = self.run_relevo("--port", "0")
        with RelevoProcess(command, **options) as relevo:
            self.assertIn("hello?", relevo.chat())
            self.assertTrue(relevo.chat(stream=True).endswith("data: [DONE]\n\n"))
            self.assertIn("openapi:", relevo.get("/openapi.yaml"))
            port = relevo.url.rpartition(":")[2]
            self.assertEqual(0, self.health(port))
            self.assertEqual(0, relevo.stop(), relevo.output)
        self.assertNotEqual(0, self.health(port))

    def health(self, port):
        command, options = self.run_relevo("health", "--port", port)
        return subprocess.run(command, **options, capture_output=True, timeout=60).returncode

    def test_with_the_images_environment_it_makes_a_key_and_asks_for_it(self):
        command, options = self.run_relevo(HOST="0.0.0.0", RELEVO_GENERATE_KEY="1", PORT="0")
        with RelevoProcess(command, **options) as relevo:
            self.assertIn("auto", relevo.get("/v1/models", Authorization=f"Bearer {self.made_key(relevo)}"))
            with self.assertRaisesRegex(OSError, "401"):
                relevo.get("/v1/models")
            self.assertEqual(0, relevo.stop(), relevo.output)

    def made_key(self, relevo):
        self.assertTrue(relevo.url)
        found = re.search(r"relevo-[\w-]{43}", (self.work / ".relevo/access-key").read_text())
        self.assertTrue(found)
        return found.group()

    def test_its_size_leaves_room_for_a_base_image(self):
        files = [path for path in self.place.rglob("*") if path.is_file() and not path.is_symlink()]
        size = sum(path.stat().st_size for path in files) / 1e6
        print(f"deploy/assemble: {size:.0f} MB")
        self.assertLess(size, LIMIT_MB)

    def test_the_aot_cache_is_the_one_that_is_used(self):
        options = ["-XX:AOTMode=on", "-Xlog:class+load=info:file=/dev/stdout", f"-XX:AOTCache={self.place}/relevo.aot"]
        java = [self.place / "runtime/bin/java", f"@{self.place}/jvm.options", *options]
        loaded = subprocess.run(
            [*java, "-jar", self.place / "relevo.jar", "--version"], capture_output=True, text=True, timeout=60
        ).stdout
        self.assertRegex(loaded, r"dev\.relevo\.Main source: shared objects file")


if __name__ == "__main__":
    unittest.main()
