import type { AuditedFile } from "../rows/read-audited.ts";
import { type Checked, checkedOf, counted, findingOf } from "./checked.ts";

const tested =
	"whether each row can be read as a demonstration, a pair or a labelled answer, by the rules that training uses";

export function checkUnreadable(files: readonly AuditedFile[]): Checked {
	const kind = "unreadable-row";
	const bad = files.flatMap(({ unreadable }) => unreadable);
	const stopped = files.filter((file) => file.stopped);
	const after =
		stopped.length === 0
			? ""
			: ` Reading ended at a fault of ${stopped.map(({ path }) => path).join(", ")}, and what follows it was not audited.`;
	const finding = findingOf({
		...{ kind, severity: "error", tested },
		message: `${counted(bad.length, "row")} cannot be read.${after}`,
		hits: bad.map(({ place, reason }) => ({
			place,
			part: "row",
			text: reason,
		})),
	});
	return checkedOf({
		...{ kind, tested },
		examined: files.reduce((sum, { rows }) => sum + rows, 0),
		findings: bad.length === 0 ? [] : [finding],
	});
}
