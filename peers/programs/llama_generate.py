"""Times llama.cpp on token prompts and prints one JSON line: the contract is in contract.ts.

Rows are sequences of one context, decoded in one batch; a sequence that ends makes room for the next prompt.
Tokens are chosen by llama.cpp's own samplers, so that Python only fills in the batch.
"""

import argparse
import json
import os
import resource
import time

import psutil
from llama_library import load


def parse_args() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--library", required=True, help="folder of llama.cpp's shared libraries")
    parser.add_argument("--model", required=True, help="GGUF file")
    parser.add_argument("--rows", required=True, help="JSON lines of {input_ids, mask}")
    parser.add_argument("--samples", type=int, default=1, help="samples of each prompt")
    parser.add_argument("--prompts", type=int, default=32)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--max-new-tokens", type=int, default=128)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--decoding", choices=["greedy", "sample"], default="sample")
    parser.add_argument("--precision", default="q8_0", help="of the file; only a name")
    return parser.parse_args()


def read_prompts(args: argparse.Namespace) -> list[list[int]]:
    with open(args.rows, encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    prompts = [row["input_ids"][: row["mask"].index(1)] for row in rows[: args.prompts]]
    return [prompt for prompt in prompts for _ in range(args.samples)]


class Row:
    """One sequence: the tokens that the context has not seen, and where they begin."""

    def __init__(self, prompt: list[int], sampler):
        self.pending, self.position, self.sampler = prompt, 0, sampler
        self.new, self.ended, self.output = 0, False, -1


class Generation:
    def __init__(self, args: argparse.Namespace, longest: int):
        self.args = args
        self.llama = llama = load(args.library)
        self.model = llama.llama_model_load_from_file(
            args.model.encode(), llama.llama_model_default_params()
        )
        if not self.model:
            raise SystemExit(f"llama.cpp cannot load {args.model}")
        self.vocab = llama.llama_model_get_vocab(self.model)
        room = longest + args.max_new_tokens + 1
        self.batch_tokens = max(512, args.batch)
        params = llama.llama_context_default_params()
        # Each sequence gets an equal part of the context, in steps of 256 places.
        params.n_ctx = args.batch * (-(-room // 256) * 256)
        params.n_batch = params.n_ubatch = self.batch_tokens
        params.n_seq_max = args.batch
        params.n_threads = params.n_threads_batch = args.threads
        self.context = llama.llama_init_from_model(self.model, params)
        if not self.context:
            raise SystemExit("llama.cpp cannot make a context")
        self.memory = llama.llama_get_memory(self.context)
        self.batch = llama.llama_batch_init(self.batch_tokens, 0, 1)

    def __call__(self, prompts: list[list[int]], limit: int) -> tuple[int, int]:
        """Continues all prompts; returns new tokens and how many rows ended."""
        llama = self.llama
        waiting = list(enumerate(prompts))[::-1]
        seats: list[Row | None] = [None] * self.args.batch
        tokens, ended = 0, 0
        llama.llama_memory_clear(self.memory, True)
        while waiting or any(seats):
            for seat, row in enumerate(seats):
                if row is None and waiting:
                    index, prompt = waiting.pop()
                    llama.llama_memory_seq_rm(self.memory, seat, -1, -1)
                    seats[seat] = Row(prompt, self.sampler(index))
            self.decode(seats)
            for seat, row in enumerate(seats):
                if row is None or row.output < 0:
                    continue
                token = llama.llama_sampler_sample(row.sampler, self.context, row.output)
                row.new += 1
                row.ended = llama.llama_vocab_is_eog(self.vocab, token)
                row.pending = [token]
                if row.ended or row.new == limit:
                    tokens, ended = tokens + row.new, ended + row.ended
                    llama.llama_sampler_free(row.sampler)
                    seats[seat] = None
        return tokens, ended

    def sampler(self, row: int):
        llama = self.llama
        chain = llama.llama_sampler_chain_init(llama.llama_sampler_chain_default_params())
        seed = (self.args.seed * 1_000_003 + row) % 2**32
        chosen = (
            llama.llama_sampler_init_greedy()
            if self.args.decoding == "greedy"
            else llama.llama_sampler_init_dist(seed)
        )
        llama.llama_sampler_chain_add(chain, chosen)
        return chain

    def decode(self, seats: list[Row | None]) -> None:
        """One pass over what fits of the pending tokens; `output` is where a row's logits are, -1 if it has none yet."""
        batch, n = self.batch, 0
        for seat, row in enumerate(seats):
            if row is None:
                continue
            part = row.pending[: self.batch_tokens - n]
            for i, token in enumerate(part):
                batch.token[n + i] = token
                batch.pos[n + i] = row.position + i
                batch.n_seq_id[n + i] = 1
                batch.seq_id[n + i][0] = seat
                batch.logits[n + i] = 0
            n += len(part)
            row.position += len(part)
            row.pending = row.pending[len(part) :]
            row.output = -1 if row.pending or not part else n - 1
            if row.output >= 0:
                batch.logits[n - 1] = 1
        batch.n_tokens = n
        if self.llama.llama_decode(self.context, batch) != 0:
            raise SystemExit("llama.cpp cannot decode a batch")


def busy_seconds() -> float:
    times = psutil.cpu_times()
    return times.user + times.nice + times.system


def main() -> None:
    args = parse_args()
    prompts = read_prompts(args)
    generate = Generation(args, max(map(len, prompts)))
    generate(prompts[: args.batch], 4)
    own, busy, began = time.process_time(), busy_seconds(), time.perf_counter()
    tokens, ended = generate(prompts, args.max_new_tokens)
    seconds = time.perf_counter() - began
    others = busy_seconds() - busy - (time.process_time() - own)
    print(
        json.dumps(
            {
                "side": "llama.cpp",
                "seconds": round(seconds, 3),
                "otherCpuShare": round(max(0.0, others) / (seconds * os.cpu_count()), 3),
                "rows": len(prompts),
                "promptTokens": sum(map(len, prompts)),
                "tokens": tokens,
                "ended": ended,
                "tokensPerSecond": round(tokens / seconds, 2),
                "peakRssMb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
                "versions": {},
            }
        )
    )


main()
