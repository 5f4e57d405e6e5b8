"""Writes what AWS makes of template.yaml: the same template with the SAM resources replaced by plain ones.

The SAM transform of CloudFormation is this library. What it makes is kept beside the tests of infra/, which hold it against
the stack of the CDK and run cdk-nag on it. With --check it only says whether what is kept is out of date.
"""

import hashlib
import json
import pathlib
import sys

import boto3
from samcli.yamlhelper import yaml_parse
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

ROOT = pathlib.Path(__file__).resolve().parent.parent
SOURCE = ROOT / "template.yaml"
KEPT = ROOT / "infra/src/test/resources/template-transformed.json"


def transformed() -> str:
    source = SOURCE.read_bytes()
    template = yaml_parse(source.decode())
    for resource in template["Resources"].values():
        properties = resource.get("Properties", {})
        if resource["Type"] == "AWS::Serverless::Function":
            # The transform sees the template after the package was uploaded.
            properties["CodeUri"] = {"Bucket": "package", "Key": pathlib.Path(properties["CodeUri"]).name}
    session = boto3.session.Session(region_name="us-east-1")
    plain = Translator({}, Parser(), boto_session=session).translate(template, parameter_values={})
    kept = {"sha256OfTemplate": hashlib.sha256(source).hexdigest(), "template": plain}
    return json.dumps(kept, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--check"]):
        print("usage: transform_template.py [--check]", file=sys.stderr)
        return 2
    text = transformed()
    if not arguments:
        KEPT.parent.mkdir(parents=True, exist_ok=True)
        KEPT.write_text(text)
        return 0
    if not KEPT.is_file() or KEPT.read_text() != text:
        print(f"{KEPT.relative_to(ROOT)} is out of date: run .ci/transform_template.py in the virtual environment", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
