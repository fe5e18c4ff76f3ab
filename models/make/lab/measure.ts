// What the model knows: right answers among four by likelihood, by how often pre-training met the fact, with 95% intervals,
// as answers and as letters.
// Then greedy answers to the tests, word for word or by their number.
//   npm run lab:measure [-- --model FOLDER]
import { parseArgs } from "node:util";
import { alone, type Example } from "../../../src/data/example.ts";
import {
	type FactRow,
	labSets,
	makeWorld,
	openModel,
	openTemplate,
	openTokenizer,
	Policy,
	rowEncoder,
	Scorer,
	shippedSeed,
	type TestRow,
} from "../../../src/index.ts";
import { letters } from "../../../src/lab/choice.ts";
import { winRate } from "../../../src/stats/share.ts";
import { greedyAnswers } from "../blank/greedy-answers.ts";

const { values } = parseArgs({
	options: { model: { type: "string", default: "models/lab" } },
});
const device = { device: "cpu", threads: 1 } as const;
const world = makeWorld(shippedSeed);
const tokenizer = await openTokenizer(values.model);
const template = await openTemplate(values.model);

const rowsOf = <T extends TestRow>(name: string): readonly T[] =>
	labSets.find((set) => set.name === name)?.rows(world) as readonly T[];

function show(
	title: string,
	margins: readonly number[],
	chance: number | null,
): void {
	const { value, low, high } = winRate(margins);
	const share = [value, low, high].map((x) => `${(100 * x).toFixed(1)}%`);
	const guessed = chance === null ? "" : `, chance ${100 * chance}%`;
	console.log(
		`${title}: ${share[0]} (${share[1]} to ${share[2]}) of ${margins.length}${guessed}`,
	);
}

/** A question with the answers that are compared, the right one at `gold`. */
type Asked = Pick<FactRow, "id" | "question" | "options" | "gold">;

const lettered = ({ id, lettered, gold }: FactRow): Asked => ({
	...{ id, question: lettered, gold },
	options: letters.map((letter) => `${letter}.`),
});

/** How much likelier the right answer is than the likeliest wrong one, in nats. */
async function margins(rows: readonly Asked[]): Promise<number[]> {
	const encode = rowEncoder({ tokenizer, template, wants: "demonstrations" });
	const { model } = await openModel(values.model, { checkValues: true });
	const tuning = { kind: "none" } as const;
	const options = {
		...{ tuning, length: 256, chunks: 1, precision: "float32" as const },
		...{ recompute: false, sharedPrompts: true },
	};
	const scorer = await Scorer.create(model, options, device, 2048, false);
	const policy = await Policy.base(scorer.trainables, model, tuning);
	const examples = rows.flatMap(({ id, question, options }) =>
		options.flatMap((answer): Example[] => {
			const value = { question, answer };
			const [group = []] = encode({ value, file: id, line: 1 });
			return group.map((row) => ({ ...row, id }));
		}),
	);
	const { rows: scores } = await scorer.score(alone(examples), policy);
	await scorer.dispose();
	const sums = scores.map(({ logProb }) => logProb.reduce((a, b) => a + b, 0));
	return rows.map(({ gold }, i) => {
		const options = sums.slice(4 * i, 4 * i + 4);
		const [right] = options.splice(gold, 1);
		return (right as number) - Math.max(...options);
	});
}

async function byExposure(
	name: string,
	asked: (row: FactRow) => Asked = (row) => row,
	how = "",
): Promise<void> {
	const rows = rowsOf<FactRow>(name);
	const found = await margins(rows.map(asked));
	const groups = new Map<string, number[]>();
	rows.forEach(({ exposures, channel }, i) => {
		for (const group of [
			`${exposures} exposures`,
			...(channel === null ? [] : [`  ${exposures}, ${channel}`]),
		]) {
			const members = groups.get(group) ?? [];
			members.push(found[i] as number);
			groups.set(group, members);
		}
	});
	for (const [group, members] of groups)
		show(`${name}${how}: ${group}`, members, 0.25);
}

/** Facts known well, by their answers and by the letters under which the question lists them. */
async function byLetter(name: string): Promise<void> {
	const rows = rowsOf<FactRow>(name);
	show(`${name}, by likelihood`, await margins(rows), 0.25);
	show(`${name}, by letter`, await margins(rows.map(lettered)), 0.25);
}

/** Answers that end in a number are compared by it, others word for word. */
const essence = (text: string) =>
	/The answer is (\d+)\.$/.exec(text)?.[1] ?? text;

async function byAnswer(name: string): Promise<void> {
	const rows = rowsOf<TestRow>(name);
	const questions = rows.map(({ question }) => question);
	const options = { maxNewTokens: 64, batchRows: 32 };
	const answers = await greedyAnswers(values.model, questions, options);
	const right = rows.map(({ answer }, i) =>
		essence(answers[i] ?? "") === essence(answer) ? 1 : -1,
	);

	const groups = new Map<string, number[]>([[name, right]]);
	rows.forEach((row, i) => {
		if (!("pair" in row)) return;
		const group = `${name}: ${row.pair} pairs`;
		groups.set(group, [...(groups.get(group) ?? []), right[i] as number]);
	});
	for (const [group, members] of groups) show(group, members, null);
}

for (const name of ["choices/test", "choices/ood"]) await byExposure(name);
await byExposure("choices/test", lettered, ", by letter");
await byLetter("retention/facts");
for (const name of [
	"retention/facts",
	"retention/talk",
	"retention/sums",
	"sums/test",
	"sums/ood",
	"facts/test",
	"facts/control",
])
	await byAnswer(name);
