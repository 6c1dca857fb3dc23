"""Reads a JSON list of YAML texts; writes a JSON list of their documents, or {"error": ...}. YAML 1.1."""
import json
import sys

import yaml

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader) if "--libyaml" in sys.argv else yaml.SafeLoader


def read(text):
    try:
        return list(yaml.load_all(text, Loader))
    except Exception as error:
        return {"error": str(error)}


json.dump([read(text) for text in json.load(sys.stdin)], sys.stdout, default=repr)
