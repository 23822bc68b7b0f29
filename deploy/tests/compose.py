"""The compose file, as far as it can be checked without an engine: it is YAML, and nothing in it opens more than it must."""

import pathlib

import yaml

compose = yaml.safe_load((pathlib.Path(__file__).parent.parent / "compose.yaml").read_text())
desktop, database = compose["services"]["desktop"], compose["services"]["database"]
assert desktop["read_only"] and desktop["cap_drop"] == ["ALL"] and desktop["user"] == "65532:65532"
assert all("no-new-privileges:true" in one["security_opt"] for one in (desktop, database))
assert all(port.startswith("127.0.0.1:") for port in desktop["ports"]) and "ports" not in database
assert all("healthcheck" in one for one in (desktop, database))
assert desktop["depends_on"]["database"]["condition"] == "service_healthy"
assert {volume.split(":")[0] for volume in database["volumes"]} == set(compose["volumes"])
secrets = [str(value) for one in (desktop, database) for key, value in one["environment"].items() if "PASSWORD" in key or "URL" in key]
assert all("${" in value for value in secrets), "no password stands in the file, and none has a default"
print("deploy/compose.yaml: nothing is open that need not be")
