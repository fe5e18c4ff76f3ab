// Processor time of a step of decoding on one thread: npm run bench:decode-step -- MODEL_FOLDER [ROWS [TOKENS [float32|int8]]]
// ROWS side by side (1,4,8,16,32 if left out), each with TOKENS in its cache (200). The least of some steps: what others do on the machine
// counts as little as it can.
import { openModel } from "../../src/formats/open-model.ts";
import { DecodeSession } from "../../src/generate/decode-session.ts";
import { ModelDecoder } from "../../src/generate/model-decoder.ts";

const steps = 24;

const [folder, rows = "1,4,8,16,32", tokens = "200", precision = "int8"] =
	process.argv.slice(2);
if (!folder) throw new Error("Name a model folder.");
const { model } = await openModel(folder, { checkValues: true });
const session = await DecodeSession.open(model, {
	...{ device: "cpu", threads: 1 },
	precision: precision === "int8" ? "int8" : "float32",
	tuning: { kind: "none" },
});
const decoder = new ModelDecoder(session, null);
const V = decoder.vocabSize;
const prompt = Int32Array.from(
	{ length: Number(tokens) },
	(_, i) => (i * 7919 + 13) % V,
);

/** Milliseconds of processor time of each step. */
async function times(count: number): Promise<number[]> {
	decoder.reset(count, prompt.length + steps);
	await decoder.prefill([{ slot: 0, ids: prompt, cached: 0 }]);
	for (let slot = 1; slot < count; slot++) decoder.copy(0, slot);
	const found: number[] = [];
	for (let step = 0; step < steps; step++) {
		const began = process.cpuUsage();
		await decoder.step(
			Int32Array.from({ length: count }, (_, b) => (31 * b + step) % V),
		);
		const { user, system } = process.cpuUsage(began);
		found.push((user + system) / 1000);
	}
	return found.sort((a, b) => a - b);
}

console.log(
	"| rows | ms a step, least | median | tokens/s, at the least |\n| --- | --- | --- | --- |",
);
for (const count of rows.split(",").map(Number)) {
	const found = await times(count);
	const [least, median] = [found[0]!, found[found.length >> 1]!];
	const rate = (1000 * count) / least;
	console.log(
		`| ${count} | ${least.toFixed(1)} | ${median.toFixed(1)} | ${rate.toFixed(0)} |`,
	);
}
await session.dispose();
