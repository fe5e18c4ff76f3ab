import type { ReportView } from "../view/report-view.ts";

/** What the base model is called that gave an answer; null if an arm gave it. */
export function answeringBase(
	{ result, texts }: ReportView,
	by: string,
): string | null {
	if (result.arms.some(({ name }) => name === by)) return null;
	if (by === "base") return texts.shared.base;
	const base = result.bases?.find(({ name }) => by === `base ${name}`);
	return base === undefined ? null : `${texts.shared.base} ${base.name}`;
}
