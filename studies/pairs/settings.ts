/** What trainings of the study share, as `npx temper-lm train --set` takes it. */
const shared = [
	"data.general=null",
	"device={kind: cpu, threads: 1}",
	"save=end",
	"evaluate=never",
	"data.heldOut={kind: none}",
];

/** Fine-tuning on good and bad answers alike: the model that is sampled. */
export const warmSettings = [
	...shared,
	...["objective=sft", "tune=full", "optimizer.learningRate=1e-3"],
	"batch={rows: 16, tokens: 1024}",
	"length={kind: steps, count: 100}",
	"seed=1",
];

/** A reward model from few pairs. */
export const rewardSettings = [
	...shared,
	...["objective=reward-model", "tune={rank: 8}"],
	"batch={rows: 10, tokens: 1024}",
	"length={kind: steps, count: 20}",
	"optimizer.learningRate=1e-3",
	"seed=1",
];

/** DPO on pairs, of which `limit` are used. */
export const dpoSettings = (limit: number, seed: number) => [
	...shared,
	...["objective=dpo", "tune=full", "optimizer.learningRate=5e-5"],
	"batch={rows: 8, tokens: 1024}",
	"length={kind: steps, count: 40}",
	`data.limit=${limit}`,
	`seed=${seed}`,
];
