import type {
	EvaluationEvent,
	StepEvent,
	UnitsEvent,
} from "../../runs/events.ts";

/** KL from the base below this, nats per token, is no tuning: on the run's own rows, and on general ones. */
const least = { task: 1e-4, general: 1e-5 };

/** A first gradient below this norm, or below this share of SFT's on the same rows, moves nothing. */
const leastGradient = { norm: 1e-6, ratio: 1e-3 };

const show = (value: number) => Number(value.toPrecision(2)).toString();

/** A note on a first gradient that is next to nothing; null for any other. */
export function gradientNote(
	{ gradNorm }: Pick<StepEvent, "gradNorm">,
	units: Pick<UnitsEvent, "ratio"> | null,
): string | null {
	if (gradNorm < leastGradient.norm)
		return `The first gradient is ${gradNorm === 0 ? "0" : `${show(gradNorm)}, next to nothing`}: this step changes nothing. Check whether the rewards of all samples are equal, and whether the options of the objective are far too strong.`;
	if (units === null || units.ratio >= leastGradient.ratio) return null;
	return `The first gradient is ${show(units.ratio)} times that of SFT on the same rows: at a learning rate that suits SFT, almost nothing is learned. Check whether the options of the objective are too strong.`;
}

/** KL from the base above this, nats per token, with a loss above it and no gradient, is a model that is destroyed. */
const far = 1;

/** A note on a run whose model is far from its base and cannot learn any more; null for any other. */
export function brokenNote(
	step: Pick<StepEvent, "gradNorm" | "nll"> | null,
	last: Pick<EvaluationEvent, "klTask" | "klGeneral"> | null,
): string | null {
	if (step === null || step.gradNorm >= leastGradient.norm) return null;
	if (step.nll === null || step.nll < far) return null;
	const kl = Math.max(last?.klTask?.value ?? 0, last?.klGeneral?.value ?? 0);
	if (kl < far) return null;
	return `Training destroyed the model: its last gradient is ${step.gradNorm === 0 ? "0" : show(step.gradNorm)} while its loss is ${show(step.nll)} nats per token, and its KL from the base is ${show(kl)}. Lower the learning rate (optimizer.learningRate) and train again.`;
}

/** A note on a run that ended where it began, by its last evaluation; null for one that moved, or was not measured. */
export function stillNote(
	last: Pick<EvaluationEvent, "klTask" | "klGeneral"> | null,
): string | null {
	const { klTask = null, klGeneral = null } = last ?? {};
	const [kl, bound, rows] = klTask
		? [klTask, least.task, "its own rows"]
		: [klGeneral, least.general, "general rows"];
	if (kl === null || kl.value >= bound) return null;
	return `The run hardly moved: KL from the base on ${rows} is ${kl.value < 1e-6 ? "0" : show(kl.value)} nats per token at the end. Raise the learning rate (optimizer.learningRate), train for longer, or loosen what holds it.`;
}
