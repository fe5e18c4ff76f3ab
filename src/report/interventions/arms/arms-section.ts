import type { InterventionArmResult } from "../../../studies/interventions/intervention-result.ts";
import { estimateCharts } from "../../charts/estimates/estimate-chart.ts";
import type { EstimateChart } from "../../charts/estimates/estimates.ts";
import { blockSection } from "../../page/blocks/block-section.ts";
import { besidesOf } from "../../page/blocks/figures.ts";
import { inPercent } from "../../page/language/numbers.ts";
import type { Section } from "../../page/report.ts";
import type { Table } from "../../page/table.ts";
import { tunedLook } from "../../questions/question-looks.ts";
import { armName, type InterventionsView } from "../view/interventions-view.ts";

type Role = InterventionsView["roles"][number];

const right = { align: "right" } as const;

function groupsOf({ result }: InterventionsView): InterventionArmResult[] {
	return result.interventions.filter(({ arm }) => arm.kind === "group");
}

function chartOf(
	view: InterventionsView,
	role: Role,
	arms: readonly InterventionArmResult[],
): EstimateChart {
	const { texts, numbers, result } = view;
	const { arms: words, shared } = texts;
	const zeroShot = result.base[role]?.zeroShot ?? null;
	const rows = arms.map((arm) => ({
		name: armName(view, arm),
		accuracy: arm.scores[role]?.accuracy ?? null,
	}));
	const told = rows.map(
		({ name, accuracy }) => `${name}${texts.colon}${numbers.share(accuracy)}`,
	);
	return {
		label: words.figure(shared.role[role]),
		description: words.alt({
			role: shared.role[role],
			rows: told.join("; "),
		}),
		x: shared.accuracyAxis,
		series: [{ name: words.accuracy, look: tunedLook, hollow: false }],
		rows: rows.map(({ name, accuracy }) => ({
			name,
			values: [accuracy === null ? null : inPercent(accuracy)],
			strong: false,
		})),
		across: null,
		guides:
			zeroShot === null
				? []
				: [{ at: zeroShot.value * 100, text: words.zeroShot }],
		missing: shared.notMeasured,
		language: texts.language,
	};
}

/** A row for the base in both ways of asking, then one for each arm. */
function accuracyTable(
	view: InterventionsView,
	arms: readonly InterventionArmResult[],
): Table {
	const { texts, numbers, result, roles } = view;
	const { arms: words, shared } = texts;
	const base = (shots: "fewShot" | "zeroShot") => [
		words[shots],
		...["–", "–"],
		...roles.map((role) => numbers.share(result.base[role]?.[shots] ?? null)),
	];
	return {
		columns: [
			{ title: words.arm },
			{ title: words.rows, ...right },
			{ title: words.seeds, ...right },
			...roles.map((role) => ({ title: shared.role[role], ...right })),
		],
		rows: [
			base("fewShot"),
			base("zeroShot"),
			...arms.map((arm) => [
				armName(view, arm),
				numbers.count(arm.rows),
				numbers.count(arm.seeds.length),
				...roles.map((role) =>
					numbers.share(arm.scores[role]?.accuracy ?? null),
				),
			]),
		],
	};
}

function gainTable(
	view: InterventionsView,
	arms: readonly InterventionArmResult[],
): Table {
	const { texts, numbers, roles } = view;
	return {
		columns: [
			{ title: texts.arms.gainTitle },
			...roles.map((role) => ({ title: texts.shared.role[role], ...right })),
		],
		rows: arms.map((arm) => [
			armName(view, arm),
			...roles.map((role) => numbers.points(arm.scores[role]?.gain ?? null)),
		]),
	};
}

/** The paper's tables: accuracy of the groups by role. */
export function armsSection(view: InterventionsView): Section {
	const { texts, roles } = view;
	const arms = groupsOf(view);
	const { arms: words, shared } = texts;
	const besides = besidesOf(roles.length);
	return blockSection({
		...{ id: "groups", title: words.title },
		...{ before: [words.about], after: [] },
		cards: [
			{
				title: null,
				blocks: [
					{
						kind: "figures",
						figures: () =>
							arms.length === 0
								? []
								: roles.map((role) => ({
										title: words.figure(shared.role[role]),
										charts: estimateCharts(chartOf(view, role, arms), besides),
									})),
						besides,
						key: null,
					},
					{ kind: "table", table: accuracyTable(view, arms) },
					{ kind: "table", table: gainTable(view, arms) },
				],
			},
		],
	});
}
