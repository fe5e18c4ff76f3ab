"""Times TRL's SFTTrainer on token rows and prints one JSON line: the contract is in run.ts."""

import argparse
import json
import os
import resource
import time
from importlib.metadata import version

import psutil
import torch
from datasets import Dataset
from peft import LoraConfig
from transformers import AutoTokenizer, TrainerCallback
from trl import SFTConfig, SFTTrainer

LINEAR_LAYERS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]


class MeasuredTrainer(SFTTrainer):
    """Counts the tokens of every step, without padding."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.tokens, self.supervised, self.padded, self.losses = [], [], [], []

    def training_step(self, model, inputs, *args, **kwargs):
        size = inputs["input_ids"].numel()
        mask = inputs.get("attention_mask")
        self.tokens.append(size if mask is None else int(mask.sum()))
        self.padded.append(size)
        self.supervised.append(int((inputs["labels"][:, 1:] != -100).sum()))
        loss = super().training_step(model, inputs, *args, **kwargs)
        self.losses.append(loss.item())
        return loss


class StepClock(TrainerCallback):
    """Times at the start of training and after every optimizer step.

    Wall time, this process's processor time, and the processor time of the whole machine.
    """

    def __init__(self):
        self.ticks, self.own, self.machine = [], [], []

    def on_train_begin(self, *_args, **_kwargs):
        self.tick()

    def on_step_end(self, *_args, **_kwargs):
        self.tick()

    def tick(self):
        self.ticks.append(time.perf_counter())
        self.own.append(time.process_time())
        busy = psutil.cpu_times()
        self.machine.append(busy.user + busy.nice + busy.system)


def parse_args() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True, help="Hugging Face folder")
    parser.add_argument("--rows", required=True, help="JSON lines of {input_ids, mask}")
    parser.add_argument("--precision", choices=["fp32", "bf16", "bf16-autocast", "bf16-pure"], default="fp32")
    parser.add_argument("--full", action="store_true", help="train every weight instead of adapters")
    parser.add_argument("--packing", action="store_true")
    parser.add_argument("--max-length", type=int, default=1024)
    parser.add_argument("--batch", type=int, default=1, help="rows of a batch, or packed rows")
    parser.add_argument("--accumulate", type=int, default=1, help="batches whose gradients a step sums")
    parser.add_argument("--steps", type=int, default=20, help="measured steps")
    parser.add_argument("--warmup", type=int, default=2, help="steps before the measured ones")
    parser.add_argument("--rank", type=int, default=8)
    parser.add_argument("--alpha", type=int, default=16)
    parser.add_argument("--learning-rate", type=float, default=2e-4)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--checkpointing", action="store_true", help="recompute activations")
    parser.add_argument("--sampling", choices=["sequential", "random", "group_by_length"], default="sequential")
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    return parser.parse_args()


def read_rows(path: str) -> Dataset:
    with open(path, encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return Dataset.from_list(
        [
            {
                "input_ids": row["input_ids"],
                "labels": [i if m else -100 for i, m in zip(row["input_ids"], row["mask"], strict=True)],
            }
            for row in rows
        ]
    )


def build_config(args: argparse.Namespace) -> SFTConfig:
    # bf16: weights held and computed in bfloat16 under autocast; bf16-autocast: held in float32 (TRL's
    # default); bf16-pure: no autocast
    return SFTConfig(
        output_dir=os.path.join(os.environ.get("TMPDIR", "/tmp"), f"trl-sft-{os.getpid()}"),
        model_init_kwargs={"dtype": "bfloat16" if args.precision in ("bf16", "bf16-pure") else "float32"},
        bf16=args.precision in ("bf16", "bf16-autocast"),
        use_cpu=args.device == "cpu",
        max_steps=args.warmup + args.steps,
        per_device_train_batch_size=args.batch,
        gradient_accumulation_steps=args.accumulate,
        packing=args.packing,
        max_length=args.max_length,
        learning_rate=args.learning_rate,
        lr_scheduler_type="constant",
        gradient_checkpointing=args.checkpointing,
        train_sampling_strategy=args.sampling,
        torch_compile=args.compile,
        logging_strategy="no",
        save_strategy="no",
        report_to="none",
        disable_tqdm=True,
        seed=1,
    )


def build_trainer(args: argparse.Namespace, clock: StepClock) -> MeasuredTrainer:
    adapters = None if args.full else LoraConfig(
        r=args.rank, lora_alpha=args.alpha, lora_dropout=0.0, target_modules=LINEAR_LAYERS, task_type="CAUSAL_LM"
    )
    return MeasuredTrainer(
        model=args.model,
        args=build_config(args),
        train_dataset=read_rows(args.rows),
        processing_class=AutoTokenizer.from_pretrained(args.model),
        peft_config=adapters,
        callbacks=[clock],
    )


def report(args: argparse.Namespace, trainer: MeasuredTrainer, clock: StepClock) -> dict:
    first = args.warmup
    seconds = clock.ticks[-1] - clock.ticks[first]
    steps = [end - start for start, end in zip(clock.ticks[first:], clock.ticks[first + 1 :], strict=False)]
    batch = first * args.accumulate
    tokens, supervised = sum(trainer.tokens[batch:]), sum(trainer.supervised[batch:])
    step_tokens = [sum(trainer.tokens[i : i + args.accumulate]) for i in range(batch, len(trainer.tokens), args.accumulate)]
    return {
        "side": "trl",
        "options": vars(args),
        "seconds": round(seconds, 3),
        "cpuMsPerToken": round(1000 * (clock.own[-1] - clock.own[first]) / tokens, 3),
        "otherCpuShare": round(other_cpu_share(clock, first), 3),
        "tokens": tokens,
        "supervisedTokens": supervised,
        "paddedTokens": sum(trainer.padded[batch:]),
        "tokensPerSecond": round(tokens / seconds, 2),
        "supervisedTokensPerSecond": round(supervised / seconds, 2),
        "stepTokens": step_tokens,
        "stepSeconds": [round(step, 4) for step in steps],
        "losses": [round(loss, 5) for loss in trainer.losses],
        "peakRssMb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "gpuLibrariesRssMb": round(gpu_libraries_rss_mb(), 1),
        **device_facts(args),
        "versions": {name: version(name) for name in ("trl", "transformers", "peft", "torch", "accelerate")},
    }


def device_facts(args: argparse.Namespace) -> dict:
    if args.device == "cpu":
        return {"device": "cpu"}
    return {
        "device": torch.cuda.get_device_name(),
        "deviceMb": round(torch.cuda.max_memory_allocated() / 2**20, 1),
    }


def other_cpu_share(clock: StepClock, first: int) -> float:
    """The share of the machine's processors that other processes took while steps were measured."""
    available = (clock.ticks[-1] - clock.ticks[first]) * os.cpu_count()
    own = clock.own[-1] - clock.own[first]
    return max(0.0, clock.machine[-1] - clock.machine[first] - own) / available


def gpu_libraries_rss_mb() -> float:
    """Resident pages of the CUDA libraries that PyPI's Linux build of torch loads even without a GPU."""
    kilobytes, name = 0, ""
    with open("/proc/self/smaps", encoding="utf-8") as file:
        for line in file:
            head, _, rest = line.partition(" ")
            if "-" in head and not head.endswith(":"):
                name = rest
            elif head == "Rss:" and ("nvidia" in name or "cuda" in name):
                kilobytes += int(rest.split()[0])
    return kilobytes / 1024


def main() -> None:
    args = parse_args()
    torch.set_num_threads(args.threads)
    clock = StepClock()
    trainer = build_trainer(args, clock)
    trainer.train()
    print(json.dumps(report(args, trainer, clock)))


main()
