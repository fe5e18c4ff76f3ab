"""Causal models of transformers: how they are loaded, shared out over ranks, adapted, and made to compute scores."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import psutil
import torch
import torch.nn.functional as F
from accelerate import init_empty_weights
from peft import LoraConfig, inject_adapter_in_model
from peft.tuners.tuners_utils import BaseTunerLayer
from torch import Tensor, nn
from torch.distributed.checkpoint.state_dict import StateDictOptions, set_model_state_dict
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.fsdp import FSDPModule, MixedPrecisionPolicy, fully_shard, register_fsdp_forward_method
from torch.distributed.tensor import DTensor
from torch.utils.checkpoint import checkpoint
from transformers import (
    AttentionInterface,
    AutoConfig,
    AutoModelForCausalLM,
    BitsAndBytesConfig,
    GenerationConfig,
    TorchAoConfig,
)

from . import ranks
from .head import Asked, Head, scores
from .pack import Batch, Rows, attend, pack, to_device
from .wire import Refusal

AttentionInterface.register("temper", attend)


@dataclass(frozen=True)
class Settings:
    """How models are loaded. A request to open names all but the device."""

    precision: str
    shard: str
    recompute: bool
    chunk: int
    device: torch.device

    @property
    def half(self) -> bool:
        """Whether products are computed in bfloat16; quantised weights are multiplied in it on a GPU."""
        return self.precision == "bfloat16" or (self.precision != "float32" and self.device.type == "cuda")


class Net:
    """A causal model, its output head, and its adapters. `wide`: kept in float32 whatever products are computed in."""

    def __init__(self, path: str, settings: Settings, wide: bool, trained: bool):
        self.path, self.settings, self.wide, self.trained = path, settings, wide, trained
        self.dtype = torch.bfloat16 if settings.half else torch.float32
        self.adapters: dict[str, dict[str, nn.Parameter]] = {}
        self._layers: list[BaseTunerLayer] = []
        try:
            self.config = AutoConfig.from_pretrained(path, local_files_only=True)
            self.stored = getattr(self.config, "dtype", None) or torch.float32
            self.model, self.sharded = self._load()
        except (OSError, ValueError, KeyError, ImportError) as error:
            expected = "a folder that transformers loads as a causal language model"
            raise Refusal("weights", path, expected, " ".join(str(error).split())[:400]) from error
        self.model.eval()
        self.model.generation_config = GenerationConfig()
        if settings.recompute:
            # transformers' own recomputation does nothing in evaluation mode.
            for layer in self._decoder_layers():
                layer.forward = partial(checkpoint, layer.forward, use_reentrant=False)  # type: ignore[method-assign]
        text = self.config.get_text_config()
        megabytes = 64 if settings.device.type == "cpu" else 512
        self.chunk = settings.chunk or max(16, megabytes * 2**18 // text.vocab_size)
        self.vocabulary: int = text.vocab_size
        self.cap: float | None = getattr(text, "final_logit_softcapping", None)
        self.scale: float = getattr(text, "logit_scale", None) or 1 / (getattr(text, "logits_scaling", None) or 1)
        self.model.temper = self._compute
        register_fsdp_forward_method(self.model, "temper")
        self.attention = self._choose_attention()

    def _load(self) -> tuple[Any, bool]:
        """The model, and whether its weights are shared out over the ranks."""
        settings, where = self.settings, {"": self.settings.device}
        options: dict[str, Any] = {"dtype": torch.float32 if self.wide else self.dtype, "local_files_only": True}
        read = partial(AutoModelForCausalLM.from_pretrained, self.path, **options)
        if settings.precision == "nf4":
            config = BitsAndBytesConfig(
                load_in_4bit=True,
                bnb_4bit_quant_type="nf4",
                bnb_4bit_use_double_quant=True,
                bnb_4bit_compute_dtype=self.dtype,
            )
            return read(quantization_config=config, device_map=where).requires_grad_(False), False
        if settings.precision == "int8":
            from torchao.quantization import Int8WeightOnlyConfig

            config = TorchAoConfig(Int8WeightOnlyConfig())
            return read(quantization_config=config, device_map=where).requires_grad_(False), False
        with init_empty_weights(include_buffers=False):
            empty = AutoModelForCausalLM.from_config(copy.deepcopy(self.config), dtype=options["dtype"])
        # Trained weights have gradients and two moments.
        bytes_each = 16 if self.trained else options["dtype"].itemsize
        if not _shards(settings, bytes_each * sum(p.numel() for p in empty.parameters())):
            return read().to(settings.device).requires_grad_(self.trained), False
        self.model = empty.requires_grad_(self.trained)
        mesh = init_device_mesh(settings.device.type, (ranks.world(),))
        mixed = MixedPrecisionPolicy(param_dtype=torch.bfloat16, reduce_dtype=torch.float32)
        policy = mixed if self.wide and settings.half else MixedPrecisionPolicy()
        for module in [*self._decoder_layers(), empty]:
            fully_shard(module, mesh=mesh, mp_policy=policy)
        for module in empty.modules():
            if isinstance(module, FSDPModule):
                module.set_gradient_divide_factor(1.0)
                module.set_force_sum_reduction_for_comms(True)
                module.set_reduce_scatter_unused_params(True)
        empty._apply(lambda t: torch.empty_like(t, device=settings.device) if t.is_meta else t.to(settings.device))
        full = read() if ranks.rank() == 0 else None
        share_out = StateDictOptions(full_state_dict=True, broadcast_from_rank0=True)
        set_model_state_dict(empty, full.state_dict() if full else {}, options=share_out)
        return empty, True

    def _decoder_layers(self) -> list[nn.Module]:
        """The longest list of modules, by weights, is that of the decoder's layers."""
        lists = [module for module in self.model.modules() if isinstance(module, nn.ModuleList)]
        return list(max(lists, key=lambda layers: sum(p.numel() for p in layers.parameters()))) if lists else []

    def _choose_attention(self) -> str:
        """The fastest way to pack rows under which the scores are those that the model's own forward pass gives."""
        generator = torch.Generator().manual_seed(1)
        ids = tuple(torch.randint(self.vocabulary, (length,), generator=generator) for length in (9, 1, 12))
        ones = tuple(torch.ones(len(row), dtype=torch.uint8) for row in ids)
        batch = to_device(pack(ids, ones, torch.tensor([]), False), self.settings.device)
        self.own = self.model.config._attn_implementation
        with torch.no_grad(), self._autocast():
            rows = [
                self.model(row[None].to(self.settings.device)).logits[0, :-1].float() for row in ids if len(row) > 1
            ]
            logs = F.log_softmax(torch.cat(rows), -1)
        own = logs.gather(1, batch.targets[:, None])[:, 0]
        tried: list[str] = []
        for way in ("rows", "mask", "alone") if self.model._supports_flash_attn else ("mask", "alone"):
            self.attention = way
            try:
                with torch.no_grad():
                    found = self.scores(batch, None)["logProb"]
            except (NotImplementedError, TypeError, ValueError, RuntimeError) as error:
                tried.append(f"{way}: {error}")
                continue
            gap = float((found - own).abs().max())
            if gap < (0.1 if self.settings.half else 1e-3):
                return way
            tried.append(f"{way}: log-probabilities that differ by {gap:.2g}")
        expected = "scores from the last hidden states and the output head that agree with the model's own logits"
        hint = "This architecture changes its logits in a way that the PyTorch engine does not know."
        raise Refusal("weights", self.path, expected, "; ".join(tried), hint)

    def adapt(self, name: str, tuning: dict[str, Any], values: dict[str, Tensor]) -> dict[str, nn.Parameter]:
        """Adds an adapter with these values, and returns its factors by the names of the values."""
        modules = dict(self.model.named_modules())
        for path in tuning["paths"]:
            if path not in modules:
                raise Refusal("weights", self.path, f"a module {path} to adapt", "none of that name")
        config = LoraConfig(
            r=tuning["rank"],
            lora_alpha=tuning["alpha"],
            use_rslora=tuning.get("rslora", False),
            lora_dropout=tuning.get("dropout", 0.0),
            target_modules=list(tuning["paths"]),
        )
        inject_adapter_in_model(config, self.model, name)
        found: dict[str, nn.Parameter] = {}
        for path, module in self.model.named_modules():
            if not isinstance(module, BaseTunerLayer):
                continue
            module.cast_input_dtype_enabled = not self.settings.half  # type: ignore[assignment]
            for factor in ("lora_A", "lora_B"):
                if name in getattr(module, factor):
                    found[f"{path}.{factor}.weight"] = getattr(module, factor)[name].weight
        self._layers = [module for module in self.model.modules() if isinstance(module, BaseTunerLayer)]
        for key, parameter in found.items():
            if key not in values or values[key].shape != parameter.shape:
                got = list(values[key].shape) if key in values else "none"
                raise Refusal("weights", key, f"values of shape {list(parameter.shape)}", str(got))
            parameter.data = values[key].to(self.settings.device, torch.float32, copy=True)
        self.adapters[name] = {key: found[key] for key in values if key in found}
        return self.adapters[name]

    def use(self, adapter: str | None, dropout: bool = False) -> None:
        """Computes with an adapter, or with none, from now on."""
        for layer in self._layers:
            layer.enable_adapters(adapter is not None)
            if adapter is not None:
                layer.set_adapter(adapter)
            for name, module in layer.lora_dropout.items():  # type: ignore[union-attr, operator]
                module.train(dropout and name == adapter)

    def sync(self, on: bool) -> None:
        """Whether the next backward pass adds gradients up over the ranks, where weights are shared out."""
        if isinstance(self.model, FSDPModule):
            self.model.set_requires_gradient_sync(on)
            self.model.set_is_last_backward(on)

    def head(self) -> Head:
        """The output head, whole on this rank."""
        layer = self.model.get_output_embeddings()
        weight, bias = (whole(getattr(layer, name, None)) for name in ("weight", "bias"))
        if weight is None:
            raise Refusal("weights", self.path, "an output head with a weight", "none")
        return Head(weight, bias, self.scale, self.cap, self.dtype)

    def scores(
        self, batch: Batch, adapter: str | None, asked: Asked | None = None, dropout: bool = False
    ) -> dict[str, Tensor]:
        """`logProb` and the others of `head.scores`, `hidden` [S, C] and `lasts` [B, C]."""
        self.use(adapter, dropout)
        with self._autocast():
            return self.model.temper(batch, asked or Asked(self.chunk))  # type: ignore[no-any-return]

    def _compute(self, batch: Batch, asked: Asked) -> dict[str, Tensor]:
        states = self._states(batch)
        hidden = states[batch.picks]
        found = {"hidden": hidden, "lasts": states[batch.lasts]}
        return found | (scores(hidden, batch.targets, self.head(), asked) if asked.chunk else {})

    def _states(self, batch: Batch) -> Tensor:
        """The last hidden states, [N, C]."""
        body: Callable[..., Any] = self.model.get_decoder()
        implementation = "temper" if self.attention == "rows" else self.own
        if self.model.config._attn_implementation != implementation:
            self.model.set_attn_implementation(implementation)
        if self.attention != "alone":
            Rows.use(batch.lengths)
            return body(input_ids=batch.ids, position_ids=batch.positions, use_cache=False).last_hidden_state[0]  # type: ignore[no-any-return]
        parts = batch.ids.split(batch.lengths, dim=1)
        return torch.cat([body(input_ids=ids, use_cache=False).last_hidden_state[0] for ids in parts])

    @contextmanager
    def as_published(self) -> Iterator[None]:
        """The model's own attention, for padded rows and caches."""
        self.model.set_attn_implementation(self.own)
        with self._autocast():
            yield

    def _autocast(self) -> torch.autocast:
        return torch.autocast(self.settings.device.type, torch.bfloat16, enabled=self.settings.half)


def whole(tensor: Tensor | None) -> Tensor | None:
    return tensor.full_tensor() if isinstance(tensor, DTensor) else tensor


def _shards(settings: Settings, needed: int) -> bool:
    """Whether weights are shared out over the ranks: if that is asked for, or if they leave no room on a device."""
    if settings.shard == "full" or ranks.world() == 1 or settings.shard == "none":
        return settings.shard == "full"
    if settings.device.type == "cuda":
        return needed > 0.6 * torch.cuda.mem_get_info(settings.device)[1]
    return needed * ranks.world() > 0.6 * psutil.virtual_memory().total


def adapter_folder(folder: str) -> tuple[dict[str, Any], dict[str, Tensor]]:
    """The tuning and the values of an adapter that PEFT saved."""
    from safetensors.torch import load_file

    config = LoraConfig.from_pretrained(folder)
    saved = load_file(str(Path(folder) / "adapter_model.safetensors"))
    values = {name.removeprefix("base_model.model."): value for name, value in saved.items() if "lora_" in name}
    paths = sorted({name.rsplit(".lora_", 1)[0] for name in values})
    tuning = {"rank": config.r, "alpha": config.lora_alpha, "rslora": config.use_rslora, "paths": paths}
    return tuning, values
