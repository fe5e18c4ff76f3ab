"""Losses of a few full fine-tuning steps of TRL's own trainers on a tiny checkpoint, for comparison with Temper.

The row file holds `rows` (`input_ids`, `completion_mask`), `pairs` (`prompt`, `chosen`, `rejected` as ids) and the
settings of the optimizer. Every step sees all of them. Writes, by objective and step, [loss, gradient norm].
"""

import argparse
import json
import tempfile

from datasets import Dataset
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast
from trl import DPOConfig, DPOTrainer, SFTConfig, SFTTrainer
from trl import __version__ as trl_version


def word(token: int) -> str:
    return f"<{token}>"


def text(ids: list[int]) -> str:
    return " ".join(map(word, ids))


def tokenizer_of_words(vocabulary: int) -> PreTrainedTokenizerFast:
    """One word a token, so that text is nothing but ids in writing."""
    tokenizer = Tokenizer(models.WordLevel({word(i): i for i in range(vocabulary)}, unk_token=word(0)))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token=word(0), eos_token=word(2))


def recording(trainer: type) -> type:
    """The trainer itself; losses are kept before the log rounds them."""

    class Recording(trainer):
        losses: list[float]

        def compute_loss(self, *args, **kwargs):
            result = super().compute_loss(*args, **kwargs)
            self.losses.append(float(result.detach()))
            return result

    return Recording


def settings(given: dict, rows: int) -> dict:
    return {
        "per_device_train_batch_size": rows,
        "max_steps": given["steps"],
        "learning_rate": given["learningRate"],
        "weight_decay": given["weightDecay"],
        "lr_scheduler_type": "constant",
        "warmup_steps": 0,
        "max_grad_norm": 1.0,
        "optim": "adamw_torch",
        "adam_beta1": 0.9,
        "adam_beta2": 0.999,
        "adam_epsilon": 1e-8,
        "bf16": False,
        "use_cpu": True,
        "gradient_checkpointing": False,
        "logging_steps": 1,
        "save_strategy": "no",
        "report_to": "none",
        "disable_tqdm": True,
        "max_length": None,
        "model_init_kwargs": {"dtype": "float32", "attn_implementation": "eager"},
    }


def steps_of(trainer) -> list[list[float]]:
    trainer.losses = []
    trainer.train()
    norms = [entry["grad_norm"] for entry in trainer.state.log_history if "grad_norm" in entry]
    return [list(step) for step in zip(trainer.losses, norms, strict=True)]


def dpo(model: str, given: dict, loss_type: str, out: str) -> list[list[float]]:
    pairs = [{side: text(ids) for side, ids in pair.items()} for pair in given["pairs"]]
    # The prompt ends on a space, so that prompt and answer together are the same words as apart.
    rows = [{**pair, "prompt": pair["prompt"] + " "} for pair in pairs]
    return steps_of(
        recording(DPOTrainer)(
            model=model,
            args=DPOConfig(out, loss_type=[loss_type], beta=given["beta"], **settings(given, len(rows))),
            train_dataset=Dataset.from_list(rows),
            processing_class=tokenizer_of_words(given["vocabulary"]),
        )
    )


def dft(model: str, given: dict, out: str) -> list[list[float]]:
    rows = given["rows"]
    return steps_of(
        recording(SFTTrainer)(
            model=model,
            args=SFTConfig(out, loss_type="dft", completion_only_loss=True, **settings(given, len(rows))),
            train_dataset=Dataset.from_list(rows),
            processing_class=tokenizer_of_words(given["vocabulary"]),
        )
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True, help="Hugging Face folder")
    parser.add_argument("--rows", required=True)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    with open(args.rows, encoding="utf-8") as file:
        given = json.load(file)
    with tempfile.TemporaryDirectory() as scratch:
        result = {
            "trl": trl_version,
            "objectives": {
                "dpo": dpo(args.model, given, "sigmoid", scratch),
                "ipo": dpo(args.model, given, "ipo", scratch),
                "dft": dft(args.model, given, scratch),
            },
        }
    with open(args.out, "w", encoding="utf-8") as file:
        json.dump(result, file)


if __name__ == "__main__":
    main()
