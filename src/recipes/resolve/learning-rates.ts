import type { ObjectiveRecipe } from "../schemas/objective-schema.ts";
import type { TuneRecipe } from "../schemas/tune-schema.ts";

type Rates = Readonly<Record<TuneRecipe["kind"], number>>;

const likelihood: Rates = { lora: 2e-4, full: 1e-5 };

/** TRL's for DPO and KTO, and ten times as much for adapters. */
const preference: Rates = { lora: 1e-5, full: 1e-6 };

/** Where the recipe names none. DFT in full: arXiv 2508.05629. */
export const learningRates: Readonly<Record<ObjectiveRecipe["kind"], Rates>> = {
	sft: likelihood,
	"minor-sft": likelihood,
	dft: { ...likelihood, full: 5e-5 },
	"p-family": likelihood,
	asft: likelihood,
	"iw-sft": likelihood,
	talr: likelihood,
	eaft: likelihood,
	psft: likelihood,
	dpo: preference,
	ipo: preference,
	hinge: preference,
	"minor-dpo": preference,
	simpo: preference,
	orpo: likelihood,
	kto: preference,
	irft: preference,
	rft: preference,
	grpo: preference,
	"reward-model": likelihood,
};
