"""Converts a GGUF file with transformers' own reader: gguf_to_folder.py FILE FOLDER

Weights are de-quantised to float32. transformers leaves out the digit splitting of the
"smollm" pre-tokenizer; it is put back so that the tokenizer is the model's own.
"""

import json
import os
import sys

import torch
from gguf import GGUFReader
from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig


def split_digits(tokenizer_file: str) -> None:
    with open(tokenizer_file, encoding="utf-8") as file:
        tokenizer = json.load(file)
    tokenizer["pre_tokenizer"] = {
        "type": "Sequence",
        "pretokenizers": [{"type": "Digits", "individual_digits": True}, tokenizer["pre_tokenizer"]],
    }
    with open(tokenizer_file, "w", encoding="utf-8") as file:
        json.dump(tokenizer, file, ensure_ascii=False, indent=1)


def main(gguf_file: str, folder: str) -> None:
    source, name = os.path.split(gguf_file)
    tokenizer = AutoTokenizer.from_pretrained(source, gguf_file=name)
    tokenizer.save_pretrained(folder)
    if GGUFReader(gguf_file).fields["tokenizer.ggml.pre"].contents() == "smollm":
        split_digits(os.path.join(folder, "tokenizer.json"))
    model = AutoModelForCausalLM.from_pretrained(
        source, gguf_file=name, dtype=torch.float32, quantization_config=GgufConfig(dequantize=True)
    )
    model.save_pretrained(folder)


main(*sys.argv[1:])
