import type { QuestionRole } from "../../../eval/task/task.ts";
import type { Estimate } from "../../../stats/estimate.ts";
import type {
	ContrastVerdict,
	InterventionContrast,
	InterventionGroup,
} from "../intervention-result.ts";
import { type BySeed, seedDifference } from "./seed-difference.ts";

interface PaperContrast {
	readonly of: InterventionGroup;
	readonly against: InterventionGroup;
	/** What arXiv 2402.18243 reports, as shares, by role. */
	readonly paper: Readonly<Partial<Record<QuestionRole, readonly number[]>>>;
}

/** The paper gives the figures of `contextualised` for three models (7B, 13B, Mistral), and not by role. */
const paperContrasts: readonly PaperContrast[] = [
	{
		...{ of: "harmonious", against: "incompatible" },
		paper: {
			"in-domain": [0.113],
			"same-field": [0.146],
			"out-of-domain": [0.146],
		},
	},
	{
		...{ of: "self-aligning", against: "incompatible" },
		paper: {
			"in-domain": [0.053],
			"same-field": [0.098],
			"out-of-domain": [0.07],
		},
	},
	{
		...{ of: "contextualised", against: "incompatible" },
		paper: { "in-domain": [0.082, 0.095, 0.04] },
	},
];

/** Accuracies of runs by arm, role and seed. */
export type Accuracies = (arm: string, role: QuestionRole) => BySeed;

/** The paper's contrasts in every role; one whose arms share no seed is left out. */
export function contrastsOf(
	roles: readonly QuestionRole[],
	accuracies: Accuracies,
): InterventionContrast[] {
	return paperContrasts.flatMap(({ of, against, paper }) =>
		roles.flatMap((role) => {
			const difference = seedDifference(
				accuracies(of, role),
				accuracies(against, role),
			);
			if (difference === null) return [];
			const own = paper[role];
			return {
				...{ of, against, role, difference, verdict: verdictOf(difference) },
				paper: own === undefined ? null : [...own],
			};
		}),
	);
}

function verdictOf({ low, high }: Estimate): ContrastVerdict {
	if (low > 0) return "replicated";
	return high < 0 ? "reversed" : "not-replicated";
}
