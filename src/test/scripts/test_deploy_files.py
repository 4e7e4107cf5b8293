"""The files that other programs read: each is one that its program takes."""

import pathlib
import re
import shutil
import subprocess
import tempfile
import tomllib
import unittest

import yaml

from relevo_process import ROOT


class DeployFilesTest(unittest.TestCase):
    def test_compose_publishes_on_loopback_alone_and_keeps_the_state(self):
        service = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]["relevo"]
        self.assertEqual(["127.0.0.1:3000:3000"], service["ports"])
        self.assertIn("state:/relevo/.relevo", service["volumes"])

    def test_kubernetes_runs_it_without_rights_and_asks_routes_that_there_are(self):
        _, deployment, _ = yaml.safe_load_all((ROOT / "deploy/kubernetes.yaml").read_text())
        container = deployment["spec"]["template"]["spec"]["containers"][0]
        self.assertTrue(container["securityContext"]["readOnlyRootFilesystem"])
        routes = re.findall(r"^  (/[^:]+):$", (ROOT / "openapi.yaml").read_text(), re.MULTILINE)
        for probe in ["startupProbe", "livenessProbe", "readinessProbe"]:
            self.assertIn(container[probe]["httpGet"]["path"], routes)

    def test_toml_files_can_be_read(self):
        self.assertEqual("./relevo", tomllib.loads((ROOT / "nixpacks.toml").read_text())["start"]["cmd"])
        self.assertEqual(3000, tomllib.loads((ROOT / "deploy/fly.toml").read_text())["http_service"]["internal_port"])

    @unittest.skipUnless(shutil.which("systemd-analyze"), "there is no systemd-analyze")
    def test_systemd_takes_the_unit(self):
        with tempfile.TemporaryDirectory() as folder:
            unit = pathlib.Path(folder) / "relevo.service"
            text = (ROOT / "deploy/relevo.service").read_text()
            unit.write_text(text.replace("=/opt/relevo/relevo ", "=/bin/true "))
            result = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, timeout=60)
            complaints = [line for line in result.stderr.splitlines() if "relevo.service" in line]
            self.assertEqual([], complaints)

    def test_the_image_is_healthy_by_relevo_health_and_runs_as_nobody(self):
        dockerfile = (ROOT / "Dockerfile").read_text()
        self.assertRegex(dockerfile, r'HEALTHCHECK --interval=30s .*CMD \["/opt/relevo/relevo", "health"\]')
        self.assertRegex(dockerfile, r"(?m)^USER 65532:65532$")


if __name__ == "__main__":
    unittest.main()
