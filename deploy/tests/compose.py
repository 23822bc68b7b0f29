"""The compose file, as far as it can be checked without an engine: it is what the official schema says, nothing in it opens
more than it must, and with what it and the container file set the program starts, where they say, and is healthy."""

import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import urllib.request
from urllib.parse import urlsplit

import yaml

deploy = pathlib.Path(__file__).parent.parent
streamdesk = deploy.parent / "target/release/streamdesk"
file = deploy / "compose.yaml"
checker = pathlib.Path(sys.executable).with_name("check-jsonschema")
subprocess.run([checker, "--quiet", "--builtin-schema", "vendor.compose-spec", file], check=True)

compose = yaml.safe_load(file.read_text())
desktop, database = compose["services"]["desktop"], compose["services"]["database"]
assert desktop["read_only"] and desktop["cap_drop"] == ["ALL"] and desktop["user"] == "65532:65532"
assert all("no-new-privileges:true" in one["security_opt"] for one in (desktop, database))
assert all(port.startswith("127.0.0.1:") for port in desktop["ports"]) and "ports" not in database
assert all("healthcheck" in one for one in (desktop, database))
assert desktop["depends_on"]["database"]["condition"] == "service_healthy"
assert {volume.split(":")[0] for volume in database["volumes"]} == set(compose["volumes"])
secrets = [str(value) for one in (desktop, database) for key, value in one["environment"].items() if "PASSWORD" in key or "DATABASE" in key]
assert all("${" in value for value in secrets), "no password stands in the file, and none has a default"
assert "${DATABASE_PASSWORD:?" in desktop["environment"]["PGPASSWORD"]
assert urlsplit(desktop["environment"]["STREAMDESK__STORAGE__URL"]).password is None, "letters of a password would mean something in it"


def filled(value: str, variables: dict[str, str]) -> str:
    """A value as an engine reads it: `${NAME:?why}` must be given, `${NAME:-else}` need not."""
    return re.sub(r"\$\{(\w+):([?-])([^}]*)\}", lambda found: variables.get(found[1]) or found[3], value)


def of_image(text: str) -> dict[str, str]:
    """What the container file sets for the program."""
    text = text.replace("\\\n", " ")
    sets = [line[4:] for line in text[text.rindex("\nFROM ") :].splitlines() if line.startswith("ENV ")]
    return dict(pair.split("=", 1) for line in sets for pair in line.split())


containerfile = (deploy / "Containerfile").read_text()
image = of_image(containerfile)
given = {"CCP_URL": "https://example.my.connect.aws/ccp-v2/", "REGION": "eu-central-1", "DATABASE_PASSWORD": "secret"}
service = {key: filled(value, given) for key, value in desktop["environment"].items()}
port = desktop["ports"][0].rsplit(":", 1)[1]
assert image["STREAMDESK__HTTP__ADDR"].endswith(f":{port}") and f"\nEXPOSE {port}\n" in containerfile
program, *health = desktop["healthcheck"]["test"][1:]
assert json.dumps([program, *health]) in containerfile, "both ask for its health in the same way"
assert pathlib.Path(program).parent / "site" == pathlib.Path(image["STREAMDESK__HTTP__SITE_DIR"])

clean = {key: value for key, value in os.environ.items() if not key.startswith("STREAMDESK__")}
subprocess.run([streamdesk, "check-config"], env={**clean, **image, **service}, check=True, stdout=subprocess.DEVNULL)
with tempfile.TemporaryDirectory() as folder:
    # As in a container, but on another port, with a database in a file and the page where it was built.
    here = {
        "STREAMDESK__HTTP__ADDR": "0.0.0.0:0",
        "STREAMDESK__HTTP__SITE_DIR": str(deploy.parent / "target/site"),
        "STREAMDESK__STORAGE__URL": f"sqlite://{folder}/streamdesk.db",
    }
    env = {**clean, **image, **service, **here}
    with subprocess.Popen([streamdesk, "serve"], env=env, cwd=folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as server:
        try:
            at = re.search(r":(\d+)/", server.stdout.readline())[1]
            next(line for line in server.stderr if "Ready after" in line)
            env["STREAMDESK__HTTP__ADDR"] = f"0.0.0.0:{at}"
            subprocess.run([streamdesk, *health], env=env, check=True)
            asked = urllib.request.Request(f"http://127.0.0.1:{at}/sign-in", headers={"host": f"localhost:{port}"})
            assert urllib.request.urlopen(asked).status == 200, "it answers to the name in http.public_url"
        finally:
            server.send_signal(signal.SIGTERM)
    assert server.returncode == 0
    assert subprocess.run([streamdesk, *health], env=env, stderr=subprocess.DEVNULL).returncode == 1, "nobody is there any more"
print("deploy/compose.yaml: sound, nothing is open that need not be, and what it sets starts the program")
