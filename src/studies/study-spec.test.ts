import { expect, test } from "vitest";
import { type PilotSpec, pilotRules } from "./pilot/pilot-spec.ts";
import { requireSameSpec } from "./study-spec.ts";

const spec: PilotSpec = {
	version: 1,
	title: "t",
	seeds: [0, 1],
	arms: { sft: { rates: [1, 2], recipe: { tune: { rank: 4 } } } },
	settings: { tuningShare: 0.3, budget: { steps: 40 } },
	inputs: { "task t": "aa", "/rows.jsonl": "bb" },
};

const refusal = (now: Partial<PilotSpec>) => () =>
	requireSameSpec("runs/p", spec, Object.assign({}, spec, now), pilotRules);

test("arms and seeds may be added, and the title changed", () => {
	expect(
		refusal({
			title: "other",
			seeds: [2, 1, 0],
			arms: { dft: { rates: [1] }, ...spec.arms },
			inputs: { ...spec.inputs, "/more.jsonl": "cc" },
		}),
	).not.toThrow();
});

test("everything else is refused by name", () => {
	expect(refusal({ inputs: { ...spec.inputs, "task u": "cc" } })).toThrow(
		"task u: expected no other tasks than those, as at the start of runs/p, found one more",
	);
	expect(refusal({ seeds: [0] })).toThrow(
		"seeds: expected seed 1 among them, as at the start of runs/p, found [0]. Only arms and seeds may be added",
	);
	expect(refusal({ arms: {} })).toThrow("arms: expected the arm sft");
	expect(
		refusal({
			arms: { sft: { rates: [1, 2], recipe: { tune: { rank: 8 } } } },
		}),
	).toThrow(
		"arm sft: recipe.tune.rank: expected 4, as at the start of runs/p, found 8",
	);
	expect(refusal({ arms: { sft: { rates: [1], recipe: {} } } })).toThrow(
		"arm sft: rates: expected [1,2]",
	);
	expect(
		refusal({ settings: { tuningShare: 0.3, budget: { steps: 50 } } }),
	).toThrow("budget.steps: expected 40, as at the start of runs/p, found 50");
	expect(refusal({ inputs: { ...spec.inputs, "/rows.jsonl": "x" } })).toThrow(
		"/rows.jsonl: expected the same bytes, as at the start of runs/p, found others",
	);
});

test("files that were moved with the same bytes are the same pilot", () => {
	const begun: PilotSpec = {
		...spec,
		arms: {
			sft: {
				recipe: { model: "/old/toy", data: { train: [{ path: "/old/r" }] } },
			},
		},
		settings: { partedGeneral: "/old/g" },
		inputs: { "task t": "aa", "/old/toy": "m", "/old/r": "r", "/old/g": "g" },
	};
	const moved = JSON.parse(JSON.stringify(begun).replaceAll("/old/", "/new/"));
	expect(() =>
		requireSameSpec("runs/p", begun, moved, pilotRules),
	).not.toThrow();
	const other = { ...moved, inputs: { ...moved.inputs, "/new/toy": "x" } };
	expect(() => requireSameSpec("runs/p", begun, other, pilotRules)).toThrow(
		'arm sft: recipe.model: expected "/old/toy", as at the start of runs/p, found "/new/toy"',
	);
});

test("a folder of a version that lacked a key still opens if the key has the value that it had then", () => {
	const rules = {
		grows: { arms: "arm" },
		absent: { arms: { recipe: { limit: null } }, settings: { keep: "all" } },
	};
	const begun = {
		version: 1,
		inputs: {},
		settings: { budget: { steps: 40 } },
		arms: { sft: { recipe: { rank: 4 } } },
	} as const;
	const now = (limit: number | null, keep: string) => ({
		...begun,
		settings: { ...begun.settings, keep },
		arms: { sft: { recipe: { rank: 4, limit } }, dft: { recipe: {} } },
	});
	const opening = (limit: number | null, keep: string) => () =>
		requireSameSpec("runs/s", begun, now(limit, keep), rules);
	expect(opening(null, "all")).not.toThrow();
	expect(opening(8, "all")).toThrow("arm sft: recipe.limit: expected null");
	expect(opening(null, "models")).toThrow('keep: expected "all"');
});

test("a study of which nothing grows says so", () => {
	const begun = { version: 1, inputs: {}, settings: { a: 1 } } as const;
	const now = { ...begun, settings: { a: 2 } };
	expect(() => requireSameSpec("runs/s", begun, now)).toThrow(
		"a: expected 1, as at the start of runs/s, found 2. Nothing in it may be changed: name another folder with --out.",
	);
});
