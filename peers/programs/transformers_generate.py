"""Times transformers' generate on token prompts and prints one JSON line: the contract is in contract.ts."""

import argparse
import json
import os
import resource
import time
from importlib.metadata import version

import psutil
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def parse_args() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True, help="Hugging Face folder")
    parser.add_argument("--rows", required=True, help="JSON lines of {input_ids, mask}")
    parser.add_argument("--samples", type=int, default=1, help="samples of each prompt")
    parser.add_argument("--prompts", type=int, default=32)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--max-new-tokens", type=int, default=128)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--precision", choices=["fp32", "bf16"], default="fp32")
    parser.add_argument("--decoding", choices=["greedy", "sample"], default="sample")
    return parser.parse_args()


def read_prompts(args: argparse.Namespace) -> list[list[int]]:
    with open(args.rows, encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    prompts = [row["input_ids"][: row["mask"].index(1)] for row in rows[: args.prompts]]
    return [prompt for prompt in prompts for _ in range(args.samples)]


class Generation:
    def __init__(self, args: argparse.Namespace):
        self.args = args
        self.end = AutoTokenizer.from_pretrained(args.model).eos_token_id
        dtype = torch.bfloat16 if args.precision == "bf16" else torch.float32
        self.model = AutoModelForCausalLM.from_pretrained(args.model, dtype=dtype).eval()

    def __call__(self, prompts: list[list[int]], limit: int) -> tuple[int, int]:
        """Continues one batch; returns its new tokens and how many rows ended."""
        longest = max(map(len, prompts))
        ids = torch.tensor([[self.end] * (longest - len(p)) + p for p in prompts])
        mask = torch.tensor([[0] * (longest - len(p)) + [1] * len(p) for p in prompts])
        greedy = self.args.decoding == "greedy"
        draw = {} if greedy else {"temperature": 1.0, "top_p": 1.0, "top_k": 0}
        out = self.model.generate(
            ids,
            attention_mask=mask,
            max_new_tokens=limit,
            do_sample=not greedy,
            **draw,
            eos_token_id=self.end,
            pad_token_id=self.end,
        )
        tokens, ended = 0, 0
        for row in out[:, longest:].tolist():
            tokens += row.index(self.end) + 1 if self.end in row else len(row)
            ended += self.end in row
        return tokens, ended


def main() -> None:
    args = parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    prompts = read_prompts(args)
    generate = Generation(args)
    with torch.inference_mode():
        generate(prompts[: args.batch], 4)
        tokens, ended = 0, 0
        own, busy, began = time.process_time(), busy_seconds(), time.perf_counter()
        for start in range(0, len(prompts), args.batch):
            counts = generate(prompts[start : start + args.batch], args.max_new_tokens)
            tokens, ended = tokens + counts[0], ended + counts[1]
        seconds = time.perf_counter() - began
        others = busy_seconds() - busy - (time.process_time() - own)
    print(
        json.dumps(
            {
                "side": "transformers",
                "seconds": round(seconds, 3),
                "otherCpuShare": round(max(0.0, others) / (seconds * os.cpu_count()), 3),
                "rows": len(prompts),
                "promptTokens": sum(map(len, prompts)),
                "tokens": tokens,
                "ended": ended,
                "tokensPerSecond": round(tokens / seconds, 2),
                "peakRssMb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
                "versions": {name: version(name) for name in ("transformers", "torch")},
            }
        )
    )


def busy_seconds() -> float:
    times = psutil.cpu_times()
    return times.user + times.nice + times.system


main()
