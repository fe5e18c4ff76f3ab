import { readTensor } from "../../src/formats/safetensors/tensor-data.ts";
import type { Objective } from "../../src/objectives/objective.ts";
import type { EncodedRow } from "../../src/text/encoded-row.ts";
import { difference, worst } from "./compare.ts";
import type { Batch, EngineModel, Gradients } from "./engine.ts";
import { attempt, compared, failed, type Line, leftOut } from "./line.ts";
import { objectiveNamed } from "./objectives.ts";
import type { RecordedCase } from "./recorded-case.ts";
import {
	type RecordedObjective,
	recordedObjectives,
	type Scope,
} from "./recorded-objective.ts";

const lossTolerance = { relative: 1e-4 };
/** The absolute bound is for gradients that are zero but for rounding. */
const gradientTolerance = { relative: 1e-3, absolute: 1e-7 };
const trajectoryTolerance = { relative: 1e-3 };

/** The settings of trajectories, from the note in `case.json`. */
const rates: Readonly<
	Record<Scope, { learningRate: number; weightDecay: number }>
> = {
	"": { learningRate: 3e-3, weightDecay: 0.01 },
	"lora.": { learningRate: 1e-2, weightDecay: 0 },
};

/** A model with what is trained in it, and the reference's log-probabilities where the case has a reference. */
export interface TrainedSubject {
	readonly scope: Scope;
	readonly model: EngineModel;
	readonly reference: {
		readonly chosen: readonly Float32Array[];
		readonly rejected: readonly Float32Array[];
	} | null;
}

/** Losses, gradients, their norms and trajectories of every objective recorded in the scope. */
export async function* checkObjectives(
	recorded: RecordedCase,
	subject: TrainedSubject,
): AsyncGenerator<Line> {
	for (const record of recordedObjectives(recorded, subject.scope)) {
		const objective = objectiveNamed(record.name);
		if (objective === null) {
			yield* leaveOut(record, `the package has no objective ${record.name}`);
			continue;
		}
		const { pairs, reference } = objective.needs;
		if (reference !== "none" && subject.reference === null) {
			yield* leaveOut(record, "the case has no reference");
			continue;
		}
		if (pairs && recorded.rejected.length === 0) {
			yield* leaveOut(record, "the case has no rejected answers");
			continue;
		}
		const batch = batchFor(objective, recorded, subject);
		yield* checkObjective(record, subject, objective, batch);
	}
}

/** The rows of a case as the objective reads them. */
function batchFor(
	{ needs }: Objective,
	{ rows, rejected }: RecordedCase,
	subject: TrainedSubject,
): Batch {
	const scores = needs.reference === "none" ? null : subject.reference;
	return rows.map((row, i) => {
		const chosen = {
			...row,
			liked: true,
			reference: scores?.chosen[i] ?? null,
		};
		if (!needs.pairs) return [chosen];
		const other = rejected[i] as EncodedRow;
		const reference = scores?.rejected[i] ?? null;
		return [chosen, { ...other, liked: false, reference }];
	});
}

async function* checkObjective(
	record: RecordedObjective,
	{ model, scope }: TrainedSubject,
	objective: Objective,
	batch: Batch,
): AsyncGenerator<Line> {
	yield* attempt(`losses.${record.key}`, async () =>
		compareGradients(record, await model.gradients(objective, batch)),
	);
	const expected = record.trajectory;
	if (!expected) return;
	const quantity = `trajectories.${record.key}`;
	yield* attempt(quantity, async () => {
		const options = { ...rates[scope], steps: expected.length };
		const actual = await model.trajectory(objective, batch, options);
		const gap = worst(actual.flat(), expected.flat());
		return [compared(quantity, gap, trajectoryTolerance)];
	});
}

async function compareGradients(
	{ key, loss, norm, normName, gradients }: RecordedObjective,
	actual: Gradients,
): Promise<Line[]> {
	const lines: Line[] = [];
	if (loss !== undefined) {
		const gap = difference([actual.loss], [loss]);
		lines.push(compared(`losses.${key}`, gap, lossTolerance));
	}
	if (norm) {
		const gap = difference([actual.norm], await readTensor(norm));
		lines.push(compared(normName, gap, gradientTolerance));
	}
	for (const { quantity, parameter, stored } of gradients) {
		const found = actual.gradients.get(parameter);
		if (!found) {
			lines.push(failed(quantity, `no gradient of ${parameter} was computed`));
			continue;
		}
		const gap = difference(found, await readTensor(stored));
		lines.push(compared(quantity, gap, gradientTolerance));
	}
	return lines;
}

function* leaveOut(record: RecordedObjective, reason: string): Generator<Line> {
	const { key, loss, norm, normName, trajectory } = record;
	const [gradient] = record.gradients;
	if (loss !== undefined) yield leftOut(`losses.${key}`, reason);
	if (norm) yield leftOut(normName, reason);
	if (gradient)
		yield leftOut(
			gradient.quantity.slice(0, -gradient.name.length - 1),
			reason,
		);
	if (trajectory) yield leftOut(`trajectories.${key}`, reason);
}
