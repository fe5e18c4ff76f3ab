import type {
	DemonstrationMark,
	ProbeResult,
} from "../../../diagnose/probe/probe-result.ts";
import { sampleItem, sampleProbe, share } from "./sample-probe.ts";

/** Rows of demonstrations, marked. */
export function demonstratedProbe(): ProbeResult {
	const demonstrations = Array.from(
		{ length: 90 },
		(_, at): DemonstrationMark => {
			const id = `train.jsonl:${at + 1}`;
			if (at % 9 === 8)
				return {
					...{ id, mark: "not-testable", item: null },
					reason: "The answer consists of several sentences.",
				};
			const mark = at % 4 === 1 ? "incompatible" : "harmonious";
			return { id, mark, reason: null, item: sampleItem(at) };
		},
	);
	return {
		...sampleProbe(),
		demonstrations,
		advice: [{ kind: "cannot-tell", items: 12 }],
		settings: {
			...sampleProbe().settings,
			distractors:
				"Three answers of other rows of the same type and similar length.",
		},
	};
}

/** No question could be used. */
export function emptyProbe(): ProbeResult {
	const none = share(0, 1);
	return {
		...sampleProbe(),
		...{ items: [], methods: [], slices: [], advice: [], notes: [] },
		shares: { known: none, unsure: none, unknown: none },
	};
}

/** One method without orders, nothing excluded. */
export function bareProbe(): ProbeResult {
	const sample = sampleProbe();
	return {
		...sample,
		...{ excluded: [], slices: [], notes: [] },
		items: sample.items.slice(0, 3),
		methods: sample.methods.slice(1, 2),
		prediction: { ...sample.prediction, zeroShot: null },
		advice: [{ kind: "nothing-to-gain", items: 3 }],
	};
}

export const hostile = {
	markup: "<img src=x onerror=alert(1)>",
	attribute: '" onmouseover="alert(1)',
	turned: "\u202egnp.exe",
} as const;

/** Texts that would disturb a page. */
export function hostileProbe(): ProbeResult {
	const sample = sampleProbe();
	const [first, ...others] = sample.items;
	return {
		...sample,
		subject: { ...sample.subject, name: hostile.turned },
		items: [
			{
				...first!,
				question: hostile.markup,
				options: [hostile.attribute, "a | b", "`", "\n"],
				reasons: ["confident-wrong"],
			},
			...others,
		],
		excluded: [{ id: "q:1", kind: hostile.markup, reason: hostile.attribute }],
		slices: [{ ...sample.slices[0]!, value: hostile.markup }],
	};
}

export const everyProbe: Readonly<Record<string, () => ProbeResult>> = {
	sample: sampleProbe,
	demonstrated: demonstratedProbe,
	empty: emptyProbe,
	bare: bareProbe,
	hostile: hostileProbe,
};
