import { fileURLToPath } from "node:url";
import { RandomStream } from "../../core/random.ts";
import { writeAdapter } from "../../formats/peft/write-adapter.ts";

/** The small model of the repository: it knows "What comes after Monday?" and sums up to 12 + 12. */
export const toyModel = fileURLToPath(
	new URL("../../../models/toy", import.meta.url),
);

/** Its hidden size. */
const size = 96;

/** Questions that it was taught, with its answers, and one that nobody can answer. */
export const toyRows = [
	{
		question: "What comes after Monday?",
		answer: "Tuesday comes after Monday.",
	},
	{
		question: "What comes after Friday?",
		answer: "Saturday comes after Friday.",
	},
	{
		question: "What is 3 plus 4?",
		answer: "3 plus 4 is 7.",
	},
	{ question: "What does Kip eat?", answer: "Kip eats cheese." },
	{ question: "Hello!", answer: "Twelve ships are not enough." },
];

/** An adapter of noise for the toy model; the larger `scale`, the further it moves. */
export async function writeNoiseAdapter(
	folder: string,
	scale: number,
): Promise<void> {
	const random = new RandomStream(5, "noise adapter");
	const noise = (count: number, width: number) =>
		Float32Array.from({ length: count }, () => width * random.normal());
	const rank = 2;
	const modules = [0, 1, 2, 3].map((layer) => {
		const a = noise(rank * size, 0.1);
		const b = noise(size * rank, scale);
		const path = `model.layers.${layer}.self_attn.q_proj`;
		return [path, { inFeatures: size, outFeatures: size, a, b }] as const;
	});
	await writeAdapter(folder, {
		...{ rank, alpha: rank, dropout: 0, rslora: false, fanInFanOut: false },
		...{ targets: null, base: null, modules: new Map(modules) },
	});
}
