"""Writes the token rows that every trainer of the benchmark reads.

One JSON object a line: {"input_ids": [int], "mask": [0 | 1]}. mask[i] is 1 where the
token i is a target of the loss. Rows come in one seeded random order.
"""

import argparse
import json
import random

from transformers import AutoTokenizer

SEED = 20261122


def chat_rows(tokenizer, gsm8k_file: str, count: int) -> list[dict]:
    with open(gsm8k_file, encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    return [chat_row(tokenizer, line) for line in random.Random(SEED).sample(lines, count)]


def chat_row(tokenizer, line: dict) -> dict:
    user = {"role": "user", "content": line["question"]}
    assistant = {"role": "assistant", "content": line["answer"]}
    prompt = tokenizer.apply_chat_template([user], add_generation_prompt=True, return_dict=True)["input_ids"]
    whole = tokenizer.apply_chat_template([user, assistant], return_dict=True)["input_ids"]
    if whole[: len(prompt)] != prompt:
        raise ValueError("the rendered prompt is no prefix of the rendered conversation")
    end = len(whole) - whole[::-1].index(tokenizer.eos_token_id)  # the turn's ending token is the last target
    return {"input_ids": whole, "mask": [int(len(prompt) <= i < end) for i in range(len(whole))]}


def synthetic_rows(tokenizer, count: int, longest: int) -> list[dict]:
    random_source = random.Random(SEED)
    special = set(tokenizer.all_special_ids)
    ids = [i for i in range(len(tokenizer)) if i not in special]
    rows = []
    for _ in range(count):
        length = random_source.randint(48, longest)
        rows.append(
            {
                "input_ids": [random_source.choice(ids) for _ in range(length)],
                "mask": [int(i >= length - length // 2) for i in range(length)],
            }
        )
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True)
    parser.add_argument("--gsm8k", help="train.jsonl of gsm8k; without it the rows are synthetic")
    parser.add_argument("--count", type=int, default=512)
    parser.add_argument("--longest", type=int, default=320, help="tokens of the longest synthetic row")
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    tokenizer = AutoTokenizer.from_pretrained(args.model)
    rows = chat_rows(tokenizer, args.gsm8k, args.count) if args.gsm8k else synthetic_rows(tokenizer, args.count, args.longest)
    with open(args.out, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    lengths = [len(row["input_ids"]) for row in rows]
    supervised = sum(sum(row["mask"]) for row in rows)
    print(f"{args.out}: {len(rows)} rows, {min(lengths)} to {max(lengths)} tokens, {sum(lengths)} in all, {supervised} supervised")


main()
