import { readFileSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import {
	findProgram,
	type Variables,
} from "../../../engine/torch/environment.ts";
import type {
	PythonFacts,
	TorchMachine,
} from "../../../engine/torch/inspect-python.ts";
import { showBytes, showNumber } from "../../terminal/units.ts";
import { type Finding, finding } from "./finding.ts";

/** What a training loses without a package. */
const uses: Readonly<Record<string, string>> = {
	bitsandbytes: "precision: nf4 cannot be used",
	torchao: "precision: int8 cannot be used",
};

/** Versions by package of a locked list; a package may have one for old Pythons and one for new ones. */
export function lockedVersions(lock: string): ReadonlyMap<string, string[]> {
	const versions = new Map<string, string[]>();
	for (const line of readFileSync(lock, "utf8").split("\n")) {
		const [, name, version] = /^([\w.-]+)==(\S+)/.exec(line) ?? [];
		if (name === undefined || version === undefined) continue;
		versions.set(name, [...(versions.get(name) ?? []), version]);
	}
	return versions;
}

export function versionFinding(
	{ release, versions }: PythonFacts,
	locked: ReadonlyMap<string, readonly string[]>,
): Finding {
	const names = Object.keys(versions);
	const missing = names.filter((name) => versions[name] === null);
	const other = names.filter((name) => {
		const version = versions[name];
		return version && !locked.get(name)?.includes(version.replace(/\+.*/, ""));
	});
	const found = [
		`Python ${release.join(".")}`,
		...names.map((name) => `${name} ${versions[name] ?? "missing"}`),
	].join(", ");
	const meanings = [
		...missing.flatMap((name) => uses[name] ?? []),
		...(other.length === 0
			? []
			: [
					`Temper was tested with ${other.map((name) => `${name} ${locked.get(name)?.join(" and ")}`).join(", ")}`,
				]),
	];
	const state = meanings.length === 0 ? "works" : "note";
	return finding("versions", state, found, meanings.join("; ") || null);
}

/** What a machine has and can do, in words. */
export function machineFindings(
	machine: TorchMachine,
	env: Variables,
): Finding[] {
	return [
		gpuFinding(machine, env),
		finding(
			"memory",
			"works",
			`${showBytes(totalmem())}, ${availableParallelism()} processors`,
		),
		bfloat16Finding(machine),
		quantised("nf4", "4-bit weights", machine.nf4, 0.2),
		quantised("int8", "8-bit weights", machine.int8, 0.03),
		groupFinding(machine),
	];
}

function gpuFinding({ cards, cuda }: TorchMachine, env: Variables): Finding {
	const name = "GPU";
	if (cards.length > 0)
		return finding(
			name,
			"works",
			cards
				.map(
					(card) =>
						`${card.name} (${showBytes(card.memory)}, ${showBytes(card.free)} free)`,
				)
				.join(", "),
		);
	const hidden = env.CUDA_VISIBLE_DEVICES;
	if (hidden !== undefined)
		return finding(
			name,
			"note",
			`none: CUDA_VISIBLE_DEVICES is ${JSON.stringify(hidden)}`,
			"PyTorch computes on the CPU.",
		);
	if (findProgram("nvidia-smi", env) === null)
		return finding(name, "note", "none", "PyTorch computes on the CPU.");
	const build = cuda === null ? "has no CUDA" : `is for CUDA ${cuda}`;
	return finding(
		name,
		"fails",
		`a driver (nvidia-smi), but no GPU that PyTorch finds; its build ${build}`,
		"Training would run on the CPU. The driver may be too old for this build: compare with what nvidia-smi prints, update it, or set TEMPER_PYTHON to an environment with another build.",
	);
}

function bfloat16Finding({
	bfloat16: { value, error },
}: TorchMachine): Finding {
	const name = "bfloat16";
	if (value === null)
		return finding(
			name,
			"fails",
			error ?? "no answer",
			"Use precision: float32.",
		);
	return value >= 1
		? finding(name, "works", `${showNumber(value)} times as fast as float32`)
		: finding(
				name,
				"note",
				`works, but takes ${showNumber(1 / value)} times as long as float32`,
				"It saves memory here, not time.",
			);
}

function quantised(
	name: "nf4" | "int8",
	what: string,
	{ value, error }: TorchMachine["nf4"],
	limit: number,
): Finding {
	if (value === null)
		return finding(
			name,
			"note",
			error ?? "no answer",
			`precision: ${name} cannot be used.`,
		);
	const found = `${what}, with an error of at most ${showNumber(100 * value)}% of the largest value`;
	return value <= limit
		? finding(name, "works", found)
		: finding(
				name,
				"fails",
				found,
				`precision: ${name} computes wrongly here.`,
			);
}

function groupFinding({ cards, nccl }: TorchMachine): Finding {
	const name = "processes";
	if (cards.length > 1 && !nccl)
		return finding(
			name,
			"fails",
			"this build of PyTorch has no NCCL",
			"Several GPUs cannot train together.",
		);
	return finding(
		name,
		"works",
		nccl ? "torch.distributed with NCCL" : "torch.distributed",
	);
}
