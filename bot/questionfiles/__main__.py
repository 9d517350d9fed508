"""Prints the JSON Schema of question files: python -m bot.questionfiles > questions/schema.json."""

import json
import sys

from bot.questionfiles import schema

sys.stdout.write(json.dumps(schema(), indent=2, ensure_ascii=False) + "\n")
