import { asft } from "./asft.ts";
import { dft } from "./dft.ts";
import { dpo } from "./dpo.ts";
import { eaft } from "./eaft.ts";
import { grpo } from "./grpo.ts";
import { hinge } from "./hinge.ts";
import { ipo } from "./ipo.ts";
import { irft } from "./irft.ts";
import { iwSft } from "./iw-sft.ts";
import { kto } from "./kto.ts";
import { minorDpo } from "./minor-dpo.ts";
import { minorSft } from "./minor-sft.ts";
import type { Objective } from "./objective.ts";
import { orpo } from "./orpo.ts";
import { pFamily } from "./p-family.ts";
import { psft } from "./psft.ts";
import { rewardModel } from "./reward-model.ts";
import { rft } from "./rft.ts";
import { sft } from "./sft.ts";
import { simpo } from "./simpo.ts";
import { talr } from "./talr.ts";

/** Every objective, from its kind to its maker: the one table that recipes, documents and the contract suite follow. */
export const objectives = {
	sft,
	"minor-sft": minorSft,
	dft,
	"p-family": pFamily,
	asft,
	"iw-sft": iwSft,
	talr,
	eaft,
	psft,
	dpo,
	ipo,
	hinge,
	"minor-dpo": minorDpo,
	simpo,
	orpo,
	kto,
	irft,
	"reward-model": rewardModel,
	grpo,
	rft,
} satisfies Record<string, (options: never) => Objective>;

export type ObjectiveKind = keyof typeof objectives;

/** What an objective's maker takes; undefined where it takes nothing. */
export type ObjectiveOptions<K extends ObjectiveKind> = Parameters<
	(typeof objectives)[K]
>[0];
