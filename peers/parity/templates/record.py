"""Renders and tokenizes the rows of matrix.json under chat templates with transformers.

usage: record.py --templates FOLDER --out FILE [--trl]
With --trl the templates that the installed trl ships are rendered in place of the folder's.
"""
import argparse
import datetime
import json
import pathlib
import re
import tempfile

import jinja2
import tokenizers
import transformers
from transformers.utils import chat_template_utils

here = pathlib.Path(__file__).parent
matrix = json.loads((here / "matrix.json").read_text("utf8"))
root = here.parents[2]


class Day(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromisoformat(matrix["date"])


def fast_tokenizer(names, special):
    tokenizer = json.loads((root / "models/toy/tokenizer.json").read_text("utf8"))
    known = {token["content"] for token in tokenizer["added_tokens"]}
    size = 1 + max([*tokenizer["model"]["vocab"].values(), *(t["id"] for t in tokenizer["added_tokens"])])
    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    fresh = [text for text in special if text not in known]
    tokenizer["added_tokens"] += [{"id": size + i, "content": text, **flags} for i, text in enumerate(fresh)]
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf8") as file:
        json.dump(tokenizer, file)
        file.flush()
        return transformers.PreTrainedTokenizerFast(tokenizer_file=file.name, **names)


def tokens_in(template):
    """The control tokens that a template names: <|...|>, and <...> or [...] in capitals or of turns."""
    found = re.findall(r"<[|｜][^<>'\"{}\s]+[|｜]>|<[a-z]+\|>|<\|[a-z]+>|</?[A-Z_]+>|<[a-z]+_of_[a-z]+>", template)
    return sorted(set(found) - set(matrix["special"]))


def render(tokenizer, template, row):
    tools = matrix["tools"][row["tools"]] if "tools" in row else None
    given = dict(chat_template=template, tools=tools)
    try:
        text = tokenizer.apply_chat_template(row["messages"], tokenize=False, **given)
    except Exception as error:
        return {"error": str(error)}
    ids = tokenizer(text, add_special_tokens=False)["input_ids"]
    try:
        prompt = tokenizer.apply_chat_template(row["messages"][:1], tokenize=False, add_generation_prompt=True, **given)
    except Exception as error:
        prompt = None
    return {"text": text, "ids": ids, "prompt": prompt}


def given_ids(tokenizer, template, row):
    """The ids of a row with arguments as text, unless the template encodes the text a second time."""
    given = render(tokenizer, template, row)
    return None if '\\"city\\"' in given.get("text", "") else given.get("ids")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--templates", type=pathlib.Path)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--trl", action="store_true")
    options = parser.parse_args()
    chat_template_utils.datetime = Day
    versions = {"transformers": transformers.__version__, "tokenizers": tokenizers.__version__, "jinja2": jinja2.__version__}
    families = matrix["families"]
    folder = options.templates
    if options.trl:
        import trl

        versions["trl"] = trl.__version__
        folder = pathlib.Path(trl.__file__).parent / "chat_templates"
        names = {"bos_token": "<s>", "eos_token": "<|im_end|>"}
        families = {path.stem: names for path in sorted(folder.glob("*.jinja"))}
    result = {}
    for family, names in families.items():
        template = (folder / f"{family}.jinja").read_text("utf8")
        special = matrix["special"] + (tokens_in(template) if options.trl else [])
        tokenizer = fast_tokenizer(names, special)
        rows = {row["name"]: render(tokenizer, template, row) for row in matrix["rows"] if "as" not in row}
        for row in matrix["rows"]:
            if "as" in row:
                rows[row["name"]] = {**rows[row["as"]], "as_given": given_ids(tokenizer, template, row)}
        result[family] = {"names": names, "rows": rows}
        if options.trl:
            result[family] |= {"template": template, "special": special}
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(family, ensure_ascii=False, separators=(',', ':'))}" for name, family in result.items())
    options.out.write_text(f'{{"versions": {json.dumps(versions)},\n"families": {{\n{lines}\n}}}}\n', "utf8")


main()
