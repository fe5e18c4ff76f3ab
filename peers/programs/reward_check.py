"""Rewards of token rows under a PEFT reward model, as transformers and PEFT compute them.

Reads one JSON object: `model` and `reward`, both folders, `rows` of token ids, and `pad`, an id that ends no row. Every row is
scored alone and in one right-padded batch. Writes `{"alone": [...], "padded": [...]}`.
"""

import json
import sys

import torch
from peft import PeftModel
from transformers import AutoModelForSequenceClassification


def open_model(given: dict):
    base = AutoModelForSequenceClassification.from_pretrained(
        given["model"], num_labels=1, dtype=torch.float32, attn_implementation="eager", pad_token_id=given["pad"]
    )
    return PeftModel.from_pretrained(base, given["reward"]).eval()


@torch.no_grad()
def rewards_of(model, rows: list[list[int]], pad: int) -> list[float]:
    longest = max(len(row) for row in rows)
    ids = torch.tensor([row + [pad] * (longest - len(row)) for row in rows])
    seen = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows])
    return model(input_ids=ids, attention_mask=seen).logits[:, 0].tolist()


def main() -> None:
    with open(sys.argv[1], encoding="utf-8") as file:
        given = json.load(file)
    model, rows, pad = open_model(given), given["rows"], given["pad"]
    found = {
        "alone": [rewards_of(model, [row], pad)[0] for row in rows],
        "padded": rewards_of(model, rows, pad),
    }
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        json.dump(found, file)


main()
