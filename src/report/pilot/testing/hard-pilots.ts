import type { Estimate } from "../../../stats/estimate.ts";
import type {
	ArmResult,
	Axis,
	PilotResult,
	PilotRun,
	Values,
} from "../../../studies/pilot/pilot-result.ts";
import { decided, samplePilot } from "./sample-pilot.ts";

/** Texts that break a page that does not escape them. */
export const hostile = {
	script: `<script>alert("x")</script>`,
	attribute: `" onmouseover="alert(1)" x='`,
	closing: "</style></svg></script><!-- ]]>",
	entity: "&lt;b&gt; &amp; &#60;",
	table: "a | b\n| --- | `code` **bold** [link](x)",
	fence: "```\n# heading\n````\n<details>",
	arabic: "مرحبا بالعالم: ١٢٣ (abc)",
	override: "\u202egnp.exe\u202c \u0007\u0000 end",
	long: "MinorSFT with a name that goes on and on, beta 0.123456789, rank 64, all-linear, seed by seed".repeat(
		2,
	),
	unbroken: "x".repeat(300),
	emoji: "👩‍👩‍👧‍👦 家族 🧪",
	half: "broken \ud83d surrogate",
} as const;

function mapValues(values: Values, factor: number): Values {
	return Object.fromEntries(
		Object.entries(values).map(([name, estimate]) => [
			name,
			estimate === null
				? null
				: {
						value: estimate.value * factor,
						low: estimate.low * factor,
						high: estimate.high * factor,
					},
		]),
	);
}

function renamed(arm: ArmResult, name: string, factor: number): ArmResult {
	return {
		...arm,
		name,
		options: `${arm.options} ${name}`,
		onFront: false,
		values: mapValues(arm.values, factor),
		gains: mapValues(arm.gains, factor),
	};
}

/** Twelve arms with hostile, long and right-to-left names, two of them far beyond all others. */
export function hostilePilot(): PilotResult {
	const sample = samplePilot();
	const names = Object.values(hostile);
	const arms = names.map((name, at) =>
		renamed(
			sample.arms[at % sample.arms.length]!,
			name,
			at === 10 ? 3e9 : 0.7 + at / 20,
		),
	);
	const failed = arms.map((arm, at) =>
		at === 3
			? {
					...arm,
					runs: arm.runs.map((run) => ({
						...run,
						state: "failed" as const,
						reason: {
							kind: "fault" as const,
							text: `${hostile.script} ${hostile.long}`,
						},
						unscored: { count: 7, reason: hostile.attribute },
					})),
				}
			: arm,
	);
	return {
		...sample,
		title: `${hostile.script} ${hostile.arabic}`,
		arms: failed,
		recommended: hostile.script,
		recipe: `${hostile.closing}\nname: ${hostile.script}\n`,
		samples: Object.values(hostile).map((text) => ({
			task: text,
			prompt: text,
			expected: text,
			answers: [
				{ by: "base", text, score: 0.333333 },
				{ by: text, text: text.repeat(40), score: null },
			],
		})),
	};
}

const nothing = (axes: readonly Axis[]): Values =>
	Object.fromEntries(axes.map(({ name }) => [name, null]));

/** A pilot without a finished run: no value, no curve, no verdict. */
export function unfinishedPilot(): PilotResult {
	const sample = samplePilot();
	const values = nothing(sample.axes);
	return {
		...sample,
		arms: sample.arms.map((arm) => ({
			...arm,
			questions: {},
			values,
			gains: values,
			onFront: false,
			tried: [],
			runs: arm.runs.map((run) => ({
				...run,
				state: "failed" as const,
				reason: null,
				values,
				...{ curve: [], monitors: [], leash: null, unscored: null },
			})),
		})),
		recommended: null,
		recipe: null,
		verdict: null,
		samples: [],
	};
}

const brokenLeash: PilotRun["leash"] = {
	...{ step: 120, measure: "kl", bound: 0.05 },
	value: { value: 0.1271, low: 0.11, high: 0.144 },
	strength: { name: "penalty", value: 1e4 },
	outcome: { held: false, stopped: true, drawnBack: null },
};

/** A pilot of one arm, which loses something and must not be shipped. */
export function refusedPilot(): PilotResult {
	const sample = samplePilot();
	const arm = sample.arms[0]!;
	const runs = arm.runs.map((run) => ({
		...run,
		leash: brokenLeash,
		alarms: [{ alarm: "likelihood-displacement" as const, step: 20 }],
	}));
	const held = { ...arm, leash: { axis: "general KL", bound: 0.05 }, runs };
	return {
		...sample,
		arms: [held],
		notes: [{ kind: "base-unscored", count: 1, reason: "q1: no answer" }],
		recommended: arm.name,
		verdict: {
			ship: false,
			alpha: 0.05,
			conditions: [
				decided({ axis: "sums", value: arm.gains.sums!, bound: 0.02 }),
				decided({
					...{ holds: false, axis: "capitals", bound: -0.035 },
					value: arm.gains.capitals!,
					wouldTell: { kind: "questions", count: 720 },
				}),
				decided({
					...{ holds: false, axis: "general KL", bound: 0.05 },
					value: arm.values["general KL"]!,
					wouldTell: { kind: "seeds" },
				}),
				decided({
					...{ holds: false, axis: "general NLL", bound: 0.04 },
					value: null,
				}),
			],
		},
	};
}

/** A pilot that measured nothing and trained nothing. */
export function emptyPilot(): PilotResult {
	return {
		...unfinishedPilot(),
		title: "",
		...{ axes: [], base: {}, arms: [], data: [], notes: [] },
		seconds: 0,
	};
}

/** The sample with its last two arms measured from another model, whose NLL is not comparable. */
export function twoBasePilot(): PilotResult {
	const sample = samplePilot();
	const name = "HuggingFaceTB/SmolLM2-360M";
	const from = sample.arms.length - 2;
	const higher = ({ value, low, high }: Estimate) => ({
		...{ value: value + 0.1, low: low + 0.1, high: high + 0.1 },
	});
	const values = Object.fromEntries(
		Object.entries(sample.base).map(([axis, value]) => [
			axis,
			axis === "sums" && value ? higher(value) : value,
		]),
	);
	return {
		...sample,
		bases: [
			{
				...{ name, hash: "c0ffee", values },
				axes: sample.axes.map((axis) => ({
					...{ name: axis.name, noise: axis.noise, questions: axis.questions },
				})),
				comparable: ["sums", "capitals"],
			},
		],
		arms: sample.arms.map((arm, at) =>
			at < from ? arm : { ...arm, base: name, model: { name, hash: "c0ffee" } },
		),
		samples: sample.samples.map((one, at) => ({
			...one,
			answers:
				at > 0
					? one.answers
					: [...one.answers, { by: `base ${name}`, text: "", score: 0 }],
		})),
	};
}

/** The sample with a diagnosis whose runs do not agree. */
export function diagnosedPilot(): PilotResult {
	const share = (value: number) => ({
		...{ value, low: value / 2, high: Math.min(1, 2 * value) },
	});
	const shares = {
		learned: share(0.31),
		"drawn-out": share(0.12),
		restyled: share(0.02),
		damaged: share(0.05),
		unchanged: share(0.5),
	};
	const run = {
		...{ tasks: [], shares, evidence: {}, kl: null, style: null },
		...{ leakage: null, slices: [] },
	};
	return {
		...samplePilot(),
		diagnosis: {
			...{ arm: "MinorSFT 0.05", probe: "capitals", judged: false },
			...{ questions: 240, shares, cause: "new-knowledge" },
			runs: [
				{ ...run, seed: 0, cause: "new-knowledge", next: ["ship"] },
				{ ...run, seed: 1, cause: "new-knowledge", next: ["ship"] },
				{ ...run, seed: 2, cause: "drawn-out", next: ["more-rows"] },
			],
		},
		notes: [
			{ kind: "not-diagnosed", arm: "SFT", reason: "nothing was scored" },
		],
	};
}

/** A pilot of every kind, by name. */
export const everyPilot: Readonly<Record<string, () => PilotResult>> = {
	sample: samplePilot,
	hostile: hostilePilot,
	unfinished: unfinishedPilot,
	refused: refusedPilot,
	empty: emptyPilot,
	"two-base": twoBasePilot,
	diagnosed: diagnosedPilot,
};
