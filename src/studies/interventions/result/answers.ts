import type { QuestionRole } from "../../../eval/task/task.ts";
import type {
	InterventionArmResult,
	InterventionResult,
} from "../intervention-result.ts";
import type { Accuracies } from "./contrasts.ts";
import { seedDifference } from "./seed-difference.ts";

const accuracyIn = (
	{ scores }: Pick<InterventionArmResult, "scores">,
	role: QuestionRole,
): number | null => scores[role]?.accuracy?.value ?? null;

/** The arm with the best accuracy in a role, the first of several; null if none has one. */
function bestIn(
	arms: readonly InterventionArmResult[],
	role: QuestionRole,
): InterventionArmResult | null {
	return arms.reduce<InterventionArmResult | null>((best, arm) => {
		const own = accuracyIn(arm, role);
		if (own === null) return best;
		return best === null || own > (accuracyIn(best, role) ?? 0) ? arm : best;
	}, null);
}

/** The share of self-aligning rows with the best accuracy in each role; the lower one of a tie. */
export function bestMixOf(
	arms: readonly InterventionArmResult[],
	roles: readonly QuestionRole[],
): InterventionResult["bestMix"] {
	const mixes = arms.filter(({ arm }) => arm.kind === "mix");
	return Object.fromEntries(
		roles.flatMap((role) => {
			const arm = bestIn(mixes, role)?.arm;
			return arm?.kind === "mix" ? [[role, arm.selfAligning]] : [];
		}),
	);
}

/**
 * The smallest number of rows that is not worse than the best one beyond the noise: the 95% interval of their difference, paired by
 * seed, includes 0. In the first role that was measured. Null below two numbers.
 */
export function quantityOf(
	arms: readonly InterventionArmResult[],
	roles: readonly QuestionRole[],
	accuracies: Accuracies,
): InterventionResult["quantity"] {
	const [role] = roles;
	const series = arms
		.filter(
			(one) =>
				one.arm.kind === "quantity" &&
				role !== undefined &&
				accuracyIn(one, role) !== null,
		)
		.toSorted((a, b) => a.rows - b.rows);
	const best = role === undefined ? null : bestIn(series, role);
	if (role === undefined || best === null || series.length < 2) return null;
	const enough = series.find((one) => {
		if (one === best) return true;
		const lost = seedDifference(
			accuracies(best.name, role),
			accuracies(one.name, role),
		);
		return lost !== null && lost.low <= 0;
	});
	return { enough: (enough ?? best).rows, best: best.rows, role };
}
