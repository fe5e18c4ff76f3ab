// Compares steps of training with TRL's trainers on a tiny checkpoint: npm run parity:objectives -- CASE_FOLDER
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { EncodedRow } from "../../src/text/encoded-row.ts";
import type { Batch } from "../conformance/engine.ts";
import { objectiveNamed } from "../conformance/objectives.ts";
import { readCase } from "../conformance/recorded-case.ts";
import { openModel } from "../conformance/temper-model.ts";
import { peerProgram, runProgram, venvPython } from "../setup/python.ts";
import { setupPeers } from "../setup/setup.ts";

/** Relative, of the loss of every step. */
const tolerance = 1e-3;
const training = { steps: 5, learningRate: 1e-3, weightDecay: 0 };
const objectives = ["dpo", "ipo", "dft"] as const;

type Steps = readonly (readonly [loss: number, gradNorm: number])[];

interface Pair {
	readonly chosen: EncodedRow;
	readonly rejected: EncodedRow;
}

interface Peer {
	readonly trl: string;
	readonly objectives: Readonly<Record<(typeof objectives)[number], Steps>>;
}

/**
 * The recorded answers as pairs of one prompt, which those of a case need not be, each rejected answer shortened
 * differently, so that lengths differ within a pair.
 */
async function readPairs(folder: string): Promise<Pair[]> {
	const { rows, rejected } = await readCase(folder);
	return rows.map((chosen, i) => {
		const prompt = part(chosen, 0);
		const other = part(rejected[i]!, 1);
		const answer = [...other.slice(0, -2 - i), other.at(-1)!];
		const ids = Int32Array.of(...prompt, ...answer);
		const mask = Uint8Array.from(ids, (_, t) => (t < prompt.length ? 0 : 1));
		return { chosen, rejected: { ids, mask } };
	});
}

function askTrl(model: string, pairs: readonly Pair[]): Peer {
	const scratch = mkdtempSync(path.join(tmpdir(), "temper-trl-"));
	const [rows, out] = ["rows.json", "losses.json"].map((name) =>
		path.join(scratch, name),
	) as [string, string];
	const config = readFileSync(path.join(model, "config.json"), "utf8");
	const given = {
		...training,
		beta: 0.1,
		vocabulary: (JSON.parse(config) as { vocab_size: number }).vocab_size,
		rows: pairs.map(({ chosen }) => ({
			input_ids: [...chosen.ids],
			completion_mask: [...chosen.mask],
		})),
		pairs: pairs.map(({ chosen, rejected }) => ({
			prompt: part(chosen, 0),
			chosen: part(chosen, 1),
			rejected: part(rejected, 1),
		})),
	};
	try {
		writeFileSync(rows, JSON.stringify(given));
		runProgram(venvPython, [
			peerProgram("trl_objectives.py"),
			...["--model", model, "--rows", rows, "--out", out],
		]);
		return JSON.parse(readFileSync(out, "utf8")) as Peer;
	} finally {
		rmSync(scratch, { recursive: true });
	}
}

/** Ids of the prompt, 0, or of the answer, 1. */
function part({ ids, mask }: EncodedRow, which: 0 | 1): number[] {
	return [...ids].filter((_, t) => mask[t] === which);
}

async function askTemper(
	folder: string,
	pairs: readonly Pair[],
	name: (typeof objectives)[number],
): Promise<Steps> {
	const objective = objectiveNamed(name)!;
	const model = await openModel(folder);
	const chosen = pairs.map((pair) => pair.chosen);
	const rejected = pairs.map((pair) => pair.rejected);
	// The reference is the model before the first step.
	const scores = {
		chosen: await model.logProbs(chosen),
		rejected: await model.logProbs(rejected),
	};
	const { pairs: paired, reference } = objective.needs;
	const scored = reference === "none" ? null : scores;
	const batch: Batch = pairs.map((pair, i) => {
		const sides = paired
			? (["chosen", "rejected"] as const)
			: (["chosen"] as const);
		return sides.map((side) => ({
			...pair[side],
			liked: side === "chosen",
			reference: scored?.[side][i] ?? null,
		}));
	});
	const steps = await model.trajectory(objective, batch, training);
	return steps.map(([loss, _nll, norm]) => [loss!, norm!] as const);
}

function compare(name: string, ours: Steps, theirs: Steps): boolean {
	let fine = ours.length === theirs.length;
	theirs.forEach(([loss, norm], i) => {
		const [found, foundNorm] = ours[i] ?? [Number.NaN, Number.NaN];
		const gap = Math.abs(found - loss) / Math.abs(loss);
		const ok = gap <= tolerance;
		fine &&= ok;
		const numbers = [loss, found]
			.map((x) => x.toFixed(6).padStart(10))
			.join(" ");
		const norms = [norm, foundNorm]
			.map((x) => x.toFixed(5).padStart(10))
			.join(" ");
		console.log(
			`${name.padEnd(10)} ${String(i + 1).padStart(4)} ${numbers}  ${gap.toExponential(1)}  ${norms}  ${ok ? "ok" : "MISMATCH"}`,
		);
	});
	return fine;
}

async function parity(folder: string): Promise<boolean> {
	const pairs = await readPairs(folder);
	const peer = askTrl(folder, pairs);
	console.log(`\nagainst TRL ${peer.trl}, ${folder}`);
	console.log(
		"objective  step   TRL loss     Temper  relative   TRL norm     Temper",
	);
	let fine = true;
	for (const name of objectives) {
		const ours = await askTemper(folder, pairs, name);
		fine = compare(name, ours, peer.objectives[name]) && fine;
	}
	return fine;
}

const [folder = "../shared/conformance/qwen2"] = process.argv.slice(2);
setupPeers();
process.exitCode = (await parity(path.resolve(folder))) ? 0 : 1;
