import { packRows } from "../../data/pack.ts";
import { Ops } from "../../graph/ops.ts";
import type { Buffers, GraphSession } from "../../graph/session.ts";
import type { Model } from "../../models/model.ts";
import { Parameters, type Tuning } from "../../nn/parameters.ts";
import { packedPass } from "../../nn/pass.ts";
import { openSession } from "../../runtime/open-session.ts";

/** Logits [V] of the last token of each row, without a cache: the oracle of decoding. */
export class FullPass {
	readonly #session: GraphSession;
	readonly #model: Model;
	readonly #values: Buffers;

	private constructor(session: GraphSession, model: Model, values: Buffers) {
		this.#session = session;
		this.#model = model;
		this.#values = values;
	}

	static async open(
		model: Model,
		tuning: Tuning = { kind: "none" },
		values: Buffers = {},
	): Promise<FullPass> {
		const { architecture } = model;
		const { maxPositions, head, forward } = architecture;
		const ops = new Ops();
		const p = new Parameters(ops, model.tensors, {
			tuning,
			precision: "float32",
			architecture,
		});
		const hidden = forward(packedPass(p, maxPositions))((x) => x);
		const picks = ops.input("picks", ["S"], "int32");
		const origins = ops.input("origins", ["N"], "int32");
		const last = ops.takeRows(hidden, picks, origins);
		ops.output("logits", ops.matmul(last, p.weight(head), { transB: true }));
		const options = { device: "cpu", threads: 1 } as const;
		const session = await openSession(ops.graph(), options);
		return new FullPass(session, model, values);
	}

	async last(rows: readonly (readonly number[])[]): Promise<Float32Array[]> {
		// One more token, which the last one predicts.
		const examples = rows.map((row, i) => {
			const mask = new Uint8Array(row.length + 1);
			mask[row.length] = 1;
			const ids = Int32Array.of(...row, 0);
			return [{ id: String(i), ids, mask, liked: true }];
		});
		const { windows, vocabSize } = this.#model.architecture;
		const endIds = new Set<number>();
		const { buffers } = packRows(examples, { windows, chunks: 1, endIds });
		const out = await this.#session.run({ ...buffers, ...this.#values });
		const logits = out.logits!.data as Float32Array;
		return rows.map((_, i) => logits.slice(i * vocabSize, (i + 1) * vocabSize));
	}

	async dispose(): Promise<void> {
		await this.#session.dispose();
	}
}
