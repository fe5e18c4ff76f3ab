"""Writes a model of random weights with the layers of Llama, for speed and memory, which do not depend on the values.

The tokenizer is copied from another model folder; only its special tokens matter.
"""

import argparse
import json

import torch
from transformers import AutoTokenizer, LlamaConfig, LlamaForCausalLM


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", required=True, help="fields of LlamaConfig as JSON")
    parser.add_argument("--tokenizer", required=True, help="Hugging Face folder")
    parser.add_argument("--device", default="cpu", help="where random numbers are drawn")
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    tokenizer = AutoTokenizer.from_pretrained(args.tokenizer)
    special = {"bos_token_id": tokenizer.bos_token_id, "eos_token_id": tokenizer.eos_token_id}
    config = LlamaConfig(**json.loads(args.sizes), **special, pad_token_id=tokenizer.pad_token_id)
    torch.manual_seed(1)
    torch.set_default_dtype(torch.bfloat16)
    with torch.device(args.device):
        model = LlamaForCausalLM(config)
    model.save_pretrained(args.out)
    tokenizer.save_pretrained(args.out)
    print(f"{args.out}: {model.num_parameters()} random weights")


main()
