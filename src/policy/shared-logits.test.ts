import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { RandomStream } from "../core/random.ts";
import { Ops } from "../graph/ops.ts";
import { tokenKl, tokenLogProbs } from "../nn/head.ts";
import { OnnxSession } from "../runtime/onnx-session.ts";

const folder = mkdtempSync(join(tmpdir(), "temper-logits-"));
afterAll(() => rmSync(folder, { recursive: true }));

const [tokens, width, words] = [6, 16, 50];

function drawn(name: string, dims: readonly [number, number]) {
	const random = new RandomStream(1, name);
	const data = Float32Array.from({ length: dims[0] * dims[1] }, () =>
		random.normal(),
	);
	return { data, dims };
}

/** Scores of a policy, KL from a base, and how many products of matrices the runtime computed. */
async function compared(chunks: number) {
	const ops = new Ops();
	const policy = {
		hidden: ops.input("hidden", ["S", width]),
		head: ops.input("head", [words, width]),
	};
	const base = {
		hidden: ops.input("baseHidden", ["S", width]),
		head: ops.input("baseHead", [words, width]),
	};
	const targets = ops.input("targets", ["S"], "int32");
	const { logProb } = tokenLogProbs(
		...([ops, policy.hidden, policy.head, targets, chunks] as const),
	);
	ops.output("logProb", logProb);
	ops.output("kl", tokenKl(ops, base, policy, chunks));
	const at = mkdtempSync(join(folder, "profile-"));
	const session = await OnnxSession.create(ops.graph(), {
		...{ device: "cpu", threads: 1, profile: join(at, "run") },
	});
	const out = await session.run({
		hidden: drawn("hidden", [tokens, width]),
		head: drawn("head", [words, width]),
		baseHidden: drawn("baseHidden", [tokens, width]),
		baseHead: drawn("baseHead", [words, width]),
		targets: { data: Int32Array.from([1, 2, 3, 4, 5, 6]), dims: [tokens] },
	});
	session.endProfiling();
	const [file = ""] = readdirSync(at);
	const events: readonly { name: string; args?: { op_name?: string } }[] =
		JSON.parse(readFileSync(join(at, file), "utf8"));
	const products = events.filter(
		({ name, args }) =>
			name.endsWith("_kernel_time") && /MatMul|Gemm/.test(args?.op_name ?? ""),
	).length;
	const { logProb: scores, kl } = out;
	return { products, scores: [...scores!.data], kl: [...kl!.data] };
}

test("scores and KL of one policy read the same logits, those of the base are apart", async () => {
	const whole = await compared(1);
	expect(whole.products).toBe(2);
	const cut = await compared(2);
	expect(cut.products).toBe(6);
	for (const name of ["scores", "kl"] as const)
		cut[name].forEach((value, i) => {
			expect(value).toBeCloseTo(whole[name][i]!, 4);
		});
	expect(Math.min(...whole.kl)).toBeGreaterThan(0.1);
});
