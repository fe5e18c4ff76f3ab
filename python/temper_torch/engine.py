"""What a session computes with: its models, its learners, and the operations that the driver asks for."""

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import torch
import torch.distributed as dist
import torch.distributed.checkpoint as dcp
import torch.nn.functional as F
from torch import Tensor, nn
from torch.distributed.tensor import DTensor

from . import ranks
from .checkpoint import checkpointed, files_in
from .draw import draw
from .head import Asked, Head
from .model import Net, whole
from .objective import LossGraph, evaluate
from .pack import Batch, batches, pack
from .wire import Message, Refusal

Reply = tuple[dict[str, Any], dict[str, Tensor]]
Weights = tuple[Net, str | None]
Compute = Callable[[int | None, Batch, bool], dict[str, Tensor]]
SHOWN = ("logProb", "entropy", "top1")
REWARD = "score.weight"


@dataclass
class Learner:
    """What is trained. `start`: the adapter that it continues; None if it starts from the model itself."""

    net: Net
    adapter: str | None
    start: str | None
    trainable: dict[str, nn.Parameter]
    optimizer: torch.optim.AdamW
    request: dict[str, Any]
    kept: list[Tensor] = field(default_factory=list)


class Engine:
    """Its public methods are the operations: each takes a request and returns what the answer has beside its number."""

    def __init__(self, device: torch.device):
        self.device = device

    def open(self, m: Message) -> Reply:
        f = m.fields
        full = f["tuning"]["kind"] == "full"
        self.given, self.learners, self.reference = f, dict[str, Learner](), ""
        self.ends = torch.tensor(f["endIds"], dtype=torch.long)
        net = Net(f["model"], f, self.device, full)
        self.untaken: Net | None = net if full else None
        self.frozen: dict[str, Net] = {} if full else {f["model"]: net}
        return {"attention": net.attention, "memory": self._memory()}, {}

    def learner(self, m: Message) -> Reply:
        f, name, adapter, start = m.fields, m.fields["name"], None, None
        path, factors = f.get("model") or self.given["model"], {key: value for key, value in m.tensors.items() if key != REWARD}
        if f["tuning"]["kind"] == "full":
            net = self.untaken or Net(path, self.given, self.device, True)
            self.untaken, trainable = None, dict(net.model.named_parameters())
        else:
            net, adapter = self._frozen(path), name
            if any(value.any() for key, value in factors.items() if "lora_B" in key):
                start = f"{name}-start"
                net.adapt(start, f["tuning"], factors)
            trainable = net.adapt(name, f["tuning"], factors)
        if f.get("reward"):
            head = m.tensors.get(REWARD, torch.zeros(1, net.model.get_output_embeddings().weight.shape[1]))
            trainable[REWARD] = nn.Parameter(head.float().to(self.device))
        o = f["optimizer"]
        decay = {"betas": tuple(map(float, o["betas"])), "eps": o["epsilon"], "weight_decay": o["weightDecay"]}
        optimizer = torch.optim.AdamW(list(trainable.values()), **decay, fused=True)
        self.learners[name] = Learner(net, adapter, start, trainable, optimizer, f)
        return {"trained": sum(p.numel() for p in trainable.values())}, {}

    def step(self, m: Message) -> Reply:
        learner = self._learner(m)
        norm, held, outputs = self._gradient(learner, "objective", m)
        if not math.isfinite(norm):
            hint = "Lower the learning rate, or look at the rows with `npx temper-lm data check`."
            raise Refusal("data", f"step {m.fields['step'] + 1}", "a finite gradient", f"a gradient of norm {norm}", hint)
        learner.optimizer.param_groups[0]["lr"] = m.fields["learningRate"]
        learner.optimizer.step()
        learner.optimizer.zero_grad()
        sums, weights = outputs.pop("sum").tolist(), outputs.pop("weight").tolist()
        return {"norm": norm, "heldKl": held, "sums": sums, "weights": weights, "memory": self._memory()}, outputs

    def norm(self, m: Message) -> Reply:
        learner = self._learner(m)
        norm = self._gradient(learner, "sftGraph", m)[0]
        learner.optimizer.zero_grad()
        return {"norm": norm}, {}

    def _gradient(self, learner: Learner, name: str, m: Message) -> tuple[float, float | None, dict[str, Tensor]]:
        """Leaves the clipped gradient of the mean in the parameters. Its norm before clipping, held KL, outputs."""
        graph: LossGraph = learner.request[name]
        hold: dict[str, Any] = m.fields.get("hold") or {}
        net, f, clip = learner.net, m.fields, learner.request["optimizer"]["clip"]
        # Those of a step that was refused are still there.
        learner.optimizer.zero_grad()

        def loss(index: int | None, batch: Batch, last: bool) -> dict[str, Tensor]:
            net.sync(last and not hold)
            found = self._scores(learner, graph, batch, f, index)
            outputs = {"sum": _nothing(found)} if index is None else evaluate(graph, batch.inputs | found)
            outputs["sum"].backward()
            return {key: found[key] for key in SHOWN if key in found} | outputs

        def kept(index: int | None, batch: Batch, last: bool) -> dict[str, Tensor]:
            net.sync(last)
            base = self._base(batch, self._weights("base", learner))
            torch.manual_seed(hold["seeds"][index or 0])
            found = net.scores(batch, learner.adapter, Asked(net.chunk, base), True)
            kl = found["kl"].sum()
            (_nothing(found) if index is None else kl * share).backward()
            return {"kl": kl}

        outputs, held = self._each(net, m, loss, "reward" in graph["inputs"]), None
        weight = float(outputs["weight"].double().sum())
        if not weight > 0:
            raise Refusal("internal", "step", "a positive weight to divide the gradients by", str(weight))
        if hold:
            tokens = sum(int(mask[1:].sum()) for mask in m.tensors["held.mask"].split(m.tensors["held.lengths"].tolist()))
            share = hold["strength"] * weight / tokens
            held = float(self._each(net, m, kept, False, "held.")["kl"].double().sum()) / tokens
        for parameter in learner.trainable.values():
            parameter.grad = torch.zeros_like(parameter) if parameter.grad is None else parameter.grad
        gradients = [p.grad for p in learner.trainable.values() if p.grad is not None]
        ranks.add_up([gradient for gradient in gradients if not isinstance(gradient, DTensor)])
        norm = _norm(gradients) / weight
        torch._foreach_mul_(gradients, (1.0 if clip is None else min(1.0, clip / (norm + 1e-6))) / weight)
        return norm, held, outputs

    def _scores(self, learner: Learner, graph: LossGraph, batch: Batch, f: dict[str, Any], index: int | None) -> dict[str, Tensor]:
        """What the graph reads of the policy, by name, and what a whole step shares."""
        wanted, net = graph["inputs"], learner.net
        tops = tuple(int(name.removeprefix("topEntropy.")) for name in wanted if name.startswith("topEntropy."))
        base = self._base(batch, self._weights(f["referenceOf"], learner)) if "kl" in wanted else None
        tokens = bool(tops or {*SHOWN, "kl"} & set(wanted))
        torch.manual_seed(f["seeds"][index or 0])
        found = net.scores(batch, learner.adapter, Asked(net.chunk if tokens else 0, base, tops), True)
        if "reward" in wanted:
            found["reward"] = _rewards(found, learner)
        if f.get("referenceIsPolicy") and "reference" in wanted:
            found["reference"] = found["logProb"].detach()
        shared = {name: f[name] for name in ("statistic", "strength") if f.get(name) is not None}
        return found | {name: torch.tensor(float(value), device=self.device) for name, value in shared.items()}

    def _each(self, net: Net, m: Message, compute: Compute, whole_rows: bool = False, prefix: str = "") -> dict[str, Tensor]:
        """What is computed of each micro-batch, joined in their order. `compute`: index, micro-batch, whether it is the last.

        If weights are sharded, a rank without a micro-batch computes along on a blank one, without an index.
        """
        world, packed = dist.get_world_size(), batches(m.tensors, self.ends, whole_rows, prefix)
        found: list[tuple[int, dict[str, Tensor]]] = []
        for index in range(dist.get_rank(), -(-len(packed) // world) * world, world):
            last = index + world >= len(packed) + (dist.get_rank() if net.sharded else 0)
            if index < len(packed):
                values = compute(index, packed[index].to(self.device), last)
                found.append((index, {name: torch.atleast_1d(value.detach()).float().cpu() for name, value in values.items()}))
            elif net.sharded:
                blank = (torch.zeros(2, dtype=torch.long),) * 2
                compute(None, pack(blank, blank, self.ends, whole_rows).to(self.device), last)
        parts = [values for _, values in sorted((p for part in ranks.gather(found) for p in part), key=lambda pair: pair[0])]
        return {name: torch.cat([part[name] for part in parts]) for name in (parts[0] if parts else {})}

    @torch.no_grad()
    def score(self, m: Message) -> Reply:
        learner, against = self.learners.get(m.fields.get("name") or ""), m.fields.get("against")
        net, adapter = self._weights(m.fields["of"], learner)

        def compute(_: int | None, batch: Batch, __: bool) -> dict[str, Tensor]:
            base = self._base(batch, self._weights(against, learner)) if against else None
            found = net.scores(batch, adapter, Asked(net.chunk, base, places=bool(m.fields.get("places"))))
            return {name: found[name] for name in (*SHOWN, "kl", "rank", "first") if name in found}

        return {}, self._each(net, m, compute)

    @torch.no_grad()
    def rewards(self, m: Message) -> Reply:
        learner = self._learner(m)

        def compute(_: int | None, batch: Batch, __: bool) -> dict[str, Tensor]:
            return {"reward": _rewards(learner.net.scores(batch, learner.adapter, Asked(0)), learner)}

        return {}, self._each(learner.net, m, compute, True)

    def draw(self, m: Message) -> Reply:
        prompts = m.tensors["ids"].long().split(m.tensors["lengths"].tolist())
        answers = draw(*self._weights(m.fields["of"], self.learners.get(m.fields.get("name") or "")), m.fields, prompts)
        lengths = torch.tensor([len(answer) for answer in answers], dtype=torch.int32)
        flat = torch.tensor([token for answer in answers for token in answer], dtype=torch.int32)
        return {}, {"ids": flat, "lengths": lengths}

    def snapshot(self, m: Message) -> None:
        learner = self._learner(m)
        learner.kept = [p.detach().clone() for p in learner.trainable.values()]

    @torch.no_grad()
    def place(self, m: Message) -> None:
        learner, share = self._learner(m), m.fields["share"]
        base = {} if learner.adapter else dict(self._weights("base", learner)[0].model.named_parameters())
        for (name, parameter), kept in zip(learner.trainable.items(), learner.kept, strict=True):
            # Adapters are two factors of one change.
            parameter.copy_(torch.lerp(base[name], kept, share) if name in base else kept * math.sqrt(share))

    def hash(self, m: Message) -> Reply:
        digest = hashlib.sha256()
        for name, parameter in self._learner(m).trainable.items():
            digest.update(name.encode())
            digest.update(whole(parameter.detach()).float().cpu().contiguous().numpy().data)
        return {"sha256": digest.hexdigest()}, {}

    def read(self, m: Message) -> Reply:
        return {}, {name: p.detach().float() for name, p in self._learner(m).trainable.items()}

    def write(self, m: Message) -> None:
        """The whole model as transformers saves it, in the dtype of its checkpoint."""
        net, state = self._learner(m).net, dict[str, Tensor]()
        for name, value in net.model.state_dict().items():
            full = whole(value).to(net.stored if value.is_floating_point() else value.dtype)
            state[name] = full.cpu() if dist.get_rank() == 0 else torch.empty(0)
        if dist.get_rank() == 0:
            with files_in(m.fields["folder"], "a writable path"):
                net.model.save_pretrained(m.fields["folder"], state_dict=state)

    def save(self, m: Message) -> None:
        learner, folder = self._learner(m), m.fields["folder"]
        with files_in(folder, "a writable path"):
            dcp.save(checkpointed(learner.trainable, learner.optimizer), checkpoint_id=folder)

    def restore(self, m: Message) -> None:
        learner, folder = self._learner(m), m.fields["folder"]
        with files_in(folder, "a checkpoint that can be read"):
            dcp.load(checkpointed(learner.trainable, learner.optimizer, m.fields["step"]), checkpoint_id=folder)

    def _memory(self) -> int:
        """Bytes that the rank that needed most has held at most."""
        return max(ranks.gather(ranks.peak(self.device)))

    def _learner(self, m: Message) -> Learner:
        return self.learners[m.fields["name"]]

    def _frozen(self, path: str) -> Net:
        if path not in self.frozen:
            self.frozen[path] = Net(path, self.given, self.device)
        return self.frozen[path]

    def _weights(self, of: str, learner: Learner | None) -> Weights:
        given = self.given
        if of == "now" and learner:
            return learner.net, learner.adapter
        if of == "start":
            request = learner.request if learner else {}
            return self._frozen(request.get("model") or given["model"]), learner.start if learner else None
        if of == "base":
            return self._frozen(given["base"] or given["model"]), None
        net, adapter = self._frozen(given["reference"]["model"]), given["reference"]["adapter"]
        if adapter and not self.reference:
            net.model.load_adapter(adapter, adapter_name="reference")
            self.reference = "reference"
        return net, self.reference or None

    @torch.no_grad()
    def _base(self, batch: Batch, weights: Weights) -> tuple[Tensor, Head]:
        """What KL from these weights needs."""
        return weights[0].scores(batch, weights[1], Asked(0))["hidden"], weights[0].head()


def _rewards(found: dict[str, Tensor], learner: Learner) -> Tensor:
    return F.linear(found["lasts"].float(), learner.trainable[REWARD])[:, 0]


def _nothing(scores: dict[str, Tensor]) -> Tensor:
    """Zero, with a gradient of zeros for all that the scores depend on."""
    return torch.stack([0 * values.float().sum() for values in scores.values()]).sum()


def _norm(gradients: list[Tensor]) -> float:
    """L2 norm of all together; those of sharded weights are spread over the ranks."""
    squares = {True: 0.0, False: 0.0}
    for gradient in gradients:
        own = gradient.to_local() if isinstance(gradient, DTensor) else gradient
        # A large matrix at once would be wrong by 1e-3 in float32 and slow in float64.
        rows = torch.linalg.vector_norm(own, dim=-1).double()
        squares[own is gradient] += float(rows.square().sum())
    return math.sqrt(squares[True] + sum(ranks.gather(squares[False])))
