import { asft } from "./imitation/asft.ts";
import { dft } from "./imitation/dft.ts";
import { eaft } from "./imitation/eaft.ts";
import { iwSft } from "./imitation/iw-sft.ts";
import { minorSft } from "./imitation/minor-sft.ts";
import { pFamily } from "./imitation/p-family.ts";
import { psft } from "./imitation/psft.ts";
import { sft } from "./imitation/sft.ts";
import { talr } from "./imitation/talr.ts";
import type { Objective } from "./objective.ts";
import { dpo } from "./preferences/dpo.ts";
import { hinge } from "./preferences/hinge.ts";
import { ipo } from "./preferences/ipo.ts";
import { kto } from "./preferences/kto.ts";
import { minorDpo } from "./preferences/minor-dpo.ts";
import { orpo } from "./preferences/orpo.ts";
import { rewardModel } from "./preferences/reward-model.ts";
import { simpo } from "./preferences/simpo.ts";
import { grpo } from "./sampled/grpo.ts";
import { irft } from "./sampled/irft.ts";
import { rft } from "./sampled/rft.ts";

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

/** What an objective's maker takes; undefined if it takes nothing. */
export type ObjectiveOptions<K extends ObjectiveKind> = Parameters<
	(typeof objectives)[K]
>[0];
