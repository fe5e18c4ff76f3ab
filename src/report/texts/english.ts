import { measureNames } from "../../runs/measure-names.ts";
import type { Texts } from "./texts.ts";

const plural = (count: number, one: string, many = `${one}s`) =>
	`${count} ${count === 1 ? one : many}`;

const list = (items: readonly string[]) =>
	new Intl.ListFormat("en", { type: "conjunction" }).format(items);

/** The report in English. */
export const english: Texts = {
	language: "en",
	kind: "Pilot report",
	contents: "Contents",
	summary: "Summary",
	plane: "Gain against movement",
	arms: "All arms, all measures",
	changes: "What else changed",
	learning: "Learning curves",
	monitors: "Monitors",
	rates: "Tuning of learning rates",
	runs: "Runs",
	samples: "Side by side",
	recipe: "The recipe to go on with",
	recipeNote: "Save it as recipe.yaml, then: npx temper-lm train recipe.yaml",
	noRecipe: "There is none: no arm is recommended.",
	copy: "Copy",
	copied: "Copied",
	method: "How it was measured",
	theme: { auto: "Theme: auto", light: "Theme: light", dark: "Theme: dark" },
	verdict: { ship: "Ship", doNotShip: "Do not ship", none: "No verdict" },
	conditions: "Conditions of shipping",
	tiles: {
		gain: "Gain",
		worst: "Worst change of what must stay",
		moved: "Moved from the base",
		cost: "Training and measuring",
		interval: ({ interval }) => `95% interval ${interval}`,
		insideNoise: ({ axis }) => `${axis}; within chance and noise`,
		beyondNoise: ({ axis }) => `${axis}; beyond chance and noise`,
		times: ({ times, arm }) => `${arm} moved ${times} times as far`,
		runs: ({ arms, runs }) => `${plural(arms, "arm")}, ${plural(runs, "run")}`,
		notMeasured: "not measured",
	},
	units: {
		accuracy: "accuracy",
		share: "share",
		"share of tokens": "share of tokens",
		"share won": "share won",
		agreement: "answers that agree",
		score: "score",
		"nats per token": "nats per token",
		tokens: "tokens",
		characters: "characters",
		seconds: "seconds",
	},
	points: "points",
	percent: (name) => `${name}, %`,
	amount: (number, unit) => `${number}\u00a0${unit}`,
	interval: (low, high) => `${low} to ${high}`,
	list,
	space: " ",
	colon: ": ",
	headline: {
		gain: ({ arm, axis, base, value, gain, interval }) =>
			`Go on with ${arm}: on ${axis} it reaches ${value} where the base has ${base}, a gain of ${gain} (95% interval ${interval}).`,
		gainRefused: ({ arm, axis, base, value, gain, interval }) =>
			`Within the tolerances ${arm} gains most: on ${axis} it reaches ${value} where the base has ${base}, a gain of ${gain} (95% interval ${interval}).`,
		gainUnclear: ({ arm, axis, gain, interval }) =>
			`${arm} does best, but its gain on ${axis}, ${gain}, may be chance (95% interval ${interval}).`,
		gainUnknown: ({ arm }) =>
			`Go on with ${arm}; what it gains was not measured.`,
		lost: (losses, moved) =>
			`It lost ${list(losses)}${moved === null ? "" : `, and ${moved}`}.`,
		loss: ({ axis, amount }) => `${amount} on ${axis}`,
		kept: (moved) =>
			`Nothing that must stay got worse beyond chance and noise${moved === null ? "" : `, and ${moved}`}.`,
		nothingToKeep: (moved) =>
			`Nothing was measured that must stay${moved === null ? "" : `; ${moved}`}.`,
		moved: ({ distance }) => `the model moved ${distance} from the base`,
		ship: (count) =>
			count === 0
				? "Ship it."
				: count === 1
					? "Ship it: its one condition holds."
					: `Ship it: all ${count} conditions hold.`,
		doNotShip: ({ failed, count, axes }) =>
			failed === 0
				? "Do not ship it."
				: `Do not ship it: ${failed} of ${plural(count, "condition")} ${failed === 1 ? "fails" : "fail"} (${axes}).`,
		noVerdict: "No conditions were set, so whether to ship is yours to judge.",
		none: "Keep the base: of the arms on the front, none is surely better than it and keeps what must stay.",
		noneBest: ({ arm, axis, gain, interval }) =>
			`The largest gain on ${axis}, that of ${arm}, is ${gain} (95% interval ${interval}).`,
		nothingGauged:
			"Nothing can be recommended: of no arm is it known what it gained on the target.",
		nothingFinished: "No arm finished, so there is nothing to compare yet.",
		rival: ({ arm, rival, difference, more, times }) =>
			`${rival} gains ${difference} ${more ? "more" : "less"} than ${arm}${times === null ? "" : ` and moves ${times} times as far`}.`,
	},
	notes: {
		heading: "To note",
		coarse: ({ questions, axis, least }) =>
			`With ${plural(questions, "question")} of ${axis}, a gain below about ${least} cannot be told from chance: bring more questions, or more seeds.`,
		askedInTraining: ({ task, asked, questions }) =>
			`${asked} of ${questions} questions of ${task} are asked in the training rows too: they test memory.`,
		baseUnscored: ({ count, reason }) =>
			`${plural(count, "answer")} of the base had no score and ${count === 1 ? "is" : "are"} left out of every gain. The first: ${reason}`,
		turnEnds: ({ taught, named }) =>
			`The chat template closes turns with ${list(taught)}, and the model's own files name ${list(named) || "none"} as the end: a model that is exported by other means may not stop.`,
		seedsLeftOut: ({ seeds, limit }) =>
			`No arm was trained with ${seeds.length === 1 ? "seed" : "seeds"} ${list(seeds.map(String))}: with ${seeds.length === 1 ? "it" : "them"} the pilot would have taken longer than ${limit}.`,
		late: ({ limit, took }) =>
			`The pilot took ${took}, more than the ${limit} it was given.`,
		armUnscored: ({ arm, count }) =>
			`${plural(count, "answer")} of ${arm} had no score and ${count === 1 ? "is" : "are"} left out of its gains: see the runs.`,
		armFailed: ({ arm, reason }) =>
			`No run of ${arm} came to its end: ${reason}`,
		belowChance: ({ axis, value, chance }) =>
			`On ${axis} the base (${value}) does worse than one that knows nothing (${chance}): what changes there says little.`,
		atTheEdge: ({ arms, end }) =>
			`The ${end} learning rate that was tried is the one chosen for ${list(arms)}: a ${end === "highest" ? "higher" : "lower"} one may be better still.`,
		leashNotHeld: ({ arm, runs, of }) =>
			`The leash of ${arm} could not be held in ${runs} of ${plural(of, "finished run")}: it moved further than it was to.`,
		leashAtLimit: ({ arm, runs, of, strength, value }) =>
			`In ${runs} of ${plural(of, "finished run")} of ${arm} the ${strength} ended at the limit of its strength (${value}): the learning rate was too high for the bound.`,
		leashDrawnBack: ({ arm, runs, of, share }) =>
			`${runs} of ${plural(of, "finished run")} of ${arm} ended outside the leash and ${runs === 1 ? "was" : "were"} drawn back towards the base, to ${share} of the way at the least: a lower learning rate or a wider bound may gain more.`,
		alarms: {
			"likelihood-displacement": ({ arm, runs, of }) =>
				`In ${runs} of ${plural(of, "finished run")} of ${arm} the chosen answers grew less likely (likelihood displacement).`,
			"reward-without-score": ({ arm, runs, of }) =>
				`In ${runs} of ${plural(of, "finished run")} of ${arm} the reward rose and a task's score did not.`,
			"length-runaway": ({ arm, runs, of }) =>
				`In ${runs} of ${plural(of, "finished run")} of ${arm} sampled answers grew far beyond their usual length.`,
			"end-rate": ({ arm, runs, of }) =>
				`In ${runs} of ${plural(of, "finished run")} of ${arm} fewer sampled answers ended their turn.`,
		},
	},
	condition: {
		improve: ({ axis, bound }) => `Gain on ${axis}: above ${bound}`,
		mayFall: ({ axis, bound }) => `Fall of ${axis}: ${bound} at most`,
		mayRise: ({ axis, bound }) => `Rise of ${axis}: ${bound} at most`,
		atMost: ({ axis, bound }) => `${axis}: ${bound} at most`,
		atLeast: ({ axis, bound }) => `${axis}: ${bound} at least`,
		measured: (value, bound) =>
			bound === null
				? `measured ${value}`
				: `measured ${value}, one-sided bound ${bound}`,
		questionsTell: ({ count, questions }) =>
			`About ${count} questions would tell; there were ${questions}.`,
		seedsTell:
			"More questions would not tell, because the seeds differ too much; more seeds might.",
		bounds: (level) =>
			`In parentheses: two-sided 95% intervals, as in the tables. The verdict compares the one-sided bounds, each at a level of ${level}: that of the gate, divided by the number of arms that were compared.`,
		holds: "holds",
		fails: "fails",
	},
	chart: {
		planeTitle: "What each arm gained, and how far it moved for it",
		planeNote:
			"Higher gains more, further left moves less. Large symbols are arms with 95% intervals both ways, small ones their seeds. An arm on the dashed front is beaten by no other in both respects.",
		planeLeash:
			"A leash holds on the general rows that it is measured by while it trains; the distance drawn is over all of the task's, and may lie a little beyond.",
		planeX: ({ axis, unit }) => `moved from the base: ${axis}, ${unit}`,
		planeY: ({ axis, unit }) => `gain on ${axis}, ${unit}`,
		planeMissing:
			"There is nothing to draw: no arm has both a gain and a distance.",
		notInPlane: (arms) => `Not drawn, for want of a measure: ${arms}.`,
		front: "front",
		noise: "noise",
		leash: (bound) => `leash ${bound}`,
		base: "base",
		planeAlt: ({ x, y, points }) =>
			`Scatter plot of ${y} against ${x}. ${points}`,
		point: ({ arm, x, y }) => `${arm}: gain ${y}, moved ${x}`,
		seed: ({ arm, seed, x, y }) =>
			`${arm}, seed ${seed}: gain ${y}, moved ${x}`,
		change: ({ unit, better }) =>
			better === "higher"
				? `change, ${unit} (better →)`
				: `change, ${unit} (← better)`,
		changeAlt: ({ axis, points }) =>
			`Change from the base on ${axis}. ${points}`,
		changesNote:
			"Difference from the base with its 95% interval, paired by item. The grey band is noise: what repeated measures of the base differ by.",
		compressed: "outliers nearer",
		step: "optimizer step",
		nllTitle: "Held-out loss",
		nllY: "held-out NLL, nats per token",
		klTitle: "Distance from the base",
		klY: "general KL, nats per token: KL(base ‖ tuned) on general rows",
		mThetaTitle: "m_θ on training answers",
		mThetaY: "log-probability gained over the base, nats per token",
		curvesNote:
			"Bold: mean of the seeds that finished; a run that ended early counts by its last value. Thin: each run.",
		curveAlt: ({ title, ends }) => `${title} by optimizer step. Last: ${ends}`,
		ratesX: "learning rate",
		ratesY: "score",
		ratesOn: ({ axis, unit }) => `${axis}, ${unit}`,
		ratesNote:
			"Every arm was tuned by the same rule and with the same effort: the learning rate that scores best on the target is taken. The questions that decide it count no more.",
		ratesFilled: "The chosen one is filled.",
		rateAlt: ({ arm, chosen, points }) =>
			`${arm}: score by learning rate, ${chosen} chosen. ${points}`,
		chosen: "chosen",
		noScore: "no result",
		notTuned: ({ arm, rate }) => `${arm}: ${rate}, given and not tuned`,
	},
	monitor: {
		note: "What training logged of its own rows. Each point is the mean over the steps since the one before; lines are means of the seeds that finished. The figures are the last points. The beta of an objective that compares with a reference: towards 0 it does not brake, and the larger it is, the nearer the policy stays to the reference.",
		names: {
			gradNorm: "Gradient norm before clipping",
			entropy: "Entropy, nats",
			meanP: "Mean probability of the tokens to learn",
			shareBelow01: "Tokens below probability 0.1, %",
			shareAbove09: "Tokens above probability 0.9, %",
			effectiveShare: "Effective tokens, % of all",
			a: "Weight of an answer, a",
			deltaPerToken: "Δ/m, nats per token",
			mTheta: "m_θ on each step's rows, against the reference",
			pairAccuracy: "Pairs in the right order, %",
			pairMargin: "Margin of rewards",
			chosenDelta: "Change of chosen answers, nats per token",
		},
	},
	table: {
		arm: "Arm",
		base: "Base",
		chance: "Chance",
		noise: "Noise floor",
		role: {
			target: "target",
			retention: "must stay",
			wording: "other wording",
			deviation: "movement",
		},
		better: { higher: "higher is better", lower: "lower is better" },
		best: "best",
		changeFrom: "change from the base",
		isBetter: "better than the base",
		isWorse: "worse than the base",
		bestOnPage: "Bold with a dot",
		bestInText: "Bold",
		legend: (best) =>
			`Value with its 95% interval; after it the change from the base with its own. ${best}: best of the arms. ▲ better, ▼ worse than the base, where the interval excludes zero and the change is beyond noise. Chance: what a responder that knows nothing gets.`,
		recommended: "recommended",
		onFront: "on the front",
		missing: "not measured",
		options: "Options",
		measure: "Measure",
		questions: "Questions",
		compared: ({ compared, questions }) =>
			`${compared} of ${questions} questions`,
	},
	run: {
		run: "Run",
		seed: "Seed",
		rate: "Learning rate",
		state: "State",
		states: { finished: "finished", stopped: "stopped", failed: "failed" },
		time: "Time",
		memory: "Peak memory",
		total: "All runs",
		remarks: "Remarks",
		noReason: "no reason is recorded",
		otherRates: "other learning rates scored better",
		tiedRates:
			"another learning rate scored the same; a tie goes to the lower held-out loss",
		otherBetas: (by) =>
			`${by} scored better when the betas of this arm were halved; a larger beta holds the policy nearer to its reference, a small one hardly brakes`,
		outdone: (by) => `${by} scored better and had moved less from the base`,
		nothingScored: "nothing could be scored",
		unfinished: "it was not finished",
		unscored: ({ count, reason }) =>
			`${plural(count, "answer")} had no score; the first: ${reason}`,
		alarms: {
			"likelihood-displacement": ({ step }) =>
				`the chosen answers grew less likely from step ${step} (likelihood displacement)`,
			"reward-without-score": ({ step }) =>
				`the reward rose and a task's score did not, by step ${step}`,
			"length-runaway": ({ step }) =>
				`sampled answers grew far beyond their usual length by step ${step}`,
			"end-rate": ({ step }) =>
				`fewer sampled answers ended their turn at step ${step}`,
		},
		leash: (p) =>
			[
				`leash ${p.held ? "held" : "could not be held"}: ${p.measure === "kl" ? measureNames.klGeneral : measureNames.retention} ${p.value} (${p.interval}), bound ${p.bound}`,
				...(p.strength === null
					? []
					: [`${p.strength.name} ended at ${p.strength.value}`]),
				...(p.drawnBack === null
					? []
					: [`drawn back to ${p.drawnBack} of its way from the base`]),
				...(p.stopped === null ? [] : [`ended early, at step ${p.stopped}`]),
			].join("; "),
		noArms: "The pilot has no arms.",
		noRuns: "No run was begun.",
		counts: ({ finished, runs }) =>
			`${finished} of ${plural(runs, "run")} finished`,
	},
	sample: {
		prompt: "Prompt",
		expected: "Expected",
		answer: "Answer",
		by: "By",
		score: "Score",
		noScore: "no score",
		empty: "(empty)",
		showAll: (characters) => `Show all ${characters} characters`,
		cut: (characters) =>
			`${characters} more characters are in the report's JSON.`,
		more: (count) =>
			`${count} more ${count === 1 ? "question is" : "questions are"} in the report's JSON.`,
		none: "There are no samples.",
		note: "The same questions, answered by the base and by the best run of each arm.",
	},
	how: {
		measures: "Measures",
		means: {
			target: "what tuning is for",
			retention: "what must stay as it was",
			wording: "the target, asked in other words",
			deviation: "how far the model moved from the base",
		},
		unit: "Unit",
		stands: "Stands for",
		data: "Data",
		rows: (count) => `${count} ${count === "1" ? "row" : "rows"}`,
		hash: "SHA-256",
		model: "Base model",
		machine: "Machine",
		created: "Created",
		seeds: "Seeds",
		time: "Total time",
		intervals: "Intervals",
		intervalsText:
			"95%, over items and seeds. Gains are differences from the base, paired by item.",
		consistencyText:
			"Consistency: of the pairs of answers to one question asked in different words, the share that agree, right or wrong; mean over questions.",
		noiseText:
			"Noise is half the width of the 95% interval of what repeated measures of the base differ by.",
		noData: "No data set is named.",
		machineText: ({ cpu, cores, memory, platform, versions }) =>
			`${cpu}, ${plural(cores, "core")}, ${memory}, ${platform}; ${versions}`,
	},
};
