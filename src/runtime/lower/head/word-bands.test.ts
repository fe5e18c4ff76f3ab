import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { once } from "../../../core/once.ts";
import { RandomStream } from "../../../core/random.ts";
import { gradients } from "../../../grad/gradients.ts";
import type { MatrixPrecision } from "../../../graph/graph.ts";
import { Ops } from "../../../graph/ops.ts";
import { openSession } from "../../open-session.ts";

const folder = mkdtempSync(join(tmpdir(), "temper-word-bands-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Eight bands of words; four chunks of rows, which are computed in three parts. */
const [words, width, rows, chunks] = [32768, 8, 8, 4];
const targets = [0, 4095, 4096, 9000, 20479, 20480, 28671, words - 1];

/** Multiples of a step in -127 to 127, which every row reaches: rounding to bytes leaves them as they are. */
function drawn(name: string, count: number, step: number): Float32Array {
	const stream = new RandomStream(2, name);
	return Float32Array.from({ length: count * width }, (_, i) =>
		i % width === 0 ? 127 * step : (stream.integer(255) - 127) * step,
	);
}

const file = join(folder, "head");
const table = drawn("head", words, 1 / 127);
writeFileSync(file, table);

type Found = Readonly<Record<string, Float32Array>>;

/** Scores, KL from a base, and the gradients of their sums for the hidden states, which decide how flat the probabilities are. */
async function results(
	precision: MatrixPrecision,
	factor: number,
): Promise<Found> {
	const ops = new Ops();
	const head = ops.frozen(
		{
			...{ name: "head", dtype: "F32", file, offset: 0 },
			...{ shape: [words, width], length: table.byteLength },
		},
		precision,
	);
	const hidden = ops.input("hidden", ["S", width]);
	const moved = ops.input("moved", ["S", width]);
	const base = ops.input("base", ["S", width]);
	const places = ops.input("targets", ["S"], "int32");
	const [logProb, entropy, top1] = ops.emit(
		"tokenLogProbs",
		[hidden, head, places],
		{ chunks },
	);
	const [kl] = ops.emit("tokenKl", [base, head, moved, head], { chunks });
	for (const [name, value] of Object.entries({ logProb, entropy, top1, kl }))
		ops.output(name, value);
	const loss = ops.add(ops.sum(logProb), ops.sum(kl));
	const [ofLogProb, ofKl] = gradients(ops, loss, [hidden, moved]);
	ops.output("ofLogProb", ofLogProb!);
	ops.output("ofKl", ofKl!);
	const session = await openSession(ops.graph(), { device: "cpu", threads: 1 });
	const dims = [rows, width];
	const out = await session.run({
		hidden: { data: drawn("hidden", rows, factor / 127), dims },
		moved: { data: drawn("moved", rows, factor / 127), dims },
		base: { data: drawn("base", rows, factor / 127), dims },
		targets: { data: Int32Array.from(targets), dims: [rows] },
	});
	await session.dispose();
	return Object.fromEntries(
		Object.entries(out).map(([name, { data }]) => [name, data]),
	) as Found;
}

function error(found: Float32Array, right: Float32Array): number {
	const off = right.map((value, i) => value - (found[i] as number));
	return Math.hypot(...off) / Math.hypot(...right);
}

/** `most`: of what gradients are off. Bytes that are rounded once are off by 0.0125 and 0.0109 where probabilities are peaked. */
describe.each([
	["flat", { factor: 1, most: 3e-4 }],
	["peaked", { factor: 6, most: 8e-3 }],
])(
	"a head in bands of 8 bits, with %s probabilities",
	(_, { factor, most }) => {
		const ofFloats = once(() =>
			results({ direct: 32, transposed: 32 }, factor),
		);

		it("scores words and their gradients nearly as float32 does", async () => {
			const exact = await ofFloats();
			const found = await results({ direct: 8, transposed: 8 }, factor);
			for (const name of ["logProb", "kl"])
				expect(error(found[name]!, exact[name]!), name).toBeLessThan(1e-5);
			expect(found.top1).toEqual(exact.top1);
			expect(error(found.entropy!, exact.entropy!)).toBeLessThan(0.02);
			for (const name of ["ofLogProb", "ofKl"])
				expect(error(found[name]!, exact[name]!), name).toBeLessThan(most);
		});

		it("gives probabilities of a float32 product the same gradients", async () => {
			const exact = await ofFloats();
			const found = await results({ direct: 8, transposed: 32 }, factor);
			expect(found.logProb).toEqual(exact.logProb);
			const off = error(found.ofLogProb!, exact.ofLogProb!);
			expect(off).toBeGreaterThan(1e-7);
			expect(off).toBeLessThan(most);
		});
	},
);
