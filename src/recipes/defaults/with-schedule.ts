import { isRecord } from "../parse/is-record.ts";
import { objectiveDefaults } from "./objective-defaults.ts";

type Value = Readonly<Record<string, unknown>>;

/** An unchecked recipe with the schedule of its objective, if it leaves the kind or the warm-up out. */
export function withSchedule(value: Value): Value {
	const { kind, warmup } = objectiveDefaults[kindOf(value)].schedule;
	const usual = { kind: kind.ours, warmup: warmup.ours };
	const { schedule } = value;
	if (schedule === undefined) return { ...value, schedule: usual };
	if (typeof schedule === "string")
		return { ...value, schedule: { ...usual, kind: schedule } };
	return isRecord(schedule)
		? { ...value, schedule: { ...usual, ...schedule } }
		: value;
}

/** The kind of the objective; that of a recipe without one if it names none that is known. */
function kindOf({ objective }: Value): keyof typeof objectiveDefaults {
	const name = isRecord(objective) ? objective.kind : objective;
	return typeof name === "string" && Object.hasOwn(objectiveDefaults, name)
		? (name as keyof typeof objectiveDefaults)
		: "sft";
}
