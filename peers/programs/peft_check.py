"""Logits of a base model, of base + PEFT adapter and of a merged folder, for comparison with Temper.

The token file holds one JSON object a line with `input_ids` (rows of the benchmark will do).
Writes a safetensors file with float32 tensors `base.N`, `adapter.N` and `merged.N`, each
[T, V] for row N, and prints the largest differences as one JSON line.
"""

import argparse
import json

import torch
from peft import PeftModel
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM


def load_base(folder: str):
    return AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()


@torch.no_grad()
def logits_of(model, rows: list[list[int]]) -> list[torch.Tensor]:
    return [model(torch.tensor([ids])).logits[0].contiguous() for ids in rows]


def largest_difference(left: list[torch.Tensor], right: list[torch.Tensor]) -> float:
    return max(float((a - b).abs().max()) for a, b in zip(left, right, strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", required=True, help="Hugging Face folder")
    parser.add_argument("--adapter", required=True, help="PEFT folder")
    parser.add_argument("--merged", help="Hugging Face folder with the adapter merged in")
    parser.add_argument("--tokens", required=True)
    parser.add_argument("--limit", type=int, default=4, help="rows to read")
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    with open(args.tokens, encoding="utf-8") as file:
        rows = [json.loads(line)["input_ids"] for line in file][: args.limit]

    base = load_base(args.base)
    logits = {"base": logits_of(base, rows)}
    logits["adapter"] = logits_of(PeftModel.from_pretrained(base, args.adapter).eval(), rows)
    differences = {"adapterFromBase": largest_difference(logits["adapter"], logits["base"])}
    if args.merged:
        logits["merged"] = logits_of(load_base(args.merged), rows)
        differences["mergedFromAdapter"] = largest_difference(logits["merged"], logits["adapter"])
    save_file({f"{name}.{i}": row for name, all_rows in logits.items() for i, row in enumerate(all_rows)}, args.out)
    print(json.dumps({"rows": len(rows), **differences}))


main()
