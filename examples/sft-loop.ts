// Supervised fine-tuning, one idea after the other: load, tokenize, batch, forward, loss, gradient, update, save,
// generate. `npx temper-lm train` does the same and adds evaluation, checkpoints and exact resumption.
//   npx tsx --conditions=source examples/sft-loop.ts
import { rm } from "node:fs/promises";
import * as temper from "temper-lm";

const folder = "models/toy";
const out = "runs/sft-loop/adapter";
const steps = 60;
const cpu = { device: "cpu", threads: 1 } as const;

// Load. Only headers are read: the runtime maps frozen weights straight from the checkpoint's own file.
const { model } = await temper.openModel(folder, { checkValues: true });
const { architecture, tensors } = model;
const text = await temper.openModelText(folder);
const { tokenizer } = text;

// Tokenize. The model's own template turns each conversation into one text; a mask marks the tokens of its answers.
const longest = 128;
const wants = "demonstrations";
const encode = temper.rowEncoder({ ...text, wants });
const rows = temper.readRows("examples/rows.jsonl");
const groups: temper.Group[] = [];
for await (const group of temper.readGroups(rows, encode, {
	maxLength: longest,
	tooLong: "refuse",
}))
	groups.push(group);

// Batch. Which rows a step sees depends on the seed and the number of the step, and on nothing else.
const plan = temper.createPlan({
	lengths: groups.map(([row]) => row!.ids.length),
	rowsPerStep: 8,
	tokensPerMicroBatch: 256,
	seed: 0,
});

// Forward. This describes a computation and performs none. N tokens lie packed, one row after the other; the head, which
// is the dear part, is applied to the S supervised ones alone. Adapters of rank 8 stand beside every linear layer.
const tuning = {
	kind: "lora",
	rank: 8,
	alpha: 16,
	rslora: false,
	dropout: 0,
	paths: new Set(architecture.linears.map(({ path }) => path)),
} as const;
const { windows } = architecture;
const ops = new temper.Ops();
const p = new temper.Parameters(ops, tensors, {
	tuning,
	architecture,
	precision: "float32",
});
const states = architecture.forward(temper.packedPass(p, longest));
const picks = ops.input("picks", ["S"], "int32");
const origins = ops.input("origins", ["N"], "int32");
const hidden = states((x) => ops.takeRows(x, picks, origins)); // [S, C]
const head = p.head(architecture.head); // [V, C]
const targets = ops.input("targets", ["S"], "int32");
const { logProb } = temper.tokenLogProbs(ops, hidden, head, targets, 1); // [S]

// Loss. A numerator and a denominator: a step that is cut into micro-batches adds up both and divides once.
const valid = ops.input("valid", ["S"]);
const loss = ops.neg(ops.sum(ops.mul(logProb, valid))); // []
ops.output("loss", loss);
ops.output("weight", ops.sum(valid)); // []

// Gradient. Rules add the backward pass to the same graph, and ONNX Runtime makes one session of both.
const values = p.trainables.map(({ value }) => value);
for (const [i, gradient] of temper.gradients(ops, loss, values).entries())
	ops.output(`grad.${p.trainables[i]?.name}`, gradient);
const session = await temper.openSession(ops.graph(), cpu);

// Update. The policy is a list of typed arrays: the session reads them, AdamW changes them in place.
const policy = await temper.Policy.initial(p.trainables, model, tuning, 0);
const trained = policy.tensors.map(({ name, data }) => ({
	name,
	data,
	sum: new Float32Array(data.length),
	state: temper.newAdamWState(data.length),
}));
for (let step = 0; step < steps; step++) {
	let [nll, tokens] = [0, 0];
	for (const { sum } of trained) sum.fill(0);
	for (const indices of plan.step(step).microBatches) {
		const batch = indices.map((index) => groups[index]!);
		const endIds = tokenizer.endOfTurn;
		const packed = temper.packRows(batch, { windows, chunks: 1, endIds });
		const got = await session.run({ ...packed.buffers, ...policy.buffers });
		nll += got.loss!.data[0]!;
		tokens += got.weight!.data[0]!;
		for (const { name, sum } of trained) {
			const gradient = got[`grad.${name}`]!.data;
			for (let k = 0; k < sum.length; k++) sum[k]! += gradient[k]!;
		}
	}
	const sums = trained.map(({ sum }) => sum);
	const { norm, scale } = temper.gradientScale(sums, tokens, 1);
	const schedule = { kind: "cosine", warmup: 0.1 } as const;
	const factor = temper.scheduleFactor(schedule, step, steps);
	for (const { data, sum, state } of trained)
		temper.adamW(data, sum, state, {
			learningRate: 5e-3 * factor,
			betas: [0.9, 0.999],
			epsilon: 1e-8,
			weightDecay: 0,
			gradientScale: scale,
		});
	if (step % 10 === 0 || step === steps - 1)
		console.log(
			`step ${step + 1}  nll ${(nll / tokens).toFixed(3)}  gradient ${norm.toFixed(2)}`,
		);
}

// Save. As PEFT keeps adapters, so that transformers and vLLM load it beside the same model.
await rm(out, { recursive: true, force: true });
const adapter = temper.adapterOf(tuning, architecture, policy.values, folder);
await temper.writeAdapter(out, adapter);

// Generate. The same question to the model as it was and as it is now.
const question = "Where does Mira live?";
const messages = [{ role: "user", content: question }];
const around = { where: "the question", tools: null };
const prompt = temper.encodeAsked(messages, around, text);
const generator = await temper.openGenerator(folder, out, cpu);
console.log(question);
for (const side of ["base", "tuned"] as const) {
	const events = temper.speak(
		{ tokenizer, decoder: generator[side] },
		[prompt],
		{
			maxNewTokens: 32,
			sampling: { kind: "greedy" },
			seed: 0,
			batchRows: 1,
		},
	);
	const [answer] = await temper.collect(events);
	console.log(`  ${side.padEnd(5)}  ${answer!.text}`);
}
