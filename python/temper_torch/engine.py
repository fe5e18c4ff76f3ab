"""What a session computes with: its models, its learners, and the operations that the driver asks for."""

from __future__ import annotations

import hashlib
import math
import resource
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.distributed.tensor import DTensor

from . import checkpoint, ranks
from .draw import draw
from .head import Asked, Head
from .model import Net, Settings, adapter_folder, whole
from .objective import LossGraph, evaluate
from .pack import Batch, batches, pack, to_device
from .wire import Message, Refusal

Reply = tuple[dict[str, Any], dict[str, Tensor]]
Weights = tuple[Net, str | None]
_token_scores = ("logProb", "entropy", "top1")
_reward_head = "score.weight"


@dataclass
class Learner:
    """What is trained under a name. `start`: the adapter that it continues; null if it starts from the model itself."""

    net: Net
    adapter: str | None
    start: str | None
    trainable: dict[str, nn.Parameter]
    graph: LossGraph
    sft: LossGraph | None
    optimizer: torch.optim.AdamW
    clip: float | None
    kept: list[Tensor] = field(default_factory=list)

    @property
    def parameters(self) -> list[nn.Parameter]:
        return list(self.trainable.values())


@dataclass
class Gradient:
    """`results`: index, sum, weight and outputs of this rank's micro-batches. `scale`: turns summed gradients into clipped means."""

    norm: float
    scale: float
    held: float | None
    results: list[tuple[int, float, float, dict[str, Tensor]]]


class Engine:
    def __init__(self, device: torch.device):
        self.device = device
        self.learners: dict[str, Learner] = {}
        self._frozen: dict[str, Net] = {}
        self._untaken: Net | None = None
        self._reference: Weights | None = None

    def open(self, m: Message) -> Reply:
        f = m.fields
        full = f["tuning"]["kind"] == "full"
        if f.get("threads"):
            torch.set_num_threads(f["threads"])
        if f["precision"] in ("nf4", "int8"):
            if f["shard"] == "full":
                hint = "Sharded quantised weights would compute wrong products without a warning. Use shard none."
                raise Refusal("recipe", "engine.shard", f"none or auto with precision {f['precision']}", "full", hint)
            if full:
                raise Refusal("recipe", "engine.precision", "float32 or bfloat16 for full tuning", f["precision"])
        self._options = f
        self._settings = Settings(f["precision"], f["shard"], f["recompute"], f.get("headChunk") or 0, self.device)
        self._ends = torch.tensor(f["endIds"], dtype=torch.long)
        net = Net(f["model"], self._settings, full, full)
        if full:
            self._untaken = net
        else:
            self._frozen[f["model"]] = net
        return {
            "parameters": net.model.num_parameters(),
            "shard": "full" if net.sharded else "none",
            "device": torch.cuda.get_device_name(self.device) if self.device.type == "cuda" else "cpu",
            "processes": ranks.world(),
            "attention": net.attention,
        }, {}

    def learner(self, m: Message) -> Reply:
        f, values, name = m.fields, m.tensors, m.fields["name"]
        start: str | None = None
        adapter: str | None = None
        if f["tuning"]["kind"] == "full":
            net = self._untaken or Net(f["model"], self._settings, True, True)
            self._untaken = None
            trainable = dict(net.model.named_parameters())
        else:
            net, adapter = self._copy(f["model"]), name
            factors = {key: value for key, value in values.items() if key != _reward_head}
            if any(value.any() for key, value in factors.items() if key.endswith("lora_B.weight")):
                start = f"{name}-start"
                net.adapt(start, f["tuning"], factors)
            trainable = dict(net.adapt(name, f["tuning"], factors))
        if f.get("reward"):
            head = values.get(_reward_head)
            head = torch.zeros(1, net.model.get_output_embeddings().weight.shape[1]) if head is None else head
            trainable[_reward_head] = nn.Parameter(head.float().to(self.device))
        given = f["optimizer"]
        optimizer = torch.optim.AdamW(
            list(trainable.values()),
            betas=tuple(map(float, given["betas"])),
            eps=given["epsilon"],
            weight_decay=given["weightDecay"],
            fused=True,
        )
        self.learners[name] = Learner(
            net, adapter, start, trainable, f["objective"], f.get("sftGraph"), optimizer, given["clip"]
        )
        return {"trained": sum(p.numel() for p in trainable.values())}, {}

    def step(self, m: Message) -> Reply:
        learner = self._learner(m)
        try:
            found = self._gradient(learner, learner.graph, m)
            if not math.isfinite(found.norm):
                where, hint = f"step {m.fields['step'] + 1}", "Lower the learning rate, or look at the rows."
                raise Refusal("data", where, "a finite gradient", f"a gradient of norm {found.norm}", hint)
            gradients = [p.grad for p in learner.parameters if p.grad is not None]
            torch._foreach_mul_(gradients, found.scale)
            for group in learner.optimizer.param_groups:
                group["lr"] = m.fields["learningRate"]
            learner.optimizer.step()
        finally:
            learner.optimizer.zero_grad(set_to_none=True)
        results = sorted(
            (result for part in ranks.gather(found.results) for result in part), key=lambda result: result[0]
        )
        outputs = _joined([outputs for *_, outputs in results])
        sums, weights = [result[1] for result in results], [result[2] for result in results]
        return {"norm": found.norm, "heldKl": found.held, "sums": sums, "weights": weights}, outputs

    def norm(self, m: Message) -> Reply:
        learner = self._learner(m)
        if learner.sft is None:
            raise Refusal("internal", "norm", "a learner with an SFT graph", "none")
        try:
            return {"norm": self._gradient(learner, learner.sft, m).norm}, {}
        finally:
            learner.optimizer.zero_grad(set_to_none=True)

    def _gradient(self, learner: Learner, graph: LossGraph, m: Message) -> Gradient:
        """Sums gradients over the micro-batches of all ranks, into the parameters."""
        f, net = m.fields, learner.net
        hold = f.get("hold")
        results: list[tuple[int, float, float, dict[str, Tensor]]] = []
        for index, batch, last in self._mine(net, m, "reward" in graph["inputs"]):
            net.sync(last and hold is None)
            found = self._scores(learner, graph, batch, f, 0 if index is None else f["seeds"][index])
            if index is None:
                _nothing(found).backward()  # type: ignore[no-untyped-call]
                continue
            if f.get("referenceIsPolicy") and "reference" in graph["inputs"]:
                # The same weights: equal to the last digit, however the rows were packed when they were scored.
                found["reference"] = found["logProb"].detach()
            outputs = evaluate(graph, batch.inputs | found)
            outputs["sum"].backward()  # type: ignore[no-untyped-call]
            shown = {name: found[name] for name in _token_scores if name in found} | outputs
            plain = {name: value.detach().float().cpu() for name, value in shown.items()}
            results.append((index, float(plain.pop("sum")), float(plain.pop("weight")), plain))
        (weight,) = ranks.total(sum(result[2] for result in results))
        if not weight > 0:
            raise Refusal("internal", "step", "a positive weight to divide the gradients by", str(weight))
        held = self._hold(learner, m, weight) if hold else None
        for parameter in learner.parameters:
            if parameter.grad is None:
                parameter.grad = torch.zeros_like(parameter)
        gradients = [p.grad for p in learner.parameters if p.grad is not None]
        ranks.add_up([gradient for gradient in gradients if not isinstance(gradient, DTensor)])
        norm = _norm(gradients) / weight
        coefficient = 1.0 if learner.clip is None else min(1.0, learner.clip / (norm + 1e-6))
        return Gradient(norm, coefficient / weight, held, results)

    def _hold(self, learner: Learner, m: Message, weight: float) -> float:
        """Adds the gradient of strength times the mean KL(base || policy) of the held rows."""
        hold = m.fields["hold"]
        tokens = sum(int(row[1:].sum()) for row in m.tensors["held.mask"].split(m.tensors["held.lengths"].tolist()))
        share, whole_kl = hold["strength"] * weight / tokens, 0.0
        for index, batch, last in self._mine(learner.net, m, False, "held."):
            learner.net.sync(last)
            torch.manual_seed(0 if index is None else hold["seeds"][index])
            base = self._compared(batch, self._weights("base", learner))
            found = learner.net.scores(batch, learner.adapter, Asked(learner.net.chunk, base), dropout=True)
            if index is None:
                _nothing(found).backward()  # type: ignore[no-untyped-call]
                continue
            (found["kl"].sum() * share).backward()
            whole_kl += float(found["kl"].sum())
        return ranks.total(whole_kl)[0] / tokens

    def _scores(
        self, learner: Learner, graph: LossGraph, batch: Batch, f: dict[str, Any], seed: int
    ) -> dict[str, Tensor]:
        """What the graph reads of the policy, by name, and what a whole step shares."""
        wanted = graph["inputs"]
        tops = tuple(int(name.removeprefix("topEntropy.")) for name in wanted if name.startswith("topEntropy."))
        base = self._compared(batch, self._weights(f["referenceOf"], learner)) if "kl" in wanted else None
        reads = any(name.split(".")[0] in (*_token_scores, "kl", "topEntropy") for name in wanted)
        torch.manual_seed(seed)
        asked = Asked(learner.net.chunk if reads else 0, base, tops)
        found = learner.net.scores(batch, learner.adapter, asked, dropout=True)
        if "reward" in wanted:
            found["reward"] = _rewards(found["lasts"], learner)
        for name in ("statistic", "strength"):
            if f.get(name) is not None:
                found[name] = torch.tensor(float(f[name]), device=self.device)
        return found

    def _mine(self, net: Net, m: Message, reward: bool, prefix: str = "") -> Iterator[tuple[int | None, Batch, bool]]:
        """This rank's micro-batches with their indices, and whether each is the last. Where weights are shared out, a rank
        without a micro-batch gets a blank one, so that it computes along."""
        world, rank = ranks.world(), ranks.rank()
        packed = batches(m.tensors, self._ends, reward, prefix)
        count = len(m.tensors[f"{prefix}groups"])
        for start in range(0, count, world):
            index = start + rank
            part = [next(packed) for _ in range(min(world, count - start))]
            last = start + world + (0 if net.sharded else rank) >= count
            if index < count:
                yield index, to_device(part[rank], self.device), last
            elif net.sharded:
                nothing = (torch.zeros(2, dtype=torch.long),) * 2
                yield None, to_device(pack(nothing, nothing, self._ends, reward), self.device), last

    @torch.no_grad()
    def score(self, m: Message) -> Reply:
        f = m.fields
        learner = self.learners.get(f.get("name") or "")
        net, adapter = self._weights(f["of"], learner)
        against = self._weights(f["against"], learner) if f.get("against") else None
        found: list[tuple[int, dict[str, Tensor]]] = []
        for index, batch, _ in self._mine(net, m, False):
            base = self._compared(batch, against) if against else None
            values = net.scores(batch, adapter, Asked(net.chunk, base))
            if index is not None:
                names = (*_token_scores, "kl") if against else _token_scores
                found.append((index, {name: values[name].cpu() for name in names}))
        return {}, _in_order(found)

    @torch.no_grad()
    def rewards(self, m: Message) -> Reply:
        learner = self._learner(m)
        found: list[tuple[int, dict[str, Tensor]]] = []
        for index, batch, _ in self._mine(learner.net, m, True):
            values = learner.net.scores(batch, learner.adapter, Asked(0))
            if index is not None:
                found.append((index, {"reward": _rewards(values["lasts"], learner).cpu()}))
        return {}, _in_order(found)

    def draw(self, m: Message) -> Reply:
        net, adapter = self._weights(m.fields["of"], self.learners.get(m.fields.get("name") or ""))
        return draw(net, adapter, m)

    @torch.no_grad()
    def snapshot(self, m: Message) -> Reply:
        learner = self._learner(m)
        learner.kept = [p.detach().clone() for p in learner.parameters]
        return {}, {}

    @torch.no_grad()
    def place(self, m: Message) -> Reply:
        """Adapters are two factors of one change."""
        learner, share = self._learner(m), m.fields["share"]
        if learner.adapter is not None:
            for parameter, kept in zip(learner.parameters, learner.kept, strict=True):
                parameter.copy_(kept * math.sqrt(share))
            return {}, {}
        base = dict(self._weights("base", learner)[0].model.named_parameters())
        for (name, parameter), kept in zip(learner.trainable.items(), learner.kept, strict=True):
            start = base[name] if name in base else torch.zeros_like(kept)
            parameter.copy_(start + share * (kept - start))
        return {}, {}

    def hash(self, m: Message) -> Reply:
        digest = hashlib.sha256()
        for name, parameter in self._learner(m).trainable.items():
            values = whole(parameter.detach())
            digest.update(name.encode())
            digest.update(values.float().cpu().contiguous().numpy().data)
        return {"sha256": digest.hexdigest()}, {}

    def read(self, m: Message) -> Reply:
        return {}, {name: p.detach().float() for name, p in self._learner(m).trainable.items()}

    def write(self, m: Message) -> Reply:
        """The whole model as transformers saves it, in the dtype of its checkpoint."""
        net = self._learner(m).net
        state: dict[str, Tensor] = {}
        for name, value in net.model.state_dict().items():
            full = whole(value)
            if ranks.rank() == 0:
                state[name] = full.to(net.stored if full.is_floating_point() else full.dtype).cpu()
        if ranks.rank() == 0:
            net.model.save_pretrained(m.fields["folder"], state_dict=state)
        return {}, {}

    def save(self, m: Message) -> Reply:
        checkpoint.save(self._learner(m), m.fields["folder"])
        return {}, {}

    def restore(self, m: Message) -> Reply:
        checkpoint.restore(self._learner(m), m.fields["folder"], m.fields["step"])
        return {}, {}

    def facts(self, m: Message) -> Reply:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        if self.device.type == "cuda":
            peak = torch.cuda.max_memory_allocated(self.device)
        return {"peakMemory": ranks.gather(peak)}, {}

    def close(self, m: Message) -> Reply:
        return {}, {}

    def _learner(self, m: Message) -> Learner:
        return self.learners[m.fields["name"]]

    def _copy(self, path: str) -> Net:
        """A frozen model, loaded when it is first asked for, as the trained one is kept."""
        if path not in self._frozen:
            wide = self._options["tuning"]["kind"] == "full"
            self._frozen[path] = Net(path, self._settings, wide, False)
        return self._frozen[path]

    def _weights(self, of: str, learner: Learner | None) -> Weights:
        if of == "now":
            if learner is None:
                raise Refusal("internal", "weights", "the name of a learner", "none")
            return learner.net, learner.adapter
        if of == "start":
            return self._copy(self._options["model"]), learner.start if learner else None
        if of == "base":
            return self._copy(self._options["base"] or self._options["model"]), None
        if self._reference is None:
            given = self._options["reference"]
            net = self._copy(given["model"])
            if given["adapter"]:
                net.adapt("reference", *adapter_folder(given["adapter"]))
            self._reference = net, "reference" if given["adapter"] else None
        return self._reference

    @torch.no_grad()
    def _compared(self, batch: Batch, weights: Weights) -> tuple[Tensor, Head]:
        """What KL from these weights needs."""
        net, adapter = weights
        return net.scores(batch, adapter, Asked(0))["hidden"], net.head()


def _rewards(lasts: Tensor, learner: Learner) -> Tensor:
    """[B, C] to [B]"""
    return F.linear(lasts.float(), learner.trainable[_reward_head])[:, 0]


def _nothing(scores: dict[str, Tensor]) -> Tensor:
    """Zero, with a gradient of zeros for all that the scores depend on."""
    return torch.stack([0 * values.float().sum() for values in scores.values()]).sum()


def _norm(gradients: list[Tensor]) -> float:
    """L2 norm of all together, in float64."""
    squares = [0.0, 0.0]
    for shared in (False, True):
        parts = [g.to_local() if isinstance(g, DTensor) else g for g in gradients if isinstance(g, DTensor) == shared]
        if parts:
            norms = [torch.linalg.vector_norm(part, dtype=torch.float64) for part in parts]
            squares[shared] = float(torch.stack(norms).square().sum())
    return math.sqrt(squares[0] + ranks.total(squares[1])[0])


def _joined(parts: list[dict[str, Tensor]]) -> dict[str, Tensor]:
    names = parts[0] if parts else {}
    return {name: torch.cat([torch.atleast_1d(part[name]) for part in parts]) for name in names}


def _in_order(found: list[tuple[int, dict[str, Tensor]]]) -> dict[str, Tensor]:
    """The values of all ranks' micro-batches, on rank 0."""
    parts = [pair for pairs in ranks.gather(found) for pair in pairs]
    return _joined([values for _, values in sorted(parts, key=lambda pair: pair[0])])
