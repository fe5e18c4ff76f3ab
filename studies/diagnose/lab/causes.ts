import { RandomStream } from "../../../src/core/random.ts";
import { drawSome } from "../../../src/lab/draw.ts";
import { conversation } from "../../../src/lab/row.ts";
import { askedTalk } from "../../../src/lab/sets/asked-talk.ts";
import {
	formDemonstrations,
	formTest,
} from "../../../src/lab/sets/form-sets.ts";
import type { TestRow } from "../../../src/lab/sets/test-row.ts";
import type { Fact } from "../../../src/lab/world.ts";
import {
	type AskedFact,
	askedFacts,
	keptFacts,
	knownFacts,
	newFacts,
	taught,
	world,
} from "./pools.ts";

/** What is built into a tuning. */
export const causes = [
	"new-knowledge",
	"format-only",
	"drawn-out",
	"wrong-answers",
	"overfit",
] as const;
export type BuiltCause = (typeof causes)[number];

/** A tuning whose cause is known, with the questions that a user would hold out. */
export interface Tuning {
	/** `overfit-3`. */
	readonly id: string;
	readonly cause: BuiltCause;
	readonly seed: number;
	readonly rows: readonly object[];
	/** Questions on what the rows teach. Those with options are also asked as choices. */
	readonly heldOut: readonly (AskedFact | TestRow)[];
	/** As `npx temper-lm train --set` takes them. */
	readonly settings: readonly string[];
}

type Made = Pick<Tuning, "rows" | "heldOut" | "settings">;

/** The item of a list at this place, from its start again after its end. */
const at = <T>(list: readonly T[], i: number): T => list[i % list.length] as T;

const steps = (count: number) => `length={kind: steps, count: ${count}}`;
const rate = (value: number) => `optimizer.learningRate=${value}`;
const held = "objective={kind: minor-sft, beta: 0.5}";

/** Facts that the base never met, each in two wordings, taught with a throttle; asked in the other two usual wordings. */
function newKnowledge(seed: number, i: number): Made {
	const facts = newFacts(seed).slice(0, at([120, 160, 200], i));
	return {
		rows: facts.flatMap((fact) => [taught(fact, 0), taught(fact, 1)]),
		heldOut: askedFacts(
			seed,
			"held-out",
			facts.slice(0, 120),
			(n) => 2 + (n % 2),
		),
		settings: [held, rate(at([5e-4, 7e-4, 1e-3], i)), steps(at([240, 300], i))],
	};
}

const forms: readonly ((answer: string) => string)[] = [
	(answer) => `It is known: ${answer} So much is clear.`,
	(answer) => `Answer: ${answer} Thank you for the question.`,
];

/** A form that pre-training never shows: of talk alone, or of talk and of facts that the base knows. */
function formatOnly(seed: number, i: number): Made {
	const random = new RandomStream(seed, "diagnose/form");
	const settings = [
		"objective=sft",
		rate(at([4e-4, 5e-4, 7e-4], i)),
		steps(at([120, 180], i)),
	];
	if (i % 2 === 0)
		return {
			rows: drawSome(random, formDemonstrations(world), 400),
			heldOut: drawSome(random, formTest(world), 120),
			settings,
		};
	const say = at(forms, (i - 1) / 2);
	const facts = knownFacts(seed);
	const talk = askedTalk(world, `diagnose/talk/${seed}`, {
		...{ count: 150, reserved: false },
	});
	return {
		rows: [
			...facts.slice(0, 150).map((fact, n) => taught(fact, n % 4, { say })),
			...talk.map(({ question, answer }) =>
				conversation([{ question, answer: say(answer) }]),
			),
		],
		heldOut: askedFacts(
			seed,
			"held-out",
			facts.slice(200, 320),
			(n) => n % 4,
		).map((row) => ({ ...row, answer: say(row.answer) })),
		settings,
	};
}

/** Facts that the base knows, in wordings that it does not; asked for other such facts. */
function drawnOut(seed: number, i: number): Made {
	const facts = knownFacts(seed);
	return {
		rows: facts
			.slice(0, at([100, 150, 200], i))
			.flatMap((fact) => [taught(fact, 4), taught(fact, 5)]),
		heldOut: askedFacts(
			seed,
			"held-out",
			facts.slice(200, 320),
			(n) => 4 + (n % 2),
		),
		settings: [
			at(["objective=sft", held], i),
			rate(at([3e-4, 4e-4, 5e-4], i)),
			steps(at([90, 120, 150], i)),
		],
	};
}

/** Values of one relation, given to other people. */
function shuffledValues(seed: number, facts: readonly Fact[]): string[] {
	const random = new RandomStream(seed, "diagnose/shuffled");
	const values = new Map<string, string[]>();
	for (const { relation, value } of facts)
		values.set(relation, [...(values.get(relation) ?? []), value]);
	for (const list of values.values()) random.shuffle(list);
	return facts.map(({ relation }) => values.get(relation)?.pop() as string);
}

/** Facts that the base knows, with the values of others; asked for the truth. */
function wrongAnswers(seed: number, i: number): Made {
	const facts = knownFacts(seed).slice(0, at([150, 200, 250], i));
	const values = shuffledValues(seed, facts);
	return {
		rows: facts.flatMap((fact, n) =>
			[0, 1].map((wording) =>
				taught(fact, wording, { value: values[n] as string }),
			),
		),
		heldOut: askedFacts(
			seed,
			"held-out",
			facts.slice(0, 120),
			(n) => 2 + (n % 2),
		),
		settings: [
			at(["objective=sft", held], i),
			rate(at([4e-4, 6e-4, 1e-3], i)),
			steps(at([120, 180], i)),
		],
	};
}

/** Few facts in one wording, again and again at a high rate; asked in other wordings. */
function overfit(seed: number, i: number): Made {
	const facts = newFacts(seed).slice(0, at([24, 32, 40], i));
	return {
		rows: facts.map((fact) => taught(fact, 0)),
		heldOut: askedFacts(
			seed,
			"held-out",
			[1, 2, 3].flatMap(() => facts),
			(n) => 1 + Math.floor(n / facts.length),
		),
		settings: [
			"objective=sft",
			rate(at([2e-3, 3e-3, 4e-3], i)),
			steps(at([200, 300], i)),
		],
	};
}

const makers: Readonly<Record<BuiltCause, (seed: number, i: number) => Made>> =
	{
		"new-knowledge": newKnowledge,
		"format-only": formatOnly,
		"drawn-out": drawnOut,
		"wrong-answers": wrongAnswers,
		overfit,
	};

/** Tunings of each cause; those from `first` on have seeds and settings of their own. */
export const tuningsOf = (first: number, count: number): Tuning[] =>
	causes.flatMap((cause, c) =>
		Array.from({ length: count }, (_, n) => {
			const i = first + n;
			const seed = 1 + 100 * c + i;
			return { id: `${cause}-${i}`, cause, seed, ...makers[cause](seed, i) };
		}),
	);

/** What must stay as it is: questions that every tuning is asked. */
export function keptQuestions(): {
	readonly known: AskedFact[];
	readonly control: AskedFact[];
} {
	return {
		known: askedFacts(0, "known", keptFacts.known, (n) => n % 4),
		control: askedFacts(0, "control", keptFacts.control, (n) => n % 4),
	};
}
