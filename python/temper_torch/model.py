"""Causal models of transformers: how they are loaded, sharded, adapted, and made to compute scores."""

import copy
from collections.abc import Callable
from functools import partial
from typing import Any

import torch
import torch.distributed as dist
from accelerate import init_empty_weights
from peft import LoraConfig, inject_adapter_in_model
from peft.tuners.tuners_utils import BaseTunerLayer
from torch import Tensor, nn
from torch.distributed.checkpoint.state_dict import StateDictOptions, set_model_state_dict
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.fsdp import FSDPModule, MixedPrecisionPolicy, fully_shard, register_fsdp_forward_method
from torch.distributed.tensor import DTensor
from torch.utils.checkpoint import checkpoint
from transformers import AttentionInterface, AutoConfig, AutoModelForCausalLM, BitsAndBytesConfig, GenerationConfig, TorchAoConfig

from .head import Asked, Head, scores
from .pack import Batch, attend, current, pack
from .wire import Refusal

AttentionInterface.register("temper", attend)


class Net:
    """A causal model, its output head and its adapters. `given`: the request to open."""

    def __init__(self, path: str, given: dict[str, Any], device: torch.device, trained: bool = False):
        self.path, self.given, self.device, self.trained = path, given, device, trained
        precision = given["precision"]
        half = precision == "bfloat16" or (precision != "float32" and device.type == "cuda")
        self.dtype = torch.bfloat16 if half else torch.float32
        self.autocast = partial(torch.autocast, device.type, torch.bfloat16, enabled=half)
        try:
            config = AutoConfig.from_pretrained(path, local_files_only=True)
            self.stored: torch.dtype = getattr(config, "dtype", None) or torch.float32
            self.model, self.sharded = self._load(config)
        except (OSError, ValueError, KeyError, ImportError) as error:
            expected = "a folder that transformers loads as a causal language model"
            raise Refusal("weights", path, expected, " ".join(str(error).split())[:400]) from error
        self.model.eval()
        self.model.generation_config = GenerationConfig()
        # transformers' own recomputation does nothing in evaluation mode.
        for layer in _layers(self.model) if given["recompute"] else []:
            layer.forward = partial(checkpoint, layer.forward, use_reentrant=False)
        text = config.get_text_config()
        self.scale = float(getattr(text, "logit_scale", None) or 1 / (getattr(text, "logits_scaling", None) or 1))
        self.cap: float | None = getattr(text, "final_logit_softcapping", None)
        self.chunk: int = given["headChunk"] or max(16, 2 ** (24 if device.type == "cpu" else 27) // text.vocab_size)
        self.model.temper = self._compute
        register_fsdp_forward_method(self.model, "temper")
        self.own = self.model.config._attn_implementation
        self.attention = self._choose_attention(text.vocab_size)

    def _load(self, config: Any) -> tuple[Any, bool]:
        """The model, and whether its weights are sharded. With full tuning every copy is kept in float32."""
        full, device, precision = self.given["tuning"]["kind"] == "full", self.device, self.given["precision"]
        dtype = torch.float32 if full else self.dtype
        read = partial(AutoModelForCausalLM.from_pretrained, self.path, dtype=dtype, local_files_only=True)
        if precision in ("nf4", "int8"):
            from torchao.quantization import Int8WeightOnlyConfig

            nf4 = {"load_in_4bit": True, "bnb_4bit_quant_type": "nf4", "bnb_4bit_compute_dtype": dtype}
            how = BitsAndBytesConfig(**nf4) if precision == "nf4" else TorchAoConfig(Int8WeightOnlyConfig())
            return read(quantization_config=how, device_map={"": device}).requires_grad_(False), False
        if self.given["shard"] == "none":
            return read().to(device).requires_grad_(self.trained), False
        with init_empty_weights(include_buffers=False):
            empty = AutoModelForCausalLM.from_config(copy.deepcopy(config), dtype=dtype).requires_grad_(self.trained)
        empty.tie_weights()
        mixed = MixedPrecisionPolicy(param_dtype=torch.bfloat16, reduce_dtype=torch.float32)
        policy = mixed if full and self.dtype == torch.bfloat16 else MixedPrecisionPolicy()
        mesh = init_device_mesh(device.type, (dist.get_world_size(),))
        for module in [*_layers(empty), empty]:
            # The root, too: weights that stayed whole after a score would miss the next change.
            fully_shard(module, mesh=mesh, mp_policy=policy, reshard_after_forward=True)
            module.set_gradient_divide_factor(1.0)
            module.set_force_sum_reduction_for_comms(True)
            module.set_reduce_scatter_unused_params(True)
        empty._apply(lambda t: torch.empty_like(t, device=device) if t.is_meta else t.to(device))
        whole = read().state_dict() if dist.get_rank() == 0 else {}
        set_model_state_dict(empty, whole, options=StateDictOptions(full_state_dict=True, broadcast_from_rank0=True))
        return empty, True

    def _choose_attention(self, words: int) -> str:
        """The fastest way to pack rows under which scores are those of the model's own forward pass."""
        generator = torch.Generator().manual_seed(1)
        ids = tuple(torch.randint(words, (length,), generator=generator) for length in (9, 2, 12))
        batch = pack(ids, tuple(torch.ones_like(row) for row in ids), torch.tensor([]), False).to(self.device)
        with torch.no_grad(), self.autocast():
            logits = torch.cat([self.model(row[None].to(self.device)).logits[0, :-1].float() for row in ids])
        own, tried = torch.log_softmax(logits, -1).gather(1, batch.targets[:, None])[:, 0], ""
        for way in ("rows", "mask", "alone") if self.model._supports_flash_attn else ("mask", "alone"):
            self.attention = way
            try:
                with torch.no_grad():
                    gap = float((self.scores(batch, None)["logProb"] - own).abs().max())
            except (NotImplementedError, TypeError, ValueError, RuntimeError) as error:
                tried += f"{error}; "
                continue
            if gap < (1e-3 if self.dtype == torch.float32 else 0.1):
                return way
            tried += f"a difference of {gap:.2g} with {way}; "
        expected = "log-probabilities from the last hidden states and the output head that are those of the model's own logits"
        raise Refusal("weights", self.path, expected, tried[:400], "The PyTorch engine cannot train this architecture.")

    def adapt(self, name: str, tuning: dict[str, Any], values: dict[str, Tensor]) -> dict[str, nn.Parameter]:
        """Adds an adapter with these values, and returns its factors by the names of the values."""
        for path in set(tuning["paths"]) - {path for path, _ in self.model.named_modules()}:
            raise Refusal("weights", self.path, f"a layer {path} to adapt", "none of that name")
        shape = {"r": tuning["rank"], "lora_alpha": tuning["alpha"], "use_rslora": tuning["rslora"]}
        config = LoraConfig(**shape, lora_dropout=tuning["dropout"], target_modules=list(tuning["paths"]))
        inject_adapter_in_model(config, self.model, name)
        found = {key.replace(f".{name}.", "."): p for key, p in self.model.named_parameters() if f".{name}." in key}
        if mismatch := {key for key, p in found.items() if key not in values or values[key].shape != p.shape}:
            raise Refusal("weights", sorted(mismatch)[0], "a factor of the adapter in the layer's shape", "none")
        for key, parameter in found.items():
            parameter.data = values[key].to(self.device, torch.float32, copy=True)
        return {key: found[key] for key in values if key in found}

    def use(self, adapter: str | None, dropout: bool = False) -> None:
        """Computes with an adapter, or with none, from now on."""
        for layer in self.model.modules():
            if isinstance(layer, BaseTunerLayer):
                layer.enable_adapters(adapter is not None)
                layer.set_adapter(adapter or [])
                layer.cast_input_dtype_enabled = self.dtype == torch.float32
                layer.forward = partial(_adapted, layer)
                for name, module in layer.lora_dropout.items():
                    module.train(dropout and name == adapter)

    def sync(self, on: bool) -> None:
        """Whether the next backward pass adds up the gradients of sharded weights."""
        if isinstance(self.model, FSDPModule):
            self.model.set_requires_gradient_sync(on)
            self.model.set_is_last_backward(on)

    def head(self) -> Head:
        """The output head, whole on this rank."""
        layer = self.model.get_output_embeddings()
        return Head(whole(layer.weight), whole(getattr(layer, "bias", None)), self.scale, self.cap, self.dtype)

    def scores(self, batch: Batch, adapter: str | None, asked: Asked | None = None, dropout: bool = False) -> dict[str, Tensor]:
        """Those of `head.scores` unless the chunk is 0, `hidden` [S, C] and `lasts` [B, C]."""
        self.use(adapter, dropout)
        with self.autocast():
            return self.model.temper(batch, asked or Asked(self.chunk))  # type: ignore[no-any-return]

    def _compute(self, batch: Batch, asked: Asked) -> dict[str, Tensor]:
        body: Callable[..., Any] = partial(self.model.get_decoder(), use_cache=False)
        self.attend("temper" if self.attention == "rows" else self.own)
        current.lengths, current.bounds = batch.lengths, None
        if self.attention == "alone":
            states = torch.cat([body(input_ids=ids).last_hidden_state[0] for ids in batch.ids.split(batch.lengths, dim=1)])
        else:
            states = body(input_ids=batch.ids, position_ids=batch.positions).last_hidden_state[0]
        hidden = states[batch.picks]
        found = scores(hidden, batch.targets, self.head(), asked) if asked.chunk else {}
        return found | {"hidden": hidden, "lasts": states[batch.lasts]}

    def attend(self, implementation: str) -> None:
        if self.model.config._attn_implementation != implementation:
            self.model.set_attn_implementation(implementation)


def _adapted(layer: Any, x: Tensor, *args: Any, **kwargs: Any) -> Tensor:
    """PEFT's forward pass with the scale on the narrow side of the adapter and without a sum of its own."""
    result: Tensor = layer.base_layer(x, *args, **kwargs)
    for name in () if layer.disable_adapters else layer.active_adapters:
        if name in layer.lora_A:
            down, up = layer.lora_A[name], layer.lora_B[name].weight
            x = layer._cast_input_dtype(x, down.weight.dtype)
            narrow = down(layer.lora_dropout[name](x)) * layer.scaling[name]
            result = torch.addmm(result.flatten(0, -2), narrow.flatten(0, -2), up.t()).view_as(result)
    return result


def _layers(model: Any) -> list[Any]:
    """The decoder's layers: the longest list of modules, by weights."""
    lists: list[Any] = [module for module in model.modules() if isinstance(module, nn.ModuleList)]
    return list(max(lists, key=lambda layers: sum(p.numel() for p in layers.parameters()), default=nn.ModuleList()))


def whole(tensor: Any) -> Any:
    return tensor.full_tensor() if isinstance(tensor, DTensor) else tensor
